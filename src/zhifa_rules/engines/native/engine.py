"""The native engine: packs compiled once, each subject evaluated on its own and again only when it changes."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING, Any

from zhifa_rules.engines.native.dates import end_or_never
from zhifa_rules.engines.native.frame import Frame
from zhifa_rules.engines.native.identity import identity_of
from zhifa_rules.engines.native.lookup import Lookup
from zhifa_rules.engines.native.norms import CompiledNorm, Instance, reached_states
from zhifa_rules.engines.native.roster import periods_of, persons_of
from zhifa_rules.engines.native.values import compile_path
from zhifa_rules.engines.native.verdicts import (
    cause_of,
    combined_outcome,
    common_verdict,
    deciding,
    outcomes_by_reading,
)
from zhifa_rules.engines.native.world import Day, PossibleWorld, World
from zhifa_rules.engines.outcome import Cause, Duty, Outcome, Reason, Verdict
from zhifa_rules.norms.core import Norm, OnDuty, OnRecord, OnRoster
from zhifa_rules.records.facts import Fact

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from zhifa_rules.calendar import Bounds, Calendar, Period
    from zhifa_rules.norms.core import DutyIs, Path
    from zhifa_rules.records.dossier import Dossier
    from zhifa_rules.records.history import History
    from zhifa_rules.records.names import Name
    from zhifa_rules.records.register import Register

    Waiting = Iterator[tuple[Instance, dict[str, Any]]]

Key = tuple[Any, ...]


def _linked(frame: Frame, path: Path) -> Fact | None:
    """Give the document to which a path of one field leads."""
    fact: Fact | None = frame.roots.get(path.root)
    return fact.links.get(path.steps[0].name) if isinstance(fact, Fact) and path.steps else fact


class NativeEngine:
    """Evaluates compiled packs over a history as of a day.

    ``options`` gives, for each open question by its full name, the options to be evaluated. One engine serves one
    history; between reports only the subjects that changed, or whose day has come, are evaluated anew.
    """

    def __init__(
        self,
        norms: Iterable[Norm],
        history: History,
        calendar: Calendar,
        options: Mapping[str, Mapping[str, tuple[str, ...]]],
    ) -> None:
        self.calendar = calendar
        self._history = history
        self._lookup = Lookup(history)
        self._options = options
        self._pack = ""
        self._world = World()
        self._ends: dict[tuple[int, Period, bool, bool], Bounds] = {}
        self._on_record: dict[str, list[CompiledNorm]] = defaultdict(list)
        self._on_duty: list[CompiledNorm] = []
        self._on_roster: list[CompiledNorm] = []
        self._by_rule: dict[tuple[str, str], list[CompiledNorm]] = defaultdict(list)
        self._compile(norms)
        self._cache: dict[Key, list[Duty]] = {}
        self._dependents: dict[Name, set[Key]] = defaultdict(set)
        self._dangling: dict[Key, list[tuple[Fact, str]]] = {}

    def _compile(self, norms: Iterable[Norm]) -> None:
        compiled = [CompiledNorm(norm) for norm in norms]
        for one in compiled:
            if not one.norm.facet:
                self._by_rule[one.norm.pack, one.norm.rule].append(one)
        for one in compiled:
            for general in one.norm.displaces:
                for displaced in self._by_rule[one.norm.pack, general]:
                    displaced.specials.append(one)
            if one.norm.displaces:
                continue  # it is evaluated in the place of the general rule
            if isinstance(one.norm.source, OnRecord):
                for type_ in one.types:
                    self._on_record[type_].append(one)
            elif isinstance(one.norm.source, OnDuty):
                self._on_duty.append(one)
            else:
                self._on_roster.append(one)

    # --- what compiled rules ask ---

    @property
    def register(self) -> Register:
        """The registers as of the day of the report."""
        return self._lookup.register

    def active(self, question: str) -> tuple[str, ...]:
        """Give the options of an open question of the pack at hand that are to be evaluated."""
        return self._options[self._pack][question]

    def end_of(self, start: int, period: Period, rolls: bool, include_start: bool) -> Bounds:
        """Give the end of a period after a known day; few different ones occur, so they are kept."""
        key = (start, period, rolls, include_start)
        bounds = self._ends.get(key)
        if bounds is None:
            bounds = end_or_never(start, period, self.calendar, rolls=rolls, include_start=include_start)
            self._ends[key] = bounds
        return bounds

    def duty_is(self, frame: Frame, condition: DutyIs, at: Day) -> bool:
        """Tell whether some instance of another rule, in the same subject, is in one of the states at a date."""
        wanted = [self._meant(frame, path) for path in (condition.bearer, condition.counterpart)]
        document = None if condition.trigger is None else _linked(frame, condition.trigger)
        examined = frame.roots.get("trigger") if condition.at is not None else None
        latest = frame.world.bounds(frame.as_of)[1]
        for one in self._by_rule[self._pack, condition.rule]:
            for instance in self._instances(one, frame.dossier, latest):
                if document is not None and document not in instance.triggers:
                    continue
                inner = Frame(self, frame.world, frame.dossier, at, {}, examined=examined)
                outcome = one.evaluate(inner, instance)
                if outcome.reason is Reason.NOT_TRIGGERED:
                    continue
                found = (self._principal(organ) for organ in (outcome.bearer, outcome.counterpart))
                parties = zip(wanted, found, strict=True)
                if any(want is not None and want != found for want, found in parties):
                    continue
                if any(name in condition.states for name, _ in reached_states(outcome, condition.part)):
                    return True
        return False

    def _principal(self, organ: str | None) -> str | None:
        return None if organ is None else self.register.principal(organ)

    def _meant(self, frame: Frame, path: Path | None) -> str | None:
        value = None if path is None else compile_path(path)(frame)
        return value if isinstance(value, str) else None

    def strays(self, types: tuple[str, ...], organ: str | None) -> Sequence[Fact]:
        """Give the acts of an organ of which it is not known to which matter they belong."""
        return self._lookup.strays(types, organ)

    def records_of(self, index: str, key: object) -> Dossier:
        """Give the facts that name an ``organ``, ``person`` or ``case``, in whichever subject they stand."""
        return self._lookup.named(index, str(key))

    # --- evaluation ---

    def duties(self, as_of: int) -> list[Duty]:
        """Give every duty instance as of a day (an ordinal)."""
        self._history.settle()
        changes = self._history.take_changes()
        stale = self._lookup.update(changes, as_of)
        if stale is None:
            self._cache.clear()
            self._dependents.clear()
            self._dangling.clear()
        for home in changes.homes:
            self._cache.pop(home, None)
            self._dangling.pop(home, None)
        for name in stale or ():
            for unit in self._dependents.pop(name, ()):
                self._cache.pop(unit, None)
        found: list[Duty] = []
        for home in self._history.homes:
            found.extend(self._kept(home, lambda home=home: self._subject(home, as_of)))  # type: ignore[misc]
        for number, one in enumerate(self._on_roster):
            for key, instances in self._roster(one, as_of):
                unit = ("roster", number, key)
                found.extend(self._kept(unit, lambda waiting=instances: self._settle_all(waiting, as_of)))  # type: ignore[misc]
        return found

    def _kept(self, unit: Key, evaluate: Callable[[], list[Duty]]) -> list[Duty]:
        """Give the duties of a subject or roster entry; evaluate them if anything that they looked up has changed."""
        duties = self._cache.get(unit)
        if duties is None:
            self._lookup.asked.clear()
            duties = self._cache[unit] = evaluate()
            for name in self._lookup.asked:
                self._dependents[name].add(unit)
        return duties

    def _subject(self, home: Key, as_of: int) -> list[Duty]:
        dossier = self._lookup.subject(home)
        if dossier.dangling:
            self._dangling[home] = dossier.dangling
        norms = dict.fromkeys(one for type_ in dossier.types for one in self._on_record[type_])
        duties = (
            self._duty(instance, as_of)
            for one in [*norms, *self._on_duty]
            for instance in self._instances(one, dossier, as_of)
        )
        return [duty for duty in duties if duty is not None]

    def _instances(self, one: CompiledNorm, dossier: Dossier, as_of: int) -> Iterator[Instance]:
        self._pack = one.norm.pack
        source = one.norm.source
        if isinstance(source, OnDuty):
            for base in self._by_rule[one.norm.pack, source.rule]:
                for instance in self._instances(base, dossier, as_of):
                    yield Instance(one, dossier, instance.triggers, base=instance)
            return
        # Listing instances must not disturb the world in which something is evaluated.
        yield from one.instances(dossier, lambda d, roots: Frame(self, World(), d, as_of, roots))

    def _duty(self, instance: Instance, as_of: int, roots: dict[str, Any] | None = None) -> Duty | None:
        self._pack = instance.norm.norm.pack
        last_roots: dict[str, Any] = {}

        def evaluate() -> Outcome:
            nonlocal last_roots
            last_roots = dict(roots or {})
            frame = Frame(self, self._world, instance.dossier, as_of, last_roots)
            return instance.norm.evaluate(frame, instance)

        paths = self._world.explore(evaluate)
        if self._world.complete and all(path.outcome.reason is Reason.NOT_TRIGGERED for path in paths):
            return None
        trigger = last_roots.get("trigger") or instance.triggers[0]
        return self._settled(instance, trigger, last_roots.get("bearer"), paths)

    def _settled(
        self,
        instance: Instance,
        trigger: Fact,
        bearer: str | None,
        paths: list[PossibleWorld],
    ) -> Duty:
        norm = instance.norm.norm
        lone = instance.dossier.key[0] == "record" and not trigger.stable
        alone = self._lookup.alone(trigger.type) if lone else ()
        subject, key, stable = identity_of(instance, trigger, bearer, self._history.catalogue.types, alone)
        variables = dict(self._world.variables)
        outcomes = [path.outcome for path in paths]
        if not self._world.complete:  # too many possible worlds to look at: nothing is decided
            outcome = replace(combined_outcome(outcomes, Verdict.UNDETERMINED), owed=False)
            decisive = tuple(dict.fromkeys(v for group in variables.values() for v in group))
            cause = min((v.cause for v in decisive), key=list(Cause).index)
            return Duty(norm, subject, trigger, key, stable, Verdict.UNDETERMINED, outcome, outcomes, cause, decisive)
        verdict = common_verdict(outcomes)
        outcome = outcomes[0] if len(outcomes) == 1 else combined_outcome(outcomes, verdict)
        if len(paths) == 1:
            return Duty(norm, subject, trigger, key, stable, verdict, outcome, outcomes)
        decisive, cause_found = (), None
        if verdict is Verdict.UNDETERMINED:
            decisive = deciding(paths, variables)
            cause_found = cause_of(paths, decisive)
        questions = tuple(sorted({q for path in paths for q in path.readings}))
        by_reading = outcomes_by_reading(paths)
        return Duty(
            norm,
            subject,
            trigger,
            key,
            stable,
            verdict,
            outcome,
            outcomes,
            cause_found,
            decisive,
            by_reading,
            questions,
        )

    @property
    def dangling(self) -> Iterable[tuple[Fact, str]]:
        """The facts that name a document which is not on file, with its number."""
        return (naming for namings in self._dangling.values() for naming in namings)

    # --- duties that arise without a record ---

    def _roster(self, one: CompiledNorm, as_of: int) -> Iterator[tuple[str, Waiting]]:
        """Give each organ or person of a roster with its possible duties."""
        assert isinstance(one.norm.source, OnRoster)
        if one.norm.source.person is None:
            for organ in self.register.organs:
                yield organ, self._of_organ(one, organ, as_of)
            return
        for person, group in groupby(persons_of(one.norm, self.register, as_of), lambda e: str(e[0].values["person"])):
            yield person, self._of_person(one, person, list(group))

    def _of_organ(self, one: CompiledNorm, organ: str, as_of: int) -> Waiting:
        for period in periods_of(one.norm, self.register, organ, as_of):
            roots = {"bearer": organ, "period": period}
            yield Instance(one, self._lookup.named("organ", organ), (period,)), roots

    def _of_person(self, one: CompiledNorm, person: str, periods: Iterable[tuple[Fact, Fact]]) -> Waiting:
        for row, period in periods:
            roots = {"person": row, "period": period}
            yield Instance(one, self._lookup.named("person", person), (period,), once_for=person), roots

    def _settle_all(self, waiting: Waiting, as_of: int) -> list[Duty]:
        duties = (self._duty(instance, as_of, roots) for instance, roots in waiting)
        return [duty for duty in duties if duty is not None]
