"""The bodies of norms other than things to be done: what holds, is counted, may be done, or is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhifa_rules.engines.outcome import Reason, Verdict
from zhifa_rules.norms.core import (
    Achieve,
    Ask,
    Available,
    Hold,
    Measure,
    PatternChoice,
    Share,
    Tally,
)
from zhifa_rules.records.facts import LAST_DAY, Fact
from zhifa_rules.records.known import ABSENT

from .achieve import achieved
from .acts import acts_matching
from .conditions import holds
from .days import day_of
from .duty import Result, first_found, has_ended
from .scene import DAY
from .unseen import is_logged

if TYPE_CHECKING:
    from .scene import Period, Scene


def result_of(scene: Scene) -> Result:
    """Give the result of the body of the norm."""
    match scene.norm.body:
        case Achieve() as body:
            return achieved(body, scene)
        case Hold(conditions=conditions):
            failed = frozenset(name for name, condition in conditions if not holds(condition, scene))
            missing = failed if len(conditions) > 1 else frozenset()
            return Result(Verdict.VIOLATED if failed else Verdict.SATISFIED, missing=missing)
        case Tally() as body:
            return _tallied(body, scene)
        case Share() as body:
            return _shared(body, scene)
        case Available() as body:
            return _available(body, scene)
        case Ask(answer=answer, breach=breach):
            found = acts_matching(answer, scene)
            if not found:  # a human will say the one or the other
                is_breach = scene.world.maybe(("judgement", scene.roots["trigger"].key))
                return Result(Verdict.VIOLATED if is_breach else Verdict.SATISFIED)
            first = scene.having(act=first_found(found, scene))
            return Result(Verdict.VIOLATED if holds(breach, first) else Verdict.SATISFIED)


# --- counting ---


def _owner(scene: Scene) -> str:
    person = scene.roots.get("person")
    return (
        str(person.values["person"])
        if isinstance(person, Fact)
        else str(scene.world.setting.principal(scene.roots["bearer"]))
    )


def _credited(tally: Tally, acts: PatternChoice, scene: Scene) -> list[Fact]:
    """Give the acts of the period that count for the one who owes the number."""
    period: Period = scene.roots["period"]
    found = []
    for act, day in acts_matching(acts, scene):
        value = scene.having(act=act).value(tally.credited)
        members = value if isinstance(value, tuple) else (value,)
        if _owner(scene) in members and day <= period.last and (tally.may_precede or day >= period.first):
            found.append(act)
    return found


def _number(tally: Tally, acts: list[Fact], scene: Scene) -> int:
    if tally.total is None:
        return len(acts)
    numbers = [scene.having(act=act).value(tally.total) for act in acts]
    return sum(n for n in numbers if isinstance(n, int))


def _lacking(tally: Tally, acts: list[Fact], scene: Scene) -> frozenset[str]:
    if tally.component_path is None or any(holds(tally.components_unless, scene.having(act=a)) for a in acts):
        return frozenset()
    lists = [scene.having(act=act).value(tally.component_path) for act in acts]
    return frozenset(tally.components) - {word for words in lists if words is not ABSENT for word in words}


def _tallied(tally: Tally, scene: Scene) -> Result:
    period: Period = scene.roots["period"]
    acts = _credited(tally, tally.acts, scene)
    lacking = _lacking(tally, acts, scene)
    due = period.last if tally.dated else None
    if _number(tally, acts, scene) >= tally.at_least and not lacking:
        return Result(Verdict.SATISFIED, due=due)
    named = lacking if acts else frozenset()
    if has_ended(scene, period.last):
        return Result(Verdict.NOT_APPLICABLE, Reason.ENDED, due=due)
    if scene.as_of <= period.last:
        return Result(Verdict.PENDING, due=due, missing=named, owed=True)
    first = period.first - (period.last - period.first + 1) if tally.may_precede else period.first
    if not is_logged(tally.acts, scene.roots["bearer"], first, period.last, scene) and scene.world.maybe(
        ("log", scene.norm.rule)
    ):
        return Result(Verdict.SATISFIED, due=due)
    lame = [] if tally.defective is None else _credited(tally, tally.defective, scene)
    together = list({act.key: act for act in (*acts, *lame)}.values())
    if lame and _number(tally, together, scene) >= tally.at_least:
        return Result(Verdict.NOT_APPLICABLE, Reason.DISPLACED)
    return Result(Verdict.VIOLATED, due=due, missing=named)


def _measured(measure: Measure, scene: Scene) -> tuple[int, bool]:
    """Give a number, and whether it was counted from acts rather than stated."""
    if measure.acts is None:
        assert measure.value is not None
        return _whole(scene.value(measure.value)), False
    period: Period = scene.roots["period"]
    found = [act for act, day in acts_matching(measure.acts, scene) if period.first <= day <= period.last]
    stated = [] if found or measure.stated is None else acts_matching(measure.stated, scene)
    if not stated or measure.value is None:
        return len(found), True
    return _whole(scene.having(act=first_found(stated, scene)).value(measure.value)), False


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 0


def _shared(share: Share, scene: Scene) -> Result:
    period: Period | None = scene.roots.get("period")
    if period is not None and has_ended(scene, period.last):
        return Result(Verdict.NOT_APPLICABLE, Reason.ENDED)
    if period is not None and scene.as_of <= period.last:
        return Result(Verdict.PENDING, due=period.last, owed=True)
    (part, counted), (whole, also_counted) = _measured(share.part, scene), _measured(share.whole, scene)
    if period is not None and (counted or also_counted):
        acts = [measure.acts for measure in (share.part, share.whole) if measure.acts is not None]
        bearer = scene.roots["bearer"]
        logged = all(is_logged(pattern, bearer, period.first, period.last, scene) for pattern in acts)
        if not logged and scene.world.maybe(("log", scene.norm.rule)):
            return Result(Verdict.SATISFIED, due=period.last)
    fits = part * share.denominator >= whole * share.numerator
    if whole == 0:
        fits = scene.world.maybe(("judgement", "zero")) if share.when_zero is None else share.when_zero
    due = None if period is None else period.last
    if fits:
        return Result(Verdict.SATISFIED, due=due)
    return Result(Verdict.VIOLATED, due=due, owed=period is None and not _counted_again(scene))


def _counted_again(scene: Scene) -> bool:
    """Tell whether a later count of the same organ is on file: the share is to be restored until then."""
    trigger: Fact = scene.roots["trigger"]
    setting = scene.world.setting
    counts = setting.naming("organ", setting.principal(scene.roots["bearer"] or "")).facts(trigger.type)
    return any(scene.world.day(c, "on") > scene.roots[DAY] for c in counts if c.key != trigger.key)


# --- powers ---


def _available(body: Available, scene: Scene) -> Result:
    until = day_of(body.until, scene)
    until = None if until == LAST_DAY else until  # a window that never closes is none
    uses = [] if body.use is None else [d for _, d in acts_matching(body.use, scene) if d >= scene.roots[DAY]]
    if uses and (until is None or min(uses) <= until):
        return Result(Verdict.SATISFIED, Reason.USED, due=until)
    if uses:
        return Result(Verdict.NOT_APPLICABLE, Reason.USED_LATE, due=until)
    if until is None:
        return Result(Verdict.PENDING, Reason.AVAILABLE)
    if until < scene.as_of:
        return Result(Verdict.NOT_APPLICABLE, Reason.WINDOW_CLOSED, due=until)
    return Result(Verdict.PENDING, Reason.OPEN, due=until)
