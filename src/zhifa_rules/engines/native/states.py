"""The states in which a duty stands, by its verdict, and the day on which what hangs on it begins."""

from __future__ import annotations

from zhifa_rules.engines.outcome import Verdict
from zhifa_rules.records.facts import LAST_DAY

_STATES = {
    Verdict.SATISFIED: ("performed", "complied"),
    Verdict.CURED_LATE: ("cured_late", "breached"),
    Verdict.VIOLATED: ("overdue", "breached"),
    Verdict.PENDING: ("pending",),
}


def states_of(verdict: Verdict) -> tuple[str, ...]:
    """Give the states in which a duty with a verdict stands."""
    return _STATES.get(verdict, ())


def next_day(day: int) -> int:
    """Give the next day; after the last day that can be expressed there is none."""
    return min(day + 1, LAST_DAY)
