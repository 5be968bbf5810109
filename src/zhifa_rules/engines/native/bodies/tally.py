"""Tallies: at least so many acts in a calendar period, together having every component."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zhifa_rules.engines.native.absence import compile_whose, is_among, log_is_incomplete, what_is_sought
from zhifa_rules.engines.native.conditions import compile_condition
from zhifa_rules.engines.native.patterns import ACT, compile_pattern, pattern_types
from zhifa_rules.engines.native.values import compile_path, has_ended
from zhifa_rules.engines.native.world import Doubt
from zhifa_rules.engines.outcome import Outcome, Reason, Verdict
from zhifa_rules.norms.core import Compare, Relation
from zhifa_rules.records.facts import Fact
from zhifa_rules.records.known import ABSENT

if TYPE_CHECKING:
    from collections.abc import Callable

    from zhifa_rules.engines.native.frame import Frame
    from zhifa_rules.engines.native.patterns import Finder
    from zhifa_rules.engines.native.world import Day
    from zhifa_rules.norms.core import Tally


def compile_tally(body: Tally) -> Callable[[Frame, Day], Outcome]:
    """Compile a number to be reached in a period, of acts or of what they add up to."""
    weight = None if body.total is None else compile_path(body.total)
    defects = None if body.defective is None else compile_pattern(body.defective)
    find, credited, types = compile_pattern(body.acts), compile_path(body.credited), pattern_types(body.acts)
    sought, whose = what_is_sought(body.acts), compile_whose(body.acts)
    has = {word: _component(body, word) for word in body.components}
    exempt = compile_condition(body.components_unless)

    def lacks(frame: Frame, acts: list[Fact], word: str) -> bool:
        for act in acts:
            frame.roots[ACT] = act
            if exempt(frame) or has[word](frame, act):
                return False
        return True

    def credits(frame: Frame, finder: Finder, first: int, last: int) -> list[Fact]:
        person = frame.roots.get("person")
        bearer = frame.roots["bearer"]
        subject = person.values["person"] if isinstance(person, Fact) else frame.host.register.principal(bearer)
        found: list[Fact] = []
        for act, day in finder(frame):
            frame.roots[ACT] = act
            if not _is_credited(frame, credited(frame), subject):
                continue
            if (body.may_precede or frame.world.le(first, day)) and frame.world.le(day, last):
                found.append(act)
        return found

    def evaluate(frame: Frame, _: Day) -> Outcome:
        world, bearer = frame.world, frame.roots["bearer"]
        first, last = (frame.roots["period"].values[k].toordinal() for k in ("first_day", "last_day"))
        acts = credits(frame, find, first, last)
        missing = tuple(word for word in body.components if lacks(frame, acts, word))
        due = last if body.dated else None
        is_reached = _reaches(frame, acts, weight, body.at_least) and not missing
        if is_reached or is_among(frame, whose(frame)):
            return Outcome(Verdict.SATISFIED, due=due, not_before=first, evidence=tuple(acts))
        if has_ended(frame, bearer, last):
            return Outcome(Verdict.NOT_APPLICABLE, Reason.ENDED, due=due, evidence=tuple(acts))
        if world.le(frame.as_of, last):
            return _open(Verdict.PENDING, due, first, acts, missing, owed=True)
        # Acts that count although done before the period must be in the log as well: one period back.
        logged_from = first - (last - first + 1) if body.may_precede else first
        if log_is_incomplete(frame, types, bearer, (logged_from, last), sought):
            return Outcome(Verdict.SATISFIED, due=due, not_before=first, evidence=tuple(acts))
        defective = [] if defects is None else credits(frame, defects, first, last)
        if defective and _reaches(frame, _together(acts, defective), weight, body.at_least):
            # One defect is one breach: it is reported at the defective act (S4).
            return Outcome(Verdict.NOT_APPLICABLE, Reason.DISPLACED, due=due, evidence=(*acts, *defective))
        return _open(Verdict.VIOLATED, due, first, acts, missing, owed=False, since=last + 1)

    return evaluate


def _is_credited(frame: Frame, organs: Any, subject: str) -> bool:  # noqa: ANN401
    if isinstance(organs, Doubt):
        key = ("credited", organs.variable.key, subject)
        return frame.world.test(key, organs.variable)
    return subject in (organs if isinstance(organs, tuple) else (organs,))


def _reaches(frame: Frame, acts: list[Fact], weight: Callable[[Frame], Any] | None, least: int) -> bool:
    """Tell whether the acts are enough, or what they add up to is; an unknown amount may be enough or not."""
    if weight is None:
        return len(acts) >= least
    total, unknown = 0, []
    for act in acts:
        frame.roots[ACT] = act
        amount = weight(frame)
        if isinstance(amount, Doubt):
            unknown.append(amount)
        elif amount is not ABSENT:
            total += amount
    if total >= least or not unknown:
        return total >= least
    if len(unknown) == 1:
        return frame.world.at_least(unknown[0], least - total)
    variables = [doubt.variable for doubt in unknown]
    return frame.world.test(("sum", *(v.key for v in variables), least - total), *variables)


def _together(acts: list[Fact], defective: list[Fact]) -> list[Fact]:
    """Give acts of both kinds, each once: an act that is as it should be may fit the wider pattern too."""
    return list({act.key: act for act in (*acts, *defective)}.values())


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
