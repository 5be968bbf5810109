"""Facts: what the records together say of one thing in the world (S2)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from zhifa_rules.records.base import Element, EventRecord
from zhifa_rules.records.known import ABSENT, UNKNOWN, DateBounds, NumberBounds, OneOf

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from zhifa_rules.records.shapes import Assumption, FieldShape, RecordType, Shape

FIRST_DAY = 1
LAST_DAY = date.max.toordinal()

_COMMON = frozenset({"id", "recorded_on", "corrects", "voids", "note"})


Order = tuple[int, str, int, str]
_NO_LINKS: dict[str, Fact] = {}


class Fact:
    """One thing in the world: its type, its attributes, and the records that state it.

    ``key`` identifies it independently of record ids where its natural key is known (``stable``). ``links``
    holds the facts that its document fields name; ``assumed`` what was taken where the records say nothing; ``day`` is
    its date as an ordinal, ``None`` unless it is known to the day.
    """

    __slots__ = ("_order", "assumed", "day", "key", "links", "matter", "records", "stable", "type", "values")

    def __init__(
        self,
        type_: str,
        values: dict[str, Any],
        key: tuple[Any, ...],
        records: tuple[str, ...] = (),
        *,
        matter: str | None = None,
        stable: bool = True,
        assumed: tuple[Assumption, ...] = (),
    ) -> None:
        self.type = type_
        self.values = values
        self.key = key
        self.records = records
        self.matter = matter
        self.stable = stable
        self.assumed = assumed
        self.links: Mapping[str, Fact] = _NO_LINKS
        on = values.get("on")
        self.day: int | None = on.toordinal() if isinstance(on, date) else None
        self._order: Order | None = None

    def link(self, field: str, document: Fact) -> None:
        """Note which fact a document field names."""
        self.links = {**self.links, field: document}

    @property
    def order(self) -> Order:
        """What sorts facts: first possible day, time, sequence number and key, never by arrival."""
        if self._order is None:
            values, day = self.values, self.day
            at, seq = values["at"], values["seq"]  # where copies differ neither is known
            self._order = (
                date_range(values["on"])[0] if day is None else day,
                at if at.__class__ is str else "",
                seq if seq.__class__ is int else 0,
                text_of(self.key),
            )
        return self._order

    def revise(self, **changes: object) -> None:
        """Take other values of some attributes; what was recorded goes on telling its place among others."""
        self._order = self.order
        self.values = {**self.values, **changes}
        on = self.values.get("on")
        self.day = on.toordinal() if isinstance(on, date) else None

    def __repr__(self) -> str:
        return f"<{self.type} {self.key}>"


def text_of(key: tuple[Any, ...]) -> str:
    """Give the text by which keys are sorted."""
    try:
        return "\x1f".join(key)
    except TypeError:  # parts that are no text, such as the year of a plan
        return repr(key)


def date_range(value: object) -> tuple[int, int]:
    """Give the first and last day, as ordinals, on which a date attribute can lie."""
    if value.__class__ is date:
        day: int = value.toordinal()
        return day, day
    if isinstance(value, DateBounds):
        low = FIRST_DAY if value.not_before is None else value.not_before.toordinal()
        high = LAST_DAY if value.not_after is None else value.not_after.toordinal()
        return low, high
    if isinstance(value, OneOf):
        days = [day.toordinal() for day in value.values]
        return min(days), max(days)
    return FIRST_DAY, LAST_DAY


def narrowed_date(value: object, low: int, high: int) -> object | None:
    """Narrow a date attribute to a range of ordinals; ``None`` if nothing remains."""
    own_low, own_high = date_range(value)
    new_low, new_high = max(low, own_low), min(high, own_high)
    if new_low > new_high:
        return None
    if isinstance(value, date) or (new_low, new_high) == (own_low, own_high):
        return value
    if isinstance(value, OneOf):
        kept = tuple(day for day in value.values if new_low <= day.toordinal() <= new_high)
        return None if not kept else kept[0] if len(kept) == 1 else OneOf(kept)
    if new_low == new_high:
        return date.fromordinal(new_low)
    return DateBounds(
        None if new_low == FIRST_DAY else date.fromordinal(new_low),
        None if new_high == LAST_DAY else date.fromordinal(new_high),
    )


class FactMaker:
    """Builds the facts of one record type."""

    __slots__ = ("_name", "_order", "_shape")

    def __init__(self, record_type: RecordType) -> None:
        self._name = record_type.name
        self._order = record_type.order
        self._shape = record_type.shape if record_type.shape.assumable else None

    def of_one(self, record: EventRecord, key: tuple[Any, ...]) -> Fact:
        """Build the fact that one record states, with the assumptions made."""
        values, assumed = self.values_of(record)
        matter = values["matter"]
        if matter.__class__ is not str:
            matter = None
        stable = key[0] != "record"
        return Fact(self._name, values, key, (values["id"],), matter=matter, stable=stable, assumed=assumed)

    def values_of(self, record: EventRecord) -> tuple[dict[str, Any], tuple[Assumption, ...]]:
        """Give what one record states of its fact, and the assumptions made."""
        values = record.__dict__
        assumed: tuple[Assumption, ...] = ()
        if self._shape is not None:
            values, assumed = _completed(values, record.__pydantic_fields_set__, self._shape)
        return _in_order(values, self._order) if self._order else values, assumed

    def of(self, records: Sequence[EventRecord], key: tuple[Any, ...]) -> Fact:
        """Build the fact that one or several records of the same thing state."""
        if len(records) == 1:
            return self.of_one(records[0], key)
        values = _merged(records)
        assumed: tuple[Assumption, ...] = ()
        if self._shape is not None:
            stated: set[str] = set().union(*(record.model_fields_set for record in records))
            values, assumed = _completed(values, stated, self._shape)
        if self._order:
            values = _in_order(values, self._order)
        matter = values["matter"] if isinstance(values["matter"], str) else None
        identities = tuple(sorted(record.id for record in records))
        return Fact(self._name, values, key, identities, matter=matter, stable=key[0] != "record", assumed=assumed)


_CONFLICT = object()


def _merged(records: Sequence[EventRecord]) -> dict[str, Any]:
    """Where copies differ the field is unknown; where one of them is silent the others speak."""
    merged = dict(records[0].__dict__)
    for record in records[1:]:
        for field, value in record.__dict__.items():
            if field not in _COMMON:
                merged[field] = _agreed(merged[field], value)
    return {field: UNKNOWN if value is _CONFLICT else value for field, value in merged.items()}


def _agreed(one: object, other: object) -> object:
    """Give what two copies state together; a contradiction stays one whatever further copies say."""
    if one is _CONFLICT or other is None or other is UNKNOWN:
        return one
    if one is None or one is UNKNOWN or one == other:
        return other
    for loose, tight in ((one, other), (other, one)):
        if isinstance(loose, OneOf):
            kept = tuple(sorted((value for value in loose.values if _admits(tight, value)), key=repr))
            return _CONFLICT if not kept else kept[0] if len(kept) == 1 else OneOf(kept)
    if isinstance(one, date | DateBounds) and isinstance(other, date | DateBounds):
        common = narrowed_date(one, *date_range(other))
        common = other if common is not None and isinstance(other, date) else common
        return _CONFLICT if common is None else common
    for loose, tight in ((one, other), (other, one)):
        if isinstance(loose, NumberBounds):
            return _within(loose, tight)
    return _CONFLICT


def _admits(stated: object, value: object) -> bool:
    if isinstance(stated, OneOf):
        return value in stated.values
    if isinstance(stated, DateBounds):
        return isinstance(value, date) and narrowed_date(value, *date_range(stated)) is not None
    if isinstance(stated, NumberBounds):
        return isinstance(value, int) and _within(stated, value) is not _CONFLICT
    return value == stated


def _within(bounds: NumberBounds, other: object) -> object:
    """Give the numbers that two statements allow."""
    if isinstance(other, NumberBounds):
        lows = [low for low in (bounds.at_least, other.at_least) if low is not None]
        highs = [high for high in (bounds.at_most, other.at_most) if high is not None]
        least, most = max(lows, default=None), min(highs, default=None)
        if least is not None and most is not None and least >= most:
            return least if least == most else _CONFLICT
        return NumberBounds(least, most)
    if not isinstance(other, int):
        return _CONFLICT
    low_enough = bounds.at_least is None or bounds.at_least <= other
    return other if low_enough and (bounds.at_most is None or other <= bounds.at_most) else _CONFLICT


def _completed(values: dict[str, Any], stated: set[str], shape: Shape) -> tuple[dict[str, Any], tuple[Assumption, ...]]:
    """Add what is assumed of fields left out; mostly all of them are, or none."""
    assumed = shape.assumed
    if assumed.of_parts:
        made: set[Assumption] = set()
        return _with_assumptions(values, stated, shape.assumable, made), tuple(made)
    if assumed.fields.isdisjoint(stated):
        completed = {**values, **assumed.taken}
        for field, assumption in assumed.copied:
            completed[field.name] = _copied(values, field, assumption)
        return completed, assumed.all
    missing = assumed.fields - stated
    if not missing:
        return values, ()
    completed = values.copy()
    for name in missing:
        assumption = assumed.of_field[name]
        completed[name] = (
            assumption.taken if assumption.same_as is None else _copied(values, shape.fields[name], assumption)
        )
    return completed, tuple({assumed.of_field[name] for name in missing})


def _with_assumptions(
    values: dict[str, Any], stated: set[str], assumable: Iterable[FieldShape], assumed: set[Assumption]
) -> dict[str, Any]:
    changes: dict[str, Any] = {}
    for field in assumable:
        assumption = field.assumption
        if assumption is not None and field.name not in stated:
            changes[field.name] = assumption.taken if assumption.same_as is None else _copied(values, field, assumption)
            assumed.add(assumption)
        elif field.element is not None:
            changes[field.name] = _elements(values[field.name], field, assumed)
    return {**values, **changes} if changes else values


def _copied(values: dict[str, Any], field: FieldShape, assumption: Assumption) -> object:
    """Give what another field says, as a list where this one is a list."""
    copied = values[assumption.same_as or ""]
    return (() if copied is None else (copied,)) if field.many and not isinstance(copied, tuple) else copied


def _elements(value: object, field: FieldShape, assumed: set[Assumption]) -> object:
    if not isinstance(value, tuple) or field.element is None:
        return value
    return tuple(
        _with_assumptions(e.__dict__, e.model_fields_set, field.element.assumable, assumed)
        for e in value
        if isinstance(e, Element)
    )


def _in_order(values: dict[str, Any], order: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Narrow dates by the declared order; an impossible order makes both unknown and accuses nobody (S5)."""
    for earlier, later in order:
        before, after = values[earlier], values[later]
        if before is ABSENT or after is ABSENT or before is after:
            continue
        if before.__class__ is date and after.__class__ is date and before <= after:
            continue
        new_before = narrowed_date(before, FIRST_DAY, date_range(after)[1])
        new_after = narrowed_date(after, date_range(before)[0], LAST_DAY)
        if new_before is None or new_after is None:
            new_before = new_after = UNKNOWN
        if new_before is not before or new_after is not after:
            values = {**values, earlier: new_before, later: new_after}
    return values
