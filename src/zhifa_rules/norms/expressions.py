"""The expressions of the core: readings, values, dates, conditions and patterns. They are data alone."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Generic, TypeVar, Union

if TYPE_CHECKING:
    from zhifa_rules.calendar import Period
    from zhifa_rules.records.shapes import Kind


T = TypeVar("T")

# --- Readings -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Choice(Generic[T]):
    """A part of a rule that differs between the options of an open question of law."""

    question: str
    options: tuple[tuple[str, T], ...]


# --- Values -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Step:
    """One field on a path; ``hop`` names what the field's value refers to, if the path goes on behind it."""

    name: str
    kind: Kind
    many: bool


@dataclass(frozen=True, slots=True)
class Path:
    """The way from a named fact (``trigger``, ``act``, ``bearer`` …) to one of its attributes."""

    root: str
    steps: tuple[Step, ...]

    def __str__(self) -> str:
        return ".".join((self.root, *(step.name for step in self.steps)))


Constant = str | int | bool
Operand = Path | Constant | tuple[Constant, ...]


# --- Dates --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DateOf:
    """The date that an attribute states."""

    path: Path


@dataclass(frozen=True, slots=True)
class FixedDate:
    """A calendar date written in the pack, as an ordinal."""

    day: int


@dataclass(frozen=True, slots=True)
class DayOfYear:
    """A day of the calendar, such as 31 March, in the year that an attribute gives."""

    month: int
    day: int
    year: Path


@dataclass(frozen=True, slots=True)
class After:
    """The end of a period after a date; ``rolls`` tells whether a last day on a rest day moves (S8)."""

    anchor: DateExpression
    period: Period
    rolls: bool | Choice[bool] = False
    include_start: bool | Choice[bool] = False


@dataclass(frozen=True, slots=True)
class StatedLimit:
    """The limit that a document sets, in days from ``anchor`` or as a day; it never rolls (S8).

    ``working`` tells that its days are working days. A known absent limit gives ``otherwise``; one that ended before
    ``anchor`` binds nobody and is asked about.
    """

    days: Path | None
    day: Path | None
    anchor: DateExpression
    otherwise: DateExpression | None
    include_start: bool | Choice[bool] = False
    working: bool = False


@dataclass(frozen=True, slots=True)
class Either:
    """One date where a condition holds, else another."""

    condition: Condition
    then: DateExpression | None
    otherwise: DateExpression | None


DateExpression = Union[  # noqa: UP007  (recursive)
    DateOf, FixedDate, DayOfYear, After, StatedLimit, Either, Choice["DateExpression | None"]
]


# --- Conditions ---------------------------------------------------------------------------------------------


class Relation(StrEnum):
    """How an attribute is compared."""

    EQUAL = "equal"
    IN = "in"
    CONTAINS = "contains"
    CONTAINS_ANY = "contains_any"
    PRESENT = "present"
    NAMED = "named"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    STARTS_WITH = "starts_with"
    BEFORE = "before"
    ON_OR_BEFORE = "on_or_before"
    AFTER = "after"
    ON_OR_AFTER = "on_or_after"


DATE_RELATIONS = frozenset({Relation.BEFORE, Relation.ON_OR_BEFORE, Relation.AFTER, Relation.ON_OR_AFTER})


@dataclass(frozen=True, slots=True)
class Always:
    """A constant truth value."""

    value: bool


NEVER = Always(value=False)


@dataclass(frozen=True, slots=True)
class Compare:
    """An attribute against a constant or another attribute."""

    path: Path
    relation: Relation
    operand: Operand


@dataclass(frozen=True, slots=True)
class CompareDates:
    """A date attribute against a date."""

    path: Path
    relation: Relation
    operand: DateExpression


@dataclass(frozen=True, slots=True)
class Members:
    """A condition on the members of a list: between ``at_least`` and ``at_most`` of them fulfil it.

    ``distinct`` names the field whose different values are counted; ``every`` demands it of all members.
    """

    path: Path
    where: Condition
    at_least: int | None = None
    at_most: int | None = None
    distinct: str | None = None
    every: bool = False


@dataclass(frozen=True, slots=True)
class Exists:
    """There is a matching act in the same subject, between two dates where they are given.

    ``proves_breach`` tells that finding none would be a breach; then the subject must be known for that.
    """

    pattern: PatternChoice
    until: DateExpression | None = None
    since: DateExpression | None = None
    same_day: bool = False
    proves_breach: bool = False


@dataclass(frozen=True, slots=True)
class Covers:
    """A list reaches every organ of the register that fulfils a condition at the date of the act (coverage).

    ``gives`` names an attribute of those organs, a list, whose values must be reached instead of the organs
    themselves. Where the register holds no such organ, or the list is not known, ``stated`` decides: what the record
    itself says of its coverage.
    """

    path: Path
    units: Condition
    gives: str | None = None
    stated: Path | None = None


@dataclass(frozen=True, slots=True)
class DutyIs:
    """Some instance of another rule, in the same subject, is in one of the states at a date.

    ``bearer``, ``counterpart`` and ``trigger`` (a path to a document) tell which instances are meant. At the date of
    the act examined, other acts of that day count only as far as they came before it (S3).
    """

    rule: str
    part: str | None
    states: frozenset[str]
    at: DateExpression | None
    bearer: Path | None
    counterpart: Path | None = None
    trigger: Path | None = None


@dataclass(frozen=True, slots=True)
class Not:
    """The contrary."""

    condition: Condition


@dataclass(frozen=True, slots=True)
class AllOf:
    """All hold."""

    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one holds."""

    conditions: tuple[Condition, ...]


Condition = Union[  # noqa: UP007  (recursive)
    Always, Compare, CompareDates, Members, Covers, Exists, DutyIs, Not, AllOf, AnyOf, Choice["Condition"]
]


# --- Patterns -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Pattern:
    """Which acts count: their types, what they must fulfil, and which of their dates counts.

    ``of`` looks in all records that name an organ, a person or a case, in whichever subject they stand.
    """

    types: tuple[str, ...]
    where: Condition
    date: DateExpression
    of: Path | None = None


PatternChoice = Union[Pattern, Choice["PatternChoice"]]  # noqa: UP007  (recursive)
