"""Clocks that acts stop, restart and end (S4)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from zhifa_rules.engines.native.absence import compile_whose, is_among, stray_acts
from zhifa_rules.engines.native.conditions import comes_before, compile_condition, said_order
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
class Event:
    """An act that moves a clock, and the day on which it does."""

    rank: int  # 0 stops, 1 restarts, 2 ends the clock
    day: Day
    act: Fact
    restart: int = -1


@dataclass(frozen=True, slots=True)
class Halt:
    """A span in which a clock stands still: from an act that stops or ends it until one that sets it going again."""

    event: Event
    restart: Event | None = None


@dataclass(frozen=True, slots=True)
class ClockState:
    """How a clock stands: when what is owed falls due, and which acts moved it.

    ``ended_late`` tells that it ended only after the due date, which does not undo the breach. ``halts`` are the spans
    in which it did not run.
    """

    running: Running
    due: Day | None
    moved_by: tuple[Fact, ...] = ()
    ended_late: bool = False
    halts: tuple[Halt, ...] = ()

    def was_halted(self, frame: Frame, act: Fact, day: Day) -> bool:
        """Tell whether the clock stood still when an act closed the matter: then nothing was owed (S4)."""
        return any(
            not _follows(frame, halt.event, act, day)
            and (halt.restart is None or _follows(frame, halt.restart, act, day))
            for halt in self.halts
        )


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

        moving = () if clock is None else (*clock.stopped_by, *clock.ended_by, *(r.acts for r in clock.restarted_by))
        self._whose = [compile_whose(pattern) for pattern in moving]
        self._whose_restarts = [compile_whose(r.acts) for r in (() if clock is None else clock.restarted_by)]

    def _events(self, frame: Frame, trigger_day: Day) -> list[Event]:
        """Find what moves the clock; acts from before the trigger do not: it did not run then."""
        found = [Event(0, day, act) for find, _ in self._stops for act, day in find(frame)]
        found += [Event(1, day, act, n) for n, (find, _, _) in enumerate(self._restarts) for act, day in find(frame)]
        found += [Event(2, day, act) for find, _ in self._ends for act, day in find(frame)]
        return _in_order(frame, [event for event in found if frame.world.le(trigger_day, event.day)])

    def relieved(self, frame: Frame, trigger_day: Day, missed: Day | None) -> bool:
        """Tell whether in this world an act on file without its matter stopped or ended the clock.

        ``missed`` is the day by which something was not done; what came after it does not undo the breach.
        """

        def in_time(_: Fact, day: Day) -> bool:
            return frame.world.le(trigger_day, day) and (missed is None or frame.world.le(day, missed))

        moving = (*self._stops, *self._ends)
        return any(found for find, types in moving for found in stray_acts(frame, find, types, in_time))

    def may_be_moved(self, frame: Frame) -> bool:
        """Tell whether in this world it was moved by an act among the records of nobody knows whom."""
        return any(is_among(frame, owner(frame), "moved") for owner in self._whose)

    def may_be_restarted(self, frame: Frame) -> bool:
        """Tell whether in this world such an act set it going again after it had been stopped."""
        return any(is_among(frame, owner(frame), "restarted") for owner in self._whose_restarts)

    def run(self, frame: Frame, trigger_day: Day, due_of: Callable[[Frame], Day | None]) -> ClockState:
        """Tell how the clock stands, given the due date as a function of the frame."""
        if self._start is None:
            return ClockState(Running.RUNNING, due_of(frame))
        frame.roots[ROOT] = begin_of(self._start(frame))
        due, running = due_of(frame), Running.RUNNING
        moved: list[Fact] = []
        halts: list[Halt] = []
        if frame.events is None:  # the parts of a duty share its clock
            frame.events = self._events(frame, trigger_day)
        for event in frame.events:
            if running is Running.RUNNING and due is not None and frame.world.lt(due, event.day):
                if event.rank == 2:
                    return ClockState(running, due, (*moved, event.act), ended_late=True, halts=tuple(halts))
                continue
            if event.rank == 2:
                return ClockState(Running.ENDED, due, (*moved, event.act), halts=(*halts, Halt(event)))
            if event.rank == 0:
                if running is Running.RUNNING:
                    running = Running.STOPPED
                    moved.append(event.act)
                    halts.append(Halt(event))
                continue
            _, start_again, also_running = self._restarts[event.restart]
            frame.roots[ACT] = event.act
            if running is Running.STOPPED or also_running(frame):
                if running is Running.STOPPED:
                    halts[-1] = Halt(halts[-1].event, event)
                frame.roots[ROOT] = begin_of(start_again(frame))
                due, running = not_before(frame.world, due_of(frame), event.day), Running.RUNNING
                moved.append(event.act)
        return ClockState(running, due, tuple(moved), halts=tuple(halts))


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


def _follows(frame: Frame, event: Event, act: Fact, day: Day) -> bool:
    """Tell whether what moved the clock came after a closing; of one day, only if the records say so."""
    if frame.world.lt(day, event.day):
        return True
    return said_order(event.act, act) is False and not frame.world.lt(event.day, day)


def _precedes(frame: Frame, one: Event, other: Event) -> bool:
    if frame.world.lt(one.day, other.day):
        return True
    if one.rank == other.rank or one.act is other.act:
        return False  # in whichever order they come, the clock stands the same
    return not frame.world.lt(other.day, one.day) and comes_before(frame, one.act, other.act)
