"""Asking what holds of a possible duty, and what every verdict needs: days, logs, whether the organ still exists."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from zhifa_rules.engines.account import Doubt
from zhifa_rules.records.known import ABSENT

if TYPE_CHECKING:
    from zhifa_rules.engines.durable.formulas import Predicate, Ref
    from zhifa_rules.engines.durable.lowering.norm import LoweredNorm
    from zhifa_rules.engines.durable.rows import DutyRow
    from zhifa_rules.engines.outcome import Outcome
    from zhifa_rules.records.facts import Fact

Ask = Callable[["DutyRow", "Predicate"], bool | None]


class NotExaminedError(Exception):
    """The verdict turns on something that is not known."""

    def __init__(self, doubt: Doubt) -> None:
        self.doubt = doubt
        super().__init__(doubt.value)


@dataclass(frozen=True, slots=True)
class Decision:
    """What a norm says of an instance: one outcome, or several where acts may exist that are not on file."""

    outcomes: tuple[Outcome, ...]
    doubt: str = ""
    trigger: Fact | None = None
    evidence: tuple[Fact, ...] = ()


class Reader:
    """Reads one norm; asking may find that something is not known."""

    def __init__(self, lowered: LoweredNorm, ask: Ask) -> None:
        self.lowered = lowered
        self._ask = ask

    def holds(self, row: DutyRow, predicate: Predicate, doubt: Doubt) -> bool:
        """Tell whether a predicate holds; ``doubt`` says what is missing if it is not known."""
        found = self._ask(row, predicate)
        if found is None:
            raise NotExaminedError(doubt)
        return found

    def day(self, row: DutyRow) -> int:
        """Give the day of the trigger."""
        day = row.value(self.lowered.day)
        if not isinstance(day, int):
            raise NotExaminedError(Doubt.TRIGGER)
        return day

    def due(self, row: DutyRow, cases: Sequence[tuple[Predicate, Ref | None]], doubt: Doubt) -> int | None:
        """Give the day of the case that holds; ``None`` where the text sets none."""
        for guard, ref in cases:
            if self.holds(row, guard, doubt):
                day = None if ref is None else row.day(ref)
                if day is not None and not isinstance(day, int):
                    if day is ABSENT:
                        return None
                    raise NotExaminedError(doubt)
                return day
        raise NotExaminedError(doubt)

    @staticmethod
    def log(row: DutyRow, types: Sequence[str], first: int, last: int) -> bool | None:
        """Tell whether the log of all types is declared complete, one of them open, or neither."""
        bearer = row.scene.roots.get("bearer")
        organ = bearer if isinstance(bearer, str) else ""
        states = [row.scene.setting.register.log_state(organ, type_, first, last) for type_ in types]
        return False if False in states else all(state is True for state in states) or None


def has_ended(row: DutyRow, due: int | None) -> bool:
    """Tell whether the organ was dissolved before a duty of its own fell due: then nobody is left to owe it."""
    organ, setting = row.scene.roots.get("bearer"), row.scene.setting
    rows = setting.register.rows(organ) if isinstance(organ, str) else ()
    until = rows[-1].values.get("until", ABSENT) if rows else ABSENT
    if until is ABSENT:
        return False
    if not isinstance(until, date):
        raise NotExaminedError(Doubt.ORGAN)
    end = until.toordinal()
    return end < row.as_of and (due is None or end < due)
