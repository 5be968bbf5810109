"""Compiling conditions into functions that are asked in one world and answer yes or no."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zhifa_rules.engines.native.absence import (
    compile_whose,
    elsewhere,
    is_among,
    log_is_open,
    stray_acts,
    what_is_sought,
)
from zhifa_rules.engines.native.comparisons import compile_compare, compile_compare_dates
from zhifa_rules.engines.native.coverage import compile_covers
from zhifa_rules.engines.native.dates import comes, compile_date
from zhifa_rules.engines.native.exploring import Open
from zhifa_rules.engines.native.values import compile_path
from zhifa_rules.engines.native.world import Doubt
from zhifa_rules.engines.outcome import Cause, Variable
from zhifa_rules.norms.core import (
    AllOf,
    Always,
    AnyOf,
    Choice,
    Compare,
    CompareDates,
    Condition,
    Covers,
    DateExpression,
    DateOf,
    DutyIs,
    Exists,
    Members,
    Not,
    Path,
)
from zhifa_rules.records.facts import FIRST_DAY, Fact
from zhifa_rules.records.known import ABSENT

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from zhifa_rules.engines.native.frame import Frame
    from zhifa_rules.engines.native.world import Day

    Test = Callable[[Frame], bool]


def compile_condition(condition: Condition) -> Test:
    """Compile a condition."""
    if isinstance(condition, Always):
        value = condition.value
        return lambda frame: value
    if isinstance(condition, Compare):
        return compile_compare(condition)
    if isinstance(condition, CompareDates):
        return compile_compare_dates(condition)
    if isinstance(condition, Members):
        return _members(condition)
    if isinstance(condition, Covers):
        return compile_covers(condition, compile_condition)
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
    tests = tuple(compile_condition(part) for part in condition.conditions)
    return _all_of(tests) if isinstance(condition, AllOf) else _any_of(tests)


def _all_of(tests: tuple[Test, ...]) -> Test:
    return _asked_in_turn(tests, decisive=False)


def _any_of(tests: tuple[Test, ...]) -> Test:
    return _asked_in_turn(tests, decisive=True)


def _asked_in_turn(tests: tuple[Test, ...], *, decisive: bool) -> Test:
    """Ask until one answer is decisive. What is known comes first: where it decides, nothing has to be chosen."""

    def test(frame: Frame) -> bool:
        world = frame.world
        begin, probing, world.probing = world.doubts, world.probing, True
        still_open: list[Test] = []
        try:
            for one in tests:
                before = world.doubts
                try:
                    if one(frame) is decisive:
                        world.doubts = begin + world.doubts - before  # it hangs on this one alone
                        return decisive
                except Open:
                    still_open.append(one)
        finally:
            world.probing = probing
        if still_open and probing:
            raise Open
        return decisive if any(one(frame) is decisive for one in still_open) else not decisive

    return test


def _chosen(choice: Choice[Condition]) -> Test:
    options = {name: compile_condition(option) for name, option in choice.options}
    question = choice.question

    def test(frame: Frame) -> bool:
        taken = frame.world.taken(question)
        if taken is not None:
            return options[taken](frame)
        names = frame.host.active(question)
        answers = {name: options[name](frame) for name in names}
        if len(set(answers.values())) == 1:
            return answers[names[0]]  # the question does not matter here
        return answers[frame.world.reading(question, names)]

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


# --- Acts and duties ---------------------------------------------------------------------------------------


def _exists(condition: Exists) -> Test:
    from zhifa_rules.engines.native.patterns import (  # noqa: PLC0415  (patterns contain conditions)
        by_reading,
        compile_pattern,
        is_confined,
        looks_through,
        pattern_types,
    )

    find, types = compile_pattern(condition.pattern), pattern_types(condition.pattern)
    until, since = compile_date(condition.until), compile_date(condition.since)
    whose = compile_whose(condition.pattern)
    sought = what_is_sought(condition.pattern)
    confined, looked_through = by_reading(condition.pattern, is_confined), by_reading(condition.pattern, looks_through)

    def test(frame: Frame) -> bool:
        world, last, first = frame.world, until(frame), since(frame)
        examined = None if condition.same_day else act_of_day(frame.roots, condition.until)

        def fits(fact: Fact, day: Day) -> bool:
            # A limit that never comes limits nothing.
            if first is not None and not world.le(first, day) and comes(world, first):
                return False
            return last is None or _in_time(frame, fact, day, last, examined)

        def is_found(frame: Frame) -> bool:
            return any(True for _ in find(frame, fits))

        known = world.settled(is_found, frame)
        if known if known is not None else is_found(frame):
            return True
        if condition.proves_breach and log_is_open(
            frame, types, FIRST_DAY, world.bounds(frame.as_of if last is None else last)[1], sought
        ):
            return True
        if is_among(frame, whose(frame)):
            return True
        if not condition.proves_breach or looked_through(frame):
            return False
        return any(True for _ in stray_acts(frame, find, types, fits)) or (not confined(frame) and elsewhere(frame))

    return test


DAYS_OF_ACTS = ("on", "received_on", "started_on")


def act_of_day(roots: Mapping[str, Any], until: DateExpression | None) -> Fact | None:
    """Give the act whose own day a limit is; a limit of another kind, such as a fixed day, includes its whole day."""
    if not isinstance(until, DateOf) or not until.path.steps or until.path.steps[-1].name not in DAYS_OF_ACTS:
        return None
    fact = roots.get(until.path.root)
    for step in until.path.steps[:-1]:
        fact = fact.links.get(step.name) if isinstance(fact, Fact) else None
    return fact if isinstance(fact, Fact) and fact.type not in ("period", "in_force") else None


def _in_time(frame: Frame, fact: Fact, day: Day, last: Day, examined: Fact | None) -> bool:
    """Tell whether an act came by a day; on the day itself, whether it came before the act examined, if one is."""
    world = frame.world
    if examined is None:
        return world.le(day, last)
    if not world.le(day, last):
        return False
    if not world.le(last, day):
        return True
    return comes_before(frame, fact, examined)


def said_order(fact: Fact, other: Fact) -> bool | None:
    """Tell whether the records say that an act came before another of its day, or after it; ``None`` if neither."""
    return order_of_attributes(fact.values, other.values)


def order_of_attributes(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool | None:
    """Tell the same of what two acts say of themselves."""
    by_time = _is_less(one.get("at"), other.get("at"), str)
    return _is_less(one.get("seq"), other.get("seq"), int) if by_time is None else by_time


def _is_less(one: Any, other: Any, kind: type) -> bool | None:  # noqa: ANN401
    """Compare what two acts say of their order; where copies of one of them differ in it, nothing is said."""
    if one.__class__ is kind and other.__class__ is kind and one != other:
        return bool(one < other)
    return None


def comes_before(frame: Frame, fact: Fact, other: Fact) -> bool:
    """Order two acts of one date: by time or sequence number, else the order is unknown (S3)."""
    if fact.key == other.key:
        return False  # no act comes before itself
    said = said_order(fact, other)
    if said is not None:
        return said
    key = ("order", *sorted((fact.key, other.key), key=repr))
    records = tuple(sorted({*fact.records, *other.records}))
    first = frame.world.test(key, Variable(key, Cause.ORDER, fact.type, "at", records))
    return first if repr(fact.key) < repr(other.key) else not first


def _duty_is(condition: DutyIs) -> Test:
    at = compile_date(condition.at)

    def test(frame: Frame) -> bool:
        day = at(frame)
        if day is None or not frame.world.le(day, frame.as_of):
            day = frame.as_of  # how it will stand later nobody knows
        return frame.host.duty_is(frame, condition, day)

    return test
