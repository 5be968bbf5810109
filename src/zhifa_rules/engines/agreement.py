"""Comparing two engines duty by duty: they must say the same of everything that both examined."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from zhifa_rules.engines.account import Account, Doubt, Left
from zhifa_rules.engines.native.exploring import MAX_WORLDS
from zhifa_rules.engines.outcome import Cause, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from zhifa_rules.engines.durable.engine import DurableEngine, Examination
    from zhifa_rules.engines.outcome import Duty
    from zhifa_rules.norms.core import Norm

T = TypeVar("T")
MOST_TRIALS = 80


@dataclass(frozen=True, slots=True)
class Difference:
    """One duty of which two engines do not say the same; ``None`` stands for an engine that knows of no such duty."""

    native: Duty | None
    durable: Duty | None
    texts: tuple[str, ...]

    @property
    def duty(self) -> Duty:
        """The duty, as one of them sees it."""
        found = self.native or self.durable
        assert found is not None
        return found

    def __str__(self) -> str:
        duty = self.duty
        where = "/".join(str(part) for part in duty.subject)
        return f"{rule_name(duty.norm)}, subject {where}, trigger {duty.trigger.type}: {'; '.join(self.texts)}"


@dataclass
class Comparison:
    """What was compared, what was left out by one of the engines, and where they differ.

    ``cautious`` are duties that native leaves undetermined for want of a fact, and durable finds as one of native's
    possible worlds has it: native may see worlds apart that are none (S5).
    """

    compared: int = 0
    left: Counter[tuple[str, Doubt]] = field(default_factory=Counter)
    differences: list[Difference] = field(default_factory=list)
    cautious: list[Difference] = field(default_factory=list)


def rule_name(norm: Norm) -> str:
    """Name a norm by pack and rule, and by its facet where a rule has several norms."""
    return f"{norm.pack}/{norm.rule}{f'/{norm.facet}' if norm.facet else ''}"


def compare(native: Iterable[Duty], examination: Examination, engine: DurableEngine) -> Comparison:
    """Compare the duties of the native engine with what the durable one examined."""
    lowered = {rule_name(rule.norm) for rule in engine.rules if rule.lowered is not None}
    examined = {duty.fingerprint: duty for duty in examination.duties}
    doubts = {print_: one for one in examination.unexamined for print_ in one.fingerprints}
    result = Comparison()
    for duty in native:
        name = rule_name(duty.norm)
        if name not in lowered:
            continue
        other = examined.pop(duty.fingerprint, None)
        if other is None and duty.fingerprint in doubts:
            result.left[name, doubts[duty.fingerprint].doubt] += 1
        elif other is not None and len(duty.outcomes) >= MAX_WORLDS:
            result.left[name, Doubt.TOO_MANY_WORLDS] += 1  # the native engine gave up, which decides nothing
        elif other is not None and _is_cautious(duty, other):
            result.left[name, Doubt.CAUTION] += 1
            result.cautious.append(Difference(duty, other, _differing(duty, other)))
        else:
            result.compared += 1
            if texts := _differing(duty, other):
                result.differences.append(Difference(duty, other, texts))
    for duty in examined.values():
        result.compared += 1
        result.differences.append(Difference(None, duty, _differing(None, duty)))
    return result


def account_of(engine: DurableEngine, examination: Examination, comparison: Comparison | None) -> Account:
    """Sum up what the durable engine did: alone, or compared with the native one."""
    if comparison is None:
        left = Counter((rule_name(one.norm), one.doubt) for one in examination.unexamined)
        name, examined = "durable", len(examination.duties)
    else:
        left, name, examined = comparison.left, "both", comparison.compared
    return Account(
        name,
        examined,
        tuple(sorted(Left(rule, doubt, count) for (rule, doubt), count in left.items())),
        tuple(sorted((rule_name(rule.norm), rule.obstacle) for rule in engine.not_lowered if rule.obstacle)),
    )


def _is_cautious(native: Duty, durable: Duty) -> bool:
    """Tell whether native leaves open, for want of a fact, what durable decides as one of native's worlds does."""
    if native.verdict is not Verdict.UNDETERMINED or durable.verdict is Verdict.UNDETERMINED:
        return False
    unsettled = native.cause in (Cause.FACT, Cause.ORDER)
    return unsettled and any(outcome.verdict is durable.verdict for outcome in native.outcomes)


# --- One duty -----------------------------------------------------------------------------------------------


def _differing(native: Duty | None, durable: Duty | None) -> tuple[str, ...]:
    if native is None or durable is None:
        found = native or durable
        assert found is not None
        which = ("native", "durable") if durable is None else ("durable", "native")
        return (f"{which[0]} finds it {found.verdict.value}, {which[1]} knows of no such duty",)
    texts = []
    for what, one, other in _compared(native, durable):
        if one != other:
            texts.append(f"{what} is {one} by native and {other} by durable")
    return tuple(texts)


def _compared(native: Duty, durable: Duty) -> Iterable[tuple[str, object, object]]:
    """Give what is compared; of an undetermined duty the due date and the missing parts are not settled."""
    yield "the verdict", native.verdict.value, durable.verdict.value
    yield "the bearer", native.outcome.bearer, durable.outcome.bearer
    if native.verdict is not durable.verdict or native.verdict is Verdict.UNDETERMINED:
        return
    if len({outcome.reason for outcome in native.outcomes}) <= 1:  # else any of them is as good as another
        yield "the reason", _word(native), _word(durable)
    yield "the due date", _day(native.outcome.due), _day(durable.outcome.due)
    yield "what is missing", sorted(native.outcome.missing), sorted(durable.outcome.missing)


def _word(duty: Duty) -> str | None:
    return None if duty.outcome.reason is None else duty.outcome.reason.value


def _day(day: int | None) -> str | None:
    return None if day is None else date.fromordinal(day).isoformat()


# --- The smallest history -----------------------------------------------------------------------------------


def smallest(items: Sequence[T], differ: Callable[[Sequence[T]], bool]) -> Sequence[T]:
    """Leave out records as long as the engines still differ: first many at a time, then fewer, then one by one."""
    trials = 0
    size = max(len(items) // 2, 1)
    kept = list(items)
    while size and trials < MOST_TRIALS:
        start = 0
        while start < len(kept) and trials < MOST_TRIALS:
            fewer = kept[:start] + kept[start + size :]
            trials += 1
            if fewer and differ(fewer):
                kept = fewer
            else:
                start += size
        size //= 2
    return kept
