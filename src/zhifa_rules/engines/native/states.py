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


def states_of_part(state: str) -> tuple[str, ...]:
    """Give the states in which a part stands: what its own state means for references to it."""
    return _STATES_OF_PARTS.get(state, (state,))


_STATES_OF_PARTS = {
    "performed": ("performed", "complied"),
    "cured_late": ("cured_late", "breached"),
    "overdue": ("overdue", "breached"),
    "foreclosed": ("overdue", "breached"),
}


def next_day(day: int) -> int:
    """Give the next day; after the last day that can be expressed there is none."""
    return min(day + 1, LAST_DAY)
