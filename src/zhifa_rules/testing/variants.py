"""The single changes that can be made to a rule: one number, unit, relation, condition, exception or citation."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any

from zhifa_rules.calendar import Period, Unit
from zhifa_rules.errors import Location
from zhifa_rules.norms.core import (
    Achieve,
    AllOf,
    Always,
    AnyOf,
    Available,
    Choice,
    Citation,
    Clock,
    Compare,
    CompareDates,
    Condition,
    DayOfYear,
    Exists,
    FixedDate,
    Governance,
    Members,
    Norm,
    Not,
    OnRecord,
    Part,
    Path,
    Pattern,
    Relation,
    Share,
    Tally,
    Text,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Variant = tuple[str, Any]

_NEIGHBOURS = {
    Relation.BEFORE: Relation.ON_OR_BEFORE,
    Relation.ON_OR_BEFORE: Relation.BEFORE,
    Relation.AFTER: Relation.ON_OR_AFTER,
    Relation.ON_OR_AFTER: Relation.AFTER,
}
_UNITS = {Unit.DAYS: Unit.WORKING_DAYS, Unit.WORKING_DAYS: Unit.DAYS, Unit.MONTHS: Unit.DAYS, Unit.YEARS: Unit.MONTHS}
_LEFT_ALONE = (Path, Text, Location, Citation, str, int, bool)
_SHORTEST_MONTH = 28


def variants(norm: Norm) -> Iterator[Variant]:
    """Give every rule that differs from this one in one place, with what was changed."""
    yield from _deep(norm, "")


def _deep(value: Any, where: str) -> Iterator[Variant]:  # noqa: ANN401
    """Change the value itself, then each of its parts."""
    for kind, change in _CHANGES.items():
        if isinstance(value, kind):
            yield from ((f"{where}{what}", changed) for what, changed in change(value))
    if isinstance(value, tuple):
        for number, member in enumerate(value):
            for what, changed in _deep(member, where):
                yield what, (*value[:number], changed, *value[number + 1 :])
    elif is_dataclass(value) and not isinstance(value, (*_LEFT_ALONE, type)):
        yield from _parts(value, where)


def _parts(value: Any, where: str) -> Iterator[Variant]:  # noqa: ANN401
    for field in fields(value):
        if isinstance(value, Choice) and field.name == "question":
            continue
        for what, changed in _deep(getattr(value, field.name), f"{where}{field.name} "):
            yield what, replace(value, **{field.name: changed})


# --- Numbers and dates ---


def _period(period: Period) -> Iterator[Variant]:
    for count in (period.count - 1, period.count + 1):
        if count >= 0:
            yield f"{period.count} becomes {count} {period.unit}", replace(period, count=count)
    other = _UNITS.get(period.unit)
    if other is not None:
        yield f"{period.unit} become {other}", replace(period, unit=other)


def _fixed(day: FixedDate) -> Iterator[Variant]:
    for change in (-1, 1):
        yield f"fixed day {change:+}", FixedDate(day.day + change)


def _day_of_year(day: DayOfYear) -> Iterator[Variant]:
    yield "a day earlier in the year", _moved(day, -1)
    yield "a day later in the year", _moved(day, 1)


def _moved(day: DayOfYear, change: int) -> DayOfYear:
    if change < 0 and day.day == 1:
        return replace(day, month=(day.month - 2) % 12 + 1, day=_SHORTEST_MONTH)
    if change > 0 and day.day >= _SHORTEST_MONTH:
        return replace(day, month=day.month % 12 + 1, day=1)
    return replace(day, day=day.day + change)


def _numbers(name: str) -> Callable[[Any], Iterator[Variant]]:
    def change(value: Any) -> Iterator[Variant]:  # noqa: ANN401
        number = getattr(value, name)
        if number is not None:
            for other in (number - 1, number + 1):
                yield f"{name} {number} becomes {other}", replace(value, **{name: other})

    return change


# --- Conditions ---


def _compare(condition: Compare) -> Iterator[Variant]:
    operand = condition.operand
    if isinstance(operand, bool):
        yield f"{condition.path} contrary", replace(condition, operand=not operand)
    elif isinstance(operand, int):
        for number in (operand - 1, operand + 1):
            yield f"{condition.path} {operand} becomes {number}", replace(condition, operand=number)
    elif isinstance(operand, tuple) and len(operand) > 1:
        for word in operand:
            rest = tuple(other for other in operand if other != word)
            yield f"{condition.path} without {word}", replace(condition, operand=rest)


def _dates(condition: CompareDates) -> Iterator[Variant]:
    other = _NEIGHBOURS[condition.relation]
    yield f"{condition.path} {condition.relation} becomes {other}", replace(condition, relation=other)


def _all_of(condition: AllOf | AnyOf) -> Iterator[Variant]:
    for number in range(len(condition.conditions)):
        rest = condition.conditions[:number] + condition.conditions[number + 1 :]
        yield f"without {_named(condition.conditions[number])}", replace(condition, conditions=rest)


def _named(condition: Condition) -> str:
    """Name a condition by what it asks about, or by its kind."""
    return str(condition.path) if isinstance(condition, Compare | CompareDates | Members) else type(condition).__name__


def _pattern(pattern: Pattern) -> Iterator[Variant]:
    if isinstance(pattern.where, Compare):
        yield f"without {_named(pattern.where)}", replace(pattern, where=Always(value=True))


def _not(condition: Not) -> Iterator[Variant]:
    yield "contrary", condition.condition


def _exists(condition: Exists) -> Iterator[Variant]:
    yield "same_day contrary", replace(condition, same_day=not condition.same_day)
    if condition.until is not None:
        yield "without until", replace(condition, until=None)
    if condition.since is not None:
        yield "without since", replace(condition, since=None)


def _members(condition: Members) -> Iterator[Variant]:
    for name in ("at_least", "at_most"):
        yield from _numbers(name)(condition)
    if condition.distinct is not None:
        yield "not distinct", replace(condition, distinct=None)
    if condition.every:
        yield "some instead of every", replace(condition, every=False, at_least=1)


# --- Bodies and norms ---


def _without_each(*names: str) -> Callable[[Any], Iterator[Variant]]:
    """Leave out one member of each list."""

    def change(value: Any) -> Iterator[Variant]:  # noqa: ANN401
        for name in names:
            listed = getattr(value, name)
            for number in range(len(listed)):
                yield f"{name} without {number + 1}", replace(value, **{name: listed[:number] + listed[number + 1 :]})

    return change


def _flags(*names: str) -> Callable[[Any], Iterator[Variant]]:
    def change(value: Any) -> Iterator[Variant]:  # noqa: ANN401
        for name in names:
            if isinstance(getattr(value, name), bool):
                yield f"{name} contrary", replace(value, **{name: not getattr(value, name)})

    return change


def _once(source: OnRecord) -> Iterator[Variant]:
    if source.once:
        yield "every trigger instead of the first", replace(source, once=False)


def _achieve(body: Achieve) -> Iterator[Variant]:
    if len(body.parts) > 1:
        yield from _without_each("parts")(body)
        yield from _flags("any_of")(body)
    yield from _without_each("forecloses")(body)


def _tally(body: Tally) -> Iterator[Variant]:
    yield from _numbers("at_least")(body)
    yield from _flags("dated", "may_precede")(body)
    yield from _without_each("components")(body)
    if body.total is not None:
        yield "acts counted instead of added up", replace(body, total=None)
    if body.defective is not None:
        yield "defective acts not looked at", replace(body, defective=None)


def _share(body: Share) -> Iterator[Variant]:
    yield from _numbers("numerator")(body)
    for other in {True, False, None} - {body.when_zero}:
        yield f"a whole of zero: {other}", replace(body, when_zero=other)


def _available(body: Available) -> Iterator[Variant]:
    if body.until is not None:
        yield "without a window", replace(body, until=None)


def _part(part: Part) -> Iterator[Variant]:
    yield from _flags("may_precede")(part)
    if part.within is not None:
        yield f"{part.id} without a date", replace(part, within=None)


def _governance(governance: Governance) -> Iterator[Variant]:
    for change in (-1, 1):
        first = replace(
            governance,
            first_day=governance.first_day + change,
            first_day_latest=governance.first_day_latest + change,
        )
        yield f"in force {change:+} day", first
    yield "everywhere", replace(governance, divisions=tuple("123456789"))
    yield "nowhere", replace(governance, divisions=("0",))
    if governance.decided_by is not None:
        yield "governed at the trigger", replace(governance, decided_by=None)


def _norm(norm: Norm) -> Iterator[Variant]:
    yield from _without_each("exceptions", "also_cites")(norm)
    if norm.addressee is not None:
        yield "for everybody", replace(norm, addressee=None)
    for number, cite in enumerate(norm.cites):
        other = replace(cite, article=f"{cite.article}0")
        yield (
            f"cites article {other.article}",
            replace(norm, cites=(*norm.cites[:number], other, *norm.cites[number + 1 :])),
        )


_CHANGES: dict[type, Callable[[Any], Iterator[Variant]]] = {
    Norm: _norm,
    Governance: _governance,
    OnRecord: _once,
    Achieve: _achieve,
    Part: _part,
    Clock: _without_each("stopped_by", "restarted_by", "ended_by"),
    Tally: _tally,
    Share: _share,
    Available: _available,
    Period: _period,
    FixedDate: _fixed,
    DayOfYear: _day_of_year,
    Compare: _compare,
    CompareDates: _dates,
    Members: _members,
    Exists: _exists,
    AllOf: _all_of,
    AnyOf: _all_of,
    Not: _not,
    Pattern: _pattern,
}
