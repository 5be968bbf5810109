"""Periods, their last days, fixed dates and the periods of the calendar (S8)."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from dateutil.relativedelta import relativedelta

from zhifa_rules.calendar.counting import LAST_ORDINAL
from zhifa_rules.calendar.table import beyond_the_calendar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zhifa_rules.calendar.table import Calendar

PeriodKind = Literal["year", "half", "quarter", "month"]

_MONTHS_OF_KIND: dict[PeriodKind, int] = {"year": 12, "half": 6, "quarter": 3, "month": 1}
_MOST_MONTHS = 12 * date.max.year


class Unit(StrEnum):
    """The unit in which a period is counted; ``DAYS`` are calendar days."""

    DAYS = "days"
    WORKING_DAYS = "working_days"
    MONTHS = "months"
    QUARTERS = "quarters"
    YEARS = "years"


_MONTHS_OF_UNIT = {Unit.MONTHS: 1, Unit.QUARTERS: 3, Unit.YEARS: 12}


@dataclass(frozen=True, slots=True)
class Period:
    """A length of time in the words of a provision: ``count`` units; ValueError if ``count`` is negative."""

    unit: Unit
    count: int

    def __post_init__(self) -> None:
        if self.count < 0:
            raise ValueError(f"a period cannot be negative: {self.count}")


@dataclass(frozen=True, slots=True)
class Bounds:
    """The earliest and latest ordinal that a date can have; equal when it is certain."""

    earliest: int
    latest: int

    @property
    def exact(self) -> bool:
        """Say whether the date is certain."""
        return self.earliest == self.latest


def end_of_period(
    start: int, period: Period, calendar: Calendar, *, rolls: bool, include_start: bool = False
) -> Bounds:
    """Return the last day of a period that is set off by the day ``start`` (an ordinal).

    The start day is not counted; ``include_start`` counts it, which ends periods of days and working days one
    unit earlier and leaves the others, which end on the corresponding day. With ``rolls`` a period that ends
    on a rest day ends on the next working day instead; periods of working days never need it. Neither bound
    ever moves back when ``start`` moves on. CalendarError if the end may lie after the year 9999.
    """
    if period.unit is Unit.WORKING_DAYS:
        before = start - 1 if include_start and period.count else start
        return Bounds(*calendar.add_working_days_bounds(before, period.count))
    end = nominal_end(start, period, include_start=include_start)
    return Bounds(*calendar.next_working_day_bounds(end)) if rolls else Bounds(end, end)


def nominal_end(start: int, period: Period, *, include_start: bool = False) -> int:
    """Return the last day of a period not counted in working days, before any roll.

    Months, quarters and years end on the corresponding day, or the last day of the month where that lacks it.
    CalendarError if the end lies after the year 9999.
    """
    if period.unit is Unit.DAYS:
        end = start + period.count - (1 if include_start and period.count else 0)
        if end > LAST_ORDINAL:
            beyond_the_calendar(start, period.count)
        return end
    months = period.count * _MONTHS_OF_UNIT[period.unit]
    first = date.fromordinal(start)
    if first.year * 12 + first.month - 1 + months >= _MOST_MONTHS + 12:
        beyond_the_calendar(start, period.count)
    return (first + _months(months)).toordinal()


@cache
def _months(count: int) -> relativedelta:
    return relativedelta(months=count)


def fixed_date(year: int, month: int, day: int | Literal["last"]) -> int:
    """Return the ordinal of a day named in a text; ``last`` is the month's last day.

    ValueError if the day does not exist.
    """
    return date(year, month, monthrange(year, month)[1] if day == "last" else day).toordinal()


class CalendarPeriod(NamedTuple):
    """A year, half, quarter or month: its label, such as ``2025-Q1``, and the ordinals of its ends."""

    label: str
    first: int
    last: int


def calendar_period_bounds(kind: PeriodKind, ordinal: int) -> tuple[int, int]:
    """Return the ordinals of the first and the last day of the calendar period that contains the day."""
    period = _period_of(kind, ordinal)
    return period.first, period.last


def calendar_periods(kind: PeriodKind, first: int, last: int) -> Iterator[CalendarPeriod]:
    """Yield in order the calendar periods that have a day from ``first`` to ``last``.

    There is none if ``last`` is the earlier one. Labels are ``2025``, ``2025-H1``, ``2025-Q1`` and ``2025-06``.
    """
    day = first
    while day <= last:
        period = _period_of(kind, day)
        yield period
        if period.last == LAST_ORDINAL:
            return
        day = period.last + 1


def _period_of(kind: PeriodKind, ordinal: int) -> CalendarPeriod:
    day = date.fromordinal(ordinal)
    length = _MONTHS_OF_KIND[kind]
    index = (day.month - 1) // length
    final_month = (index + 1) * length
    first = date(day.year, final_month - length + 1, 1).toordinal()
    return CalendarPeriod(_label(kind, day.year, index + 1), first, fixed_date(day.year, final_month, "last"))


def _label(kind: PeriodKind, year: int, number: int) -> str:
    match kind:
        case "year":
            return f"{year:04}"
        case "half":
            return f"{year:04}-H{number}"
        case "quarter":
            return f"{year:04}-Q{number}"
        case "month":
            return f"{year:04}-{number:02}"
