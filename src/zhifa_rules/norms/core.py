"""The engine-neutral core into which every norm form is lowered; engines know only this module.

A norm says for which *instances* it arises (``Source``), under which *guards* it applies, whom it binds, and one
*body*: something to achieve by a date, a number to reach in a period, a condition that holds at an act, a power, or
a question for a human. Conditions, dates and patterns are data; nothing here calls back into Python.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Generic, TypeVar, Union

from zhifa_rules.errors import NOWHERE, Location

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
class After:
    """The end of a period after a date; ``rolls`` tells whether a last day on a rest day moves (S8)."""

    anchor: DateExpression
    period: Period
    rolls: bool | Choice[bool] = False
    include_start: bool | Choice[bool] = False


@dataclass(frozen=True, slots=True)
class StatedLimit:
    """The limit that a document sets, in days from ``anchor`` or as a day; it never rolls (S8).

    A known absent limit gives ``otherwise``; one that ended before ``anchor`` binds nobody and is asked about.
    """

    days: Path | None
    day: Path | None
    anchor: DateExpression
    otherwise: DateExpression | None


@dataclass(frozen=True, slots=True)
class Either:
    """One date where a condition holds, else another."""

    condition: Condition
    then: DateExpression | None
    otherwise: DateExpression | None


DateExpression = Union[DateOf, FixedDate, After, StatedLimit, Either, Choice["DateExpression | None"]]  # noqa: UP007  (recursive)


# --- Conditions ---------------------------------------------------------------------------------------------


class Relation(StrEnum):
    """How an attribute is compared."""

    EQUAL = "equal"
    IN = "in"
    CONTAINS = "contains"
    CONTAINS_ANY = "contains_any"
    PRESENT = "present"
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

    ``of`` looks in all records that name an organ, in whichever subject they stand. ``proves_breach`` tells that
    finding none would be a breach; then the subject must be known for that.
    """

    pattern: PatternChoice
    until: DateExpression | None = None
    since: DateExpression | None = None
    same_day: bool = False
    proves_breach: bool = False
    of: Path | None = None


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
    Always, Compare, CompareDates, Members, Exists, DutyIs, Not, AllOf, AnyOf, Choice["Condition"]
]


# --- Patterns -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Pattern:
    """Which acts count: their types, what they must fulfil, and which of their dates counts."""

    types: tuple[str, ...]
    where: Condition
    date: DateExpression


PatternChoice = Union[Pattern, Choice["PatternChoice"]]  # noqa: UP007  (recursive)


# --- Sources of instances -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OnRecord:
    """One instance per matching record; ``each`` fans out over a list in it.

    ``once`` takes only the first per matter, or with ``once_per`` the first per matter and value of an attribute.
    """

    pattern: Pattern
    each: Path | None = None
    once: bool = False
    once_per: Path | None = None


@dataclass(frozen=True, slots=True)
class OnDuty:
    """One instance per instance of another rule that reached one of the states."""

    rule: str
    part: str | None
    states: frozenset[str]


@dataclass(frozen=True, slots=True)
class OnRoster:
    """One instance per organ on the register, and per calendar period where ``every`` names one."""

    every: str | None = None


Source = OnRecord | OnDuty | OnRoster


# --- Bodies -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Part:
    """One thing to be done; ``within`` is ``None`` where the text sets no date (S6)."""

    id: str
    acts: PatternChoice
    within: DateExpression | None
    may_precede: bool = False


@dataclass(frozen=True, slots=True)
class Restart:
    """Acts that set the clock going again, from ``start``; ``also_running`` lets them move a running clock."""

    acts: PatternChoice
    start: DateExpression
    also_running: Condition


@dataclass(frozen=True, slots=True)
class Clock:
    """A clock that acts can stop, restart and end."""

    start: DateExpression
    stopped_by: tuple[PatternChoice, ...] = ()
    restarted_by: tuple[Restart, ...] = ()
    ended_by: tuple[PatternChoice, ...] = ()


@dataclass(frozen=True, slots=True)
class Achieve:
    """Do all (or any) of the parts, each by its date; ``forecloses`` lists what makes it too late for ever (S6)."""

    parts: tuple[Part, ...]
    any_of: bool = False
    clock: Clock | None = None
    forecloses: tuple[PatternChoice, ...] = ()


@dataclass(frozen=True, slots=True)
class Tally:
    """At least ``at_least`` acts in the period, together having every one of ``components``.

    An act that fulfils ``components_unless`` need not have them. ``credited`` is the attribute that lists the organs
    for which an act counts. ``dated`` tells whether the text names a period end by which it is owed; without it the
    end of the period only forecloses (S6). ``may_precede`` lets acts count that were done before the period began,
    such as a plan adopted for the next year.
    """

    acts: PatternChoice
    credited: Path
    at_least: int
    components: tuple[str, ...] = ()
    component_path: Path | None = None
    components_unless: Condition = Always(value=False)
    dated: bool = True
    may_precede: bool = False


@dataclass(frozen=True, slots=True)
class Hold:
    """Each of the named conditions holds at the act."""

    conditions: tuple[tuple[str, Condition], ...]


@dataclass(frozen=True, slots=True)
class Available:
    """The bearer may act; ``until`` closes the window of a right; ``use`` is the act that uses it."""

    use: PatternChoice | None
    until: DateExpression | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    """A human must answer; ``answer`` is the act that records it, the body of the verdict follows ``breach``."""

    answer: PatternChoice
    breach: Condition


Body = Achieve | Tally | Hold | Available | Ask


# --- Norms --------------------------------------------------------------------------------------------------


class Force(StrEnum):
    """How strictly the text speaks."""

    MANDATORY = "mandatory"
    IN_PRINCIPLE = "in_principle"
    PERMISSIVE = "permissive"


@dataclass(frozen=True, slots=True, order=True)
class Citation:
    """A provision: article, paragraph and item, all by position in the text, and the instrument."""

    instrument: str
    article: str
    paragraph: str = ""
    item: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """A text in Chinese and English."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class ExceptionCase:
    """A case in which the norm does not apply, with the reason a report gives."""

    reason: Text
    condition: Condition


@dataclass(frozen=True, slots=True)
class Governance:
    """Where and when an instrument governs, and which date of a trigger decides.

    Days are ordinals and inclusive; ``first_day`` and ``first_day_latest`` differ where the text does not tell the day
    of entry into force. ``divisions`` are prefixes of division codes.
    """

    first_day: int
    first_day_latest: int
    last_day: int
    divisions: tuple[str, ...]
    decided_by: DateExpression | None = None


@dataclass(frozen=True, slots=True)
class Norm:
    """One lowered norm. Several norms may stand under one rule id (a power and its misuse)."""

    pack: str
    rule: str
    form: str
    cites: tuple[Citation, ...]
    also_cites: tuple[tuple[Condition, tuple[Citation, ...]], ...]
    summary: Text
    force: Force
    source: Source
    governance: Governance
    bearer: Path | None
    counterpart: Path | None
    addressee: Condition | None
    exceptions: tuple[ExceptionCase, ...]
    body: Body
    located_by: Path | None = None
    finds: tuple[tuple[str, PatternChoice], ...] = ()
    displaces: tuple[str, ...] = ()
    facet: str = ""
    question: Text | None = None
    location: Location = field(default=NOWHERE, compare=False)
