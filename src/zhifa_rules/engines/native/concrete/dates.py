"""Compiling date expressions into functions that give an ordinal, or ``None`` for "no date"."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from zhifa_rules.calendar import Period, Unit
from zhifa_rules.engines.native.concrete.scene import Unsettled
from zhifa_rules.engines.native.concrete.values import compile_path
from zhifa_rules.norms.core import After, Choice, DateOf, DayOfYear, Either, FixedDate, StatedLimit
from zhifa_rules.records.facts import Fact
from zhifa_rules.records.known import ABSENT

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from zhifa_rules.engines.native.concrete.scene import Scene
    from zhifa_rules.norms.core import DateExpression

    DateReader = Callable[[Scene], int | None]
    Options = Mapping[str, tuple[str, ...]]


def compile_date(expression: DateExpression | None, options: Options) -> DateReader:
    """Compile a date expression; ``None`` stands for a text that sets no date."""
    if expression is None:
        return lambda scene: None
    if isinstance(expression, FixedDate):
        day = expression.day
        return lambda scene: day
    if isinstance(expression, DateOf):
        return _date_of(expression)
    if isinstance(expression, DayOfYear):
        return _day_of_year(expression)
    if isinstance(expression, After):
        return _after(expression, options)
    if isinstance(expression, StatedLimit):
        return _stated(expression, options)
    if isinstance(expression, Either):
        return _either(expression, options, compile_date)
    return agreed([compile_date(option, options) for option in live(expression, options)])


def live(choice: Choice[Any], options: Options) -> list[Any]:
    """Give what a choice holds under the options that are to be evaluated."""
    held = dict(choice.options)
    return [held[name] for name in options[choice.question]]


def agreed(readers: list[Callable[[Scene], Any]]) -> Callable[[Scene], Any]:
    """Give what all readings say alike."""
    if len(readers) == 1:
        return readers[0]

    def read(scene: Scene) -> Any:  # noqa: ANN401
        first = readers[0](scene)
        if any(reader(scene) != first for reader in readers[1:]):
            raise Unsettled
        return first

    return read


def _date_of(expression: DateOf) -> DateReader:
    path = expression.path
    read = compile_path(path)
    if len(path.steps) == 1:
        return _own_date(path.root, path.steps[0].name, read)

    def day(scene: Scene) -> int | None:
        value = read(scene)
        if value.__class__ is date:
            return value.toordinal()
        return None if value is ABSENT else value  # clock and period hold days

    return day


def _own_date(root: str, name: str, read: Callable[[Scene], Any]) -> DateReader:
    """Read a date off a fact at hand, which is by far the most frequent."""

    def day(scene: Scene) -> int | None:
        fact = scene.roots[root]
        if fact.__class__ is Fact:
            value = fact.values.get(name)
            if value.__class__ is date:
                return value.toordinal()
        value = read(scene)
        if value.__class__ is date:
            return value.toordinal()
        return None if value is ABSENT else value

    return day


def _day_of_year(expression: DayOfYear) -> DateReader:
    read = compile_path(expression.year)

    def day(scene: Scene) -> int | None:
        year = read(scene)
        return None if year is ABSENT else date(year, expression.month, expression.day).toordinal()

    return day


def _after(expression: After, options: Options) -> DateReader:
    anchor, period = compile_date(expression.anchor, options), expression.period
    flags = [
        (rolls, include_start)
        for rolls in _flags(expression.rolls, options)
        for include_start in _flags(expression.include_start, options)
    ]
    rolls, include_start = flags[0]
    ends: dict[int, int] = {}  # few different days occur

    def day(scene: Scene) -> int | None:
        start = anchor(scene)
        if start is None:
            return None
        end = ends.get(start)
        if end is None:
            bounds = scene.surroundings.end_of(start, period, rolls, include_start)
            if not bounds.exact:
                raise Unsettled
            end = ends[start] = bounds.earliest
        return end

    if len(flags) > 1:
        return agreed([_after(_with(expression, *flag), options) for flag in flags])
    return day


def _with(expression: After, rolls: bool, include_start: bool) -> After:
    return After(expression.anchor, expression.period, rolls, include_start)


def _flags(flag: bool | Choice[bool], options: Options) -> list[bool]:
    return [flag] if isinstance(flag, bool) else live(flag, options)


def _stated(expression: StatedLimit, options: Options) -> DateReader:
    days = None if expression.days is None else compile_path(expression.days)
    stated_day = None if expression.day is None else compile_path(expression.day)
    anchor, otherwise = compile_date(expression.anchor, options), compile_date(expression.otherwise, options)
    includes = _flags(expression.include_start, options)
    unit = Unit.WORKING_DAYS if expression.working else Unit.DAYS

    def day(scene: Scene) -> int | None:
        number: Any = ABSENT if days is None else days(scene)
        fixed = ABSENT if stated_day is None else stated_day(scene)
        if number is ABSENT and fixed is ABSENT:
            return otherwise(scene)
        start = anchor(scene)
        if start is None:
            return None
        if isinstance(fixed, date):
            if start > fixed.toordinal():
                raise Unsettled  # it ended before receipt, which is asked about
            return fixed.toordinal()
        ends = [scene.surroundings.end_of(start, Period(unit, number), False, flag) for flag in includes]
        if not ends[0].exact or any(end != ends[0] for end in ends):
            raise Unsettled
        return ends[0].earliest

    return day


def compile_due(expression: DateExpression | None, options: Options) -> DateReader:
    """Compile a due date: a day of the calendar that is past when the duty arises falls due on that day (S8)."""
    if isinstance(expression, Choice):
        return agreed([compile_due(option, options) for option in live(expression, options)])
    if isinstance(expression, Either):
        return _either(expression, options, compile_due)
    day_of = compile_date(expression, options)
    if not isinstance(expression, FixedDate | DayOfYear):
        return day_of

    def due(scene: Scene) -> int | None:
        day = day_of(scene)
        return day if day is None or day >= scene.trigger_day else scene.trigger_day

    return due


def _either(
    expression: Either,
    options: Options,
    compile_one: Callable[[DateExpression | None, Options], DateReader],
) -> DateReader:
    from zhifa_rules.engines.native.concrete.conditions import (  # noqa: PLC0415  (conditions contain dates)
        compile_condition,
    )

    test = compile_condition(expression.condition, options)
    then, otherwise = compile_one(expression.then, options), compile_one(expression.otherwise, options)
    return lambda scene: then(scene) if test(scene) else otherwise(scene)
