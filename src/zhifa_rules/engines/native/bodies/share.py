"""Shares: one number is at least so much of another, compared in exact integers (no division, no rounding)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zhifa_rules.engines.native.absence import log_is_incomplete, what_is_sought
from zhifa_rules.engines.native.bodies.counting import contributions
from zhifa_rules.engines.native.bodies.measures import Measured, Number
from zhifa_rules.engines.native.patterns import pattern_types
from zhifa_rules.engines.native.values import fact_day, has_ended
from zhifa_rules.engines.native.world import Doubt, number_range
from zhifa_rules.engines.outcome import Cause, Outcome, Reason, Variable, Verdict
from zhifa_rules.records.facts import Fact

if TYPE_CHECKING:
    from collections.abc import Callable

    from zhifa_rules.engines.native.frame import Frame
    from zhifa_rules.engines.native.world import Day
    from zhifa_rules.norms.core import Share

_FEW = 4  # of so few acts all combinations are looked at


@dataclass(frozen=True, slots=True)
class _Judged:
    """Whether a share is reached in this world, the acts that show it, and whether acts were counted for it."""

    holds: bool
    acts: tuple[Fact, ...]
    counted: bool


def compile_share(body: Share) -> Callable[[Frame, Day], Outcome]:
    """Compile a share, at a count or at the end of a period."""
    part_of, whole_of = Measured(body.part), Measured(body.whole)
    sought = what_is_sought(body.part, body.whole)
    types = tuple(t for m in (body.part, body.whole) if m.acts is not None for t in pattern_types(m.acts))

    def judged(frame: Frame) -> _Judged:
        found = _judged_by_bounds(frame, body, part_of, whole_of)
        if found is not None:
            return found
        part, whole = part_of.number(frame), whole_of.number(frame)
        return _Judged(_holds(frame, body, part, whole), _once(*whole.acts, *part.acts), part.counted or whole.counted)

    def evaluate(frame: Frame, day: Day) -> Outcome:
        period = frame.roots.get("period")
        if not isinstance(period, Fact):
            return _at_count(frame, day, holds=_holds(frame, body, part_of.number(frame), whole_of.number(frame)))
        first, last = (period.values[k].toordinal() for k in ("first_day", "last_day"))
        if has_ended(frame, frame.bearer, last):
            acts = _seen(frame, part_of, whole_of)
            return Outcome(Verdict.NOT_APPLICABLE, Reason.ENDED, due=last, evidence=acts)
        if frame.world.le(frame.as_of, last):
            acts = _seen(frame, part_of, whole_of)
            return Outcome(Verdict.PENDING, due=last, due_latest=last, not_before=first, evidence=acts, owed=True)
        found = judged(frame)
        bearer, acts = frame.bearer or "", found.acts
        if found.holds or (found.counted and log_is_incomplete(frame, types, bearer, (first, last), sought)):
            return Outcome(Verdict.SATISFIED, due=last, not_before=first, evidence=acts)
        return Outcome(Verdict.VIOLATED, due=last, due_latest=last, since=last + 1, not_before=first, evidence=acts)

    return evaluate


def _seen(frame: Frame, *measures: Measured) -> tuple[Fact, ...]:
    """Give the acts that may count; no verdict hangs on them here."""
    told = [measured.sorted_acts(frame) for measured in reversed(measures)]
    return _once(*(act for found in told if found is not None for act in (*found.certain, *found.open)))


def _once(*acts: Fact) -> tuple[Fact, ...]:
    return tuple({act.key: act for act in acts}.values())


def _at_count(frame: Frame, day: Day, *, holds: bool) -> Outcome:
    """Judge a count; the share is to be restored as long as no later count of the organ is on file."""
    begin = frame.world.bounds(day)[0]
    if holds:
        return Outcome(Verdict.SATISFIED, not_before=begin)
    trigger: Fact = frame.roots["trigger"]
    counts = frame.host.records_of("organ", frame.bearer).facts(trigger.type)
    later = any(frame.world.lt(day, fact_day(count, "on")) for count in counts if count.key != trigger.key)
    return Outcome(Verdict.VIOLATED, since=begin, not_before=begin, owed=not later)


def _holds(frame: Frame, body: Share, part: Number, whole: Number) -> bool:
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


# --- Where it is not known of acts whether they count -------------------------------------------------------


def _judged_by_bounds(frame: Frame, body: Share, part_of: Measured, whole_of: Measured) -> _Judged | None:
    """Judge without going through the combinations of acts that count or do not; ``None`` where these are to be seen.

    The share is reached where ``part * denominator - whole * numerator`` is not below zero. Each act adds to this sum
    by itself: its bounds are those of what the acts add.
    """
    part, whole = part_of.sorted_acts(frame), whole_of.sorted_acts(frame)
    if part is None or whole is None or not (part.open or whole.open):
        return None
    if not whole.certain and body.when_zero is not True:
        return None  # the whole may be zero, of which something else holds
    acts, still_open = _once(*whole.certain, *whole.open, *part.certain, *part.open), _once(*whole.open, *part.open)
    known = len(part.certain) * body.denominator - len(whole.certain) * body.numerator
    if known - len(whole.open) * body.numerator >= 0:
        return _Judged(holds=True, acts=acts, counted=True)
    if known + len(part.open) * body.denominator < 0:
        return _Judged(holds=False, acts=acts, counted=True)
    if len(still_open) <= _FEW:
        return None
    in_part, in_whole = set(part.open), set(whole.open)

    def gain(act: Fact) -> int:
        more = body.denominator if act in in_part and part_of.has(frame, act) else 0
        return more - (body.numerator if act in in_whole and whole_of.has(frame, act) else 0)

    told = contributions(frame, still_open, gain)
    if told is None:
        return None
    found, shared = told
    if shared:
        if not all(key[0] == "reading" for key in shared):
            return None
        frame.world.reading(shared[0][1], frame.host.active(shared[0][1]))
        return _judged_by_bounds(frame, body, part_of, whole_of)
    if sum((one.least for one in found), known) >= 0:
        return _Judged(holds=True, acts=acts, counted=True)
    if sum((one.most for one in found), known) < 0:
        return _Judged(holds=False, acts=acts, counted=True)
    variables = tuple(dict.fromkeys(v for one in found if one.least < one.most for v in one.variables))
    holds = frame.world.test(("share", *(variable.key for variable in variables)), *variables)
    return _Judged(holds=holds, acts=acts, counted=True)
