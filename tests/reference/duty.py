"""The verdict on one duty in one world: does it arise, does it apply, and what of its body."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from zhifa_rules.engines.outcome import Reason, Verdict
from zhifa_rules.norms.core import Norm, OnDuty, OnRecord, OnRoster, Path, Registered, Step
from zhifa_rules.records.facts import LAST_DAY, Fact
from zhifa_rules.records.known import ABSENT
from zhifa_rules.records.shapes import Kind

from .acts import acts_matching, matched_on
from .conditions import holds
from .days import day_of
from .rosters import exists_on
from .scene import DAY, Scene

if TYPE_CHECKING:
    from .instances import Instance
    from .world import World


@dataclass(frozen=True)
class Result:
    """What is found of a duty in one world."""

    verdict: Verdict
    reason: Reason | None = None
    due: int | None = None
    missing: frozenset[str] = frozenset()
    owed: bool = False
    bearer: str | None = None
    counterpart: str | None = None
    parts: tuple[tuple[str, str, int | None, int | None], ...] = ()
    since: int | None = None
    scene: Scene | None = field(default=None, compare=False, repr=False)


def first_found(found: list[tuple[Fact, int]], scene: Scene) -> Fact:
    """Give the first act by the day that counts, then by its own; of two that tie, as they say or nobody knows."""
    first, counted = found[0]
    for other, day in found[1:]:
        mine, theirs = (day, scene.world.day(other, "on")), (counted, scene.world.day(first, "on"))
        if mine < theirs or (mine == theirs and scene.world.comes_first(other, first)):
            first, counted = other, day
    return first


def outside(reason: Reason) -> Result:
    """Give the result for what does not apply."""
    return Result(Verdict.NOT_APPLICABLE, reason)


def evaluate(instance: Instance, world: World, as_of: int, examined: Fact | None = None) -> Result:
    """Give the verdict on an instance as of a day; ``examined`` is an act of that day that is being judged."""
    scene = Scene(world, instance.norm, instance.dossier, {}, as_of, examined=examined)
    triggered = _triggered(instance, scene)
    if triggered is None:
        return outside(Reason.NOT_TRIGGERED)
    if instance.period is not None and instance.person is None and not _owes_itself(triggered):
        return outside(Reason.NOT_TRIGGERED)
    scene = _with_finds(triggered)
    scene = _bound(scene, _party(scene, instance.norm.bearer) if instance.norm.bearer else instance.organ)
    reason = _outside(scene)
    if reason is Reason.ADDRESSEE and instance.norm.bearer is not None:
        office = scene.itself(instance.norm.bearer)  # the text may bind the office and not the organ it acts for
        own = scene if office in (None, scene.roots["bearer"]) else _bound(scene, office)
        if (inner := _outside(own)) is not Reason.ADDRESSEE:
            scene, reason = own, inner
    result = outside(reason) if reason else _displacing(scene) or _body(scene)
    bearer, counterpart = scene.roots["bearer"], scene.roots["counterpart"]
    return replace(result, bearer=bearer, counterpart=counterpart, scene=scene)


def _bound(scene: Scene, bearer: str | None) -> Scene:
    scene = scene.having(bearer=bearer)
    return scene.having(counterpart=_party(scene, scene.norm.counterpart))


def _owes_itself(scene: Scene) -> bool:
    """Tell whether a duty of a roster is the organ's own: an office has one only where its principal has none."""
    office, addressee = scene.roots["bearer"], scene.norm.addressee
    principal = scene.world.setting.principal(office)
    if principal == office:
        return True
    if addressee is None:
        return False
    looked_up = _with_finds(scene)
    return not holds(addressee, _bound(looked_up, principal)) and holds(addressee, _bound(looked_up, office))


def has_ended(scene: Scene, due: int | None) -> bool:
    """Tell whether the organ of a roster was dissolved before its duty fell due."""
    organ = scene.roots.get("bearer")
    rows = scene.world.setting.register.rows(organ) if isinstance(organ, str) and "period" in scene.roots else ()
    if not rows or rows[-1].values.get("until", ABSENT) is ABSENT:
        return False
    end = scene.world.day(rows[-1], "until")
    return end < scene.as_of and (due is None or end < due)


def _party(scene: Scene, path: Path | None) -> str | None:
    value = None if path is None else scene.value(path)
    return value if isinstance(value, str) else None


# --- what gives rise to the duty ---


def _triggered(instance: Instance, scene: Scene) -> Scene | None:
    source = instance.norm.source
    if instance.period is not None:
        trigger = instance.triggers[0]
        roots = {"trigger": trigger, "period": instance.period, DAY: scene.world.day(trigger, "on")}
        if instance.person is None:
            return scene.having(**roots, bearer=instance.organ)
        found = scene.having(**roots, person=instance.person)
        assert isinstance(source, OnRoster)
        return found if source.person is None or holds(source.person, found) else None
    if isinstance(source, OnDuty):
        return _by_duty(instance, source, scene)
    assert isinstance(source, OnRecord)
    matched = [(f, d) for f in instance.triggers if (d := matched_on(f, source.pattern, scene, "trigger")) is not None]
    if not matched:
        return None
    trigger, day = _first(matched, scene)
    found = scene.having(trigger=trigger, item=instance.item, **{DAY: day})
    if not isinstance(source.each, Registered):
        return found
    return found if exists_on(instance.item, day, found) and holds(source.each.where, found) else None


def _first(matched: list[tuple[Fact, int]], scene: Scene) -> tuple[Fact, int]:
    """Give the first of several acts; of two of one day the order is told by their time or number, or not known."""
    first = matched[0]
    for other in matched[1:]:
        if other[1] < first[1] or (other[1] == first[1] and scene.world.comes_first(other[0], first[0])):
            first = other
    return first


def _by_duty(instance: Instance, source: OnDuty, scene: Scene) -> Scene | None:
    assert instance.base is not None
    base = evaluate(instance.base, scene.world, scene.as_of, scene.examined)
    if not states_of(base, source.part) & source.states:
        return None
    assert base.scene is not None
    due, since = next(((d, s) for name, _, d, s in base.parts if name == source.part), (base.due, base.since))
    begins = base.scene.roots[DAY] if since is None else since
    day = begins if due is None else due + 1
    duty = {"due": due, "overdue_from": None if due is None else due + 1}
    roots = {k: v for k, v in base.scene.roots.items() if k in ("trigger", "period", "person")}
    return scene.having(**roots, item=base.bearer, duty=duty, **{DAY: day})


def states_of(result: Result, part: str | None) -> set[str]:
    """Name the states that a duty, or one part of it, has reached."""
    if part is not None:  # a special rule in the place of the general one may lack the part: then it is in no state
        named = {state for name, state, *_ in result.parts if name == part}
        breached = {"breached" for state in named if state in ("overdue", "cured_late")}
        return named | breached | {"complied" for state in named if state == "performed"}
    words = {
        Verdict.SATISFIED: {"performed", "complied"},
        Verdict.PENDING: {"pending"},
        Verdict.VIOLATED: {"overdue", "breached"},
        Verdict.CURED_LATE: {"cured_late", "breached"},
        Verdict.UNDETERMINED: {"undetermined"},
        Verdict.NOT_APPLICABLE: set[str](),
    }
    return words[result.verdict]


def _with_finds(scene: Scene) -> Scene:
    for name, pattern in scene.norm.finds:
        found = acts_matching(pattern, scene)
        unknown = Fact("", {}, ("find", name, scene.dossier.key))
        scene = scene.having(**{name: first_found(found, scene) if found else unknown})
    return scene


# --- whether it applies ---


def _outside(scene: Scene) -> Reason | None:
    norm, governance = scene.norm, scene.norm.governance
    day = scene.roots[DAY]
    decisive = day_of(governance.decided_by, scene)
    if decisive is not None and decisive < LAST_DAY:  # where that date never comes, the trigger decides
        day = decisive
    last = governance.last_day if isinstance(governance.last_day, int) else scene.option(governance.last_day)
    began = governance.first_day
    if governance.first_day_latest > began:
        days = {began, governance.first_day_latest, *(d for d in _near(day) if began < d < governance.first_day_latest)}
        whole = (governance.first_day, governance.first_day_latest, governance.divisions)  # an instrument begins once
        began = scene.world.guide.choose(("in force", whole), sorted(days))
    if day is not None and day < began:
        return Reason.NOT_IN_FORCE
    if day is not None and day > last:
        return Reason.LAPSED
    if not _in_territory(scene):
        return Reason.TERRITORY
    if norm.addressee is not None and not holds(norm.addressee, scene):
        return Reason.ADDRESSEE
    return Reason.EXCEPTION if any(holds(case.condition, scene) for case in norm.exceptions) else None


def _near(day: int | None) -> tuple[int, ...]:
    return () if day is None else (day, day + 1)


def _in_territory(scene: Scene) -> bool:
    """Tell whether the organ lies in the territory; one that the text does not name is taken to act where it acts."""
    norm = scene.norm
    organ: Any = scene.roots.get("bearer") if norm.located_by is None else scene.value(norm.located_by)
    if organ is None and norm.bearer is None and norm.located_by is None:
        organ = scene.world.read(scene.roots["trigger"], Step("by", Kind.ORGAN, many=False))
        organ = scene.world.setting.principal(organ)
    division = scene.division(organ) if isinstance(organ, str) else ABSENT
    if division is ABSENT:  # not placed by the register is unknown, not outside
        return scene.world.maybe(("territory", organ, norm.governance.divisions))
    return str(division).startswith(norm.governance.divisions)


def _displacing(scene: Scene) -> Result | None:
    """Give the result of the special rule that applies in the place of this one, to the same bearer."""
    for special in scene.world.setting.norms:
        if special.pack == scene.norm.pack and scene.norm.rule in special.displaces and not scene.norm.facet:
            inner = replace(scene, norm=special)
            if _meets(special, inner) and _outside(inner) is None:
                return _body(inner)
    return None


def _meets(special: Norm, scene: Scene) -> bool:
    """Tell whether the trigger of the general rule is one of the special rule, too."""
    if not isinstance(special.source, OnRecord):
        return True
    trigger = scene.roots["trigger"]
    pattern = special.source.pattern
    return trigger.type in pattern.types and matched_on(trigger, pattern, scene, "trigger") is not None


def _body(scene: Scene) -> Result:
    from .bodies import result_of

    return result_of(scene)
