"""Changing a whole history at once: other names for everything in it, another year, several histories in one."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from zhifa_rules.records.facts import FIRST_DAY, LAST_DAY
from zhifa_rules.records.register import ALL
from zhifa_rules.records.shapes import FieldShape, Kind
from zhifa_rules.testing.spots import NONE, Record, key_fields

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from zhifa_rules.records import Catalogue
    from zhifa_rules.records.shapes import Shape

_OWN_NAMES = frozenset({"id", "corrects", "voids", "number"})
_SUBJECTS = frozenset({"matter", "case"})
_ACTORS = frozenset({Kind.ORGAN, Kind.PERSON})


def set_apart(
    records: Iterable[Record], catalogue: Catalogue, mark: str, *, subjects: bool = True, actors: bool = True
) -> list[Record]:
    """Mark the names in a history, so that it shares no id and no document with another one.

    With ``subjects`` it shares no matter and no case either, with ``actors`` no organ and no person.
    """
    keys = _OWN_NAMES | (key_fields(catalogue) - _SUBJECTS) | (_SUBJECTS if subjects else frozenset())

    def is_name(shape: FieldShape) -> bool:
        if shape.kind in _ACTORS:
            return actors
        return shape.kind is Kind.DOCUMENT or (shape.kind is Kind.TEXT and shape.name in keys)

    def marked(value: str) -> str:
        return value if value in (ALL, NONE) else value + mark

    return _each_value(records, catalogue, lambda shape, value: marked(value) if is_name(shape) else value)


def shifted(records: Iterable[Record], catalogue: Catalogue, days: int) -> list[Record]:
    """Move every date of a history by so many days, as far as the calendar reaches."""
    return _each_value(
        records, catalogue, lambda shape, value: moved(value, days) if shape.kind is Kind.DATE else value
    )


def moved(day: str, days: int) -> str:
    """Give the day so many days later, as far as the calendar reaches; what is no day stays as it is."""
    return day if day == NONE else later(date.fromisoformat(day), days).isoformat()


def later(day: date, days: int) -> date:
    """Give the day so many days later, as far as the calendar reaches."""
    return date.fromordinal(min(max(day.toordinal() + days, FIRST_DAY), LAST_DAY))


def _each_value(
    records: Iterable[Record], catalogue: Catalogue, change: Callable[[FieldShape, str], str]
) -> list[Record]:
    return [_changed(record, catalogue.types[record["type"]].shape, change) for record in records]


def _changed(values: Mapping[str, Any], shape: Shape, change: Callable[[FieldShape, str], str]) -> dict[str, Any]:
    return {name: _changed_value(value, shape.fields[name], change) for name, value in values.items()}


def _changed_value(value: Any, field: FieldShape, change: Callable[[FieldShape, str], str]) -> Any:  # noqa: ANN401
    """Change every text within a value: of lists each member, of bounds and alternatives each one stated."""
    if isinstance(value, str):
        return change(field, value)
    if isinstance(value, list):
        return [_changed_value(member, field, change) for member in value]
    if isinstance(value, dict):
        if field.element is not None:
            return _changed(value, field.element, change)
        return {key: _changed_value(inner, field, change) for key, inner in value.items()}
    return value
