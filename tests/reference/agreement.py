"""Setting the reference beside the native engine, duty by duty."""

from __future__ import annotations

import ast
import traceback
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from zhifa_rules.calendar import Calendar
from zhifa_rules.engines.native import rulebook
from zhifa_rules.engines.outcome import RIGHT_STATES, Duty, Outcome, Reason, Verdict
from zhifa_rules.norms.core import OnRoster
from zhifa_rules.packs.choices import active_options, chosen_readings
from zhifa_rules.session import Session

from .candidates import Mentions
from .combine import common_verdict, contradicts
from .duty import Result, evaluate
from .guide import explore
from .instances import Instance, instances_of
from .setting import Setting, plain_values
from .world import World

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from zhifa_rules.packs import Pack
    from zhifa_rules.records import EventRecord

MOST_WORLDS = 2000
SURE = frozenset(
    {"reading", "order", "log", "stray", "elsewhere", "in force"}
)  # unknowns of which every answer is tried


# What an error in an evaluator raises; that is a disagreement, too.
FAILURES = (ArithmeticError, AssertionError, AttributeError, LookupError, RuntimeError, TypeError, ValueError)


@dataclass
class Agreement:
    """What was compared, and where the two did not agree.

    A pair is a rule and a history; ``live`` are those in which the rule had at least one duty. Of a duty with too many
    worlds some are drawn (``sampled``): each is compared, but a verdict that the engine decided (``sampled_decided``)
    is then confirmed by these alone.
    """

    histories: int = 0
    pairs: int = 0
    live: int = 0
    duties: int = 0
    worlds: int = 0
    sampled: int = 0
    sampled_decided: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    forms: Counter[str] = field(default_factory=Counter)
    disagreements: list[str] = field(default_factory=list)

    def add(self, other: Agreement) -> None:
        """Add another comparison."""
        self.histories += other.histories
        self.pairs += other.pairs
        self.live += other.live
        self.duties += other.duties
        self.worlds += other.worlds
        self.sampled += other.sampled
        self.sampled_decided += other.sampled_decided
        self.counts += other.counts
        self.forms += other.forms
        self.disagreements += other.disagreements

    def summary(self) -> Sequence[str]:
        """Say what was compared, in lines."""
        return (
            f"{self.histories} histories, {self.live} pairs with a duty, {self.duties} duties, {self.worlds} worlds",
            f"compared in all their worlds: {self.duties - self.sampled} duties; in worlds drawn from too many: "
            f"{self.sampled}, of which the engine decided {self.sampled_decided}",
        )

    def tables(self) -> Mapping[str, Mapping[str, int]]:
        """Give counts of it by title."""
        return {"duties by form": self.forms, "found": self.counts}


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
    found = Agreement(histories=1, pairs=len(pack.rules))
    session = Session(pack, readings=readings)
    session.add_all(listed)
    try:
        with _often(-1 if len(listed) % 2 else rulebook.OFTEN):
            duties = session.report(as_of).duties
            native = _by_key(duties)
    except FAILURES as error:
        found.disagreements.append(f"the engine fails: {_failure(error)}")
        return found
    options = active_options([pack], chosen_readings([pack], readings or {}))
    setting = Setting(pack.norms, pack.catalogue, Calendar.builtin(), options, listed, as_of.toordinal())
    seen = set()
    live = set()
    for norm in pack.norms:
        if norm.displaces:
            continue  # it is evaluated in the place of the general rule
        for instance in instances_of(norm, setting):
            key = next((key for key in instance.keys if key in native), instance.key)
            seen.add(key)
            found.forms[norm.form] += 1
            live.add(norm.rule)
            try:
                _compare_one(instance, native.get(key), setting, _mentions(pack), limit, found)
            except FAILURES as error:
                found.disagreements.append(f"{instance.key}: the reference fails: {_failure(error)}")
    found.live = len(live)
    found.disagreements += _same_names(duties)
    for key in sorted(native.keys() - seen, key=repr):
        found.disagreements.append(f"only the engine has {key}: {native[key].verdict.value}")
    return found


@contextmanager
def _often(times: int) -> Iterator[None]:
    """Let rules be written out as functions that often: in half of the histories, at once."""
    before, rulebook.OFTEN = rulebook.OFTEN, times
    try:
        yield
    finally:
        rulebook.OFTEN = before


def _same_names(duties: Iterable[Duty]) -> Iterable[str]:
    """Tell of duties that have one fingerprint although they are several (S14)."""
    for fingerprint, number in Counter(duty.fingerprint for duty in duties).items():
        if number > 1:
            duty = next(duty for duty in duties if duty.fingerprint == fingerprint)
            yield f"('{duty.norm.rule}': {number} duties have one fingerprint, that of {key_of(duty)}"


def _failure(error: BaseException) -> str:
    """Say what went wrong and where."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}: {error} ({Path(place.filename).name}, {place.name})"


def key_of(duty: Duty) -> tuple[Any, ...]:
    """Give the key of the instance that a duty of the engine is of."""
    source, name = duty.norm.source, (duty.norm.rule, duty.norm.facet)
    if isinstance(source, OnRoster):
        label = duty.trigger.key[1] if len(duty.trigger.key) > 1 else "0001"
        return (*name, "roster", label, duty.subject[1])
    if duty.trigger_key[0] == "first":
        return (*name, "first", duty.subject, duty.trigger_key[-1])
    own = len(duty.trigger.key) if duty.trigger.stable else 5
    item = duty.trigger_key[own] if len(duty.trigger_key) > own else ""
    return (*name, duty.subject, duty.trigger.key, item)


def _by_key(duties: Iterable[Duty]) -> dict[tuple[Any, ...], Duty]:
    """Give the duties by key; those of the parts of one document are told apart by their place in it."""
    found: dict[tuple[Any, ...], Duty] = {}
    for duty in duties:
        *start, item = key_of(duty)
        if isinstance(item, str) and item.startswith("({"):
            item = str(_place_of(item, duty))
        found[*start, item] = duty
    return found


def _place_of(name: str, duty: Duty) -> int:
    """Give the place in its list of the part that the key of a duty names by its words and organs."""
    wanted, equal_before = cast("tuple[dict[str, str], int]", ast.literal_eval(name))
    lists = [value for value in duty.trigger.values.values() if isinstance(value, tuple)]
    for members in lists:
        parts = [plain_values(member) for member in members if not isinstance(member, str)]
        fitting = [n for n, part in enumerate(parts) if {key: str(part.get(key)) for key in wanted} == wanted]
        if len(fitting) > equal_before:
            return fitting[equal_before]
    raise AssertionError(name)


def _compare_one(
    instance: Instance, duty: Duty | None, setting: Setting, mentions: Mentions, limit: int, found: Agreement
) -> None:
    worlds, complete = explore(lambda guide: evaluate(instance, World(setting, mentions, guide), setting.as_of), limit)
    found.duties += 1
    found.worlds += len(worlds)
    if not complete:
        found.sampled += 1
        found.sampled_decided += duty is not None and duty.verdict is not Verdict.UNDETERMINED
    results = [result for result, _ in worlds]
    sure = complete and all(key[0] in SURE for _, answers in worlds for key in answers)
    found.counts["single" if len(worlds) == 1 else "sure" if sure else "tried"] += 1
    for text in _differences(results, duty, found.counts, sure=sure):
        found.disagreements.append(f"{instance.key}: {text}")


def _differences(results: list[Result], duty: Duty | None, counts: Counter[str], *, sure: bool) -> Iterable[str]:
    if not results:
        yield "the reference finds no possible world"
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
    if sure and any(r.reason is not Reason.NOT_TRIGGERED for r in results):
        yield from _details(results, duty.outcome, common)


def _details(results: list[Result], outcome: Outcome, common: Verdict) -> Iterable[str]:
    fitting = [r for r in results if r.verdict is common] or results
    rights = [r for r in results if r.reason in RIGHT_STATES]
    applying = rights or [r for r in results if r.verdict is not Verdict.NOT_APPLICABLE] or fitting
    bearers = [r.bearer for r in results if r.bearer is not None]  # of the first of several acts, it may be anybody's
    due = min((r.due for r in applying if r.due is not None), default=None)
    wanted = {
        "due": due,
        "owed": all(r.owed for r in results),
        "missing": frozenset().union(*(r.missing for r in fitting)),
        "bearer": outcome.bearer if outcome.bearer in bearers else next(iter(bearers), None),
    }
    told = {
        "due": outcome.due,
        "owed": outcome.owed,
        "missing": frozenset(outcome.missing),
        "bearer": outcome.bearer,
    }
    if common is Verdict.NOT_APPLICABLE or (common is Verdict.UNDETERMINED and not wanted["owed"]):
        wanted = {"bearer": wanted["bearer"]}
    elif common is Verdict.UNDETERMINED:
        wanted["missing"] = told["missing"]  # the engine may hold more to be possible than can be
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
