"""Shorthands of the calendar tests: dates as ordinals, calendars with a known end, a naive count to compare with."""

from __future__ import annotations

from datetime import date
from functools import cache

from hypothesis import strategies as st

from zhifa_rules.calendar import Calendar, DayKind, Period, Unit

LAST = date.max.toordinal()


def o(text: str) -> int:
    """Return the ordinal of an ISO date."""
    return date.fromisoformat(text).toordinal()


def iso(ordinal: int) -> str:
    """Return the ISO date of an ordinal."""
    return date.fromordinal(ordinal).isoformat()


@cache
def published_to(year: int) -> Calendar:
    """Return the calendar as it stood when ``year`` was the last published one, whatever is installed."""
    return Calendar.builtin().truncated_to(year)


def naive_nth(calendar: Calendar, start: int, n: int, *, either_works: bool) -> int:
    """Return the n-th working day after ``start`` by looking at day after day."""
    day = start
    while n:
        day += 1
        kind = calendar.kind(day)
        n -= kind is DayKind.WORK or (either_works and kind is DayKind.EITHER)
    return day


published_to(2026)  # built here, so that no property test is timed with it


def days_of(first: str, last: str) -> range:
    """Return the ordinals from one ISO date to another, both included."""
    return range(o(first), o(last) + 1)


any_day = st.integers(o("1900-01-01"), o("2200-12-31"))
"""Days well before, in and well after the published years."""

near_day = st.integers(o("2003-01-01"), o("2030-12-31"))
"""Days in and around the published years."""

periods = st.builds(Period, st.sampled_from(Unit), st.integers(0, 100))
"""Periods of all units."""
