"""The engine-neutral core into which every norm form is lowered; engines know only this module.

A norm says for which *instances* it arises (``Source``), under which *guards* it applies, whom it binds, and one
*body*: something to achieve by a date, a number to reach in a period, a condition that holds at an act, a power, or
a question for a human. Conditions, dates and patterns are data; nothing here calls back into Python.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from zhifa_rules.errors import NOWHERE, Location
from zhifa_rules.norms.bodies import (
    Achieve,
    Ask,
    Available,
    Body,
    Clock,
    Hold,
    Measure,
    Part,
    Restart,
    Share,
    Tally,
)
from zhifa_rules.norms.expressions import (
    DATE_RELATIONS,
    NEVER,
    After,
    AllOf,
    Always,
    AnyOf,
    Choice,
    Compare,
    CompareDates,
    Condition,
    Constant,
    Covers,
    DateExpression,
    DateOf,
    DayOfYear,
    DutyIs,
    Either,
    Exists,
    FixedDate,
    Members,
    Not,
    Operand,
    Path,
    Pattern,
    PatternChoice,
    Relation,
    StatedLimit,
    Step,
)

if TYPE_CHECKING:
    from zhifa_rules.calendar import PeriodKind

__all__ = [
    "DATE_RELATIONS",
    "NEVER",
    "Achieve",
    "After",
    "AllOf",
    "Always",
    "AnyOf",
    "Ask",
    "Available",
    "Body",
    "Choice",
    "Citation",
    "Clock",
    "Compare",
    "CompareDates",
    "Condition",
    "Constant",
    "Covers",
    "DateExpression",
    "DateOf",
    "DayOfYear",
    "DutyIs",
    "Either",
    "ExceptionCase",
    "Exists",
    "FixedDate",
    "Force",
    "Governance",
    "Hold",
    "Measure",
    "Members",
    "Norm",
    "Not",
    "OnDuty",
    "OnRecord",
    "OnRoster",
    "Operand",
    "Part",
    "Path",
    "Pattern",
    "PatternChoice",
    "Registered",
    "Relation",
    "Restart",
    "Share",
    "Source",
    "StatedLimit",
    "Step",
    "Tally",
    "Text",
]

# --- Sources of instances -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Registered:
    """The organs of the register that fulfil a condition at the date of the trigger; ``item`` is the organ."""

    where: Condition


@dataclass(frozen=True, slots=True)
class OnRecord:
    """One instance per matching record; ``each`` fans out over a list in it, or over organs of the register.

    ``once`` takes only the first per matter, or with ``once_per`` the first per matter and value of an attribute.
    """

    pattern: Pattern
    each: Path | Registered | None = None
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
    """One instance per organ on the register, and per calendar period where ``every`` names one.

    ``person`` makes it one per person on the register instead, of those who fulfil the condition.
    """

    every: PeriodKind | None = None
    person: Condition | None = None


Source = OnRecord | OnDuty | OnRoster


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
    of entry into force. ``last_day`` may differ between the options of an open question. ``divisions`` are prefixes of
    division codes.
    """

    first_day: int
    first_day_latest: int
    last_day: int | Choice[int]
    divisions: tuple[str, ...]
    decided_by: DateExpression | None = None

    @property
    def last_possible_day(self) -> int:
        """The last day of validity under the option by which it ends latest."""
        if isinstance(self.last_day, int):
            return self.last_day
        return max(day for _, day in self.last_day.options)


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
