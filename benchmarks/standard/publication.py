"""The one period in working days of the standard work, for contenders that know no calendar."""

from __future__ import annotations

from datetime import date, timedelta

from zhifa_rules.calendar import Calendar, Period, Unit, end_of_period

_SEVEN = Period(Unit.WORKING_DAYS, 7)
_FIRST = date(2025, 1, 1)
_DAYS = 365


def last_day_to_publish(decided: date) -> date:
    """Give the last of the seven working days after a decision."""
    end = end_of_period(decided.toordinal(), _SEVEN, Calendar.builtin(), rolls=False)
    return date.fromordinal(end.latest)


def publication_table() -> dict[date, date]:
    """Give that day for every day of the year of the work, as a user would lay it down in a table beforehand."""
    days = [_FIRST + timedelta(days=n) for n in range(_DAYS)]
    return {day: last_day_to_publish(day) for day in days}
