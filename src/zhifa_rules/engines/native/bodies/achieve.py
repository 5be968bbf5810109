"""Achievements: something to be done by a date, or without one (S4, S6)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zhifa_rules.engines.native.bodies.clock import ClockState, Running, compile_clock
from zhifa_rules.engines.native.conditions import elsewhere
from zhifa_rules.engines.native.dates import compile_date
from zhifa_rules.engines.native.patterns import ACT, can_match, compile_pattern, names_the_trigger, required_words
from zhifa_rules.engines.outcome import Cause, Count, Outcome, PartState, Reason, Variable, Verdict
from zhifa_rules.norms.core import Choice

if TYPE_CHECKING:
    from collections.abc import Callable

    from zhifa_rules.engines.native.frame import Frame
    from zhifa_rules.engines.native.patterns import Finder, RequiredWords
    from zhifa_rules.engines.native.world import Day
    from zhifa_rules.norms.core import Achieve, Part, Pattern, PatternChoice
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
    clock = compile_clock(body.clock)
    foreclosures = [compile_pattern(pattern) for pattern in body.forecloses]
    parts = [(part.id, _part(part, clock, foreclosures)) for part in body.parts]

    def evaluate(frame: Frame, trigger_day: Day) -> Outcome:
        results = [(name, examine(frame, trigger_day)) for name, examine in parts]
        return _combined(frame, results, trigger_day, any_of=body.any_of)

    return evaluate


def _part(
    part: Part,
    clock: Callable[[Frame, Callable[[Frame], Day | None]], ClockState],
    foreclosures: list[Finder],
) -> Callable[[Frame, Day], _PartResult]:
    find, due_of, types = compile_pattern(part.acts), compile_date(part.within), pattern_types(part.acts)
    plain = plain_patterns(part.acts)
    wanted = [(pattern.types, required_words(pattern.where, ACT)) for pattern in plain]
    confined = all(pattern.of is not None or names_the_trigger(pattern.where) for pattern in plain)
    looked_through = all(pattern.of is not None for pattern in plain)

    def examine(frame: Frame, trigger_day: Day) -> _PartResult:
        state = clock(frame, due_of)
        acts = [(act, day) for act, day in find(frame) if part.may_precede or frame.world.le(trigger_day, day)]
        if not acts and _log_is_open(frame, types, trigger_day):
            return _PartResult(PERFORMED, state.due, None, state.moved_by)
        if part.within is None or state.due is None:
            result = _undated(frame, acts, state, foreclosures)
        else:
            result = _dated(frame, acts, state, state.due)
        all_seen = looked_through or frame.dossier.key[0] in _BY_NAME
        missing = result.state in (OVERDUE, FORECLOSED) and not all_seen
        elsewhere_then = missing and _stands_elsewhere(frame, types, wanted, confined=confined)
        if elsewhere_then or _roster_log_is_incomplete(frame, part, types, trigger_day, result):
            return _PartResult(PERFORMED, result.due, None, result.moved_by)
        return result

    return examine


def _dated(frame: Frame, acts: list[tuple[Fact, Day]], state: ClockState, due: Day) -> _PartResult:
    world = frame.world
    moved = state.moved_by
    # A stopped or ended clock has no due date that could be missed.
    running = state.running is Running.RUNNING
    for act, day in acts:
        if not running or world.le(day, due):
            return _PartResult(PERFORMED, due, act, moved)
    if not running:
        return _PartResult(STOPPED if state.running is Running.STOPPED else ENDED, None, None, moved)
    if acts:
        return _PartResult(CURED_LATE, due, acts[0][0], moved)
    if world.lt(due, frame.as_of):
        return _PartResult(OVERDUE, due, None, moved, ended_late=state.ended_late)
    return _PartResult(PENDING, due, None, moved)


def _undated(frame: Frame, acts: list[tuple[Fact, Day]], state: ClockState, foreclosures: list[Finder]) -> _PartResult:
    closing = next(((act, day) for find in foreclosures for act, day in find(frame)), None)
    if closing is not None and state.ended_on is not None and frame.world.le(state.ended_on, closing[1]):
        closing = None  # what had ended before could no longer be foreclosed
    if closing is None and state.running is not Running.RUNNING and not acts:
        return _PartResult(STOPPED if state.running is Running.STOPPED else ENDED, None, None, state.moved_by)
    if closing is None:
        return _PartResult(PERFORMED if acts else PENDING, None, acts[0][0] if acts else None, state.moved_by)
    closed_by, closed_on = closing
    for act, day in acts:
        if frame.world.le(day, closed_on):
            return _PartResult(PERFORMED, None, act, state.moved_by)
    if acts:
        return _PartResult(CURED_LATE, None, acts[0][0], (*state.moved_by, closed_by), closed_on)
    return _PartResult(FORECLOSED, None, None, (*state.moved_by, closed_by), closed_on)


def _stands_elsewhere(
    frame: Frame, types: tuple[str, ...], wanted: list[tuple[tuple[str, ...], RequiredWords]], *, confined: bool
) -> bool:
    """An act of the bearer on file without its matter may be the one that is missing here: that accuses nobody.

    ``confined`` tells that the act would stand in this subject, since it names the document of the trigger.
    """
    if frame.dossier.key[0] in ("organ", "person"):
        return False  # all records of the organ or person are at hand
    if not confined and elsewhere(frame):
        return True
    for stray in frame.host.strays(types, frame.roots.get("bearer")):
        if not any(stray.type in kinds and can_match(stray, required) for kinds, required in wanted):
            continue
        variable = Variable((stray.key, "matter"), Cause.FACT, stray.type, "matter", stray.records)
        if frame.world.test(("stray", stray.key, frame.dossier.key), variable):
            return True
    return False


_YEAR = 366
_BY_NAME = ("organ", "person")  # what these dossiers of rosters hold are all acts of the one they name


def _roster_log_is_incomplete(
    frame: Frame, part: Part, types: tuple[str, ...], trigger_day: Day, result: _PartResult
) -> bool:
    """A duty that arose without a record is found broken only inside a complete log (S5).

    Where the act may precede, the log must reach back a year before the duty began.
    """
    trigger = frame.roots["trigger"]
    late = result.state in (OVERDUE, CURED_LATE)
    if not late or trigger.type not in ("period", "in_force") or result.due is None:
        return False
    first = frame.world.bounds(trigger_day)[0] - (_YEAR if part.may_precede else 0)
    return log_is_incomplete(frame, types, frame.roots.get("bearer") or "", first, frame.world.bounds(result.due)[1])


def log_is_incomplete(frame: Frame, types: tuple[str, ...], bearer: str, first: int, last: int) -> bool:
    """Acts may be missing from the file unless a log scope covers type, organ and period (S5)."""
    for type_ in types:
        if frame.host.register.log_state(bearer, type_, first, last) is not True:
            key = ("log", type_, bearer, first)
            return frame.world.test(key, Variable(key, Cause.LOG_SCOPE, type_, organ=bearer))
    return False


def _log_is_open(frame: Frame, types: tuple[str, ...], trigger_day: Day) -> bool:
    """Nothing on file is not done, unless the log is declared open: then what is missing may exist (S5)."""
    bearer = frame.roots.get("bearer")
    first, last = frame.world.bounds(trigger_day)[0], frame.world.bounds(frame.as_of)[1]
    for type_ in types:
        if frame.host.register.log_state(bearer or "", type_, first, last) is False:
            key = ("log", type_, bearer, first)
            return frame.world.test(key, Variable(key, Cause.LOG_SCOPE, type_, organ=bearer or ""))
    return False


def pattern_types(pattern: PatternChoice) -> tuple[str, ...]:
    """Give the record types that a pattern can match."""
    return tuple(dict.fromkeys(type_ for plain in plain_patterns(pattern) for type_ in plain.types))


def plain_patterns(pattern: PatternChoice) -> list[Pattern]:
    """Give the patterns of all options."""
    if isinstance(pattern, Choice):
        return [plain for _, option in pattern.options for plain in plain_patterns(option)]
    return [pattern]


# --- All parts together -------------------------------------------------------------------------------------

_VERDICTS = {
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
        best = min(results, key=lambda r: _PREFERENCE.index(r[1].state))
        results = [best]
    states = {result.state for _, result in results}
    verdict = _verdict(states)
    open_parts = [(name, r) for name, r in results if r.state in (OVERDUE, PENDING, FORECLOSED)]
    blamed = [(n, r) for n, r in results if r.state in (OVERDUE, FORECLOSED, CURED_LATE)]
    leading = _earliest(frame, blamed or open_parts or results)
    due, latest = _bounds(frame, leading.due)
    since = _since(frame, leading) if blamed else None
    evidence = [r.act for _, r in results if r.act is not None] + [act for _, r in results for act in r.moved_by]
    return Outcome(
        verdict=verdict,
        reason=_reason(states) if verdict is Verdict.NOT_APPLICABLE else None,
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


_PREFERENCE = (PERFORMED, PENDING, CURED_LATE, STOPPED, ENDED, OVERDUE, FORECLOSED)


def _verdict(states: set[str]) -> Verdict:
    if states & {OVERDUE, FORECLOSED} or (CURED_LATE in states and PENDING in states):
        return Verdict.VIOLATED
    for state in (CURED_LATE, PENDING, PERFORMED):
        if state in states:
            return _VERDICTS[state]
    return Verdict.NOT_APPLICABLE


def _reason(states: set[str]) -> Reason:
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
    return PartState(name, result.state, due, result.act, None if due is None else _count(frame, due), result.due)


def _count(frame: Frame, due: int) -> Count | None:
    return frame.counts.get(due)
