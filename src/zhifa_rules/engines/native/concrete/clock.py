"""Clocks that acts stop, restart and end, on what is known (S4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhifa_rules.engines.native.bodies.achieve import ENDED, STOPPED
from zhifa_rules.engines.native.bodies.clock import begin_of
from zhifa_rules.engines.native.concrete.conditions import compile_condition, known_order
from zhifa_rules.engines.native.concrete.dates import compile_date
from zhifa_rules.engines.native.concrete.patterns import compile_pattern
from zhifa_rules.engines.native.conditions import said_order
from zhifa_rules.engines.native.patterns import pattern_types

if TYPE_CHECKING:
    from collections.abc import Callable

    from zhifa_rules.engines.native.concrete.conditions import Test
    from zhifa_rules.engines.native.concrete.dates import DateReader, Options
    from zhifa_rules.engines.native.concrete.patterns import Finder
    from zhifa_rules.engines.native.concrete.scene import Scene
    from zhifa_rules.norms.core import Clock
    from zhifa_rules.records.facts import Fact

    Event = tuple[int, int, Fact, int]  # rank (0 stops, 1 restarts, 2 ends), day, act, number of the restart
    Halt = tuple[Event, Event | None]  # what stopped or ended the clock, and what set it going again
    # The due date; "stopped", "ended" or nothing; the spans in which it stood still; whether it ended only after
    # the due date.
    Stand = tuple[int | None, str, list[Halt], bool]
    ClockStands = Callable[[Scene, int, DateReader], Stand]

_STOPS, _RESTARTS, _ENDS = 0, 1, 2


def compile_clock(clock: Clock | None, options: Options) -> ClockStands:
    """Compile a clock into a function that tells how it stands, given the due date as a function of the scene."""
    if clock is None:
        return lambda scene, trigger_day, due_of: (due_of(scene), "", [], False)
    start = compile_date(clock.start, options)
    finders = [(_STOPS, compile_pattern(pattern, options), -1) for pattern in clock.stopped_by]
    restarts: list[tuple[DateReader, Test]] = []
    for number, restart in enumerate(clock.restarted_by):
        finders.append((_RESTARTS, compile_pattern(restart.acts, options), number))
        restarts.append((compile_date(restart.start, options), compile_condition(restart.also_running, options)))
    finders += [(_ENDS, compile_pattern(pattern, options), -1) for pattern in clock.ended_by]

    def run(scene: Scene, trigger_day: int, due_of: DateReader) -> Stand:
        roots = scene.roots
        roots["clock"] = begin_of(start(scene))
        due, stopped = due_of(scene), False
        halts: list[Halt] = []
        for event in _events(scene, finders, trigger_day):
            rank, day, act, number = event
            if not stopped and due is not None and due < day:
                if rank == _ENDS:
                    return due, "", halts, True
            elif rank == _ENDS:
                return due, ENDED, [*halts, (event, None)], False
            elif rank == _STOPS:
                if not stopped:
                    halts.append((event, None))
                stopped = True
            else:
                start_again, also_running = restarts[number]
                roots["act"] = act
                if stopped or also_running(scene):
                    if stopped:
                        halts[-1] = halts[-1][0], event
                    roots["clock"] = begin_of(start_again(scene))
                    due, stopped = due_of(scene), False
                    due = day if due is not None and due < day else due
        return due, STOPPED if stopped else "", halts, False

    return run


def was_halted(halts: list[Halt], act: Fact, day: int) -> bool:
    """Tell whether the clock stood still when an act closed the matter: then nothing was owed (S4)."""
    return any(
        not _follows(event, act, day) and (restart is None or _follows(restart, act, day)) for event, restart in halts
    )


def _follows(event: Event, act: Fact, day: int) -> bool:
    """Tell whether what moved the clock came after a closing; of one day, only if the records say so."""
    return day < event[1] or (day == event[1] and said_order(event[2], act) is False)


def moving_types(clock: Clock | None) -> tuple[str, ...]:
    """Give the record types of the acts that stop or end a clock."""
    patterns = () if clock is None else (*clock.stopped_by, *clock.ended_by)
    return tuple(type_ for pattern in patterns for type_ in pattern_types(pattern))


def _events(scene: Scene, finders: list[tuple[int, Finder, int]], trigger_day: int) -> list[Event]:
    """Find what moves the clock, in order; acts from before the trigger do not: it did not run then."""
    found = [
        (rank, day, act, number) for rank, find, number in finders for act, day in find(scene) if day >= trigger_day
    ]
    if len(found) < 2:
        return found
    ordered: list[Event] = []
    for event in sorted(found, key=lambda event: (event[0], repr(event[2].key))):
        place = len(ordered)
        while place and _precedes(event, ordered[place - 1]):
            place -= 1
        ordered.insert(place, event)
    return ordered


def _precedes(one: Event, other: Event) -> bool:
    if one[1] != other[1]:
        return one[1] < other[1]
    if one[0] == other[0] or one[2] is other[2]:
        return False  # in whichever order they come, the clock stands the same
    return known_order(one[2], other[2])
