"""Writing out date expressions: lines that leave an ordinal, or ``None`` for "no date"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhifa_rules.engines.native.concrete.dates import live
from zhifa_rules.engines.native.concrete.scene import Unsupported
from zhifa_rules.engines.native.straight.paths import write_value
from zhifa_rules.norms.core import After, Choice, DateOf, DayOfYear, Either, FixedDate

if TYPE_CHECKING:
    from collections.abc import Callable

    from zhifa_rules.calendar import Period
    from zhifa_rules.engines.native.straight.writer import Passage
    from zhifa_rules.norms.core import DateExpression

    WriteDate = Callable[[Passage, DateExpression | None], str]


def write_date(place: Passage, expression: DateExpression | None) -> str:
    """Write what computes a date; gives the variable or constant that holds it."""
    if expression is None:
        return "None"
    if isinstance(expression, FixedDate):
        day = place.lines.fresh("day")
        place.lines.add(f"{day} = {expression.day}")
        return day
    if isinstance(expression, DateOf):
        return _date_of(place, expression)
    if isinstance(expression, After):
        return _after(place, expression)
    if isinstance(expression, DayOfYear):
        return _day_of_year(place, expression)
    if isinstance(expression, Either):
        return _either(place, expression, write_date)
    if isinstance(expression, Choice):
        return _agreed(place, [write_date(place, option) for option in live(expression, place.options)])
    raise Unsupported


def write_due(place: Passage, expression: DateExpression | None, trigger_day: str) -> str:
    """Write a due date: a day of the calendar that is past when the duty arises falls due on that day (S8)."""
    if isinstance(expression, Choice):
        return _agreed(place, [write_due(place, option, trigger_day) for option in live(expression, place.options)])
    if isinstance(expression, Either):
        return _either(place, expression, lambda inner, one: write_due(inner, one, trigger_day))
    day = write_date(place, expression)
    if not isinstance(expression, FixedDate | DayOfYear):
        return day
    due = place.lines.fresh("due")
    place.lines.add(f"{due} = {day}")
    place.lines.add(f"if {due} is not None and {due} < {trigger_day}: {due} = {trigger_day}")
    return due


def _agreed(place: Passage, days: list[str]) -> str:
    """Write that the options of an open question must give the same."""
    for other in days[1:]:
        place.lines.add(f"if {other} != {days[0]}: raise Unsettled")
    return days[0]


def _date_of(place: Passage, expression: DateOf) -> str:
    root, steps = place.root(expression.path.root), expression.path.steps
    if len(steps) == 1 and steps[0].name == "on" and root.variable is not None and root.attributes is not None:
        return write_day(place, root.variable)
    value, day = write_value(place, expression.path), place.lines.fresh("day")
    place.lines.add(f"{day} = {value}.toordinal() if {value}.__class__ is date else day_or_none({value})")
    return day


def write_day(place: Passage, fact: str) -> str:
    """Write what reads the day of a fact; one that is not known to the day may be no fact yet."""
    lines = place.lines
    day = lines.recall(("day", fact))
    if day is None:
        day = lines.fresh("day")
        lines.add(f"{day} = {fact}[0]")
        lines.add(f"if {day} is None: raise Unsettled")
    return lines.remember(("day", fact), day)


def _day_of_year(place: Passage, expression: DayOfYear) -> str:
    year, day = write_value(place, expression.year), place.lines.fresh("day")
    date_of_year = f"date({year}, {expression.month}, {expression.day}).toordinal()"
    place.lines.add(f"{day} = None if {year} is ABSENT else {date_of_year}")
    return day


def _after(place: Passage, expression: After) -> str:
    start = write_date(place, expression.anchor)
    flags = [
        (rolls, include_start)
        for rolls in _flags(place, expression.rolls)
        for include_start in _flags(place, expression.include_start)
    ]
    return _agreed(place, [_end(place, start, expression.period, *flag) for flag in flags])


def _flags(place: Passage, flag: bool | Choice[bool]) -> list[bool]:
    return [flag] if isinstance(flag, bool) else live(flag, place.options)


def _end(place: Passage, start: str, period: Period, rolls: bool, include_start: bool) -> str:
    """Write what counts a period, once for each day; few different days occur."""
    lines, counted = place.lines, ("end", start, period, rolls, include_start)
    known = lines.recall(counted)
    if known is not None:
        return known
    end, ends = lines.remember(counted, lines.fresh("end")), lines.constant({})
    lines.add(f"{end} = {ends}.get({start})")
    with lines.block(f"if {end} is None and {start} is not None:"):
        length = lines.constant(period)
        lines.add(f"{end} = {ends}[{start}] = exact_end(stage, {start}, {length}, {rolls}, {include_start})")
    return end


def _either(place: Passage, expression: Either, write: WriteDate) -> str:
    from zhifa_rules.engines.native.straight.conditions import (  # noqa: PLC0415  (conditions contain dates)
        write_test,
    )

    lines, day = place.lines, place.lines.fresh("day")
    test = write_test(place, expression.condition)
    for header, one in ((f"if {test}:", expression.then), ("else:", expression.otherwise)):
        with lines.block(header):
            lines.add(f"{day} = {write(place, one)}")
    return day
