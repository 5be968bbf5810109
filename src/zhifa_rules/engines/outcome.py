"""What an engine says of one duty instance: its verdict, due date and evidence, in each possible world and overall."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from json.encoder import encode_basestring
from typing import TYPE_CHECKING, Any, overload

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from zhifa_rules.calendar import Period
    from zhifa_rules.norms.core import Citation, Norm, Text
    from zhifa_rules.records.facts import Fact


class Verdict(StrEnum):
    """The verdict on a duty instance (S4)."""

    SATISFIED = "satisfied"
    CURED_LATE = "cured_late"
    VIOLATED = "violated"
    PENDING = "pending"
    UNDETERMINED = "undetermined"
    NOT_APPLICABLE = "not_applicable"


BREACHES = frozenset({Verdict.VIOLATED, Verdict.CURED_LATE})
COMPLIANT = frozenset({Verdict.SATISFIED, Verdict.NOT_APPLICABLE})


class Cause(StrEnum):
    """Why something is undetermined (S5)."""

    FACT = "fact"
    READING = "reading"
    CALENDAR = "calendar"
    ORDER = "order"
    LOG_SCOPE = "log_scope"
    JUDGEMENT = "judgement"


class Reason(StrEnum):
    """Why a duty does not apply, or how a power stands."""

    NOT_TRIGGERED = "not_triggered"
    NOT_IN_FORCE = "not_in_force"
    LAPSED = "lapsed"
    TERRITORY = "territory"
    ADDRESSEE = "addressee"
    EXCEPTION = "exception"
    DISPLACED = "displaced"
    STOPPED = "stopped"
    ENDED = "ended"
    AVAILABLE = "available"
    OPEN = "open"
    USED = "used"
    USED_LATE = "used_late"
    WINDOW_CLOSED = "window_closed"


RIGHT_STATES = frozenset({Reason.OPEN, Reason.USED, Reason.USED_LATE, Reason.WINDOW_CLOSED})


@dataclass(frozen=True, slots=True)
class Variable:
    """Something that is not known and on which a verdict may turn.

    ``key`` identifies it; ``record_type`` and ``field`` name the attribute, ``records`` the records that leave it open.
    """

    key: tuple[Any, ...]
    cause: Cause
    record_type: str = ""
    field: str = ""
    records: tuple[str, ...] = ()
    organ: str = ""


@dataclass(frozen=True, slots=True)
class Count:
    """How a due date was counted: from which day (an ordinal), which period, and whether it rolls."""

    start: int
    period: Period
    rolls: bool
    include_start: bool = False


@dataclass(frozen=True, slots=True)
class PartState:
    """The state of one part of a duty at a date."""

    id: str
    state: str
    due: int | None
    act: Fact | None = None
    count: Count | None = None
    due_day: Any = None  # the due date as the engine holds it; ``due`` is its first possible day
    since_day: Any = None  # the day, as the engine holds it, on which it became too late where nothing is due by a day


@dataclass(slots=True)
class Outcome:
    """The verdict in one possible world; days are ordinals. Made by a body, completed by the norm around it.

    ``missing`` names parts or conditions; ``uncovered`` the organs or categories that a list had to reach and did not.
    ``due_day`` is the due date as the engine holds it, where it has no parts; ``due`` is its first possible day.
    """

    verdict: Verdict
    reason: Reason | None = None
    reason_text: Text | None = None
    due: int | None = None
    due_latest: int | None = None
    since: int | None = None
    not_before: int | None = None
    missing: tuple[str, ...] = ()
    uncovered: tuple[str, ...] = ()
    evidence: tuple[Fact, ...] = ()
    parts: tuple[PartState, ...] = ()
    cites: tuple[Citation, ...] = ()
    owed: bool = False
    provisional: bool = False
    bearer: str | None = None
    through: str | None = None
    counterpart: str | None = None
    count: Count | None = None
    foreclosed: bool = False
    norm: Norm | None = None
    due_day: Any = None


_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=repr)


def _listed(parts: Iterable[Any]) -> str:
    """Write what stands in a JSON list; nearly always these are texts."""
    return ",".join([encode_basestring(part) if part.__class__ is str else _ENCODER.encode(part) for part in parts])


@dataclass(slots=True, eq=False)
class Duty:
    """One duty instance and what was found of it.

    ``outcomes`` holds the outcome of every possible world. ``deciding`` is an irreducible set of what would have to
    be known; ``by_reading`` gives, for each open question that matters, the outcome under each of its options.
    """

    norm: Norm
    subject: tuple[Any, ...]
    trigger: Fact
    trigger_key: tuple[Any, ...]
    stable: bool
    verdict: Verdict
    outcome: Outcome
    outcomes: Sequence[Outcome]
    cause: Cause | None = None
    deciding: tuple[Variable, ...] = ()
    by_reading: Mapping[str, Mapping[str, Outcome]] = field(default_factory=dict)
    questions: tuple[str, ...] = ()
    _fingerprint: str = field(default="", init=False, repr=False)

    @property
    def bearer(self) -> str | None:
        """Key of the organ bound; ``None`` where the text does not name it."""
        return self.outcome.bearer

    @property
    def reason(self) -> Reason | None:
        """Why it does not apply, or how a power stands."""
        return self.outcome.reason

    @property
    def due(self) -> int | None:
        """The first possible due date (an ordinal), if there is one."""
        return self.outcome.due

    @property
    def owed(self) -> bool:
        """Whether something is still owed."""
        return self.outcome.owed

    @property
    def fingerprint(self) -> str:
        """The SHA-256 over pack, rule, subject and natural key of the trigger; never over record ids (S14)."""
        if not self._fingerprint:
            norm = self.norm
            parts = (norm.pack, norm.rule, norm.facet)
            text = f"[{_listed(parts)},[{_listed(self.subject)}],[{_listed(self.trigger_key)}]]"
            self._fingerprint = hashlib.sha256(text.encode()).hexdigest()
        return self._fingerprint


class Unit(Sequence[Duty]):
    """The duties of one subject, or of one organ or person on a roster.

    ``noteworthy`` are those that a report may speak of; the engine need not have listed the ``others``, which most are.
    """

    __slots__ = ("_all", "_others", "noteworthy")

    def __init__(self, noteworthy: Iterable[Duty], others: Callable[[], Iterable[Duty]] | None = None) -> None:
        self.noteworthy = tuple(noteworthy)
        self._others = others
        self._all: Sequence[Duty] | None = None

    @classmethod
    def listed(cls, duties: Iterable[Duty]) -> Unit:
        """Give the unit of duties all of which are listed."""
        found = tuple(duties)
        unit = cls(duty for duty in found if is_noteworthy(duty))
        unit._all = found
        return unit

    @property
    def _duties(self) -> Sequence[Duty]:
        if self._all is None:
            others = () if self._others is None else tuple(self._others())
            quiet = [duty for duty in others if not is_noteworthy(duty)]
            if self._others is not None and len(others) - len(quiet) != len(self.noteworthy):
                message = f"{len(self.noteworthy)} duties in outline, {len(others) - len(quiet)} when listed: {others}"
                raise RuntimeError(message)
            self._all = (*self.noteworthy, *quiet)
            self._others = None
        return self._all

    def __len__(self) -> int:
        return len(self._duties)

    @overload
    def __getitem__(self, index: int) -> Duty: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Duty]: ...
    def __getitem__(self, index: int | slice) -> Duty | Sequence[Duty]:
        return self._duties[index]


def is_noteworthy(duty: Duty) -> bool:
    """Tell whether a report may speak of a duty: what is complied with or does not apply is no finding.

    How a power or a right stands may be one.
    """
    return tells_something(duty.verdict, duty.reason)


def tells_something(verdict: Verdict, reason: Reason | None) -> bool:
    """Tell the same of a verdict and the reason for it."""
    return verdict not in COMPLIANT or reason in RIGHT_STATES


class Duties(Sequence[Duty]):
    """Duty instances in ``units``; a subject that did not change keeps its unit, the same object."""

    def __init__(self, units: Sequence[Unit]) -> None:
        self.units = units

    @cached_property
    def _all(self) -> list[Duty]:
        return [duty for unit in self.units for duty in unit]

    def __len__(self) -> int:
        return len(self._all)

    @overload
    def __getitem__(self, index: int) -> Duty: ...
    @overload
    def __getitem__(self, index: slice) -> list[Duty]: ...
    def __getitem__(self, index: int | slice) -> Duty | list[Duty]:
        return self._all[index]

    def __iter__(self) -> Iterator[Duty]:
        return iter(self._all)
