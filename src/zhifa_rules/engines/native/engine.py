"""The native engine: packs compiled once, each subject evaluated on its own and again only when it changes."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, Any

from zhifa_rules.calendar import calendar_periods, end_of_period
from zhifa_rules.engines.native.frame import Frame
from zhifa_rules.engines.native.norms import CompiledNorm, Instance, reached_states
from zhifa_rules.engines.native.verdicts import (
    cause_of,
    combined_outcome,
    common_verdict,
    deciding,
    outcomes_by_reading,
)
from zhifa_rules.engines.native.world import Day, Path, World
from zhifa_rules.engines.outcome import Cause, Duty, Outcome, Reason, Verdict
from zhifa_rules.norms.core import Norm, OnDuty, OnRecord, OnRoster, Tally
from zhifa_rules.records.dossier import Dossier, fact_order
from zhifa_rules.records.facts import Fact
from zhifa_rules.records.register import Register, beginning_of, lasting_to
from zhifa_rules.records.shapes import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from zhifa_rules.calendar import Bounds, Calendar, Period
    from zhifa_rules.norms.core import DutyIs
    from zhifa_rules.records.history import History

Key = tuple[Any, ...]


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
        self.register = Register(())
        self._history = history
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
        self._dangling: dict[Key, list[tuple[Fact, str]]] = {}
        self._cached_as_of: int | None = None

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

    def active(self, question: str) -> tuple[str, ...]:
        """Give the options of an open question of the pack at hand that are to be evaluated."""
        return self._options[self._pack][question]

    def end_of(self, start: int, period: Period, rolls: bool, include_start: bool) -> Bounds:
        """Give the end of a period after a known day; few different ones occur, so they are kept."""
        key = (start, period, rolls, include_start)
        bounds = self._ends.get(key)
        if bounds is None:
            bounds = end_of_period(start, period, self.calendar, rolls=rolls, include_start=include_start)
            self._ends[key] = bounds
        return bounds

    def duty_is(self, frame: Frame, condition: DutyIs, at: Day) -> bool:
        """Tell whether some instance of another rule, in the same subject, is in one of the states at a date."""
        bearer = None if condition.bearer is None else frame.roots.get(condition.bearer.root)
        if isinstance(bearer, str):
            bearer = self.register.principal(bearer)
        for one in self._by_rule[self._pack, condition.rule]:
            latest = frame.world.bounds(frame.as_of)[1]
            for instance in self._instances(one, frame.dossier, latest):
                inner = Frame(self, frame.world, frame.dossier, at, {})
                outcome = one.evaluate(inner, instance)
                if outcome.reason is Reason.NOT_TRIGGERED or (bearer is not None and outcome.bearer != bearer):
                    continue
                if any(name in condition.states for name, _ in reached_states(outcome, condition.part)):
                    return True
        return False

    # --- evaluation ---

    def duties(self, as_of: int) -> list[Duty]:
        """Give every duty instance as of a day (an ordinal)."""
        self._history.settle()
        homes, types = self._history.take_changes()
        if types & {"organ_registered", "person_registered", "log_scope_declared"} or as_of != self._cached_as_of:
            self._cache.clear()
            self._dangling.clear()
            self.register = self._history.register(as_of)
        for home in homes:
            self._cache.pop(home, None)
            self._dangling.pop(home, None)
        self._cached_as_of = as_of
        found: list[Duty] = []
        for home in self._history.homes:
            if home not in self._cache:
                self._cache[home] = self._subject(home, as_of)
            found.extend(self._cache[home])
        found.extend(self._roster(as_of))
        return found

    def _subject(self, home: Key, as_of: int) -> list[Duty]:
        dossier = self._history.dossier(home, as_of, self.register)
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
        own_world = World()  # listing instances must not disturb the world in which something is evaluated
        yield from one.instances(dossier, lambda d, roots: Frame(self, own_world, d, as_of, roots))

    def _duty(self, instance: Instance, as_of: int, roots: dict[str, Any] | None = None) -> Duty | None:
        self._pack = instance.norm.norm.pack
        last_roots: dict[str, Any] = {}

        def evaluate() -> Outcome:
            nonlocal last_roots
            last_roots = dict(roots or {})
            frame = Frame(self, self._world, instance.dossier, as_of, last_roots)
            return instance.norm.evaluate(frame, instance)

        paths = self._world.explore(evaluate)
        if paths is not None and all(path.outcome.reason is Reason.NOT_TRIGGERED for path in paths):
            return None
        trigger = last_roots.get("trigger") or instance.triggers[0]
        return self._settled(instance, trigger, last_roots.get("bearer"), paths, evaluate)

    def _settled(
        self,
        instance: Instance,
        trigger: Fact,
        bearer: str | None,
        paths: list[Path] | None,
        evaluate: Callable[[], Outcome],
    ) -> Duty:
        norm = instance.norm.norm
        subject, key, stable = _identity(instance, trigger, bearer)
        variables = dict(self._world.variables)
        if paths is None:  # too many possible worlds to look at: nothing is decided
            outcome = evaluate()
            decisive = tuple(dict.fromkeys(v for group in variables.values() for v in group))
            cause = next((v.cause for v in decisive), Cause.FACT)
            return Duty(norm, subject, trigger, key, stable, Verdict.UNDETERMINED, outcome, (outcome,), cause, decisive)
        outcomes = [path.outcome for path in paths]
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

    def _roster(self, as_of: int) -> Iterator[Duty]:
        if not self._on_roster:
            return
        dossiers = self._organ_dossiers(as_of)
        empty = Dossier(("organ", ""), None, ())
        for one in self._on_roster:
            first = one.norm.governance.first_day
            last = min(as_of, one.norm.governance.last_day)
            for organ in self.register.organs:
                if self.register.principal(organ) != organ:
                    continue
                for period in self._periods(one.norm.source, organ, first, last):
                    dossier = dossiers.get(organ, empty)
                    roots = {"bearer": organ, "period": period}
                    duty = self._duty(Instance(one, dossier, (period,)), as_of, roots)
                    if duty is not None:
                        yield duty

    def _periods(self, source: object, organ: str, first: int, last: int) -> Iterator[Fact]:
        """Give one trigger per period in which both the instrument and the organ exist, or one for all time."""
        assert isinstance(source, OnRoster)
        rows = self.register.rows(organ)
        first = max(first, min(beginning_of(row) for row in rows))
        last = min(last, max(lasting_to(row) for row in rows))
        if first > last:
            return
        if source.every is None:
            yield _period_fact("in_force", "", first, first, last)
            return
        for period in calendar_periods(source.every, first, last):  # type: ignore[arg-type]
            yield _period_fact("period", period.label, max(period.first, first), period.first, period.last)

    def _organ_dossiers(self, as_of: int) -> dict[str, Dossier]:
        """Group by organ the acts that duties without a trigger look at, under everyone to whom an act is credited."""
        types = sorted({type_ for one in self._on_roster for type_ in _acts_of(one.norm)})
        by_organ: dict[str, list[Fact]] = defaultdict(list)
        for type_ in types:
            shape = self._history.catalogue.types[type_].shape
            lists = [f.name for f in shape.fields.values() if f.many and f.kind is Kind.ORGAN]
            for fact in self._history.facts(type_, as_of):
                for organ in self._credited(fact, lists):
                    by_organ[organ].append(fact)
        return {
            organ: Dossier(("organ", organ), None, sorted(facts, key=fact_order)) for organ, facts in by_organ.items()
        }

    def _credited(self, fact: Fact, lists: list[str]) -> Sequence[str]:
        named = [fact.values.get("by"), *(o for name in lists for o in _listed(fact.values.get(name)))]
        return list(dict.fromkeys(self.register.principal(o) for o in named if isinstance(o, str)))


def _listed(value: object) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else ()


def _acts_of(norm: Norm) -> Iterable[str]:
    from zhifa_rules.engines.native.bodies.achieve import pattern_types  # noqa: PLC0415

    if isinstance(norm.body, Tally):
        return pattern_types(norm.body.acts)
    parts = getattr(norm.body, "parts", ())
    return {type_ for part in parts for type_ in pattern_types(part.acts)}


def _period_fact(type_: str, label: str, on: int, first: int, last: int) -> Fact:
    days = {"on": date.fromordinal(on), "first_day": date.fromordinal(first), "last_day": date.fromordinal(last)}
    return Fact(type_, {**days, "year": days["first_day"].year}, (type_, label) if label else (type_,))


def _identity(instance: Instance, trigger: Fact, bearer: str | None) -> tuple[Key, Key, bool]:
    """Give the subject and the natural key of the trigger, independent of record ids where possible (S14)."""
    norm, dossier = instance.norm.norm, instance.dossier
    # What stands alone is its own subject; its key then names the record, which fingerprints must not depend on.
    subject: Key = ("alone",) if dossier.key[0] == "record" else dossier.key
    if isinstance(norm.source, OnRoster):
        return ("organ", bearer), trigger.key, True
    if isinstance(norm.source, OnRecord) and norm.source.once:
        return subject, ("first", *norm.source.pattern.types), True
    base = instance.base
    item = instance.item if base is None else base.item
    key = trigger.key if trigger.stable else _fallback_key(dossier, trigger)
    return subject, key if item is None else (*key, item if isinstance(item, str) else repr(item)), trigger.stable


def _fallback_key(dossier: Dossier, trigger: Fact) -> Key:
    """Without a full natural key: type, matter, issuer, addressee and the ordinal by date."""

    def parties(fact: Fact) -> Key:
        return str(fact.values.get("by")), repr(fact.values.get("to"))

    alike = [f for f in dossier.facts(trigger.type) if not f.stable and parties(f) == parties(trigger)]
    ordinal = next((n for n, f in enumerate(alike, 1) if f.key == trigger.key), 0)
    return trigger.type, dossier.matter or "", *parties(trigger), str(ordinal)
