"""Lowering a norm: when it arises, under which guards it applies, and its body, under every reading at once."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from zhifa_rules.engines.account import Unsuited
from zhifa_rules.engines.durable.emission import Emission
from zhifa_rules.engines.durable.formulas import DUTIES, DUTY, Formula, Holds, OfDuty, Predicate, every
from zhifa_rules.engines.durable.lowering.achieve import LoweredAchieve, LoweredPart, lower_achieve
from zhifa_rules.engines.durable.lowering.available import LoweredAvailable, lower_available
from zhifa_rules.engines.durable.lowering.conditions import formula_of
from zhifa_rules.engines.durable.lowering.counts import LoweredShare, LoweredTally, lower_share, lower_tally
from zhifa_rules.engines.durable.lowering.dates import cases_of
from zhifa_rules.engines.durable.lowering.guards import Guard, lower_guards
from zhifa_rules.engines.durable.lowering.hold import LoweredHold, lower_hold
from zhifa_rules.engines.durable.lowering.patterns import Sought, sought_ways
from zhifa_rules.engines.durable.lowering.scope import Names, NotLoweredError, Scope
from zhifa_rules.engines.durable.lowering.states import part_of, reached
from zhifa_rules.engines.durable.lowering.triggers import arises, day_of_source, document_of, duty_reached
from zhifa_rules.engines.durable.program import Program
from zhifa_rules.engines.durable.rails import checked
from zhifa_rules.engines.durable.readings import is_open, narrowed, ways_of
from zhifa_rules.errors import EngineError
from zhifa_rules.norms.core import (
    Achieve,
    Ask,
    Available,
    Body,
    Hold,
    Norm,
    OnDuty,
    OnRecord,
    Share,
    Source,
    Tally,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zhifa_rules.engines.durable.columns import Column
    from zhifa_rules.engines.durable.lowering.scope import Cases
    from zhifa_rules.norms.core import DateExpression, DutyIs

LoweredBody = LoweredAchieve | LoweredHold | LoweredAvailable | LoweredTally | LoweredShare


@dataclass(frozen=True)
class Piece:
    """A program, and what it concludes for the verdict."""

    program: Program
    predicates: tuple[Predicate, ...]


MOST_RULES = 150
"""Rules of one program, if it can be parted: one fact may not fulfil too many patterns at once."""


def _pieces(predicates: Sequence[Predicate], name: str, names: Names) -> list[Piece]:
    """Write the rules of some predicates; what is too much for one program is written as two."""
    program = Program(name, Emission(names).rules(predicates))
    parts = len(predicates)
    try:
        checked(program)
        if parts == 1 or len(program.rules) <= MOST_RULES:
            return [Piece(program, tuple(predicates))]
    except EngineError:
        if parts == 1:
            raise
    half = parts // 2
    return [*_pieces(predicates[:half], name, names), *_pieces(predicates[half:], name, names)]


@dataclass(frozen=True)
class LoweredNorm:
    """A norm as a program, and what is read from what its rules conclude.

    ``options`` are those of the open questions, and ``is_open`` tells whether it turns on any of them. ``at`` is the
    day on which its state is asked for, where another one does so at the date of an act.
    """

    norm: Norm
    name: str
    names: Names
    day: Column
    triggered: Predicate
    addressed: Predicate
    guards: tuple[Guard, ...]
    body: LoweredBody
    finds: tuple[tuple[str, tuple[Sought, ...]], ...]
    options: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    is_open: bool = False
    type: str = DUTIES
    base: LoweredNorm | None = None
    hangs_on: LoweredPart | None = None
    others: Mapping[str, LoweredNorm] = field(default_factory=dict)
    at: Cases | None = None

    @property
    def predicates(self) -> tuple[Predicate, ...]:
        """Everything that is asked of the engine."""
        return (self.triggered, *(guard.refuses for guard in self.guards), self.addressed, *self.body.predicates)

    @cached_property
    def programs(self) -> tuple[Piece, ...]:
        """The rules of the norm, in one program if durable-rules can hold them, else in several."""
        pieces = _pieces(self.predicates, self.name, self.names)
        if len(pieces) == 1:
            return tuple(pieces)
        named = (replace(one.program, name=f"{self.name} ({number})") for number, one in enumerate(pieces, 1))
        return tuple(Piece(program, one.predicates) for program, one in zip(named, pieces, strict=True))


def lower_norm(
    norm: Norm, name: str, options: Mapping[str, tuple[str, ...]], rules: Mapping[str, Norm] | None = None
) -> LoweredNorm:
    """Lower a norm; raises ``NotLoweredError`` with the reason.

    ``options`` are those to be evaluated, by question; ``rules`` are the norms whose state it may ask for.
    """
    rules = rules or {}
    asked = {rule: narrowed(other, options) for rule, other in rules.items()}
    plain, names = narrowed(norm, options), Names(ways=ways_of((norm, *rules.values()), options))
    others = Others(asked, names)
    lowered = _lowered(plain, name, Scope(names, state=others.state), others)
    return replace(lowered, options=options, is_open=is_open((plain, *asked.values())))


class Others:
    """The norms on whose state another one turns, each lowered into the same program, once for every way to ask."""

    def __init__(self, rules: Mapping[str, Norm], names: Names) -> None:
        self._rules = rules
        self._names = names
        self.lowered: dict[str, LoweredNorm] = {}
        self._dated: dict[tuple[str, DateExpression, str], LoweredNorm] = {}

    def norm(self, rule: str) -> LoweredNorm:
        """Lower the norm under a rule, unless that was done."""
        if rule not in self.lowered:
            self.lowered[rule] = self._under(rule, rule)
        return self.lowered[rule]

    def _under(self, rule: str, key: str, at: Cases | None = None) -> LoweredNorm:
        norm = self._rules.get(rule)
        if norm is None or not (isinstance(norm.source, OnDuty) or _arises_each_time(norm.source)):
            raise NotLoweredError(Unsuited.DUTY_STATE)
        if at is not None and isinstance(norm.source, OnDuty):
            raise NotLoweredError(Unsuited.DUTY_STATE)
        names = self._names.beside()
        scope = Scope(names, duty=f"duty under {key}", state=self.state, examined=at is not None)
        return replace(_lowered(norm, rule, scope, self), at=at)

    def state(self, condition: DutyIs, scope: Scope) -> Formula:
        """Give the formula that some duty under a rule is in a state, on the day of the report or of an act."""
        other = self.norm(condition.rule) if condition.at is None else self._at(condition, condition.at, scope)
        predicate = Scope(other.names, duty=other.type).predicate(
            f"{condition.rule} is {' or '.join(sorted(condition.states))}",
            reached(other, condition.part, sorted(condition.states)),
        )
        paths = {"bearer": condition.bearer, "counterpart": condition.counterpart}
        parties: list[tuple[str, Column]] = [(name, scope.at(path)) for name, path in paths.items() if path is not None]
        if condition.trigger is not None:
            parties.append(("trigger", document_of(condition.trigger, scope)))
        if any(column.alias != DUTY for _, column in parties):
            raise NotLoweredError(Unsuited.DUTY_STATE)
        asked = OfDuty(other.type.removeprefix("duty under "), predicate, tuple(parties))
        return Holds(scope.predicate(f"some {predicate.name}", asked))

    def _at(self, condition: DutyIs, at: DateExpression, scope: Scope) -> LoweredNorm:
        """Lower a norm as it stands at the date of an act; asked for again at the same date it is the same."""
        asked = (condition.rule, at, scope.duty)
        if asked in self._dated:
            return self._dated[asked]
        cases = cases_of(at, scope)
        if any(ref is not None and ref.column is not None and ref.column.alias != DUTY for _, ref in cases):
            raise NotLoweredError(Unsuited.DUTY_STATE)
        key = self._names.unique(f":{condition.rule} at an act")[1:]
        self.lowered[key] = self._dated[asked] = self._under(condition.rule, key, cases)
        return self.lowered[key]


def _arises_each_time(source: Source) -> bool:
    return isinstance(source, OnRecord) and not source.once and source.once_per is None


def _lowered(norm: Norm, name: str, scope: Scope, others: Others) -> LoweredNorm:
    if norm.displaces:
        raise NotLoweredError(Unsuited.DISPLACEMENT)
    source, names = norm.source, scope.names
    base = others.norm(source.rule) if isinstance(source, OnDuty) else None
    hangs_on = part_of(base, source.part) if base is not None and isinstance(source, OnDuty) else None
    finds = tuple((found, sought_ways(acts, scope)) for found, acts in norm.finds)
    day = day_of_source(source, scope)
    guards = tuple(lower_guards(norm, scope, day))
    addressee = None if norm.addressee is None else formula_of(norm.addressee, scope)
    return LoweredNorm(
        norm,
        name,
        names,
        day,
        scope.predicate("triggered", arises(source, scope, day) if base is None else duty_reached(source, base, scope)),
        scope.predicate("addressed", every() if addressee is None else addressee),
        guards,
        _lowered_body(norm.body, norm, scope, day),
        finds,
        type=scope.duty,
        base=base,
        hangs_on=hangs_on,
        others=others.lowered,
    )


def _lowered_body(body: Body, norm: Norm, scope: Scope, day: Column) -> LoweredBody:
    match body:
        case Achieve():
            return lower_achieve(body, scope, day)
        case Hold():
            return lower_hold(body, scope)
        case Available():
            return lower_available(body, scope, day)
        case Tally():
            return lower_tally(body, scope)
        case Share():
            return lower_share(body, norm, scope)
        case Ask():
            raise NotLoweredError(Unsuited.JUDGEMENT)
