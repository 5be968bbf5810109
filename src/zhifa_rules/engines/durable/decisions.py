"""Reading a verdict from what the rules of a norm conclude.

The same reading is done twice: first over what is known, to find out whether the norm turns on something that is
not known, and then over what durable-rules concluded.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from zhifa_rules.engines.account import Doubt
from zhifa_rules.engines.durable.asking import Ask, Decision, NotExaminedError, Reader, has_ended
from zhifa_rules.engines.durable.lowering.achieve import LoweredAchieve
from zhifa_rules.engines.durable.lowering.available import LoweredAvailable
from zhifa_rules.engines.durable.lowering.counts import LoweredShare, LoweredTally
from zhifa_rules.engines.durable.lowering.hold import LoweredHold
from zhifa_rules.engines.durable.parts import Achievement
from zhifa_rules.engines.outcome import Outcome, Reason, Verdict
from zhifa_rules.norms.core import OnRoster
from zhifa_rules.records.known import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zhifa_rules.engines.durable.lowering.norm import LoweredNorm
    from zhifa_rules.engines.durable.rows import DutyRow
    from zhifa_rules.engines.durable.standings import Standing


def decide(lowered: LoweredNorm, standings: Sequence[Standing], ask: Ask) -> Decision | None:
    """Read the verdict on an instance; ``None`` where the norm did not arise. Raises ``NotExaminedError``."""
    reader = _Reader(lowered, ask)
    standing = _first(reader, standings)
    if standing is None:
        return None
    if standing.unclear:
        raise NotExaminedError(Doubt.ACTS)
    if isinstance(lowered.norm.source, OnRoster) and not _owes_itself(reader, lowered, standing):
        return None
    found = reader.applied(standing.row)
    bearer = standing.bearer
    if found.outcomes[0].reason is Reason.ADDRESSEE and standing.office is not None:
        own = reader.applied(standing.office)
        if own.outcomes[0].reason is not Reason.ADDRESSEE:
            found, bearer = own, standing.office_key
    outcomes = tuple(replace(one, bearer=bearer) for one in found.outcomes)
    return Decision(outcomes, found.doubt, standing.row.fact)


def _first(reader: _Reader, standings: Sequence[Standing]) -> Standing | None:
    """Of several triggers that give rise to the duty the earliest counts; of two of one day either may be."""
    arisen = [one for one in standings if reader.holds(one.row, reader.lowered.triggered, Doubt.TRIGGER)]
    if len(arisen) < 2:
        return arisen[0] if arisen else None
    day = min(reader.day(one.row) for one in arisen)
    first = [one for one in arisen if reader.day(one.row) == day]
    if len(first) > 1:
        raise NotExaminedError(Doubt.TRIGGER)
    return first[0]


def _owes_itself(reader: _Reader, lowered: LoweredNorm, standing: Standing) -> bool:
    """A duty of a roster is the organ's own: an office has none unless the text binds it alone."""
    if standing.own is None:
        return True
    if lowered.norm.addressee is None:
        return False
    office, principal = standing.own
    if reader.holds(principal, lowered.addressed, Doubt.GUARD):
        return False
    return reader.holds(office, lowered.addressed, Doubt.GUARD)


class _Reader(Reader):
    def applied(self, row: DutyRow) -> Decision:
        """Read the guards in their order, then the body."""
        unsure: list[Outcome] = []
        for guard in self.lowered.guards:
            refusal = Outcome(Verdict.NOT_APPLICABLE, guard.reason, guard.text)
            if guard.turning_on is not None and row.value(guard.turning_on) is UNKNOWN:
                unsure.append(refusal)
            elif self.holds(row, guard.refuses, Doubt.GUARD):
                return self._with(unsure, Decision((refusal,)))
        return self._with(unsure, self._of_body(row))

    @staticmethod
    def _with(unsure: Sequence[Outcome], found: Decision) -> Decision:
        return replace(found, outcomes=(*found.outcomes, *unsure), doubt="fact") if unsure else found

    def _of_body(self, row: DutyRow) -> Decision:
        match self.lowered.body:
            case LoweredAchieve() as achieve:
                return Achievement(self, achieve, row).decision()
            case LoweredHold() as hold:
                return Decision((self._held(hold, row),))
            case LoweredAvailable() as available:
                return Decision((self._available(available, row),))
            case LoweredTally() as tally:
                return self._tallied(tally, row)
            case LoweredShare() as share:
                return self._shared(share, row)

    # --- conditions ---

    def _held(self, body: LoweredHold, row: DutyRow) -> Outcome:
        failed = tuple(name for name, one in body.conditions if not self.holds(row, one, Doubt.CONDITION))
        if not failed:
            return Outcome(Verdict.SATISFIED)
        return Outcome(
            Verdict.VIOLATED, since=self.day(row), missing=failed if len(body.conditions) > 1 else (), evidence=()
        )

    # --- powers ---

    def _available(self, body: LoweredAvailable, row: DutyRow) -> Outcome:
        due = self.due(row, body.until, Doubt.DUE)
        day = self.day(row)
        if self.holds(row, body.used, Doubt.USE):
            if self.holds(row, body.used_in_time, Doubt.USE):
                return Outcome(Verdict.SATISFIED, Reason.USED, due=due, due_latest=due)
            return Outcome(Verdict.NOT_APPLICABLE, Reason.USED_LATE, due=due, due_latest=due)
        if due is None:
            return Outcome(Verdict.PENDING, Reason.AVAILABLE, not_before=day)
        if self.holds(row, body.closed, Doubt.DUE):
            return Outcome(Verdict.NOT_APPLICABLE, Reason.WINDOW_CLOSED, due=due, due_latest=due)
        return Outcome(Verdict.PENDING, Reason.OPEN, due=due, due_latest=due, not_before=day)

    # --- quotas and ratios ---

    def _tallied(self, body: LoweredTally, row: DutyRow) -> Decision:
        first, last = (row.value(column) for column in (body.first, body.last))
        assert isinstance(first, int)
        assert isinstance(last, int)
        due = last if body.dated else None
        enough = self.holds(row, body.enough, Doubt.FIGURES)
        missing = tuple(word for word, one in body.components if not self.holds(row, one, Doubt.FIGURES))
        if enough and not missing:
            return Decision((Outcome(Verdict.SATISFIED, due=due, due_latest=due, not_before=first),))
        lacking = missing if self.holds(row, body.any_act, Doubt.FIGURES) else ()
        if has_ended(row, last):
            return Decision((Outcome(Verdict.NOT_APPLICABLE, Reason.ENDED, due=due),))
        if not self.holds(row, body.over, Doubt.FIGURES):
            owed = Outcome(Verdict.PENDING, due=due, due_latest=due, not_before=first, missing=lacking, owed=True)
            return Decision((owed,))
        since = first - (last - first + 1) if body.may_precede else first
        broken = Outcome(Verdict.VIOLATED, due=due, due_latest=due, since=last + 1, not_before=first, missing=lacking)
        defective = body.enough_with_defective
        if defective is not None and self.holds(row, defective, Doubt.FIGURES):
            broken = Outcome(Verdict.NOT_APPLICABLE, Reason.DISPLACED, due=due)
        return self._logged(row, body.types, since, last, broken, due)

    def _shared(self, body: LoweredShare, row: DutyRow) -> Decision:
        if body.period is None:
            day = self.day(row)
            reached = self.holds(row, body.reached, Doubt.FIGURES)
            if reached:
                return Decision((Outcome(Verdict.SATISFIED, not_before=day),))
            return Decision((Outcome(Verdict.VIOLATED, since=day, not_before=day),))
        first, last = (row.value(column) for column in body.period)
        assert isinstance(first, int)
        assert isinstance(last, int)
        assert body.over is not None
        if has_ended(row, last):
            return Decision((Outcome(Verdict.NOT_APPLICABLE, Reason.ENDED, due=last),))
        if not self.holds(row, body.over, Doubt.FIGURES):
            owed = Outcome(Verdict.PENDING, due=last, due_latest=last, not_before=first, owed=True)
            return Decision((owed,))
        if self.holds(row, body.reached, Doubt.FIGURES):
            return Decision((Outcome(Verdict.SATISFIED, due=last, due_latest=last, not_before=first),))
        broken = Outcome(Verdict.VIOLATED, due=last, due_latest=last, since=last + 1, not_before=first)
        return self._logged(row, body.types if body.counted else (), first, last, broken, last)

    def _logged(  # noqa: PLR0917
        self, row: DutyRow, types: Sequence[str], first: int, last: int, broken: Outcome, due: int | None
    ) -> Decision:
        """A shortfall is found only inside a complete log; else acts may exist that are not on file."""
        if not types or self.log(row, types, first, last):
            return Decision((broken,))
        return Decision((broken, Outcome(Verdict.SATISFIED, due=due, due_latest=due, not_before=first)), "log_scope")
