"""Numbers that a share compares: read from a record, or counted from acts of a period."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from zhifa_rules.engines.native.absence import compile_whose, what_is_sought
from zhifa_rules.engines.native.bodies.counting import Sorted, sorted_acts
from zhifa_rules.engines.native.patterns import ACT, compile_pattern, earliest
from zhifa_rules.engines.native.values import compile_path
from zhifa_rules.engines.native.world import Doubt
from zhifa_rules.records.dossier import Dossier
from zhifa_rules.records.known import ABSENT, UNKNOWN

if TYPE_CHECKING:
    from zhifa_rules.engines.native.frame import Frame
    from zhifa_rules.engines.native.world import Day
    from zhifa_rules.norms.core import Measure
    from zhifa_rules.records.facts import Fact


@dataclass(frozen=True, slots=True)
class Number:
    """A number that was read or counted: an integer or a doubt, and the acts that show it."""

    value: int | Doubt
    acts: tuple[Fact, ...] = ()
    counted: bool = False


class Measured:
    """A measure, ready to be taken."""

    def __init__(self, measure: Measure) -> None:
        self._read = None if measure.value is None else compile_path(measure.value)
        self._find = None if measure.acts is None else compile_pattern(measure.acts)
        self._stated = None if measure.stated is None else compile_pattern(measure.stated)
        self._whose = None if measure.acts is None else compile_whose(measure.acts)
        self._who_states = None if measure.stated is None else compile_whose(measure.stated)
        self._name = what_is_sought(measure.acts)

    def number(self, frame: Frame) -> Number:
        """Give the number in this world; what is stated counts where no act is on file."""
        if self._find is None:
            assert self._read is not None
            return Number(_plain(self._read(frame)))
        owner = None if self._whose is None else self._whose(frame)
        if owner is not None:
            return self._any_number(owner)
        acts = tuple(act for act, _ in self._find(frame, lambda _, day: _within(frame, day)))
        owner = None if acts or self._who_states is None else self._who_states(frame)
        if owner is not None:
            return self._any_number(owner)
        statement = None if acts or self._stated is None else earliest(frame, self._stated)
        if statement is None or self._read is None:
            return Number(len(acts), acts, counted=True)
        frame.roots[ACT] = statement
        return Number(_plain(self._read(frame)), (statement,))

    def _any_number(self, owner: Doubt) -> Number:
        """Give the number on file, or stated, among the records of nobody knows whom: it may be any."""
        return Number(Doubt(replace(owner.variable, key=("number", *owner.variable.key, self._name)), UNKNOWN))

    def sorted_acts(self, frame: Frame) -> Sorted | None:
        """Sort the acts by whether they are known to count; ``None`` where it may be something else that counts."""
        if self._find is None or not frame.world.settled(self._knows_whose, frame):
            return None
        found = sorted_acts(frame, self._find, lambda _, day: _within(frame, day))
        if found is None or found.certain or self._stated is None:
            return found
        return found if frame.world.settled(self._is_silent, frame) else None

    def _knows_whose(self, frame: Frame) -> bool:
        return self._whose is None or self._whose(frame) is None

    def _is_silent(self, frame: Frame) -> bool:
        if self._stated is None or self._who_states is None:
            return True
        return self._who_states(frame) is None and not any(True for _ in self._stated(frame))

    def has(self, frame: Frame, act: Fact) -> bool:
        """Tell whether an act counts in this world."""
        assert self._find is not None
        alone = frame.among(Dossier.of(("act",), [act]))
        return any(True for _ in self._find(alone, lambda one, day: one is act and _within(frame, day)))


def _plain(value: Any) -> int | Doubt:  # noqa: ANN401
    found: int | Doubt = 0 if value is ABSENT else value
    return found


def _within(frame: Frame, day: Day) -> bool:
    period = frame.roots["period"].values
    first, last = (period[k].toordinal() for k in ("first_day", "last_day"))
    return frame.world.le(first, day) and frame.world.le(day, last)
