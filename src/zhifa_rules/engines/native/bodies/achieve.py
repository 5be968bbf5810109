"""Achievements: something to be done by a date, or without one (S4, S6)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from zhifa_rules.engines.native.absence import (
    compile_whose,
    elsewhere,
    is_among,
    log_is_incomplete,
    log_is_open,
    stray_acts,
    what_is_sought,
)
from zhifa_rules.engines.native.bodies.acts import Acts
from zhifa_rules.engines.native.bodies.clock import ClockState, CompiledClock, Running
from zhifa_rules.engines.native.bodies.closing import Closings, was_after
from zhifa_rules.engines.native.dates import compile_due
from zhifa_rules.engines.native.patterns import by_reading, compile_any, is_confined, looks_through, pattern_types
from zhifa_rules.engines.native.values import has_ended
from zhifa_rules.engines.outcome import Count, Outcome, PartState, Reason, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from zhifa_rules.engines.native.frame import Frame
    from zhifa_rules.engines.native.patterns import Fits
    from zhifa_rules.engines.native.world import Day
    from zhifa_rules.norms.core import Achieve, Part
    from zhifa_rules.records.facts import Fact

PERFORMED, CURED_LATE, OVERDUE, PENDING, FORECLOSED = "performed", "cured_late", "overdue", "pending", "foreclosed"
STOPPED, ENDED = "stopped", "ended"


@dataclass(frozen=True, slots=True)
class _PartResult:
    state: str
    due: Day | None
    act: Fact | None = None
    moved_by: tuple[Fact, ...] = ()
    since: Day | None = None
    ended_late: bool = False


def compile_achieve(body: Achieve) -> Callable[[Frame, Day], Outcome]:
    """Compile a duty to achieve something."""
    clock = CompiledClock(body.clock)
    closings = Closings(body.forecloses)
    parts = [(part.id, _part(part, clock, closings)) for part in body.parts]

    def evaluate(frame: Frame, trigger_day: Day) -> Outcome:
        results = [(name, examine(frame, trigger_day)) for name, examine in parts]
        return _combined(frame, results, trigger_day, any_of=body.any_of)

    return evaluate


def _part(
    part: Part,
    clock: CompiledClock,
    closings: Closings,
) -> Callable[[Frame, Day], _PartResult]:
    ways = (part.acts, *part.also_by)
    find, due_of = compile_any(ways), compile_due(part.within)
    types = tuple(dict.fromkeys(type_ for way in ways for type_ in pattern_types(way)))
    confined = [by_reading(way, is_confined) for way in ways]
    looked_through = [by_reading(way, looks_through) for way in ways]
    sought = what_is_sought(*ways)
    whose = [compile_whose(way) for way in ways]

    def examine(frame: Frame, trigger_day: Day) -> _PartResult:
        def filed(fits: Fits) -> Iterable[tuple[Fact, Day]]:
            return find(frame, fits)

        def judged(acts: Acts) -> _PartResult:
            if part.within is None or due is None:
                return _undated(frame, acts, state, closings.first(frame, trigger_day, state))
            return _dated(frame, acts, state, due)

        def with_strays() -> Acts:
            if all(told(frame) for told in looked_through):
                return Acts(frame, begin, filed)
            return Acts(frame, begin, filed, lambda fits: stray_acts(frame, find, types, fits))

        frame.trigger_day = trigger_day
        state = clock.run(frame, trigger_day, due_of)
        due = state.due
        begin = None if part.may_precede else trigger_day
        unseen = _PartResult(PERFORMED, due, None, state.moved_by)
        log_from, log_to = frame.world.bounds(trigger_day)[0], frame.world.bounds(frame.as_of)[1]
        result = judged(Acts(frame, begin, filed))
        if result.act is None and log_is_open(frame, types, log_from, log_to, sought):
            return unseen
        missed = result.since if result.state == FORECLOSED else result.due
        if result.state in (OVERDUE, PENDING, FORECLOSED) and _has_ended(frame, missed):
            return _PartResult(ENDED, None, None, state.moved_by)
        if result.state in _BREACHES and frame.dossier.key[0] not in _BY_NAME:
            if clock.relieved(frame, trigger_day, result.due if result.since is None else result.since):
                return _PartResult(ENDED, None, None, state.moved_by)
            result = judged(with_strays())
            if result.state in (OVERDUE, FORECLOSED) and not all(told(frame) for told in confined) and elsewhere(frame):
                return unseen
        moved = _moved_unseen(frame, clock, result.state)
        if moved is not None:
            return _PartResult(moved, None, None, state.moved_by)
        if result.state != PERFORMED and any(is_among(frame, owner(frame)) for owner in whose):
            return unseen
        if result.state in (OVERDUE, FORECLOSED) and any(is_among(frame, owner(frame), "late") for owner in whose):
            return replace(result, state=CURED_LATE)
        # An act in time may be missing although a late one is on file.
        if result.state == CURED_LATE and log_is_open(frame, types, log_from, log_to, sought):
            return unseen
        if result.state in (PENDING, PERFORMED) and (part.within is None or due is None):
            closed = closings.unseen(frame, trigger_day) if state.running is Running.RUNNING else None
            if closed is not None:
                result = _closed(frame, with_strays(), closed, unseen)
                is_hidden = result.state == FORECLOSED and not all(told(frame) for told in confined)
                return unseen if is_hidden and elsewhere(frame) else result
        return unseen if _roster_log_is_incomplete(frame, part, types, trigger_day, result) else result

    return examine


_BREACHES = (OVERDUE, FORECLOSED, CURED_LATE)


def _moved_unseen(frame: Frame, clock: CompiledClock, state: str) -> str | None:
    """Give the state in a world in which an act among the records of nobody knows whom moved the clock."""
    if state in (*_BREACHES, PENDING) and clock.may_be_moved(frame):
        return ENDED
    return PENDING if state == STOPPED and clock.may_be_restarted(frame) else None


def _dated(frame: Frame, acts: Acts, state: ClockState, due: Day) -> _PartResult:
    world = frame.world
    moved = state.moved_by
    # A stopped or ended clock has no due date that could be missed.
    running = state.running is Running.RUNNING
    done = acts.first(lambda _, day: not running or world.le(day, due))
    if done is not None:
        return _PartResult(PERFORMED, due, done, moved)
    if not running:
        return _PartResult(STOPPED if state.running is Running.STOPPED else ENDED, None, None, moved)
    late = acts.first()
    if late is not None:
        return _PartResult(CURED_LATE, due, late, moved)
    if world.lt(due, frame.as_of):
        return _PartResult(OVERDUE, due, None, moved, ended_late=state.ended_late)
    return _PartResult(PENDING, due, None, moved)


def _undated(frame: Frame, acts: Acts, state: ClockState, closing: tuple[Fact, Day] | None) -> _PartResult:
    if closing is None:
        act = acts.first()
        if act is None and state.running is not Running.RUNNING:
            return _PartResult(STOPPED if state.running is Running.STOPPED else ENDED, None, None, state.moved_by)
        return _PartResult(PENDING if act is None else PERFORMED, None, act, state.moved_by)
    closed_by, closed_on = closing
    in_time = acts.first(lambda act, day: frame.world.le(day, closed_on) and not was_after(frame, act, day, closing))
    if in_time is not None:
        return _PartResult(PERFORMED, None, in_time, state.moved_by)
    late = acts.first()
    if late is not None:
        return _PartResult(CURED_LATE, None, late, (*state.moved_by, closed_by), closed_on)
    ended_late = state.running is Running.ENDED
    return _PartResult(FORECLOSED, None, None, (*state.moved_by, closed_by), closed_on, ended_late=ended_late)


def _closed(frame: Frame, acts: Acts, closed: Day, done: _PartResult) -> _PartResult:
    """Tell how a part stands that an act which is not on file made too late for ever on a day."""
    in_time = acts.first(lambda _, day: frame.world.le(day, closed))
    if in_time is not None:
        return replace(done, act=in_time)
    late = acts.first()
    return replace(done, state=FORECLOSED if late is None else CURED_LATE, act=late, since=closed)


YEAR = 366
_BY_NAME = ("organ", "person")  # what these dossiers of rosters hold are all acts of the one they name


def _roster_log_is_incomplete(
    frame: Frame, part: Part, types: tuple[str, ...], trigger_day: Day, result: _PartResult
) -> bool:
    """A duty that arose without a record is found broken only inside a complete log (S5).

    Where the act may precede, the log must reach back a year before the duty began.
    """
    late = result.state in (OVERDUE, CURED_LATE)
    if not late or not _is_roster(frame) or result.due is None:
        return False
    first = frame.world.bounds(trigger_day)[0] - (YEAR if part.may_precede else 0)
    bearer, last = frame.bearer or "", frame.world.bounds(result.due)[1]
    return log_is_incomplete(frame, types, bearer, (first, last), what_is_sought(part.acts, *part.also_by))


def _is_roster(frame: Frame) -> bool:
    return frame.roots["trigger"].type in ("period", "in_force")


def _has_ended(frame: Frame, due: Day | None) -> bool:
    """Tell whether the organ of a roster was dissolved before its duty fell due."""
    return _is_roster(frame) and has_ended(frame, frame.bearer, due)


# --- All parts together -------------------------------------------------------------------------------------

VERDICTS = {
    PERFORMED: Verdict.SATISFIED,
    CURED_LATE: Verdict.CURED_LATE,
    OVERDUE: Verdict.VIOLATED,
    FORECLOSED: Verdict.VIOLATED,
    PENDING: Verdict.PENDING,
    STOPPED: Verdict.NOT_APPLICABLE,
    ENDED: Verdict.NOT_APPLICABLE,
}


def _combined(frame: Frame, results: list[tuple[str, _PartResult]], trigger_day: Day, *, any_of: bool) -> Outcome:
    if any_of:
        best = min(results, key=lambda r: PREFERENCE.index(r[1].state))
        results = [best]
    states = {result.state for _, result in results}
    verdict = verdict_of(states)
    open_parts = [(name, r) for name, r in results if r.state in (OVERDUE, PENDING, FORECLOSED)]
    blamed = [(n, r) for n, r in results if r.state in (OVERDUE, FORECLOSED, CURED_LATE)]
    leading = _earliest(frame, blamed or open_parts or results)
    due, latest = _bounds(frame, leading.due)
    since = _since(frame, leading) if blamed else None
    evidence = [r.act for _, r in results if r.act is not None] + [act for _, r in results for act in r.moved_by]
    return Outcome(
        verdict=verdict,
        reason=reason_of(states) if verdict is Verdict.NOT_APPLICABLE else None,
        due=due,
        due_latest=latest,
        since=since,
        not_before=frame.world.bounds(trigger_day)[0],
        missing=tuple(name for name, _ in open_parts) if len(results) > 1 else (),
        evidence=tuple(dict.fromkeys(evidence)),
        parts=tuple(_part_state(frame, name, result) for name, result in results),
        owed=bool(open_parts) and not any(r.ended_late for _, r in open_parts),
        count=None if due is None else _count(frame, due),
        foreclosed=FORECLOSED in states,
    )


PREFERENCE = (PERFORMED, PENDING, CURED_LATE, STOPPED, ENDED, OVERDUE, FORECLOSED)


def verdict_of(states: set[str]) -> Verdict:
    """Give the verdict on a duty whose parts stand so."""
    if states & {OVERDUE, FORECLOSED} or (CURED_LATE in states and PENDING in states):
        return Verdict.VIOLATED
    for state in (CURED_LATE, PENDING, PERFORMED):
        if state in states:
            return VERDICTS[state]
    return Verdict.NOT_APPLICABLE


def reason_of(states: set[str]) -> Reason:
    """Tell why nothing is owed although nothing was done."""
    return Reason.STOPPED if STOPPED in states else Reason.ENDED


def _earliest(frame: Frame, results: list[tuple[str, _PartResult]]) -> _PartResult:
    dated = [result for _, result in results if result.due is not None]
    if not dated:
        return results[0][1]
    return min(dated, key=lambda result: _bounds(frame, result.due)[0] or 0)


def _bounds(frame: Frame, day: Day | None) -> tuple[int | None, int | None]:
    return (None, None) if day is None else frame.world.bounds(day)


def _since(frame: Frame, leading: _PartResult) -> int | None:
    if leading.since is not None:
        return frame.world.bounds(leading.since)[0]
    due = _bounds(frame, leading.due)[0]
    return None if due is None else due + 1


def _part_state(frame: Frame, name: str, result: _PartResult) -> PartState:
    due = _bounds(frame, result.due)[0]
    count = None if due is None else _count(frame, due)
    return PartState(name, result.state, due, result.act, count, result.due, result.since)


def _count(frame: Frame, due: int) -> Count | None:
    return frame.counts.get(due)
