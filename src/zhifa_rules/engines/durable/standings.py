"""Standings: possible duties as a norm sees them, with the duties under other rules on whose state they turn."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from zhifa_rules.engines.durable.asking import NotExaminedError
from zhifa_rules.engines.durable.formulas import DUTY
from zhifa_rules.engines.durable.instances import Instance, instances_in
from zhifa_rules.engines.durable.readings import READINGS
from zhifa_rules.engines.durable.rows import AS_OF, EXAMINED, Circle, DutyRow, OtherDuty
from zhifa_rules.engines.durable.setting import Scene, day_of, said_order
from zhifa_rules.engines.durable.truth import day_at, holds, truth
from zhifa_rules.norms.core import OnRecord, OnRoster
from zhifa_rules.records.facts import LAST_DAY, Fact
from zhifa_rules.records.known import ABSENT, UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zhifa_rules.engines.durable.lowering.norm import LoweredNorm
    from zhifa_rules.engines.durable.lowering.patterns import Sought
    from zhifa_rules.engines.durable.lowering.scope import Cases
    from zhifa_rules.engines.durable.readings import Readings
    from zhifa_rules.engines.durable.rows import ActRows
    from zhifa_rules.engines.durable.setting import Setting
    from zhifa_rules.norms.core import Norm, Path
    from zhifa_rules.records.dossier import Dossier


@dataclass(frozen=True, eq=False)
class Standing:
    """An instance as a norm sees it: with the bearer's principal, and with the office itself where that is another.

    ``own`` are the rows of an office on a roster and of the organ that it acts for; ``unclear`` tells that the bearer
    is named by an act of which it is not known which it is.
    """

    instance: Instance
    row: DutyRow
    bearer: str | None
    office: DutyRow | None = None
    office_key: str | None = None
    own: tuple[DutyRow, DutyRow] | None = None
    unclear: bool = False

    @property
    def rows(self) -> tuple[DutyRow, ...]:
        """All rows that the engine is asked about."""
        return (self.row, *(() if self.office is None else (self.office,)), *(self.own or ()))


@dataclass(frozen=True, slots=True)
class View:
    """How possible duties are looked at: by what is on file as of a day, and under which readings.

    Where their state is asked for at an act, ``as_of`` is its day and ``examined`` the act.
    """

    setting: Setting
    acts: ActRows
    readings: Readings
    as_of: int | None = None
    examined: Fact | None = None


def standings_of(instance: Instance, lowered: LoweredNorm, view: View) -> tuple[Standing, ...]:
    """Give the rows of an instance under a norm, trigger by trigger."""
    found = tuple(_standing_of(instance, trigger, lowered, view) for trigger in instance.triggers)
    for standing in found:
        for row in standing.rows:
            row.type, row.others = lowered.type, _Others(lowered, instance.dossier, view)
    return found


class _Others:
    """The duties under other rules on whose state one turns, put together when they are asked for."""

    def __init__(self, lowered: LoweredNorm, dossier: Dossier, view: View) -> None:
        self._lowered = lowered
        self._dossier = dossier
        self._view = view
        self.resolved: dict[str, Circle] = {}

    def under(self, asked: str, row: DutyRow) -> Circle | None:
        if asked in self.resolved:
            return self.resolved[asked]
        other = self._lowered.others[asked]
        view: View | None = replace(self._view, examined=None)
        if other.at is not None:
            view = _view_at(other.at, row, self._view)
        if view is None:
            return None
        self.resolved[asked] = _circle(other, self._dossier, view)
        return self.resolved[asked]


def _view_at(at: Cases, row: DutyRow, view: View) -> View | None:
    """Look at duties as of the day of an act; how they will stand on a later day than the report's nobody knows."""
    examined = row.scene.roots["trigger"]
    assert isinstance(examined, Fact)
    for guard, ref in at:
        holding = truth(guard, {DUTY: row})
        day = ABSENT if ref is None else row.day(ref)
        if holding is None or (holding and day is UNKNOWN):
            return None
        if holding and isinstance(day, int):
            return replace(view, as_of=min(day, row.as_of), examined=examined)
    return replace(view, as_of=row.as_of, examined=examined)


def _circle(lowered: LoweredNorm, dossier: Dossier, view: View) -> Circle:
    """Give the possible duties of a subject under another rule, for what their state decides."""
    key = (id(lowered), id(dossier), view.as_of, id(view.examined))
    known = view.readings.others
    if key not in known:
        arising = lowered
        while arising.base is not None:
            arising = arising.base
        assert isinstance(arising.norm.source, OnRecord)
        instances = instances_in(arising.norm.source, dossier, view.setting)
        circle = known[key] = Circle(tuple(_other(instance, lowered, view) for instance in instances))
        for other in circle.duties:
            other.row.circle = circle
    return known[key]


def _other(instance: Instance, lowered: LoweredNorm, view: View) -> OtherDuty:
    standing = _standing_of(instance, instance.trigger, lowered, view)
    row = standing.row
    row.type, row.others = lowered.type, _Others(lowered, instance.dossier, view)
    row.parties = {
        "bearer": _party(lowered.norm.bearer, standing.bearer),
        "counterpart": _party(lowered.norm.counterpart, row.scene.roots["counterpart"]),
        "trigger": repr(instance.trigger.key),
    }

    @cache
    def settled() -> bool:
        from zhifa_rules.engines.durable.decisions import decide  # noqa: PLC0415  (decisions are of instances)

        if standing.office is not None:
            return False
        try:
            found = decide(lowered, (standing,), lambda one, predicate: holds(predicate, {DUTY: one}))
        except NotExaminedError:
            return False
        return found is None or len(found.outcomes) == 1

    return OtherDuty(row, row.parties, settled, instance)


def _party(path: Path | None, found: object) -> str | None:
    """Give a party of a duty; empty where the rule names none."""
    return "" if path is None else found if isinstance(found, str) else None


def _hanging_on(instance: Instance, lowered: LoweredNorm, view: View) -> OtherDuty:
    """Give the duty on which one hangs that arises from the same thing."""
    assert lowered.base is not None
    return next(
        other
        for other in _circle(lowered.base, instance.dossier, view).duties
        if other.arises_from is not None
        and other.arises_from.trigger is instance.trigger
        and _same_item(other.arises_from.item, instance.item)
    )


def _same_item(one: object, other: object) -> bool:
    return one.key == other.key if isinstance(one, Fact) and isinstance(other, Fact) else one == other


def _standing_of(instance: Instance, trigger: Fact, lowered: LoweredNorm, view: View) -> Standing:
    norm, source, base = lowered.norm, lowered.norm.source, None
    roots: dict[str, object] = {
        "trigger": trigger, READINGS: view.readings, AS_OF: view.as_of, EXAMINED: view.examined
    }  # fmt: skip
    if isinstance(source, OnRoster):
        roots["period"] = trigger
        if instance.person is not None:
            roots["person"] = instance.person
        else:
            roots["bearer"] = instance.organ
    elif lowered.base is not None:
        base = _hanging_on(instance, lowered, view)
        roots |= {"item": base.parties["bearer"] or None, "duty": _duty_fact(base.row, lowered)}
    elif isinstance(source, OnRecord) and source.each is not None:
        roots["item"] = instance.item
    acts, scene = view.acts, Scene(view.setting, roots, day_of(trigger))
    row = DutyRow(scene, trigger, instance.dossier, acts)
    nothing = Fact("", {}, ("find", trigger.key), trigger.records)
    known = {name: _found(row, ways, nothing) for name, ways in lowered.finds}
    scene = scene.having(**{name: nothing if act is None else act for name, act in known.items()})
    if norm.bearer is None:
        bearer = roots.get("bearer")
        bound = bearer if isinstance(bearer, str) else None
        return _standing(instance, trigger, scene, norm, acts, bound, None, base)
    read, raw = scene.read(norm.bearer), scene.raw(norm.bearer)
    bearer = read if isinstance(read, str) else None
    office = raw if isinstance(raw, str) and raw != bearer else None
    standing = _standing(instance, trigger, scene, norm, acts, bearer, office, base)
    return replace(standing, unclear=known.get(norm.bearer.root, nothing) is None)


def _duty_fact(row: DutyRow, lowered: LoweredNorm) -> Fact:
    """Give the due date of the duty on which one hangs, where it is known."""
    assert lowered.hangs_on is not None
    due: object = UNKNOWN
    for guard, ref in lowered.hangs_on.due:
        if ref is not None and holds(guard, {DUTY: row}):
            due = row.day(ref)
    if not isinstance(due, int) or due >= LAST_DAY:
        return Fact("duty", {"due": UNKNOWN, "overdue_from": UNKNOWN}, ("duty",))
    days = {"due": date.fromordinal(due), "overdue_from": date.fromordinal(due + 1)}
    return Fact("duty", days, ("duty",))


def _standing(  # noqa: PLR0917
    instance: Instance,
    trigger: Fact,
    scene: Scene,
    norm: Norm,
    acts: ActRows,
    bearer: str | None,
    office: str | None,
    base: OtherDuty | None,
) -> Standing:
    def row(organ: str | None) -> DutyRow:
        bound = scene.having(bearer=organ)
        other = None if norm.counterpart is None else bound.read(norm.counterpart)
        bound = bound.having(counterpart=other if isinstance(other, str) else None)
        made = DutyRow(bound, trigger, instance.dossier, acts)
        made.base = base
        return made

    own: tuple[DutyRow, DutyRow] | None = None
    if instance.organ is not None:
        principal = scene.setting.register.principal(instance.organ)
        own = None if principal == instance.organ else (row(instance.organ), row(principal))
    return Standing(instance, row(bearer), bearer, None if office is None else row(office), office, own)


def _found(row: DutyRow, ways: Sequence[Sought], nothing: Fact) -> Fact | None:
    """Give the first act that a rule looks up, or ``nothing`` if there is none; ``None`` if it is not known."""
    first: tuple[int, int, Fact] | None = None
    is_told = True
    for way in ways:
        acts = row.acts(way.act)
        if acts is None:
            return None
        for act in acts:
            rows = {DUTY: row, way.act.alias: act}
            fits = truth(way.fits, rows)
            if fits is None:
                return None
            if fits and act.fact is not None:
                day = next(day_at(ref, rows) for guard, ref in way.days if ref is not None and truth(guard, rows))
                assert isinstance(day, int)
                if act.fact.day is None:
                    return None
                this = day, act.fact.day, act.fact
                if first is None or this[:2] < first[:2]:
                    first, is_told = this, True
                elif this[:2] == first[:2]:
                    before = said_order(act.fact, first[2])
                    first = this if before else first
                    is_told = is_told and before is not None
    return None if not is_told else nothing if first is None else first[2]
