"""What is on file as of a day, before anything unknown is answered."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from zhifa_rules.records.dossier import Dossier
from zhifa_rules.records.history import History
from zhifa_rules.records.shapes import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from zhifa_rules.calendar import Calendar
    from zhifa_rules.norms.core import Norm
    from zhifa_rules.records import Catalogue, EventRecord
    from zhifa_rules.records.facts import Fact

RECEIPT = "document_received"
REGISTER = frozenset({"organ_registered", "person_registered", "log_scope_declared"})
FieldKey = tuple[Any, str]


class Setting:
    """The facts as of a day, the subjects they belong to, the registers, the norms and the live options."""

    def __init__(
        self,
        norms: Sequence[Norm],
        catalogue: Catalogue,
        calendar: Calendar,
        options: Mapping[str, Mapping[str, Sequence[str]]],
        records: Iterable[EventRecord],
        as_of: int,
    ) -> None:
        history = History(catalogue)
        for record in records:
            history.add(record)
        history.settle()
        self.norms, self.catalogue, self.calendar, self.options, self.as_of = norms, catalogue, calendar, options, as_of
        self.register = history.register(as_of)
        self.dossiers = [history.dossier(home, as_of, self.register) for home in history.homes]
        self.strays = [f for d in self.dossiers if d.key[0] == "record" for f in facts_of(d) if f.type not in REGISTER]
        self.kept: dict[Any, Any] = {}  # what the worlds of this setting have in common and work out once
        self._naming: dict[tuple[str, str], Dossier] = {}
        self.dossier_of = {fact.key: dossier for dossier in self.dossiers for fact in facts_of(dossier)}

    @cached_property
    def facts(self) -> Sequence[Fact]:
        """Every fact of every subject, linked to the documents it names."""
        return [fact for dossier in self.dossiers for fact in facts_of(dossier)]

    @cached_property
    def days_on_file(self) -> set[int]:
        """Every day that a record states, and that of the report."""
        values = (v for f in self.facts for v in f.values.values())
        return {v.toordinal() for v in values if isinstance(v, date) and v > date.min} | {self.as_of, self.as_of + 1}

    @cached_property
    def numbers_on_file(self) -> set[int]:
        """Every number that a record states."""
        return {v for f in self.facts for v in f.values.values() if type(v) is int}

    def naming(self, index: str, owner: str) -> Dossier:
        """Give the facts that name an organ (also through its offices), a person or a case, in whichever subject."""
        if (index, owner) not in self._naming:
            found = [fact for fact, named in self._named_by(index) if owner in named]
            self._naming[index, owner] = Dossier.of((index, owner), found)
        return self._naming[index, owner]

    def _named_by(self, index: str) -> Sequence[tuple[Fact, set[str]]]:
        """Give whom or which case each fact names."""
        if ("named", index) not in self.kept:
            acts = [fact for fact in self.facts if fact.type not in REGISTER]
            self.kept["named", index] = [(fact, self._named(fact, index)) for fact in acts]
        found: Sequence[tuple[Fact, set[str]]] = self.kept["named", index]
        return found

    def _named(self, fact: Fact, index: str) -> set[str]:
        if index == "case":
            return {fact.values["case"]} if isinstance(fact.values.get("case"), str) else set()
        found = set(_names(fact.values, Kind(index), self.catalogue.types[fact.type].shape.fields))
        return {self.register.principal(name) for name in found} | found if index == "organ" else found

    @cached_property
    def never_before(self) -> Mapping[FieldKey, Sequence[tuple[Fact, str]]]:
        """Tell of each date attribute which others never lie after it."""
        found: dict[FieldKey, list[tuple[Fact, str]]] = defaultdict(list)
        for earlier, later in self._order():
            found[later[0].key, later[1]].append(earlier)
        return found

    @cached_property
    def never_after(self) -> Mapping[FieldKey, Sequence[tuple[Fact, str]]]:
        """Tell of each date attribute which others never lie before it."""
        found: dict[FieldKey, list[tuple[Fact, str]]] = defaultdict(list)
        for earlier, later in self._order():
            found[earlier[0].key, earlier[1]].append(later)
        return found

    def _order(self) -> Iterable[tuple[tuple[Fact, str], tuple[Fact, str]]]:
        """Give what the declared order says: a receipt lies between issue and the first act that names the document."""
        for fact in self.facts:
            record_type = self.catalogue.types.get(fact.type)
            for earlier, later in record_type.order if record_type else ():
                yield (fact, earlier), (fact, later)
            for document in fact.links.values():
                if document.type and document is not fact:
                    yield (document, "on"), (fact, "on")
                if fact.type != RECEIPT:
                    receipts = [r for r in self._receipts if r.links.get("document") is document]
                    yield from (((r, "on"), (fact, "on")) for r in receipts if self._same(r, fact))

    @cached_property
    def _receipts(self) -> Sequence[Fact]:
        return [fact for fact in self.facts if fact.type == RECEIPT]

    def _same(self, one: Fact, other: Fact) -> bool:
        by, theirs = one.values.get("by"), other.values.get("by")
        return isinstance(by, str) and isinstance(theirs, str) and self.principal(by) == self.principal(theirs)

    def principal(self, organ: str) -> str:
        """Give the organ for which an organ acts."""
        return self.register.principal(organ)


def facts_of(dossier: Dossier) -> Iterable[Fact]:
    """Give all facts of a dossier."""
    return (fact for type_ in dossier.types for fact in dossier.facts(type_))


def _names(values: Mapping[str, Any], kind: Kind, fields: Mapping[str, Any]) -> Iterable[str]:
    """Give the organs (or persons) that a fact names anywhere, also within its lists."""
    for name, shape in fields.items():
        value = values.get(name)
        if shape.kind is kind:
            yield from (v for v in (value if isinstance(value, tuple) else (value,)) if isinstance(v, str))
        elif shape.kind is Kind.ELEMENT and isinstance(value, tuple):
            for element in value:
                yield from _names(plain_values(element), kind, shape.element.fields)


def plain_values(element: Any) -> Mapping[str, Any]:  # noqa: ANN401
    """Give the fields of a member of a list."""
    return element if isinstance(element, dict) else element.__dict__
