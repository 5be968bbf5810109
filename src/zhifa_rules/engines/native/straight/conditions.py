"""Writing out conditions: lines that leave the function, or the loop, where one does not hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhifa_rules.engines.native.concrete.comparisons import RELATIONS
from zhifa_rules.engines.native.concrete.conditions import cost, whereabouts
from zhifa_rules.engines.native.concrete.dates import live
from zhifa_rules.engines.native.concrete.scene import Unsupported
from zhifa_rules.engines.native.straight.dates import write_date
from zhifa_rules.engines.native.straight.paths import attributes_of, write_value
from zhifa_rules.engines.native.straight.writer import Root
from zhifa_rules.norms.core import (
    AllOf,
    Always,
    AnyOf,
    Choice,
    Compare,
    CompareDates,
    DateOf,
    DutyIs,
    Exists,
    Members,
    Not,
    Path,
    Relation,
)
from zhifa_rules.norms.walk import parts_of
from zhifa_rules.records.shapes import Kind

if TYPE_CHECKING:
    from zhifa_rules.engines.native.straight.writer import Passage
    from zhifa_rules.norms.core import Condition, DateExpression

_DATE_SIGNS = {
    Relation.BEFORE: "<",
    Relation.ON_OR_BEFORE: "<=",
    Relation.AFTER: ">",
    Relation.ON_OR_AFTER: ">=",
}


def write_guard(place: Passage, condition: Condition, otherwise: str) -> None:
    """Write a test, and the statement that is carried out where it fails."""
    if isinstance(condition, Always):
        if not condition.value:
            place.lines.add(otherwise)
    elif isinstance(condition, AllOf):
        for part in sorted(condition.conditions, key=cost):
            write_guard(place, part, otherwise)
    elif _is_word(condition):
        _guard_word(place, condition, otherwise)
    else:
        place.lines.add(f"if not ({write_test(place, condition)}): {otherwise}")


def write_test(place: Passage, condition: Condition) -> str:
    """Write what finds out whether a condition holds; gives the expression that tells."""
    if isinstance(condition, Always):
        return str(condition.value)
    if isinstance(condition, Compare):
        return _compare(place, condition)
    if isinstance(condition, CompareDates):
        return _compare_dates(place, condition)
    if isinstance(condition, Not):
        return f"not ({write_test(place, condition.condition)})"
    if isinstance(condition, Choice):
        return _agreed(place, live(condition, place.options))
    if isinstance(condition, AllOf):
        return _in_turn(place, condition.conditions, found="False", else_found="True")
    if isinstance(condition, AnyOf):
        parts = tuple(Not(part) for part in sorted(condition.conditions, key=cost))
        return _in_turn(place, parts, found="True", else_found="False")
    if isinstance(condition, Members):
        return _members(place, condition)
    if isinstance(condition, Exists):
        return _exists(place, condition)
    if isinstance(condition, DutyIs):
        return _duty_is(place, condition)
    raise Unsupported


def _agreed(place: Passage, options: list[Condition]) -> str:
    """Write that all options of an open question must be fulfilled, or none."""
    if len(options) == 1:
        return write_test(place, options[0])
    results = [place.lines.fresh("holds") for _ in options]
    for result, option in zip(results, options, strict=True):
        place.lines.add(f"{result} = bool({write_test(place, option)})")
    for other in results[1:]:
        place.lines.add(f"if {other} is not {results[0]}: raise Unsettled")
    return results[0]


def _in_turn(place: Passage, conditions: tuple[Condition, ...], *, found: str, else_found: str) -> str:
    """Write tests of which the first that fails decides."""
    result, lines = place.lines.fresh("holds"), place.lines
    lines.add(f"{result} = {found}")
    with lines.block("for _ in ONCE:"):
        for condition in conditions:
            write_guard(place, condition, "break")
        lines.add(f"{result} = {else_found}")
    return result


# --- Comparisons --------------------------------------------------------------------------------------------


def _is_word(condition: Condition) -> bool:
    """Tell whether an attribute of a fact at hand is compared with a constant, which is by far the most frequent."""
    if not isinstance(condition, Compare) or condition.relation is not Relation.EQUAL:
        return False
    steps = condition.path.steps
    return not isinstance(condition.operand, Path) and len(steps) == 1 and steps[0].kind is not Kind.ORGAN


def _guard_word(place: Passage, condition: Condition, otherwise: str) -> None:
    assert isinstance(condition, Compare)
    lines, name = place.lines, condition.path.steps[0].name
    value, attributes = lines.fresh(name), attributes_of(place, place.root(condition.path.root))
    lines.add(f"{value} = {attributes}.get({name!r})")
    with lines.block(f"if {value} != {lines.constant(condition.operand)}:"):
        lines.add(f"if {value}.__class__ in OPEN: raise Unsettled")
        lines.add(otherwise)


def _compare(place: Passage, condition: Compare) -> str:
    lines, relation, operand = place.lines, condition.relation, condition.operand
    if relation is Relation.NAMED:
        return _named(place, condition)
    value = write_value(place, condition.path)
    if not isinstance(operand, Path):
        other = lines.constant(operand)
        if relation is Relation.EQUAL:
            return f"{value} == {other}"
        if relation is Relation.IN:
            return f"{value} is not ABSENT and {value} in {other}"
    else:
        other = write_value(place, operand)
        if relation is Relation.EQUAL:
            return f"{value} is not ABSENT and {value} == {other}"
    return f"{lines.constant(RELATIONS[relation])}({value}, {other})"


def _named(place: Passage, condition: Compare) -> str:
    if len(condition.path.steps) != 1:
        raise Unsupported
    attributes = attributes_of(place, place.root(condition.path.root))
    sign = "not in" if condition.operand else "in"
    return f"{attributes}.get({condition.path.steps[0].name!r}).__class__ {sign} OPEN"


def _compare_dates(place: Passage, condition: CompareDates) -> str:
    value, limit = write_value(place, condition.path), write_date(place, condition.operand)
    known = f"{value} is not ABSENT and {limit} is not None"
    return f"{known} and ordinal({value}) {_DATE_SIGNS[condition.relation]} {limit}"


# --- Lists --------------------------------------------------------------------------------------------------


def _members(place: Passage, condition: Members) -> str:
    lines = place.lines
    listed, member, values = write_value(place, condition.path), lines.fresh("member"), lines.fresh("values")
    result, fitting = lines.fresh("holds"), lines.fresh("fitting")
    words = _of_words(condition)
    lines.add(f"{result}, {fitting} = True, {'[]' if condition.distinct else '0'}")
    with lines.block(f"for {member} in () if {listed} is ABSENT else {listed}:"):
        if words:
            lines.add(f"if {member}.__class__ is not str: raise Unsettled")
            inner = place.rooted(member=Root(member, None))
        else:
            lines.add(f"if {member}.__class__ is str: raise Unsettled")
            lines.add(f"{values} = {member} if {member}.__class__ is dict else {member}.__dict__")
            inner = place.rooted(member=Root(None, values))
        if condition.every:
            with lines.block(f"if not ({write_test(inner, condition.where)}):"):
                lines.add(f"{result} = False")
                lines.add("break")
            return result
        write_guard(inner, condition.where, "continue")
        counted = f"{fitting}.append({values}.get({condition.distinct!r}))" if condition.distinct else f"{fitting} += 1"
        if words and condition.distinct:
            raise Unsupported
        lines.add(counted)
    count = fitting
    if condition.distinct:
        lines.add(f"if None in {fitting}: raise Unsettled")
        count = f"len(set({fitting}))"
    limits = [f"{count} >= {condition.at_least}"] if condition.at_least is not None else []
    limits += [f"{count} <= {condition.at_most}"] if condition.at_most is not None else []
    return " and ".join(limits) or "True"


def _of_words(condition: Members) -> bool:
    """Tell whether the members are words, such as keys of organs, and not parts with attributes of their own."""
    return any(
        isinstance(part, Path) and part.root == "member" and not part.steps for part in parts_of(condition.where)
    )


# --- Acts and duties ----------------------------------------------------------------------------------------


def _exists(place: Passage, condition: Exists) -> str:
    from zhifa_rules.engines.native.patterns import pattern_types  # noqa: PLC0415  (patterns contain conditions)
    from zhifa_rules.engines.native.straight.acts import missing_acts, write_acts  # noqa: PLC0415

    lines, found = place.lines, place.lines.fresh("found")
    last, first = write_date(place, condition.until), write_date(place, condition.since)
    examined = None if condition.same_day else _act_of_day(place, condition.until)
    lines.add(f"{found} = False")
    for act, day in write_acts(place, (condition.pattern,)):
        if first != "None":
            lines.add(f"if {first} is not None and {day} < {first}: continue")
        if last != "None":
            lines.add(f"if {last} is not None and {day} > {last}: continue")
            if examined is not None:
                lines.add(f"if {day} == {last} and not known_order({act}, {examined}): continue")
        lines.add(f"{found} = True")
    if condition.proves_breach:
        missing = missing_acts(place, pattern_types(condition.pattern), **whereabouts(condition.pattern))
        lines.add(f"if not {found} and {missing}: raise Unsettled")
    return found


def _act_of_day(place: Passage, until: DateExpression | None) -> str | None:
    """Give the variable of the act whose own day a limit is."""
    from zhifa_rules.engines.native.conditions import DAYS_OF_ACTS  # noqa: PLC0415  (it contains patterns)

    if not isinstance(until, DateOf) or not until.path.steps or until.path.steps[-1].name not in DAYS_OF_ACTS:
        return None
    root = place.root(until.path.root)
    if len(until.path.steps) > 1 or root.variable is None or root.attributes is None:
        raise Unsupported
    return root.variable


def _duty_is(place: Passage, condition: DutyIs) -> str:
    lines = place.lines
    at = "None" if condition.at is None else write_date(place, condition.at)
    parties = [None if p is None else write_value(place, p) for p in (condition.bearer, condition.counterpart)]
    document = "None"
    if condition.trigger is not None:
        root = place.root(condition.trigger.root)
        if root.variable is None or root.attributes is None or len(condition.trigger.steps) > 1:
            raise Unsupported
        step = condition.trigger.steps[0].name if condition.trigger.steps else None
        document = root.variable if step is None else f"named({root.variable}, {step!r})"
    examined = "trigger" if condition.at is not None else "None"
    asked = lines.constant((place.pack, condition.rule, condition.part, condition.states))
    wanted = ", ".join("None" if party is None else party for party in parties)
    day = "as_of" if at == "None" else f"as_of if {at} is None or {at} > as_of else {at}"
    result = lines.fresh("stands")
    lines.add(f"{result} = duty_stands(stage, {asked}, {day}, {document}, examined={examined}, parties=({wanted}))")
    return result
