"""Lowering duties to achieve something: acts in time, lateness, ends of the clock, and what forecloses."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from zhifa_rules.engines.account import Unsuited
from zhifa_rules.engines.durable.formulas import (
    FALSE,
    TRUE,
    Formula,
    Holds,
    Not,
    PairCell,
    Predicate,
    Ref,
    contrary,
    every,
    not_after,
    some,
)
from zhifa_rules.engines.durable.lowering.clock import NotAfterClosing, lower_clock
from zhifa_rules.engines.durable.lowering.dates import cases_of, due_cases
from zhifa_rules.engines.durable.lowering.existence import names_the_trigger
from zhifa_rules.engines.durable.lowering.order import said_before
from zhifa_rules.engines.durable.lowering.patterns import as_of, between, sought_ways
from zhifa_rules.engines.durable.lowering.scope import NotLoweredError
from zhifa_rules.engines.durable.readings import plain_patterns
from zhifa_rules.norms.core import Achieve, Part, Path

if TYPE_CHECKING:
    from collections.abc import Callable

    from zhifa_rules.engines.durable.columns import Column
    from zhifa_rules.engines.durable.lowering.clock import LoweredClock
    from zhifa_rules.engines.durable.lowering.patterns import Sought
    from zhifa_rules.engines.durable.lowering.scope import Cases, Scope
    from zhifa_rules.norms.core import Clock, DateExpression, PatternChoice

_ACT = Path("act", ())


@dataclass(frozen=True)
class LoweredPart:
    """What decides the state of one part; ``due`` gives its day case by case, ``None`` where the text sets none."""

    id: str
    due: tuple[tuple[Predicate, Ref | None], ...]
    done: Predicate
    in_time: Predicate
    overdue: Predicate
    ended: Predicate
    ended_late: Predicate
    ended_ever: Predicate
    closed: Predicate
    before_closing: Predicate
    types: tuple[str, ...]
    may_precede: bool
    confined: bool
    looked_through: bool
    relieving: tuple[str, ...]
    stopped: Predicate

    @property
    def predicates(self) -> tuple[Predicate, ...]:
        """Everything that is asked of the engine."""
        guards = tuple(guard for guard, _ in self.due)
        return (*guards, self.done, self.in_time, self.overdue, self.ended, self.ended_late, self.ended_ever,
                self.closed, self.before_closing, self.stopped)  # fmt: skip


@dataclass(frozen=True)
class LoweredAchieve:
    """A duty to achieve something."""

    parts: tuple[LoweredPart, ...]
    any_of: bool

    @property
    def predicates(self) -> tuple[Predicate, ...]:
        """Everything that is asked of the engine."""
        return tuple(predicate for part in self.parts for predicate in part.predicates)


def lower_achieve(body: Achieve, scope: Scope, day: Column) -> LoweredAchieve:
    """Lower a duty to achieve something."""
    clock = body.clock
    moved = clock is not None and bool(clock.stopped_by or clock.restarted_by)
    if moved and body.forecloses:
        raise NotLoweredError(Unsuited.CLOCK)
    if clock is not None and not moved:
        scope = replace(scope, clock=cases_of(clock.start, scope))
    parts = _Parts(body, clock, scope, Ref(day), moved=moved)
    return LoweredAchieve(tuple(parts.lowered(part) for part in body.parts), body.any_of)


class _Parts:
    """Lowers the parts of one duty; they share its clock and what forecloses it."""

    def __init__(self, body: Achieve, clock: Clock | None, scope: Scope, day: Ref, *, moved: bool) -> None:
        self._clock = clock if moved else None
        self._body = body
        self._ends = () if clock is None else clock.ended_by
        self._stops = () if clock is None else clock.stopped_by
        self._scope = scope
        self._day = day

    def lowered(self, part: Part) -> LoweredPart:
        scope = self._scope
        ways = (part.acts, *part.also_by)
        plain = [one for way in ways for one in scope.names.alternatives(way)]
        clock = None
        if self._clock is not None:
            clock = lower_clock(self._clock, part.within, part.id, scope, self._day)
        due = self._due(part.within) if clock is None else clock.due
        guards = tuple((scope.predicate(f"due {part.id}", guard), ref) for guard, ref in due)
        after_due: list[Formula] = [
            every(guard, not_after(Ref(ref.column, ref.plus + 1), as_of(scope)))
            for guard, ref in due
            if ref is not None
        ]
        return LoweredPart(
            part.id,
            guards,
            self._some(f"done {part.id}", ways, lambda found: self._counts(part, found)),
            self._some(f"in time {part.id}", ways, lambda found: every(self._counts(part, found), _by(found, due))),
            scope.predicate(f"overdue {part.id}", some(*after_due)),
            *self._ended(part, due, clock),
            self._some(f"closed {part.id}", self._body.forecloses, self._closes),
            self._before_closing(part, ways),
            tuple(dict.fromkeys(type_ for one in plain for type_ in one.types)),
            part.may_precede,
            all(one.of is not None or names_the_trigger(one.where) for one in plain),
            all(one.of is not None for one in plain),
            tuple(type_ for end in (*self._stops, *self._ends) for one in plain_patterns(end) for type_ in one.types),
            scope.predicate(f"stopped {part.id}", FALSE if clock is None else clock.stopped),
        )

    def _ended(self, part: Part, due: Cases, clock: LoweredClock | None) -> tuple[Predicate, Predicate, Predicate]:
        """Ask whether the clock ended in time, too late, or at all."""
        if clock is None:
            return (
                self._some(f"ended {part.id}", self._ends, lambda found: every(self._begun(found), _by(found, due))),
                self._some(
                    f"ended late {part.id}", self._ends, lambda found: every(self._begun(found), _past(found, due))
                ),
                self._some(f"ended ever {part.id}", self._ends, self._begun),
            )
        ended = self._scope.predicate(f"ended {part.id}", clock.ended)
        return ended, self._scope.predicate(f"ended late {part.id}", clock.ended_late), ended

    def _due(self, within: DateExpression | None) -> Cases:
        return due_cases(within, self._scope, self._day)

    def _some(self, label: str, ways: tuple[PatternChoice, ...], that: Callable[[Sought], Formula]) -> Predicate:
        """Name the question whether some act of several patterns is as asked."""
        found = [one for way in ways for one in sought_ways(way, self._scope)]
        named = [
            self._scope.predicate(f"{label} by {'/'.join(one.act.types)}", that(one), acts=(one.act,)) for one in found
        ]
        return self._scope.any_of(label, named)

    def _begun(self, found: Sought) -> Formula:
        since: Cases = ((TRUE, self._day),)
        return every(found.fits, between(found, self._scope, since=since))

    def _counts(self, part: Part, found: Sought) -> Formula:
        return found.fits if part.may_precede else self._begun(found)

    def _closes(self, found: Sought) -> Formula:
        """Tell whether an act makes it too late for ever; what had ended before could no longer be foreclosed."""
        if not self._ends:
            return self._begun(found)
        ends = [one for end in self._ends for one in sought_ways(end, found.scope)]
        ended = [
            Holds(
                self._scope.predicate(
                    "ended before closing",
                    every(self._begun(end), _not_later(end, found), self._not_after_closing(end)),
                    given=(found.act,),
                    acts=(end.act,),
                )
            )
            for end in ends
        ]
        return every(self._begun(found), contrary(some(*ended)))

    def _not_after_closing(self, end: Sought) -> Formula:
        """Tell of an act that ends the clock that the records do not say it came after a closing of its day."""
        closings = tuple(one for pattern in self._body.forecloses for one in sought_ways(pattern, self._scope))

        def make(alias: str, name: str) -> NotAfterClosing:
            return NotAfterClosing(alias, name, end=end, closings=closings)

        alias = end.act.alias
        return PairCell(end.scope.column(alias, "not after closing", make, end.fits, end.days), alias)

    def _before_closing(self, part: Part, ways: tuple[PatternChoice, ...]) -> Predicate:
        def clean(found: Sought) -> Formula:
            closings = [one for pattern in self._body.forecloses for one in sought_ways(pattern, found.scope)]
            after = [
                Holds(
                    self._scope.predicate(
                        f"closed before {part.id}",
                        every(self._closes(closing), self._was_after(found, closing)),
                        given=(found.act,),
                        acts=(closing.act,),
                    )
                )
                for closing in closings
            ]
            return every(self._counts(part, found), contrary(some(*after)))

        return self._some(f"before closing {part.id}", ways if self._body.forecloses else (), clean)

    def _was_after(self, found: Sought, closing: Sought) -> Formula:
        """Tell whether an act came after a closing: on a later day, or later on that day as far as the records say."""
        last, _ = said_before((closing.act.alias, _ACT), (found.act.alias, _ACT), closing.scope)
        return some(
            Not(_not_later(found, closing)), every(_not_later(found, closing), _not_later(closing, found), last)
        )


def _not_later(found: Sought, other: Sought) -> Formula:
    return some(
        *(
            every(g, h, not_after(day, last))
            for g, day in found.days
            for h, last in other.days
            if day is not None and last is not None
        )
    )


def _by(found: Sought, due: Cases) -> Formula:
    """Tell whether an act came by the due date, where there is one."""
    return some(
        *(
            every(g, h, not_after(day, last))
            for g, day in found.days
            for h, last in due
            if day is not None and last is not None
        )
    )


def _past(found: Sought, due: Cases) -> Formula:
    return some(
        *(
            every(g, h, not_after(Ref(last.column, last.plus + 1), day))
            for g, day in found.days
            for h, last in due
            if day is not None and last is not None
        ),
        FALSE,
    )
