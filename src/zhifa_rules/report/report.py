"""The report: every duty instance with its verdict, and the findings drawn from them."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from zhifa_rules.engines.outcome import Cause, Duties, Unit
from zhifa_rules.report.finding import Context, Finding, Kind
from zhifa_rules.report.kept import KeptFindings, findings_of_kind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from zhifa_rules.engines.account import Account
    from zhifa_rules.engines.outcome import Duty
    from zhifa_rules.records.shapes import Assumption


class Report:
    """What was broken, what is owed, what cannot be decided and what may be done, as of a day."""

    def __init__(
        self,
        duties: Sequence[Duty],
        context: Context,
        *,
        known_on: date | None,
        readings: Mapping[str, str],
        assumptions: Sequence[Assumption],
        notices: Sequence[tuple[str, str]],
        account: Account | None = None,
        kept: KeptFindings | None = None,
    ) -> None:
        self.duties = duties if isinstance(duties, Duties) else Duties([Unit.listed(duties)])
        self.context = replace(context, readings=dict(readings))
        self.known_on = known_on
        self.readings = dict(readings)
        self.assumptions = assumptions
        self.notices = notices
        self.account = account
        self._kept = kept or KeptFindings()
        self._by_kind: dict[Kind, Sequence[Finding]] = {}

    @property
    def as_of(self) -> date:
        """The day at whose end the report stands."""
        return self.context.as_of

    @cached_property
    def findings(self) -> Sequence[Finding]:
        """All findings, sorted by fingerprint, then kind."""
        return self._kept.of(self.duties, self.context)

    def _of(self, kind: Kind) -> Sequence[Finding]:
        found = self._by_kind.get(kind)
        if found is None:
            if "findings" in self.__dict__ or self._kept.has_drawn:
                found = [finding for finding in self.findings if finding.kind is kind]
            else:  # whoever asks for one kind alone need not wait for the others
                found = findings_of_kind(self.duties, self.context, kind)
            self._by_kind[kind] = found
        return found

    @property
    def violations(self) -> Sequence[Finding]:
        """Breaches, those cured late included."""
        return self._of(Kind.VIOLATION)

    @property
    def required_actions(self) -> Sequence[Finding]:
        """What is owed now; an overdue duty stands here and among the violations under one fingerprint."""
        return self._of(Kind.REQUIRED_ACTION)

    @property
    def undetermined(self) -> Sequence[Finding]:
        """What cannot be decided, with the facts that would decide it."""
        return self._of(Kind.UNDETERMINED)

    @property
    def powers(self) -> Sequence[Finding]:
        """Measures that are available and rights, open, used or lapsed."""
        return self._of(Kind.POWER)

    @property
    def exit_code(self) -> int:
        """0 compliant, 1 violations, 3 nothing violated but something undetermined other than by judgement.

        What the durable engine did not examine, where it checks alone, is undetermined as well.
        """
        if self.violations:
            return 1
        if self.account is not None and self.account.engine == "durable" and not self.account.complete:
            return 3
        return 3 if any(f.cause is not Cause.JUDGEMENT for f in self.undetermined) else 0

    def find(self, prefix: str) -> Sequence[Finding]:
        """Give the findings whose fingerprint begins with ``prefix``."""
        return [finding for finding in self.findings if finding.fingerprint.startswith(prefix)]

    def to_json(self) -> dict[str, Any]:
        """Give the report as plain data of the published JSON Schema."""
        from zhifa_rules.report.json_format import report_to_json  # noqa: PLC0415  (one module per format)

        return report_to_json(self)
