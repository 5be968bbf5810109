"""Findings: what a report says of one duty instance to people and programs."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Literal

from zhifa_rules.calendar import derive
from zhifa_rules.report.template import act_templates

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zhifa_rules.calendar import Calendar, Derivation
    from zhifa_rules.engines.outcome import Cause, Duty, Outcome, Variable, Verdict
    from zhifa_rules.norms.core import Citation, Force, Norm, Text
    from zhifa_rules.packs import Pack
    from zhifa_rules.records import Catalogue
    from zhifa_rules.records.register import Register

Language = Literal["zh", "en"]

_FIRST_REAL = date(1900, 1, 1).toordinal()
_LAST_REAL = date(9000, 1, 1).toordinal()


class Kind(StrEnum):
    """What a finding tells the reader."""

    VIOLATION = "violation"
    REQUIRED_ACTION = "required_action"
    UNDETERMINED = "undetermined"
    POWER = "power"


@dataclass(frozen=True, slots=True)
class Context:
    """What findings of one report share."""

    as_of: date
    calendar: Calendar
    register: Register
    packs: Mapping[str, Pack]
    catalogue: Catalogue
    robust: Mapping[str, bool] | None = None
    readings: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding. Days are dates; ``due`` is the earliest date that any live reading gives, or ``None``.

    A session keeps the findings of tens of thousands of duties, which hold nothing that can be worked out again.
    """

    kind: Kind
    duty: Duty
    context: Context

    @property
    def fingerprint(self) -> str:
        """The stable identity of the duty instance."""
        return self.duty.fingerprint

    @property
    def unstable_identity(self) -> bool:
        """Whether a part of the natural key of the trigger is unknown, so that the identity rests on an ordinal."""
        return not self.duty.stable

    @property
    def verdict(self) -> Verdict:
        """The verdict on the duty instance."""
        return self.duty.verdict

    @property
    def cause(self) -> Cause | None:
        """Why it is undetermined."""
        return self.duty.cause

    @property
    def pack(self) -> str:
        """The pack whose rule it is."""
        return self.duty.norm.pack

    @property
    def rule(self) -> str:
        """The id of the rule."""
        return self.duty.norm.rule

    @property
    def cites(self) -> Sequence[Citation]:
        """The provisions concerned."""
        return self.duty.outcome.cites or self.duty.norm.cites

    @property
    def force(self) -> Force:
        """How strictly the text speaks."""
        return self.duty.norm.force

    @property
    def bearer(self) -> str | None:
        """Key of the organ bound; ``None`` where the text does not name it."""
        return self.duty.bearer

    @property
    def through(self) -> str | None:
        """Key of the office through which the bearer acted, where it is another one."""
        return self.duty.outcome.through

    @property
    def counterpart(self) -> str | None:
        """Key of the organ to which something is owed."""
        return self.duty.outcome.counterpart

    @property
    def summary(self) -> Text:
        """What the rule says, in Chinese and English."""
        return self.duty.norm.summary

    @property
    def status(self) -> str | None:
        """For powers: available, open, used, used_late or window_closed."""
        return None if self.kind is not Kind.POWER or self.outcome.reason is None else self.outcome.reason.value

    @property
    def uncovered(self) -> Sequence[str]:
        """Keys of the organs, or names of the categories, that an act had to cover and did not."""
        return self.duty.outcome.uncovered

    @property
    def outcome(self) -> Outcome:
        """The outcome over all possible worlds."""
        return self.duty.outcome

    @property
    def due(self) -> date | None:
        """The earliest due date."""
        return real_date(self.outcome.due)

    @property
    def latest(self) -> date | None:
        """The latest due date that a reading, an unknown fact or an unpublished calendar leaves possible."""
        return real_date(self.outcome.due_latest)

    @property
    def days_left(self) -> int | None:
        """Days from the day of the report to the due date; negative when it has passed."""
        return None if self.due is None else (self.due - self.context.as_of).days

    @property
    def since(self) -> date | None:
        """The first day of the breach."""
        return real_date(self.outcome.since)

    @property
    def not_before(self) -> date | None:
        """The first day on which acting is not premature."""
        return real_date(self.outcome.not_before)

    @property
    def missing_parts(self) -> Sequence[str]:
        """The parts that are missing or defective, where a duty has several."""
        return self.outcome.missing

    @property
    def evidence(self) -> Sequence[str]:
        """Ids of the records relied on."""
        return sorted({identity for fact in self.outcome.evidence for identity in fact.records})

    @property
    def deciding_facts(self) -> Sequence[Variable]:
        """What would have to be known to decide."""
        return self.duty.deciding

    @property
    def by_reading(self) -> Mapping[str, Mapping[str, Outcome]]:
        """For each open question that matters: the outcome under each of its options."""
        return self.duty.by_reading

    @property
    def derivation(self) -> Derivation | None:
        """How the due date was counted, day by day where it matters."""
        count = self.outcome.count
        if count is None:
            return None
        return derive(
            count.start, count.period, self.context.calendar, rolls=count.rolls, include_start=count.include_start
        )

    @property
    def provisional(self) -> bool:
        """Whether the due date rests on a calendar that is not published yet."""
        return self.derivation is not None and self.derivation.provisional

    @property
    def act(self) -> Sequence[Mapping[str, object]]:
        """Templates of the records that would perform what is missing, with the rules that bind them."""
        return act_templates(self.duty, self.context.packs[self.pack]) if self.kind is Kind.REQUIRED_ACTION else ()

    @property
    def holds_under_every_reading(self) -> bool | None:
        """With ``robust``: whether the verdict stands under minority readings too."""
        return None if self.context.robust is None else self.context.robust.get(self.fingerprint)

    def explain(self, lang: Language = "zh") -> str:
        """Explain the finding in Chinese (``zh``) or English (``en``)."""
        from zhifa_rules.report.explain import explanation  # noqa: PLC0415  (computed only when asked for)

        return explanation(self, lang)


def norm_of(duty: Duty) -> Norm:
    """Give the norm that was applied: the special one where it displaced the general one."""
    return duty.outcome.norm or duty.norm


def real_date(day: int | None) -> date | None:
    """Give the date of an ordinal; ``None`` for the ends of what is possible, which stand for "not known"."""
    return date.fromordinal(day) if day is not None and _FIRST_REAL <= day < _LAST_REAL else None
