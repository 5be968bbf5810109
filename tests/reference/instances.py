"""For whom a duty may arise: everything that could be its trigger, whether or not it turns out to be one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from zhifa_rules.calendar import calendar_periods
from zhifa_rules.norms.core import Norm, OnDuty, OnRecord, OnRoster, Path, Registered
from zhifa_rules.records.facts import Fact
from zhifa_rules.records.register import beginning_of, lasting_to

from .scene import Period
from .setting import plain_values

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from zhifa_rules.records.dossier import Dossier

    from .setting import Setting


@dataclass(frozen=True, eq=False)
class Instance:
    """One thing that may give rise to a duty; of a rule that counts once, all that may be the first."""

    norm: Norm
    dossier: Dossier
    triggers: tuple[Fact, ...] = ()
    item: Any = None
    base: Instance | None = None
    period: Period | None = None
    organ: str | None = None
    person: Fact | None = None
    once_for: str | None = None

    @property
    def key(self) -> tuple[Any, ...]:
        """What tells this instance from others."""
        name = (self.norm.rule, self.norm.facet)
        per_value = isinstance(self.norm.source, OnRecord) and self.norm.source.once_per is not None
        # What stands alone, or of which it is not known with which others it belongs, is the first of none.
        grouped = self.once_for is not None and (bool(self.once_for) or not per_value)
        if grouped and self.dossier.key[0] != "record":
            return (*name, "first", self.dossier.key, self.once_for)
        if self.period is not None:
            person = self.person.values["person"] if self.person is not None else self.organ
            return (*name, "roster", self.period.label, person)
        found: Instance = self
        while found.base is not None:
            found = found.base
        subject = ("alone",) if self.dossier.key[0] == "record" else self.dossier.key
        return (*name, subject, self.triggers[0].key, item_key(found.item))

    @property
    def is_principal(self) -> bool:
        """Whether it is of the person or organ whose records are looked through, and of no office of it."""
        return self.person is not None or self.organ == self.dossier.key[-1]

    def lies_within(self, outer: Period | None) -> bool:
        """Tell whether its period lies within another; a duty without a period asks for those of all periods."""
        if outer is None or self.period is None or outer.label == "0001":
            return True
        return outer.first <= self.period.first and self.period.last <= outer.last

    @property
    def keys(self) -> list[tuple[Any, ...]]:
        """The keys that it can have: of a duty of the first of several, or that hangs on it, any may be the one."""
        own = self.key
        others = self.triggers[1:] if self.base is not None or self.dossier.key[0] == "record" else ()
        return [own, *((*own[:-2], other.key, own[-1]) for other in others)]


def item_key(item: Any) -> str:  # noqa: ANN401
    """Name a member of a list; a part of a document by its place."""
    return str(item.key[-1]) if isinstance(item, Fact) else "" if item is None else str(item)


def instances_of(norm: Norm, setting: Setting) -> Iterable[Instance]:
    """Give everything that may give rise to a duty under a norm."""
    source = norm.source
    if isinstance(source, OnRoster):
        yield from _on_roster(norm, source, setting)
    else:
        for dossier in setting.dossiers:
            yield from instances_in(norm, dossier, setting)


def instances_in(norm: Norm, dossier: Dossier, setting: Setting, within: Period | None = None) -> Iterable[Instance]:
    """Give what may give rise to a duty under a norm in one subject; of a roster, in the periods within another."""
    source = norm.source
    if isinstance(source, OnRoster):
        whose = (i for i in _on_roster(norm, source, setting) if i.dossier.key == dossier.key and i.is_principal)
        yield from (i for i in whose if i.lies_within(within))
    if isinstance(source, OnDuty):
        for other in setting.norms:
            if (other.pack, other.rule, other.facet) == (norm.pack, source.rule, ""):
                for base in instances_in(other, dossier, setting, within):
                    yield Instance(norm, dossier, base.triggers, base.item, base)
    elif isinstance(source, OnRecord):
        facts = [fact for type_ in source.pattern.types for fact in dossier.facts(type_)]
        if source.once or source.once_per is not None:
            yield from _firsts(norm, source, dossier, facts, setting)
        else:
            yield from (Instance(norm, dossier, (f,), item) for f in facts for item in _items(f, source.each, setting))


def _firsts(
    norm: Norm, source: OnRecord, dossier: Dossier, facts: Sequence[Fact], setting: Setting
) -> Iterable[Instance]:
    if source.once_per is None:
        if facts:
            yield Instance(norm, dossier, tuple(facts), once_for="")
        return
    groups: dict[str, list[Fact]] = {}
    for fact in facts:
        value = fact.values.get(source.once_per.steps[-1].name)
        if isinstance(value, str):
            groups.setdefault(setting.principal(value), []).append(fact)
        else:  # whose turn it is, is not known: it stands alone
            yield Instance(norm, dossier, (fact,), once_for="")
    for value, members in groups.items():
        yield Instance(norm, dossier, tuple(members), once_for=value)


def _items(fact: Fact, each: Path | Registered | None, setting: Setting) -> Iterable[Any]:
    if each is None:
        return (None,)
    if isinstance(each, Registered):
        return setting.register.organs
    name = each.steps[-1].name
    members = fact.values.get(name)
    if not isinstance(members, tuple):
        return (None,)  # somebody, it is not known who
    if members and not isinstance(members[0], str):
        return [
            Fact(f"{fact.type}:{name}", dict(plain_values(m)), (fact.key, name, n), fact.records)
            for n, m in enumerate(members)
        ]
    return list(dict.fromkeys(setting.principal(member) for member in members))


# --- rosters ---


def _on_roster(norm: Norm, source: OnRoster, setting: Setting) -> Sequence[Instance]:
    """Give the duties of all on the register, which are the same in every world."""
    key = ("roster", norm.pack, norm.rule, norm.facet)
    if key not in setting.kept:
        setting.kept[key] = list(_roster(norm, source, setting))
    found: Sequence[Instance] = setting.kept[key]
    return found


def _roster(norm: Norm, source: OnRoster, setting: Setting) -> Iterable[Instance]:
    register = setting.register
    if source.person is None:
        for organ in register.organs:
            records = setting.naming("organ", setting.principal(organ))
            for trigger, period in _periods(norm, source, register.rows(organ), setting.as_of):
                yield Instance(norm, records, (trigger,), period=period, organ=organ)
        return
    for person in register.persons:
        latest: dict[str, Instance] = {}
        for row in register.person_rows(person):
            for trigger, period in _periods(norm, source, [row], setting.as_of):
                acts = setting.naming("person", person)
                latest[period.label] = Instance(norm, acts, (trigger,), period=period, person=row)
        yield from latest.values()


def _periods(norm: Norm, source: OnRoster, rows: Sequence[Fact], as_of: int) -> Iterable[tuple[Fact, Period]]:
    """Give the periods begun in which both the instrument and the organ (or the person's row) exist."""
    first = max(norm.governance.first_day, min(beginning_of(row) for row in rows))
    last = min(as_of, norm.governance.last_possible_day, max(lasting_to(row) for row in rows))
    if first > last:
        return
    if source.every is None:
        yield Fact("in_force", {"on": date.fromordinal(first)}, ("in_force",)), Period("0001", first, last)
        return
    for found in calendar_periods(source.every, first, last):
        trigger = Fact("period", {"on": date.fromordinal(max(first, found.first))}, ("period", found.label))
        yield trigger, Period(found.label, found.first, found.last)
