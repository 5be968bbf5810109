"""Clocks that acts stop, restart and end (S4)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from zhifa_rules.engines.native.absence import stray_acts
from zhifa_rules.engines.native.conditions import comes_before, compile_condition
from zhifa_rules.engines.native.dates import compile_date, not_before
from zhifa_rules.engines.native.patterns import ACT, compile_pattern, pattern_types
from zhifa_rules.records.known import ABSENT

if TYPE_CHECKING:
    from collections.abc import Callable

    from zhifa_rules.engines.native.frame import Frame
    from zhifa_rules.engines.native.world import Day
    from zhifa_rules.norms.core import Clock
    from zhifa_rules.records.facts import Fact

ROOT = "clock"


class Running(Enum):
    """Whether a clock runs."""

    RUNNING = "running"
    STOPPED = "stopped"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class ClockState:
    """How a clock stands: when what is owed falls due, and which acts moved it.

    ``ended_late`` tells that it ended only after the due date, which does not undo the breach.
    """

    running: Running
    due: Day | None
    moved_by: tuple[Fact, ...] = ()
    ended_late: bool = False
    ended_on: Day | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """An act that moves a clock, and the day on which it does."""

    rank: int  # 0 stops, 1 restarts, 2 ends the clock
    day: Day
    act: Fact
    restart: int = -1


class CompiledClock:
    """A clock, ready to be run; ``None`` stands for one that nothing moves."""

    def __init__(self, clock: Clock | None) -> None:
        self._start = None if clock is None else compile_date(clock.start)
        self._stops = [] if clock is None else [(compile_pattern(p), pattern_types(p)) for p in clock.stopped_by]
        self._ends = [] if clock is None else [(compile_pattern(p), pattern_types(p)) for p in clock.ended_by]
        self._restarts = [
            (compile_pattern(r.acts), compile_date(r.start), compile_condition(r.also_running))
            for r in (() if clock is None else clock.restarted_by)
        ]

    def _events(self, frame: Frame, trigger_day: Day) -> list[Event]:
        """Find what moves the clock; acts from before the trigger do not: it did not run then."""
        found = [Event(0, day, act) for find, _ in self._stops for act, day in find(frame)]
        found += [Event(1, day, act, n) for n, (find, _, _) in enumerate(self._restarts) for act, day in find(frame)]
        found += [Event(2, day, act) for find, _ in self._ends for act, day in find(frame)]
        return _in_order(frame, [event for event in found if frame.world.le(trigger_day, event.day)])

    def relieved(self, frame: Frame, trigger_day: Day) -> bool:
        """Tell whether in this world an act on file without its matter stopped or ended the clock."""
        return any(
            frame.world.le(trigger_day, day)
            for find, types in (*self._stops, *self._ends)
            for _, day in stray_acts(frame, find, types)
        )

    def run(self, frame: Frame, trigger_day: Day, due_of: Callable[[Frame], Day | None]) -> ClockState:
        """Tell how the clock stands, given the due date as a function of the frame."""
        if self._start is None:
            return ClockState(Running.RUNNING, due_of(frame))
        frame.roots[ROOT] = begin_of(self._start(frame))
        due, running = due_of(frame), Running.RUNNING
        moved: list[Fact] = []
        if frame.events is None:  # the parts of a duty share its clock
            frame.events = self._events(frame, trigger_day)
        for event in frame.events:
            if running is Running.RUNNING and due is not None and frame.world.lt(due, event.day):
                if event.rank == 2:
                    return ClockState(running, due, (*moved, event.act), ended_late=True)
                continue
            if event.rank == 2:
                return ClockState(Running.ENDED, due, (*moved, event.act), ended_on=event.day)
            if event.rank == 0:
                if running is Running.RUNNING:
                    running = Running.STOPPED
                    moved.append(event.act)
                continue
            _, start_again, also_running = self._restarts[event.restart]
            frame.roots[ACT] = event.act
            if running is Running.STOPPED or also_running(frame):
                frame.roots[ROOT] = begin_of(start_again(frame))
                due, running = not_before(frame.world, due_of(frame), event.day), Running.RUNNING
                moved.append(event.act)
        return ClockState(running, due, tuple(moved))


def begin_of(day: Day | None) -> object:
    """Give the day on which a clock begins; one that is known not to begin sets no date."""
    return ABSENT if day is None else day


def _in_order(frame: Frame, events: list[Event]) -> list[Event]:
    """Order events by day, those of one day by their time or number; where that is not known the world decides (S3)."""
    ordered: list[Event] = []
    for event in sorted(events, key=lambda e: (e.rank, repr(e.act.key))):
        place = len(ordered)
        while place and _precedes(frame, event, ordered[place - 1]):
            place -= 1
        ordered.insert(place, event)
    return ordered


def _precedes(frame: Frame, one: Event, other: Event) -> bool:
    if frame.world.lt(one.day, other.day):
        return True
    if one.rank == other.rank or one.act is other.act:
        return False  # in whichever order they come, the clock stands the same
    return not frame.world.lt(other.day, one.day) and comes_before(frame, one.act, other.act)
