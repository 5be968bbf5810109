"""Compiling a norm: its instances, the guards under which it applies, and its body (S10, S4)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from zhifa_rules.engines.native.bodies import compile_body
from zhifa_rules.engines.native.conditions import compile_condition
from zhifa_rules.engines.native.dates import compile_date
from zhifa_rules.engines.native.guards import compile_governance, is_within_territory
from zhifa_rules.engines.native.patterns import ACT, can_match, compile_pattern, required_words
from zhifa_rules.engines.native.values import (
    compile_organ,
    compile_path,
    fact_day,
    is_registered_on,
)
from zhifa_rules.engines.native.world import DateTerm, Day
from zhifa_rules.engines.outcome import BREACHES, Outcome, PartState, Reason, Verdict
from zhifa_rules.norms.core import Always, Norm, OnDuty, OnRecord, OnRoster, Path, Registered
from zhifa_rules.records.facts import LAST_DAY, Fact
from zhifa_rules.records.known import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from zhifa_rules.engines.native.concrete.norm import ConcreteNorm
    from zhifa_rules.engines.native.frame import Frame
    from zhifa_rules.norms.core import Citation, Text
    from zhifa_rules.records.dossier import Dossier

NOT_TRIGGERED = Outcome(Verdict.NOT_APPLICABLE, Reason.NOT_TRIGGERED)


@dataclass(slots=True, eq=False)
class Instance:
    """One possible duty: a norm and what may give rise to it (``triggers`` are several where only the first counts)."""

    norm: CompiledNorm
    dossier: Dossier
    triggers: tuple[Fact, ...]
    item: Any = None
    base: Instance | None = None
    once_for: str = ""


class CompiledNorm:
    """A norm ready to be evaluated; ``specials`` are the norms that displace it where they apply."""

    def __init__(self, norm: Norm) -> None:
        self.norm = norm
        self.specials: list[CompiledNorm] = []
        self.concrete: ConcreteNorm | None = None
        self.is_base = False  # whether other duties hang on its duties
        source = norm.source
        self.types = source.pattern.types if isinstance(source, OnRecord) else ()
        always = Always(value=True)
        self._where = compile_condition(source.pattern.where if isinstance(source, OnRecord) else always)
        self._day = compile_date(source.pattern.date) if isinstance(source, OnRecord) else None
        self._required = required_words(source.pattern.where, "trigger") if isinstance(source, OnRecord) else ()
        each = source.each if isinstance(source, OnRecord) else None
        self._each = compile_path(each) if isinstance(each, Path) else None
        self._each_path = each if isinstance(each, Path) else None
        self._registered = compile_condition(each.where) if isinstance(each, Registered) else None
        person = source.person if isinstance(source, OnRoster) else None
        self._person = None if person is None else compile_condition(person)
        self._once = isinstance(source, OnRecord) and (source.once or source.once_per is not None)
        per = source.once_per if isinstance(source, OnRecord) else None
        self._once_per = None if per is None else compile_path(per)
        self._is_plain = not self._once and self._each is None and self._registered is None
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

    # --- instances ---

    def instances(self, dossier: Dossier, frame_of: Callable[[Dossier, dict[str, Any]], Frame]) -> Iterator[Instance]:
        """List the possible duties that the records of a dossier give rise to."""
        facts = tuple(fact for type_ in self.types for fact in dossier.facts(type_) if can_match(fact, self._required))
        if self._is_plain:
            yield from (Instance(self, dossier, (fact,)) for fact in facts)
            return
        if self._once:
            yield from self._first_of(facts, dossier, frame_of)
            return
        for fact in facts:
            frame = frame_of(dossier, {"trigger": fact})
            if self._where_possible(frame):
                yield from (Instance(self, dossier, (fact,), item) for item in self._items(frame, fact))

    def _items(self, frame: Frame, fact: Fact) -> Iterator[Any]:
        """List the members of the list, or the organs of the register, for each of which a duty arises."""
        if self._each is None:
            yield from frame.host.register.organs
            return
        listed = self._each(frame)
        if not isinstance(listed, tuple):
            yield None
            return
        seen: set[str] = set()
        for number, entry in enumerate(listed):
            if not isinstance(entry, str):
                yield _element(fact, self._each_path, number, entry)
            elif entry not in seen:
                seen.add(entry)
                yield entry

    def _first_of(
        self, facts: tuple[Fact, ...], dossier: Dossier, frame_of: Callable[[Dossier, dict[str, Any]], Frame]
    ) -> Iterator[Instance]:
        """Group the triggers of which only the first counts; one whose group is not known stands alone."""
        groups: dict[Any, list[Fact]] = {}
        for fact in facts:
            value = None if self._once_per is None else self._once_per(frame_of(dossier, {"trigger": fact}))
            groups.setdefault((value, None) if isinstance(value, str | None) else (None, fact.key), []).append(fact)
        for (value, _), members in groups.items():
            yield Instance(self, dossier, tuple(members), once_for=value or "")

    def _where_possible(self, frame: Frame) -> bool:
        paths = frame.world.explore(lambda: NOT_TRIGGERED if not self._where(frame) else _TRIGGERED)
        return not frame.world.complete or any(path.outcome is _TRIGGERED for path in paths)

    # --- evaluation in one world ---

    def evaluate(self, frame: Frame, instance: Instance) -> Outcome:
        """Evaluate one possible duty in the world of the frame."""
        roots = frame.roots
        if instance.item is not None or self._each is not None:
            roots["item"] = instance.item
        if self._person is not None and not self._person(frame):
            return NOT_TRIGGERED
        if isinstance(self.norm.source, OnDuty):
            day = self._reached(frame, instance)
        else:
            day = self._triggered(frame, instance)
        if day is None:
            return NOT_TRIGGERED
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
        cites = self._cites(frame) if outcome.verdict in BREACHES else self.norm.cites
        looked_up = [roots[name] for name, _, _ in self._finds]
        relied_on = (trigger, *trigger.links.values(), *looked_up, *outcome.evidence)
        outcome.evidence = tuple({fact.key: fact for fact in relied_on if fact.key[0] != "find"}.values())
        outcome.cites = outcome.cites or cites
        outcome.bearer, outcome.through, outcome.counterpart = bearer, through, roots["counterpart"]
        return outcome

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
        frame.roots["bearer"] = bearer
        frame.roots["counterpart"] = None if self._counterpart is None else _organ(self._counterpart(frame))

    def _triggered(self, frame: Frame, instance: Instance) -> Day | None:
        """Find the trigger that has happened and fulfils the conditions; give the day on which it happened."""
        for trigger in instance.triggers:
            frame.roots["trigger"] = trigger
            if self._day is None:
                return fact_day(trigger, "on")  # a period, which has no conditions
            if not self._where(frame):
                continue
            day = self._day(frame)
            if day is not None and frame.world.le(day, frame.as_of):
                return day if self._registered is None or self._is_meant(frame, instance.item, day) else None
        return None

    def _is_meant(self, frame: Frame, organ: str, day: Day) -> bool:
        """Tell whether the organ was among those of the register for which the trigger gives rise to a duty."""
        assert self._registered is not None
        return self._registered(frame) and is_registered_on(frame, organ, day)

    def _reached(self, frame: Frame, instance: Instance) -> Day | None:
        """Give the day after the due date of the duty that this one hangs on, if that reached one of the states."""
        source, base = self.norm.source, instance.base
        assert isinstance(source, OnDuty)
        assert base is not None
        outcome = base.norm.evaluate(frame, base)
        # What is left of that duty is its bearer, as ``item``: this one has a bearer and a clock of its own.
        frame.roots["item"], frame.roots["bearer"], frame.events = outcome.bearer, None, None
        for name, due in reached_states(outcome, source.part):
            if name in source.states:
                day = _next_day(due) if due is not None else outcome.since
                if day is None:  # it was complied with at once, on the day on which it arose
                    day = base.norm.day_of(frame)
                if day is None:
                    return None
                frame.roots["duty"] = _duty_fact(due, day)
                return day
        return None

    def day_of(self, frame: Frame) -> Day | None:
        """Give the day on which the duty just evaluated in the frame arose."""
        if self._day is not None:
            return self._day(frame)
        root = "duty" if isinstance(self.norm.source, OnDuty) else "trigger"
        fact = frame.roots.get(root)
        return fact_day(fact, "overdue_from" if root == "duty" else "on") if isinstance(fact, Fact) else None

    def _look_up(self, frame: Frame) -> None:
        for name, find, types in self._finds:
            trigger: Fact = frame.roots["trigger"]
            found = next((fact for fact, _ in find(frame)), None)
            frame.roots[name] = found or Fact(
                types[0] if types else "", {}, ("find", name, trigger.key), trigger.records
            )
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
        for special in self.specials:
            if special.takes_over(frame, day):
                outcome = special._body(frame, day)
                return replace(
                    outcome, cites=tuple(dict.fromkeys((*special.norm.cites, *self.norm.cites))), norm=special.norm
                )
        return self._body(frame, day)

    def takes_over(self, frame: Frame, day: Day) -> bool:
        """Tell whether this special norm applies to the trigger of the general one."""
        return self._where(frame) and self.refusal(frame, day) is None

    def refusal(self, frame: Frame, day: Day) -> Outcome | None:
        """Say why the norm does not apply, or ``None`` if it does."""
        reason = self._governed(frame, day)
        if reason is not None:
            return Outcome(Verdict.NOT_APPLICABLE, reason)
        located_by = frame.roots.get("bearer") if self._located_by is None else _organ(self._located_by(frame))
        named = self._bearer is not None or self._located_by is not None
        if not is_within_territory(frame, located_by, self.norm.governance.divisions, named=named):
            return Outcome(Verdict.NOT_APPLICABLE, Reason.TERRITORY)
        if self._addressee is not None and not self._addressee(frame):
            return Outcome(Verdict.NOT_APPLICABLE, Reason.ADDRESSEE)
        for text, holds in self._exceptions:
            if holds(frame):
                return _exception(text)
        return None

    def _cites(self, frame: Frame) -> tuple[Citation, ...]:
        further = [cites for holds, cites in self._also_cites if holds(frame)]
        return tuple(sorted({*self.norm.cites, *(cite for cites in further for cite in cites)}, key=_cite_order))


def _element(owner: Fact, path: Path | None, number: int, entry: Any) -> Fact:  # noqa: ANN401
    """Turn a member of a list, such as a task of a plan, into a fact that paths can go through."""
    name = path.steps[-1].name if path is not None else ""
    values = entry if isinstance(entry, dict) else entry.__dict__
    return Fact(f"{owner.type}:{name}", dict(values), (owner.key, name, number), owner.records)


_TRIGGERED = Outcome(Verdict.SATISFIED)


def _cite_order(cite: Citation) -> tuple[str, int, str, str]:
    number = int(cite.article) if cite.article.isdigit() else 0
    return cite.instrument, number, cite.paragraph, cite.item


def _exception(text: Text) -> Outcome:
    return Outcome(Verdict.NOT_APPLICABLE, Reason.EXCEPTION, text)


def _organ(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _next_day(day: Day) -> Day:
    return next_day(day) if isinstance(day, int) else day.then(next_day, (("after", "next day"),))


def next_day(day: int) -> int:
    """Give the next day; after the last day that can be expressed there is none."""
    return min(day + 1, LAST_DAY)


def _duty_fact(due: Day | None, day: Day) -> Fact:
    known = isinstance(due, int) and isinstance(day, int)
    assert due is None or known or isinstance(due, DateTerm)
    due_date = date.fromordinal(due) if isinstance(due, int) else UNKNOWN
    start = due_date + timedelta(days=1) if isinstance(due_date, date) else UNKNOWN
    return Fact("duty", {"due": due_date, "overdue_from": start}, ("duty",))


_STATES = {
    Verdict.SATISFIED: ("performed", "complied"),
    Verdict.CURED_LATE: ("cured_late", "breached"),
    Verdict.VIOLATED: ("overdue", "breached"),
    Verdict.PENDING: ("pending",),
}


def states_of(verdict: Verdict) -> tuple[str, ...]:
    """Give the states in which a duty with a verdict stands."""
    return _STATES.get(verdict, ())


def reached_states(outcome: Outcome, part: str | None) -> list[tuple[str, Any]]:
    """List the states in which a duty, or one part of it, stands, each with the due date."""
    if part is None:
        # The outcome tells the first possible due date; what depends on it goes by the date itself.
        due = next((p.due_day for p in outcome.parts if p.due is not None and p.due == outcome.due), outcome.due)
        return [(name, due) for name in states_of(outcome.verdict)]
    return [(_part_state(p), p.due_day) for p in outcome.parts if p.id == part]


def _part_state(part: PartState) -> str:
    return "overdue" if part.state == "foreclosed" else part.state
