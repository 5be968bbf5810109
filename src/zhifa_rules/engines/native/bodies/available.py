"""Powers and rights: never owed; a right with a window is open, used, used late or closed (S7)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhifa_rules.engines.native.absence import compile_whose, is_among
from zhifa_rules.engines.native.dates import compile_date
from zhifa_rules.engines.native.patterns import compile_pattern
from zhifa_rules.engines.outcome import Outcome, Reason, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable

    from zhifa_rules.engines.native.frame import Frame
    from zhifa_rules.engines.native.world import Day
    from zhifa_rules.norms.core import Available


def compile_available(body: Available) -> Callable[[Frame, Day], Outcome]:
    """Compile a power or a right."""
    find = None if body.use is None else compile_pattern(body.use)
    until_of = compile_date(body.until)
    whose = None if body.use is None else compile_whose(body.use)

    def evaluate(frame: Frame, trigger_day: Day) -> Outcome:
        until = until_of(frame)
        outcome = judged(frame, trigger_day, until)
        if until is not None:
            outcome.due, outcome.due_latest = frame.world.bounds(until)
            outcome.due_day, outcome.count = until, frame.counts.get(outcome.due)
        return outcome

    def judged(frame: Frame, trigger_day: Day, until: Day | None) -> Outcome:
        world, late = frame.world, None
        for act, day in find(frame) if find is not None else ():
            if not world.le(trigger_day, day):
                continue
            if until is None or world.le(day, until):
                return Outcome(Verdict.SATISFIED, Reason.USED, evidence=(act,))
            late = late or act
        if late is not None:
            return Outcome(Verdict.NOT_APPLICABLE, Reason.USED_LATE, evidence=(late,))
        if whose is not None and is_among(frame, whose(frame)):
            return Outcome(Verdict.SATISFIED, Reason.USED)
        if until is None:
            return Outcome(Verdict.PENDING, Reason.AVAILABLE, not_before=world.bounds(trigger_day)[0])
        if world.lt(until, frame.as_of):
            return Outcome(Verdict.NOT_APPLICABLE, Reason.WINDOW_CLOSED)
        return Outcome(Verdict.PENDING, Reason.OPEN, not_before=world.bounds(trigger_day)[0])

    return evaluate
