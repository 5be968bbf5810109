"""Compiling conditions into tests of known values, in strong Kleene logic: what is not known may not matter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypedDict

from zhifa_rules.engines.native.concrete.comparisons import compile_compare, compile_compare_dates
from zhifa_rules.engines.native.concrete.dates import agreed, compile_date, live
from zhifa_rules.engines.native.concrete.scene import Unsettled, Unsupported
from zhifa_rules.engines.native.concrete.values import compile_path
from zhifa_rules.norms.core import (
    AllOf,
    Always,
    Choice,
    Compare,
    CompareDates,
    Condition,
    Covers,
    DutyIs,
    Exists,
    Members,
    Not,
    Path,
    Pattern,
)
from zhifa_rules.records.facts import Fact
from zhifa_rules.records.known import ABSENT

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from zhifa_rules.engines.native.concrete.dates import Options
    from zhifa_rules.engines.native.concrete.scene import Scene
    from zhifa_rules.engines.native.straight.stage import Stage
    from zhifa_rules.norms.core import PatternChoice

    Test = Callable[[Scene], bool]


def compile_condition(condition: Condition, options: Options) -> Test:
    """Compile a condition; raises ``Unsupported`` for what only the symbolic evaluator knows."""
    if isinstance(condition, Always):
        value = condition.value
        return lambda scene: value
    if isinstance(condition, Compare):
        return compile_compare(condition)
    if isinstance(condition, CompareDates):
        return compile_compare_dates(condition, options)
    if isinstance(condition, Members):
        return _members(condition, options)
    if isinstance(condition, Covers):
        raise Unsupported
    if isinstance(condition, Exists):
        return _exists(condition, options)
    if isinstance(condition, DutyIs):
        return _duty_is(condition, options)
    if isinstance(condition, Not):
        inner = compile_condition(condition.condition, options)
        return lambda scene: not inner(scene)
    if isinstance(condition, Choice):
        return agreed([compile_condition(option, options) for option in live(condition, options)])
    parts = sorted(condition.conditions, key=cost)
    tests = [compile_condition(part, options) for part in parts]
    if len(tests) == 1:
        return tests[0]
    return _all_of(tests) if isinstance(condition, AllOf) else _any_of(tests)


def cost(condition: Condition) -> int:
    """Plain comparisons come first; the order changes nothing else, since tests have no effects."""
    if isinstance(condition, Compare):
        return 1 if isinstance(condition.operand, Path) or len(condition.path.steps) > 1 else 0
    return 3 if isinstance(condition, Exists | DutyIs) else 2


def _both(one: Test, other: Test) -> Test:
    """Combine two tests, the most frequent number, without a loop."""

    def test(scene: Scene) -> bool:
        try:
            if not one(scene):
                return False
        except Unsettled:
            if not other(scene):
                return False
            raise
        return other(scene)

    return test


def _all_of(tests: Sequence[Test]) -> Test:
    if len(tests) == 2:
        return _both(*tests)

    def test(scene: Scene) -> bool:
        unsettled = False
        for one in tests:
            try:
                if not one(scene):
                    return False
            except Unsettled:
                unsettled = True
        if unsettled:
            raise Unsettled
        return True

    return test


def _any_of(tests: Sequence[Test]) -> Test:
    def test(scene: Scene) -> bool:
        unsettled = False
        for one in tests:
            try:
                if one(scene):
                    return True
            except Unsettled:
                unsettled = True
        if unsettled:
            raise Unsettled
        return False

    return test


# --- Lists --------------------------------------------------------------------------------------------------


def _members(condition: Members, options: Options) -> Test:
    read, where = compile_path(condition.path), compile_condition(condition.where, options)
    root, field = condition.path.root, condition.path.steps[-1].name
    least, most, distinct = condition.at_least, condition.at_most, condition.distinct

    def test(scene: Scene) -> bool:
        value = read(scene)
        roots = scene.roots
        owner = roots[root]
        if value is ABSENT:
            value = ()
        fitting: list[Any] = []
        for number, entry in enumerate(value):
            roots["member"] = member = entry if entry.__class__ is str else _member(owner, field, number, entry)
            if where(scene):
                fitting.append(member)
            elif condition.every:
                return False
        if condition.every:
            return True
        count = len(fitting) if distinct is None else _distinct(fitting, distinct)
        return (least is None or count >= least) and (most is None or count <= most)

    return test


def _member(owner: Fact, field: str, number: int, entry: Any) -> Fact:  # noqa: ANN401
    values = entry if entry.__class__ is dict else entry.__dict__
    return Fact(field, values, (owner.key, field, number))


def _distinct(members: Sequence[Fact | str], field: str) -> int:
    """Count different values; whether an entry without a value is another one is not known."""
    facts = [member.values.get(field) for member in members if not isinstance(member, str)]
    if None in facts:
        raise Unsettled
    return len(set(facts)) + len(members) - len(facts)


# --- Acts and duties ---------------------------------------------------------------------------------------


def _exists(condition: Exists, options: Options) -> Test:
    from zhifa_rules.engines.native.concrete.patterns import compile_pattern  # noqa: PLC0415  (contain conditions)
    from zhifa_rules.engines.native.conditions import act_of_day  # noqa: PLC0415
    from zhifa_rules.engines.native.patterns import pattern_types  # noqa: PLC0415

    find, types = compile_pattern(condition.pattern, options), pattern_types(condition.pattern)
    until, since = compile_date(condition.until, options), compile_date(condition.since, options)
    where = whereabouts(condition.pattern)

    def test(scene: Scene) -> bool:
        last, first = until(scene), since(scene)
        examined = None if condition.same_day else act_of_day(scene.roots, condition.until)
        for fact, day in find(scene):
            if (first is None or first <= day) and (last is None or _in_time(fact, day, last, examined)):
                return True
        if condition.proves_breach and may_be_missing(scene, types, parties_of(scene.roots), **where):
            raise Unsettled
        return False

    return test


class Whereabouts(TypedDict):
    """Where acts stand if they are on file: ``linked`` in the same subject, ``looked_through`` among somebody's."""

    linked: bool
    looked_through: bool


def whereabouts(pattern: PatternChoice) -> Whereabouts:
    """Tell where the acts of a condition stand; what differs between readings may be anywhere."""
    from zhifa_rules.engines.native.patterns import names_the_trigger  # noqa: PLC0415  (contain conditions)

    if not isinstance(pattern, Pattern):
        return Whereabouts(linked=False, looked_through=False)
    return Whereabouts(linked=names_the_trigger(pattern.where), looked_through=pattern.of is not None)


def parties_of(roots: Mapping[str, Any]) -> Sequence[str | None]:
    """Give the parties to the duty at hand."""
    return roots.get("bearer"), roots.get("counterpart")


def may_be_missing(
    scene: Scene | Stage, types: tuple[str, ...], parties: Sequence[str | None], *, linked: bool, looked_through: bool
) -> bool:
    """Tell whether an act that is not on file here may have happened all the same (S5).

    ``linked`` tells that such acts stand in the same subject, ``looked_through`` that all of somebody's were at hand.
    """
    if scene.register.has_open_logs:
        return True
    if looked_through or scene.key[0] in _BY_NAME:
        return False
    if not linked and scene.matter is None:
        return True
    return scene.key[0] != "record" and any(scene.surroundings.has_strays(types, organ) for organ in parties)


_BY_NAME = ("organ", "person")  # what these dossiers hold are all acts of the one they name


def _in_time(fact: Fact, day: int, last: int, examined: Fact | None) -> bool:
    if examined is None or day != last:
        return day <= last
    return known_order(fact, examined)


def known_order(fact: Fact, other: Fact) -> bool:
    """Tell whether an act came before another of its day, where the records say so."""
    from zhifa_rules.engines.native.conditions import said_order  # noqa: PLC0415  (conditions contain patterns)

    said = said_order(fact, other)
    if said is None:
        raise Unsettled
    return said


def _duty_is(condition: DutyIs, options: Options) -> Test:
    at = compile_date(condition.at, options)
    parties = [None if p is None else compile_path(p) for p in (condition.bearer, condition.counterpart)]

    def test(scene: Scene) -> bool:
        day = at(scene)
        wanted = [None if read is None else read(scene) for read in parties]
        return scene.surroundings.duty_stands(
            scene, condition, scene.as_of if day is None else min(day, scene.as_of), wanted
        )

    return test
