"""The periods of duties that arise without a record, in which an instrument governs an organ or person (S10)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from zhifa_rules.calendar import calendar_periods
from zhifa_rules.norms.core import Norm, OnRoster
from zhifa_rules.records.facts import Fact
from zhifa_rules.records.register import beginning_of, lasting_to

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def periods_of(norm: Norm, rows: Sequence[Fact], as_of: int) -> Iterator[Fact]:
    """Give one trigger per period in which both the instrument and the organ or person exist, or one for all time."""
    assert isinstance(norm.source, OnRoster)
    if not rows:
        return  # of whom the register knows nothing
    first = max(norm.governance.first_day, min(beginning_of(row) for row in rows))
    last = min(as_of, norm.governance.last_possible_day, max(lasting_to(row) for row in rows))
    if first > last:
        return
    if norm.source.every is None:
        yield _period_fact("in_force", "", first, first, last)
        return
    for period in calendar_periods(norm.source.every, first, last):
        yield _period_fact("period", period.label, max(period.first, first), period.first, period.last)


def _period_fact(type_: str, label: str, on: int, first: int, last: int) -> Fact:
    days = {"on": date.fromordinal(on), "first_day": date.fromordinal(first), "last_day": date.fromordinal(last)}
    year = days["first_day"].year
    years = {"year": year, "previous_year": year - 1, "next_year": year + 1}
    return Fact(type_, {**days, **years}, (type_, label) if label else (type_,))
