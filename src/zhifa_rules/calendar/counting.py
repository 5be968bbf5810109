"""Counting working days over the years 1 to 9999 with one table lookup or bisection per question."""

from __future__ import annotations

from bisect import bisect_left
from datetime import date
from functools import cache
from itertools import accumulate
from typing import NamedTuple

LAST_ORDINAL = date.max.toordinal()
"""The ordinal of 9999-12-31, the last day that can be counted."""

WORKS, RESTS, EITHER = 0, 1, 2
"""The codes of a day in a year's ``bytes``."""

YEAR_STARTS = tuple(date(max(year, 1), 1, 1).toordinal() for year in range(date.max.year + 1))
"""The ordinal of 1 January by year; index 0 is not used."""


class YearDays(NamedTuple):
    """A year's working days: ``upto[i]`` counts those to the (i+1)-th day, ``days`` lists their indices."""

    upto: tuple[int, ...]
    days: tuple[int, ...]


@cache
def year_days(codes: bytes, *, either_works: bool) -> YearDays:
    """Tabulate a year given as one code per day; few different years exist, so the tables are shared."""
    works = [code == WORKS or (either_works and code == EITHER) for code in codes]
    return YearDays(tuple(accumulate(works)), tuple(index for index, work in enumerate(works) if work))


class WorkingDays:
    """The working days of all years under one way of taking the days that may be either."""

    __slots__ = ("_before", "_years")

    def __init__(self, years: list[YearDays]) -> None:
        """Take the tables of the years 1 to 9999 in order."""
        self._years = years
        self._before = [0, *accumulate(len(year.days) for year in years)]

    def upto(self, ordinal: int) -> int:
        """Count the working days from 0001-01-01 to the day, both included; 0 for the day before them all."""
        if ordinal == 0:
            return 0
        year = date.fromordinal(ordinal).year
        return self._before[year - 1] + self._years[year - 1].upto[ordinal - YEAR_STARTS[year]]

    def nth(self, number: int) -> int | None:
        """Return the ordinal of the n-th working day of all, counted from 1; None if it lies after 9999."""
        year = bisect_left(self._before, number)
        if year > len(self._years):
            return None
        return YEAR_STARTS[year] + self._years[year - 1].days[number - self._before[year - 1] - 1]
