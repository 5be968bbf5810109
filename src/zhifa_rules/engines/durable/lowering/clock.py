"""Clocks that acts stop and set going again: walked through beforehand, act by act, for the engine to compare."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cmp_to_key
from typing import TYPE_CHECKING

from zhifa_rules.engines.durable.columns import Column
from zhifa_rules.engines.durable.formulas import DUTY, TRUE, Ref, Test, contrary
from zhifa_rules.engines.durable.lowering.conditions import formula_of
from zhifa_rules.engines.durable.lowering.counts import matching
from zhifa_rules.engines.durable.lowering.dates import cases_of, due_cases
from zhifa_rules.engines.durable.lowering.patterns import sought_ways
from zhifa_rules.engines.durable.setting import said_order
from zhifa_rules.engines.durable.truth import day_at, truth
from zhifa_rules.records.known import ABSENT, UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zhifa_rules.engines.durable.formulas import Formula
    from zhifa_rules.engines.durable.lowering.patterns import Sought
    from zhifa_rules.engines.durable.lowering.scope import Cases, Scope
    from zhifa_rules.engines.durable.rows import PlainRow
    from zhifa_rules.norms.core import Clock, DateExpression

RUNNING, STOPPED, ENDED, ENDED_LATE = "running", "stopped", "ended", "ended late"
_STOP, _RESTART, _END = 0, 1, 2


class _NotKnownError(Exception):
    """What the clock turns on is not known."""


@dataclass(frozen=True, eq=False)
class ClockDay(Column):
    """The day from which a clock runs, while it is walked through."""

    number: bool = True

    def of(self, row: PlainRow) -> object:
        """Give the day."""
        return row.scene.roots["clock"]


@dataclass(frozen=True, slots=True)
class Restarting:
    """Acts that set a clock going again, from when, and whether they move one that runs."""

    acts: Sought
    start: Cases
    also_running: Formula


@dataclass(frozen=True, slots=True)
class Event:
    """An act that moves a clock."""

    rank: int
    day: int
    act: PlainRow
    restart: Restarting | None = None


@dataclass(frozen=True, slots=True)
class Walked:
    """How a clock stands at the end, and when what is owed falls due."""

    state: str
    due: object


@dataclass(frozen=True, eq=False)
class Walk(Column):
    """The walk through a clock; other columns give parts of it."""

    start: Cases = ()
    within: Cases = ()
    begun: Ref = Ref(None)  # noqa: RUF009  (nothing in it changes)
    stops: tuple[Sought, ...] = ()
    ends: tuple[Sought, ...] = ()
    restarts: tuple[Restarting, ...] = ()

    def of(self, row: PlainRow) -> object:
        """Walk through the acts in their order; not known where one of them, or the order of two, is not."""
        try:
            return self._walked(row)
        except _NotKnownError:
            return UNKNOWN

    def _walked(self, row: PlainRow) -> Walked:
        rows = {DUTY: row}
        due, state = self._due(row, _chosen(self.start, rows)), RUNNING
        for event in self._events(row):
            if state == RUNNING and isinstance(due, int) and due < event.day:
                if event.rank == _END:
                    return Walked(ENDED_LATE, due)
                continue  # what comes after the due date does not undo the breach
            if event.rank == _END:
                return Walked(ENDED, due)
            if event.rank == _STOP:
                state = STOPPED
            elif event.restart is not None and (state == STOPPED or self._moves(event, rows)):
                inner = {**rows, event.restart.acts.act.alias: event.act}
                due, state = self._due(row, _chosen(event.restart.start, inner)), RUNNING
                due = max(due, event.day) if isinstance(due, int) else due
        return Walked(state, due)

    @staticmethod
    def _moves(event: Event, rows: Mapping[str, PlainRow]) -> bool:
        assert event.restart is not None
        return _certain(truth(event.restart.also_running, {**rows, event.restart.acts.act.alias: event.act}))

    def _due(self, row: PlainRow, start: object) -> object:
        return _chosen(self.within, {DUTY: row.having(clock=start)})

    def _events(self, row: PlainRow) -> list[Event]:
        found = [Event(_STOP, day, act) for one in self.stops for act, day in _dated(row, one)]
        found += [Event(_END, day, act) for one in self.ends for act, day in _dated(row, one)]
        found += [Event(_RESTART, day, act, one) for one in self.restarts for act, day in _dated(row, one.acts)]
        begun = day_at(self.begun, {DUTY: row})
        if not isinstance(begun, int):
            raise _NotKnownError
        return sorted((event for event in found if event.day >= begun), key=cmp_to_key(_order))


def _order(one: Event, other: Event) -> int:
    if one.day != other.day or one.rank == other.rank or one.act is other.act:
        return one.day - other.day or one.rank - other.rank
    said = said_order(one.act.fact, other.act.fact)
    if said is None:
        raise _NotKnownError
    return -1 if said else 1


@dataclass(frozen=True, eq=False)
class NotAfterClosing(Column):
    """Whether no closing is said to have come before an act on its day: else it ended nothing."""

    end: Sought | None = None
    closings: tuple[Sought, ...] = ()

    def pair(self, duty: PlainRow, act: PlainRow) -> object:
        """Compare the act with all closings of its day."""
        assert self.end is not None
        try:
            day = _chosen(self.end.days, {DUTY: duty, self.end.act.alias: act})
            closed = [found for closing in self.closings for found in _dated(duty, closing)]
        except _NotKnownError:
            return UNKNOWN
        return not any(on == day and said_order(act.fact, closing.fact) is False for closing, on in closed)


def _dated(row: PlainRow, one: Sought) -> list[tuple[PlainRow, int]]:
    acts = matching(row, one, one.fits)
    if acts is None:
        raise _NotKnownError
    days = [(act, _chosen(one.days, {DUTY: row, one.act.alias: act})) for act in acts]
    return [(act, day) for act, day in days if isinstance(day, int)]


def _chosen(cases: Cases, rows: Mapping[str, PlainRow]) -> object:
    for guard, ref in cases:
        if _certain(truth(guard, rows)):
            day = ABSENT if ref is None else day_at(ref, rows)
            if day is UNKNOWN:
                raise _NotKnownError
            return day
    return ABSENT


def _certain(found: bool | None) -> bool:
    if found is None:
        raise _NotKnownError
    return found


@dataclass(frozen=True, eq=False)
class ClockState(Column):
    """How the clock of a part stands."""

    walk: Walk | None = None

    def of(self, row: PlainRow) -> object:
        """Take it from the walk."""
        assert self.walk is not None
        walked = row.value(self.walk)
        return walked.state if isinstance(walked, Walked) else UNKNOWN


@dataclass(frozen=True, eq=False)
class ClockDue(Column):
    """When a part falls due by its clock."""

    number: bool = True
    walk: Walk | None = None

    def of(self, row: PlainRow) -> object:
        """Take it from the walk."""
        assert self.walk is not None
        walked = row.value(self.walk)
        return walked.due if isinstance(walked, Walked) else UNKNOWN


@dataclass(frozen=True)
class LoweredClock:
    """What a part takes from its clock."""

    due: Cases
    stopped: Formula
    ended: Formula
    ended_late: Formula


def lower_clock(clock: Clock, within: DateExpression | None, part: str, scope: Scope, day: Ref) -> LoweredClock:
    """Lower the clock of one part."""
    start = scope.column(DUTY, "clock", ClockDay)
    running = replace(scope, clock=((TRUE, Ref(start)),))

    restarts = [
        Restarting(acts, cases_of(one.start, acts.scope), formula_of(one.also_running, acts.scope))
        for one in clock.restarted_by
        for acts in sought_ways(one.acts, scope)
    ]

    def make(alias: str, name: str) -> Walk:
        return Walk(
            alias,
            name,
            start=cases_of(clock.start, scope),
            within=due_cases(within, running, day),
            begun=day,
            stops=tuple(found for pattern in clock.stopped_by for found in sought_ways(pattern, scope)),
            ends=tuple(found for pattern in clock.ended_by for found in sought_ways(pattern, scope)),
            restarts=tuple(restarts),
        )

    walk = scope.column(DUTY, f"walk {part}", make, part)
    state = scope.column(DUTY, f"clock of {part}", lambda alias, name: ClockState(alias, name, walk=walk), part)
    due = scope.column(DUTY, f"due {part}", lambda alias, name: ClockDue(alias, name, walk=walk), part)
    stated = scope.stated(due)
    return LoweredClock(
        ((stated, Ref(due)), (contrary(stated), None)),
        Test(state, "is", STOPPED),
        Test(state, "is", ENDED),
        Test(state, "is", ENDED_LATE),
    )
