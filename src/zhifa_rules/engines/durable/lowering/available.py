"""Lowering powers and rights: used in time, used too late, open or closed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zhifa_rules.engines.durable.formulas import TRUE, Predicate, Ref, every, not_after, some
from zhifa_rules.engines.durable.lowering.dates import cases_of
from zhifa_rules.engines.durable.lowering.patterns import as_of, between, sought_ways

if TYPE_CHECKING:
    from zhifa_rules.engines.durable.columns import Column
    from zhifa_rules.engines.durable.lowering.scope import Scope
    from zhifa_rules.norms.core import Available


@dataclass(frozen=True)
class LoweredAvailable:
    """A power or a right; ``until`` gives the end of its window case by case."""

    until: tuple[tuple[Predicate, Ref | None], ...]
    used: Predicate
    used_in_time: Predicate
    closed: Predicate

    @property
    def predicates(self) -> tuple[Predicate, ...]:
        """Everything that is asked of the engine."""
        return (*(guard for guard, _ in self.until), self.used, self.used_in_time, self.closed)


def lower_available(body: Available, scope: Scope, day: Column) -> LoweredAvailable:
    """Lower a power or a right."""
    until = cases_of(body.until, scope)
    guards = tuple((scope.predicate("window", guard), ref) for guard, ref in until)
    past = [every(g, not_after(Ref(ref.column, ref.plus + 1), as_of(scope))) for g, ref in until if ref is not None]
    closed = scope.predicate("window closed", some(*past))
    if body.use is None:
        never = scope.predicate("used", some())
        return LoweredAvailable(guards, never, never, closed)
    used, in_time = [], []
    for found in sought_ways(body.use, scope):
        use = every(found.fits, between(found, scope, since=((TRUE, Ref(day)),)))
        timely = every(use, between(found, scope, until=until))
        used.append(scope.predicate("used", use, acts=(found.act,)))
        in_time.append(scope.predicate("used in time", timely, acts=(found.act,)))
    return LoweredAvailable(guards, scope.any_of("used", used), scope.any_of("used in time", in_time), closed)
