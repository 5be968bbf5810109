"""The durable engine: packs lowered once, each rule run over each subject of which everything it turns on is known."""

from __future__ import annotations

import contextlib
from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Protocol

from zhifa_rules.engines.durable.asking import Decision, NotExaminedError
from zhifa_rules.engines.durable.combine import agreed_verdict, together
from zhifa_rules.engines.durable.decisions import decide
from zhifa_rules.engines.durable.emission import FACT, SELF
from zhifa_rules.engines.durable.formulas import DUTY, proving
from zhifa_rules.engines.durable.instances import Instance, Standing, instances_of, standings_of
from zhifa_rules.engines.durable.lowering.pack import LoweredRule, lower_norms
from zhifa_rules.engines.durable.process import EngineProcess
from zhifa_rules.engines.durable.projection import Projection
from zhifa_rules.engines.durable.rows import ActRows
from zhifa_rules.engines.durable.setting import Setting
from zhifa_rules.engines.durable.truth import holds
from zhifa_rules.engines.identity import duty_identity
from zhifa_rules.engines.outcome import Cause, Duty, Outcome, Reason, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from zhifa_rules.calendar import Calendar
    from zhifa_rules.engines.account import Doubt
    from zhifa_rules.engines.durable.formulas import Predicate
    from zhifa_rules.engines.durable.lowering.norm import LoweredNorm, Piece
    from zhifa_rules.engines.durable.program import Firing, Program, Subject
    from zhifa_rules.engines.durable.rows import DutyRow
    from zhifa_rules.norms.core import Norm
    from zhifa_rules.records.facts import Fact
    from zhifa_rules.records.history import History
    from zhifa_rules.records.register import Register


class Runner(Protocol):
    """Runs a program over subjects and gives each with what fired."""

    def run(
        self, program: Program, subjects: Iterable[Subject], as_of: int
    ) -> Iterable[tuple[Subject, Sequence[Firing]]]:
        """Run the program."""
        ...


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
        return [rule for rule in self.rules if not rule.variants]

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
                if rule.variants:
                    _Examiner(rule, process).examine(found)
        return found


class _Examiner:
    """Examines one rule over several histories."""

    def __init__(self, rule: LoweredRule, process: Runner) -> None:
        self._rule = rule
        self._process = process
        self._found: dict[Instance, list[Decision | None]] = defaultdict(list)
        self._doubts: dict[Instance, Doubt] = {}

    def examine(self, examinations: Sequence[Examination]) -> None:
        base = self._rule.variants[0].base
        arising = self._rule.norm if base is None else base.norm
        listed = [(one, list(instances_of(arising, one.setting))) for one in examinations]
        for variant in self._rule.variants:
            standings = [
                standings_of(instance, variant, one.setting, one.acts)
                for one, instances in listed
                for instance in instances
                if instance not in self._doubts
            ]
            settled = [group for group in standings if self._is_settled(variant, group)]
            concluded = _Concluded(self._process, variant, [standing for group in settled for standing in group])
            for group in settled:
                decision = decide(variant, group, concluded.ask)
                acts = tuple(act for standing in group for act in concluded.acts(standing))
                self._found[group[0].instance].append(decision and replace(decision, evidence=acts))
        for one, instances in listed:
            one.duties.extend(self._duties(instances, one.setting))
            one.unexamined.extend(self._unexamined(i, one) for i in instances if i in self._doubts)

    def _is_settled(self, lowered: LoweredNorm, standings: Sequence[Standing]) -> bool:
        """Tell whether everything that the verdict turns on is known, and whether there is anything to decide."""
        try:
            arisen = decide(lowered, standings, _known) is not None
        except NotExaminedError as error:
            self._doubts[standings[0].instance] = error.doubt
            return False
        if not arisen:
            self._found[standings[0].instance].append(None)
        return arisen

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
        norm, trigger = self._rule.norm, next((d.trigger for d in decisions if d and d.trigger), instance.trigger)
        acts = [act for decision in decisions if decision is not None for act in decision.evidence]
        outcome.evidence = tuple(dict.fromkeys((trigger, *trigger.links.values(), *acts)))
        outcome.cites = norm.cites
        subject, key, stable = self._identity(instance, outcome.bearer, setting)
        cause = _cause(decisions) if verdict is Verdict.UNDETERMINED else None
        return Duty(norm, subject, trigger, key, stable, verdict, outcome, outcomes, cause)

    def _identity(
        self, instance: Instance, bearer: str | None, setting: Setting
    ) -> tuple[tuple[Any, ...], tuple[Any, ...], bool]:
        lone = instance.dossier.key[0] == "record" and not instance.trigger.stable
        return duty_identity(
            self._rule.norm,
            instance.dossier,
            instance.trigger,
            bearer,
            item=instance.item,
            once_for=instance.once_for,
            types=setting.types,
            alone=setting.alone.get(instance.trigger.type, ()) if lone else (),
        )

    def _unexamined(self, instance: Instance, one: Examination) -> Unexamined:
        """Name a possible duty by every identity that it can have: whom it binds may be what is not known."""
        norm = self._rule.norm
        bearers: dict[str | None, None] = {None: None, instance.organ: None}
        for variant in self._rule.variants:
            for standing in standings_of(instance, variant, one.setting, one.acts):
                bearers.update({standing.bearer: None, standing.office_key: None})
        prints = set()
        for bearer in bearers:
            subject, key, stable = self._identity(instance, bearer, one.setting)
            named = Duty(norm, subject, instance.trigger, key, stable, Verdict.UNDETERMINED, _NOT_TRIGGERED, ())
            prints.add(named.fingerprint)
        return Unexamined(norm, instance, self._doubts[instance], frozenset(prints))


def _known(row: DutyRow, predicate: Predicate) -> bool | None:
    return holds(predicate, {DUTY: row})


def _cause(decisions: Sequence[Decision | None]) -> Cause:
    """Say why it is undetermined: acts that may exist, or a reading where each option by itself decides."""
    doubt = next((d.doubt for d in decisions if d and agreed_verdict(d.outcomes) is Verdict.UNDETERMINED), "")
    return Cause(doubt) if doubt else Cause.READING


def _with_others(rows: Iterable[DutyRow]) -> Iterator[DutyRow]:
    """Give the duties on which some others turn, and then these."""
    for row in rows:
        yield from (other.row for others in row.others.values() for other in others)
        yield row


class _Concluded:
    """What durable-rules concluded of the possible duties of a norm."""

    def __init__(self, process: Runner, lowered: LoweredNorm, standings: Sequence[Standing]) -> None:
        self._found: dict[DutyRow, set[str]] = {}
        self._acts: dict[DutyRow, dict[Fact, None]] = defaultdict(dict)
        self._proving = {name for predicate in lowered.body.predicates for name in proving(predicate)}
        groups: dict[int, dict[DutyRow, None]] = defaultdict(dict)
        for standing in standings:
            groups[id(standing.instance.dossier)].update(dict.fromkeys(_with_others(standing.rows)))
        for piece in lowered.programs if groups else ():
            self._run(process, piece, [list(rows) for rows in groups.values()])

    def _run(self, process: Runner, piece: Piece, groups: Sequence[Sequence[DutyRow]]) -> None:
        program = piece.program
        concluded = {rule.name: str(rule.conclusion.fact["type"]) for rule in program.rules if rule.conclusion}
        projection = Projection(piece.predicates)
        as_of = groups[0][0].scene.setting.as_of  # every duty carries the day of its own history

        def subjects() -> Iterator[Subject]:
            for number, rows in enumerate(groups):
                yield projection.subject(f"{number}: {'/'.join(map(str, rows[0].dossier.key))}", rows)

        for group, (subject, firings) in zip(groups, process.run(program, subjects(), as_of), strict=True):
            numbered = projection.numbered.pop(subject.key)
            rows = {f"d{row.number}": row for row in group}
            for row in group:
                self._found.setdefault(row, set())
            for firing in firings:
                row = rows[str(firing.bound[DUTY][SELF])]
                self._found[row].add(concluded[firing.rule])
                if concluded[firing.rule] in self._proving:
                    found = (numbered.get(str(fact.get(FACT))) for fact in firing.bound.values())
                    self._acts[row].update({act: None for act in found if act is not None})

    def acts(self, standing: Standing) -> Iterator[Fact]:
        """Give the acts by which what the verdict rests on was concluded."""
        for row in standing.rows:
            yield from self._acts.get(row, ())

    def ask(self, row: DutyRow, predicate: Predicate) -> bool:
        """Tell whether the engine concluded a predicate of a possible duty."""
        return predicate.name in self._found[row]
