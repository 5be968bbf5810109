"""Evaluating a norm in one possible world: its trigger, the guards under which it applies, and its body (S10, S4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from zhifa_rules.engines.native.absence import UNKNOWN_BEARER
from zhifa_rules.engines.native.bodies import compile_body
from zhifa_rules.engines.native.conditions import comes_before, compile_condition
from zhifa_rules.engines.native.dates import comes, compile_date
from zhifa_rules.engines.native.guards import compile_governance, is_within_territory
from zhifa_rules.engines.native.patterns import ACT, compile_pattern, earliest, has_happened
from zhifa_rules.engines.native.states import next_day, states_of, states_of_part
from zhifa_rules.engines.native.values import (
    compile_organ,
    compile_path,
    fact_day,
    is_registered_on,
)
from zhifa_rules.engines.native.world import DateTerm, Day, Doubt
from zhifa_rules.engines.outcome import BREACHES, Outcome, Reason, Verdict
from zhifa_rules.norms.core import Always, Norm, OnDuty, OnRecord, OnRoster, Path, Registered
from zhifa_rules.records.facts import Fact
from zhifa_rules.records.known import ABSENT, UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from zhifa_rules.engines.native.conditions import Test
    from zhifa_rules.engines.native.frame import Frame
    from zhifa_rules.engines.native.norms import CompiledNorm, Instance
    from zhifa_rules.norms.core import Citation, Text

AROSE = "#arose"  # the root under which a frame keeps the day on which the duty last evaluated in it arose
NOT_TRIGGERED = Outcome(Verdict.NOT_APPLICABLE, Reason.NOT_TRIGGERED)


class SymbolicNorm:
    """A norm ready to be evaluated in a world; ``specials`` are the norms that displace it where they apply."""

    def __init__(self, norm: Norm, specials: Sequence[CompiledNorm]) -> None:
        self.norm = norm
        self._specials = specials
        source = norm.source
        self._where = compile_condition(source.pattern.where if isinstance(source, OnRecord) else Always(value=True))
        self._day = compile_date(source.pattern.date) if isinstance(source, OnRecord) else None
        each = source.each if isinstance(source, OnRecord) else None
        self._fans_out = isinstance(each, Path)
        self._registered = compile_condition(each.where) if isinstance(each, Registered) else None
        person = source.person if isinstance(source, OnRoster) else None
        self._person = None if person is None else compile_condition(person)
        self._locating = str(norm.located_by or norm.bearer or "trigger.by")
        self._located_by = None if norm.located_by is None else compile_path(norm.located_by)
        self._finds = [(name, compile_pattern(p), p.types if hasattr(p, "types") else ()) for name, p in norm.finds]
        self._bearer = None if norm.bearer is None else compile_path(norm.bearer)
        self._bearer_itself = None if norm.bearer is None else compile_organ(norm.bearer)
        self._acts_itself = str(norm.bearer) in ("trigger.by", "bearer")
        self._counterpart = None if norm.counterpart is None else compile_path(norm.counterpart)
        self._governed = compile_governance(norm.governance)
        self._addressee = None if norm.addressee is None else compile_condition(norm.addressee)
        self._exceptions = [(e.reason, compile_condition(e.condition)) for e in norm.exceptions]
        self._also_cites = [(compile_condition(condition), cites) for condition, cites in norm.also_cites]
        self._body = compile_body(norm.body)

    def evaluate(self, frame: Frame, instance: Instance) -> Outcome:
        """Evaluate one possible duty in the world of the frame, with what it cites."""
        outcome = self.standing(frame, instance)
        if outcome is not NOT_TRIGGERED:
            cites = self._cites(frame) if outcome.verdict in BREACHES else self.norm.cites
            outcome.cites = outcome.cites or cites
        return outcome

    def standing(self, frame: Frame, instance: Instance) -> Outcome:
        """Evaluate one possible duty in the world of the frame as far as other duties can hang on it."""
        roots = frame.roots
        if instance.item is not None or self._fans_out:
            roots["item"] = instance.item
        if isinstance(self.norm.source, OnDuty):
            day = self._reached(frame, instance)
        else:
            day = self._triggered(frame, instance)
        if day is None or (self._person is not None and not self._person(frame)):
            return NOT_TRIGGERED
        roots[AROSE] = day
        self._look_up(frame)
        if isinstance(self.norm.source, OnRoster) and not self._owes_itself(frame):
            return NOT_TRIGGERED
        bearer, through = self._bound(frame)
        outcome = self._applied_to(frame, bearer, day)
        if outcome.reason is Reason.ADDRESSEE and self._bearer_itself is not None:
            office = self._bearer_itself(frame)
            own = outcome if office in (None, bearer) else self._applied_to(frame, office, day)
            if own.reason is Reason.ADDRESSEE:
                roots["bearer"] = bearer
            else:  # the text binds the office and not the organ that it acts for
                outcome, bearer, through = own, office, None
        trigger: Fact = roots["trigger"]
        looked_up = [roots[name] for name, _, _ in self._finds]
        relied_on = (trigger, *trigger.links.values(), *looked_up, *outcome.evidence)
        outcome.evidence = tuple({fact.key: fact for fact in relied_on if fact.key[0] != "find"}.values())
        outcome.bearer, outcome.through, outcome.counterpart = bearer, through, _organ(roots["counterpart"])
        return outcome

    def parties(self, frame: Frame, outcome: Outcome) -> tuple[object, object]:
        """Give the bearer and the counterpart of the duty just evaluated in the frame; one not known is a doubt."""
        paths = (self._bearer, outcome.bearer), (self._counterpart, outcome.counterpart)
        bearer, counterpart = (
            (ABSENT if path is None else path(frame)) if party is None else frame.host.register.principal(party)
            for path, party in paths
        )
        return bearer, counterpart

    def _applied_to(self, frame: Frame, bearer: str | None, day: Day) -> Outcome:
        self._bind(frame, bearer)
        return self._applied(frame, day)

    def _owes_itself(self, frame: Frame) -> bool:
        """Tell whether a duty of a roster is the organ's own: an office has none unless the text binds it alone."""
        office = frame.roots.get("bearer")
        principal = office if office is None else frame.host.register.principal(office)
        if principal == office:
            return True
        if self._addressee is None:
            return False
        self._bind(frame, principal)
        is_of_principal = self._addressee(frame)
        self._bind(frame, office)
        return not is_of_principal and self._addressee(frame)

    def _bind(self, frame: Frame, bearer: str | None) -> None:
        # That there is none is something else than not knowing who it is: behind nobody there is nothing.
        sought = self._bearer(frame) if bearer is None and self._bearer is not None else bearer
        frame.roots["bearer"] = ABSENT if sought is ABSENT else bearer
        frame.roots[UNKNOWN_BEARER] = isinstance(sought, Doubt)
        counterpart = ABSENT if self._counterpart is None else self._counterpart(frame)
        frame.roots["counterpart"] = counterpart if counterpart is ABSENT else _organ(counterpart)

    def _triggered(self, frame: Frame, instance: Instance) -> Day | None:
        """Find the trigger that has happened and fulfils the conditions; give the day on which it happened."""
        first: tuple[Fact, Day] | None = None
        for trigger in instance.triggers:
            frame.roots["trigger"] = trigger
            if self._day is None:
                return fact_day(trigger, "on")  # a period, which has no conditions
            if not self._where(frame):
                continue
            day = self._day(frame)
            if day is None or not has_happened(frame, trigger, day):
                continue
            if first is None or _is_earlier(frame, (trigger, day), first):
                first = trigger, day
        if first is None:
            return None
        frame.roots["trigger"], found = first
        return found if self._registered is None or self._is_meant(frame, instance.item, found) else None

    def _is_meant(self, frame: Frame, organ: str, day: Day) -> bool:
        """Tell whether the organ was among those of the register for which the trigger gives rise to a duty."""
        assert self._registered is not None
        return self._registered(frame) and is_registered_on(frame, organ, day)

    def _reached(self, frame: Frame, instance: Instance) -> Day | None:
        """Give the day after the due date of the duty that this one hangs on, if that reached one of the states."""
        source, base = self.norm.source, instance.base
        assert isinstance(source, OnDuty)
        assert base is not None
        outcome = base.norm.symbolic.standing(frame, base)
        # What is left of that duty is its bearer, as ``item``: this one has a bearer and a clock of its own.
        frame.roots["item"], frame.roots["bearer"], frame.events = outcome.bearer, None, None
        for name, due, since in reached_states(outcome, source.part):
            if name in source.states:
                last: Day | None = due if due is not None and comes(frame.world, due) else None
                day: Day | None = since if last is None else _next_day(last)
                if day is None:  # it was broken or complied with at once, on the day on which it arose
                    day = frame.roots[AROSE]
                assert day is not None
                frame.roots["duty"] = _duty_fact(last, day)
                return day
        return None

    def _look_up(self, frame: Frame) -> None:
        for name, find, types in self._finds:
            trigger: Fact = frame.roots["trigger"]
            unknown = Fact(types[0] if types else "", {}, ("find", name, trigger.key), trigger.records)
            frame.roots[name] = earliest(frame, find) or unknown
        frame.roots[ACT] = None

    def _bound(self, frame: Frame) -> tuple[str | None, str | None]:
        """Give the organ bound, and the office through which it acts where that is another one."""
        if self._bearer is None:
            return (frame.roots.get("bearer") if self.norm.bearer is None else None), None
        bearer = _organ(self._bearer(frame))
        trigger = frame.roots.get("trigger")
        if bearer is None or not isinstance(trigger, Fact) or not self._acts_itself:
            return bearer, None
        acting = trigger.values.get("through") or trigger.values.get("by")
        return bearer, acting if isinstance(acting, str) and acting != bearer else None

    def _applied(self, frame: Frame, day: Day) -> Outcome:
        refusal = self.refusal(frame, day)
        if refusal is not None:
            return refusal
        for one in self._specials:
            special = one.symbolic
            if special.takes_over(frame, day):
                outcome = special._body(frame, day)
                return replace(
                    outcome, cites=tuple(dict.fromkeys((*special.norm.cites, *self.norm.cites))), norm=special.norm
                )
        return self._body(frame, day)

    def takes_over(self, frame: Frame, day: Day) -> bool:
        """Tell whether this special norm applies to the trigger of the general one."""
        return self._meets(frame) and self.refusal(frame, day) is None

    def _meets(self, frame: Frame) -> bool:
        """Tell whether the trigger of the general norm is one of this norm as well."""
        source, trigger = self.norm.source, frame.roots["trigger"]
        if self._day is None or not isinstance(source, OnRecord):
            return True
        if trigger.type not in source.pattern.types or not self._where(frame):
            return False
        day = self._day(frame)
        return day is not None and frame.world.le(day, frame.as_of)

    def refusal(self, frame: Frame, day: Day) -> Outcome | None:
        """Say why the norm does not apply, or ``None`` if it does."""
        reason = self._governed(frame, day)
        if reason is not None:
            return Outcome(Verdict.NOT_APPLICABLE, reason)
        located_by = frame.bearer if self._located_by is None else _organ(self._located_by(frame))
        named = self._bearer is not None or self._located_by is not None
        if not is_within_territory(frame, located_by, self.norm.governance.divisions, self._locating, named=named):
            return Outcome(Verdict.NOT_APPLICABLE, Reason.TERRITORY)
        if self._addressee is not None and not self._is_addressed(frame, self._addressee):
            return Outcome(Verdict.NOT_APPLICABLE, Reason.ADDRESSEE)
        for text, holds in self._exceptions:
            if holds(frame):
                return _exception(text)
        return None

    def _is_addressed(self, frame: Frame, addressee: Test) -> bool:
        """Tell whether the text addresses the bearer; of one of whom nothing is known this is one question."""
        if frame.roots["bearer"] is not None:
            return addressee(frame)
        known = frame.world.settled(addressee, frame)
        if known is not None:
            return known
        told = frame.world.answers(addressee, frame)
        return frame.world.test(
            ("addressee", *told.variables), *(v for group in told.variables.values() for v in group)
        )

    def _cites(self, frame: Frame) -> tuple[Citation, ...]:
        """Give the most that a breach can cite; the breach does not hang on it, so that nothing is chosen for it."""
        return max(frame.world.answers(self._cites_here, frame).all, key=len, default=self.norm.cites)

    def _cites_here(self, frame: Frame) -> tuple[Citation, ...]:
        further = [cites for holds, cites in self._also_cites if holds(frame)]
        return tuple(sorted({*self.norm.cites, *(cite for cites in further for cite in cites)}, key=_cite_order))


def _is_earlier(frame: Frame, one: tuple[Fact, Day], other: tuple[Fact, Day]) -> bool:
    """Tell whether a trigger came before another; where the records do not tell, either may have (S3)."""
    if frame.world.lt(one[1], other[1]):
        return True
    return not frame.world.lt(other[1], one[1]) and comes_before(frame, one[0], other[0])


def _cite_order(cite: Citation) -> tuple[str, int, str, str]:
    number = int(cite.article) if cite.article.isdigit() else 0
    return cite.instrument, number, cite.paragraph, cite.item


def _exception(text: Text) -> Outcome:
    return Outcome(Verdict.NOT_APPLICABLE, Reason.EXCEPTION, text)


def _organ(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _next_day(day: Day) -> Day:
    return next_day(day) if isinstance(day, int) else day.then(next_day, (("after", "next day"),))


def _duty_fact(due: Day | None, day: Day) -> Fact:
    known = isinstance(due, int) and isinstance(day, int)
    assert due is None or known or isinstance(due, DateTerm)
    if due is None:
        return Fact("duty", {"due": ABSENT, "overdue_from": ABSENT}, ("duty",))
    due_date = date.fromordinal(due) if isinstance(due, int) else UNKNOWN
    start = due_date + timedelta(days=1) if isinstance(due_date, date) else UNKNOWN
    return Fact("duty", {"due": due_date, "overdue_from": start}, ("duty",))


def reached_states(outcome: Outcome, part: str | None) -> list[tuple[str, Any, Any]]:
    """List the states in which a duty, or one part of it, stands, each with the due date and what it is late since.

    The latter is given where it became too late without a due date.
    """
    if part is None:
        # The outcome tells the first possible due date; what depends on it goes by the date itself.
        whole = outcome.due if outcome.due_day is None else outcome.due_day
        due = next((p.due_day for p in outcome.parts if p.due is not None and p.due == outcome.due), whole)
        since = next((p.since_day for p in outcome.parts if p.since_day is not None), None)
        return [(name, due, since) for name in states_of(outcome.verdict)]
    named = [p for p in outcome.parts if p.id == part]
    return [(name, p.due_day, p.since_day) for p in named for name in states_of_part(p.state)]
