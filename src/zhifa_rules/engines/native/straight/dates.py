"""Writing out date expressions: lines that leave an ordinal, or ``None`` for "no date"."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from zhifa_rules.engines.native.concrete.dates import live
from zhifa_rules.engines.native.concrete.scene import Unsupported
from zhifa_rules.engines.native.straight.paths import write_value
from zhifa_rules.norms.core import After, Choice, DateOf, DayOfYear, Either, FixedDate

if TYPE_CHECKING:
    from collections.abc import Callable

    from zhifa_rules.engines.native.straight.writer import Passage
    from zhifa_rules.norms.core import DateExpression

    WriteDate = Callable[[Passage, DateExpression | None], str]

T = TypeVar("T")


def write_date(place: Passage, expression: DateExpression | None) -> str:
    """Write what computes a date; gives the variable or constant that holds it."""
    if expression is None:
        return "None"
    if isinstance(expression, FixedDate):
        return str(expression.day)
    if isinstance(expression, DateOf):
        return _date_of(place, expression)
    if isinstance(expression, After):
        return _after(place, expression)
    if isinstance(expression, DayOfYear):
        return _day_of_year(place, expression)
    if isinstance(expression, Either):
        return _either(place, expression, write_date)
    if isinstance(expression, Choice):
        return write_date(place, only(place, expression))
    raise Unsupported


def write_due(place: Passage, expression: DateExpression | None, trigger_day: str) -> str:
    """Write a due date: a day of the calendar that is past when the duty arises falls due on that day (S8)."""
    if isinstance(expression, Choice):
        return write_due(place, only(place, expression), trigger_day)
    if isinstance(expression, Either):
        return _either(place, expression, lambda inner, one: write_due(inner, one, trigger_day))
    day = write_date(place, expression)
    if not isinstance(expression, FixedDate | DayOfYear):
        return day
    due = place.lines.fresh("due")
    place.lines.add(f"{due} = {day}")
    place.lines.add(f"if {due} is not None and {due} < {trigger_day}: {due} = {trigger_day}")
    return due


def only(place: Passage, choice: Choice[T]) -> T:
    """Give what a choice holds where one option alone is evaluated."""
    options: list[T] = live(choice, place.options)
    if len(options) > 1:
        raise Unsupported
    return options[0]


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
        lines.add(f"{day} = {fact}.day")
        lines.add(f"if {day} is None: raise Unsettled")
    return lines.remember(("day", fact), day)


def _day_of_year(place: Passage, expression: DayOfYear) -> str:
    year, day = write_value(place, expression.year), place.lines.fresh("day")
    date_of_year = f"date({year}, {expression.month}, {expression.day}).toordinal()"
    place.lines.add(f"{day} = None if {year} is ABSENT else {date_of_year}")
    return day


def _after(place: Passage, expression: After) -> str:
    rolls, include_start = (
        flag if isinstance(flag, bool) else only(place, flag) for flag in (expression.rolls, expression.include_start)
    )
    lines = place.lines
    start = write_date(place, expression.anchor)
    counted = ("end", start, expression.period, rolls, include_start)
    known = lines.recall(counted)
    if known is not None:
        return known
    end, ends = lines.remember(counted, lines.fresh("end")), lines.constant({})
    lines.add(f"{end} = {ends}.get({start})")  # few different days occur
    with lines.block(f"if {end} is None and {start} is not None:"):
        period = lines.constant(expression.period)
        lines.add(f"{end} = {ends}[{start}] = exact_end(scene, {start}, {period}, {rolls}, {include_start})")
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
