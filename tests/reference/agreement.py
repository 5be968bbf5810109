"""Setting the reference beside the native engine, duty by duty."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from typing import TYPE_CHECKING, Any

from zhifa_rules.calendar import Calendar
from zhifa_rules.engines.outcome import RIGHT_STATES, Duty, Outcome, Verdict
from zhifa_rules.norms.core import OnRecord, OnRoster
from zhifa_rules.packs.choices import active_options, chosen_readings
from zhifa_rules.session import Session

from .candidates import Mentions
from .combine import common_verdict, contradicts
from .duty import Result, evaluate
from .guide import explore
from .instances import Instance, instances_of
from .setting import Setting
from .world import World

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from zhifa_rules.packs import Pack
    from zhifa_rules.records import EventRecord

MOST_WORLDS = 2000
SURE = frozenset(
    {"reading", "order", "log", "stray", "elsewhere", "in force"}
)  # unknowns of which every answer is tried


@dataclass
class Agreement:
    """What was compared, and where the two did not agree."""

    pairs: int = 0
    duties: int = 0
    worlds: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    disagreements: list[str] = field(default_factory=list)

    def add(self, other: Agreement) -> None:
        """Add another comparison."""
        self.pairs += other.pairs
        self.duties += other.duties
        self.worlds += other.worlds
        self.counts += other.counts
        self.disagreements += other.disagreements


_mentions_of: dict[str, Mentions] = {}


def _mentions(pack: Pack) -> Mentions:
    if pack.sha256 not in _mentions_of:
        _mentions_of[pack.sha256] = Mentions(pack.norms)
    return _mentions_of[pack.sha256]


def compare(
    pack: Pack,
    records: Iterable[EventRecord],
    as_of: date,
    readings: Mapping[str, str] | None = None,
    limit: int = MOST_WORLDS,
) -> Agreement:
    """Evaluate a history by both and compare each duty."""
    listed = list(records)
    session = Session(pack, readings=readings)
    session.add_all(listed)
    native = _by_key(session.report(as_of).duties)
    options = active_options([pack], chosen_readings([pack], readings or {}))
    setting = Setting(pack.norms, pack.catalogue, Calendar.builtin(), options, listed, as_of.toordinal())
    found = Agreement(pairs=1)
    seen = set()
    for norm in pack.norms:
        if norm.displaces:
            continue  # it is evaluated in the place of the general rule
        for instance in instances_of(norm, setting):
            seen.add(instance.key)
            _compare_one(instance, native.get(instance.key), setting, _mentions(pack), limit, found)
    for key in native.keys() - seen:
        found.disagreements.append(f"only the engine has {key}: {native[key].verdict.value}")
    return found


def key_of(duty: Duty) -> tuple[Any, ...]:
    """Give the key of the instance that a duty of the engine is of."""
    source, name = duty.norm.source, (duty.norm.rule, duty.norm.facet)
    if isinstance(source, OnRoster):
        label = duty.trigger.key[1] if len(duty.trigger.key) > 1 else "0001"
        return (*name, "roster", label, duty.subject[1])
    if isinstance(source, OnRecord) and (source.once or source.once_per is not None):
        subject = duty.trigger.key if duty.subject == ("alone",) else duty.subject
        alone = () if source.once_per is None or duty.trigger_key[-1] else (duty.trigger.key,)
        return (*name, "first", subject, duty.trigger_key[-1], *alone)
    own = len(duty.trigger.key) if duty.trigger.stable else 5
    item = duty.trigger_key[own] if len(duty.trigger_key) > own else ""
    return (*name, duty.trigger.key, item)


def _by_key(duties: Iterable[Duty]) -> dict[tuple[Any, ...], Duty]:
    """Give the duties by key; those of the parts of one document are told apart by their order."""
    found: dict[tuple[Any, ...], Duty] = {}
    for duty in duties:
        *start, item = key_of(duty)
        if isinstance(item, str) and item.startswith("({"):
            item = next(str(n) for n in count() if (*start, str(n)) not in found)
        found[*start, item] = duty
    return found


def _compare_one(
    instance: Instance, duty: Duty | None, setting: Setting, mentions: Mentions, limit: int, found: Agreement
) -> None:
    worlds, complete = explore(lambda guide: evaluate(instance, World(setting, mentions, guide), setting.as_of), limit)
    found.duties += 1
    found.worlds += len(worlds)
    found.counts["incomplete"] += not complete
    results = [result for result, _ in worlds]
    sure = complete and all(key[0] in SURE for _, answers in worlds for key in answers)
    found.counts["single" if len(worlds) == 1 else "sure" if sure else "tried"] += 1
    for text in _differences(results, duty, found.counts, sure=sure):
        found.disagreements.append(f"{instance.key}: {text}")


def _differences(results: list[Result], duty: Duty | None, counts: Counter[str], *, sure: bool) -> Iterable[str]:
    if not results:
        return
    if duty is None:
        wrong = {r.verdict.value for r in results if str(r.reason) != "not_triggered"}
        if wrong:
            yield f"the engine has no such duty, the reference finds {sorted(wrong)}"
        return
    common = common_verdict(results)
    if duty.verdict is Verdict.UNDETERMINED and common is not Verdict.UNDETERMINED:
        counts["coarse" if not sure else "coarse though sure"] += 1
        return
    if duty.verdict is not common:
        if sure or any(contradicts(duty.verdict, r.verdict) for r in results):
            yield f"engine {_told(duty.outcome)}, reference {common.value} of {_summary(results)}"
        return
    counts[common.value] += 1
    if sure:
        yield from _details(results, duty.outcome, common)


def _details(results: list[Result], outcome: Outcome, common: Verdict) -> Iterable[str]:
    fitting = [r for r in results if r.verdict is common] or results
    rights = [r for r in results if r.reason in RIGHT_STATES]
    applying = rights or [r for r in results if r.verdict is not Verdict.NOT_APPLICABLE] or fitting
    due = min((r.due for r in applying if r.due is not None), default=None)
    wanted = {
        "due": due,
        "owed": all(r.owed for r in results),
        "missing": frozenset().union(*(r.missing for r in fitting)),
        "bearer": next((r.bearer for r in results if r.bearer is not None), None),
    }
    told = {
        "due": outcome.due,
        "owed": outcome.owed,
        "missing": frozenset(outcome.missing),
        "bearer": outcome.bearer,
    }
    if common is Verdict.NOT_APPLICABLE:
        wanted = {"bearer": wanted["bearer"]}
    for name, value in wanted.items():
        if told[name] != value:
            yield f"{common.value}: {name} is {_day(told[name])} for the engine, {_day(value)} for the reference"


def _day(value: object) -> object:
    return date.fromordinal(value) if type(value) is int else value


def _told(outcome: Outcome) -> str:
    return f"{outcome.verdict.value} ({outcome.reason}, due {_day(outcome.due)})"


def _summary(results: list[Result]) -> str:
    counted = Counter(f"{r.verdict.value}/{r.reason}/{_day(r.due)}" for r in results)
    return ", ".join(f"{n}x {what}" for what, n in counted.most_common(6))
