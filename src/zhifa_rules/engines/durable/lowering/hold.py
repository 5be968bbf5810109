"""Lowering conditions that hold at an act."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zhifa_rules.engines.durable.lowering.conditions import formula_of

if TYPE_CHECKING:
    from zhifa_rules.engines.durable.formulas import Predicate
    from zhifa_rules.engines.durable.lowering.scope import Scope
    from zhifa_rules.norms.core import Hold


@dataclass(frozen=True)
class LoweredHold:
    """The conditions by name."""

    conditions: tuple[tuple[str, Predicate], ...]

    @property
    def predicates(self) -> tuple[Predicate, ...]:
        """Everything that is asked of the engine."""
        return tuple(predicate for _, predicate in self.conditions)


def lower_hold(body: Hold, scope: Scope) -> LoweredHold:
    """Lower the conditions of an act."""
    return LoweredHold(
        tuple((name, scope.predicate(f"meets {name}", formula_of(one, scope))) for name, one in body.conditions)
    )
