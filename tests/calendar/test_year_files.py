from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from calendar_helpers import days_of, iso, o, published_to

from zhifa_rules.calendar import Calendar, DayKind
from zhifa_rules.errors import CalendarError

if TYPE_CHECKING:
    from pathlib import Path

EXAMPLE = """\
year: 2027
source: 国办发明电〔2026〕N号
holidays: [2027-01-01, {from: 2027-02-05, to: 2027-02-11}]  # days off
workdays: [2027-02-14]  # make-up working days
"""


def write(folder: Path, text: str, name: str = "year.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def changed(old: str, new: str) -> str:
    assert old in EXAMPLE
    return EXAMPLE.replace(old, new)


def as_year_file(calendar: Calendar, year: int) -> str:
    """Write down what the calendar holds for a year, with the December days that its notice moved."""
    days = days_of(f"{year - 1}-12-01", f"{year}-11-30")
    weekdays = {day: date.fromordinal(day).weekday() < 5 for day in days}
    off = [iso(day) for day in days if weekdays[day] and calendar.kind(day) is DayKind.REST]
    worked = [iso(day) for day in days if calendar.is_make_up_workday(day)]
    return f"year: {year}\nsource: the notice\nholidays: [{', '.join(off)}]\nworkdays: [{', '.join(worked)}]\n"


def test_a_file_adds_its_year(tmp_path: Path) -> None:
    calendar = published_to(2026).extended_by(write(tmp_path, EXAMPLE))
    assert calendar.published_to == date(2027, 12, 31)
    assert iso(calendar.certain_to) == "2027-11-30"
    assert {calendar.kind(day) for day in days_of("2027-02-05", "2027-02-11")} == {DayKind.REST}
    assert calendar.kind(o("2027-02-14")) is DayKind.WORK
    assert calendar.is_make_up_workday(o("2027-02-14"))
    assert calendar.holiday_name(o("2027-02-05")) == ("春节", "Spring Festival")
    assert calendar.kind(o("2027-02-15")) is DayKind.WORK
    assert calendar.kind(o("2026-12-31")) is DayKind.WORK, "the notice of 2027 settles December 2026"


def test_the_original_stays_as_it_was(tmp_path: Path) -> None:
    calendar = published_to(2026)
    version = calendar.version
    calendar.extended_by(write(tmp_path, EXAMPLE))
    assert calendar.kind(o("2027-02-05")) is DayKind.EITHER
    assert calendar.version == version


@pytest.mark.parametrize("year", [2008, 2019, 2023, 2024, 2025, 2026])
def test_adding_a_year_from_a_file_is_as_good_as_having_it_built_in(year: int, tmp_path: Path) -> None:
    built_in = published_to(year)
    added = published_to(year - 1).extended_by(write(tmp_path, as_year_file(built_in, year)))
    for day in days_of("2003-01-01", f"{year + 1}-12-31"):
        assert added.kind(day) is built_in.kind(day), iso(day)


def test_files_may_come_in_any_order(tmp_path: Path) -> None:
    year = Calendar.builtin().published_to.year + 1
    paths = [
        write(tmp_path, f"year: {y}\nsource: s\nholidays: [{y}-01-01]\nworkdays: []\n", f"{y}.yaml")
        for y in (year, year + 1)
    ]
    forwards, backwards = Calendar.with_files(paths), Calendar.with_files(paths[::-1])
    assert forwards.version == backwards.version
    assert forwards.published_to == date(year + 1, 12, 31)
    assert Calendar.with_files([]).version == Calendar.builtin().version
    with pytest.raises(CalendarError, match=f"the year {year} is missing"):
        Calendar.with_files(paths[1:])


def test_the_version_follows_the_days_and_not_the_layout(tmp_path: Path) -> None:
    def version(text: str) -> str:
        return published_to(2026).extended_by(write(tmp_path, text)).version

    ranged = version(EXAMPLE)
    assert ranged.startswith(f"{published_to(2026).version}+2027.")
    assert version("# a comment\n" + EXAMPLE.replace("N号", "9号")) == ranged
    assert version(changed("to: 2027-02-11", "to: 2027-02-12")) != ranged


def test_a_published_year_may_be_repeated_but_not_changed(tmp_path: Path) -> None:
    calendar = published_to(2026)
    for year in (2004, 2024, 2026):
        text = as_year_file(calendar, year)
        assert calendar.extended_by(write(tmp_path, text)).version == calendar.version
    text = as_year_file(calendar, 2024).replace("2024-02-04", "2024-02-03")
    with pytest.raises(CalendarError, match="the year 2024 is already published") as caught:
        calendar.extended_by(write(tmp_path, text))
    assert [problem.value for problem in caught.value.problems] == ["2024-02-03", "2024-02-04"]
    assert caught.value.problems[0].location.line == 4


def test_a_december_day_once_worked_cannot_become_a_holiday(tmp_path: Path) -> None:
    calendar = published_to(2026).extended_by(
        write(tmp_path, changed("workdays: [2027-02-14]", "workdays: [2027-12-25]"))
    )
    text = "year: 2028\nsource: s\nholidays: [2028-01-01, {from: 2027-12-25, to: 2027-12-26}]\nworkdays: []\n"
    with pytest.raises(CalendarError, match="2027-12-25"):
        calendar.extended_by(write(tmp_path, text, "next.yaml"))


def test_a_notice_may_move_days_of_the_december_before(tmp_path: Path) -> None:
    text = changed("[2027-01-01,", "[{from: 2026-12-31, to: 2027-01-02},").replace("[2027-02-14]", "[2026-12-27]")
    calendar = published_to(2026).extended_by(write(tmp_path, text))
    assert calendar.kind(o("2026-12-31")) is DayKind.REST
    assert calendar.kind(o("2026-12-27")) is DayKind.WORK


WRONG = {
    "syntax": ("year: [2027\n", "", 2, "no valid YAML"),
    "two documents": (EXAMPLE + "---\n" + EXAMPLE, "", 5, "no valid YAML"),
    "empty": ("", "", 0, "a mapping is expected"),
    "list": ("- 2027\n", "", 1, "a mapping is expected"),
    "unknown key": (EXAMPLE + "holyday: []\n", "holyday", 5, "unknown key"),
    "key twice": (EXAMPLE + "year: 2027\n", "year", 5, "twice"),
    "year missing": (changed("year: 2027\n", ""), "year", 1, "the key is missing"),
    "year as word": (changed("year: 2027", "year: next"), "year", 1, "not a year"),
    "year zero": (changed("year: 2027", "year: 0000"), "year", 1, "not a year"),
    "year before all": ("year: 2003\nsource: s\nholidays: [2003-01-01]\nworkdays: []", "year", 0, "begins with 2004"),
    "year after a gap": ("year: 2028\nsource: s\nholidays: [2028-01-01]\nworkdays: []", "year", 0, "2027 is missing"),
    "source empty": (changed("国办发明电〔2026〕N号", "''"), "source", 2, "no source"),
    "workdays missing": (changed("workdays: [2027-02-14]", ""), "workdays", 1, "the key is missing"),
    "holidays not a list": (
        changed("[2027-01-01, {from: 2027-02-05, to: 2027-02-11}]", "2027-01-01"),
        "holidays",
        3,
        "a list is expected",
    ),
    "holidays empty": (changed("[2027-01-01, {from: 2027-02-05, to: 2027-02-11}]", "[]"), "holidays", 3, "no holiday"),
    "no such day": (changed("2027-01-01", "2027-02-30"), "holidays[0]", 3, "not a date"),
    "date in another form": (changed("2027-01-01", "20270101"), "holidays[0]", 3, "not a date"),
    "word for a date": (changed("2027-01-01", "no"), "holidays[0]", 3, "not a date"),
    "time of day": (changed("2027-01-01", "2027-01-01T00:00:00"), "holidays[0]", 3, "not a date"),
    "null": (changed("2027-01-01", "~"), "holidays[0]", 3, "not a date"),
    "day of another year": (changed("2027-01-01", "2028-01-01"), "holidays[0]", 3, "outside the year 2027"),
    "november before": (changed("2027-01-01", "2026-11-30"), "holidays[0]", 3, "outside the year 2027"),
    "range backwards": (changed("2027-02-11", "2027-02-01"), "holidays[1]", 3, "ends before"),
    "range without end": (changed(", to: 2027-02-11", ""), "holidays[1].to", 3, "the key is missing"),
    "range with other key": (changed("to: 2027", "until: 2027"), "holidays[1].until", 3, "unknown key"),
    "range with bad date": (changed("2027-02-11", "2027-2-11"), "holidays[1].to", 3, "not a date"),
    "nested list": (changed("2027-01-01", "[2027-01-01]"), "holidays[0]", 3, "a mapping is expected"),
    "listed twice": (changed("2027-01-01", "2027-02-06"), "holidays[1]", 3, "listed twice"),
    "worked weekday": (changed("2027-02-14", "2027-02-15"), "workdays", 4, "ordinary weekday"),
    "holiday and workday": (changed("2027-02-14", "2027-02-06"), "workdays", 4, "both a holiday and a working day"),
}


@pytest.mark.parametrize("case", WRONG)
def test_wrong_files_are_refused_with_place_and_cure(case: str, tmp_path: Path) -> None:
    text, field, line, message = WRONG[case]
    path = write(tmp_path, text)
    with pytest.raises(CalendarError) as caught:
        published_to(2026).extended_by(path)
    problem = caught.value.problems[0]
    assert message in problem.message
    assert (problem.location.file, problem.location.line) == (str(path), line)
    assert problem.field == field
    assert problem.cure


def test_all_problems_of_a_file_are_told_at_once(tmp_path: Path) -> None:
    text = changed("2027-01-01", "soon").replace("2027-02-14", "2027-02-15") + "more: 1\n"
    with pytest.raises(CalendarError) as caught:
        published_to(2026).extended_by(write(tmp_path, text))
    assert [problem.field for problem in caught.value.problems] == ["more", "holidays[0]", "workdays"]


def test_unreadable_files_are_refused(tmp_path: Path) -> None:
    binary = tmp_path / "binary.yaml"
    binary.write_bytes(b"year: \xff\xfe")
    for path in (tmp_path / "absent.yaml", tmp_path, binary, "\0"):
        with pytest.raises(CalendarError, match="cannot be read") as caught:
            published_to(2026).extended_by(path)
        assert caught.value.problems[0].location.file == str(path)


@pytest.mark.parametrize("text", ["[" * 5000, "{a: " * 5000, "a: &x [*x]", "\x07", "holidays: &h [*h]\nyear: 2027"])
def test_hostile_files_end_in_a_clear_error(text: str, tmp_path: Path) -> None:
    with pytest.raises(CalendarError):
        published_to(2026).extended_by(write(tmp_path, text))
