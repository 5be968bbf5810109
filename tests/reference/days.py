"""Dates and periods in one world."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from zhifa_rules.calendar import Bounds, Period, Unit, end_of_period
from zhifa_rules.errors import CalendarError
from zhifa_rules.norms.core import (
    After,
    Choice,
    DateExpression,
    DateOf,
    DayOfYear,
    Either,
    FixedDate,
    StatedLimit,
)
from zhifa_rules.records.facts import LAST_DAY
from zhifa_rules.records.known import ABSENT

if TYPE_CHECKING:
    from .scene import Scene


_FAR = LAST_DAY - 40_000  # a day on which nobody looks any more


def day_of(expression: DateExpression | None, scene: Scene) -> int | None:
    """Give a date as an ordinal, ``None`` where the text sets none, ``LAST_DAY`` where it never comes."""
    match expression:
        case None:
            return None
        case Choice():
            return day_of(scene.option(expression), scene)
        case DateOf(path=path):
            value = scene.value(path)
            return LAST_DAY if value is ABSENT or value is None else int(value)
        case FixedDate(day=day):
            return day
        case DayOfYear(month=month, day=day, year=path):
            year = scene.value(path)
            return date(int(year), month, day).toordinal() if isinstance(year, int) and 0 < year < 9999 else None
        case Either(condition=condition, then=then, otherwise=otherwise):
            from .conditions import holds

            return day_of(then if holds(condition, scene) else otherwise, scene)
        case After(anchor=anchor, period=period, rolls=rolls, include_start=counted):
            start = day_of(anchor, scene)
            return _end(start, period, _flag(rolls, scene), _flag(counted, scene), scene)
        case StatedLimit():
            return _stated(expression, scene)
    raise AssertionError(expression)


def _flag(flag: bool | Choice[bool], scene: Scene) -> bool:
    return bool(scene.option(flag)) if isinstance(flag, Choice) else flag


def _end(start: int | None, period: Period, rolls: bool, counted: bool, scene: Scene) -> int | None:
    if start is None or start >= LAST_DAY:
        return start
    try:
        bounds = end_of_period(start, period, scene.world.setting.calendar, rolls=rolls, include_start=counted)
    except CalendarError:
        return LAST_DAY
    return _some_day(bounds, (start, period, rolls, counted), scene)


def _some_day(bounds: Bounds, count: object, scene: Scene) -> int:
    """Give one of the days on which a period may end that reaches beyond the published calendar."""
    if bounds.exact:
        return bounds.earliest
    days = range(bounds.earliest, bounds.latest + 1)
    return int(scene.world.guide.choose(("calendar", count), days))


def _states_days_alone(limit: StatedLimit, scene: Scene) -> bool:
    """A paper states one limit: where the number of days is known, the day that it leaves open is not looked at."""
    if limit.days is None or limit.day is None:
        return False
    return isinstance(scene.known(limit.days), int) and scene.known(limit.day) is None


def _stated(limit: StatedLimit, scene: Scene) -> int | None:
    stated: Any = ABSENT if limit.day is None or _states_days_alone(limit, scene) else scene.value(limit.day)
    days: Any = ABSENT
    if stated in (ABSENT, LAST_DAY):
        days = ABSENT if limit.days is None else scene.value(limit.days)
        if days is ABSENT:
            return day_of(limit.otherwise, scene)
    anchor = day_of(limit.anchor, scene)
    if anchor is None or anchor >= LAST_DAY:
        return None  # what it counts from never comes: nobody is bound
    if isinstance(days, int):
        period = Period(Unit.WORKING_DAYS if limit.working else Unit.DAYS, days)
        return _end(anchor, period, False, _flag(limit.include_start, scene), scene)
    if stated < anchor:  # it ended before it could bind anybody: which day counts is not known
        days_tried = (anchor, max(anchor, scene.as_of), _FAR)
        return int(scene.world.guide.choose(("stated", limit, anchor), days_tried))
    return int(stated)
