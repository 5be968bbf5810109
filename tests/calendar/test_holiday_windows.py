from __future__ import annotations

from datetime import date

import holidays
import pytest
from calendar_helpers import days_of, iso, published_to

from zhifa_rules.calendar import DayKind
from zhifa_rules.calendar.windows import Window, holiday_windows, window_name

ONE_OFF = {
    "2015-09-03": "70th anniversary of victory, day off",
    "2015-09-04": "70th anniversary of victory, day off",
    "2015-09-06": "70th anniversary of victory, make-up Sunday",
    "2020-01-31": "Spring Festival prolonged because of the epidemic",
    "2020-02-01": "Spring Festival prolonged because of the epidemic",
    "2020-02-02": "Spring Festival prolonged because of the epidemic",
}
"""Days that no yearly notice foresaw: windows need not cover them, though today's happen to."""


def covered(day: date) -> bool:
    return any(window.covers(day.month, day.day) for window in holiday_windows())


def test_every_departure_from_the_plain_week_lies_in_a_window() -> None:
    calendar = published_to(2026)
    departures = [
        date.fromordinal(day)
        for day in days_of("2008-01-01", "2026-11-30")
        if (calendar.kind(day) is DayKind.WORK) != (date.fromordinal(day).weekday() < 5)
    ]
    assert len(departures) > 300
    assert [day for day in departures if not covered(day) and day.isoformat() not in ONE_OFF] == []


def test_one_off_days_did_depart_from_the_yearly_notices() -> None:
    calendar = published_to(2026)
    kinds = {text: calendar.kind(date.fromisoformat(text).toordinal()) for text in ONE_OFF}
    assert {text for text, kind in kinds.items() if kind is DayKind.WORK} == {"2015-09-06"}


@pytest.mark.parametrize("year", range(2027, 2100))
def test_the_statutory_holidays_of_later_years_lie_in_windows(year: int) -> None:
    # The lunar dates come from an independent computation; "observed" days are guesses of that package, not law.
    expected = holidays.country_holidays("CN", years=year, language="en_US", observed=False)
    assert [day for day in expected if not covered(day)] == []


@pytest.mark.parametrize(
    ("first", "last"),
    [("01-21", "02-20"), ("04-04", "04-06"), ("05-25", "06-25"), ("09-07", "10-08"), ("10-01", "10-07")],
)
def test_windows_leave_room_around_the_range_of_each_festival(first: str, last: str) -> None:
    for day in days_of(f"2028-{first}", f"2028-{last}"):
        assert all(covered(date.fromordinal(day + offset)) for offset in range(-3, 4)), iso(day)


def test_windows_leave_much_of_the_year_alone() -> None:
    outside = [day for day in days_of("2027-01-01", "2027-12-31") if not covered(date.fromordinal(day))]
    assert len(outside) > 365 * 2 // 5


def test_a_window_may_cross_the_end_of_the_year() -> None:
    window = Window("元旦", "New Year's Day", (12, 26), (1, 9))
    assert window.covers(12, 26)
    assert window.covers(1, 9)
    assert not window.covers(12, 25)
    assert not window.covers(1, 10)


def test_window_names() -> None:
    assert window_name(1, 1) == ("元旦", "New Year's Day")
    assert window_name(2, 29) == ("春节", "Spring Festival")
    assert window_name(8, 1) is None
