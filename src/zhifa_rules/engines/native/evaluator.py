"""Evaluates compiled norms over the facts at hand as of one day; what compiled rules ask for is answered here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zhifa_rules.engines.identity import duty_identity, named_after, parties_of
from zhifa_rules.engines.native.comparisons import equal
from zhifa_rules.engines.native.concrete.norm import has_reached, is_between
from zhifa_rules.engines.native.concrete.scene import Scene, Unsettled
from zhifa_rules.engines.native.frame import Frame
from zhifa_rules.engines.native.light import LightDuty, WrittenOutDuty, instance_of
from zhifa_rules.engines.native.norms import Instance
from zhifa_rules.engines.native.references import is_meant, named_document
from zhifa_rules.engines.native.roster import instances_within
from zhifa_rules.engines.native.settling import settled
from zhifa_rules.engines.native.straight.stage import Stage
from zhifa_rules.engines.native.symbolic import reached_states
from zhifa_rules.engines.native.values import compile_path
from zhifa_rules.engines.native.world import Doubt, World
from zhifa_rules.engines.outcome import Reason, Unit, is_noteworthy, tells_something
from zhifa_rules.norms.core import OnDuty, OnRecord, OnRoster

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from zhifa_rules.calendar import Bounds, Calendar, Period
    from zhifa_rules.engines.native.lookup import Lookup
    from zhifa_rules.engines.native.norms import CompiledNorm
    from zhifa_rules.engines.native.rulebook import Programme, Rulebook
    from zhifa_rules.engines.native.world import Day
    from zhifa_rules.engines.outcome import Duty, Outcome, Verdict
    from zhifa_rules.norms.core import DutyIs
    from zhifa_rules.records.docket import Docket
    from zhifa_rules.records.dossier import Dossier
    from zhifa_rules.records.entries import Entry
    from zhifa_rules.records.facts import Fact

_NOBODY = ""


class Evaluator:
    """Evaluates norms with one register as of one day.

    It outlives changes of the history: a duty that was evaluated in outline is worked out by the evaluator that
    found it, on the facts and the register that it saw.
    """

    def __init__(self, rulebook: Rulebook, lookup: Lookup, as_of: int) -> None:
        self.as_of = as_of
        self.calendar: Calendar = rulebook.calendar
        self.register = lookup.register
        self._rulebook = rulebook
        self._lookup = lookup
        self._strays, self._alone = lookup.strays_by_organ, lookup.alone_by_parties
        self.memo: dict[tuple[Any, ...], Any] = {}
        self.ruled_out: dict[tuple[Any, ...], set[Fact]] = {}
        self._pack = ""
        self._world = World()
        self._looked_up: Mapping[tuple[str, str], Dossier] = {}

    # --- what compiled rules ask ---

    def active(self, question: str) -> tuple[str, ...]:
        """Give the options of an open question of the pack at hand that are to be evaluated."""
        return self._rulebook.options[self._pack][question]

    def end_of(self, start: int, period: Period, rolls: bool, include_start: bool) -> Bounds:
        """Give the end of a period after a known day."""
        return self._rulebook.end_of(start, period, rolls, include_start)

    def norms_of(self, pack: str, rule: str) -> Sequence[CompiledNorm]:
        """Give the norms that stand under the id of a rule."""
        return self._rulebook.by_rule[pack, rule]

    def duty_is(self, frame: Frame, condition: DutyIs, at: Day) -> bool:
        """Tell whether some instance of another rule, in the same subject, is in one of the states at a date."""
        paths = (condition.bearer, condition.counterpart)
        wanted = [None if path is None else compile_path(path)(frame) for path in paths]
        document = None if condition.trigger is None else named_document(frame.roots, condition.trigger)
        examined = frame.roots.get("trigger") if condition.at is not None else None
        latest = frame.world.bounds(frame.as_of)[1]
        for one in self._rulebook.by_rule[self._pack, condition.rule]:
            symbolic = one.asked_for(condition.part).symbolic
            for instance in self.instances(one, frame.dossier, latest, frame.roots):
                if not is_meant(frame.world, document, instance):
                    continue
                inner = Frame(self, frame.world, frame.dossier, at, dict(instance.roots), examined=examined)
                outcome = symbolic.standing(inner, instance)
                if outcome.reason is Reason.NOT_TRIGGERED:
                    continue
                states = (name for name, *_ in reached_states(outcome, condition.part))
                if any(name in condition.states for name in states):
                    parties = symbolic.parties(inner, outcome)
                    if all(want is None or equal(frame, want, one) for want, one in zip(wanted, parties, strict=True)):
                        return True
        return False

    def duty_stands(self, scene: Scene, condition: DutyIs, at: int, parties: Sequence[object]) -> bool:
        """Tell the same where everything is known; raises ``Unsettled`` where it is not."""
        document = None if condition.trigger is None else named_document(scene.roots, condition.trigger)
        if isinstance(document, Doubt):
            raise Unsettled
        examined = scene.roots.get("trigger") if condition.at is not None else None
        for one in self._rulebook.by_rule[self._pack, condition.rule]:
            concrete = one.asked_for(condition.part).concrete
            if concrete is None:
                raise Unsettled
            for instance in self._listed(scene, one):
                if document is not None and document not in instance.triggers:
                    continue
                found = concrete.evaluate(scene.at(at, examined, instance.roots), instance)
                if found is None or not is_between(found, parties, self.register.principals):
                    continue
                if has_reached(found, condition.part, condition.states):
                    return True
        return False

    def strays(self, types: tuple[str, ...], organ: str | None) -> Sequence[Fact]:
        """Give the acts of an organ, or of nobody knows whom, of which it is not known to which matter they belong."""
        organ = None if organ is None else self.register.principal(organ)
        self._lookup.note_strays(organ)
        return [fact for type_ in types for name in (organ, _NOBODY) for fact in self._strays.get((type_, name), ())]

    def strays_of_anybody(self, types: tuple[str, ...]) -> Sequence[Fact]:
        """Give such acts of all organs."""
        self._lookup.note_strays(None)
        return [fact for (type_, _), facts in self._strays.items() if type_ in types for fact in facts]

    def has_strays(self, types: tuple[str, ...], organ: str | None) -> bool:
        """Tell whether there are any such acts."""
        return bool(self.strays(types, organ))

    def records_of(self, index: str, key: object) -> Dossier:
        """Give the facts that name an ``organ``, ``person`` or ``case``, in whichever subject they stand."""
        kept = self._looked_up.get((index, str(key)))
        return self._lookup.named(index, str(key)) if kept is None else kept

    # --- duties ---

    def instances(
        self, one: CompiledNorm, dossier: Dossier, as_of: int, outer: Mapping[str, Any]
    ) -> Iterable[Instance]:
        """List the possible duties of a norm in a subject; ``outer`` are the roots of the duty that asks for them."""
        self._pack = one.norm.pack
        source = one.norm.source
        if isinstance(source, OnRoster):
            return instances_within(one, dossier, outer.get("period"), self.register, as_of)
        if isinstance(source, OnRecord):
            # Listing instances must not disturb the world in which something is evaluated.
            return one.instances(dossier, lambda d, roots: Frame(self, World(), d, as_of, roots))
        norms = self._rulebook.by_rule[one.norm.pack, source.rule]
        return _hanging(one, dossier, (base for norm in norms for base in self.instances(norm, dossier, as_of, outer)))

    def duties_of(self, docket: Docket) -> Unit:
        """Give the duties that arise in a subject; those of which nothing is to be said are listed when asked for."""
        programme = self._rulebook.programme(docket.types)
        listed = self._listed_duties(docket, programme) if programme.listed else []
        if not programme.written_out:
            return Unit.listed(listed)
        noteworthy = [duty for duty in listed if is_noteworthy(duty)]
        stage = Stage(self, docket)
        for one, base, type_, evaluate in programme.written_out:
            for trigger in stage.entries_of(type_, ()):
                try:
                    found = evaluate(stage, trigger)
                except Unsettled:
                    noteworthy += self._unsettled(stage, one, base, trigger)
                else:
                    if found is not None and tells_something(found.verdict, found.reason):
                        noteworthy.append(WrittenOutDuty(self, one, base, type_, trigger, stage, found))
        recall, looked_up = docket.recall, stage.looked_up
        return Unit(noteworthy, lambda: (*listed, *self._others(recall(), looked_up, programme)))

    def _listed_duties(self, docket: Docket, programme: Programme) -> list[Duty]:
        scene = Scene(self, docket.dossier, self.as_of)
        listed: list[Duty] = []
        for one in programme.listed:
            instances = self._listed(scene, one)
            one.times += len(instances)
            listed += filter(None, [self._quickly(scene, instance) for instance in instances])
        return listed

    def _others(
        self, dossier: Dossier, looked_up: dict[tuple[str, str], Dossier], programme: Programme
    ) -> Iterable[Duty]:
        """Give the duties of norms that were evaluated without listing them, with the dossiers then looked up."""
        scene = Scene(self, dossier, self.as_of)
        scene.looked_up = looked_up
        norms = dict.fromkeys(one for one, *_ in programme.written_out)
        instances = [instance for one in norms for instance in self._listed(scene, one)]
        return filter(None, [self._quickly(scene, instance) for instance in instances])

    def _unsettled(self, stage: Stage, one: CompiledNorm, base: CompiledNorm | None, trigger: Entry) -> Iterable[Duty]:
        """Give the duty that arises from a trigger and cannot be settled by a function, if something is to be said."""
        scene = stage.scene
        fact = scene.dossier.fact(trigger[1])
        listed = self._quickly(scene, instance_of(one, scene.dossier, fact, base))
        return (listed,) if listed is not None and is_noteworthy(listed) else ()

    def roster_duty(self, instance: Instance) -> Duty | None:
        """Evaluate one possible duty of a roster."""
        return self._quickly(Scene(self, instance.dossier, self.as_of), instance)

    def _quickly(self, scene: Scene, instance: Instance) -> Duty | None:
        """Evaluate concretely where everything is known, else in all possible worlds."""
        norm = instance.norm
        if norm.concrete is None:
            return self.worked_out(instance)
        self._pack = norm.norm.pack
        scene.roots = {**instance.roots}
        try:
            found = scene.standing(norm.concrete, instance) if norm.is_base else norm.concrete.evaluate(scene, instance)
        except Unsettled:
            return self.worked_out(instance)
        return None if found is None else LightDuty(self, instance, scene.roots["trigger"], scene, found)

    def confirmed(
        self, instance: Instance, verdict: Verdict, looked_up: Mapping[tuple[str, str], Dossier]
    ) -> Duty | None:
        """Work out a duty of which the verdict was found already, with the dossiers then looked up."""
        self._looked_up = looked_up
        try:
            return self.worked_out(instance, verdict)
        finally:
            self._looked_up = {}

    def _listed(self, scene: Scene, one: CompiledNorm) -> Sequence[Instance]:
        """List the possible duties of a norm in a subject, once."""
        listed = scene.instances.get(one)
        if listed is None:
            source, dossier = one.norm.source, scene.dossier
            if isinstance(source, OnDuty):
                norms = self._rulebook.by_rule[one.norm.pack, source.rule]
                listed = _hanging(one, dossier, (base for norm in norms for base in self._listed(scene, norm)))
            else:
                listed = list(self.instances(one, dossier, self.as_of, scene.roots))
            scene.instances[one] = listed
        return listed

    def worked_out(self, instance: Instance, verdict: Verdict | None = None) -> Duty | None:
        """Evaluate one possible duty in all possible worlds; ``verdict`` is the one already found, if it was."""
        self._pack = instance.norm.norm.pack
        last_roots: dict[str, Any] = {}

        def evaluate() -> Outcome:
            nonlocal last_roots
            last_roots = dict(instance.roots)
            frame = Frame(self, self._world, instance.dossier, self.as_of, last_roots)
            return instance.norm.symbolic.evaluate(frame, instance)

        self.ruled_out.clear()
        paths = self._world.explore(evaluate)
        if self._world.complete and all(path.outcome.reason is Reason.NOT_TRIGGERED for path in paths):
            return None
        trigger = last_roots.get("trigger") or instance.triggers[0]
        identity = self.identity(instance, trigger, last_roots.get("bearer"))
        return settled(instance.norm.norm, trigger, identity, paths, self._world, known=verdict)

    def identity(self, instance: Instance, trigger: Fact, bearer: str | None) -> tuple[Any, Any, bool]:
        """Give the subject of a duty, the natural key of its trigger, and whether that is stable (S14)."""
        lone = instance.dossier.key[0] == "record" and not trigger.stable
        if lone:
            trigger = instance.triggers[0]  # whichever of them came first, they give rise to one duty
        return duty_identity(
            instance.norm.norm,
            instance.dossier,
            trigger,
            bearer,
            item=instance.origin.item,
            once_for=instance.once_for,
            types=self._rulebook.types,
            alone=self._beside(trigger) if lone else (),
        )

    def _beside(self, trigger: Fact) -> Sequence[Fact]:
        """Give the facts without a subject among which the place of one names a trigger."""
        named = named_after(trigger)
        self._lookup.note_alone(named.type)
        return self._alone.get((named.type, *parties_of(named.values)), ())


def _hanging(one: CompiledNorm, dossier: Dossier, bases: Iterable[Instance]) -> list[Instance]:
    """Give a duty for each one on which it hangs."""
    return [Instance(one, dossier, base.triggers, base=base) for base in bases]
