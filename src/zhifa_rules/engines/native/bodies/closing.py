"""Acts that make it too late for ever to do what the text sets no day for (S6)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from zhifa_rules.engines.native.absence import compile_whose, is_among
from zhifa_rules.engines.native.conditions import said_order
from zhifa_rules.engines.native.patterns import compile_pattern
from zhifa_rules.engines.native.world import DateTerm

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zhifa_rules.engines.native.bodies.clock import ClockState
    from zhifa_rules.engines.native.frame import Frame
    from zhifa_rules.engines.native.world import Day
    from zhifa_rules.norms.core import PatternChoice
    from zhifa_rules.records.facts import Fact


class Closings:
    """What forecloses a duty without a date."""

    def __init__(self, patterns: Sequence[PatternChoice]) -> None:
        self._find = [compile_pattern(pattern) for pattern in patterns]
        self._whose = [compile_whose(pattern) for pattern in patterns]

    def first(self, frame: Frame, trigger_day: Day, state: ClockState) -> tuple[Fact, Day] | None:
        """Find the first act by which it became too late for ever.

        What came before the duty arose, or while its clock stood still or had ended, forecloses nothing.
        """
        first: tuple[Fact, Day] | None = None
        for act, day in (found for find in self._find for found in find(frame)):
            if not frame.world.le(trigger_day, day) or state.was_halted(frame, act, day):
                continue
            if first is None or frame.world.lt(day, first[1]):
                first = act, day
        return first

    def unseen(self, frame: Frame, trigger_day: Day) -> Day | None:
        """Give the day of an act that in this world closed it and is among the records of nobody knows whom."""
        for owner in (whose(frame) for whose in self._whose):
            if owner is not None and is_among(frame, owner, "closed"):
                first, last = frame.world.bounds(trigger_day)[0], frame.world.bounds(frame.as_of)[1]
                return DateTerm(replace(owner.variable, key=("closed", *owner.variable.key)), first, last)
        return None


def was_after(frame: Frame, act: Fact, day: Day, closing: tuple[Fact, Day]) -> bool:
    """Tell whether an act of the day of the closing is said to have come after it."""
    return said_order(act, closing[0]) is False and not frame.world.lt(day, closing[1])
