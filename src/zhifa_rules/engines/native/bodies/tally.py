"""Tallies: at least so many acts in a calendar period, together having every component."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhifa_rules.engines.native.bodies.achieve import pattern_types
from zhifa_rules.engines.native.conditions import compile_condition
from zhifa_rules.engines.native.patterns import ACT, compile_pattern
from zhifa_rules.engines.native.values import compile_path
from zhifa_rules.engines.outcome import Cause, Outcome, Variable, Verdict
from zhifa_rules.norms.core import Compare, Relation

if TYPE_CHECKING:
    from collections.abc import Callable

    from zhifa_rules.engines.native.frame import Frame
    from zhifa_rules.engines.native.world import Day
    from zhifa_rules.norms.core import Tally
    from zhifa_rules.records.facts import Fact


def compile_tally(body: Tally) -> Callable[[Frame, Day], Outcome]:
    """Compile a number to be reached in a period."""
    find, credited, types = compile_pattern(body.acts), compile_path(body.credited), pattern_types(body.acts)
    has = {word: _component(body, word) for word in body.components}
    exempt = compile_condition(body.components_unless)

    def lacks(frame: Frame, acts: list[Fact], word: str) -> bool:
        for act in acts:
            frame.roots[ACT] = act
            if exempt(frame) or has[word](frame, act):
                return False
        return True

    def evaluate(frame: Frame, _: Day) -> Outcome:
        world, bearer = frame.world, frame.roots["bearer"]
        first, last = (frame.roots["period"].values[k].toordinal() for k in ("first_day", "last_day"))
        acts: list[Fact] = []
        for act, day in find(frame):
            frame.roots[ACT] = act
            organs = credited(frame)
            credited_to = organs if isinstance(organs, tuple) else (organs,)
            if bearer in credited_to and (body.may_precede or world.le(first, day)) and world.le(day, last):
                acts.append(act)
        missing = tuple(word for word in body.components if lacks(frame, acts, word))
        due = last if body.dated else None
        if len(acts) >= body.at_least and not missing:
            return Outcome(Verdict.SATISFIED, due=due, not_before=first, evidence=tuple(acts))
        if world.le(frame.as_of, last):
            return _open(Verdict.PENDING, due, first, acts, missing, owed=True)
        # Acts that count although done before the period must be in the log as well: one period back.
        logged_from = first - (last - first + 1) if body.may_precede else first
        if _incomplete(frame, types, bearer, logged_from, last):
            return Outcome(Verdict.SATISFIED, due=due, not_before=first, evidence=tuple(acts))
        return _open(Verdict.VIOLATED, due, first, acts, missing, owed=False, since=last + 1)

    return evaluate


def _component(body: Tally, word: str) -> Callable[[Frame, Fact], bool]:
    if body.component_path is None:
        return lambda frame, act: True
    test = compile_condition(Compare(body.component_path, Relation.CONTAINS, word))

    def has(frame: Frame, act: Fact) -> bool:
        frame.roots[ACT] = act
        return test(frame)

    return has


def _open(
    verdict: Verdict,
    due: int | None,
    first: int,
    acts: list[Fact],
    missing: tuple[str, ...],
    *,
    owed: bool,
    since: int | None = None,
) -> Outcome:
    return Outcome(
        verdict,
        due=due,
        due_latest=due,
        since=since,
        not_before=first,
        missing=missing if acts else (),
        evidence=tuple(acts),
        owed=owed,
    )


def _incomplete(frame: Frame, types: tuple[str, ...], bearer: str, first: int, last: int) -> bool:
    """Acts may be missing from the file unless a log scope covers type, organ and period (S5)."""
    for type_ in types:
        if frame.host.register.log_state(bearer, type_, first, last) is not True:
            key = ("log", type_, bearer, first)
            return frame.world.test(key, Variable(key, Cause.LOG_SCOPE, type_, organ=bearer))
    return False
