"""Coverage: does a list reach every organ of the register that it has to reach, at the date of the act (S10)?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zhifa_rules.engines.native.values import (
    compile_path,
    fact_day,
    identity,
    is_registered_on,
    organ_state,
    variable_of,
)
from zhifa_rules.engines.native.world import Doubt
from zhifa_rules.norms.core import Condition, DutyIs, Exists, Path
from zhifa_rules.norms.walk import parts_of
from zhifa_rules.records.known import ABSENT, UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Callable

    from zhifa_rules.engines.native.frame import Frame
    from zhifa_rules.engines.native.world import Day
    from zhifa_rules.norms.core import Covers
    from zhifa_rules.records.facts import Fact

    Test = Callable[[Frame], bool]


def compile_covers(condition: Covers, is_unit: Test) -> Test:
    """Compile a coverage: from the register where it has such organs, else from what the record says of itself."""
    read = compile_path(condition.path)
    stated = None if condition.stated is None else compile_path(condition.stated)
    name = condition.path.steps[-1].name
    units_of = _units_reader(condition.units, is_unit)

    def test(frame: Frame) -> bool:
        fact: Fact = frame.roots[condition.path.root]
        outer, frame.register_day = frame.register_day, fact_day(fact, "on")
        try:
            reached = read(frame)
            units = units_of(frame, fact_day(fact, "on"))
            if units and not isinstance(reached, Doubt):
                listed = _listed(frame, reached, fact.values.get(name))
                found = [_missing(frame, unit, listed, condition.gives) for unit in units]
                missing = [name for lacking in found if not isinstance(lacking, Doubt) for name in lacking]
                if missing:
                    frame.uncovered.extend(missing)
                    return False
                open_ones = [lacking for lacking in found if isinstance(lacking, Doubt)]
                if not open_ones:
                    return True
                answer = None if stated is None else stated(frame)  # the register does not tell what they list
                if isinstance(answer, bool):
                    return answer
                return all(frame.world.test(("reaches", *d.variable.key), d.variable) for d in open_ones)
        finally:
            frame.register_day = outer
        answer = None if stated is None else stated(frame)
        if isinstance(answer, bool):
            return answer
        variable = answer.variable if isinstance(answer, Doubt) else variable_of(fact, name)
        return frame.world.test(("covers", fact.key, name, condition.gives), variable)

    return test


def _units_reader(units: Condition, is_unit: Test) -> Callable[[Frame, Day], list[str]]:
    """Compile a reader of the registered organs to be reached, as they were on the day of the act.

    Whether an organ is one of them is kept where nothing unknown was asked for: it is then so in every world.
    """
    parts = list(parts_of(units))
    others = sorted({part.root for part in parts if isinstance(part, Path)} - {"unit"})
    is_plain = not any(isinstance(part, Exists | DutyIs) for part in parts)

    def read(frame: Frame, day: Day) -> list[str]:
        outer, world, memo = frame.roots.get("unit"), frame.world, frame.host.memo
        kept = is_plain and isinstance(day, int)
        meant = tuple(identity(frame.roots.get(name)) for name in others)
        found: list[str] = []
        for organ in frame.host.register.organs:
            key = (id(units), day, organ, meant)
            answer = memo.get(key) if kept else None
            if answer is None:
                before = world.doubts
                frame.roots["unit"] = organ
                answer = is_registered_on(frame, organ, day) and is_unit(frame)
                if kept and world.doubts == before:
                    memo[key] = answer
            if answer:
                found.append(organ)
        frame.roots["unit"] = outer
        return found

    return read


def _listed(frame: Frame, reached: Any, raw: Any) -> tuple[Any, ...]:  # noqa: ANN401
    """Give what the list reaches: what it names, and for organs their successors; an office is not its organ."""
    if reached is ABSENT:
        return ()
    if not isinstance(raw, tuple):
        return tuple(reached)
    offices = [isinstance(frame.host.register.state(key, 1).values.get("office_of"), str) for key in raw]
    return (*raw, *(organ for organ, office in zip(reached, offices, strict=True) if not office))


def _missing(frame: Frame, unit: str, listed: tuple[Any, ...], gives: str | None) -> list[str] | Doubt:
    """List what is not reached of a unit, or of what it lists; a doubt where it is not known what it lists."""
    if gives is None:
        return [] if unit in listed else [unit]
    row = organ_state(frame, unit)
    values = row.values.get(gives)
    if isinstance(values, tuple):
        return [value for value in values if value not in listed]
    return [] if values is ABSENT else Doubt(variable_of(row, gives), UNKNOWN)
