"""Dossiers: the facts of one matter, with the documents they name and the receipts they imply (S5, S15)."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, Any

from zhifa_rules.records.facts import FIRST_DAY, LAST_DAY, Fact, date_range, narrowed_date
from zhifa_rules.records.known import ABSENT, UNKNOWN, DateBounds, Uncertain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from zhifa_rules.records.register import Register
    from zhifa_rules.records.shapes import RecordType

RECEIPT = "document_received"
ISSUED = "document_issued"
# What may come before the document that it concerns, and is linked to it by a number given later.
_BEFOREHAND = frozenset({"circumstance_recorded", "legal_review_done", "document_decided"})


class Dossier:
    """The facts of one matter (or of one document without a matter) as of a day."""

    __slots__ = ("_by_type", "dangling", "key", "matter")

    def __init__(self, key: tuple[Any, ...], matter: str | None, facts: Iterable[Fact]) -> None:
        self.key = key
        self.matter = matter
        self.dangling: list[tuple[Fact, str]] = []
        by_type: dict[str, list[Fact]] = defaultdict(list)
        for fact in facts:
            by_type[fact.type].append(fact)
        self._by_type: Mapping[str, list[Fact]] = by_type

    @property
    def types(self) -> Iterable[str]:
        """The record types that occur."""
        return self._by_type.keys()

    def all_facts(self) -> Iterable[Fact]:
        """Give all facts, type by type."""
        return (fact for facts in self._by_type.values() for fact in facts)

    def facts(self, type_: str) -> Sequence[Fact]:
        """Give the facts of a type, earliest first."""
        return self._by_type.get(type_, ())


def fact_order(fact: Fact) -> tuple[int, str, int, str]:
    """Order facts by first possible day, time, sequence number and key; never by arrival."""
    values = fact.values
    return date_range(values["on"])[0], values.get("at") or "", values.get("seq") or 0, repr(fact.key)


def assemble(
    key: tuple[Any, ...],
    matter: str | None,
    facts: Iterable[Fact],
    types: Mapping[str, RecordType],
    register: Register,
) -> Dossier:
    """Link the facts of a matter to the documents they name and add the receipts that documents imply."""
    ordered = [fact.copy() for fact in sorted(facts, key=fact_order)]  # linking and dating change facts
    numbered: dict[str, list[Fact]] = defaultdict(list)
    for fact in ordered:
        number = fact.values.get("number")
        if isinstance(number, str):
            numbered[number].append(fact)
    namings = _link(ordered, numbered, types)
    _note_arrivals(namings)
    for fact in ordered:
        _note_roles(fact, types.get(fact.type), register)
    receipts = _receipts(ordered, namings, register)
    others = [fact for fact in ordered if fact.type != RECEIPT]
    dossier = Dossier(key, matter, [*_dated(others, namings), *sorted(receipts, key=fact_order)])
    dossier.dangling = [(f, d.values["number"]) for f, d in namings if d.type == ""]
    return dossier


def _link(
    facts: Iterable[Fact], numbered: Mapping[str, list[Fact]], types: Mapping[str, RecordType]
) -> list[tuple[Fact, Fact]]:
    """Link each fact to the documents it names.

    A document that is not on file becomes one of unknown content, of the issuer that the naming fact states.
    """
    namings: list[tuple[Fact, Fact]] = []
    absent: dict[tuple[str, str | None], Fact] = {}
    for fact in facts:
        record_type = types.get(fact.type)
        for field in () if record_type is None else record_type.shape.documents:
            number = fact.values.get(field)
            if not isinstance(number, str):
                continue
            found = _chosen(numbered.get(number, []), fact)
            if found is None:
                issuer = fact.values.get("issuer")
                found = absent.setdefault((number, issuer), _not_on_file(number, issuer))
            fact.links[field] = found
            namings.append((fact, found))
    return namings


def _note_arrivals(namings: Iterable[tuple[Fact, Fact]]) -> None:
    """A paper whose receipt is on file arrived on that day, where it does not say itself when it arrived."""
    for receipt, paper in namings:
        arrived = paper.values.get("received_on", ABSENT)
        if receipt.type != RECEIPT or not (arrived is None or isinstance(arrived, Uncertain)):
            continue
        on = narrowed_date(receipt.values["on"], *date_range(arrived))
        if on is not None:
            paper.values = {**paper.values, "received_on": on}


def _note_roles(fact: Fact, record_type: RecordType | None, register: Register) -> None:
    """Who took part without a stated role did so in the role that the register gives the person on that day."""
    on = fact.values["on"]
    if record_type is None or not isinstance(on, date):
        return
    for name in record_type.shape.participants:
        listed = fact.values.get(name)
        if not isinstance(listed, tuple):
            continue
        members = tuple(_with_role(member, register, on.toordinal()) for member in listed)
        if any(new is not old for new, old in zip(members, listed, strict=True)):
            fact.values = {**fact.values, name: members}


def _with_role(member: Any, register: Register, day: int) -> Any:  # noqa: ANN401
    values = member if isinstance(member, dict) else member.__dict__
    if values.get("role") not in (None, UNKNOWN) or not isinstance(values.get("person"), str):
        return member
    role = register.person(values["person"], day).values.get("role")
    return {**values, "role": role} if isinstance(role, str) else member


def _not_on_file(number: str, issuer: str | None) -> Fact:
    values = {"number": number} if issuer is None else {"number": number, "by": issuer}
    return Fact("", values, ("document", number), stable=True)


def _chosen(candidates: list[Fact], naming: Fact) -> Fact | None:
    issuer = naming.values.get("issuer")
    fitting = [c for c in candidates if issuer is None or c.values["by"] == issuer]
    documents = [c for c in fitting if c.type == ISSUED] or fitting
    return documents[0] if len(documents) == 1 else None


def _dated(facts: list[Fact], namings: list[tuple[Fact, Fact]]) -> list[Fact]:
    """Make unknown the dates of an act that lies before the document it names: nobody is accused by them (S5)."""
    for fact, document in namings:
        if fact.type == RECEIPT or fact.type in _BEFOREHAND or document.type == "" or document is fact:
            continue
        if date_range(fact.values["on"])[1] < date_range(document.values["on"])[0]:
            fact.values = {**fact.values, "on": UNKNOWN}
            document.values = {**document.values, "on": UNKNOWN}
    return facts


def _receipts(facts: list[Fact], namings: list[tuple[Fact, Fact]], register: Register) -> list[Fact]:
    """Give one receipt per document and addressee, recorded or implied by the document."""
    recorded: dict[tuple[int, str], list[Fact]] = defaultdict(list)
    acts: dict[tuple[int, str], list[Fact]] = defaultdict(list)
    unlinked: list[Fact] = []
    for fact, document in namings:
        by = fact.values.get("by")
        if fact.type == RECEIPT:
            if isinstance(by, str):
                recorded[id(document), register.principal(by)].append(fact)
            else:
                unlinked.append(fact)
        elif isinstance(by, str):
            acts[id(document), register.principal(by)].append(fact)
    receipts = list(unlinked)
    for document in _documents(facts, namings):
        addressees = _addressees(document, register)
        named = [organ for (identity, organ) in recorded if identity == id(document)]
        for organ in dict.fromkeys([*addressees, *named]):
            known = recorded.get((id(document), organ), [])
            receipts.append(_receipt(document, organ, known, acts.get((id(document), organ), [])))
    return receipts


def _documents(facts: list[Fact], namings: list[tuple[Fact, Fact]]) -> list[Fact]:
    issued = [fact for fact in facts if fact.type == ISSUED]
    received = [document for fact, document in namings if fact.type == RECEIPT]
    return list({id(document): document for document in [*issued, *received]}.values())


def _addressees(document: Fact, register: Register) -> list[str]:
    to = document.values.get("to")
    return [register.principal(organ) for organ in to] if isinstance(to, tuple) else []


def _receipt(document: Fact, organ: str, recorded: list[Fact], acts: list[Fact]) -> Fact:
    issued_on = document.values.get("on", UNKNOWN)
    low = date_range(issued_on)[0]
    high = min((date_range(act.values["on"])[1] for act in acts), default=LAST_DAY)
    on: object | None = DateBounds() if not recorded else recorded[0].values["on"]
    for other in recorded[1:]:
        on = narrowed_date(on, *date_range(other.values["on"])) if on is not None else None
    on = narrowed_date(on, low, high) if on is not None else None
    if on is None:  # an impossible order: neither the issue nor the receipt can be relied on
        on = UNKNOWN
        if low > FIRST_DAY and any(date_range(r.values["on"])[1] < low for r in recorded):
            document.values = {**document.values, "on": UNKNOWN}
    base = recorded[0].values if recorded else {"type": RECEIPT, "at": None, "seq": None, "by": organ, "through": None}
    number = document.values.get("number", UNKNOWN)
    values = {**base, "on": on, "by": organ, "document": number, "issuer": document.values.get("by")}
    records = tuple(sorted(i for r in recorded for i in r.records)) or document.records
    matter = next((f.matter for f in [document, *recorded] if f.matter is not None), None)
    stable = document.stable and not isinstance(number, Uncertain)
    receipt = Fact(RECEIPT, values, (RECEIPT, *document.key[1:], organ), records, matter=matter, stable=stable)
    receipt.links = {"document": document}
    receipt.assumed = tuple(dict.fromkeys(assumption for r in recorded for assumption in r.assumed))
    return receipt
