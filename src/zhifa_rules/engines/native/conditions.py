"""Compiling conditions and patterns into functions that are asked in one world and answer yes or no."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from zhifa_rules.engines.native.dates import compile_date
from zhifa_rules.engines.native.values import compile_path
from zhifa_rules.engines.native.world import Doubt, date_term
from zhifa_rules.engines.outcome import Cause, Variable
from zhifa_rules.norms.core import (
    AllOf,
    Always,
    AnyOf,
    Choice,
    Compare,
    CompareDates,
    Condition,
    DutyIs,
    Exists,
    Members,
    Not,
    Path,
    Pattern,
    PatternChoice,
    Relation,
)
from zhifa_rules.records.facts import Fact
from zhifa_rules.records.known import ABSENT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from zhifa_rules.engines.native.frame import Frame
    from zhifa_rules.engines.native.world import Day

    Test = Callable[[Frame], bool]
    Finder = Callable[[Frame], Iterator[tuple[Fact, Day]]]

ACT = "act"


def compile_condition(condition: Condition) -> Test:
    """Compile a condition."""
    if isinstance(condition, Always):
        value = condition.value
        return lambda frame: value
    if isinstance(condition, Compare):
        return _compare(condition)
    if isinstance(condition, CompareDates):
        return _compare_dates(condition)
    if isinstance(condition, Members):
        return _members(condition)
    if isinstance(condition, Exists):
        return _exists(condition)
    if isinstance(condition, DutyIs):
        return _duty_is(condition)
    return _combined(condition)


def _combined(condition: Not | AllOf | AnyOf | Choice[Condition]) -> Test:
    if isinstance(condition, Not):
        inner = compile_condition(condition.condition)
        return lambda frame: not inner(frame)
    if isinstance(condition, Choice):
        return _chosen(condition)
    tests = [compile_condition(part) for part in condition.conditions]
    if isinstance(condition, AllOf):
        return lambda frame: all(test(frame) for test in tests)
    return lambda frame: any(test(frame) for test in tests)


def _chosen(choice: Choice[Condition]) -> Test:
    options = {name: compile_condition(option) for name, option in choice.options}
    question = choice.question

    def test(frame: Frame) -> bool:
        names = frame.host.active(question)
        answers = {name: options[name](frame) for name in names}
        if len(set(answers.values())) == 1:
            return answers[names[0]]  # the question does not matter here
        return answers[frame.world.reading(question, names)]

    return test


# --- Comparisons --------------------------------------------------------------------------------------------


def _compare(condition: Compare) -> Test:
    read, operand = compile_path(condition.path), condition.operand
    test = _RELATIONS[condition.relation]
    if isinstance(operand, Path):
        other = compile_path(operand)
        return lambda frame: test(frame, read(frame), other(frame))
    if condition.relation is Relation.EQUAL:

        def equals(frame: Frame) -> bool:
            value = read(frame)
            return frame.world.doubt_is(value, operand) if type(value) is Doubt else bool(value == operand)

        return equals
    return lambda frame: test(frame, read(frame), operand)


def _equal(frame: Frame, value: Any, other: Any) -> bool:  # noqa: ANN401
    if value is ABSENT or other is ABSENT:
        return False
    if isinstance(value, Doubt):
        if isinstance(other, Doubt):
            if value.variable.key == other.variable.key:
                return True
            key: tuple[Any, ...] = ("equal", *sorted((value.variable.key, other.variable.key), key=repr))
            return frame.world.test(key, value.variable, other.variable)
        return frame.world.doubt_is(value, other)
    return frame.world.doubt_is(other, value) if isinstance(other, Doubt) else bool(value == other)


def _in(frame: Frame, value: Any, others: Any) -> bool:  # noqa: ANN401
    return any(_equal(frame, value, other) for other in others)


def _contains(frame: Frame, value: Any, other: Any) -> bool:  # noqa: ANN401
    if value is ABSENT or other is ABSENT:
        return False
    if isinstance(value, Doubt):
        wanted = other.variable.key if isinstance(other, Doubt) else other
        return frame.world.test(("contains", value.variable.key, wanted), value.variable)
    return any(_equal(frame, member, other) for member in value)


def _contains_any(frame: Frame, value: Any, others: Any) -> bool:  # noqa: ANN401
    return any(_contains(frame, value, other) for other in others)


def _present(frame: Frame, value: Any, expected: Any) -> bool:  # noqa: ANN401
    if isinstance(value, Doubt):
        return frame.world.test(("present", value.variable.key), value.variable) is expected
    return bool((value is not ABSENT and value != ()) == expected)


def _at_least(frame: Frame, value: Any, limit: Any) -> bool:  # noqa: ANN401
    if isinstance(value, Doubt):
        return frame.world.at_least(value, limit)
    return value is not ABSENT and bool(value >= limit)


def _at_most(frame: Frame, value: Any, limit: Any) -> bool:  # noqa: ANN401
    if isinstance(value, Doubt):
        return not frame.world.at_least(value, limit + 1)
    return value is not ABSENT and bool(value <= limit)


def _starts_with(frame: Frame, value: Any, prefixes: Any) -> bool:  # noqa: ANN401
    if isinstance(value, Doubt):
        return frame.world.test(("starts with", value.variable.key, prefixes), value.variable)
    return value is not ABSENT and str(value).startswith(prefixes)


_RELATIONS: dict[Relation, Callable[[Frame, Any, Any], bool]] = {
    Relation.EQUAL: _equal,
    Relation.IN: _in,
    Relation.CONTAINS: _contains,
    Relation.CONTAINS_ANY: _contains_any,
    Relation.PRESENT: _present,
    Relation.AT_LEAST: _at_least,
    Relation.AT_MOST: _at_most,
    Relation.STARTS_WITH: _starts_with,
}


def _compare_dates(condition: CompareDates) -> Test:
    read, limit = compile_path(condition.path), compile_date(condition.operand)
    relation = condition.relation

    def test(frame: Frame) -> bool:
        value, other = read(frame), limit(frame)
        if value is ABSENT or other is None:
            return False
        day = date_term(value) if isinstance(value, Doubt) else value.toordinal() if isinstance(value, date) else value
        if relation is Relation.ON_OR_BEFORE:
            return frame.world.le(day, other)
        if relation is Relation.BEFORE:
            return frame.world.lt(day, other)
        return frame.world.le(other, day) if relation is Relation.ON_OR_AFTER else frame.world.lt(other, day)

    return test


# --- Lists --------------------------------------------------------------------------------------------------


def _members(condition: Members) -> Test:
    read, where = compile_path(condition.path), compile_condition(condition.where)

    def test(frame: Frame) -> bool:
        value = read(frame)
        if isinstance(value, Doubt):
            return frame.world.test(("members", value.variable.key, repr(condition)), value.variable)
        if value is ABSENT:
            value = ()
        owner = frame.roots[condition.path.root]
        members = [_member(owner, condition.path, number, entry) for number, entry in enumerate(value)]
        fitting = [member for member in members if _fits(frame, member, where)]
        if condition.every:
            return len(fitting) == len(members)
        count = _distinct(frame, [m for m in fitting if isinstance(m, Fact)], condition.distinct)
        count += sum(1 for m in fitting if isinstance(m, str))
        least, most = condition.at_least, condition.at_most
        return (least is None or count >= least) and (most is None or count <= most)

    return test


def _member(owner: Fact, path: Path, number: int, entry: Any) -> Fact | str:  # noqa: ANN401
    if isinstance(entry, str):
        return entry  # a list of organs
    field = path.steps[-1].name
    values = entry if isinstance(entry, dict) else entry.__dict__
    return Fact(f"{owner.type}:{field}", values, (owner.key, field, number), owner.records)


def _fits(frame: Frame, member: Fact | str, where: Test) -> bool:
    frame.roots["member"] = member
    return where(frame)


def _distinct(frame: Frame, members: list[Fact], field: str | None) -> int:
    """Count members, or different values; two entries without a key count as two unless a world says otherwise."""
    if field is None:
        return len(members)
    known = {m.values[field] for m in members if m.values.get(field) is not None}
    unnamed = [m for m in members if m.values.get(field) is None]
    separate = sum(1 for m in unnamed if _is_another(frame, m, field))
    return len(known) + separate


def _is_another(frame: Frame, member: Fact, field: str) -> bool:
    variable = Variable((member.key, field), Cause.FACT, member.type, field, member.records)
    return frame.world.test(("another", member.key, field), variable)


# --- Acts ---------------------------------------------------------------------------------------------------


def compile_pattern(pattern: PatternChoice) -> Finder:
    """Compile a pattern into a finder of the acts that match by the date of the frame, with the date that counts."""
    if isinstance(pattern, Choice):
        return _chosen_finder(pattern)
    return _finder(pattern)


def _chosen_finder(choice: Choice[PatternChoice]) -> Finder:
    options = {name: compile_pattern(option) for name, option in choice.options}
    question = choice.question

    def find(frame: Frame) -> Iterator[tuple[Fact, Day]]:
        names = frame.host.active(question)
        found = {name: list(options[name](frame)) for name in names}
        first = found[names[0]]
        if all(_same_acts(other, first) for other in found.values()):
            return iter(first)  # the question does not matter here
        return iter(found[frame.world.reading(question, names)])

    return find


def _same_acts(one: list[tuple[Fact, Day]], other: list[tuple[Fact, Day]]) -> bool:
    if len(one) != len(other):
        return False
    return all(a is b and isinstance(x, int) and x == y for (a, x), (b, y) in zip(one, other, strict=True))


def _finder(pattern: Pattern) -> Finder:
    where, day_of, types = compile_condition(pattern.where), compile_date(pattern.date), pattern.types

    def find(frame: Frame) -> Iterator[tuple[Fact, Day]]:
        roots = frame.roots
        for type_ in types:
            for fact in frame.dossier.facts(type_):
                outer = roots.get(ACT)
                roots[ACT] = fact
                try:
                    if not where(frame):
                        continue
                    day = day_of(frame)
                finally:
                    roots[ACT] = outer
                if day is not None and frame.world.le(day, frame.as_of):
                    yield fact, day

    return find


def _exists(condition: Exists) -> Test:
    find = compile_pattern(condition.pattern)
    until, since = compile_date(condition.until), compile_date(condition.since)

    def test(frame: Frame) -> bool:
        last, first = until(frame), since(frame)
        for fact, day in find(frame):
            if first is not None and not frame.world.le(first, day):
                continue
            if last is None or _in_time(frame, fact, day, last, condition.same_day):
                return True
        return False

    return test


def _in_time(frame: Frame, fact: Fact, day: Day, last: Day, same_day: bool) -> bool:
    world = frame.world
    if same_day:
        return world.le(day, last)
    if not world.le(day, last):
        return False
    if not world.le(last, day):
        return True
    return comes_before(frame, fact, frame.roots["trigger"])


def comes_before(frame: Frame, fact: Fact, other: Fact) -> bool:
    """Order two acts of one date: by time or sequence number, else the order is unknown (S3)."""
    for field in ("at", "seq"):
        one, two = fact.values.get(field), other.values.get(field)
        if one is not None and two is not None and one != two:
            return bool(one < two)
    key = ("order", *sorted((fact.key, other.key), key=repr))
    records = tuple(sorted({*fact.records, *other.records}))
    first = frame.world.test(key, Variable(key, Cause.ORDER, fact.type, "at", records))
    return first if repr(fact.key) < repr(other.key) else not first


def _duty_is(condition: DutyIs) -> Test:
    at = compile_date(condition.at)

    def test(frame: Frame) -> bool:
        day = at(frame)
        return frame.host.duty_is(frame, condition, frame.as_of if day is None else day)

    return test
