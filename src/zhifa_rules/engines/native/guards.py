"""The guards of a norm: whether its instrument governs a trigger in time, and an organ in space (S10)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhifa_rules.engines.native.dates import comes, compile_date
from zhifa_rules.engines.native.values import organ_state, variable_of
from zhifa_rules.engines.native.world import DateTerm, Day, Doubt
from zhifa_rules.engines.outcome import Cause, Reason, Variable
from zhifa_rules.records.facts import Fact
from zhifa_rules.records.known import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Callable

    from zhifa_rules.engines.native.frame import Frame
    from zhifa_rules.norms.core import Choice, Governance


def compile_governance(governance: Governance) -> Callable[[Frame, Day], Reason | None]:
    """Compile validity into a function that says why a trigger is not governed, or ``None``."""
    decided_by = None if governance.decided_by is None else compile_date(governance.decided_by)
    begins: Day = governance.first_day
    if governance.first_day != governance.first_day_latest:
        variable = Variable(("entry into force", governance.divisions), Cause.FACT, field="validity")
        begins = DateTerm(variable, governance.first_day, governance.first_day_latest)

    is_by_the_end = _compile_end(governance.last_day)

    def refused(frame: Frame, day: Day) -> Reason | None:
        decisive = None if decided_by is None else decided_by(frame)
        if decisive is None or not comes(frame.world, decisive):
            decisive = day  # where that date never comes, the trigger decides
        if not frame.world.le(begins, decisive):
            return Reason.NOT_IN_FORCE
        return None if is_by_the_end(frame, decisive) else Reason.LAPSED

    return refused


def _compile_end(last_day: int | Choice[int]) -> Callable[[Frame, Day], bool]:
    """Compile whether a day lies in the validity; a reading is asked for only of a day between two ends."""
    if isinstance(last_day, int):
        return lambda frame, day: frame.world.le(day, last_day)
    options, question = dict(last_day.options), last_day.question

    def is_by_the_end(frame: Frame, day: Day) -> bool:
        world, names = frame.world, frame.host.active(question)
        ends = [options[name] for name in names]
        if world.le(day, min(ends)):
            return True
        return world.le(day, max(ends)) and world.le(day, options[world.reading(question, names)])

    return is_by_the_end


def is_within_territory(
    frame: Frame, organ: str | None, divisions: tuple[str, ...], whose: str, *, named: bool
) -> bool:
    """An organ that the register does not place is unknown, not outside (S10); an unnamed bearer acts where it acts.

    ``named`` tells that the text names the organ, by the path ``whose``: then it is not known who it is.
    """
    if organ is None and not named:
        trigger = frame.roots.get("trigger")
        by = trigger.values.get("by") if isinstance(trigger, Fact) else None
        organ = frame.host.register.principal(by) if isinstance(by, str) else None
    if organ is None:
        trigger = frame.roots["trigger"]
        doubtful = Variable((trigger.key, "by"), Cause.FACT, trigger.type, "by", trigger.records)
        return frame.world.test(("territory", doubtful.key, whose, divisions), doubtful)
    row = organ_state(frame, organ)
    division = row.values.get("division", UNKNOWN)
    if isinstance(division, str):
        return division.startswith(divisions)
    doubt = Doubt(variable_of(row, "division"), UNKNOWN)
    return frame.world.test(("starts with", doubt.variable.key, divisions), doubt.variable)
