"""The findings of the last report, kept so that the next one makes anew only those of subjects that changed."""

from __future__ import annotations

from bisect import bisect_left, insort
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING

from zhifa_rules.engines.outcome import BREACHES, RIGHT_STATES, Reason, Verdict
from zhifa_rules.norms.core import Available
from zhifa_rules.report.finding import Finding, Kind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from zhifa_rules.engines.outcome import Duties, Duty, Unit
    from zhifa_rules.report.finding import Context

_FEW = 500  # so many changes are made place by place; with more, sorting all is faster


@dataclass(frozen=True, slots=True)
class _Drawn:
    """Findings in order, what they stand on, and the units of the duties that they were drawn from by identity."""

    context: Context
    units: Mapping[int, Unit]
    findings: Sequence[Finding]


class KeptFindings:
    """Draws findings from duties; those of units that an earlier report on the same day had are taken over from it."""

    def __init__(self) -> None:
        self._last: _Drawn | None = None

    @property
    def has_drawn(self) -> bool:
        """Whether findings of an earlier report are kept."""
        return self._last is not None

    def keep_only(self, as_of: date) -> None:
        """Let go of what was drawn for another day, before the duties of this one are evaluated and take its place."""
        if self._last is not None and self._last.context.as_of != as_of:
            self._last = None

    def of(self, duties: Duties, context: Context) -> Sequence[Finding]:
        """Give all findings, sorted by fingerprint, then kind."""
        last = self._last
        if last is None or last.context != context:
            last = _Drawn(context, {}, ())
        units = dict(zip(map(id, duties.units), duties.units, strict=True))
        gone = [duty for identity in last.units.keys() - units.keys() for duty in last.units[identity].noteworthy]
        new = units.keys() - last.units.keys()
        fresh = [duty for identity, unit in units.items() if identity in new for duty in unit.noteworthy]
        more = [Finding(kind, duty, last.context) for duty in fresh for kind in kinds_of(duty)]
        findings = _exchanged(last.findings, gone, more)
        self._last = _Drawn(last.context, units, findings)
        return findings


def findings_of_kind(duties: Duties, context: Context, kind: Kind) -> Sequence[Finding]:
    """Give the findings of one kind, sorted by fingerprint."""
    verdicts = _VERDICTS_OF[kind]
    listed = [duty for unit in duties.units for duty in unit.noteworthy if duty.verdict in verdicts]
    found = [Finding(kind, duty, context) for duty in listed if kind in kinds_of(duty)]
    return sorted(found, key=lambda finding: finding.duty.fingerprint)


def _exchanged(findings: Sequence[Finding], gone: Sequence[Duty], more: Sequence[Finding]) -> Sequence[Finding]:
    """Give the findings in order without those of some duties and with more."""
    if len(gone) + len(more) > _FEW:
        dropped = set(gone)
        return tuple(sorted([*(f for f in findings if f.duty not in dropped), *more], key=_place))
    changed = list(findings)
    for duty in gone:
        if kinds_of(duty):
            _take_out(changed, duty)
    for finding in more:
        insort(changed, finding, key=_place)
    return tuple(changed)


def _take_out(findings: list[Finding], duty: Duty) -> None:
    place = bisect_left(findings, duty.fingerprint, key=_fingerprint)
    while place < len(findings) and findings[place].fingerprint == duty.fingerprint:
        if findings[place].duty is duty:
            del findings[place]
        else:
            place += 1


_fingerprint = attrgetter("fingerprint")


def _place(finding: Finding) -> tuple[str, Kind]:
    return finding.duty.fingerprint, finding.kind


# The verdicts on duties of which a finding of a kind may speak; it need not.
_VERDICTS_OF = {
    Kind.VIOLATION: BREACHES,
    Kind.REQUIRED_ACTION: frozenset({Verdict.VIOLATED, Verdict.PENDING, Verdict.UNDETERMINED}),
    Kind.UNDETERMINED: frozenset({Verdict.UNDETERMINED}),
    Kind.POWER: frozenset(Verdict),
}


def kinds_of(duty: Duty) -> Sequence[Kind]:
    """Tell as what a duty stands in a report; what is complied with or does not apply is no finding."""
    if isinstance(duty.norm.body, Available):
        return _kinds_of_power(duty)
    verdict = duty.verdict
    if verdict in BREACHES:
        owed = verdict is Verdict.VIOLATED and duty.owed
        return (Kind.VIOLATION, Kind.REQUIRED_ACTION) if owed else (Kind.VIOLATION,)
    if verdict is Verdict.PENDING:
        return (Kind.REQUIRED_ACTION,)
    if verdict is Verdict.UNDETERMINED:
        return (Kind.UNDETERMINED, Kind.REQUIRED_ACTION) if duty.owed else (Kind.UNDETERMINED,)
    return ()


def _kinds_of_power(duty: Duty) -> Sequence[Kind]:
    reason = duty.reason
    if reason is Reason.AVAILABLE or (reason in RIGHT_STATES and duty.due is not None):
        return (Kind.UNDETERMINED if duty.verdict is Verdict.UNDETERMINED else Kind.POWER,)
    return ()
