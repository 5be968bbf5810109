"""Dockets: the entries of a subject straight from its records, where those need no interpretation.

Most subjects of a large history are plain: each thing is stated by one record, dated to the day; each document that
is named is on file; each paper has its receipt. There assembling a dossier would change nothing, and is left out.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from zhifa_rules.records.dossier import BEFOREHAND, ISSUED, RECEIPT, matter_of
from zhifa_rules.records.entries import NO_LINKS
from zhifa_rules.records.facts import text_of
from zhifa_rules.records.known import ABSENT, OPEN, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from zhifa_rules.records.base import EventRecord
    from zhifa_rules.records.dossier import Dossier
    from zhifa_rules.records.entries import Entries, Entry, Key
    from zhifa_rules.records.facts import Fact, FactMaker
    from zhifa_rules.records.shapes import RecordType

    Values = Mapping[str, Any]

_ARRIVED = "received_on"
_NONE = frozenset({ABSENT.__class__})
_UNTOLD = frozenset({type(None), Unknown, *_NONE})


class Docket:
    """What there is of a subject: its entries, and its dossier, which is assembled when it is first asked for.

    ``recall`` assembles the dossier anew, so that it need not be kept for later.
    """

    __slots__ = ("_dossier", "_entries", "key", "recall")

    def __init__(self, key: Key, entries: Entries | None, recall: Callable[[], Dossier]) -> None:
        self.key = key
        self.recall = recall
        self._entries = entries
        self._dossier: Dossier | None = None

    @property
    def matter(self) -> str | None:
        """The matter or case that the subject is, if it is one."""
        return matter_of(self.key)

    @property
    def dossier(self) -> Dossier:
        """The dossier."""
        if self._dossier is None:
            self._dossier = self.recall()
        return self._dossier

    @property
    def types(self) -> Iterable[str]:
        """The record types that occur."""
        return self.dossier.types if self._entries is None else self._entries.keys()

    @property
    def entries(self) -> Entries:
        """The entries, straight from the records where those are plain."""
        if self._entries is None:
            self._entries = self.dossier.entries
        return self._entries

    @property
    def dangling(self) -> Sequence[tuple[Fact, str]]:
        """The facts that name a document which is not on file, with its number; there are none where all is plain."""
        return () if self._dossier is None else self._dossier.dangling


class NotPlain(Exception):  # noqa: N818  (no error: the dossier is assembled then)
    """The records of a subject need interpretation."""


class _Type:
    """What is asked of every record of a type when it is entered."""

    __slots__ = ("documents", "facts", "is_touchy", "name", "order", "participants", "sensitive")

    def __init__(self, record_type: RecordType, facts: FactMaker, read: frozenset[str]) -> None:
        shape = record_type.shape
        self.name = record_type.name
        self.facts = facts
        self.documents = shape.documents
        self.participants = tuple(name for name in shape.participants if name in read)
        # Fields whose assumed values somebody reads; of parts that a record lists nobody knows which were left out.
        self.sensitive = shape.assumed.fields & read
        if shape.assumed.of_parts and any(
            field.element is not None and field.name in read for field in shape.assumable
        ):
            self.sensitive = frozenset({"", *self.sensitive})
        # Of two dates in order, one that was not told narrows the other by nothing; it is itself narrowed.
        self.order = tuple((*pair, _NONE if read.issuperset(pair) else _UNTOLD) for pair in record_type.order)
        # Whether what a record says may not be all that its fact says.
        self.is_touchy = bool(self.sensitive or self.order or self.participants)

    def values(self, record: EventRecord) -> Values:
        """Give the attributes of the fact that a record states."""
        values: Values = record.__dict__
        sensitive = self.sensitive
        if (sensitive and not sensitive <= record.__pydantic_fields_set__) or not self._is_ordered(values):
            values = self.facts.values_of(record)[0]
        for name in self.participants:
            listed = values[name]
            for member in listed if listed.__class__ is tuple else ():
                part = member if member.__class__ is dict else member.__dict__
                if part.get("role").__class__ is not str:  # the register may tell it
                    raise NotPlain
        return values

    def _is_ordered(self, values: Values) -> bool:
        for before, after, untold in self.order:
            first, last = values[before], values[after]
            if first.__class__ in untold or last.__class__ in untold:
                continue
            if first.__class__ is not date or last.__class__ is not date or first > last:
                return False
        return True


class Docketing:
    """Enters the records of subjects; ``read`` are the names of all fields that anybody will read of entries."""

    def __init__(self, types: Mapping[str, RecordType], makers: Mapping[str, FactMaker], read: frozenset[str]) -> None:
        self.read = read
        self._types = {name: _Type(record_type, makers[name], read) for name, record_type in types.items()}
        self._numbering = {name for name, record_type in types.items() if "number" in record_type.shape.fields}
        self._reads_arrivals = _ARRIVED in read

    def entries(
        self,
        keys: Sequence[Key],
        groups: Sequence[Sequence[EventRecord]],
        as_of: int,
        principals: Mapping[str, str],
    ) -> Entries | None:
        """Give the entries of a subject by type, earliest first; ``None`` if a dossier must be assembled."""
        try:
            return self._entries(keys, groups, as_of, principals)
        except NotPlain:
            return None

    def _entries(
        self,
        keys: Iterable[Key],
        groups: Iterable[Sequence[EventRecord]],
        as_of: int,
        principals: Mapping[str, str],
    ) -> Entries:
        by_type: dict[str, list[Entry]] = {}
        naming: list[tuple[Entry, dict[str, Entry], _Type]] = []
        disordered: set[str] = set()
        types = self._types
        for key, records in zip(keys, groups, strict=True):
            if len(records) > 1:
                raise NotPlain
            values: Values = records[0].__dict__
            type_ = types[values["type"]]
            if type_.is_touchy:
                values = type_.values(records[0])
            on = values["on"]
            if on.__class__ is not date:
                raise NotPlain
            day = on.toordinal()
            if day > as_of:
                continue
            entry: Entry
            if type_.documents:
                links: dict[str, Entry] = {}
                entry = (day, key, values, links, key[0] != "record")
                naming.append((entry, links, type_))
            else:
                entry = (day, key, values, NO_LINKS, key[0] != "record")
            same = by_type.get(type_.name)
            if same is None:
                same = by_type[type_.name] = []
            elif day <= _day(same[-1]):
                disordered.add(type_.name)
            same.append(entry)
        if naming:
            self._link(naming, by_type, principals)
        elif ISSUED in by_type:
            _expect_receipts(by_type[ISSUED], set(), principals)
        for name in disordered:
            by_type[name].sort(key=_order)
        return by_type

    def _link(
        self,
        naming: Iterable[tuple[Entry, dict[str, Entry], _Type]],
        by_type: Entries,
        principals: Mapping[str, str],
    ) -> None:
        """Link entries to the documents that they name, all of which must be on file."""
        numbered = self._numbered(by_type)
        received: list[tuple[Entry, Entry]] = []
        done: list[tuple[Entry, Entry]] = []
        for entry, links, type_ in naming:
            values = entry[2]
            for field in type_.documents:
                number = values[field]
                if number.__class__ is not str:
                    continue
                document = numbered.get(number)
                if document is None or values.get("issuer") not in (None, document[2]["by"]):
                    raise NotPlain
                links[field] = document
                (received if type_.name == RECEIPT else done).append((entry, document))
                if _day(entry) < _day(document) and type_.name not in BEFOREHAND:
                    raise NotPlain
        known = {self._receipt(entry, document, done, principals) for entry, document in received}
        _expect_receipts([*by_type.get(ISSUED, ()), *(document for _, document in received)], known, principals)

    def _numbered(self, by_type: Entries) -> Mapping[str, Entry | None]:
        """Give the entries by their numbers; none for a number that several have."""
        numbered: dict[str, Entry | None] = {}
        for name, entries in by_type.items():
            for entry in entries if name in self._numbering else ():
                number = entry[2]["number"]
                numbered[number] = None if number in numbered else entry
        return numbered

    def _receipt(
        self,
        entry: Entry,
        document: Entry,
        done: Iterable[tuple[Entry, Entry]],
        principals: Mapping[str, str],
    ) -> Key:
        """Give the key of a receipt to which the document, and what was done on it, adds nothing."""
        by, matter = entry[2]["by"], document[2]["matter"]
        key = _key_of_receipt(document, by)
        if by.__class__ is not str or principals.get(by, by) != by or entry[1] != key:
            raise NotPlain
        if matter.__class__ is str and matter != entry[2]["matter"]:
            raise NotPlain
        if self._reads_arrivals and document[2].get(_ARRIVED, ABSENT).__class__ in OPEN:
            raise NotPlain
        for act, concerned in done:
            if concerned is document and _day(act) < _day(entry) and _may_be_by(act, by, principals):
                raise NotPlain
        return key


def _day(entry: Entry) -> int:
    day = entry[0]
    assert day is not None
    return day


def _may_be_by(act: Entry, organ: str, principals: Mapping[str, str]) -> bool:
    by = act[2].get("by")
    return by.__class__ is not str or principals.get(by, by) == organ


def _key_of_receipt(document: Entry, organ: Any) -> Key:  # noqa: ANN401
    return (RECEIPT, *document[1][1:], organ)


def _expect_receipts(issued: Iterable[Entry], known: set[Key], principals: Mapping[str, str]) -> None:
    """Raise ``NotPlain`` unless the receipt of each addressee is on file."""
    for document in issued:
        to = document[2].get("to")
        for organ in to if to.__class__ is tuple else ():
            if _key_of_receipt(document, principals.get(organ, organ)) not in known:
                raise NotPlain


def _order(entry: Entry) -> tuple[int, str, int, str]:
    """What sorts entries, as ``Fact.order`` does."""
    _, key, values, *_ = entry
    at, seq = values["at"], values["seq"]
    return _day(entry), at if at.__class__ is str else "", seq if seq.__class__ is int else 0, text_of(key)
