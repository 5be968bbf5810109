"""Joining year files to the published table, without ever contradicting it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from zhifa_rules.calendar.published import Names, Published
from zhifa_rules.calendar.windows import window_name
from zhifa_rules.calendar.yearfile import YearFile, read_year_file
from zhifa_rules.errors import CalendarError, Location, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_UNNAMED: Names = ("节假日", "public holiday")


def extend(published: Published, paths: Iterable[str | Path]) -> Published:
    """Return ``published`` with the year files added, in the order of their years.

    A file that repeats a published year changes nothing. CalendarError if a file is wrong, differs from what
    is published, or leaves a gap between the years.
    """
    for file in sorted(map(read_year_file, paths), key=lambda file: (file.year, file.location.file)):
        published = _joined(published, file)
    return published


def _joined(published: Published, file: YearFile) -> Published:
    if published.first_year <= file.year <= published.last_year:
        _require_same(published, file)
        return published
    if file.year != published.last_year + 1:
        raise CalendarError(_gap(published, file))
    _require_no_clash(published, file)
    return Published(
        first_year=published.first_year,
        last_year=file.year,
        holidays={**{day: _name(day) for day in file.holidays}, **published.holidays},
        workdays=published.workdays | frozenset(file.workdays),
        version=f"{published.version}+{file.year}.{file.digest}",
    )


def _name(ordinal: int) -> Names:
    day = date.fromordinal(ordinal)
    return window_name(day.month, day.day) or _UNNAMED


def _gap(published: Published, file: YearFile) -> Problem:
    if file.year < published.first_year:
        message, cure = f"the calendar begins with {published.first_year}", "Leave out earlier years"
    else:
        message = f"the year {published.last_year + 1} is missing before this one"
        cure = f"Give a file for {published.last_year + 1} as well"
    return Problem(message, cure, file.location, "year", file.year)


def _require_same(published: Published, file: YearFile) -> None:
    """Raise CalendarError unless the file says of its year what is published already.

    Compared is what the notice settles, the year from the December before on, and of the last December only
    what the file lists, since the next notice may have changed the rest.
    """
    first = max(date(file.year - 1, 12, 1), date(published.first_year, 1, 1)).toordinal()
    days = {*range(first, date(file.year, 12, 1).toordinal()), *file.holidays, *file.workdays}
    problems = [
        _difference(published, file, day)
        for day in sorted(days)
        if day >= first and _rests(file, day) != published.rests(day)
    ]
    if problems:
        raise CalendarError(problems)


def _rests(file: YearFile, ordinal: int) -> bool:
    return ordinal in file.holidays or (ordinal % 7 in (0, 6) and ordinal not in file.workdays)


def _difference(published: Published, file: YearFile, ordinal: int) -> Problem:
    ours, theirs = ("a day off", "a working day") if published.rests(ordinal) else ("a working day", "a day off")
    return Problem(
        f"the year {file.year} is already published ({published.version}): {ours} there, {theirs} in the file",
        "Remove the file, or correct it after the notice",
        _place(file, ordinal),
        _field(file, ordinal),
        date.fromordinal(ordinal).isoformat(),
    )


def _require_no_clash(published: Published, file: YearFile) -> None:
    """Raise CalendarError if the file turns round a December day that the year before already settled."""
    clashes = [day for day in file.holidays if day in published.workdays]
    clashes += [day for day in file.workdays if day in published.holidays]
    if clashes:
        raise CalendarError([_difference(published, file, day) for day in sorted(clashes)])


def _place(file: YearFile, ordinal: int) -> Location:
    return file.holidays.get(ordinal) or file.workdays.get(ordinal) or file.location


def _field(file: YearFile, ordinal: int) -> str:
    return "workdays" if ordinal in file.workdays else "holidays"
