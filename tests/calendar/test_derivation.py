from __future__ import annotations

import json
from datetime import date

import pytest
from calendar_helpers import any_day, iso, o, periods, published_to
from hypothesis import given
from hypothesis import strategies as st

from zhifa_rules.calendar import DayKind, Derivation, Period, SkippedSpan, Unit, derive, end_of_period

CALENDAR = published_to(2026)


def account(start: str, count: int, unit: Unit = Unit.DAYS, *, include_start: bool = False) -> Derivation:
    return derive(o(start), Period(unit, count), CALENDAR, rolls=True, include_start=include_start)


def test_a_plain_period() -> None:
    derivation = account("2025-06-03", 30)
    assert derivation.steps("zh") == [
        "自2025-06-03的次日（2025-06-04）起算，期间30日，至2025-07-03",
        "到期日：2025-07-03",
    ]
    assert derivation.steps("en") == [
        "Counted from the day after 2025-06-03 (2025-06-04), 30 days end on 2025-07-03",
        "Due: 2025-07-03",
    ]
    assert not derivation.skipped
    assert not derivation.rolled
    assert not derivation.provisional


def test_a_roll_over_national_day_names_each_span() -> None:
    derivation = account("2025-09-20", 15)
    assert (derivation.nominal_end, derivation.due) == (date(2025, 10, 5), date(2025, 10, 9))
    assert derivation.rolled
    assert [(span.first.day, span.last.day, span.cause_en) for span in derivation.skipped] == [
        (5, 5, "National Day"),
        (6, 6, "Mid-autumn Festival"),
        (7, 8, "National Day"),
    ]
    assert (
        "末日2025-10-05（星期日）为休息日（国庆节），顺延至其后第一个工作日2025-10-09（星期四）"
        in derivation.steps("zh")[1]
    )
    assert "Sunday 2025-10-05, is a rest day (National Day)" in derivation.steps("en")[1]


def test_a_roll_onto_a_make_up_sunday_says_so() -> None:
    derivation = account("2025-12-17", 15)
    assert derivation.due == date(2026, 1, 4)
    assert derivation.make_up_days == (date(2026, 1, 4),)
    assert "2026-01-04（星期日）为调休上班日，按工作日计" in derivation.steps("zh")
    assert "Sunday 2026-01-04 is a make-up working day and counts as a working day" in derivation.steps("en")


def test_an_end_on_a_make_up_sunday_stays_and_says_why() -> None:
    derivation = account("2025-08-29", 30)
    assert derivation.due == derivation.nominal_end == date(2025, 9, 28)
    assert not derivation.rolled
    assert "Sunday 2025-09-28 is a make-up working day and counts as a working day" in derivation.steps("en")


def test_working_days_name_weekends_holidays_and_make_up_days() -> None:
    derivation = account("2025-01-20", 15, Unit.WORKING_DAYS)
    assert derivation.due == date(2025, 2, 14)
    assert derivation.skipped == (
        SkippedSpan(date(2025, 1, 25), date(2025, 1, 25), "周末", "weekend"),
        SkippedSpan(date(2025, 1, 28), date(2025, 2, 4), "春节", "Spring Festival"),
        SkippedSpan(date(2025, 2, 9), date(2025, 2, 9), "周末", "weekend"),
    )
    assert derivation.make_up_days == (date(2025, 1, 26), date(2025, 2, 8))
    assert "2025-01-28至2025-02-04（春节）" in derivation.steps("zh")[1]
    assert "2025-01-28 to 2025-02-04 (Spring Festival)" in derivation.steps("en")[1]


def test_an_unpublished_year_is_named() -> None:
    derivation = account("2026-12-17", 15)
    assert derivation.provisional
    assert derivation.unpublished_years == (2027,)
    assert (derivation.due, derivation.latest) == (date(2027, 1, 1), date(2027, 1, 11))
    assert derivation.steps("zh")[-1].startswith("2027年的节假日安排尚未公布")
    assert derivation.steps("en")[-1].startswith("The calendar of 2027 is not published")
    assert "2027-01-11 at the latest" in derivation.steps("en")[-1]


def test_a_date_outside_the_windows_is_single_but_provisional() -> None:
    derivation = account("2027-11-01", 10, Unit.WORKING_DAYS)
    assert derivation.provisional
    assert derivation.due == derivation.latest == date(2027, 11, 15)
    assert derivation.steps("zh")[-1].endswith("到期日2027-11-15")


def test_calendar_days_without_a_roll_need_no_notice() -> None:
    derivation = derive(o("2030-01-10"), Period(Unit.DAYS, 15), CALENDAR, rolls=False)
    assert not derivation.provisional
    assert derivation.due == derivation.latest == date(2030, 1, 25)


def test_counting_the_start_day_is_said() -> None:
    derivation = account("2025-06-03", 1, Unit.WORKING_DAYS, include_start=True)
    assert derivation.due == date(2025, 6, 3)
    assert derivation.steps("zh")[0] == "自2025-06-03当日起算，期间1个工作日，至2025-06-03"
    assert derivation.steps("en")[0] == "Counted from 2025-06-03, that day included, 1 working day ends on 2025-06-03"


@pytest.mark.parametrize(
    ("unit", "zh", "en"),
    [
        (Unit.MONTHS, "2个月", "2 months"),
        (Unit.QUARTERS, "2个季度", "2 quarters"),
        (Unit.YEARS, "2年", "2 years"),
        (Unit.WORKING_DAYS, "2个工作日", "2 working days"),
    ],
)
def test_units_are_written_out(unit: Unit, zh: str, en: str) -> None:
    derivation = account("2025-06-03", 2, unit)
    assert zh in derivation.steps("zh")[0]
    assert en in derivation.steps("en")[0]


def test_json_is_plain() -> None:
    data = account("2025-12-17", 15).to_json()
    assert json.loads(json.dumps(data)) == data
    assert data["start"] == "2025-12-17"
    assert data["due"] == data["latest"] == "2026-01-04"
    assert data["skipped"] == [
        {"first": "2026-01-01", "last": "2026-01-03", "cause": {"zh": "元旦", "en": "New Year's Day"}}
    ]
    assert list(data) == [
        "start",
        "unit",
        "count",
        "include_start",
        "nominal_end",
        "due",
        "latest",
        "rolled",
        "provisional",
        "skipped",
        "make_up_days",
        "unpublished_years",
    ]


def test_another_language_is_refused() -> None:
    with pytest.raises(ValueError, match="no such language"):
        account("2025-06-03", 1).steps("fr")  # type: ignore[arg-type]


def test_the_last_day_of_all_can_be_explained() -> None:
    derivation = derive(date.max.toordinal(), Period(Unit.DAYS, 0), CALENDAR, rolls=False)
    assert derivation.steps("en")[-1] == "Due: 9999-12-31"


@given(start=any_day, period=periods, rolls=st.booleans(), include_start=st.booleans())
def test_the_account_agrees_with_the_computation(
    start: int, period: Period, *, rolls: bool, include_start: bool
) -> None:
    bounds = end_of_period(start, period, CALENDAR, rolls=rolls, include_start=include_start)
    derivation = derive(start, period, CALENDAR, rolls=rolls, include_start=include_start)
    assert derivation.due.toordinal() == bounds.earliest
    assert derivation.latest.toordinal() == bounds.latest
    assert derivation.rolled == (derivation.nominal_end != derivation.due)
    assert derivation.provisional or bounds.exact
    assert derivation.provisional == bool(derivation.unpublished_years)
    for lang in ("zh", "en"):
        assert iso(bounds.latest) in derivation.steps(lang)[-1]


@given(start=any_day, count=st.integers(0, 60), include_start=st.booleans())
def test_skipped_and_counted_days_make_up_the_period(start: int, count: int, *, include_start: bool) -> None:
    derivation = derive(start, Period(Unit.WORKING_DAYS, count), CALENDAR, rolls=False, include_start=include_start)
    skipped = [day for span in derivation.skipped for day in range(span.first.toordinal(), span.last.toordinal() + 1)]
    first = start if include_start or not count else start + 1
    length = derivation.due.toordinal() - first + 1 if count else 0
    assert length - len(skipped) == count
    assert all(CALENDAR.kind(day) is DayKind.REST for day in skipped)
