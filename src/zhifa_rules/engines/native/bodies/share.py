"""Shares: one number is at least so much of another, compared in exact integers (no division, no rounding)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zhifa_rules.engines.native.absence import log_is_incomplete, what_is_sought
from zhifa_rules.engines.native.patterns import ACT, compile_pattern, earliest, pattern_types
from zhifa_rules.engines.native.values import compile_path, fact_day, has_ended
from zhifa_rules.engines.native.world import Doubt, number_range
from zhifa_rules.engines.outcome import Cause, Outcome, Reason, Variable, Verdict
from zhifa_rules.records.facts import Fact
from zhifa_rules.records.known import ABSENT

if TYPE_CHECKING:
    from collections.abc import Callable

    from zhifa_rules.engines.native.frame import Frame
    from zhifa_rules.engines.native.world import Day
    from zhifa_rules.norms.core import Measure, Share


@dataclass(frozen=True, slots=True)
class _Number:
    """A number that was read or counted: an integer or a doubt, and the acts that show it."""

    value: int | Doubt
    acts: tuple[Fact, ...] = ()
    counted: bool = False


def compile_share(body: Share) -> Callable[[Frame, Day], Outcome]:
    """Compile a share, at a count or at the end of a period."""
    part_of, whole_of = _measure(body.part), _measure(body.whole)
    sought = what_is_sought(body.part, body.whole)
    types = tuple(t for m in (body.part, body.whole) if m.acts is not None for t in pattern_types(m.acts))

    def evaluate(frame: Frame, day: Day) -> Outcome:
        part, whole = part_of(frame), whole_of(frame)
        evidence = tuple({fact.key: fact for fact in (*whole.acts, *part.acts)}.values())
        period = frame.roots.get("period")
        if not isinstance(period, Fact):
            return _at_count(frame, day, holds=_holds(frame, body, part, whole))
        first, last = (period.values[k].toordinal() for k in ("first_day", "last_day"))
        if has_ended(frame, frame.bearer, last):
            return Outcome(Verdict.NOT_APPLICABLE, Reason.ENDED, due=last, evidence=evidence)
        if frame.world.le(frame.as_of, last):
            return Outcome(Verdict.PENDING, due=last, due_latest=last, not_before=first, evidence=evidence, owed=True)
        counted = part.counted or whole.counted
        holds = _holds(frame, body, part, whole)
        if holds or (counted and log_is_incomplete(frame, types, frame.bearer or "", (first, last), sought)):
            return Outcome(Verdict.SATISFIED, due=last, not_before=first, evidence=evidence)
        return Outcome(Verdict.VIOLATED, due=last, due_latest=last, since=last + 1, not_before=first, evidence=evidence)

    return evaluate


def _measure(measure: Measure) -> Callable[[Frame], _Number]:
    read = None if measure.value is None else compile_path(measure.value)
    find = None if measure.acts is None else compile_pattern(measure.acts)
    stated = None if measure.stated is None else compile_pattern(measure.stated)

    def number(frame: Frame) -> _Number:
        if find is None:
            assert read is not None
            return _Number(_plain(read(frame)))
        acts = tuple(act for act, day in find(frame) if _within(frame, day))
        statement = None if acts or stated is None else earliest(frame, stated)
        if statement is None or read is None:
            return _Number(len(acts), acts, counted=True)
        frame.roots[ACT] = statement
        return _Number(_plain(read(frame)), (statement,))

    return number


def _plain(value: Any) -> int | Doubt:  # noqa: ANN401
    found: int | Doubt = 0 if value is ABSENT else value
    return found


def _within(frame: Frame, day: Day) -> bool:
    period = frame.roots["period"].values
    first, last = (period[k].toordinal() for k in ("first_day", "last_day"))
    return frame.world.le(first, day) and frame.world.le(day, last)


def _at_count(frame: Frame, day: Day, *, holds: bool) -> Outcome:
    """Judge a count; the share is to be restored as long as no later count of the organ is on file."""
    begin = frame.world.bounds(day)[0]
    if holds:
        return Outcome(Verdict.SATISFIED, not_before=begin)
    trigger: Fact = frame.roots["trigger"]
    counts = frame.host.records_of("organ", frame.bearer).facts(trigger.type)
    later = any(frame.world.lt(day, fact_day(count, "on")) for count in counts if count.key != trigger.key)
    return Outcome(Verdict.VIOLATED, since=begin, not_before=begin, owed=not later)


def _holds(frame: Frame, body: Share, part: _Number, whole: _Number) -> bool:
    if _is_zero(frame, whole.value):
        if body.when_zero is not None:
            return body.when_zero
        trigger: Fact = frame.roots["trigger"]
        variable = Variable((trigger.key, "zero"), Cause.JUDGEMENT, trigger.type, "whole", trigger.records)
        return frame.world.test(("zero", *variable.key), variable)
    (low, high), (least, most) = _range(part.value), _range(whole.value)
    if low * body.denominator >= most * body.numerator:
        return True
    if high * body.denominator < least * body.numerator:
        return False
    doubts = [value.variable for value in (part.value, whole.value) if isinstance(value, Doubt)]
    return frame.world.test(("share", *(variable.key for variable in doubts)), *doubts)


def _is_zero(frame: Frame, whole: int | Doubt) -> bool:
    return frame.world.doubt_is(whole, 0) if isinstance(whole, Doubt) else whole == 0


def _range(value: int | Doubt) -> tuple[int, int]:
    """Give the least and the greatest number that it can be; no count is below zero."""
    if isinstance(value, int):
        return value, value
    low, high = number_range(value.value)
    return max(low, 0), high
