"""Comparing known values of one attribute with a constant, another attribute or a date."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from zhifa_rules.engines.native.concrete.dates import compile_date
from zhifa_rules.engines.native.concrete.scene import Unsupported
from zhifa_rules.engines.native.concrete.values import compile_path, fact_behind
from zhifa_rules.norms.core import Compare, CompareDates, Path, Relation
from zhifa_rules.records.facts import Fact
from zhifa_rules.records.known import ABSENT, OPEN
from zhifa_rules.records.shapes import Kind

if TYPE_CHECKING:
    from collections.abc import Callable

    from zhifa_rules.engines.native.concrete.dates import Options
    from zhifa_rules.engines.native.concrete.scene import Scene

    Test = Callable[[Scene], bool]


def compile_compare(condition: Compare) -> Test:
    """Compile the comparison of an attribute with a constant or another attribute."""
    if condition.relation is Relation.NAMED:
        return _named(condition)
    read, operand = compile_path(condition.path), condition.operand
    relation = RELATIONS[condition.relation]
    if isinstance(operand, Path):
        other = compile_path(operand)
        if condition.relation is Relation.EQUAL:
            return lambda scene: (value := read(scene)) is not ABSENT and bool(value == other(scene))
        return lambda scene: relation(read(scene), other(scene))
    if condition.relation is not Relation.EQUAL:
        return lambda scene: relation(read(scene), operand)
    if len(condition.path.steps) == 1 and condition.path.steps[0].kind is not Kind.ORGAN:
        return _is_word(condition.path.root, condition.path.steps[0].name, operand, read)
    return lambda scene: bool(read(scene) == operand)


def _is_word(root: str, name: str, word: object, read: Callable[[Scene], Any]) -> Test:
    """Compare an attribute of a fact at hand with a constant, which is by far the most frequent."""

    def test(scene: Scene) -> bool:
        fact = scene.roots[root]
        if fact.__class__ is Fact:
            value = fact.values.get(name)
            if value == word:
                return True
            if value.__class__ not in OPEN:
                return False
        return bool(read(scene) == word)

    return test


def _named(condition: Compare) -> Test:
    if len(condition.path.steps) != 1:
        raise Unsupported
    root, name, expected = condition.path.root, condition.path.steps[0].name, condition.operand

    def test(scene: Scene) -> bool:
        fact = fact_behind(scene, scene.roots[root])
        return (fact.values.get(name).__class__ not in OPEN) is expected

    return test


def _equal(value: Any, other: Any) -> bool:  # noqa: ANN401
    return value is not ABSENT and other is not ABSENT and bool(value == other)


def _in(value: Any, others: Any) -> bool:  # noqa: ANN401
    return value is not ABSENT and value in others


def _contains(value: Any, other: Any) -> bool:  # noqa: ANN401
    if value is ABSENT or other is ABSENT:
        return False
    return other in value if value.__class__ is tuple else bool(other == value)  # one value is a list of one


def _contains_any(value: Any, others: Any) -> bool:  # noqa: ANN401
    return any(_contains(value, other) for other in others)


def _present(value: Any, expected: Any) -> bool:  # noqa: ANN401
    return bool((value is not ABSENT and value != ()) == expected)


def _at_least(value: Any, limit: Any) -> bool:  # noqa: ANN401
    return value is not ABSENT and limit is not ABSENT and bool(value >= limit)


def _at_most(value: Any, limit: Any) -> bool:  # noqa: ANN401
    return value is not ABSENT and limit is not ABSENT and bool(value <= limit)


def _starts_with(value: Any, prefixes: Any) -> bool:  # noqa: ANN401
    return value is not ABSENT and str(value).startswith(prefixes)


RELATIONS: dict[Relation, Callable[[Any, Any], bool]] = {
    Relation.EQUAL: _equal,
    Relation.IN: _in,
    Relation.CONTAINS: _contains,
    Relation.CONTAINS_ANY: _contains_any,
    Relation.PRESENT: _present,
    Relation.AT_LEAST: _at_least,
    Relation.AT_MOST: _at_most,
    Relation.STARTS_WITH: _starts_with,
}


def compile_compare_dates(condition: CompareDates, options: Options) -> Test:
    """Compile the comparison of a date attribute with a date; what is absent fulfils none."""
    read, limit = compile_path(condition.path), compile_date(condition.operand, options)
    relation = condition.relation

    def test(scene: Scene) -> bool:
        value, other = read(scene), limit(scene)
        if value is ABSENT or other is None:
            return False
        day: int = value.toordinal() if isinstance(value, date) else value
        if relation is Relation.ON_OR_BEFORE:
            return day <= other
        if relation is Relation.BEFORE:
            return day < other
        return day >= other if relation is Relation.ON_OR_AFTER else day > other

    return test
