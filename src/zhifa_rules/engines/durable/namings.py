"""Whom and what facts name: the organs, persons and cases, each under the key that the record gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhifa_rules.records.shapes import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from zhifa_rules.records.facts import Fact
    from zhifa_rules.records.shapes import FieldShape, RecordType

ORGAN, PERSON, CASE = "organ", "person", "case"
Name = tuple[str, str]


class Namings:
    """Reads what facts name, in fields of their own or in the parts that they list."""

    def __init__(self, types: Mapping[str, RecordType]) -> None:
        self._fields = {name: tuple(_fields(type_)) for name, type_ in types.items()}

    def of(self, fact: Fact) -> Iterator[Name]:
        """Give everything that a fact names, some of it perhaps twice."""
        for field, kind, inner in self._fields.get(fact.type, ()):
            value = fact.values.get(field)
            for entry in value if isinstance(value, tuple) else (value,):
                named = _inside(entry, inner) if inner else entry
                for name in named if isinstance(named, tuple) else (named,):
                    if isinstance(name, str):
                        yield kind, name


def _fields(type_: RecordType) -> Iterator[tuple[str, str, str]]:
    for field in type_.shape.fields.values():
        if (kind := _kind(field)) is not None:
            yield field.name, kind, ""
        for part in () if field.element is None else field.element.fields.values():
            if (kind := _kind(part)) is not None:
                yield field.name, kind, part.name


def _inside(entry: object, name: str) -> object:
    return entry.get(name) if isinstance(entry, dict) else getattr(entry, name, None)


def _kind(field: FieldShape) -> str | None:
    if field.kind is Kind.ORGAN:
        return ORGAN
    if field.kind is Kind.PERSON:
        return PERSON
    return CASE if field.name == CASE else None
