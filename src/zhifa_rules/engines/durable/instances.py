"""Possible duties: what can give rise to one, and the rows under which a norm looks at it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from zhifa_rules.engines.durable.asking import NotExaminedError
from zhifa_rules.engines.durable.formulas import DUTY
from zhifa_rules.engines.durable.rows import DutyRow, OtherDuty
from zhifa_rules.engines.durable.setting import Scene, day_of
from zhifa_rules.engines.durable.truth import holds, truth
from zhifa_rules.engines.periods import periods_of
from zhifa_rules.norms.core import OnRecord, OnRoster, Path, Registered
from zhifa_rules.records.facts import LAST_DAY, Fact
from zhifa_rules.records.known import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zhifa_rules.engines.durable.lowering.norm import LoweredNorm
    from zhifa_rules.engines.durable.lowering.patterns import Sought
    from zhifa_rules.engines.durable.rows import ActRows
    from zhifa_rules.engines.durable.setting import Setting
    from zhifa_rules.norms.core import Norm
    from zhifa_rules.records.dossier import Dossier

Key = tuple[Any, ...]


@dataclass(frozen=True, eq=False)
class Instance:
    """What may give rise to a duty: a record, a member of a list in it, or a period of an organ or person.

    Of several ``triggers`` only the first counts that fulfils what the norm asks. ``once_for`` is the person of a
    roster, or the value per which only the first counts.
    """

    dossier: Dossier
    triggers: tuple[Fact, ...]
    item: object = None
    organ: str | None = None
    person: Fact | None = None
    once_for: str = ""

    @property
    def trigger(self) -> Fact:
        """The first trigger."""
        return self.triggers[0]


@dataclass(frozen=True, eq=False)
class Standing:
    """An instance as a norm sees it: with the bearer's principal, and with the office itself where that is another.

    ``own`` are the rows of an office on a roster and of the organ that it acts for.
    """

    instance: Instance
    row: DutyRow
    bearer: str | None
    office: DutyRow | None = None
    office_key: str | None = None
    own: tuple[DutyRow, DutyRow] | None = None

    @property
    def rows(self) -> tuple[DutyRow, ...]:
        """All rows that the engine is asked about."""
        return (self.row, *(() if self.office is None else (self.office,)), *(self.own or ()))


# --- Instances ----------------------------------------------------------------------------------------------


def instances_of(norm: Norm, setting: Setting) -> Iterator[Instance]:
    """List everything that may give rise to a duty under a norm, subject by subject."""
    source = norm.source
    if isinstance(source, OnRoster):
        yield from _of_persons(norm, setting) if source.person is not None else _of_organs(norm, setting)
        return
    assert isinstance(source, OnRecord)
    for home in setting.history.homes:
        yield from _in_subject(source, setting.dossier(home), setting)


def _in_subject(source: OnRecord, dossier: Dossier, setting: Setting) -> Iterator[Instance]:
    facts = [fact for type_ in source.pattern.types for fact in dossier.facts(type_)]
    if source.once or source.once_per is not None:
        yield from _firsts(source, facts, dossier, setting)
        return
    for fact in facts:
        for item in _items(source, fact, setting):
            yield Instance(dossier, (fact,), item)


def _firsts(source: OnRecord, facts: Sequence[Fact], dossier: Dossier, setting: Setting) -> Iterator[Instance]:
    """Group the triggers of which only the first counts; one whose group is not known stands alone."""
    groups: dict[object, list[Fact]] = {}
    for fact in facts:
        value: object = ""
        if source.once_per is not None:
            value = Scene(setting, {"trigger": fact}, day_of(fact)).read(source.once_per)
        groups.setdefault(value if isinstance(value, str) else fact.key, []).append(fact)
    for value, members in groups.items():
        yield Instance(dossier, tuple(members), once_for=value if isinstance(value, str) else "")


def _items(source: OnRecord, fact: Fact, setting: Setting) -> Iterator[object]:
    if source.each is None:
        yield None
        return
    if isinstance(source.each, Registered):
        yield from setting.register.organs
        return
    assert isinstance(source.each, Path)
    listed = Scene(setting, {"trigger": fact}, day_of(fact)).read(source.each)
    if not isinstance(listed, tuple):
        yield None
        return
    seen: set[str] = set()
    name = source.each.steps[-1].name
    for number, entry in enumerate(listed):
        if not isinstance(entry, str):
            values = entry if isinstance(entry, dict) else entry.__dict__
            yield Fact(f"{fact.type}:{name}", dict(values), (fact.key, name, number), fact.records)
        elif entry not in seen:
            seen.add(entry)
            yield entry


def _of_organs(norm: Norm, setting: Setting) -> Iterator[Instance]:
    for organ in setting.register.organs:
        for period in periods_of(norm, setting.register.rows(organ), setting.as_of):
            yield Instance(setting.named("organ", organ), (period,), organ=organ)


def _of_persons(norm: Norm, setting: Setting) -> Iterator[Instance]:
    for person in setting.register.persons:
        rows = setting.register.person_rows(person)
        latest = {period.key: (row, period) for row in rows for period in periods_of(norm, [row], setting.as_of)}
        for row, period in latest.values():
            yield Instance(setting.named("person", person), (period,), person=row, once_for=person)


# --- Rows ---------------------------------------------------------------------------------------------------


def standings_of(instance: Instance, lowered: LoweredNorm, setting: Setting, acts: ActRows) -> tuple[Standing, ...]:
    """Give the rows of an instance under a norm, trigger by trigger."""
    found = tuple(_standing_of(instance, trigger, lowered, setting, acts) for trigger in instance.triggers)
    for standing in found:
        for row in standing.rows:
            row.type = lowered.type
            row.others = {
                rule: others_of(other, instance.dossier, setting, acts) for rule, other in lowered.others.items()
            }
    return found


def others_of(lowered: LoweredNorm, dossier: Dossier, setting: Setting, acts: ActRows) -> Sequence[OtherDuty]:
    """Give the possible duties of a subject under another rule, for what their state decides."""
    key = id(lowered), id(dossier)
    if key not in acts.others:
        assert isinstance(lowered.norm.source, OnRecord)
        instances = _in_subject(lowered.norm.source, dossier, setting)
        acts.others[key] = [_other(instance, lowered, setting, acts) for instance in instances]
    return acts.others[key]


def _other(instance: Instance, lowered: LoweredNorm, setting: Setting, acts: ActRows) -> OtherDuty:
    standing = _standing_of(instance, instance.trigger, lowered, setting, acts)
    row = standing.row
    row.type = lowered.type
    counterpart = row.scene.roots["counterpart"]
    parties = {"bearer": standing.bearer, "counterpart": counterpart if isinstance(counterpart, str) else None}
    row.parties = parties

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

    return OtherDuty(row, parties, settled, instance)


def _hanging_on(instance: Instance, lowered: LoweredNorm, setting: Setting, acts: ActRows) -> OtherDuty:
    """Give the duty on which one hangs that arises from the same thing."""
    assert lowered.base is not None
    return next(
        other
        for other in others_of(lowered.base, instance.dossier, setting, acts)
        if other.arises_from is not None
        and other.arises_from.trigger is instance.trigger
        and _same_item(other.arises_from.item, instance.item)
    )


def _same_item(one: object, other: object) -> bool:
    return one.key == other.key if isinstance(one, Fact) and isinstance(other, Fact) else one == other


def _standing_of(instance: Instance, trigger: Fact, lowered: LoweredNorm, setting: Setting, acts: ActRows) -> Standing:
    norm, base = lowered.norm, None
    roots: dict[str, object] = {"trigger": trigger}
    if isinstance(norm.source, OnRoster):
        roots["period"] = trigger
        if instance.person is not None:
            roots["person"] = instance.person
        else:
            roots["bearer"] = instance.organ
    elif lowered.base is not None:
        base = _hanging_on(instance, lowered, setting, acts)
        roots |= {"item": base.parties["bearer"], "duty": _duty_fact(base.row, lowered)}
    elif norm.source.each is not None:  # type: ignore[union-attr]
        roots["item"] = instance.item
    scene = Scene(setting, roots, day_of(trigger))
    row = DutyRow(scene, trigger, instance.dossier, acts)
    found = {name: _found(row, way, trigger) for name, way in lowered.finds}
    scene = scene.having(**found)
    if norm.bearer is None:
        bearer = roots.get("bearer")
        bound = bearer if isinstance(bearer, str) else None
        return _standing(instance, trigger, scene, norm, acts, bound, None, base)
    read, raw = scene.read(norm.bearer), scene.raw(norm.bearer)
    bearer = read if isinstance(read, str) else None
    office = raw if isinstance(raw, str) and raw != bearer else None
    return _standing(instance, trigger, scene, norm, acts, bearer, office, base)


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


def _found(row: DutyRow, way: Sought, trigger: Fact) -> Fact:
    """Give the first act that a rule looks up; where none is known to be it, nothing of it is known."""
    for act in row.acts(way.act) or ():
        fits = truth(way.fits, {DUTY: row, way.act.alias: act})
        if fits and act.fact is not None:
            return act.fact
        if fits is None:
            break
    return Fact(way.act.types[0], {}, ("find", trigger.key), trigger.records)
