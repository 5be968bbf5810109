"""The working-day calendar: which days work, and how certain that is.

Days are proleptic Gregorian ordinals (``date.toordinal()``), from 1 to 3652059 (9999-12-31); any other number
is a ValueError. What is not published is answered by two dates, the earliest and the latest possible one (S9).
"""

from __future__ import annotations

from datetime import date
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING, NoReturn

from zhifa_rules.calendar import published as notices
from zhifa_rules.calendar.counting import (
    EITHER,
    LAST_ORDINAL,
    RESTS,
    WORKS,
    YEAR_STARTS,
    WorkingDays,
    year_days,
)
from zhifa_rules.calendar.extension import extend
from zhifa_rules.calendar.windows import holiday_windows
from zhifa_rules.errors import CalendarError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


class DayKind(Enum):
    """What is known of a day: it works, it rests, or no notice is published yet and it may do either."""

    WORK = WORKS
    REST = RESTS
    EITHER = EITHER


_CYCLE = 400
_KINDS = (DayKind.WORK, DayKind.REST, DayKind.EITHER)


class Calendar:
    """The State Council's holiday notices as a table of days; immutable.

    Before the first and after the last published year weekdays work and weekends rest, except in the windows
    around the holidays, where a day is ``EITHER``. That holds of the last December too, unless a notice lists
    the day. The five-day week itself dates from May 1995; no earlier rule of the week is modelled.
    """

    __slots__ = ("_certain_from", "_certain_to", "_codes", "_generous", "_published", "_strict")

    def __init__(self, published: notices.Published) -> None:
        """Tabulate the notices; use ``builtin`` and ``with_files`` unless a table is at hand."""
        self._published = published
        self._codes = _plain_years()
        for year in range(published.first_year, published.last_year + 1):
            self._codes[year - 1] = _published_year(published, year)
        self._generous = _working_days(self._codes, either_works=True)
        self._strict = _working_days(self._codes, either_works=False)
        self._certain_from = date(published.first_year, 1, 1).toordinal()
        self._certain_to = date(published.last_year, 11, 30).toordinal()

    def __repr__(self) -> str:
        return f"<Calendar {self.version}>"

    @staticmethod
    def builtin() -> Calendar:
        """Return the calendar of the installed ``chinesecalendar`` package, always the same object."""
        return _builtin()

    @classmethod
    def with_files(cls, paths: Iterable[str | Path]) -> Calendar:
        """Return the built-in calendar with year files added in any order; CalendarError for a wrong one."""
        return cls(extend(notices.builtin(), paths))

    def extended_by(self, path: str | Path) -> Calendar:
        """Return this calendar with one year file added; CalendarError for a wrong file."""
        return Calendar(extend(self._published, [path]))

    def truncated_to(self, year: int) -> Calendar:
        """Return the calendar as it was when ``year`` was the last published one.

        ValueError if the year is not published.
        """
        return Calendar(self._published.truncated_to(year))

    @property
    def version(self) -> str:
        """Return what the calendar was made of; equal versions have equal content."""
        return self._published.version

    @property
    def certain_from(self) -> int:
        """Return the ordinal of the first published day; days before it are provisional."""
        return self._certain_from

    @property
    def certain_to(self) -> int:
        """Return the ordinal of 30 November of the last published year; days after it are provisional."""
        return self._certain_to

    @property
    def published_to(self) -> date:
        """Return the last day of the last published year; its December is provisional."""
        return date(self._published.last_year, 12, 31)

    def is_certain(self, ordinal: int) -> bool:
        """Say whether the published notices settle the day."""
        return self._certain_from <= ordinal <= self._certain_to

    def kind(self, ordinal: int) -> DayKind:
        """Say whether the day works, rests or may do either."""
        year = date.fromordinal(ordinal).year
        return _KINDS[self._codes[year - 1][ordinal - YEAR_STARTS[year]]]

    def holiday_name(self, ordinal: int) -> tuple[str, str] | None:
        """Return the Chinese and English name of the published holiday that the day belongs to.

        Weekend days inside a holiday have its name; None for all other days.
        """
        return self._published.holidays.get(ordinal)

    def is_make_up_workday(self, ordinal: int) -> bool:
        """Say whether the day is a Saturday or Sunday that a notice makes a working day."""
        return ordinal in self._published.workdays

    def next_working_day_bounds(self, ordinal: int) -> tuple[int, int]:
        """Return the earliest and latest date of the first working day on or after the day.

        CalendarError if it may lie after the year 9999.
        """
        if self.kind(ordinal) is DayKind.WORK:
            return ordinal, ordinal
        return self.add_working_days_bounds(ordinal - 1, 1)

    def add_working_days_bounds(self, ordinal: int, n: int) -> tuple[int, int]:
        """Return the earliest and latest date of the n-th working day after the day, which is not counted.

        For ``n`` 0 that is the day itself; a negative ``n`` is a ValueError. Ordinal 0 stands for the day
        before 0001-01-01. CalendarError if the date may lie after the year 9999.
        """
        if n < 0:
            raise ValueError(f"a number of working days cannot be negative: {n}")
        if n == 0:
            return ordinal, ordinal
        earliest = self._generous.nth(self._generous.upto(ordinal) + n)
        if earliest is None:
            beyond_the_calendar(ordinal, n)
        if ordinal >= self._certain_from and earliest <= self._certain_to:
            return earliest, earliest  # no day in between may be either: both counts agree
        latest = self._strict.nth(self._strict.upto(ordinal) + n)
        if latest is None:
            beyond_the_calendar(ordinal, n)
        return earliest, latest

    def working_days_between(self, a: int, b: int) -> tuple[int, int]:
        """Return the least and greatest number of working days after ``a`` up to and including ``b``.

        ValueError if ``b`` is before ``a``.
        """
        if b < a:
            raise ValueError(f"the days are in the wrong order: {a} is after {b}")
        least = self._strict.upto(b) - self._strict.upto(a)
        return least, self._generous.upto(b) - self._generous.upto(a)


def beyond_the_calendar(ordinal: int, count: int) -> NoReturn:
    """Raise the CalendarError for a count that leaves the years that can be represented."""
    start = date.fromordinal(max(ordinal, 1)).isoformat()
    raise CalendarError(
        Problem(
            f"the period that starts on {start} would end after the year 9999",
            cure="Give a shorter period or an earlier start",
            field="count",
            value=count,
        )
    )


@cache
def _builtin() -> Calendar:
    return Calendar(notices.builtin())


@cache
def _year_template(length: int, first: int) -> bytes:
    """Return the unpublished year of ``length`` days whose 1 January has the remainder ``first`` modulo 7."""
    codes = bytearray(RESTS if (first + index) % 7 in (0, 6) else WORKS for index in range(length))
    for index in _open_days(length):
        codes[index] = EITHER
    return bytes(codes)


@cache
def _open_days(length: int) -> tuple[int, ...]:
    """Return the indices of the days in the windows around the holidays, in a year of ``length`` days."""
    start = date(2000 if length == 366 else 2001, 1, 1).toordinal()
    days = (date.fromordinal(start + index) for index in range(length))
    return tuple(i for i, day in enumerate(days) if any(w.covers(day.month, day.day) for w in holiday_windows()))


def _plain_years() -> list[bytes]:
    """Return the years 1 to 9999 as if none were published; their days of the week come back every 400 years."""
    cycle = [_plain_year(year) for year in range(1, _CYCLE + 1)]
    return (cycle * (date.max.year // _CYCLE + 1))[: date.max.year]


def _working_days(years: list[bytes], *, either_works: bool) -> WorkingDays:
    tables = {codes: year_days(codes, either_works=either_works) for codes in set(years)}
    return WorkingDays([tables[codes] for codes in years])


def _plain_year(year: int) -> bytes:
    start = YEAR_STARTS[year]
    end = YEAR_STARTS[year + 1] if year < date.max.year else LAST_ORDINAL + 1
    return _year_template(end - start, start % 7)


def _published_year(published: notices.Published, year: int) -> bytes:
    """Return the codes of a published year; the last December stays open where no notice lists the day."""
    codes = bytearray(_plain_year(year))
    start = YEAR_STARTS[year]
    settled_to = date(published.last_year, 11, 30).toordinal()
    for index in range(len(codes)):
        day = start + index
        if day <= settled_to or day in published.holidays or day in published.workdays:
            codes[index] = RESTS if published.rests(day) else WORKS
    return bytes(codes)
