"""Compiling date expressions into functions that give an ordinal, a term, or ``None`` for "no date"."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from zhifa_rules.calendar import Bounds, Period, Unit, end_of_period
from zhifa_rules.engines.native.values import compile_path
from zhifa_rules.engines.native.world import DateTerm, Day, Doubt, date_term
from zhifa_rules.engines.outcome import Cause, Count, Variable
from zhifa_rules.errors import CalendarError
from zhifa_rules.norms.core import After, Choice, DateExpression, DateOf, DayOfYear, Either, FixedDate, StatedLimit
from zhifa_rules.records.facts import FIRST_DAY, LAST_DAY
from zhifa_rules.records.known import ABSENT

if TYPE_CHECKING:
    from collections.abc import Callable

    from zhifa_rules.calendar import Calendar
    from zhifa_rules.engines.native.frame import Frame
    from zhifa_rules.engines.native.world import World

DateReader = "Callable[[Frame], Day | None]"


def compile_date(expression: DateExpression | None) -> Callable[[Frame], Day | None]:
    """Compile a date expression; ``None`` stands for a text that sets no date."""
    if expression is None:
        return lambda frame: None
    if isinstance(expression, FixedDate):
        day = expression.day
        return lambda frame: day
    if isinstance(expression, DateOf):
        return _date_of(expression)
    if isinstance(expression, DayOfYear):
        return _day_of_year(expression)
    if isinstance(expression, After):
        return _after(expression)
    if isinstance(expression, StatedLimit):
        return _stated(expression)
    if isinstance(expression, Either):
        return _either(expression, compile_date)
    return _chosen(expression, compile_date)


def compile_due(expression: DateExpression | None) -> Callable[[Frame], Day | None]:
    """Compile a due date: a day of the calendar that is past when the duty arises falls due on that day (S8)."""
    if isinstance(expression, Choice):
        return _chosen(expression, compile_due)
    if isinstance(expression, Either):
        return _either(expression, compile_due)
    day_of = compile_date(expression)
    if not isinstance(expression, FixedDate | DayOfYear):
        return day_of

    def due(frame: Frame) -> Day | None:
        day, arose = day_of(frame), frame.trigger_day
        return day if arose is None else not_before(frame.world, day, arose)

    return due


def comes(world: World, day: Day) -> bool:
    """Tell whether a date comes at all; of one that is not known it may be none."""
    return isinstance(day, int) or world.lt(day, LAST_DAY)


def not_before(world: World, due: Day | None, day: Day) -> Day | None:
    """What would fall due on a day already past when it begins to run falls due on the day on which it begins (S8)."""
    if due is None or isinstance(due, DateTerm) or world.le(day, due):
        return due
    return day


def _either(
    expression: Either, compile_one: Callable[[DateExpression | None], Callable[[Frame], Day | None]]
) -> Callable[[Frame], Day | None]:
    from zhifa_rules.engines.native.conditions import compile_condition  # noqa: PLC0415  (conditions contain dates)

    test = compile_condition(expression.condition)
    then, otherwise = compile_one(expression.then), compile_one(expression.otherwise)
    return lambda frame: then(frame) if test(frame) else otherwise(frame)


def _date_of(expression: DateOf) -> Callable[[Frame], Day | None]:
    read = compile_path(expression.path)

    def day(frame: Frame) -> Day | None:
        value = read(frame)
        if isinstance(value, date):
            return value.toordinal()
        if isinstance(value, Doubt):
            return date_term(value)
        return None if value is ABSENT else value  # clock and period hold days

    return day


def _day_of_year(expression: DayOfYear) -> Callable[[Frame], Day | None]:
    read = compile_path(expression.year)

    def day(frame: Frame) -> Day | None:
        year = read(frame)
        if isinstance(year, Doubt):
            if not frame.world.test(("present", year.variable.key), year.variable):
                return None
            return DateTerm(replace(year.variable, key=(year.variable.key, "day of year")), FIRST_DAY, LAST_DAY)
        return None if year is ABSENT else date(year, expression.month, expression.day).toordinal()

    return day


def _chosen(
    choice: Choice[DateExpression | None],
    compile_one: Callable[[DateExpression | None], Callable[[Frame], Day | None]],
) -> Callable[[Frame], Day | None]:
    readers = {name: compile_one(option) for name, option in choice.options}
    question = choice.question

    def day(frame: Frame) -> Day | None:
        names = frame.host.active(question)
        if len(names) == 1:
            return readers[names[0]](frame)
        taken = frame.world.taken(question)
        if taken is not None:
            return readers[taken](frame)
        found = {name: readers[name](frame) for name in names}
        first = found[names[0]]
        if not isinstance(first, DateTerm) and all(other == first for other in found.values()):
            return first  # the question does not matter here
        name = frame.world.reading(question, names)
        return readers[name](frame)

    return day


def _after(expression: After) -> Callable[[Frame], Day | None]:
    anchor, period = compile_date(expression.anchor), expression.period
    rolls, include_start = compile_flag(expression.rolls), compile_flag(expression.include_start)
    # Whether the last day rolls is asked only where the two answers differ.
    roll_choice = expression.rolls if isinstance(expression.rolls, Choice) else None

    def day(frame: Frame) -> Day | None:
        start = anchor(frame)
        if start is None:
            return None
        includes = include_start(frame)
        rolling = _rolling_matters(frame, start, period, includes) and rolls(frame) if roll_choice else rolls(frame)
        return _end(frame, start, period, rolling, includes)

    return day


def _rolling_matters(frame: Frame, start: Day, period: Period, include_start: bool) -> bool:
    if isinstance(start, DateTerm):
        return True
    ends = [frame.host.end_of(start, period, rolls, include_start) for rolls in (False, True)]
    return ends[0] != ends[1]


def _end(frame: Frame, start: Day, period: Period, rolls: bool, include_start: bool) -> Day:
    calendar = frame.host.calendar
    if isinstance(start, int):
        bounds = frame.host.end_of(start, period, rolls, include_start)
        if bounds.exact:
            frame.counts[bounds.earliest] = Count(start, period, rolls, include_start)
            return bounds.earliest
        variable = Variable(
            ("calendar", start, period.unit.value, period.count, rolls, include_start),
            Cause.CALENDAR,
            field=str(date.fromordinal(min(bounds.latest, LAST_DAY)).year),
        )
        frame.counts[bounds.earliest] = Count(start, period, rolls, include_start)
        return DateTerm(variable, bounds.earliest, bounds.latest)
    name = ("after", period.unit.value, period.count, rolls, include_start)
    if (rolls or period.unit is Unit.WORKING_DAYS) and frame.world.bounds(frame.as_of)[1] > calendar.certain_to:
        return _loose_end(frame, start, period, rolls, include_start)
    return start.then(_shift(period, calendar, rolls=rolls, include_start=include_start), (name,))


def _loose_end(frame: Frame, start: DateTerm, period: Period, rolls: bool, include_start: bool) -> DateTerm:
    """Where both the start and the calendar are open, the end is anything that the two together allow."""
    low, high = frame.world.bounds(start)
    calendar = frame.host.calendar
    earliest = end_or_never(low, period, calendar, rolls=rolls, include_start=include_start).earliest
    far = high >= LAST_DAY - 40_000
    latest = LAST_DAY if far else end_or_never(high, period, calendar, rolls=rolls, include_start=include_start).latest
    return DateTerm(replace(start.variable, key=(start.variable.key, "end", rolls)), earliest, latest)


def end_or_never(start: int, period: Period, calendar: Calendar, *, rolls: bool, include_start: bool) -> Bounds:
    """Give the end of a period; one that no calendar date can express never comes."""
    try:
        return end_of_period(start, period, calendar, rolls=rolls, include_start=include_start)
    except CalendarError:
        return Bounds(LAST_DAY, LAST_DAY)


def _shift(period: Period, calendar: Calendar, *, rolls: bool, include_start: bool) -> Callable[[int], int]:
    def shift(day: int) -> int:
        return end_or_never(day, period, calendar, rolls=rolls, include_start=include_start).latest

    return shift


def _stated(expression: StatedLimit) -> Callable[[Frame], Day | None]:
    days = None if expression.days is None else compile_path(expression.days)
    stated_day = None if expression.day is None else compile_path(expression.day)
    anchor, otherwise = compile_date(expression.anchor), compile_date(expression.otherwise)
    include_start = compile_flag(expression.include_start)
    unit = Unit.WORKING_DAYS if expression.working else Unit.DAYS

    def day(frame: Frame) -> Day | None:
        number = ABSENT if days is None else days(frame)
        fixed = ABSENT if stated_day is None else stated_day(frame)
        if number is ABSENT and fixed is ABSENT:
            return otherwise(frame)
        start = anchor(frame)
        if isinstance(fixed, date):
            return None if start is None else _stated_day(frame, start, fixed.toordinal())
        if type(number) is int:
            if start is None:
                return None
            return _end(frame, start, Period(unit, number), rolls=False, include_start=include_start(frame))
        doubts = [value for value in (number, fixed) if isinstance(value, Doubt)]
        known = [frame.world.test(("present", doubt.variable.key), doubt.variable) for doubt in doubts]
        if not any(known):
            return otherwise(frame)
        return None if start is None else _unknown_limit(frame, start, doubts[known.index(True)])

    return day


def _stated_day(frame: Frame, start: Day, limit: int) -> Day:
    """A limit that ended before receipt binds nobody and is asked about (S8)."""
    if frame.world.le(start, limit):
        return limit
    low, _ = frame.world.bounds(start)
    key = ("limit ended before receipt", limit)
    return DateTerm(Variable(key, Cause.JUDGEMENT, field="limit_on"), low, LAST_DAY)


def _unknown_limit(frame: Frame, start: Day, doubt: Doubt) -> Day:
    low, _ = frame.world.bounds(start)
    variable = replace(doubt.variable, key=(doubt.variable.key, "last day"))
    return DateTerm(variable, low, LAST_DAY)


def compile_flag(flag: bool | Choice[bool]) -> Callable[[Frame], bool]:
    """Compile a yes or no that may depend on a reading."""
    if isinstance(flag, bool):
        return lambda frame: flag
    options, question = dict(flag.options), flag.question
    return lambda frame: options[frame.world.reading(question, frame.host.active(question))]
