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


class NameIndex:
    """Keeps, for each organ, person and case, the keys of the facts of some types that name it.

    ``watch`` says which types those are; else it is all of them. Organs are kept under the key that the record gives,
    since whom an office acts for depends on the register. ``organs`` are all that some fact of any type has named.
    """

    def __init__(self, types: Mapping[str, RecordType]) -> None:
        self._fields = {name: _naming_fields(record_type) for name, record_type in types.items()}
        self._organ_fields = {
            name: tuple((field, inner) for field, index, inner in fields if index == ORGAN)
            for name, fields in self._fields.items()
        }
        self._own_organs = {name: _reader(fields) for name, fields in self._organ_fields.items()}
        self._in_parts = {name: tuple(f for f in fields if f[1]) for name, fields in self._organ_fields.items()}
        self._met: dict[str, set[Any]] = {name: set() for name in types}
        self._watched = frozenset(types)
        self._keys: dict[Name, dict[Key, None]] = defaultdict(dict)
        self.organs: set[str] = set()

    def watch(self, types: Iterable[str]) -> None:
        """Say facts of which types are to be found by what they name; to be called before there are any."""
        self._watched = frozenset(types)

    def names_of(self, type_: str, values: Mapping[str, Any]) -> Iterable[Name]:
        """Give everything that a thing of a watched type names, each once."""
        if type_ not in self._watched:
            return ()
        names: dict[Name, None] = {}
        for field, index, inner in self._fields.get(type_, ()):
            value = values.get(field)
            if value.__class__ is str:
                names[index, value] = None
            elif value.__class__ is tuple:
                names.update(dict.fromkeys((index, name) for name in _listed(value, inner)))
        return names

    def organs_of(self, type_: str, values: Mapping[str, Any]) -> set[str]:
        """Give the organs that a thing names."""
        found: set[str] = set()
        self._note_organs(type_, values, found)
        return found

    def _note_organs(self, type_: str, values: Mapping[str, Any], found: set[str]) -> None:
        for field, inner in self._organ_fields[type_]:
            value = values[field]
            if value.__class__ is str:
                found.add(value)
            elif value.__class__ is tuple:
                found.update(_listed(value, inner) if inner else value)

    def add(self, key: Key, type_: str, values: Mapping[str, Any]) -> Iterable[Name]:
        """Note what a thing names, and give what of it is watched."""
        self._meet(type_, values)
        if type_ not in self._watched:
            return ()
        names = self.names_of(type_, values)
        for name in names:
            self._keys[name][key] = None
        return names

    def _meet(self, type_: str, values: Mapping[str, Any]) -> None:
        """Note the organs that a thing names; most records of a type name the same few together."""
        own, met = self._own_organs[type_](values), self._met[type_]
        if own not in met:
            met.add(own)
            self._note_organs(type_, values, self.organs)
        elif self._in_parts[type_]:
            for field, inner in self._in_parts[type_]:
                value = values[field]
                if value.__class__ is tuple:
                    self.organs.update(_listed(value, inner))

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
