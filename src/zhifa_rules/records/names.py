"""Which organs, persons and cases facts name: finds the records of each, in whichever subject they stand."""

from __future__ import annotations

from collections import defaultdict
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from zhifa_rules.records.shapes import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from zhifa_rules.records.shapes import FieldShape, RecordType

Key = tuple[Any, ...]
Name = tuple[str, str]

ORGAN, PERSON, CASE = "organ", "person", "case"


class _Naming:
    """What a record type names: its fields, what reads those that name organs, and which organs were met together.

    ``unread`` is what was stated since somebody last asked which organs were named.
    """

    __slots__ = ("fields", "in_parts", "met", "organ_fields", "own_organs", "unread", "watched")

    def __init__(self, record_type: RecordType) -> None:
        self.fields = _naming_fields(record_type)
        self.organ_fields = tuple((field, inner) for field, index, inner in self.fields if index == ORGAN)
        self.own_organs = _reader(self.organ_fields)
        self.in_parts = tuple(field for field in self.organ_fields if field[1])
        self.met: set[Any] = set()
        self.unread: list[Mapping[str, Any]] = []
        self.watched = True


class NameIndex:
    """Keeps, for each organ, person and case, the keys of the facts of some types that name it.

    ``watch`` says which types those are; else it is all of them. Organs are kept under the key that the record gives,
    since whom an office acts for depends on the register.
    """

    def __init__(self, types: Mapping[str, RecordType]) -> None:
        self._namings = {name: _Naming(record_type) for name, record_type in types.items()}
        self._keys: dict[Name, dict[Key, None]] = defaultdict(dict)
        self._organs: set[str] = set()

    @property
    def organs(self) -> Iterable[str]:
        """All organs that some fact of any type has named."""
        for naming in self._namings.values():
            if naming.unread:
                self._read(naming)
        return self._organs

    def _read(self, naming: _Naming) -> None:
        """Note the organs that things of a type name; most name the same few together."""
        unread, naming.unread = naming.unread, []
        together = dict(zip(map(naming.own_organs, unread), unread, strict=True))
        for own, values in together.items():
            if own not in naming.met:
                naming.met.add(own)
                self._note_organs(naming, values, self._organs)
        for field, inner in naming.in_parts:
            for values in unread:
                if values[field].__class__ is tuple:
                    self._organs.update(_listed(values[field], inner))

    def watch(self, types: Iterable[str]) -> None:
        """Say facts of which types are to be found by what they name; to be called before there are any."""
        watched = frozenset(types)
        for name, naming in self._namings.items():
            naming.watched = name in watched

    def names_of(self, type_: str, values: Mapping[str, Any]) -> Iterable[Name]:
        """Give everything that a thing of a watched type names, each once."""
        naming = self._namings.get(type_)
        if naming is None or not naming.watched:
            return ()
        names: dict[Name, None] = {}
        for field, index, inner in naming.fields:
            value = values.get(field)
            if value.__class__ is str:
                names[index, value] = None
            elif value.__class__ is tuple:
                names.update(dict.fromkeys((index, name) for name in _listed(value, inner)))
        return names

    def organs_of(self, type_: str, values: Mapping[str, Any]) -> set[str]:
        """Give the organs that a thing names."""
        found: set[str] = set()
        self._note_organs(self._namings[type_], values, found)
        return found

    def _note_organs(self, naming: _Naming, values: Mapping[str, Any], found: set[str]) -> None:
        for field, inner in naming.organ_fields:
            value = values[field]
            if value.__class__ is str:
                found.add(value)
            elif value.__class__ is tuple:
                found.update(_listed(value, inner) if inner else value)

    def add(self, key: Key, type_: str, values: Mapping[str, Any]) -> Iterable[Name]:
        """Note what a thing names, and give what of it is watched."""
        naming = self._namings[type_]
        naming.unread.append(values)
        if not naming.watched:
            return ()
        names = self.names_of(type_, values)
        for name in names:
            self._keys[name][key] = None
        return names

    def remove(self, key: Key, type_: str, values: Mapping[str, Any]) -> Iterable[Name]:
        """Forget what a thing names, and give what of it is watched."""
        names = self.names_of(type_, values)
        for name in names:
            self._keys[name].pop(key, None)
        return names

    def keys(self, name: Name) -> Iterable[Key]:
        """Give the keys of the facts of watched types that name something."""
        return self._keys.get(name, {})


def _naming_fields(record_type: RecordType) -> tuple[tuple[str, str, str], ...]:
    """List the fields that name something, under what, and for parts that a record lists, which field of theirs."""
    found: list[tuple[str, str, str]] = []
    for field in record_type.shape.fields.values():
        inner = () if field.element is None else field.element.fields.values()
        found += [(field.name, index, part.name) for part in inner if (index := _index(part)) is not None]
        own = _index(field)
        if own is not None:
            found.append((field.name, own, ""))
    return tuple(found)


def _reader(fields: Iterable[tuple[str, str]]) -> Callable[[Mapping[str, Any]], Any]:
    """Give what reads the fields that name organs, not counting those of parts."""
    return itemgetter(*(field for field, inner in fields if not inner))


def _index(field: FieldShape) -> str | None:
    if field.kind is Kind.ORGAN:
        return ORGAN
    if field.kind is Kind.PERSON:
        return PERSON
    return CASE if field.name == CASE else None


def _listed(entries: Iterable[Any], inner: str) -> Iterator[str]:
    for entry in entries:
        name = entry
        if inner:
            name = entry.get(inner) if isinstance(entry, dict) else getattr(entry, inner, None)
        if isinstance(name, str):
            yield name
        elif isinstance(name, tuple):
            yield from name
