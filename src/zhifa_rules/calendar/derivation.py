"""How a due date came about: every date, skipped span and roll, for clerks and for machines (S8, S13)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Literal

from zhifa_rules.calendar import wording
from zhifa_rules.calendar.period import Period, Unit, end_of_period, nominal_end
from zhifa_rules.calendar.published import Names, notice_year
from zhifa_rules.calendar.table import DayKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zhifa_rules.calendar.table import Calendar

Language = Literal["zh", "en"]

_WEEKEND: Names = ("周末", "weekend")


@dataclass(frozen=True, slots=True)
class SkippedSpan:
    """Consecutive days, both ends included, that were not counted or over which the end rolled, and why."""

    first: date
    last: date
    cause_zh: str
    cause_en: str


@dataclass(frozen=True, slots=True)
class Derivation:
    """The account of one period.

    ``nominal_end`` is its last day before the roll. ``due`` is the earliest and ``latest`` the latest date on
    which it may end; they differ only where a day in between may work or rest. ``provisional`` says that the
    count or the roll relied on days that no notice settles; ``unpublished_years`` are the years of the missing
    notices. ``skipped`` are the known rest days passed over, ``make_up_days`` the worked Saturdays and Sundays
    that the count or the roll met.
    """

    start: date
    unit: Unit
    count: int
    include_start: bool
    nominal_end: date
    due: date
    latest: date
    rolled: bool
    provisional: bool
    skipped: tuple[SkippedSpan, ...]
    make_up_days: tuple[date, ...]
    unpublished_years: tuple[int, ...]

    def steps(self, lang: Language) -> list[str]:
        """Return the account in sentences, one per step, in Chinese ("zh") or English ("en").

        ValueError for another language.
        """
        if lang == "zh":
            return wording.steps_zh(self)
        if lang == "en":
            return wording.steps_en(self)
        raise ValueError(f"no such language: {lang!r} (zh or en)")

    def to_json(self) -> dict[str, object]:
        """Return the account as plain JSON values, dates in ISO form."""
        return {
            "start": self.start.isoformat(),
            "unit": self.unit.value,
            "count": self.count,
            "include_start": self.include_start,
            "nominal_end": self.nominal_end.isoformat(),
            "due": self.due.isoformat(),
            "latest": self.latest.isoformat(),
            "rolled": self.rolled,
            "provisional": self.provisional,
            "skipped": [
                {
                    "first": span.first.isoformat(),
                    "last": span.last.isoformat(),
                    "cause": {"zh": span.cause_zh, "en": span.cause_en},
                }
                for span in self.skipped
            ],
            "make_up_days": [day.isoformat() for day in self.make_up_days],
            "unpublished_years": list(self.unpublished_years),
        }


def derive(start: int, period: Period, calendar: Calendar, *, rolls: bool, include_start: bool = False) -> Derivation:
    """Return the account of the period that ``end_of_period`` computes from the same arguments.

    It is meant for showing: it looks at each day of the period. CalendarError as for ``end_of_period``.
    """
    bounds = end_of_period(start, period, calendar, rolls=rolls, include_start=include_start)
    if period.unit is Unit.WORKING_DAYS:
        nominal = bounds.earliest
        first = start if include_start else start + 1
        passed, relied_on = range(first, nominal), range(first, bounds.latest + 1)
        if not period.count:
            passed = relied_on = range(0)
    else:
        nominal = nominal_end(start, period, include_start=include_start)
        passed = range(nominal, bounds.earliest)
        relied_on = range(nominal, bounds.latest + 1) if rolls else range(0)
    years = _unpublished_years(relied_on, calendar)
    return Derivation(
        start=date.fromordinal(start),
        unit=period.unit,
        count=period.count,
        include_start=include_start,
        nominal_end=date.fromordinal(nominal),
        due=date.fromordinal(bounds.earliest),
        latest=date.fromordinal(bounds.latest),
        rolled=bounds.earliest != nominal,
        provisional=bool(years),
        skipped=tuple(_spans(passed, calendar)),
        make_up_days=tuple(date.fromordinal(day) for day in relied_on if calendar.is_make_up_workday(day)),
        unpublished_years=years,
    )


def _unpublished_years(days: range, calendar: Calendar) -> tuple[int, ...]:
    return tuple(sorted({notice_year(date.fromordinal(day)) for day in days if not calendar.is_certain(day)}))


def _spans(days: range, calendar: Calendar) -> Iterator[SkippedSpan]:
    """Yield the rest days among ``days`` as runs of one cause each."""
    for cause, run in groupby(days, key=lambda day: _cause(day, calendar)):
        if cause is not None:
            members = list(run)
            yield SkippedSpan(date.fromordinal(members[0]), date.fromordinal(members[-1]), *cause)


def _cause(ordinal: int, calendar: Calendar) -> Names | None:
    if calendar.kind(ordinal) is not DayKind.REST:
        return None
    return calendar.holiday_name(ordinal) or _WEEKEND
