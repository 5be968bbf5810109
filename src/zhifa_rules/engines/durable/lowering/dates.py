"""Lowering dates: plain days become a column and a count, what only the calendar can count a column of its own."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from zhifa_rules.calendar import Period, Unit
from zhifa_rules.engines.account import Unsuited
from zhifa_rules.engines.durable.columns import Chosen, Column, DayInYear, DocumentLimit, EndOf, Later
from zhifa_rules.engines.durable.formulas import (
    DUTY,
    TRUE,
    Formula,
    Ref,
    columns_of,
    contrary,
    every,
    predicates_of,
    some,
)
from zhifa_rules.engines.durable.lowering.choices import options_of, ways_to_read
from zhifa_rules.engines.durable.lowering.conditions import formula_of
from zhifa_rules.engines.durable.lowering.scope import Cases, NotLoweredError
from zhifa_rules.norms.core import After, Choice, DateExpression, DateOf, DayOfYear, Either, FixedDate, StatedLimit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zhifa_rules.engines.durable.lowering.scope import Scope


def cases_of(expression: DateExpression | None, scope: Scope) -> Cases:
    """Lower a date into cases, of which exactly one holds."""
    match expression:
        case None:
            return ((TRUE, None),)
        case FixedDate(day=day):
            return ((TRUE, Ref(None, day)),)
        case DateOf(path=path) if path.root == "clock" and not path.steps:
            if scope.clock is None:
                raise NotLoweredError(Unsuited.CLOCK)
            return scope.clock
        case DateOf(path=path):
            return _stated_or_none(scope.at(path), scope)
        case DayOfYear():
            return _stated_or_none(_day_of_year(expression, scope), scope)
        case Choice():
            return tuple(
                (every(guard, g), ref)
                for guard, part in options_of(expression, scope)
                for g, ref in cases_of(part, scope)
            )
        case After():
            return tuple(
                case
                for read, plain in _ways_to_count(expression, scope)
                for guard, ref in cases_of(expression.anchor, scope)
                for case in _after(plain, every(read, guard), ref, scope)
            )
        case StatedLimit():
            paths = [path for path in (expression.days, expression.day) if path is not None]
            stated = some(*(scope.stated(scope.at(path)) for path in paths))
            none = [(every(contrary(stated), g), ref) for g, ref in cases_of(expression.otherwise, scope)]
            anchors = cases_of(expression.anchor, scope)
            limits = (
                case
                for read, included in ways_to_read(expression.include_start, scope)
                for g, ref in anchors
                for case in _limit(replace(expression, include_start=included), every(read, g), ref, stated, scope)
            )
            return (*none, *limits)
        case Either():
            condition = formula_of(expression.condition, scope)
            then = [(every(condition, g), ref) for g, ref in cases_of(expression.then, scope)]
            return (*then, *((every(contrary(condition), g), ref) for g, ref in cases_of(expression.otherwise, scope)))
    raise NotLoweredError(Unsuited.DATES)


def due_cases(expression: DateExpression | None, scope: Scope, arose: Ref) -> Cases:
    """Lower a due date: a day of the calendar that is past when the duty arises falls due on that day."""
    match expression:
        case Either():
            condition = formula_of(expression.condition, scope)
            then = [(every(condition, g), ref) for g, ref in due_cases(expression.then, scope, arose)]
            otherwise = due_cases(expression.otherwise, scope, arose)
            return (*then, *((every(contrary(condition), g), ref) for g, ref in otherwise))
        case Choice():
            return tuple(
                (every(guard, g), ref)
                for guard, part in options_of(expression, scope)
                for g, ref in due_cases(part, scope, arose)
            )
        case FixedDate() | DayOfYear():
            cases = cases_of(expression, scope)
            return tuple((guard, None if ref is None else _not_before(ref, arose, scope)) for guard, ref in cases)
    return cases_of(expression, scope)


def _not_before(due: Ref, arose: Ref, scope: Scope) -> Ref:
    def make(alias: str, name: str) -> Column:
        return Later(alias, name, number=True, one=due, other=arose)

    return Ref(scope.column(DUTY, "fixed day", make, due, arose))


def _stated_or_none(column: Column, scope: Scope) -> Cases:
    stated = scope.stated(column)
    return ((stated, Ref(column)), (contrary(stated), None))


def _day_of_year(expression: DayOfYear, scope: Scope) -> Column:
    def make(alias: str, name: str) -> Column:
        return DayInYear(alias, name, number=True, year=expression.year, month=expression.month, day=expression.day)

    label = f"{scope.label(expression.year)} {expression.month:02}-{expression.day:02}"
    return scope.column(scope.alias(expression.year.root), label, make, expression)


def _ways_to_count(expression: After, scope: Scope) -> Iterator[tuple[Formula, After]]:
    """Give a period as each reading counts it: with its end moved or not, with the first day or without it."""
    for moved, rolls in ways_to_read(expression.rolls, scope):
        for begun, included in ways_to_read(expression.include_start, scope):
            yield every(moved, begun), replace(expression, rolls=rolls, include_start=included)


def _after(expression: After, guard: Formula, ref: Ref | None, scope: Scope) -> Cases:
    assert isinstance(expression.rolls, bool)
    assert isinstance(expression.include_start, bool)
    period, included = expression.period, expression.include_start
    if ref is None:
        return ((guard, None),)
    if period.unit is Unit.DAYS and not expression.rolls:
        count = period.count - (1 if included and period.count else 0)
        return ((guard, Ref(ref.column, ref.plus + count)),)

    def make(alias: str, name: str) -> Column:
        rolls = expression.rolls is True
        return EndOf(alias, name, number=True, anchor=ref, period=period, rolls=rolls, include_start=included)

    return ((guard, Ref(scope.column(_alias(ref), _label(ref, period, expression.rolls), make, ref, expression))),)


def _alias(ref: Ref) -> str:
    return DUTY if ref.column is None else ref.column.alias


def _label(ref: Ref, period: Period, rolls: bool) -> str:
    begin = "" if ref.column is None else ref.column.name
    plus = f" + {ref.plus}" if ref.plus else ""
    return f"{begin}{plus} + {period.count} {period.unit.value}{' rolled' if rolls else ''}"


def _limit(expression: StatedLimit, guard: Formula, ref: Ref | None, stated: Formula, scope: Scope) -> Cases:
    if ref is None:
        return ((every(guard, stated), None),)
    roots = {scope.alias(path.root) for path in (expression.days, expression.day) if path is not None}
    alias = _alias(ref) if ref.column is not None or not roots else next(iter(roots))
    if roots - {alias}:
        raise NotLoweredError(Unsuited.DATES)

    def make(alias: str, name: str) -> Column:
        return DocumentLimit(
            alias,
            name,
            number=True,
            days=expression.days,
            last_day=expression.day,
            anchor=ref,
            unit=Unit.WORKING_DAYS if expression.working else Unit.DAYS,
            include_start=expression.include_start is True,
        )

    named = expression.days or expression.day
    assert named is not None
    column = scope.column(alias, f"limit of {scope.label(named)}", make, ref, expression)
    return ((every(guard, stated), Ref(column)),)


def one_day(expression: DateExpression, scope: Scope, alias: str, label: str) -> Column:
    """Lower a date into one column of the fact under an alias; its cases must look at that fact alone."""
    cases = cases_of(expression, scope)
    refs = [ref for _, ref in cases if ref is not None]
    if len(refs) == 1 and refs[0].column is not None and not refs[0].plus and refs[0].column.alias == alias:
        return refs[0].column
    asked = {column.alias for guard, ref in cases for column in columns_of(guard)}
    asked |= {ref.column.alias for ref in refs if ref.column is not None}
    if asked - {alias} or any(True for guard, _ in cases for _ in predicates_of(guard)):
        raise NotLoweredError(Unsuited.DATES)

    def make(alias: str, name: str) -> Column:
        return Chosen(alias, name, number=True, cases=cases)

    return scope.column(alias, label, make, expression)
