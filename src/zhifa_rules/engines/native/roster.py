"""Duties that arise without a record: one per organ of the register, and per calendar period (S10)."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING

from zhifa_rules.calendar import calendar_periods
from zhifa_rules.norms.core import Norm, OnRoster
from zhifa_rules.norms.walk import types_looked_at
from zhifa_rules.records.dossier import Dossier, fact_order
from zhifa_rules.records.facts import Fact
from zhifa_rules.records.register import Register, beginning_of, lasting_to
from zhifa_rules.records.shapes import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from zhifa_rules.records.history import History
    from zhifa_rules.records.shapes import Shape


def periods_of(norm: Norm, register: Register, organ: str, as_of: int) -> Iterator[Fact]:
    """Give one trigger per period in which both the instrument and the organ exist, or one for all time."""
    assert isinstance(norm.source, OnRoster)
    yield from _periods(norm, register.rows(organ), as_of)


def persons_of(norm: Norm, register: Register, as_of: int) -> Iterator[tuple[Fact, Fact]]:
    """Give each person on the register with each period in which both the instrument and the person's row exist.

    Of several rows of a person that lie in one period the last is taken: the state at its end.
    """
    for person in register.persons:
        rows = register.person_rows(person)
        latest = {period.key: (row, period) for row in rows for period in _periods(norm, [row], as_of)}
        yield from latest.values()


def _periods(norm: Norm, rows: Sequence[Fact], as_of: int) -> Iterator[Fact]:
    assert isinstance(norm.source, OnRoster)
    first = max(norm.governance.first_day, min(beginning_of(row) for row in rows))
    last = min(as_of, norm.governance.last_possible_day, max(lasting_to(row) for row in rows))
    if first > last:
        return
    if norm.source.every is None:
        yield _period_fact("in_force", "", first, first, last)
        return
    for period in calendar_periods(norm.source.every, first, last):  # type: ignore[arg-type]
        yield _period_fact("period", period.label, max(period.first, first), period.first, period.last)


def dossiers_by_name(
    norms: Iterable[Norm], history: History, register: Register, as_of: int
) -> dict[tuple[str, str], Dossier]:
    """Group the acts that some norms look at under every organ, person and case that they name."""
    types = sorted({type_ for norm in norms for type_ in types_looked_at(norm)})
    grouped: dict[tuple[str, str], list[Fact]] = defaultdict(list)
    for type_ in types:
        shape = history.catalogue.types[type_].shape
        for fact in history.facts(type_, as_of):
            for key in dict.fromkeys(_names(fact, shape, register)):
                grouped[key].append(fact)
    return {key: Dossier(key, None, sorted(facts, key=fact_order)) for key, facts in grouped.items()}


def _names(fact: Fact, shape: Shape, register: Register) -> Iterator[tuple[str, str]]:
    for field in shape.fields.values():
        value = fact.values.get(field.name)
        entries = value if isinstance(value, tuple) else (value,)
        if field.kind is Kind.ORGAN and field.name != "through":
            yield from (("organ", register.principal(entry)) for entry in entries if isinstance(entry, str))
        elif field.kind is Kind.PERSON:
            yield from (("person", entry) for entry in entries if isinstance(entry, str))
        elif field.kind is Kind.ELEMENT:
            yield from (("person", person) for entry in entries if (person := _person(entry)) is not None)
        elif field.name == "case" and isinstance(value, str):
            yield "case", value


def _period_fact(type_: str, label: str, on: int, first: int, last: int) -> Fact:
    days = {"on": date.fromordinal(on), "first_day": date.fromordinal(first), "last_day": date.fromordinal(last)}
    year = days["first_day"].year
    years = {"year": year, "previous_year": year - 1, "next_year": year + 1}
    return Fact(type_, {**days, **years}, (type_, label) if label else (type_,))


def _person(entry: object) -> str | None:
    """Give the person that a member of a list names, such as one who took part."""
    value = entry.get("person") if isinstance(entry, dict) else getattr(entry, "person", None)
    return value if isinstance(value, str) else None
