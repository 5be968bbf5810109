"""Achievements on what is known: something to be done by a date, or without one (S4, S6)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhifa_rules.engines.native.bodies.achieve import (
    CURED_LATE,
    ENDED,
    FORECLOSED,
    OVERDUE,
    PENDING,
    PERFORMED,
    PREFERENCE,
    VERDICTS,
    YEAR,
    reason_of,
    verdict_of,
)
from zhifa_rules.engines.native.concrete.clock import compile_clock, moving_types, was_halted
from zhifa_rules.engines.native.concrete.conditions import may_be_missing, parties_of
from zhifa_rules.engines.native.concrete.dates import compile_due
from zhifa_rules.engines.native.concrete.patterns import compile_any, compile_pattern
from zhifa_rules.engines.native.concrete.scene import Found, Unsettled
from zhifa_rules.engines.native.concrete.values import has_ended
from zhifa_rules.engines.native.conditions import said_order
from zhifa_rules.engines.native.patterns import names_the_trigger, plain_patterns
from zhifa_rules.engines.outcome import Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from zhifa_rules.engines.native.concrete.clock import ClockStands, Halt
    from zhifa_rules.engines.native.concrete.dates import Options
    from zhifa_rules.engines.native.concrete.patterns import Finder
    from zhifa_rules.engines.native.concrete.scene import Scene
    from zhifa_rules.norms.core import Achieve, Part
    from zhifa_rules.records.facts import Fact

    # How one part stands: its state, its due date, since when it is broken, whether its clock ended only after that.
    PartFound = tuple[str, int | None, int | None, bool]
    Examination = Callable[[Scene, int], PartFound]


def compile_achieve(body: Achieve, options: Options) -> Callable[[Scene, int], Found]:
    """Compile a duty to achieve something."""
    run = compile_clock(body.clock, options)
    moving = moving_types(body.clock)
    foreclosures = [compile_pattern(pattern, options) for pattern in body.forecloses]
    parts = [(part.id, _part(part, run, moving, foreclosures, options)) for part in body.parts]

    def evaluate(scene: Scene, trigger_day: int) -> Found:
        results = [(name, examine(scene, trigger_day)) for name, examine in parts]
        return combined(results, any_of=body.any_of)

    return evaluate


def _part(
    part: Part, run: ClockStands, clock_types: tuple[str, ...], foreclosures: list[Finder], options: Options
) -> Examination:
    ways = (part.acts, *part.also_by)
    find, due_of = compile_any(ways, options), compile_due(part.within, options)
    plain = [pattern for way in ways for pattern in plain_patterns(way)]
    types = tuple(dict.fromkeys((*(type_ for pattern in plain for type_ in pattern.types), *clock_types)))
    # An act in time may be missing although a late one is on file; a late one is not looked for elsewhere.
    linked = all(pattern.of is not None or names_the_trigger(pattern.where) for pattern in plain)
    looked_through = all(pattern.of is not None for pattern in plain)
    dated, may_precede = part.within is not None, part.may_precede

    def examine(scene: Scene, trigger_day: int) -> PartFound:
        scene.trigger_day = trigger_day
        due, halted, halts, ended_late = run(scene, trigger_day, due_of)
        acts = find(scene)
        if not may_precede:
            acts = [found for found in acts if found[1] >= trigger_day]
        if dated and due is not None:
            result = _dated(acts, due, halted, ended_late, scene.as_of)
        else:
            result = _undated(acts, halted, _closing(scene, foreclosures, trigger_day, halts))
        if scene.register.has_open_logs and (not acts or result[0] == CURED_LATE):
            raise Unsettled
        if "period" in scene.roots:
            return _of_roster(scene, part, types, trigger_day, result)
        at_hand = looked_through and not clock_types
        if result[0] in BREACHES:
            in_subject = linked or result[0] == CURED_LATE
            if may_be_missing(scene, types, parties_of(scene.roots), linked=in_subject, looked_through=at_hand):
                raise Unsettled
        return result

    return examine


BREACHES = (OVERDUE, FORECLOSED, CURED_LATE)
_OPEN = (OVERDUE, PENDING, FORECLOSED)


def _of_roster(scene: Scene, part: Part, types: tuple[str, ...], trigger_day: int, result: PartFound) -> PartFound:
    """A duty that arose without a record ends with the organ, and is broken only inside a complete log (S5, S10)."""
    state, due, since, _ = result
    bearer = scene.roots.get("bearer")
    if state in (OVERDUE, PENDING, FORECLOSED) and has_ended(scene, bearer, since if state == FORECLOSED else due):
        return ENDED, None, None, False
    if state in (OVERDUE, CURED_LATE) and due is not None:
        first = trigger_day - (YEAR if part.may_precede else 0)
        log_state = scene.register.log_state
        if any(log_state(bearer or "", type_, first, due) is not True for type_ in types):
            raise Unsettled
    return result


def _dated(acts: Sequence[tuple[Fact, int]], due: int, halted: str, ended_late: bool, as_of: int) -> PartFound:
    for _, day in acts:
        if halted or day <= due:
            return PERFORMED, due, None, False
    if halted:
        return halted, None, None, False
    if acts:
        return CURED_LATE, due, None, False
    return (OVERDUE, due, None, ended_late) if due < as_of else (PENDING, due, None, False)


def _closing(scene: Scene, foreclosures: list[Finder], trigger_day: int, halts: list[Halt]) -> tuple[Fact, int] | None:
    """Find the first act by which it became too late for ever, while the clock ran."""
    first: tuple[Fact, int] | None = None
    for find in foreclosures:
        for act, day in find(scene):
            if trigger_day <= day and (first is None or day < first[1]) and not was_halted(halts, act, day):
                first = act, day
    return first


def _undated(acts: Sequence[tuple[Fact, int]], halted: str, closing: tuple[Fact, int] | None) -> PartFound:
    if closing is None:
        if halted and not acts:
            return halted, None, None, False
        return PERFORMED if acts else PENDING, None, None, False
    closed_by, closed_on = closing
    for act, day in acts:
        if day < closed_on or (day == closed_on and said_order(act, closed_by) is not False):
            return PERFORMED, None, None, False
    if acts:
        return CURED_LATE, None, closed_on, False
    return FORECLOSED, None, closed_on, halted == ENDED


def combined(results: list[tuple[str, PartFound]], *, any_of: bool) -> Found:
    """Tell how a duty stands, given how its parts do."""
    if any_of:
        results = [min(results, key=lambda result: PREFERENCE.index(result[1][0]))]
    if len(results) == 1:
        return of_one(*results[0])
    states = {result[0] for _, result in results}
    parts = tuple((name, result[0], result[1]) for name, result in results)
    if states == _DONE:
        return Found(Verdict.SATISFIED, None, _earliest([result for _, result in results])[1], None, parts)
    verdict = verdict_of(states)
    blamed = [result for _, result in results if result[0] in BREACHES]
    open_parts = [result for _, result in results if result[0] in _OPEN]
    _, due, since, _ = _earliest(blamed or open_parts or [result for _, result in results])
    return Found(
        verdict,
        reason_of(states) if verdict is Verdict.NOT_APPLICABLE else None,
        due,
        None if not blamed else since if since is not None or due is None else due + 1,
        parts,
        owed=bool(open_parts) and not any(ended_late for *_, ended_late in open_parts),
    )


def of_one(name: str, result: PartFound) -> Found:
    """Tell how a duty of one part stands, given how that does."""
    state, due, since, ended_late = result
    verdict = VERDICTS[state]
    parts = ((name, state, due),)
    if state in BREACHES:
        since = due + 1 if since is None and due is not None else since
        return Found(verdict, None, due, since, parts, state != CURED_LATE and not ended_late)
    if verdict is Verdict.NOT_APPLICABLE:
        return Found(verdict, reason_of({state}), due, None, parts)
    return Found(verdict, None, due, None, parts, state == PENDING and not ended_late)


_DONE = {PERFORMED}


def _earliest(results: list[PartFound]) -> PartFound:
    if len(results) == 1:
        return results[0]
    dated = [result for result in results if result[1] is not None]
    return min(dated, key=lambda result: result[1] or 0) if dated else results[0]
