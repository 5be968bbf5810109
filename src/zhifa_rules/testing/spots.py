"""Looking at plain record mappings field by field, those inside lists of elements included, and changing one field."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zhifa_rules.records.shapes import FieldShape, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from zhifa_rules.records import Catalogue
    from zhifa_rules.records.shapes import Shape

Record = dict[str, Any]
Path = tuple[str | int, ...]

NONE = "none"


class _LeftOut:
    """The type of ``LEFT_OUT``: the field is not there at all."""

    def __repr__(self) -> str:
        return "LEFT_OUT"


LEFT_OUT = _LeftOut()


@dataclass(frozen=True)
class Spot:
    """One field of one record: the id of the record, the way to the field, its shape and its value."""

    record: str
    path: Path
    shape: FieldShape
    value: Any

    @property
    def is_plain(self) -> bool:
        """Whether the field holds a value that is wholly known."""
        return self.value is not None and self.value != NONE and not isinstance(self.value, dict)


def spots(records: Iterable[Record], catalogue: Catalogue) -> list[Spot]:
    """List the fields that the records state; of records with one id, those of the first."""
    once: dict[str, Record] = {}
    for record in records:
        once.setdefault(record["id"], record)
    return [
        spot
        for record in once.values()
        for spot in _spots_of(record["id"], (), record, catalogue.types[record["type"]].shape)
    ]


def _spots_of(record: str, path: Path, values: Mapping[str, Any], shape: Shape) -> Iterator[Spot]:
    for name, value in values.items():
        field = shape.fields[name]
        yield Spot(record, (*path, name), field, value)
        if field.kind is Kind.ELEMENT and field.element is not None and isinstance(value, list):
            for number, member in enumerate(value):
                yield from _spots_of(record, (*path, name, number), member, field.element)


def put(records: Iterable[Record], record: str, path: Path, value: object) -> list[Record]:
    """Give the records with another value at one place, or without it; a place that is not there is left alone."""
    return [_put(r, path, value) if r["id"] == record else dict(r) for r in records]


def _put(holder: Any, path: Path, value: object) -> Any:  # noqa: ANN401
    step, *rest = path
    if isinstance(holder, list) and isinstance(step, int) and step < len(holder):
        return [_put(member, tuple(rest), value) if n == step else member for n, member in enumerate(holder)]
    if not isinstance(holder, dict):
        return holder
    if rest:
        return {**holder, step: _put(holder[step], tuple(rest), value)} if step in holder else holder
    others = {k: v for k, v in holder.items() if k != step}
    return others if value is LEFT_OUT else {**others, step: value}


def key_fields(catalogue: Catalogue) -> frozenset[str]:
    """Name the fields by which things in the world are told apart, of any type."""
    return frozenset(name for record_type in catalogue.types.values() for name in record_type.natural_key)
