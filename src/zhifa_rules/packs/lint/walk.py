"""Walking through lowered norms: every part of a kind, and the references from rule to rule."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from zhifa_rules.norms.core import AllOf, Always, Condition, DutyIs, Norm, OnDuty
from zhifa_rules.packs.lint.source import item_place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zhifa_rules.errors import Location
    from zhifa_rules.packs.lint.source import LintSource
    from zhifa_rules.packs.pack import Rule

T = TypeVar("T")


def parts_of(value: Any, kind: type[T]) -> Iterator[T]:  # noqa: ANN401
    """Give every part of a kind in a norm, a condition, a pattern or a body, however deep."""
    if isinstance(value, kind):
        yield value
    if isinstance(value, tuple):
        for item in value:
            yield from parts_of(item, kind)
    elif is_dataclass(value):
        for field in fields(value):
            yield from parts_of(getattr(value, field.name), kind)


def conjuncts(condition: Condition | None) -> list[Condition]:
    """Give the conditions that must all hold; none stands for no condition."""
    if condition is None or condition == Always(value=True):
        return []
    if isinstance(condition, AllOf):
        return [part for inner in condition.conditions for part in conjuncts(inner)]
    return [condition]


def main_norm(rule: Rule) -> Norm | None:
    """Give the norm that stands for the rule where others refer to it."""
    return next((norm for norm in rule.norms if not norm.facet), None)


def duty_parts(rule: Rule) -> Iterator[tuple[str, str | None]]:
    """Give the rules, and the parts of their duties, that a rule refers to."""
    for norm in rule.norms:
        yield from ((found.rule, found.part) for found in parts_of(norm, DutyIs))
        yield from ((found.rule, found.part) for found in parts_of(norm.source, OnDuty))


def displaced(source: LintSource, rule: Rule) -> Iterator[tuple[str, Location]]:
    """Give the ids of the rules that a rule displaces, with their places."""
    names = dict.fromkeys(name for norm in rule.norms for name in norm.displaces)
    for name in names:
        yield name, item_place(rule.node.get("displaces"), name, rule.location)
