"""What is known of the fields of facts once some conditions hold, and whether a further condition can still hold."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from zhifa_rules.norms.core import Compare, CompareDates, Condition, Constant, FixedDate, Not, Path, Relation

if TYPE_CHECKING:
    from collections.abc import Mapping

_LOW = {Relation.AT_LEAST: 0, Relation.ON_OR_AFTER: 0, Relation.AFTER: 1}
_HIGH = {Relation.AT_MOST: 0, Relation.ON_OR_BEFORE: 0, Relation.BEFORE: -1}
_WITH_VALUE = frozenset(Relation) - {Relation.PRESENT, Relation.NAMED}


@dataclass(frozen=True, slots=True)
class Domain:
    """The values that a field can still have; ``allowed`` is ``None`` where nothing limits them."""

    allowed: frozenset[Constant] | None = None
    excluded: frozenset[Constant] = frozenset()
    low: int | None = None
    high: int | None = None
    present: bool | None = None

    @property
    def empty(self) -> bool:
        """Tell whether no value is left."""
        if self.present is False and (self.allowed is not None or self.low is not None or self.high is not None):
            return True
        if self.low is not None and self.high is not None and self.low > self.high:
            return True
        return self.allowed is not None and not any(self._fits(value) for value in self.allowed)

    def _fits(self, value: Constant) -> bool:
        if value in self.excluded:
            return False
        if isinstance(value, bool) or not isinstance(value, int):
            return True
        return (self.low is None or value >= self.low) and (self.high is None or value <= self.high)

    def within(self, values: frozenset[Constant]) -> Domain:
        """Narrow to some values."""
        return replace(self, allowed=values if self.allowed is None else self.allowed & values)

    def with_presence(self, present: bool) -> Domain:
        """Narrow to being there, or to being known not to be there."""
        if self.present is not None and self.present is not present:
            return replace(self, allowed=frozenset())
        return replace(self, present=present)

    def at_least(self, limit: int) -> Domain:
        """Narrow from below."""
        return replace(self, low=limit if self.low is None else max(self.low, limit))

    def at_most(self, limit: int) -> Domain:
        """Narrow from above."""
        return replace(self, high=limit if self.high is None else min(self.high, limit))


@dataclass(frozen=True, slots=True)
class Conflict:
    """A condition that cannot hold beside those before it: the field, and the value where there is one."""

    path: str
    value: object


class Knowledge:
    """The domains of the fields of all facts at hand, by their paths."""

    def __init__(self, domains: Mapping[str, Domain] | None = None) -> None:
        self._domains = dict(domains or {})

    def without(self, root: str) -> Knowledge:
        """Forget a fact, whose name now stands for another."""
        return Knowledge({path: d for path, d in self._domains.items() if path.partition(".")[0] != root})

    def copy(self) -> Knowledge:
        """Give knowledge that can grow on its own."""
        return Knowledge(self._domains)

    def take(self, condition: Condition) -> Conflict | None:
        """Add a comparison with a constant; a conflict if it cannot hold. Other conditions say nothing."""
        negated = isinstance(condition, Not)
        inner = condition.condition if isinstance(condition, Not) else condition
        if not isinstance(inner, Compare | CompareDates):
            return None
        path = str(inner.path)
        before = self._domains.get(path, Domain())
        after = _excluding(before, inner) if negated else _narrowed(before, inner)
        self._domains[path] = after
        return Conflict(path, _shown(inner)) if after.empty else None


def _narrowed(domain: Domain, condition: Compare | CompareDates) -> Domain:
    relation, operand = condition.relation, condition.operand
    if relation is Relation.PRESENT:
        return domain.with_presence(operand is True)
    if domain.present is False and relation in _WITH_VALUE:
        return replace(domain, allowed=frozenset())
    if relation is Relation.EQUAL and isinstance(operand, str | int):
        return domain.within(frozenset([operand]))
    if relation is Relation.IN and isinstance(operand, tuple):
        return domain.within(frozenset(operand))
    limit = operand.day if isinstance(operand, FixedDate) else operand
    if isinstance(limit, int) and relation in _LOW:
        return domain.at_least(limit + _LOW[relation])
    if isinstance(limit, int) and relation in _HIGH:
        return domain.at_most(limit + _HIGH[relation])
    return domain


def _excluding(domain: Domain, condition: Compare | CompareDates) -> Domain:
    operand = condition.operand
    if condition.relation is Relation.PRESENT:
        return domain.with_presence(operand is not True)
    if condition.relation is Relation.EQUAL and isinstance(operand, str | int):
        return replace(domain, excluded=domain.excluded | {operand})
    if condition.relation is Relation.IN and isinstance(operand, tuple):
        return replace(domain, excluded=domain.excluded | frozenset(operand))
    return domain


def _shown(condition: Compare | CompareDates) -> object:
    operand = condition.operand
    if isinstance(operand, tuple) and operand:
        return operand[0]
    return operand if isinstance(operand, str | int) and not isinstance(operand, Path) else None
