"""Things to be done by a date: the clock walked through act by act."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cmp_to_key
from typing import TYPE_CHECKING

from zhifa_rules.engines.outcome import Reason, Verdict
from zhifa_rules.norms.core import Achieve, Choice, DayOfYear, Either, FixedDate, Part, Restart
from zhifa_rules.records.facts import LAST_DAY, Fact

from .acts import acts_matching
from .conditions import holds
from .days import day_of
from .duty import Result, has_ended
from .scene import DAY
from .unseen import log_may_lack, may_be_unseen

if TYPE_CHECKING:
    from zhifa_rules.norms.core import DateExpression

    from .scene import Scene

PERFORMED, LATE, PENDING, OVERDUE, STOPPED, ENDED = "performed", "cured_late", "pending", "overdue", "stopped", "ended"


@dataclass(frozen=True)
class Event:
    """An act that stops, restarts, ends or forecloses, or that performs the part."""

    kind: str
    act: Fact
    day: int
    restart: Restart | None = None


@dataclass(frozen=True)
class State:
    """The state of a part; ``ended`` tells that the clock ended, if only after the due date.

    ``since`` is the day on which it became too late where nothing is due by a day.
    """

    id: str
    state: str
    due: int | None
    ended: bool = False
    since: int | None = None


def achieved(body: Achieve, scene: Scene) -> Result:
    """Give the result of the parts together; of alternatives the best one is told."""
    states = [_walk(part, body, scene) for part in body.parts]
    if body.any_of:
        states = [min(states, key=_rank)]
    verdict, reason = _together({state.state for state in states})
    missing = [state for state in states if state.state in (OVERDUE, PENDING)]
    blamed = [state for state in states if state.state in (OVERDUE, LATE)]
    due = min((state.due for state in blamed or missing or states if state.due is not None), default=None)
    return Result(
        verdict,
        reason,
        due,
        frozenset(state.id for state in missing) if len(states) > 1 else frozenset(),
        owed=bool(missing) and not any(state.ended for state in missing),
        parts=tuple((state.id, state.state, state.due, state.since) for state in states),
        since=next((state.since for state in blamed if state.since is not None), None),
    )


def _rank(state: State) -> tuple[int, bool]:
    """Give the rank of an alternative: of two that were not done, what is foreclosed comes last."""
    return _BEST_FIRST.index(state.state), state.state == OVERDUE and state.since is not None


_BEST_FIRST = (PERFORMED, PENDING, LATE, STOPPED, ENDED, OVERDUE)


def _together(states: set[str]) -> tuple[Verdict, Reason | None]:
    if OVERDUE in states or {LATE, PENDING} <= states:
        return Verdict.VIOLATED, None
    for state, verdict in ((LATE, Verdict.CURED_LATE), (PENDING, Verdict.PENDING), (PERFORMED, Verdict.SATISFIED)):
        if state in states:
            return verdict, None
    return Verdict.NOT_APPLICABLE, Reason.STOPPED if STOPPED in states else Reason.ENDED


def _events(body: Achieve, scene: Scene, *, proof: bool) -> list[Event]:
    clock = body.clock
    found = [Event("foreclose", act, day) for p in body.forecloses for act, day in acts_matching(p, scene)]
    if clock is not None:
        for kind, patterns in (("stop", clock.stopped_by), ("end", clock.ended_by)):
            found += [Event(kind, a, d) for p in patterns for a, d in acts_matching(p, scene, proof=proof)]
        for r in clock.restarted_by:
            found += [Event("restart", a, d, r) for a, d in acts_matching(r.acts, scene)]
    return [event for event in found if event.day >= scene.roots[DAY]]


def _walk(part: Part, body: Achieve, scene: Scene) -> State:
    """Give the state of a part; acts that may belong here are looked at where a breach would be found (S5)."""
    state = _walked(part, body, scene, proof=False)
    return _walked(part, body, scene, proof=True) if state.state in (OVERDUE, LATE) else state


def _walked(part: Part, body: Achieve, scene: Scene, *, proof: bool) -> State:
    """Walk through what happened, act by act, and give the state of a part at the end."""
    events = _events(body, scene, proof=proof)
    acts = [
        Event("perform", act, day)
        for way in (part.acts, *part.also_by)
        for act, day in acts_matching(way, scene, proof=proof)
        if part.may_precede or day >= scene.roots[DAY]
    ]

    def order(one: Event, other: Event) -> int:
        if one.day != other.day:
            return one.day - other.day
        closings = [event.kind == "foreclose" for event in (one, other)]
        if closings[0] is not closings[1] and not scene.world.is_told(one.act, other.act):
            return -1 if closings[1] else 1  # what is done on the day of closing counts as done before it
        if one.act.key == other.act.key:
            return 0
        return -1 if scene.world.comes_first(one.act, other.act) else 1

    start = scene.roots[DAY] if body.clock is None else day_of(body.clock.start, scene)
    due = _due(part, scene, start)
    running, breached, ended, done = True, False, False, False
    since: int | None = None
    for event in sorted([*acts, *events], key=cmp_to_key(order)):
        is_over = running and due is not None and event.day > due
        breached = breached or (is_over and not done)
        if event.kind == "perform":
            done = True
        elif event.kind == "end":
            ended = True
        elif event.kind == "foreclose":
            if running and not done and due is None and not breached:
                breached, since = True, event.day
        elif event.kind == "stop":
            running = running and is_over  # what comes after the due date does not undo the breach
        elif event.restart is not None and not breached and not is_over:
            inner = scene.having(act=event.act)
            if not running or holds(event.restart.also_running, inner):
                again = _due(part, scene, day_of(event.restart.start, inner))
                running, due = True, None if again is None else max(again, event.day)
        if ended or (breached and done):
            done = done or bool(acts)  # what is done after the end is done; after the breach it is done late
            break
    breached = breached or (running and not ended and not done and due is not None and scene.as_of > due)
    if done and not breached:
        return State(part.id, PERFORMED, due)
    if (breached or not done) and log_may_lack(part, scene):
        return State(part.id, PERFORMED, due)
    if not done and (breached or (running and not ended)) and has_ended(scene, due if since is None else since):
        return State(part.id, ENDED, None)
    if breached and may_be_unseen(part, scene, due, on_file=done):
        return State(part.id, PERFORMED, due)
    if breached:
        return State(part.id, LATE if done else OVERDUE, due, ended, since)
    if ended or not running:
        return State(part.id, ENDED if ended else STOPPED, None)
    return State(part.id, PENDING, due)


def _due(part: Part, scene: Scene, start: int | None) -> int | None:
    due = day_of(part.within, scene.having(clock=start))
    if due is None or due >= LAST_DAY:
        return None
    return max(due, scene.roots[DAY]) if _is_fixed(part.within, scene.having(clock=start)) else due


def _is_fixed(expression: DateExpression | None, scene: Scene) -> bool:
    """Tell whether what counts in this world is a day of the calendar, which may lie before the trigger (S8)."""
    while isinstance(expression, Choice | Either):
        if isinstance(expression, Choice):
            expression = scene.option(expression)
        else:
            expression = expression.then if holds(expression.condition, scene) else expression.otherwise
    return isinstance(expression, FixedDate | DayOfYear)
