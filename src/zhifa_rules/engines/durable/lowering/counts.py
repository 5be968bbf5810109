"""Lowering quotas and ratios: what is counted becomes a cell of the duty beforehand, the engine compares."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zhifa_rules.engines.account import Unsuited
from zhifa_rules.engines.durable.columns import Column
from zhifa_rules.engines.durable.formulas import (
    DUTY,
    TRUE,
    Formula,
    PairCell,
    Predicate,
    Ref,
    Test,
    every,
    not_after,
    some,
)
from zhifa_rules.engines.durable.lowering.conditions import formula_of
from zhifa_rules.engines.durable.lowering.patterns import Sought, as_of, between, sought_ways
from zhifa_rules.engines.durable.lowering.scope import NotLoweredError
from zhifa_rules.engines.durable.truth import truth
from zhifa_rules.norms.core import NEVER, Compare, Measure, Norm, OnRoster, Path, Relation, Share, Step, Tally
from zhifa_rules.records.facts import Fact
from zhifa_rules.records.known import ABSENT, UNKNOWN
from zhifa_rules.records.shapes import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zhifa_rules.engines.durable.formulas import Truth
    from zhifa_rules.engines.durable.lowering.scope import Cases, Scope
    from zhifa_rules.engines.durable.rows import PlainRow
    from zhifa_rules.norms.core import PatternChoice

Way = tuple[Sought, Formula]
"""Acts that are looked for, and what those that count fulfil."""

_FIRST, _LAST = (Path("period", (Step(name, Kind.DATE, many=False),)) for name in ("first_day", "last_day"))


def _period(scope: Scope) -> tuple[Column, Column]:
    return scope.at(_FIRST), scope.at(_LAST)


def matching(row: PlainRow, found: Sought, formula: Formula) -> list[PlainRow] | None:
    """Give the acts of which a formula holds; ``None`` if it is not known which they are."""
    acts = row.acts(found.act)
    if acts is None:
        return None
    answers = [truth(formula, {DUTY: row, found.act.alias: act}) for act in acts]
    return None if None in answers else [act for act, fits in zip(acts, answers, strict=True) if fits]


def _all_matching(row: PlainRow, ways: Iterable[Way]) -> list[PlainRow] | None:
    """Give the acts of which one of several formulas holds, each once."""
    found: dict[object, PlainRow] = {}
    for way, formula in ways:
        acts = matching(row, way, formula)
        if acts is None:
            return None
        found.update((act.fact.key, act) for act in acts if act.fact is not None)
    return list(found.values())


# --- Quotas -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class LoweredTally:
    """A quota: enough of it, each component, and what lies in defective acts."""

    first: Column
    last: Column
    dated: bool
    may_precede: bool
    enough: Predicate
    components: tuple[tuple[str, Predicate], ...]
    any_act: Predicate
    over: Predicate
    enough_with_defective: Predicate | None
    types: tuple[str, ...]

    @property
    def predicates(self) -> tuple[Predicate, ...]:
        """Everything that is asked of the engine."""
        together = () if self.enough_with_defective is None else (self.enough_with_defective,)
        return (self.enough, *(p for _, p in self.components), self.any_act, self.over, *together)


@dataclass(frozen=True, eq=False)
class Credited(Column):
    """Whether an act is credited to the one who owes the quota."""

    path: Path | None = None

    def pair(self, duty: PlainRow, act: PlainRow) -> object:
        """Look for the bearer, or the person, in the attribute."""
        assert self.path is not None
        value, owing = act.scene.read(self.path), _owing(duty)
        if value is UNKNOWN or owing is UNKNOWN:
            return UNKNOWN
        return owing in (value if isinstance(value, tuple) else (value,))


def _owing(duty: PlainRow) -> object:
    """Give the person or organ that owes a quota, if it is known."""
    person, bearer = duty.scene.roots.get("person"), duty.scene.roots.get("bearer")
    if isinstance(person, Fact):
        return person.values["person"]
    return duty.scene.setting.register.principal(bearer) if isinstance(bearer, str) else UNKNOWN


@dataclass(frozen=True, eq=False)
class Counted(Column):
    """How many acts count, or what an attribute of them adds up to."""

    number: bool = True
    ways: tuple[Way, ...] = ()
    weight: Path | None = None

    def of(self, row: PlainRow) -> object:
        """Count the acts that fulfil what is asked, each once."""
        acts = _all_matching(row, self.ways)
        if acts is None or self.weight is None:
            return UNKNOWN if acts is None else len(acts)
        amounts = [act.scene.read(self.weight) for act in acts]
        return UNKNOWN if UNKNOWN in amounts else sum(amount for amount in amounts if isinstance(amount, int))


@dataclass(frozen=True, eq=False)
class HasComponent(Column):
    """Whether some act that counts has a component, or need not have it."""

    ways: tuple[tuple[Sought, Formula, Formula], ...] = ()

    def of(self, row: PlainRow) -> object:
        """Look through the acts that count."""
        answers: list[Truth] = []
        for way, counts, having in self.ways:
            acts = matching(row, way, counts)
            if acts is None:
                return UNKNOWN
            answers += [truth(having, {DUTY: row, way.act.alias: act}) for act in acts]
        return True if True in answers else UNKNOWN if None in answers else False


def lower_tally(body: Tally, scope: Scope) -> LoweredTally:
    """Lower a quota."""
    first, last = _period(scope)
    ways = _credited(body, body.acts, scope)
    number = _counted(scope, "counted", ways, body.total)
    components = tuple((word, _component(body, word, ways, scope)) for word in body.components)
    together = None
    if body.defective is not None:
        wide = _credited(body, body.defective, scope)
        cell = _counted(scope, "counted with defective ones", (*ways, *wide), body.total)
        defects = _counted(scope, "defective", wide, None)
        both = every(Test(cell, "at_least", body.at_least), Test(defects, "at_least", 1))
        together = scope.predicate("enough with defective ones", both)
    acts = number if body.total is None else _counted(scope, "acts", ways, None)
    return LoweredTally(
        first,
        last,
        body.dated,
        body.may_precede,
        scope.predicate("enough", Test(number, "at_least", body.at_least)),
        components,
        scope.predicate("any act", Test(acts, "at_least", 1)),
        scope.predicate("period over", not_after(Ref(last, 1), as_of(scope))),
        together,
        scope.names.types(body.acts),
    )


def _credited(body: Tally, acts: PatternChoice, scope: Scope) -> tuple[Way, ...]:
    """Give the acts that count for the one who owes the quota; what is looked at first settles most of them."""
    first, last = _period(scope)

    def make(alias: str, name: str) -> Column:
        return Credited(alias, name, path=body.credited)

    since: Cases | None = None if body.may_precede else ((TRUE, Ref(first)),)
    found = []
    for way in sought_ways(acts, scope):
        cell = scope.column(way.act.alias, f"credited by {body.credited}", make, body.credited)
        days = between(way, scope, since=since, until=((TRUE, Ref(last)),))
        found.append((way, every(days, PairCell(cell, way.act.alias), way.fits)))
    return tuple(found)


def _counted(scope: Scope, label: str, ways: tuple[Way, ...], weight: Path | None) -> Column:
    def make(alias: str, name: str) -> Column:
        return Counted(alias, name, ways=ways, weight=weight)

    return scope.column(DUTY, label, make, label)


def _component(body: Tally, word: str, ways: Iterable[Way], scope: Scope) -> Predicate:
    looked: list[tuple[Sought, Formula, Formula]] = []
    for way, counts in ways:
        having: Formula = TRUE
        if body.component_path is not None:
            having = formula_of(Compare(body.component_path, Relation.CONTAINS, word), way.scope)
        if body.components_unless != NEVER:
            having = some(formula_of(body.components_unless, way.scope), having)
        looked.append((way, counts, having))

    def make(alias: str, name: str) -> Column:
        return HasComponent(alias, name, ways=tuple(looked))

    cell = scope.column(DUTY, f"has {word}", make, word)
    return scope.predicate(f"has {word}", Test(cell, "is", True))


# --- Ratios -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class LoweredShare:
    """A ratio, at a count or at the end of a period."""

    period: tuple[Column, Column] | None
    reached: Predicate
    over: Predicate | None
    counted: bool
    types: tuple[str, ...]

    @property
    def predicates(self) -> tuple[Predicate, ...]:
        """Everything that is asked of the engine."""
        return (self.reached,) if self.over is None else (self.reached, self.over)


@dataclass(frozen=True, eq=False)
class Figure(Column):
    """A number times a factor: an attribute of the trigger, or how many acts match in the period."""

    number: bool = True
    measure: Measure | None = None
    ways: tuple[Way, ...] | None = None
    stated: tuple[Sought, ...] = ()
    factor: int = 1

    def of(self, row: PlainRow) -> object:
        """Read or count it."""
        value = self._number(row)
        return value * self.factor if isinstance(value, int) else UNKNOWN

    def _number(self, row: PlainRow) -> object:
        assert self.measure is not None
        if self.ways is None:
            return self._read(row)
        acts = _all_matching(row, self.ways)
        if acts is None or acts or not self.stated:
            return UNKNOWN if acts is None else len(acts)
        told = _all_matching(row, ((one, one.fits) for one in self.stated))
        return UNKNOWN if told is None else self._read(told[0]) if told else 0

    def _read(self, row: PlainRow) -> object:
        assert self.measure is not None
        assert self.measure.value is not None
        value = row.scene.read(self.measure.value)
        return 0 if value is ABSENT else value


def lower_share(body: Share, norm: Norm, scope: Scope) -> LoweredShare:
    """Lower a ratio; both sides are multiplied so that whole numbers are compared."""
    periodic = isinstance(norm.source, OnRoster)
    period = _period(scope) if periodic else None
    if body.when_zero is None:
        raise NotLoweredError(Unsuited.RATIO_OF_NOTHING)
    part = _figure(scope, "part", body.part, period, body.denominator)
    whole = _figure(scope, "whole", body.whole, period, body.numerator)
    enough: Formula = every(Test(whole, "at_least", 1), not_after(Ref(whole), Ref(part)))
    if body.when_zero:
        enough = some(Test(whole, "at_most", 0), not_after(Ref(whole), Ref(part)))
    over = None if period is None else scope.predicate("period over", not_after(Ref(period[1], 1), as_of(scope)))
    counted = [measure.acts for measure in (body.part, body.whole) if measure.acts is not None]
    types = tuple(type_ for acts in counted for type_ in scope.names.types(acts))
    return LoweredShare(period, scope.predicate("reached", enough), over, bool(counted), types)


def _figure(scope: Scope, label: str, measure: Measure, period: tuple[Column, Column] | None, factor: int) -> Column:
    ways: tuple[Way, ...] | None = None
    stated = () if measure.stated is None else sought_ways(measure.stated, scope)
    if measure.acts is not None:
        assert period is not None
        first, last = ((TRUE, Ref(day)) for day in period)
        found = sought_ways(measure.acts, scope)
        ways = tuple((one, every(between(one, scope, since=(first,), until=(last,)), one.fits)) for one in found)

    def make(alias: str, name: str) -> Column:
        return Figure(alias, name, measure=measure, ways=ways, stated=stated, factor=factor)

    return scope.column(DUTY, f"{label} x {factor}", make, label)
