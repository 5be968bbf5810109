"""A norm compiled for concrete evaluation: its trigger, the guards under which it applies, and its body."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from zhifa_rules.engines.native.concrete.bodies import compile_body
from zhifa_rules.engines.native.concrete.conditions import compile_condition, known_order
from zhifa_rules.engines.native.concrete.dates import compile_date, live
from zhifa_rules.engines.native.concrete.patterns import compile_pattern, has_happened
from zhifa_rules.engines.native.concrete.scene import Found, Scene, Unsettled, Unsupported
from zhifa_rules.engines.native.concrete.values import (
    compile_organ,
    compile_path,
    is_registered_on,
    known_day,
    organ_state,
)
from zhifa_rules.engines.native.states import next_day, states_of, states_of_part
from zhifa_rules.engines.outcome import Reason, Verdict
from zhifa_rules.norms.core import OnDuty, OnRecord, OnRoster, Registered
from zhifa_rules.records.facts import Fact

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zhifa_rules.engines.native.concrete.dates import Options
    from zhifa_rules.engines.native.norms import Instance
    from zhifa_rules.norms.core import Choice, Norm


def concrete_norm(norm: Norm, options: Options, specials: Sequence[ConcreteNorm | None]) -> ConcreteNorm | None:
    """Compile a norm and those that displace it; ``None`` if only the symbolic evaluator knows when it applies."""
    try:
        return ConcreteNorm(norm, options, specials)
    except Unsupported:
        return None


class ConcreteNorm:
    """A norm ready for concrete evaluation."""

    def __init__(self, norm: Norm, options: Options, specials: Sequence[ConcreteNorm | None]) -> None:
        source = norm.source
        self._specials = specials
        self._source = source
        self._where, self._day, self._registered, self._person = None, None, None, None
        if isinstance(source, OnRecord):
            self._where = compile_condition(source.pattern.where, options)
            self._day = compile_date(source.pattern.date, options)
            if isinstance(source.each, Registered):
                self._registered = compile_condition(source.each.where, options)
        elif isinstance(source, OnRoster) and source.person is not None:
            self._person = compile_condition(source.person, options)
        self._has_item = isinstance(source, OnRecord) and source.each is not None
        self._finds = [(name, compile_pattern(pattern, options)) for name, pattern in norm.finds]
        self._bearer = None if norm.bearer is None else compile_path(norm.bearer)
        self._bearer_itself = None if norm.bearer is None else compile_organ(norm.bearer)
        self._located_by = None if norm.located_by is None else compile_path(norm.located_by)
        self._counterpart = None if norm.counterpart is None else compile_path(norm.counterpart)
        self._decided_by = None
        if norm.governance.decided_by is not None:
            self._decided_by = compile_date(norm.governance.decided_by, options)
        self._begins = (norm.governance.first_day, norm.governance.first_day_latest)
        self._ends = _end(norm.governance.last_day, options)
        self._divisions = norm.governance.divisions
        self._addressee = None if norm.addressee is None else compile_condition(norm.addressee, options)
        self._exceptions = [compile_condition(e.condition, options) for e in norm.exceptions]
        self._body = compile_body(norm.body, options)

    def evaluate(self, scene: Scene, instance: Instance) -> Found | None:
        """Evaluate one possible duty; ``None`` if it did not arise. Raises ``Unsettled`` for what is not known."""
        roots = scene.roots
        if self._has_item or instance.item is not None:
            roots["item"] = instance.item
        if self._day is not None:
            day = self._triggered(scene, instance)
        elif instance.base is not None:
            day = self._reached(scene, instance)
        else:
            day = self._of_period(scene, instance)
        if day is None:
            return None
        if self._finds:
            self._look_up(scene)
        roots["act"] = None
        bearer = roots.get("bearer")
        if self._bearer is not None:
            bearer = self._bearer(scene)
            if bearer.__class__ is not str:
                bearer = None
        result = self._applied_to(scene, bearer, day)
        if result.reason is Reason.ADDRESSEE and self._bearer_itself is not None:
            office = self._bearer_itself(scene)
            if office not in (None, bearer):
                own = self._applied_to(scene, office, day)
                if own.reason is not Reason.ADDRESSEE:  # the text binds the office and not the organ it acts for
                    result, bearer = own, office
                roots["bearer"] = bearer
        result.bearer, result.counterpart = bearer, roots["counterpart"]
        return result

    def _look_up(self, scene: Scene) -> None:
        for name, find in self._finds:
            first: tuple[int, int, Fact] | None = None
            for act, day in find(scene):
                if act.day is None:
                    raise Unsettled
                days = day, act.day
                if first is None or days < first[:2] or (days == first[:2] and known_order(act, first[2])):
                    first = day, act.day, act
            scene.roots[name] = Fact("", {}, ("find", name)) if first is None else first[2]

    def _triggered(self, scene: Scene, instance: Instance) -> int | None:
        assert self._where is not None
        assert self._day is not None
        first: tuple[Fact, int] | None = None
        for trigger in instance.triggers:
            scene.roots["trigger"] = trigger
            if not self._where(scene):
                continue
            day = self._day(scene)
            if trigger.values.get("on").__class__ is not date:
                raise Unsettled  # it may be no fact yet
            if day is None or not has_happened(scene, trigger, day):
                continue
            if first is None or day < first[1] or (day == first[1] and known_order(trigger, first[0])):
                first = trigger, day
        if first is None:
            return None
        scene.roots["trigger"], found = first
        return found if self._registered is None or self._is_meant(scene, instance.item, found) else None

    def _is_meant(self, scene: Scene, organ: str, day: int) -> bool:
        """Tell whether the organ was among those of the register for which the trigger gives rise to a duty."""
        assert self._registered is not None
        return self._registered(scene) and is_registered_on(scene, organ, day)

    def _of_period(self, scene: Scene, instance: Instance) -> int | None:
        """Give the first day of the period of a roster, if the duty is one of this organ or person."""
        scene.roots["trigger"] = instance.triggers[0]
        if self._person is not None and not self._person(scene):
            return None
        self._look_up(scene)
        return known_day(instance.triggers[0].values.get("on")) if self._owes_itself(scene) else None

    def _owes_itself(self, scene: Scene) -> bool:
        """Tell whether a duty of a roster is the organ's own: an office has none unless the text binds it alone."""
        office = scene.roots.get("bearer")
        principal = office if office is None else scene.principals.get(office, office)
        if principal == office:
            return True
        if self._addressee is None:
            return False
        self._bind(scene, principal)
        is_of_principal = self._addressee(scene)
        self._bind(scene, office)
        return not is_of_principal and self._addressee(scene)

    def _bind(self, scene: Scene, bearer: str | None) -> None:
        scene.roots["bearer"] = bearer
        counterpart = None if self._counterpart is None else self._counterpart(scene)
        scene.roots["counterpart"] = counterpart if counterpart.__class__ is str else None

    def _reached(self, scene: Scene, instance: Instance) -> int | None:
        """Give the day after the due date of the duty that this one hangs on, if that reached one of the states."""
        assert isinstance(self._source, OnDuty)
        base = instance.base
        if base is None or base.norm.concrete is None:
            raise Unsettled
        outcome = scene.standing(base.norm.concrete, base)
        if outcome is None:
            return None
        scene.roots["item"], scene.roots["bearer"] = outcome.bearer, None
        begun = since_when(outcome, self._source.part, self._source.states)
        if begun is None:
            return None
        day, due = begun
        scene.roots["duty"] = duty_of(due)
        return day

    def _applied_to(self, scene: Scene, bearer: str | None, day: int) -> Found:
        self._bind(scene, bearer)
        refusal = self._refusal(scene, day)
        if refusal is not None:
            return Found(Verdict.NOT_APPLICABLE, refusal)
        for special in self._specials:
            if special is None:
                raise Unsettled
            if special.takes_over(scene, day):
                return special._body(scene, day)
        return self._body(scene, day)

    def takes_over(self, scene: Scene, day: int) -> bool:
        """Tell whether this special norm applies to the trigger of the general one."""
        return self._meets(scene) and self._refusal(scene, day) is None

    def _meets(self, scene: Scene) -> bool:
        """Tell whether the trigger of the general norm is one of this norm as well."""
        if self._where is None or self._day is None or not isinstance(self._source, OnRecord):
            return True
        if scene.roots["trigger"].type not in self._source.pattern.types or not self._where(scene):
            return False
        day = self._day(scene)
        return day is not None and day <= scene.as_of

    def _refusal(self, scene: Scene, day: int) -> Reason | None:
        decisive = day if self._decided_by is None else self._decided_by(scene)
        reason = self._out_of_force(day if decisive is None else decisive)
        if reason is not None:
            return reason
        located_by = scene.roots["bearer"] if self._located_by is None else self._located_by(scene)
        if located_by.__class__ is not str:
            located_by = self._acting(scene)
        row = scene.register.lasting.get(located_by) or organ_state(scene, located_by)
        division = row.values.get("division")
        if division.__class__ is not str:
            raise Unsettled
        if not division.startswith(self._divisions):
            return Reason.TERRITORY
        if self._addressee is not None and not self._addressee(scene):
            return Reason.ADDRESSEE
        for holds in self._exceptions:
            if holds(scene):
                return Reason.EXCEPTION
        return None

    def _out_of_force(self, day: int) -> Reason | None:
        if self._begins[1] <= day <= self._ends[0]:
            return None
        if day < self._begins[0]:
            return Reason.NOT_IN_FORCE
        if day > self._ends[1]:
            return Reason.LAPSED
        raise Unsettled  # the text, or its readings, do not tell on which day it entered into force or ended

    def _acting(self, scene: Scene) -> str:
        """An unnamed bearer acts where it acts; one that the text names must be known."""
        trigger = scene.roots.get("trigger")
        by = trigger.values.get("by") if isinstance(trigger, Fact) else None
        if self._bearer is not None or self._located_by is not None or not isinstance(by, str):
            raise Unsettled
        return scene.principals.get(by, by)


def reached(found: Found, part: str | None) -> list[tuple[str, int | None]]:
    """List the states in which a duty, or one part of it, stands, each with the due date."""
    if part is None:
        return [(name, found.due) for name in states_of(found.verdict)]
    return [(state, due) for name, own, due in found.parts if name == part for state in states_of_part(own)]


def has_reached(found: Found, part: str | None, states: frozenset[str]) -> bool:
    """Tell whether a duty, or one part of it, stands in one of some states."""
    if part is None:
        return not states.isdisjoint(states_of(found.verdict))
    for name, own, _ in found.parts:  # noqa: SIM110  (mostly one part; a generator takes longer than the test)
        if name == part and not states.isdisjoint(states_of_part(own)):
            return True
    return False


def is_between(found: Found, parties: Sequence[object], principals: Mapping[str, str]) -> bool:
    """Tell whether a duty is one between the parties meant, by their principals; ``None`` stands for anybody."""
    return all(
        meant is None or meant == (party and principals.get(party, party))
        for meant, party in zip(parties, (found.bearer, found.counterpart), strict=True)
    )


def since_when(found: Found, part: str | None, states: frozenset[str]) -> tuple[int, int | None] | None:
    """Give the day on which what hangs on a duty begins, and the due date, if that reached one of the states."""
    for name, due in reached(found, part):
        if name in states:
            day = next_day(due) if due is not None else found.since
            if day is None or (due is None and part is not None):  # on which day it was complied with is not kept
                raise Unsettled
            return day, due
    return None


def duty_of(due: int | None) -> Fact:
    """Give the duty on which another one hangs, as far as paths ask for it."""
    values: dict[str, Any] = {}
    if due is not None:
        values = {"due": date.fromordinal(due), "overdue_from": date.fromordinal(next_day(due))}
    return Fact("duty", values, ("duty",))


def _end(last_day: int | Choice[int], options: Options) -> tuple[int, int]:
    """Give the first and the last day that the readings at hand take for the end of validity."""
    days = [last_day] if isinstance(last_day, int) else live(last_day, options)
    return min(days), max(days)
