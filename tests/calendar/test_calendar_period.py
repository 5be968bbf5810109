from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import get_args

import pytest
from calendar_helpers import LAST, any_day, days_of, iso, naive_nth, near_day, o, periods, published_to
from hypothesis import given
from hypothesis import strategies as st

from zhifa_rules.calendar import (
    Bounds,
    Calendar,
    DayKind,
    Period,
    PeriodKind,
    Unit,
    calendar_period_bounds,
    calendar_periods,
    end_of_period,
    fixed_date,
)
from zhifa_rules.errors import CalendarError

CALENDAR = published_to(2026)
KINDS: tuple[PeriodKind, ...] = get_args(PeriodKind)


def end(start: str, count: int, unit: Unit, *, rolls: bool = False, include_start: bool = False) -> str:
    bounds = end_of_period(o(start), Period(unit, count), CALENDAR, rolls=rolls, include_start=include_start)
    assert bounds.exact
    return iso(bounds.latest)


@pytest.mark.parametrize(
    ("start", "days", "nominal", "rolled"),
    [
        ("2025-12-17", 15, "2026-01-01", "2026-01-04"),  # New Year; the Sunday is a make-up day
        ("2025-08-29", 30, "2025-09-28", "2025-09-28"),  # the last day is a make-up Sunday itself
        ("2025-01-13", 15, "2025-01-28", "2025-02-05"),  # Spring Festival 2025
        ("2025-01-11", 15, "2025-01-26", "2025-01-26"),  # its make-up Sunday before
        ("2025-09-20", 15, "2025-10-05", "2025-10-09"),  # National Day and Mid-Autumn 2025
        ("2025-09-16", 15, "2025-10-01", "2025-10-09"),
        ("2026-02-01", 15, "2026-02-16", "2026-02-24"),  # Spring Festival 2026
        ("2026-01-30", 15, "2026-02-14", "2026-02-14"),  # its make-up Saturday before
        ("2026-09-16", 15, "2026-10-01", "2026-10-08"),  # National Day 2026
        ("2026-09-25", 15, "2026-10-10", "2026-10-10"),  # its make-up Saturday after
        ("2025-06-03", 30, "2025-07-03", "2025-07-03"),  # an ordinary Thursday
        ("2025-06-20", 15, "2025-07-05", "2025-07-07"),  # an ordinary Saturday
    ],
)
def test_periods_of_days_and_their_roll(start: str, days: int, nominal: str, rolled: str) -> None:
    assert end(start, days, Unit.DAYS) == nominal
    assert end(start, days, Unit.DAYS, rolls=True) == rolled


@pytest.mark.parametrize(
    ("start", "count", "unit", "expected"),
    [
        ("2025-01-31", 1, Unit.MONTHS, "2025-02-28"),
        ("2024-01-31", 1, Unit.MONTHS, "2024-02-29"),
        ("2024-02-29", 1, Unit.YEARS, "2025-02-28"),
        ("2024-02-29", 4, Unit.YEARS, "2028-02-29"),
        ("2025-02-28", 1, Unit.MONTHS, "2025-03-28"),
        ("2025-03-31", 6, Unit.MONTHS, "2025-09-30"),
        ("2025-11-30", 1, Unit.QUARTERS, "2026-02-28"),
        ("2025-12-15", 1, Unit.MONTHS, "2026-01-15"),
        ("2025-06-03", 2, Unit.QUARTERS, "2025-12-03"),
    ],
)
def test_months_end_on_the_corresponding_day_or_the_last(start: str, count: int, unit: Unit, expected: str) -> None:
    assert end(start, count, unit) == expected


@pytest.mark.parametrize(
    ("start", "count", "expected"),
    [
        ("2025-01-24", 1, "2025-01-26"),  # a Friday: the next day rests, the Sunday is worked
        ("2025-01-27", 1, "2025-02-05"),  # over the Spring Festival
        ("2025-09-26", 6, "2025-10-11"),  # 28, 29, 30 September, 9, 10 and 11 October
        ("2026-01-01", 1, "2026-01-04"),
        ("2026-02-13", 5, "2026-02-27"),  # 14, 24 to 27 February
    ],
)
def test_periods_of_working_days(start: str, count: int, expected: str) -> None:
    assert end(start, count, Unit.WORKING_DAYS) == expected
    assert end(start, count, Unit.WORKING_DAYS, rolls=True) == expected, "they never roll"


def test_counting_the_start_day_is_the_minority_reading() -> None:
    assert end("2025-06-03", 30, Unit.DAYS, include_start=True) == "2025-07-02"
    assert end("2025-06-03", 5, Unit.WORKING_DAYS) == "2025-06-10"
    assert end("2025-06-03", 5, Unit.WORKING_DAYS, include_start=True) == "2025-06-09"
    assert end("2025-06-03", 1, Unit.MONTHS, include_start=True) == "2025-07-03"


@given(start=near_day, unit=st.sampled_from(Unit), include_start=st.booleans())
def test_a_period_of_nothing_ends_at_once(start: int, unit: Unit, *, include_start: bool) -> None:
    bounds = end_of_period(start, Period(unit, 0), CALENDAR, rolls=False, include_start=include_start)
    assert bounds == Bounds(start, start)


@given(start=any_day, later=st.integers(0, 40), period=periods, rolls=st.booleans(), include_start=st.booleans())
def test_a_later_start_never_gives_an_earlier_end(
    start: int, later: int, period: Period, *, rolls: bool, include_start: bool
) -> None:
    first = end_of_period(start, period, CALENDAR, rolls=rolls, include_start=include_start)
    second = end_of_period(start + later, period, CALENDAR, rolls=rolls, include_start=include_start)
    assert first.earliest <= second.earliest
    assert first.latest <= second.latest


@given(start=any_day, period=periods, rolls=st.booleans())
def test_a_longer_period_never_ends_earlier(start: int, period: Period, *, rolls: bool) -> None:
    shorter = end_of_period(start, period, CALENDAR, rolls=rolls)
    longer = end_of_period(start, Period(period.unit, period.count + 1), CALENDAR, rolls=rolls)
    assert shorter.earliest <= longer.earliest
    assert shorter.latest <= longer.latest


@given(start=any_day, period=periods)
def test_a_roll_ends_on_the_first_day_that_can_work(start: int, period: Period) -> None:
    plain = end_of_period(start, period, CALENDAR, rolls=False)
    rolled = end_of_period(start, period, CALENDAR, rolls=True)
    if period.unit is Unit.WORKING_DAYS:
        assert rolled == plain
        return
    assert plain.exact
    assert rolled.earliest == naive_nth(CALENDAR, plain.latest - 1, 1, either_works=True)
    assert rolled.latest == naive_nth(CALENDAR, plain.latest - 1, 1, either_works=False)


@given(start=near_day, count=st.integers(1, 200))
def test_working_days_end_on_a_day_that_can_work(start: int, count: int) -> None:
    bounds = end_of_period(start, Period(Unit.WORKING_DAYS, count), CALENDAR, rolls=False)
    assert CALENDAR.kind(bounds.earliest) is not DayKind.REST
    assert CALENDAR.kind(bounds.latest) is DayKind.WORK


PERIODS_OF_THE_LAW = [Period(Unit.DAYS, n) for n in (0, 5, 10, 15, 30, 60)]
PERIODS_OF_THE_LAW += [Period(Unit.WORKING_DAYS, n) for n in (1, 3, 5, 7, 10, 20)]
PERIODS_OF_THE_LAW += [Period(Unit.MONTHS, n) for n in (1, 2, 3, 6)]


@pytest.mark.parametrize("period", PERIODS_OF_THE_LAW, ids=lambda p: f"{p.count}-{p.unit}")
def test_bounds_before_the_notice_contain_the_date_after_it(period: Period) -> None:
    before = published_to(2025)
    for start in days_of("2025-10-01", "2026-11-29"):
        truth = end_of_period(start, period, CALENDAR, rolls=True)
        if truth.latest <= CALENDAR.certain_to:
            bounds = end_of_period(start, period, before, rolls=True)
            assert bounds.earliest <= truth.earliest <= truth.latest <= bounds.latest, iso(start)


def test_a_roll_into_an_unpublished_window_is_an_interval() -> None:
    bounds = end_of_period(o("2026-12-17"), Period(Unit.DAYS, 15), CALENDAR, rolls=True)
    assert (iso(bounds.earliest), iso(bounds.latest)) == ("2027-01-01", "2027-01-11")
    assert not bounds.exact


@pytest.mark.parametrize("unit", Unit)
@pytest.mark.parametrize("count", [10**7, 10**30])
def test_periods_beyond_the_years_are_refused(unit: Unit, count: int) -> None:
    with pytest.raises(CalendarError, match="after the year 9999"):
        end_of_period(o("2025-01-01"), Period(unit, count), CALENDAR, rolls=False)


def test_the_last_month_of_all_can_be_reached() -> None:
    period = Period(Unit.MONTHS, 1)
    assert end_of_period(o("9999-11-30"), period, CALENDAR, rolls=False).latest == o("9999-12-30")
    with pytest.raises(CalendarError, match="after the year 9999"):
        end_of_period(o("9999-12-01"), period, CALENDAR, rolls=False)


def test_a_negative_period_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        Period(Unit.DAYS, -1)


def test_fixed_dates() -> None:
    assert iso(fixed_date(2025, 1, 31)) == "2025-01-31"
    assert iso(fixed_date(2025, 6, "last")) == "2025-06-30"
    assert iso(fixed_date(2024, 2, "last")) == "2024-02-29"
    assert fixed_date(9999, 12, "last") == LAST
    with pytest.raises(ValueError, match="day"):
        fixed_date(2025, 2, 29)


@pytest.mark.parametrize(
    ("kind", "first", "last", "label"),
    [
        ("year", "2025-01-01", "2025-12-31", "2025"),
        ("half", "2025-01-01", "2025-06-30", "2025-H1"),
        ("quarter", "2025-04-01", "2025-06-30", "2025-Q2"),
        ("month", "2025-06-01", "2025-06-30", "2025-06"),
    ],
)
def test_calendar_periods_around_a_day(kind: PeriodKind, first: str, last: str, label: str) -> None:
    day = o("2025-06-03")
    assert calendar_period_bounds(kind, day) == (o(first), o(last))
    assert list(calendar_periods(kind, day, day)) == [(label, o(first), o(last))]


def test_calendar_periods_that_meet_a_span() -> None:
    labels = [period.label for period in calendar_periods("quarter", o("2024-12-31"), o("2025-07-01"))]
    assert labels == ["2024-Q4", "2025-Q1", "2025-Q2", "2025-Q3"]
    assert list(calendar_periods("year", o("2025-01-02"), o("2025-01-01"))) == []
    assert [period.label for period in calendar_periods("half", LAST, LAST)] == ["9999-H2"]


@given(kind=st.sampled_from(KINDS), first=near_day, length=st.integers(0, 2000))
def test_calendar_periods_follow_each_other_without_gap(kind: PeriodKind, first: int, length: int) -> None:
    found = list(calendar_periods(kind, first, first + length))
    assert found[0].first <= first <= found[0].last
    assert found[-1].first <= first + length <= found[-1].last
    for before, after in pairwise(found):
        assert after.first == before.last + 1
        assert date.fromordinal(after.first).day == 1
        assert before.label < after.label


@given(kind=st.sampled_from(KINDS), day=near_day)
def test_bounds_of_a_calendar_period_hold_the_day(kind: PeriodKind, day: int) -> None:
    first, last = calendar_period_bounds(kind, day)
    assert first <= day <= last
    assert calendar_period_bounds(kind, first) == calendar_period_bounds(kind, last) == (first, last)


def test_the_builtin_calendar_serves_as_well() -> None:
    assert end_of_period(o("2025-12-17"), Period(Unit.DAYS, 15), Calendar.builtin(), rolls=True).exact
