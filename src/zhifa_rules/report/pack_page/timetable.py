"""The duty calendar of a pack: which duties fall due on which day of which month, derived from the norms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from zhifa_rules.calendar import Calendar, CalendarPeriod, Unit, calendar_periods, end_of_period
from zhifa_rules.norms.core import Achieve, After, Choice, DateOf, DayOfYear, Either, FixedDate, OnRoster, Tally
from zhifa_rules.norms.walk import parts_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from zhifa_rules.calendar import PeriodKind
    from zhifa_rules.norms.core import DateExpression, Norm, Part
    from zhifa_rules.packs import Pack
    from zhifa_rules.packs.readings import Question

_NEIGHBOURS = {"year": 0, "previous_year": -1, "next_year": 1}
# A common year and a leap year between them show which due dates move with the calendar.
_YEARS = (2023, 2024)
EVERY_MONTH = 0
_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Day:
    """A last day within a month; ``exact`` is false where it differs from year to year, as with working days."""

    month: int
    day: int
    last_of_month: bool
    exact: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the calendar: a duty, or one part of it, and its last day.

    ``year`` is set for a duty that falls due once only. ``before`` counts the periods between the one that is spoken
    of and the one in which the day lies: 1 for what is owed in January for the year before, -1 for what is owed in
    December for the year to come. ``dated`` is false where the text sets no day and the end of the period only makes
    it too late. ``alternative`` tells that there is another line for the same duty, under another reading or in another
    case.
    """

    norm: Norm
    part: Part | None
    on: Day
    year: int | None = None
    before: int = 0
    dated: bool = True
    alternative: bool = False


def calendar_entries(pack: Pack) -> list[Entry]:
    """Give the duties that fall due on a day of the year, or once on a fixed day, in the order of their days."""
    found = [entry for norm in pack.norms for entry in _entries(norm, pack.questions)]
    return sorted(found, key=lambda e: (e.on.month, e.on.day, e.year or 0))


def has_day(norm: Norm, pack: Pack) -> bool:
    """Tell whether a norm stands in the calendar."""
    return next(iter(_entries(norm, pack.questions)), None) is not None


def _entries(norm: Norm, questions: Mapping[str, Question]) -> Iterator[Entry]:
    source, body = norm.source, norm.body
    if not isinstance(source, OnRoster):
        return
    if isinstance(body, Achieve):
        for part in body.parts:
            if source.every is None:
                yield from _once(norm, part, questions)
            else:
                yield from _recurring(norm, source.every, part, questions)
    elif source.every is not None:
        yield from _at_period_end(norm, source.every)


def _at_period_end(norm: Norm, every: PeriodKind) -> Iterator[Entry]:
    dated = not isinstance(norm.body, Tally) or norm.body.dated
    days = [_day([period.last for period in periods]) for periods in _both_years(every)]
    yield from (Entry(norm, None, day, dated=dated) for day in _folded(days))


def _once(norm: Norm, part: Part, questions: Mapping[str, Question]) -> Iterator[Entry]:
    ordinals = dict.fromkeys(_due(part.within, None, questions))
    for ordinal in ordinals:
        yield Entry(norm, part, _day([ordinal]), date.fromordinal(ordinal).year, alternative=len(ordinals) > 1)


def _recurring(norm: Norm, every: PeriodKind, part: Part, questions: Mapping[str, Question]) -> Iterator[Entry]:
    moves = any(isinstance(p, After) and p.period.unit is Unit.WORKING_DAYS for p in parts_of(part.within))
    found: dict[int, list[Day]] = {}  # the days of all periods of a year, by how many periods away they lie
    several = False
    for periods in _both_years(every):
        dues = [_due(part.within, period, questions) for period in periods]
        several = several or len(set(dues[0])) > 1
        for ordinals in zip(*dues, strict=True):
            found.setdefault(_before(every, periods[0], ordinals[0]), []).append(_day(ordinals, moves=moves))
    for before, days in found.items():
        yield from (Entry(norm, part, day, before=before, alternative=several) for day in _folded(days))


def _both_years(every: PeriodKind) -> Iterator[Sequence[CalendarPeriod]]:
    """Give each period of a year, as it lies in a common year and in a leap year."""
    years = [(date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()) for year in _YEARS]
    yield from zip(*(calendar_periods(every, first, last) for first, last in years), strict=True)


def _before(every: PeriodKind, period: CalendarPeriod, due: int) -> int:
    """Count the periods from the one spoken of to the one in which its due date lies."""
    first, last = (period.last + 1, due) if due > period.last else (due, period.first - 1)
    number = len(list(calendar_periods(every, first, last)))
    return number if due > period.last else -number


def _day(ordinals: Sequence[int], *, moves: bool = False) -> Day:
    days = [date.fromordinal(ordinal) for ordinal in ordinals]
    last = all((day + timedelta(days=1)).day == 1 for day in days)
    same = len({(day.month, day.day) for day in days}) == 1
    first = min(days, key=lambda day: (day.month, day.day))
    return Day(first.month, first.day, last, exact=(same or last) and not moves)


def _folded(days: Iterable[Day]) -> list[Day]:
    """Put what is owed on the same day of every month into one line."""
    days = list(dict.fromkeys(days))
    if len(days) == _MONTHS == len({day.month for day in days}):
        if all(day.last_of_month for day in days):
            return [Day(EVERY_MONTH, 31, last_of_month=True, exact=True)]
        if len({day.day for day in days}) == 1:
            return [Day(EVERY_MONTH, days[0].day, last_of_month=False, exact=all(day.exact for day in days))]
    return days


# --- Due dates ----------------------------------------------------------------------------------------------


def _due(
    expression: DateExpression | None, period: CalendarPeriod | None, questions: Mapping[str, Question]
) -> list[int]:
    """Give the due dates of a period under the live readings and in all cases; none that an act would decide."""
    if isinstance(expression, FixedDate):
        return [expression.day] if period is None else []  # it is one day, and not one of every period
    if isinstance(expression, DateOf):
        return _end_of(expression, period)
    if isinstance(expression, DayOfYear):
        return _day_of_year(expression, period)
    if isinstance(expression, After):
        starts = _due(expression.anchor, period, questions)
        includes = expression.include_start is True
        calendar = Calendar.builtin()
        return [
            end_of_period(start, expression.period, calendar, rolls=False, include_start=includes).earliest
            for start in starts
        ]
    if isinstance(expression, Either):
        options = [expression.then, expression.otherwise]
    elif isinstance(expression, Choice):
        live = questions[expression.question].live
        options = [option for name, option in expression.options if name in live]
    else:
        return []
    return [due for option in options for due in _due(option, period, questions)]


def _end_of(expression: DateOf, period: CalendarPeriod | None) -> list[int]:
    path = expression.path
    if period is None or path.root != "period" or not path.steps:
        return []
    ends = {"first_day": period.first, "last_day": period.last}
    name = path.steps[-1].name
    return [ends[name]] if name in ends else []


def _day_of_year(expression: DayOfYear, period: CalendarPeriod | None) -> list[int]:
    path = expression.year
    if period is None or path.root != "period" or path.steps[-1].name not in _NEIGHBOURS:
        return []
    year = date.fromordinal(period.first).year + _NEIGHBOURS[path.steps[-1].name]
    return [date(year, expression.month, expression.day).toordinal()]
