"""What a norm asks, as formulas over flat facts: tests of columns, joins, and facts that are concluded on the way.

The facts are rows under an alias: ``t`` is the possible duty itself, with everything that stands around its trigger,
further aliases are acts. Formulas have one truth value where everything they look at is known, else ``None``
(strong Kleene logic): only what has one is asked of the engine.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING, Union

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from zhifa_rules.engines.durable.columns import Column
    from zhifa_rules.engines.durable.program import Value
    from zhifa_rules.engines.durable.rows import PlainRow

DUTY = "t"
"""The alias of the possible duty."""

DUTIES = "duty"
"""The type of the possible duties of the rule in question; those of other rules are of other types."""

Truth = bool | None


@dataclass(frozen=True, slots=True)
class Constantly:
    """Always so, or never."""

    value: bool


@dataclass(frozen=True, slots=True)
class Test:
    """A column against a constant: ``is``, ``at_least`` or ``at_most``; what is absent fulfils none."""

    column: Column
    operator: str
    value: Value


@dataclass(frozen=True, slots=True)
class Ref:
    """A day (or number): a column plus a count, or a constant where there is no column."""

    column: Column | None
    plus: int = 0


@dataclass(frozen=True, slots=True)
class Same:
    """Two columns hold the same; what is absent is the same as nothing."""

    one: Column
    other: Column


@dataclass(frozen=True, slots=True)
class NotAfter:
    """One day is not after another; what is absent is neither before nor after anything."""

    one: Ref
    other: Ref


@dataclass(frozen=True, slots=True)
class Listed:
    """A list holds what another column names; the engine joins it through one fact per entry."""

    entries: Column
    member: Column


@dataclass(frozen=True, slots=True)
class PairCell:
    """Something about a duty and an act that is worked out beforehand, such as a condition on list members."""

    column: Column
    act: str


@dataclass(frozen=True, slots=True)
class Not:
    """The contrary."""

    formula: Formula


@dataclass(frozen=True, slots=True)
class All:
    """All hold."""

    formulas: tuple[Formula, ...]


@dataclass(frozen=True, slots=True)
class Any_:  # noqa: N801  (``Any`` is taken)
    """At least one holds."""

    formulas: tuple[Formula, ...]


@dataclass(frozen=True, slots=True)
class Act:
    """A fact that is looked for: its types, and the column that tells among which facts, ``None`` for the subject's."""

    alias: str
    types: tuple[str, ...]
    among: Column | None = None


@dataclass(frozen=True, eq=False, slots=True)
class Predicate:
    """A fact concluded about the aliases ``given``: there are ``acts`` with which the formula holds.

    ``duty`` is the type of the duties that it is about. ``doubt`` tells of a duty whether such an act may exist
    although none is on file.
    """

    name: str
    given: tuple[Act, ...]
    acts: tuple[Act, ...]
    formula: Formula
    duty: str = DUTIES
    doubt: Callable[[PlainRow], bool] | None = None


@dataclass(frozen=True, slots=True)
class Holds:
    """A predicate holds of the rows at hand."""

    predicate: Predicate


@dataclass(frozen=True, slots=True)
class OfDuty:
    """A predicate holds of a duty under another rule: of the one this hangs on, or of some one with these parties."""

    rule: str
    predicate: Predicate
    parties: tuple[tuple[str, Column], ...] = ()
    base: bool = False


Formula = Union[Constantly, Test, Same, NotAfter, Listed, PairCell, Not, All, Any_, Holds, OfDuty]  # noqa: UP007  (recursive)

TRUE, FALSE = Constantly(value=True), Constantly(value=False)


def every(*formulas: Formula) -> Formula:
    """Join formulas of which all must hold."""
    parts = [f for one in formulas for f in (one.formulas if isinstance(one, All) else (one,)) if f != TRUE]
    if FALSE in parts:
        return FALSE
    return TRUE if not parts else parts[0] if len(parts) == 1 else All(tuple(parts))


def some(*formulas: Formula) -> Formula:
    """Join formulas of which one must hold."""
    parts = [f for one in formulas for f in (one.formulas if isinstance(one, Any_) else (one,)) if f != FALSE]
    if TRUE in parts:
        return TRUE
    return FALSE if not parts else parts[0] if len(parts) == 1 else Any_(tuple(parts))


def not_after(one: Ref, other: Ref) -> Formula:
    """Compare two days; of two fixed days it is known at once."""
    if one.column is None and other.column is None:
        return Constantly(one.plus <= other.plus)
    return NotAfter(one, other)


def contrary(formula: Formula) -> Formula:
    """Negate a formula."""
    if isinstance(formula, Constantly):
        return Constantly(not formula.value)
    return formula.formula if isinstance(formula, Not) else Not(formula)


def columns_of(formula: Formula) -> Iterator[Column]:
    """Give every column that a formula looks at itself, predicates aside."""
    match formula:
        case Test(column=column) | PairCell(column=column):
            yield column
        case Same(one=one, other=other):
            yield from (one, other)
        case NotAfter(one=one, other=other):
            yield from (ref.column for ref in (one, other) if ref.column is not None)
        case Listed(entries=entries, member=member):
            yield from (entries, member)
        case OfDuty(parties=parties):
            yield from (column for _, column in parties)
        case Not(formula=inner):
            yield from columns_of(inner)
        case All(formulas=parts) | Any_(formulas=parts):
            for part in parts:
                yield from columns_of(part)


def predicates_of(formula: Formula) -> Iterator[Predicate]:
    """Give every predicate that a formula names, those inside them first."""
    match formula:
        case Holds(predicate=predicate) | OfDuty(predicate=predicate):
            yield from predicates_of(predicate.formula)
            yield predicate
        case Not(formula=inner):
            yield from predicates_of(inner)
        case All(formulas=parts) | Any_(formulas=parts):
            for part in parts:
                yield from predicates_of(part)


def proving(predicate: Predicate) -> Iterator[str]:
    """Give the names of the predicates whose acts show that a predicate holds; what is absent shows nothing."""
    if predicate.acts:
        yield predicate.name
        return
    parts = [predicate.formula]
    while parts:
        part = parts.pop()
        if isinstance(part, All | Any_):
            parts.extend(part.formulas)
        elif isinstance(part, Holds):
            yield from proving(part.predicate)


def ways(formula: Formula, *, positive: bool = True) -> int:
    """Count the alternatives of which a formula consists (or its contrary); each becomes a rule."""
    match formula:
        case Constantly(value=value):
            return int(value is positive)
        case Not(formula=inner):
            return ways(inner, positive=not positive)
        case All(formulas=parts) | Any_(formulas=parts):
            counts = [ways(part, positive=positive) for part in parts]
            return prod(counts) if isinstance(formula, All) is positive else sum(counts)
    return 1
