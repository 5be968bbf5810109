"""Lowering a norm under one choice of readings: when it arises, under which guards it applies, and its body."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from zhifa_rules.engines.account import Unsuited
from zhifa_rules.engines.durable.cells import existed
from zhifa_rules.engines.durable.columns import Column
from zhifa_rules.engines.durable.emission import Emission
from zhifa_rules.engines.durable.formulas import (
    DUTIES,
    DUTY,
    Formula,
    Holds,
    OfDuty,
    Predicate,
    Ref,
    Test,
    contrary,
    every,
    not_after,
    some,
)
from zhifa_rules.engines.durable.lowering.achieve import LoweredAchieve, LoweredPart, lower_achieve
from zhifa_rules.engines.durable.lowering.available import LoweredAvailable, lower_available
from zhifa_rules.engines.durable.lowering.conditions import formula_of
from zhifa_rules.engines.durable.lowering.counts import LoweredShare, LoweredTally, lower_share, lower_tally
from zhifa_rules.engines.durable.lowering.dates import cases_of, one_day
from zhifa_rules.engines.durable.lowering.hold import LoweredHold, lower_hold
from zhifa_rules.engines.durable.lowering.patterns import Sought, as_of, on_record, sought
from zhifa_rules.engines.durable.lowering.scope import Names, NotLoweredError, Scope
from zhifa_rules.engines.durable.lowering.states import part_of, reached
from zhifa_rules.engines.durable.program import Program
from zhifa_rules.engines.durable.rails import checked
from zhifa_rules.engines.durable.truth import truth
from zhifa_rules.engines.outcome import Reason
from zhifa_rules.errors import EngineError
from zhifa_rules.norms.core import (
    Achieve,
    Ask,
    Available,
    Body,
    Governance,
    Hold,
    Norm,
    OnDuty,
    OnRecord,
    OnRoster,
    Path,
    Pattern,
    Registered,
    Share,
    Source,
    Tally,
)
from zhifa_rules.records.facts import Fact
from zhifa_rules.records.known import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zhifa_rules.engines.durable.rows import PlainRow
    from zhifa_rules.norms.core import DutyIs, Text

LoweredBody = LoweredAchieve | LoweredHold | LoweredAvailable | LoweredTally | LoweredShare


@dataclass(frozen=True)
class Guard:
    """What keeps a norm from applying; where ``turning_on`` is not known, it may or may not."""

    refuses: Predicate
    reason: Reason
    text: Text | None = None
    turning_on: Column | None = None


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
    """A norm as a program, and what is read from what its rules conclude."""

    norm: Norm
    name: str
    names: Names
    day: Column
    triggered: Predicate
    addressed: Predicate
    guards: tuple[Guard, ...]
    body: LoweredBody
    finds: tuple[tuple[str, Sought], ...]
    readings: dict[str, str] = field(default_factory=dict)
    type: str = DUTIES
    base: LoweredNorm | None = None
    hangs_on: LoweredPart | None = None
    others: Mapping[str, LoweredNorm] = field(default_factory=dict)

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
    norm: Norm,
    name: str,
    readings: dict[str, str],
    ways: Mapping[Pattern, tuple[Pattern, ...]] | None = None,
    rules: Mapping[str, Norm] | None = None,
) -> LoweredNorm:
    """Lower a norm in which no question is open any more; raises ``NotLoweredError`` with the reason.

    ``ways`` gives the patterns under every option of a question for the one that was chosen; ``rules`` are the norms
    whose state it may ask for.
    """
    names = Names(ways=ways or {})
    others = Others(rules or {}, names)
    lowered = _lowered(norm, name, Scope(names, state=others.state), others)
    return replace(lowered, readings=readings)


class Others:
    """The norms on whose state another one turns, each lowered once into the same program."""

    def __init__(self, rules: Mapping[str, Norm], names: Names) -> None:
        self._rules = rules
        self._names = names
        self.lowered: dict[str, LoweredNorm] = {}

    def norm(self, rule: str) -> LoweredNorm:
        """Lower the norm under a rule, unless that was done; what it hangs on itself is not lowered."""
        if rule not in self.lowered:
            norm = self._rules.get(rule)
            if norm is None or not isinstance(norm.source, OnRecord) or norm.source.once:
                raise NotLoweredError(Unsuited.DUTY_STATE)
            scope = Scope(self._names.beside(), duty=f"duty under {rule}")
            self.lowered[rule] = _lowered(norm, rule, scope, self)
        return self.lowered[rule]

    def state(self, condition: DutyIs) -> Formula:
        """Give the formula that some duty under a rule is in a state on the day of the report."""
        if condition.at is not None or condition.trigger is not None:
            raise NotLoweredError(Unsuited.DUTY_STATE)
        other = self.norm(condition.rule)
        scope = Scope(self._names)
        predicate = Scope(other.names, duty=other.type).predicate(
            f"{condition.rule} is {' or '.join(sorted(condition.states))}",
            reached(other, condition.part, sorted(condition.states)),
        )
        paths = {"bearer": condition.bearer, "counterpart": condition.counterpart}
        parties = tuple((name, scope.at(path)) for name, path in paths.items() if path is not None)
        asked = OfDuty(condition.rule, predicate, parties)
        return Holds(scope.predicate(f"some {predicate.name}", asked))


def _lowered(norm: Norm, name: str, scope: Scope, others: Others) -> LoweredNorm:
    if norm.displaces:
        raise NotLoweredError(Unsuited.DISPLACEMENT)
    source, names = norm.source, scope.names
    base = others.norm(source.rule) if isinstance(source, OnDuty) else None
    hangs_on = part_of(base, source.part) if base is not None and isinstance(source, OnDuty) else None
    finds = tuple((found, sought(_plain(pattern), scope)) for found, pattern in norm.finds)
    day = _day(source, scope)
    guards = tuple(_guards(norm, scope, day))
    addressee = None if norm.addressee is None else formula_of(norm.addressee, scope)
    return LoweredNorm(
        norm,
        name,
        names,
        day,
        scope.predicate("triggered", _triggered(source, scope, day) if base is None else _reached(source, base, scope)),
        scope.predicate("addressed", every() if addressee is None else addressee),
        guards,
        _lowered_body(norm.body, norm, scope, day),
        finds,
        type=scope.duty,
        base=base,
        hangs_on=hangs_on,
        others=others.lowered,
    )


def _plain(pattern: object) -> Pattern:
    assert isinstance(pattern, Pattern)
    return pattern


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


# --- The trigger --------------------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class DayOfTrigger(Column):
    """The day on which a period begins, or the instrument to govern."""

    number: bool = True

    def of(self, row: PlainRow) -> object:
        """Give the day."""
        assert row.fact is not None
        return row.fact.values["on"].toordinal()


@dataclass(frozen=True, eq=False)
class ItemExisted(Column):
    """Whether the organ in question existed on the day of the trigger."""

    day: Column | None = None

    def of(self, row: PlainRow) -> object:
        """Ask the register."""
        assert self.day is not None
        day, organ = row.value(self.day), row.scene.roots["item"]
        assert isinstance(organ, str)
        found = existed(row.scene, organ, day) if isinstance(day, int) else None
        return UNKNOWN if found is None else found


@dataclass(frozen=True, eq=False)
class DayAfterDue(Column):
    """The day after the due date of the duty on which this one hangs."""

    number: bool = True

    def of(self, row: PlainRow) -> object:
        """Give the day."""
        duty = row.scene.roots["duty"]
        assert isinstance(duty, Fact)
        day = duty.values["overdue_from"]
        return day.toordinal() if isinstance(day, date) else UNKNOWN


def _reached(source: Source, base: LoweredNorm, scope: Scope) -> Formula:
    """Give the formula that the duty on which this one hangs is in one of the states."""
    assert isinstance(source, OnDuty)
    states = sorted(source.states)
    predicate = Scope(base.names, duty=base.type).predicate(
        f"{source.rule} is {' or '.join(states)}", reached(base, source.part, states)
    )
    return Holds(scope.predicate("reached", OfDuty(source.rule, predicate, base=True)))


def _day(source: Source, scope: Scope) -> Column:
    if isinstance(source, OnDuty):
        return scope.column(DUTY, "day", DayAfterDue)
    if isinstance(source, OnRoster):
        return scope.column(DUTY, "day", DayOfTrigger)
    return one_day(source.pattern.date, scope, DUTY, "day")


def _triggered(source: Source, scope: Scope, day: Column) -> Formula:
    assert not isinstance(source, OnDuty)
    if isinstance(source, OnRoster):
        return every() if source.person is None else formula_of(source.person, scope)
    where = formula_of(source.pattern.where, scope)
    meant: Formula = every()
    if isinstance(source.each, Registered):

        def make(alias: str, name: str) -> Column:
            return ItemExisted(alias, name, day=day)

        existing = scope.column(DUTY, "item existed", make)
        meant = every(formula_of(source.each.where, scope), Test(existing, "is", True))
    happened = every(scope.stated(day), not_after(Ref(day), as_of(scope)), on_record(source.pattern, "trigger", scope))
    return every(where, happened, meant)


# --- Guards -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class EntryIntoForce(Column):
    """The day on which the instrument began to govern; where the text does not tell, as far as that matters."""

    number: bool = True
    governance: Governance | None = None
    decisive: tuple[tuple[Formula, Ref], ...] = ()

    def of(self, row: PlainRow) -> object:
        """Give the day; not known only if the trigger may lie before or after it."""
        assert self.governance is not None
        first, latest = self.governance.first_day, self.governance.first_day_latest
        days = [row.day(ref) for guard, ref in self.decisive if truth(guard, {DUTY: row})]
        return UNKNOWN if any(isinstance(day, int) and first <= day < latest for day in days) else first


@dataclass(frozen=True, eq=False)
class InTerritory(Column):
    """Whether the organ in question lies where the instrument governs; one without a division is unknown."""

    divisions: tuple[str, ...] = ()
    located_by: Path | None = None
    named: bool = False

    def of(self, row: PlainRow) -> object:
        """Ask the register."""
        scene = row.scene
        organ = scene.roots.get("bearer") if self.located_by is None else scene.read(self.located_by)
        if not isinstance(organ, str):
            organ = None
        if organ is None and not self.named and isinstance(row.fact, Fact):
            by = row.fact.values.get("by")
            organ = scene.setting.register.principal(by) if isinstance(by, str) else None
        if organ is None:
            return UNKNOWN
        division = scene.setting.organ(organ, scene.day).values.get("division")
        return division.startswith(self.divisions) if isinstance(division, str) else UNKNOWN


def _guards(norm: Norm, scope: Scope, day: Column) -> list[Guard]:
    governance = norm.governance
    decided = ((every(), Ref(day)),) if governance.decided_by is None else cases_of(governance.decided_by, scope)
    decisive = [(guard, Ref(day) if ref is None else ref) for guard, ref in decided]

    def begins(alias: str, name: str) -> Column:
        return EntryIntoForce(alias, name, governance=governance, decisive=tuple(decisive))

    def lies(alias: str, name: str) -> Column:
        named = norm.bearer is not None or norm.located_by is not None
        return InTerritory(alias, name, divisions=governance.divisions, located_by=norm.located_by, named=named)

    entry = scope.column(DUTY, "in force from", begins)
    last = governance.last_day
    assert isinstance(last, int)
    before = [every(g, not_after(Ref(ref.column, ref.plus + 1), Ref(entry))) for g, ref in decisive]
    after = [every(g, not_after(Ref(None, last + 1), ref)) for g, ref in decisive]
    within = Test(scope.column(DUTY, "in territory", lies), "is", True)
    found = [
        Guard(scope.predicate("not in force", some(*before)), Reason.NOT_IN_FORCE, turning_on=entry),
        Guard(scope.predicate("lapsed", some(*after)), Reason.LAPSED),
        Guard(scope.predicate("outside", contrary(within)), Reason.TERRITORY),
    ]
    if norm.addressee is not None:
        refused = contrary(formula_of(norm.addressee, scope))
        found.append(Guard(scope.predicate("not addressed", refused), Reason.ADDRESSEE))
    for number, case in enumerate(norm.exceptions, 1):
        formula = formula_of(case.condition, scope)
        found.append(Guard(scope.predicate(f"exception {number}", formula), Reason.EXCEPTION, case.reason))
    return found
