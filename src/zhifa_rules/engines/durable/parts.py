"""Reading duties to achieve something: the state of each part, and what they amount to together."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product
from typing import TYPE_CHECKING

from zhifa_rules.engines.account import Doubt
from zhifa_rules.engines.durable.asking import Decision, NotExaminedError, has_ended
from zhifa_rules.engines.outcome import Outcome, PartState, Reason, Verdict
from zhifa_rules.norms.core import OnRoster

if TYPE_CHECKING:
    from zhifa_rules.engines.durable.asking import Reader
    from zhifa_rules.engines.durable.lowering.achieve import LoweredAchieve, LoweredPart
    from zhifa_rules.engines.durable.rows import DutyRow

PERFORMED, LATE, OVERDUE, PENDING, FORECLOSED, ENDED, STOPPED = (
    "performed",
    "cured_late",
    "overdue",
    "pending",
    "foreclosed",
    "ended",
    "stopped",
)
_YEAR = 366
_ROSTERS = ("organ", "person")


@dataclass(frozen=True, slots=True)
class _Part:
    """The state of a part; ``unseen`` names what would have to be on file for it to be done after all."""

    state: str
    due: int | None = None
    ended_late: bool = False
    unseen: str = ""


class Achievement:
    """Reads one duty to achieve something."""

    def __init__(self, reader: Reader, body: LoweredAchieve, row: DutyRow) -> None:
        self._reader = reader
        self._body = body
        self._row = row

    def decision(self) -> Decision:
        """Read the parts, and put them together as if what is not on file were, and as if it were not."""
        found = [(part.id, self._part(part, self._row)) for part in self._body.parts]
        keys = sorted({part.unseen for _, part in found if part.unseen})
        outcomes = []
        for unseen in product((False, True), repeat=len(keys)):
            exists = {key for key, there in zip(keys, unseen, strict=True) if there}
            parts = [(name, replace(part, state=PERFORMED) if part.unseen in exists else part) for name, part in found]
            outcomes.append(self._together(parts))
        doubt = "" if not keys else "log_scope" if keys[0].startswith("log") else "fact"
        return Decision(tuple(outcomes), doubt)

    def _part(self, part: LoweredPart, row: DutyRow) -> _Part:
        found = self._state(part, row)
        roster = isinstance(self._reader.lowered.norm.source, OnRoster)
        day = self._reader.day(row)
        done = self._reader.holds(row, part.done, Doubt.ACTS)
        if (not done or found.state == LATE) and self._reader.log(row, part.types, day, row.as_of) is False:
            raise NotExaminedError(Doubt.OPEN_LOG)
        if roster and found.state in (OVERDUE, PENDING) and has_ended(row, found.due):
            return _Part(ENDED)
        if found.state not in (OVERDUE, FORECLOSED, LATE):
            return found
        if self._may_stand_elsewhere(part, row, found.state):
            return replace(found, unseen="elsewhere")
        if roster and found.state in (OVERDUE, LATE) and found.due is not None:
            first = day - (_YEAR if part.may_precede else 0)
            for type_ in part.types:
                if self._reader.log(row, (type_,), first, found.due) is not True:
                    return replace(found, unseen=f"log {type_} {first}")
        return found

    @staticmethod
    def _may_stand_elsewhere(part: LoweredPart, row: DutyRow, state: str) -> bool:
        """Tell whether the missing act may stand in a matter of which nobody says that it is the trigger's own."""
        kind = row.dossier.key[0]
        if kind in _ROSTERS:
            return False
        parties = [row.scene.roots.get(name) for name in ("bearer", "counterpart")]
        known = [party if isinstance(party, str) else None for party in parties]
        looked_for = part.relieving if part.looked_through else (*part.types, *part.relieving)
        if kind != "record" and row.scene.setting.strays(looked_for, known):
            raise NotExaminedError(Doubt.STRAYS)
        elsewhere = row.dossier.matter is None and kind != "case" and state in (OVERDUE, FORECLOSED)
        return elsewhere and not part.looked_through and not part.confined

    def _state(self, part: LoweredPart, row: DutyRow) -> _Part:
        due = self._reader.due(row, part.due, Doubt.DUE)
        acts = Doubt.ACTS
        done = self._reader.holds(row, part.done, acts)
        if self._reader.holds(row, part.stopped, Doubt.CLOCK):
            return _Part(PERFORMED, due) if done else _Part(STOPPED)
        if due is not None:
            if self._reader.holds(row, part.ended, Doubt.CLOCK):
                return _Part(PERFORMED, due) if done else _Part(ENDED)
            if self._reader.holds(row, part.in_time, acts):
                return _Part(PERFORMED, due)
            if done:
                return _Part(LATE, due)
            if self._reader.holds(row, part.overdue, acts):
                return _Part(OVERDUE, due, ended_late=self._reader.holds(row, part.ended_late, Doubt.CLOCK))
            return _Part(PENDING, due)
        ended = self._reader.holds(row, part.ended_ever, Doubt.CLOCK)
        if not self._reader.holds(row, part.closed, Doubt.FORECLOSURE):
            return _Part(PERFORMED if done else ENDED if ended else PENDING)
        if self._reader.holds(row, part.before_closing, Doubt.FORECLOSURE):
            return _Part(PERFORMED)
        return _Part(LATE) if done else _Part(FORECLOSED, ended_late=ended)

    def _together(self, found: list[tuple[str, _Part]]) -> Outcome:
        if self._body.any_of:
            found = [min(found, key=lambda pair: _BEST_FIRST.index(pair[1].state))]
        states = {part.state for _, part in found}
        verdict, reason = _verdict(states)
        missing = [(name, part) for name, part in found if part.state in (OVERDUE, PENDING, FORECLOSED)]
        blamed = [part for _, part in found if part.state in (OVERDUE, FORECLOSED, LATE)]
        dated = [p for p in (blamed or [p for _, p in missing] or [p for _, p in found]) if p.due is not None]
        due = min((part.due for part in dated if part.due is not None), default=None)
        return Outcome(
            verdict,
            reason,
            due=due,
            due_latest=due,
            since=due + 1 if blamed and due is not None else None,
            not_before=self._reader.day(self._row),
            missing=tuple(name for name, _ in missing) if len(found) > 1 else (),
            parts=tuple(PartState(name, part.state, part.due) for name, part in found),
            owed=bool(missing) and not any(part.ended_late for _, part in missing),
            foreclosed=FORECLOSED in states,
        )


_BEST_FIRST = (PERFORMED, PENDING, LATE, STOPPED, ENDED, OVERDUE, FORECLOSED)


def _verdict(states: set[str]) -> tuple[Verdict, Reason | None]:
    if states & {OVERDUE, FORECLOSED} or {LATE, PENDING} <= states:
        return Verdict.VIOLATED, None
    for state, verdict in ((LATE, Verdict.CURED_LATE), (PENDING, Verdict.PENDING), (PERFORMED, Verdict.SATISFIED)):
        if state in states:
            return verdict, None
    return Verdict.NOT_APPLICABLE, Reason.STOPPED if STOPPED in states else Reason.ENDED
