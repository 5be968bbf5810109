from __future__ import annotations

import pickle
from datetime import date, timedelta

import holidays
import pytest
from calendar_helpers import LAST, any_day, days_of, iso, naive_nth, near_day, o, published_to
from chinese_calendar import constants
from hypothesis import given
from hypothesis import strategies as st

from zhifa_rules.calendar import Calendar, DayKind
from zhifa_rules.calendar import published as notices
from zhifa_rules.errors import CalendarError

MAKE_UP_DAYS = ["2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11"]
MAKE_UP_DAYS += ["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"]


def test_published_days_are_those_of_the_table() -> None:
    calendar = Calendar.builtin()
    for day in range(calendar.certain_from, calendar.certain_to + 1):
        as_date = date.fromordinal(day)
        rests = as_date in constants.holidays or (as_date.weekday() >= 5 and as_date not in constants.workdays)
        assert calendar.kind(day) is (DayKind.REST if rests else DayKind.WORK), as_date


@pytest.mark.parametrize("year", range(2008, 2027))
def test_an_independent_source_agrees_on_the_days_off_and_the_make_up_days(year: int) -> None:
    # Both sources agree on every day of these years: no differences are known. `holidays` lists as dates only what
    # is a named or substituted day off, so weekends are compared through its make-up days.
    other = holidays.country_holidays("CN", years=year)
    calendar = published_to(2026)
    last = min(date(year, 12, 31).toordinal(), calendar.certain_to)
    for day in range(o(f"{year}-01-01"), last + 1):
        as_date = date.fromordinal(day)
        make_up = as_date in other.weekend_workdays
        rests = not make_up and (as_date.weekday() >= 5 or as_date in other)
        assert calendar.kind(day) is (DayKind.REST if rests else DayKind.WORK), as_date
        assert calendar.is_make_up_workday(day) is make_up, as_date


@pytest.mark.parametrize("text", MAKE_UP_DAYS)
def test_make_up_days_work(text: str) -> None:
    calendar, day = Calendar.builtin(), o(text)
    assert date.fromordinal(day).weekday() >= 5
    assert calendar.kind(day) is DayKind.WORK
    assert calendar.is_make_up_workday(day)
    assert calendar.next_working_day_bounds(day) == (day, day)
    assert calendar.add_working_days_bounds(day - 1, 1) == (day, day)


def test_make_up_days_of_two_years_are_all_listed_above() -> None:
    calendar = Calendar.builtin()
    found = [iso(day) for day in days_of("2025-01-01", "2026-11-30") if calendar.is_make_up_workday(day)]
    assert found == MAKE_UP_DAYS


def test_holiday_names() -> None:
    calendar = Calendar.builtin()
    assert calendar.holiday_name(o("2026-02-17")) == ("春节", "Spring Festival")
    assert calendar.holiday_name(o("2015-09-03")) is not None
    assert calendar.holiday_name(o("2026-03-07")) is None, "an ordinary Saturday has no name"
    assert calendar.holiday_name(o("2026-02-14")) is None, "a make-up day is no holiday"


def test_what_is_certain() -> None:
    calendar = published_to(2026)
    assert calendar.published_to == date(2026, 12, 31)
    assert iso(calendar.certain_from) == "2004-01-01"
    assert iso(calendar.certain_to) == "2026-11-30"
    assert calendar.is_certain(o("2026-11-30"))
    assert not calendar.is_certain(o("2026-12-01"))
    assert not calendar.is_certain(o("2003-12-31"))


def test_unpublished_days_are_open_inside_the_windows_only() -> None:
    calendar = published_to(2026)
    assert calendar.kind(o("2026-12-10")) is DayKind.WORK
    assert calendar.kind(o("2026-12-12")) is DayKind.REST
    assert calendar.kind(o("2026-12-31")) is DayKind.EITHER
    assert calendar.kind(o("2027-10-01")) is DayKind.EITHER
    assert calendar.kind(o("2027-08-02")) is DayKind.WORK
    assert calendar.kind(o("2027-08-01")) is DayKind.REST
    assert calendar.kind(o("2003-10-01")) is DayKind.EITHER
    assert calendar.kind(o("2003-08-04")) is DayKind.WORK


def test_december_days_moved_by_the_next_notice_are_known_with_it_only() -> None:
    new_years_eve = o("2023-12-31")
    assert published_to(2024).kind(new_years_eve) is DayKind.REST
    assert published_to(2023).kind(new_years_eve) is DayKind.EITHER
    assert published_to(2023).holiday_name(new_years_eve) is None


def test_version_names_the_content() -> None:
    assert Calendar.builtin().version.startswith("chinesecalendar ")
    assert published_to(2020).version == f"{Calendar.builtin().version} to 2020"
    assert Calendar.builtin() is Calendar.builtin()
    assert Calendar.builtin().version in repr(Calendar.builtin())


def test_truncation_to_an_unpublished_year_is_refused() -> None:
    with pytest.raises(ValueError, match="1999 is not among the published years"):
        published_to(1999)


def test_a_table_with_a_missing_year_is_refused() -> None:
    days = {date(year, 1, 1): ("元旦", "New Year's Day") for year in (2004, 2005, 2007)}
    with pytest.raises(CalendarError, match="lacks the years 2006"):
        notices.from_tables(days, set(), "test")


def test_a_calendar_can_be_sent_to_another_process() -> None:
    copy = pickle.loads(pickle.dumps(published_to(2025)))
    day = o("2025-09-25")
    assert copy.version == published_to(2025).version
    assert copy.add_working_days_bounds(day, 5) == published_to(2025).add_working_days_bounds(day, 5)


@given(start=any_day, n=st.integers(0, 300))
def test_nth_working_day_is_what_looking_at_each_day_gives(start: int, n: int) -> None:
    calendar = published_to(2026)
    earliest, latest = calendar.add_working_days_bounds(start, n)
    assert earliest == naive_nth(calendar, start, n, either_works=True)
    assert latest == naive_nth(calendar, start, n, either_works=False)


@given(day=any_day)
def test_next_working_day_is_what_looking_at_each_day_gives(day: int) -> None:
    calendar = published_to(2026)
    earliest, latest = calendar.next_working_day_bounds(day)
    assert earliest == naive_nth(calendar, day - 1, 1, either_works=True)
    assert latest == naive_nth(calendar, day - 1, 1, either_works=False)


@given(start=near_day, n=st.integers(0, 300))
def test_published_answers_are_single_dates(start: int, n: int) -> None:
    calendar = published_to(2026)
    earliest, latest = calendar.add_working_days_bounds(start, n)
    assert earliest <= latest
    if calendar.is_certain(start) and calendar.is_certain(latest):
        assert earliest == latest


@given(a=near_day, length=st.integers(0, 1000))
def test_counting_between_two_days_is_the_sum_of_the_days(a: int, length: int) -> None:
    calendar = published_to(2026)
    kinds = [calendar.kind(day) for day in range(a + 1, a + length + 1)]
    least = kinds.count(DayKind.WORK)
    assert calendar.working_days_between(a, a + length) == (least, least + kinds.count(DayKind.EITHER))


@given(start=near_day, n=st.integers(1, 300))
def test_counting_and_adding_are_inverse(start: int, n: int) -> None:
    calendar = published_to(2026)
    earliest, latest = calendar.add_working_days_bounds(start, n)
    assert calendar.working_days_between(start, earliest)[1] == n
    assert calendar.working_days_between(start, latest)[0] == n


@given(start=near_day, n=st.integers(0, 200), m=st.integers(0, 200))
def test_adding_in_two_steps_is_adding_at_once(start: int, n: int, m: int) -> None:
    calendar = published_to(2026)
    first, last = calendar.add_working_days_bounds(start, n)
    at_once = calendar.add_working_days_bounds(start, n + m)
    assert at_once == (calendar.add_working_days_bounds(first, m)[0], calendar.add_working_days_bounds(last, m)[1])


def test_the_notice_of_2026_lies_within_what_was_possible_before_it() -> None:
    before, after = published_to(2025), published_to(2026)
    for start in days_of("2025-11-01", "2026-11-01"):
        for n in (1, 2, 3, 5, 7, 10, 15, 20, 30, 60):
            truth, latest_truth = after.add_working_days_bounds(start, n)
            if after.is_certain(latest_truth):
                earliest, latest = before.add_working_days_bounds(start, n)
                assert earliest <= truth <= latest, (iso(start), n)
        earliest, latest = before.next_working_day_bounds(start)
        assert earliest <= after.next_working_day_bounds(start)[0] <= latest, iso(start)


def test_the_ends_of_time() -> None:
    calendar = Calendar.builtin()
    assert calendar.add_working_days_bounds(0, 1)[0] == 1
    assert calendar.next_working_day_bounds(1)[0] == 1
    assert calendar.kind(1) is DayKind.EITHER
    assert calendar.kind(LAST) is DayKind.EITHER
    assert calendar.working_days_between(0, LAST)[0] > 9999 * 100
    with pytest.raises(CalendarError, match="after the year 9999"):
        calendar.next_working_day_bounds(LAST)
    with pytest.raises(CalendarError, match="after the year 9999"):
        calendar.add_working_days_bounds(o("2025-01-01"), 10**12)


@pytest.mark.parametrize("ordinal", [-1, LAST + 1])
def test_days_outside_the_years_are_refused(ordinal: int) -> None:
    calendar = Calendar.builtin()
    with pytest.raises(ValueError, match=r"ordinal|range"):
        calendar.kind(ordinal)
    with pytest.raises(ValueError, match=r"ordinal|range"):
        calendar.add_working_days_bounds(ordinal, 1)


def test_impossible_questions_are_refused() -> None:
    calendar = Calendar.builtin()
    with pytest.raises(ValueError, match="negative"):
        calendar.add_working_days_bounds(o("2025-01-01"), -1)
    with pytest.raises(ValueError, match="wrong order"):
        calendar.working_days_between(o("2025-01-02"), o("2025-01-01"))


def test_weekdays_of_the_plain_years_are_right() -> None:
    calendar = published_to(2026)
    for year in (1, 4, 100, 400, 1900, 2000, 2028, 2100, 2400, 9999):
        day = date(year, 8, 1)  # August lies outside all windows
        for offset in range(28):
            works = (day + timedelta(offset)).weekday() < 5
            assert calendar.kind(day.toordinal() + offset) is (DayKind.WORK if works else DayKind.REST)
