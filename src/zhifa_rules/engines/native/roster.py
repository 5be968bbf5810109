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


def periods_of(norm: Norm, register: Register, organ: str, as_of: int) -> Iterator[Fact]:
    """Give one trigger per period in which both the instrument and the organ exist, or one for all time."""
    assert isinstance(norm.source, OnRoster)
    rows = register.rows(organ)
    first = max(norm.governance.first_day, min(beginning_of(row) for row in rows))
    last = min(as_of, norm.governance.last_day, max(lasting_to(row) for row in rows))
    if first > last:
        return
    if norm.source.every is None:
        yield _period_fact("in_force", "", first, first, last)
        return
    for period in calendar_periods(norm.source.every, first, last):  # type: ignore[arg-type]
        yield _period_fact("period", period.label, max(period.first, first), period.first, period.last)


def organ_dossiers(norms: Iterable[Norm], history: History, register: Register, as_of: int) -> dict[str, Dossier]:
    """Group by organ the acts that some norms look at, under every organ that an act names."""
    types = sorted({type_ for norm in norms for type_ in types_looked_at(norm)})
    by_organ: dict[str, list[Fact]] = defaultdict(list)
    for type_ in types:
        shape = history.catalogue.types[type_].shape
        names = [f.name for f in shape.fields.values() if f.kind is Kind.ORGAN and f.name != "through"]
        for fact in history.facts(type_, as_of):
            for organ in _named(fact, names, register):
                by_organ[organ].append(fact)
    return {organ: Dossier(("organ", organ), None, sorted(facts, key=fact_order)) for organ, facts in by_organ.items()}


def _named(fact: Fact, fields: list[str], register: Register) -> Sequence[str]:
    values = (fact.values.get(field) for field in fields)
    organs = (organ for value in values for organ in (value if isinstance(value, tuple) else (value,)))
    return list(dict.fromkeys(register.principal(organ) for organ in organs if isinstance(organ, str)))


def _period_fact(type_: str, label: str, on: int, first: int, last: int) -> Fact:
    days = {"on": date.fromordinal(on), "first_day": date.fromordinal(first), "last_day": date.fromordinal(last)}
    return Fact(type_, {**days, "year": days["first_day"].year}, (type_, label) if label else (type_,))
