"""Lowering patterns of acts: an act is looked for by a join on what it must have in common with the duty."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from zhifa_rules.engines.account import Unsuited
from zhifa_rules.engines.durable.columns import Column
from zhifa_rules.engines.durable.formulas import (
    DUTY,
    TRUE,
    Act,
    Formula,
    Holds,
    Ref,
    columns_of,
    every,
    not_after,
    predicates_of,
    some,
    ways,
)
from zhifa_rules.engines.durable.lowering.choices import options_of
from zhifa_rules.engines.durable.lowering.conditions import formula_of
from zhifa_rules.engines.durable.lowering.dates import cases_of
from zhifa_rules.engines.durable.lowering.scope import NotLoweredError
from zhifa_rules.engines.durable.rows import SUBJECT, DutyRow
from zhifa_rules.norms.core import Choice, DateOf, Path, Pattern, Step
from zhifa_rules.norms.patterns import index_of
from zhifa_rules.records.history import REGISTER_TYPES
from zhifa_rules.records.known import ABSENT, UNKNOWN
from zhifa_rules.records.shapes import Kind

if TYPE_CHECKING:
    from zhifa_rules.engines.durable.lowering.scope import Cases, Scope
    from zhifa_rules.engines.durable.rows import PlainRow
    from zhifa_rules.norms.core import PatternChoice

_ALIASES = "abcdefghij"
AS_OF = "as_of"


@dataclass(frozen=True)
class Sought:
    """An act that is looked for: what it must fulfil, and the cases of the day that counts."""

    act: Act
    fits: Formula
    days: Cases
    scope: Scope


@dataclass(frozen=True, eq=False)
class Owner(Column):
    """Whose facts are looked through: an organ, person or case, or the subject's own where they are the same."""

    path: Path | None = None
    index: str = "organ"

    def of(self, row: PlainRow) -> object:
        """Name the facts that name this one."""
        assert self.path is not None
        value = row.scene.read(self.path)
        if value is UNKNOWN:
            return UNKNOWN
        key = "none" if value is ABSENT else str(value)
        assert isinstance(row, DutyRow)
        # A case is a subject as well as a name, and other subjects may name it; organs and persons are names alone.
        own = self.index != "case" and row.dossier.key == (self.index, key)
        return SUBJECT if own else f"{self.index}:{key}"


def sought_ways(choice: PatternChoice, scope: Scope) -> tuple[Sought, ...]:
    """Lower a pattern under each reading; what fits fits under the reading that is looked at."""
    if not isinstance(choice, Choice):
        return (sought(choice, scope),)
    return tuple(
        replace(found, fits=every(guard, found.fits))
        for guard, part in options_of(choice, scope)
        for found in sought_ways(part, scope)
    )


def sought(pattern: Pattern, scope: Scope) -> Sought:
    """Lower a pattern: the act that fits, having happened by the day of the report."""
    key = (pattern, len(scope.acts), scope.clock)
    known = scope.names.sought.get(key)
    if known is None:
        known = scope.names.sought[key] = _sought(pattern, scope)
    assert isinstance(known, Sought)
    return known


def _sought(pattern: Pattern, scope: Scope) -> Sought:
    alias = _ALIASES[len(scope.acts)]
    act = Act(alias, pattern.types, None if pattern.of is None else _owner(pattern.of, scope))
    inner = scope.at_act(act)
    where = formula_of(pattern.where, inner)
    days = cases_of(pattern.date, inner)
    happened = some(*(every(g, _has_happened(ref, inner)) for g, ref in days if ref is not None))
    fits = every(where, happened, on_record(pattern, "act", inner))
    if ways(fits) > 1:  # what is asked of an act is concluded once, however many questions turn on it
        given = tuple(one for one in inner.acts if one is act or names(fits, one.alias))
        fits = Holds(scope.predicate(f"fits {'/'.join(pattern.types)}", fits, given=given))
    return Sought(act, fits, days, inner)


def _has_happened(day: Ref, scope: Scope) -> Formula:
    """Tell whether an act counts; at the date of an act examined others of its day count as far as they came before."""
    from zhifa_rules.engines.durable.lowering.order import came_before_examined  # noqa: PLC0415  (order is of acts)

    by_then = not_after(day, as_of(scope))
    if not scope.examined:
        return by_then
    before = not_after(Ref(day.column, day.plus + 1), as_of(scope))
    return every(by_then, some(before, came_before_examined(scope)))


def on_record(pattern: Pattern, root: str, scope: Scope) -> Formula:
    """What is dated after the day of the report is no fact yet, whichever of its dates counts."""
    own = Path(root, (Step("on", Kind.DATE, many=False),))
    if pattern.date == DateOf(own) or REGISTER_TYPES & set(pattern.types):
        return TRUE
    column = scope.at(own)
    return every(scope.stated(column), not_after(Ref(column), as_of(scope)))


def as_of(scope: Scope) -> Ref:
    """Give the day of the report, which every duty carries."""
    return Ref(scope.column(DUTY, AS_OF, AsOf))


@dataclass(frozen=True, eq=False)
class AsOf(Column):
    """The day of the report."""

    number: bool = True

    def of(self, row: PlainRow) -> object:
        """Give the day."""
        return row.as_of


def _owner(path: Path, scope: Scope) -> Column:
    if scope.alias(path.root) != DUTY:
        raise NotLoweredError(Unsuited.DATES)

    def make(alias: str, name: str) -> Column:
        return Owner(alias, name, path=path, index=index_of(path) or "organ")

    return scope.column(DUTY, f"acts of {path}", make, path)


def between(found: Sought, scope: Scope, *, since: Cases | None = None, until: Cases | None = None) -> Formula:
    """Give the formula that the day that counts lies between two days, both included, where they are given."""
    ways = []
    for guard, day in found.days:
        if day is None:
            continue
        bounds = [guard]
        if since is not None:
            bounds.append(some(*(every(g, not_after(ref, day)) for g, ref in since if ref is not None)))
            bounds[-1] = _or_open(bounds[-1], since)
        if until is not None:
            bounds.append(some(*(every(g, not_after(day, ref)) for g, ref in until if ref is not None)))
            bounds[-1] = _or_open(bounds[-1], until)
        ways.append(every(*bounds))
    return some(*ways)


def _or_open(formula: Formula, cases: Cases) -> Formula:
    """Without a date nothing bounds the day."""
    return some(formula, *(guard for guard, ref in cases if ref is None))


def names(formula: Formula, alias: str) -> bool:
    """Tell whether a formula looks at the fact under an alias."""
    inner = any(act.alias == alias for predicate in predicates_of(formula) for act in predicate.given)
    return inner or any(column.alias == alias for column in columns_of(formula))
