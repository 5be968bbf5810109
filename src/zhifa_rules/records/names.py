"""Which organs, persons and cases facts name: finds the records of each, in whichever subject they stand."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from zhifa_rules.records.shapes import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from zhifa_rules.records.facts import Fact
    from zhifa_rules.records.shapes import FieldShape, RecordType

Key = tuple[Any, ...]
Name = tuple[str, str]

ORGAN, PERSON, CASE = "organ", "person", "case"


class NameIndex:
    """Keeps, for each organ, person and case, the keys of the facts that name it.

    Organs are kept under the key that the record gives, since whom an office acts for depends on the register.
    """

    def __init__(self, types: Mapping[str, RecordType]) -> None:
        self._fields = {name: _naming_fields(record_type) for name, record_type in types.items()}
        self._keys: dict[Name, dict[Key, None]] = defaultdict(dict)

    def names_of(self, fact: Fact) -> Iterable[Name]:
        """Give everything that a fact names, each once."""
        names: dict[Name, None] = {}
        for field, index in self._fields.get(fact.type, ()):
            value = fact.values.get(field)
            if value.__class__ is str:
                names[index, value] = None
            elif value.__class__ is tuple:
                names.update(dict.fromkeys((index, name) for name in _listed(value)))
        return names

    def add(self, fact: Fact) -> Iterable[Name]:
        """Note what a fact names, and give it."""
        names = self.names_of(fact)
        for name in names:
            self._keys[name][fact.key] = None
        return names

    def remove(self, fact: Fact) -> Iterable[Name]:
        """Forget what a fact names, and give it."""
        names = self.names_of(fact)
        for name in names:
            self._keys[name].pop(fact.key, None)
        return names

    def keys(self, name: Name) -> Iterable[Key]:
        """Give the keys of the facts that name something."""
        return self._keys.get(name, {})

    def organs(self) -> Iterable[str]:
        """Give every organ that some fact names."""
        return [name for (index, name), keys in self._keys.items() if index == ORGAN and keys]


def _naming_fields(record_type: RecordType) -> tuple[tuple[str, str], ...]:
    found = ((field.name, _index(field)) for field in record_type.shape.fields.values())
    return tuple((name, index) for name, index in found if index is not None)


def _index(field: FieldShape) -> str | None:
    if field.kind is Kind.ORGAN:
        return ORGAN
    if field.kind is Kind.PERSON or (field.element is not None and PERSON in field.element.fields):
        return PERSON
    return CASE if field.name == CASE else None


def _listed(entries: Iterable[Any]) -> Iterator[str]:
    for entry in entries:
        if isinstance(entry, str):
            yield entry
            continue
        person = entry.get(PERSON) if isinstance(entry, dict) else getattr(entry, PERSON, None)
        if isinstance(person, str):
            yield person
