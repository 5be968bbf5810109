"""Dossiers: the facts of one matter, with the documents they name and the receipts they imply (S5, S15)."""

from __future__ import annotations

from collections import defaultdict
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from zhifa_rules.records.entries import entries_of
from zhifa_rules.records.facts import FIRST_DAY, LAST_DAY, Fact, Order, date_range, narrowed_date
from zhifa_rules.records.known import ABSENT, UNKNOWN, DateBounds, Uncertain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from zhifa_rules.records.entries import Entries
    from zhifa_rules.records.register import Register
    from zhifa_rules.records.shapes import RecordType

Naming = tuple[Fact, Fact]  # a fact and the document that it names

RECEIPT = "document_received"
ISSUED = "document_issued"
_place = attrgetter("order")
# What may come before the document that it concerns, and is linked to it by a number given later.
BEFOREHAND = frozenset({"circumstance_recorded", "legal_review_done", "document_decided"})


class Dossier:
    """The facts of one matter (or of one document without a matter) as of a day; ``by_type`` earliest first."""

    __slots__ = ("_entries", "by_type", "dangling", "key", "matter")

    def __init__(self, key: tuple[Any, ...], matter: str | None, by_type: Mapping[str, Sequence[Fact]]) -> None:
        self.key = key
        self.matter = matter
        self.dangling: list[tuple[Fact, str]] = []
        self.by_type = by_type
        self._entries: Entries | None = None

    @property
    def entries(self) -> Entries:
        """The same facts as entries, by type."""
        if self._entries is None:
            self._entries = entries_of(self.by_type)
        return self._entries

    @classmethod
    def of(cls, key: tuple[Any, ...], facts: Iterable[Fact]) -> Dossier:
        """Give a dossier of facts in the order in which they come, of whichever subjects they are."""
        by_type: dict[str, list[Fact]] = defaultdict(list)
        for fact in facts:
            by_type[fact.type].append(fact)
        return cls(key, None, by_type)

    @property
    def types(self) -> Iterable[str]:
        """The record types that occur."""
        return self.by_type.keys()

    def all_facts(self) -> Iterable[Fact]:
        """Give all facts, type by type."""
        return (fact for facts in self.by_type.values() for fact in facts)

    def fact(self, key: tuple[Any, ...]) -> Fact:
        """Give the fact with a key, which is there."""
        return next(fact for fact in self.all_facts() if fact.key == key)

    def facts(self, type_: str) -> Sequence[Fact]:
        """Give the facts of a type, earliest first."""
        return self.by_type.get(type_, ())


def matter_of(key: tuple[Any, ...]) -> str | None:
    """Give the matter or case that a subject is, if it is one."""
    return key[1] if key[0] in ("matter", "case") else None


def assemble(
    key: tuple[Any, ...],
    matter: str | None,
    facts: Sequence[Fact],
    types: Mapping[str, RecordType],
    register: Register,
) -> Dossier:
    """Link the facts of a matter to the documents they name and add the receipts that documents imply.

    ``facts`` are the dossier's own: linking and dating change them.
    """
    by_type: dict[str, list[Fact]] = {}
    numbered: dict[str, list[Fact]] = {}
    naming: list[tuple[Fact, Sequence[str]]] = []
    for fact in facts:
        of_type = by_type.get(fact.type)
        if of_type is None:
            by_type[fact.type] = [fact]
        else:
            of_type.append(fact)
        number, shape = fact.values.get("number"), types[fact.type].shape
        if number.__class__ is str:
            numbered.setdefault(number, []).append(fact)
        if shape.participants:
            _note_roles(fact, shape.participants, register)
        if shape.documents:
            naming.append((fact, shape.documents))
    namings = _link(naming, numbered)
    _note_arrivals(namings)
    receipts = _receipts(by_type.get(ISSUED, ()), namings, register)
    _make_dates_possible(namings)
    by_type.pop(RECEIPT, None)
    if receipts:
        by_type[RECEIPT] = receipts
    for of_type in by_type.values():
        if len(of_type) > 1:
            of_type.sort(key=_place)
    dossier = Dossier(key, matter, by_type)
    dossier.dangling = [(f, d.values["number"]) for f, d in namings if d.type == ""]
    return dossier


def _link(naming: list[tuple[Fact, Sequence[str]]], numbered: Mapping[str, list[Fact]]) -> list[Naming]:
    """Link each fact to the documents it names; receipts come last, and in their order.

    A document that is not on file becomes one of unknown content, of the issuer that the naming fact states.
    """
    namings: list[Naming] = []
    receipts: list[Naming] = []
    absent: dict[tuple[str, str | None], Fact] = {}
    for fact, fields in naming:
        values = fact.values
        for field in fields:
            number = values[field]
            if number.__class__ is not str:
                continue
            found = _chosen(numbered.get(number, ()), values.get("issuer"))
            if found is None:
                issuer = values.get("issuer")
                found = absent.setdefault((number, issuer), _not_on_file(number, issuer))
            fact.link(field, found)
            (receipts if fact.type == RECEIPT else namings).append((fact, found))
    if len(receipts) > 1:
        receipts.sort(key=_place_of_naming)
    return namings + receipts


def _place_of_naming(naming: Naming) -> Order:
    return naming[0].order


def _note_arrivals(namings: Iterable[Naming]) -> None:
    """A paper whose receipt is on file arrived on that day, where it does not say itself when it arrived."""
    for receipt, paper in namings:
        if receipt.type != RECEIPT:
            continue
        arrived = paper.values.get("received_on", ABSENT)
        if not (arrived is None or isinstance(arrived, Uncertain)):
            continue
        on = narrowed_date(receipt.values["on"], *date_range(arrived))
        if on is not None:
            paper.revise(received_on=on)


def _note_roles(fact: Fact, participants: Iterable[str], register: Register) -> None:
    """Who took part without a stated role did so in the role that the register gives the person on that day."""
    day = fact.day
    if day is None:
        return
    for name in participants:
        listed = fact.values.get(name)
        if not isinstance(listed, tuple):
            continue
        members = tuple(_with_role(member, register, day) for member in listed)
        if members != listed:
            fact.revise(**{name: members})


def _with_role(member: Any, register: Register, day: int) -> Any:  # noqa: ANN401
    values = member if member.__class__ is dict else member.__dict__
    role = values.get("role")
    if role.__class__ is str or role not in (None, UNKNOWN) or not isinstance(values.get("person"), str):
        return member
    role = register.person(values["person"], day).values.get("role")
    return {**values, "role": role} if isinstance(role, str) else member


def _not_on_file(number: str, issuer: str | None) -> Fact:
    if issuer is None:
        return Fact("", {"number": number}, ("document", number), stable=True)
    return Fact("", {"number": number, "by": issuer}, ("document", issuer, number), stable=True)


def _chosen(candidates: Sequence[Fact], issuer: object) -> Fact | None:
    fitting = [c for c in candidates if issuer is None or c.values["by"] == issuer]
    if len(fitting) > 1:
        fitting = [c for c in fitting if c.type == ISSUED] or fitting
    return fitting[0] if len(fitting) == 1 else None


def _make_dates_possible(namings: list[Naming]) -> None:
    """Make unknown the dates of an act that lies before the document it names: nobody is accused by them (S5)."""
    impossible = [naming for naming in namings if _is_too_early(*naming)]
    for fact, document in sorted(impossible, key=_place_of_naming):
        if _is_too_early(fact, document):  # making another date unknown may have made it possible
            fact.revise(on=UNKNOWN)
            document.revise(on=UNKNOWN)


def _is_too_early(fact: Fact, document: Fact) -> bool:
    if fact.type == RECEIPT or fact.type in BEFOREHAND or document.type == "" or document is fact:
        return False
    return _last_day(fact) < _first_day(document)


def _first_day(fact: Fact) -> int:
    return date_range(fact.values.get("on", UNKNOWN))[0] if fact.day is None else fact.day


def _last_day(fact: Fact) -> int:
    return date_range(fact.values.get("on", UNKNOWN))[1] if fact.day is None else fact.day


def _receipts(issued: Iterable[Fact], namings: list[Naming], register: Register) -> list[Fact]:
    """Give one receipt per document and addressee, recorded or implied by the document."""
    documents = {id(document): document for document in issued}
    recorded: dict[int, dict[str, list[Fact]]] = {}
    acts: dict[tuple[int, str], list[Fact]] = defaultdict(list)
    receipts: list[Fact] = []
    principals = register.principals
    for fact, document in namings:
        by, received = fact.values.get("by"), fact.type == RECEIPT
        if received:
            documents.setdefault(id(document), document)
        if not isinstance(by, str):
            receipts += [fact] if received else []
        elif received:
            recorded.setdefault(id(document), {}).setdefault(principals.get(by, by), []).append(fact)
        else:
            acts[id(document), principals.get(by, by)].append(fact)
    for identity, document in documents.items():
        known = recorded.get(identity, {})
        for organ in dict.fromkeys([*_addressees(document, register), *known]):
            receipts.append(_receipt(document, organ, known.get(organ, []), acts.get((identity, organ), [])))
    return receipts


def _says_all(receipt: Fact, document: Fact, key: tuple[Any, ...], low: int, high: int) -> bool:
    """Tell whether the document and what was done on it add nothing to what the record of its receipt says."""
    day = receipt.day
    return day is not None and low <= day <= high and receipt.key == key and document.matter in (receipt.matter, None)


def _addressees(document: Fact, register: Register) -> list[str]:
    to = document.values.get("to")
    return [register.principal(organ) for organ in to] if isinstance(to, tuple) else []


def _receipt(document: Fact, organ: str, recorded: list[Fact], acts: list[Fact]) -> Fact:
    low = _first_day(document)
    high = min(map(_last_day, acts), default=LAST_DAY)
    key = (RECEIPT, *document.key[1:], organ)
    if len(recorded) == 1 and _says_all(recorded[0], document, key, low, high):
        return recorded[0]
    on: object | None = DateBounds() if not recorded else recorded[0].values["on"]
    for other in recorded[1:]:
        on = narrowed_date(on, *date_range(other.values["on"])) if on is not None else None
    on = narrowed_date(on, low, high) if on is not None else None
    if on is None:  # an impossible order: neither the issue nor the receipt can be relied on
        on = UNKNOWN
        if low > FIRST_DAY and any(date_range(r.values["on"])[1] < low for r in recorded):
            document.revise(on=UNKNOWN)
    base = recorded[0].values if recorded else {"type": RECEIPT, "at": None, "seq": None, "by": organ, "through": None}
    number = document.values.get("number", UNKNOWN)
    values = {**base, "on": on, "by": organ, "document": number, "issuer": document.values.get("by")}
    records = tuple(sorted(i for r in recorded for i in r.records)) or document.records
    matter = next((f.matter for f in [document, *recorded] if f.matter is not None), None)
    stable = document.stable and not isinstance(number, Uncertain)
    assumed = tuple(dict.fromkeys(assumption for r in recorded for assumption in r.assumed))
    receipt = Fact(RECEIPT, values, key, records, matter=matter, stable=stable, assumed=assumed)
    receipt.link("document", document)
    return receipt
