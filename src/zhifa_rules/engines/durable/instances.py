"""Possible duties: what can give rise to one, and the rows under which a norm looks at it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zhifa_rules.engines.durable.setting import Scene, day_of
from zhifa_rules.engines.periods import periods_of
from zhifa_rules.norms.core import OnRecord, OnRoster, Path, Registered
from zhifa_rules.records.facts import Fact

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

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


# --- Instances ----------------------------------------------------------------------------------------------


def instances_of(norm: Norm, setting: Setting) -> Iterator[Instance]:
    """List everything that may give rise to a duty under a norm, subject by subject."""
    source = norm.source
    if isinstance(source, OnRoster):
        yield from _of_persons(norm, setting) if source.person is not None else _of_organs(norm, setting)
        return
    assert isinstance(source, OnRecord)
    for home in setting.history.homes:
        yield from instances_in(source, setting.dossier(home), setting)


def instances_in(source: OnRecord, dossier: Dossier, setting: Setting) -> Iterator[Instance]:
    """List everything in one subject that may give rise to a duty."""
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
