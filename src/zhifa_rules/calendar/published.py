"""The published holiday notices as data: which days each year's notice makes days off or working days."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib import metadata
from typing import TYPE_CHECKING

from chinese_calendar import constants as tables

from zhifa_rules.errors import CalendarError, Problem

if TYPE_CHECKING:
    from collections.abc import Mapping

Names = tuple[str, str]  # Chinese, English


def notice_year(day: date) -> int:
    """Return the year whose notice has the last word on the day.

    The notice for a year may move the days off around its 1 January into the December before, so a day of
    December is settled only by the next year's notice.
    """
    return day.year + 1 if day.month == 12 else day.year


@dataclass(frozen=True, slots=True)
class Published:
    """The days that depart from the plain week, or are named holidays, from ``first_year`` to ``last_year``.

    Days are ordinals. ``holidays`` are days off (weekend days inside a holiday included) with their names,
    ``workdays`` are Saturdays and Sundays that are worked to make up for a holiday. ``version`` identifies
    the content.
    """

    first_year: int
    last_year: int
    holidays: Mapping[int, Names] = field(repr=False)
    workdays: frozenset[int] = field(repr=False)
    version: str

    def rests(self, ordinal: int) -> bool:
        """Say whether a day of the published years is a day off."""
        if ordinal in self.workdays:
            return False
        # Ordinal 1, 0001-01-01, is a Monday: the remainder is 6 on Saturdays and 0 on Sundays.
        return ordinal in self.holidays or ordinal % 7 in (0, 6)

    def truncated_to(self, year: int) -> Published:
        """Return what was published when the notice of ``year`` was the latest one.

        The December days that the next notice moved are dropped with it. ValueError for an unpublished year.
        """
        if not self.first_year <= year <= self.last_year:
            raise ValueError(f"{year} is not among the published years {self.first_year}-{self.last_year}")
        if year == self.last_year:
            return self
        # A notice does not settle the December of its own year: what stands there came with the next one.
        known_to = date(year, 11, 30).toordinal()
        return Published(
            first_year=self.first_year,
            last_year=year,
            holidays={day: names for day, names in self.holidays.items() if day <= known_to},
            workdays=frozenset(day for day in self.workdays if day <= known_to),
            version=f"{self.version} to {year}",
        )


@cache
def builtin() -> Published:
    """Return the tables of the ``chinesecalendar`` package, read once.

    CalendarError if the installed package lacks a year between its first and its last one.
    """
    names = {holiday.value: (holiday.chinese, str(holiday.value)) for holiday in tables.Holiday}
    version = f"chinesecalendar {metadata.version('chinesecalendar')}"
    return from_tables(
        {day: names[_label(value)] for day, value in tables.holidays.items()}, set(tables.workdays), version
    )


def from_tables(holidays: Mapping[date, Names], workdays: set[date], version: str) -> Published:
    """Build the published table from dates; CalendarError if a year in between is missing."""
    years = {day.year for day in holidays if day.month != 12}  # December days belong to the next notice
    first, last = min(years), max(years)
    missing = sorted(set(range(first, last + 1)) - years)
    if missing:
        raise CalendarError(
            Problem(
                f"the holiday table lacks the years {', '.join(map(str, missing))}",
                cure="Reinstall the chinesecalendar package",
                field="holidays",
                value=version,
            )
        )
    return Published(
        first_year=first,
        last_year=last,
        holidays={day.toordinal(): names for day, names in holidays.items()},
        workdays=frozenset(day.toordinal() for day in workdays),
        version=version,
    )


def _label(value: object) -> str:
    # The tables hold the names as plain strings today; an enum member would do as well.
    return str(getattr(value, "value", value))
