"""Clocks that acts stop, restart and end (S4)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from zhifa_rules.engines.native.conditions import compile_condition
from zhifa_rules.engines.native.dates import compile_date
from zhifa_rules.engines.native.patterns import ACT, compile_pattern
from zhifa_rules.engines.native.world import DateTerm

if TYPE_CHECKING:
    from collections.abc import Callable

    from zhifa_rules.engines.native.frame import Frame
    from zhifa_rules.engines.native.world import Day, World
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

    rank: int  # on one day a stop comes before a restart, and a restart before an end
    day: Day
    act: Fact
    restart: int = -1


def compile_clock(clock: Clock | None) -> Callable[[Frame, Callable[[Frame], Day | None]], ClockState]:
    """Compile a clock into a function of the frame and of the due date as a function of the frame."""
    if clock is None:
        return lambda frame, due: ClockState(Running.RUNNING, due(frame))
    start = compile_date(clock.start)
    stops = [compile_pattern(pattern) for pattern in clock.stopped_by]
    ends = [compile_pattern(pattern) for pattern in clock.ended_by]
    restarts = [
        (compile_pattern(r.acts), compile_date(r.start), compile_condition(r.also_running)) for r in clock.restarted_by
    ]

    def events(frame: Frame) -> list[Event]:
        found = [Event(0, day, act) for find in stops for act, day in find(frame)]
        found += [Event(1, day, act, n) for n, (find, _, _) in enumerate(restarts) for act, day in find(frame)]
        found += [Event(2, day, act) for find in ends for act, day in find(frame)]
        return _in_order(frame.world, found)

    def run(frame: Frame, due_of: Callable[[Frame], Day | None]) -> ClockState:
        frame.roots[ROOT] = start(frame)
        due, running = due_of(frame), Running.RUNNING
        moved: list[Fact] = []
        if frame.events is None:  # the parts of a duty share its clock
            frame.events = events(frame)
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
            _, start_again, also_running = restarts[event.restart]
            frame.roots[ACT] = event.act
            if running is Running.STOPPED or also_running(frame):
                frame.roots[ROOT] = start_again(frame)
                due, running = _not_before(frame.world, due_of(frame), event.day), Running.RUNNING
                moved.append(event.act)
        return ClockState(running, due, tuple(moved))

    return run


def _in_order(world: World, events: list[Event]) -> list[Event]:
    """Order events by day, then rank; where days are not known the world decides."""
    ordered: list[Event] = []
    for event in sorted(events, key=lambda e: (e.rank, repr(e.act.key))):
        place = len(ordered)
        while place and world.lt(event.day, ordered[place - 1].day):
            place -= 1
        ordered.insert(place, event)
    return ordered


def _not_before(world: World, due: Day | None, day: Day) -> Day | None:
    """A clock that is set going again with a day already past falls due on the day it is set going (S8)."""
    if due is None or isinstance(due, DateTerm) or world.le(day, due):
        return due
    return day
