"""The organs of the register that a coverage has to reach, and those of which it is not known (S10).

What can be told of an organ in all worlds is told once: by its own attributes for all acts, then for each day and
each bearer. Only the organs that this leaves open are looked at in a world.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhifa_rules.engines.native.frame import Frame
from zhifa_rules.engines.native.values import is_registered_on
from zhifa_rules.engines.native.world import World
from zhifa_rules.norms.core import AllOf, Condition, DutyIs, Exists, Path
from zhifa_rules.norms.walk import parts_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from zhifa_rules.engines.native.world import Day
    from zhifa_rules.engines.outcome import Variable

    Test = Callable[[Frame], bool]

_ROOT = "unit"


class Unit:
    """An organ that has to be reached, or of which this is not known (then ``is_sure`` is false)."""

    __slots__ = ("_test", "_variables", "is_sure", "organ")

    def __init__(self, organ: str, test: Callable[[Frame, str], bool], *, is_sure: bool) -> None:
        self.organ = organ
        self.is_sure = is_sure
        self._test = test
        self._variables: Sequence[Variable] | None = None

    def is_one(self, frame: Frame) -> bool:
        """Tell whether the organ has to be reached in the world of the frame."""
        return self.is_sure or self._test(frame, self.organ)

    def variables(self, frame: Frame) -> Sequence[Variable]:
        """Give the unknowns on which it hangs whether the organ has to be reached."""
        if self._variables is None:
            apart = _apart(frame)
            told = apart.world.answers(lambda one: self._test(apart, one), self.organ)
            self._variables = [variable for group in told.variables.values() for variable in group]
        return self._variables


def compile_units(
    condition: Condition, compile_condition: Callable[[Condition], Test]
) -> Callable[[Frame, Day], Sequence[Unit]]:
    """Compile a reader of the organs that fulfil a condition, or may, as they are on the day of an act."""
    holds, by_itself = compile_condition(condition), compile_condition(_by_itself(condition))
    parts = list(parts_of(condition))
    others = sorted({part.root for part in parts if isinstance(part, Path)} - {_ROOT})
    is_plain = not any(isinstance(part, Exists | DutyIs) for part in parts)

    def is_unit(frame: Frame, organ: str) -> bool:
        assert frame.register_day is not None
        return is_registered_on(frame, organ, frame.register_day) and _holds_of(holds, frame, organ)

    def candidates(frame: Frame) -> Sequence[str]:
        """List the organs that their own attributes do not rule out; those of several states go by the day."""
        memo, register = frame.host.memo, frame.host.register
        key = (id(condition), "candidates")
        if key not in memo:
            apart = _apart(frame)
            memo[key] = [
                organ
                for organ in register.organs
                if organ not in register.lasting
                or apart.world.settled(lambda one: _holds_of(by_itself, apart, one), organ) is not False
            ]
        found: Sequence[str] = memo[key]
        return found

    def look(frame: Frame) -> Sequence[Unit]:
        told = ((organ, frame.world.settled(lambda one: is_unit(frame, one), organ)) for organ in candidates(frame))
        return [Unit(organ, is_unit, is_sure=told is True) for organ, told in told if told is not False]

    def units(frame: Frame, day: Day) -> Sequence[Unit]:
        if not is_plain or not isinstance(day, int):
            return look(frame)
        key = (id(condition), day, *(frame.roots.get(name) for name in others))
        memo = frame.host.memo
        if key not in memo:
            memo[key] = look(_apart(frame))
        found: Sequence[Unit] = memo[key]
        return found

    return units


def _by_itself(condition: Condition) -> Condition:
    """Give what a condition asks of attributes of the organ alone."""
    parts = condition.conditions if isinstance(condition, AllOf) else (condition,)
    return AllOf(tuple(part for part in parts if _is_own(part)))


def _is_own(condition: Condition) -> bool:
    parts = list(parts_of(condition))
    paths = [part for part in parts if isinstance(part, Path)]
    has_own = all(path.root == _ROOT and len(path.steps) == 1 for path in paths)
    return has_own and not any(isinstance(part, Exists | DutyIs) for part in parts)


def _apart(frame: Frame) -> Frame:
    """Give the standpoint of a frame in a world in which nothing has been chosen."""
    apart = Frame(frame.host, World(), frame.dossier, frame.as_of, dict(frame.roots))
    apart.register_day = frame.register_day
    return apart


def _holds_of(test: Test, frame: Frame, organ: str) -> bool:
    outer = frame.roots.get(_ROOT)
    frame.roots[_ROOT] = organ
    try:
        return test(frame)
    finally:
        frame.roots[_ROOT] = outer
