"""Compiling comparisons of one attribute with a constant, another attribute or a date."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from zhifa_rules.engines.native.dates import comes, compile_date
from zhifa_rules.engines.native.values import compile_path
from zhifa_rules.engines.native.world import Doubt, date_term
from zhifa_rules.norms.core import Compare, CompareDates, Path, Relation
from zhifa_rules.records.known import ABSENT

if TYPE_CHECKING:
    from collections.abc import Callable

    from zhifa_rules.engines.native.frame import Frame
    from zhifa_rules.engines.native.world import Day

    Test = Callable[[Frame], bool]


def compile_compare(condition: Compare) -> Test:
    """Compile the comparison of an attribute with a constant or another attribute."""
    read, operand = compile_path(condition.path), condition.operand
    test = _RELATIONS[condition.relation]
    if isinstance(operand, Path):
        other = compile_path(operand)
        return lambda frame: test(frame, read(frame), other(frame))
    if condition.relation is Relation.EQUAL:

        def equals(frame: Frame) -> bool:
            value = read(frame)
            return frame.world.doubt_is(value, operand) if type(value) is Doubt else bool(value == operand)

        return equals
    return lambda frame: test(frame, read(frame), operand)


def equal(frame: Frame, value: Any, other: Any) -> bool:  # noqa: ANN401
    """Tell whether two values are the same in the world of the frame; what is not there equals nothing."""
    if value is ABSENT or other is ABSENT:
        return False
    if isinstance(value, Doubt):
        if isinstance(other, Doubt):
            if value.variable.key == other.variable.key:  # one and the same, if there is one
                return frame.world.test(("present", value.variable.key), value.variable)
            key: tuple[Any, ...] = ("equal", *sorted((value.variable.key, other.variable.key), key=repr))
            return frame.world.test(key, value.variable, other.variable)
        return frame.world.doubt_is(value, other)
    return frame.world.doubt_is(other, value) if isinstance(other, Doubt) else bool(value == other)


def _in(frame: Frame, value: Any, others: Any) -> bool:  # noqa: ANN401
    return any(equal(frame, value, other) for other in others)


def _contains(frame: Frame, value: Any, other: Any) -> bool:  # noqa: ANN401
    if value is ABSENT or other is ABSENT:
        return False
    if isinstance(value, Doubt):
        return frame.world.has_any(value, (other.variable.key if isinstance(other, Doubt) else other,))
    members = value if isinstance(value, tuple) else (value,)  # one value is a list of one
    return any(equal(frame, member, other) for member in members)


def _contains_any(frame: Frame, value: Any, others: Any) -> bool:  # noqa: ANN401
    if isinstance(value, Doubt):
        return frame.world.has_any(value, others)
    return any(_contains(frame, value, other) for other in others)


def _present(frame: Frame, value: Any, expected: Any) -> bool:  # noqa: ANN401
    if isinstance(value, Doubt):
        return frame.world.test(("present", value.variable.key), value.variable) is expected
    return bool((value is not ABSENT and value != ()) == expected)


def _named(frame: Frame, value: Any, expected: Any) -> bool:  # noqa: ANN401
    return (not isinstance(value, Doubt)) is expected


def _at_least(frame: Frame, value: Any, limit: Any) -> bool:  # noqa: ANN401
    if value is ABSENT or limit is ABSENT:
        return False
    if isinstance(limit, Doubt):
        if isinstance(value, Doubt):
            key = ("at least", value.variable.key, limit.variable.key)
            return frame.world.test(key, value.variable, limit.variable)
        return not frame.world.at_least(limit, value + 1)
    if isinstance(value, Doubt):
        return frame.world.at_least(value, limit)
    return bool(value >= limit)


def _at_most(frame: Frame, value: Any, limit: Any) -> bool:  # noqa: ANN401
    return _at_least(frame, limit, value) if isinstance(limit, Doubt) else _not_more(frame, value, limit)


def _not_more(frame: Frame, value: Any, limit: Any) -> bool:  # noqa: ANN401
    if value is ABSENT or limit is ABSENT:
        return False
    if isinstance(value, Doubt):
        return not frame.world.at_least(value, limit + 1)
    return bool(value <= limit)


def _starts_with(frame: Frame, value: Any, prefixes: Any) -> bool:  # noqa: ANN401
    if isinstance(value, Doubt):
        return frame.world.test(("starts with", value.variable.key, prefixes), value.variable)
    return value is not ABSENT and str(value).startswith(prefixes)


_RELATIONS: dict[Relation, Callable[[Frame, Any, Any], bool]] = {
    Relation.EQUAL: equal,
    Relation.IN: _in,
    Relation.CONTAINS: _contains,
    Relation.CONTAINS_ANY: _contains_any,
    Relation.PRESENT: _present,
    Relation.NAMED: _named,
    Relation.AT_LEAST: _at_least,
    Relation.AT_MOST: _at_most,
    Relation.STARTS_WITH: _starts_with,
}


def compile_compare_dates(condition: CompareDates) -> Test:
    """Compile the comparison of a date attribute with a date; what is absent fulfils none."""
    read, limit = compile_path(condition.path), compile_date(condition.operand)
    relation = condition.relation

    def test(frame: Frame) -> bool:
        value, other = read(frame), limit(frame)
        if value is ABSENT or other is None:
            return False
        day = date_term(value) if isinstance(value, Doubt) else value.toordinal() if isinstance(value, date) else value
        # What never comes is neither before nor after anything.
        return _is_so(frame, day, relation, other) and comes(frame.world, day) and comes(frame.world, other)

    return test


def _is_so(frame: Frame, day: Day, relation: Relation, other: Day) -> bool:
    if relation is Relation.ON_OR_BEFORE:
        return frame.world.le(day, other)
    if relation is Relation.BEFORE:
        return frame.world.lt(day, other)
    return frame.world.le(other, day) if relation is Relation.ON_OR_AFTER else frame.world.lt(other, day)
