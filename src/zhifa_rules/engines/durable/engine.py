"""The durable engine: packs lowered once, each rule run over each subject of which everything it turns on is known."""

from __future__ import annotations

import contextlib
from collections import defaultdict
from dataclasses import dataclass, field, replace
from itertools import product
from typing import TYPE_CHECKING, Any

from zhifa_rules.engines.account import Doubt
from zhifa_rules.engines.durable.asking import Decision, NotExaminedError
from zhifa_rules.engines.durable.combine import agreed_verdict, together
from zhifa_rules.engines.durable.concluded import Concluded, Group, Runner
from zhifa_rules.engines.durable.decisions import decide
from zhifa_rules.engines.durable.formulas import DUTY
from zhifa_rules.engines.durable.instances import Instance, instances_of
from zhifa_rules.engines.durable.lowering.pack import LoweredRule, lower_norms
from zhifa_rules.engines.durable.process import EngineProcess
from zhifa_rules.engines.durable.readings import MOST_COMBINATIONS, Readings
from zhifa_rules.engines.durable.rows import ActRows
from zhifa_rules.engines.durable.setting import Setting
from zhifa_rules.engines.durable.standings import View, standings_of
from zhifa_rules.engines.durable.truth import holds
from zhifa_rules.engines.identity import duty_identity, named_after
from zhifa_rules.engines.outcome import Cause, Duty, Outcome, Reason, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from zhifa_rules.calendar import Calendar
    from zhifa_rules.engines.durable.formulas import Predicate
    from zhifa_rules.engines.durable.lowering.norm import LoweredNorm
    from zhifa_rules.engines.durable.rows import DutyRow
    from zhifa_rules.norms.core import Norm
    from zhifa_rules.records.facts import Fact
    from zhifa_rules.records.history import History
    from zhifa_rules.records.register import Register


_NOT_TRIGGERED = Outcome(Verdict.NOT_APPLICABLE, Reason.NOT_TRIGGERED)


@dataclass(frozen=True, slots=True)
class Unexamined:
    """A possible duty that was not examined, and why; ``fingerprints`` are those that it can have."""

    norm: Norm
    instance: Instance
    doubt: Doubt
    fingerprints: frozenset[str]


@dataclass
class Examination:
    """What the engine found over one history as of one day."""

    setting: Setting
    acts: ActRows
    duties: list[Duty] = field(default_factory=list)
    unexamined: list[Unexamined] = field(default_factory=list)

    @property
    def register(self) -> Register:
        """The registers of that day."""
        return self.setting.register

    @property
    def dangling(self) -> Iterator[tuple[Fact, str]]:
        """The facts that name a document which is not on file, with its number."""
        for home in self.setting.history.homes:
            yield from self.setting.dossier(home).dangling


class DurableEngine:
    """Evaluates packs over histories. Rules that have no form in durable-rules are listed, with the reason."""

    def __init__(
        self, norms: Iterable[Norm], calendar: Calendar, options: Mapping[str, Mapping[str, tuple[str, ...]]]
    ) -> None:
        self._calendar = calendar
        self.rules: Sequence[LoweredRule] = lower_norms(norms, options)

    @property
    def not_lowered(self) -> Sequence[LoweredRule]:
        """The norms that have no form in durable-rules."""
        return [rule for rule in self.rules if rule.lowered is None]

    def examine(self, history: History, as_of: int) -> Examination:
        """Examine a history as of a day (an ordinal)."""
        return self.examine_all([(history, as_of)])[0]

    def examine_all(self, histories: Iterable[tuple[History, int]], runner: Runner | None = None) -> list[Examination]:
        """Examine several histories, each as of its day, in one run of each program.

        ``runner`` runs the programs; without it a child process does, which ends with this call.
        """
        found = []
        for history, as_of in histories:
            history.settle()
            setting = Setting(history, self._calendar, as_of)
            found.append(Examination(setting, ActRows(setting)))
        with contextlib.ExitStack() as stack:
            process = stack.enter_context(EngineProcess()) if runner is None else runner
            for rule in self.rules:
                if rule.lowered is not None:
                    _Examiner(rule.norm, rule.lowered, process).examine(found)
        return found


class _Examiner:
    """Examines one rule over several histories."""

    def __init__(self, norm: Norm, lowered: LoweredNorm, process: Runner) -> None:
        self._norm = norm
        self._lowered = lowered
        self._process = process
        self._found: dict[Instance, list[Decision | None]] = defaultdict(list)
        self._doubts: dict[Instance, Doubt] = {}

    def examine(self, examinations: Sequence[Examination]) -> None:
        base = self._lowered.base
        arising = self._norm if base is None else base.norm
        listed = [(one, list(instances_of(arising, one.setting))) for one in examinations]
        settled: list[Group] = []
        for one, instances in listed:
            plain = Readings(self._lowered.options)  # where no question is open
            for instance in instances:
                try:
                    settled += self._settled(instance, one, plain)
                except NotExaminedError as error:
                    self._doubts[instance] = error.doubt
        concluded = Concluded(self._process, self._lowered, settled)
        for group in settled:
            decision = decide(self._lowered, group, concluded.ask)
            acts = tuple(act for standing in group for act in concluded.acts(standing))
            self._found[group[0].instance].append(decision and replace(decision, evidence=acts))
        for one, instances in listed:
            one.duties.extend(self._duties(instances, one.setting))
            one.unexamined.extend(self._unexamined(i, one) for i in instances if i in self._doubts)

    def _settled(self, instance: Instance, one: Examination, plain: Readings) -> list[Group]:
        """Give the instance under every combination of readings on which it turns, if there is anything to decide.

        Raises ``NotExaminedError`` where the verdict turns on something that is not known.
        """
        found, tried = [], 0
        readings: Readings | None = Readings(self._lowered.options) if self._lowered.is_open else plain
        while readings is not None:
            tried += 1
            if tried > MOST_COMBINATIONS:
                raise NotExaminedError(Doubt.READINGS)
            group = standings_of(instance, self._lowered, View(one.setting, one.acts, readings))
            if decide(self._lowered, group, _known) is None:
                self._found[instance].append(None)
            else:
                found.append(group)
            readings = readings.following()
        return found

    # --- what is reported ---

    def _duties(self, instances: Iterable[Instance], setting: Setting) -> Iterator[Duty]:
        for instance in instances:
            decisions = self._found[instance]
            if instance not in self._doubts and any(decision is not None for decision in decisions):
                yield self._duty(instance, decisions, setting)

    def _duty(self, instance: Instance, decisions: Sequence[Decision | None], setting: Setting) -> Duty:
        outcomes = [
            outcome for decision in decisions for outcome in (decision.outcomes if decision else (_NOT_TRIGGERED,))
        ]
        verdict = agreed_verdict(outcomes)
        outcome = outcomes[0] if len(outcomes) == 1 else together(outcomes, verdict)
        norm, trigger = self._norm, next((d.trigger for d in decisions if d and d.trigger), instance.trigger)
        acts = [act for decision in decisions if decision is not None for act in decision.evidence]
        outcome.evidence = tuple(dict.fromkeys((trigger, *trigger.links.values(), *acts)))
        outcome.cites = norm.cites
        subject, key, stable = self._identity(instance, trigger, outcome.bearer, setting)
        cause = _cause(decisions) if verdict is Verdict.UNDETERMINED else None
        return Duty(norm, subject, trigger, key, stable, verdict, outcome, outcomes, cause)

    def _identity(
        self, instance: Instance, trigger: Fact, bearer: str | None, setting: Setting
    ) -> tuple[tuple[Any, ...], tuple[Any, ...], bool]:
        lone = instance.dossier.key[0] == "record" and not trigger.stable
        if lone:
            trigger = instance.triggers[0]  # whichever of them came first, they give rise to one duty
        return duty_identity(
            self._norm,
            instance.dossier,
            trigger,
            bearer,
            item=instance.item,
            once_for=instance.once_for,
            types=setting.types,
            alone=setting.alone.get(named_after(trigger).type, ()) if lone else (),
        )

    def _unexamined(self, instance: Instance, one: Examination) -> Unexamined:
        """Name a possible duty by every identity that it can have: trigger and bearer may be what is not known."""
        bearers: dict[str | None, None] = {None: None, instance.organ: None}
        view = View(one.setting, one.acts, Readings(self._lowered.options))
        for standing in standings_of(instance, self._lowered, view):
            bearers.update({standing.bearer: None, standing.office_key: None})
        prints = set()
        for trigger, bearer in product(instance.triggers, bearers):
            subject, key, stable = self._identity(instance, trigger, bearer, one.setting)
            named = Duty(self._norm, subject, trigger, key, stable, Verdict.UNDETERMINED, _NOT_TRIGGERED, ())
            prints.add(named.fingerprint)
        return Unexamined(self._norm, instance, self._doubts[instance], frozenset(prints))


def _known(row: DutyRow, predicate: Predicate) -> bool | None:
    return holds(predicate, {DUTY: row})


def _cause(decisions: Sequence[Decision | None]) -> Cause:
    """Say why it is undetermined: acts that may exist, or a reading where each option by itself decides."""
    doubt = next((d.doubt for d in decisions if d and agreed_verdict(d.outcomes) is Verdict.UNDETERMINED), "")
    return Cause(doubt) if doubt else Cause.READING
