"""Lowering patterns of acts: an act is looked for by a join on what it must have in common with the duty."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zhifa_rules.engines.account import Unsuited
from zhifa_rules.engines.durable.columns import Column
from zhifa_rules.engines.durable.formulas import (
    DUTY,
    TRUE,
    Act,
    Any_,
    Formula,
    Holds,
    Not,
    Ref,
    Same,
    Test,
    contrary,
    every,
    not_after,
    some,
    ways,
)
from zhifa_rules.engines.durable.lowering.conditions import formula_of
from zhifa_rules.engines.durable.lowering.dates import cases_of
from zhifa_rules.engines.durable.lowering.scope import NotLoweredError
from zhifa_rules.engines.durable.rows import SUBJECT
from zhifa_rules.norms.core import (
    AllOf,
    Compare,
    Condition,
    DateExpression,
    DateOf,
    Exists,
    Path,
    Pattern,
    Relation,
    Step,
)
from zhifa_rules.norms.patterns import index_of
from zhifa_rules.records.facts import FIRST_DAY
from zhifa_rules.records.history import REGISTER_TYPES
from zhifa_rules.records.known import ABSENT, UNKNOWN
from zhifa_rules.records.shapes import Kind

if TYPE_CHECKING:
    from collections.abc import Callable

    from zhifa_rules.engines.durable.lowering.scope import Cases, Scope
    from zhifa_rules.engines.durable.rows import DutyRow, PlainRow

_ALIASES = "abcdefghij"
AS_OF = "as_of"


@dataclass(frozen=True)
class Sought:
    """An act that is looked for: what it must fulfil, and the cases of the day that counts."""

    act: Act
    fits: Formula
    days: Cases
    scope: Scope


@dataclass(frozen=True, eq=False)
class Owner(Column):
    """Whose facts are looked through: an organ, person or case, or the subject's own where they are the same."""

    path: Path | None = None
    index: str = "organ"

    def of(self, row: PlainRow) -> object:
        """Name the facts that name this one."""
        assert self.path is not None
        value = row.scene.read(self.path)
        if value is UNKNOWN:
            return UNKNOWN
        key = "none" if value is ABSENT else str(value)
        dossier: DutyRow = row  # type: ignore[assignment]
        # A case is a subject as well as a name, and other subjects may name it; organs and persons are names alone.
        own = self.index != "case" and dossier.dossier.key == (self.index, key)
        return SUBJECT if own else f"{self.index}:{key}"


def sought(pattern: Pattern, scope: Scope) -> Sought:
    """Lower a pattern: the act that fits, having happened by the day of the report."""
    key = (pattern, len(scope.acts), scope.clock)
    known = scope.names.sought.get(key)
    if known is None:
        known = scope.names.sought[key] = _sought(pattern, scope)
    assert isinstance(known, Sought)
    return known


def _sought(pattern: Pattern, scope: Scope) -> Sought:
    alias = _ALIASES[len(scope.acts)]
    act = Act(alias, pattern.types, None if pattern.of is None else _owner(pattern.of, scope))
    inner = scope.at_act(act)
    where = formula_of(pattern.where, inner)
    days = cases_of(pattern.date, inner)
    happened = some(*(every(g, not_after(ref, as_of(scope))) for g, ref in days if ref is not None))
    fits = every(where, happened, on_record(pattern, "act", inner))
    if ways(fits) > 1:  # what is asked of an act is concluded once, however many questions turn on it
        given = tuple(one for one in inner.acts if one is act or _names(fits, one.alias))
        fits = Holds(scope.predicate(f"fits {'/'.join(pattern.types)}", fits, given=given))
    return Sought(act, fits, days, inner)


def on_record(pattern: Pattern, root: str, scope: Scope) -> Formula:
    """What is dated after the day of the report is no fact yet, whichever of its dates counts."""
    own = Path(root, (Step("on", Kind.DATE, many=False),))
    if pattern.date == DateOf(own) or REGISTER_TYPES & set(pattern.types):
        return TRUE
    column = scope.at(own)
    return every(scope.stated(column), not_after(Ref(column), as_of(scope)))


def as_of(scope: Scope) -> Ref:
    """Give the day of the report, which every duty carries."""
    return Ref(scope.column(DUTY, AS_OF, AsOf))


@dataclass(frozen=True, eq=False)
class AsOf(Column):
    """The day of the report."""

    number: bool = True

    def of(self, row: PlainRow) -> object:
        """Give the day."""
        return row.scene.setting.as_of


def _owner(path: Path, scope: Scope) -> Column:
    if scope.alias(path.root) != DUTY:
        raise NotLoweredError(Unsuited.DATES)

    def make(alias: str, name: str) -> Column:
        return Owner(alias, name, path=path, index=index_of(path) or "organ")

    return scope.column(DUTY, f"acts of {path}", make, path)


def between(found: Sought, scope: Scope, *, since: Cases | None = None, until: Cases | None = None) -> Formula:
    """Give the formula that the day that counts lies between two days, both included, where they are given."""
    ways = []
    for guard, day in found.days:
        if day is None:
            continue
        bounds = [guard]
        if since is not None:
            bounds.append(some(*(every(g, not_after(ref, day)) for g, ref in since if ref is not None)))
            bounds[-1] = _or_open(bounds[-1], since)
        if until is not None:
            bounds.append(some(*(every(g, not_after(day, ref)) for g, ref in until if ref is not None)))
            bounds[-1] = _or_open(bounds[-1], until)
        ways.append(every(*bounds))
    return some(*ways)


def _or_open(formula: Formula, cases: Cases) -> Formula:
    """Without a date nothing bounds the day."""
    return some(formula, *(guard for guard, ref in cases if ref is None))


# --- Existence ----------------------------------------------------------------------------------------------

_DAYS_OF_ACTS = ("on", "received_on", "started_on")


def existence(condition: Exists, scope: Scope) -> Formula:
    """Lower the question whether there is a matching act, between two dates where they are given."""
    assert isinstance(condition.pattern, Pattern)
    found = sought(condition.pattern, scope)
    since = None if condition.since is None else cases_of(condition.since, scope)
    until = None if condition.until is None else cases_of(condition.until, scope)
    fits = every(found.fits, between(found, scope, since=since, until=until))
    examined = None if condition.same_day else _act_of_day(condition.until)
    if examined is not None and until is not None:
        fits = every(fits, _earlier_than(found, until, examined, scope))
    given = tuple(act for act in scope.acts if _names(fits, act.alias))
    alternatives = scope.names.alternatives(condition.pattern)
    doubt = _doubt(condition.pattern, alternatives, until) if condition.proves_breach else None
    if doubt is not None and given:
        raise NotLoweredError(Unsuited.DATES)
    label = f"some {' or '.join(condition.pattern.types)}"
    return Holds(scope.predicate(label, fits, given=given, acts=(found.act,), doubt=doubt))


def _names(formula: Formula, alias: str) -> bool:
    from zhifa_rules.engines.durable.formulas import columns_of, predicates_of  # noqa: PLC0415

    inner = any(act.alias == alias for predicate in predicates_of(formula) for act in predicate.given)
    return inner or any(column.alias == alias for column in columns_of(formula))


def _doubt(pattern: Pattern, alternatives: tuple[Pattern, ...], until: Cases | None) -> Callable[[PlainRow], bool]:
    types = tuple(dict.fromkeys(type_ for way in alternatives for type_ in way.types))
    linked = len(alternatives) == 1 and names_the_trigger(pattern.where)
    owned = len(alternatives) == 1 and pattern.of is not None

    def doubt(duty: PlainRow) -> bool:
        row: DutyRow = duty  # type: ignore[assignment]
        setting, bearer = row.scene.setting, row.scene.roots.get("bearer")
        last = (
            setting.as_of
            if until is None
            else max(
                (d for _, ref in until if ref is not None and isinstance(d := row.day(ref), int)), default=setting.as_of
            )
        )
        if any(setting.register.log_state(str(bearer or ""), t, FIRST_DAY, last) is False for t in types):
            return True
        if owned:
            return False
        kind = row.dossier.key[0]
        parties = [row.scene.roots.get(name) for name in ("bearer", "counterpart")]
        known = [party if isinstance(party, str) else None for party in parties]
        if kind not in ("organ", "person", "record") and setting.strays(types, known):
            return True
        return not linked and row.dossier.matter is None and kind not in ("organ", "person", "case")

    return doubt


def names_the_trigger(where: Condition) -> bool:
    """Tell whether an act must name the document of the trigger; then none can be on file elsewhere."""
    if isinstance(where, AllOf):
        return any(names_the_trigger(part) for part in where.conditions)
    if not isinstance(where, Compare) or where.relation is not Relation.EQUAL or not isinstance(where.operand, Path):
        return False
    names = where.path.root == "act" and len(where.path.steps) == 1 and where.path.steps[0].kind is Kind.DOCUMENT
    return names and where.operand.root == "trigger"


def _act_of_day(until: DateExpression | None) -> Path | None:
    """Give the way to the act whose own day a limit is; a limit of another kind includes its whole day."""
    if not isinstance(until, DateOf) or not until.path.steps or until.path.steps[-1].name not in _DAYS_OF_ACTS:
        return None
    return Path(until.path.root, until.path.steps[:-1])


# --- The order of acts of one day ---------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Moment(Column):
    """The time of day or the sequence number of an act, by which acts of one day are ordered."""

    path: Path | None = None
    field: str = "at"

    def of(self, row: PlainRow) -> object:
        """Give minutes since midnight, or the number."""
        assert self.path is not None
        fact: object = row.scene.roots.get(self.path.root)
        for step in self.path.steps:
            fact = getattr(fact, "links", {}).get(step.name)
        value = getattr(fact, "values", {}).get(self.field)
        if value is None or value is UNKNOWN:
            return ABSENT
        return value if isinstance(value, int) else _minutes(str(value))


def _minutes(text: str) -> object:
    """Give minutes since midnight; of a time in another form it is not known what it orders."""
    hours, _, minutes = text.partition(":")
    return int(hours) * 60 + int(minutes) if len(text) == len("09:30") and (hours + minutes).isdigit() else UNKNOWN


def said_before(one: tuple[str, Path], other: tuple[str, Path], scope: Scope) -> tuple[Formula, Formula]:
    """Give when an act of a day is said to have come before another, and whether the records say the order at all.

    Each act is given by its alias and the way to it.
    """
    says: list[Formula] = []
    first: list[Formula] = []
    for field in ("at", "seq"):
        mine, theirs = (_moment(alias, path, field, scope) for alias, path in (one, other))
        stated = every(scope.stated(mine), scope.stated(theirs))
        differ = every(stated, Not(Same(mine, theirs)))
        first.append(every(*(contrary(said) for said in says), differ, not_after(Ref(mine), Ref(theirs))))
        says.append(differ)
    return some(*first), some(*says)


def _moment(alias: str, path: Path, field: str, scope: Scope) -> Column:
    def make(alias: str, name: str) -> Column:
        return Moment(alias, name, number=True, path=path, field=field)

    label = field if alias != DUTY else f"{path}.{field}"
    return scope.column(alias, label, make, path, field)


def _earlier_than(found: Sought, until: Cases, examined: Path, scope: Scope) -> Formula:
    """On the last day itself an act counts only if it came before the act examined."""
    alias = scope.alias(examined.root)
    first, said = said_before((found.act.alias, Path("act", ())), (alias, examined), scope)
    before = some(
        *(
            every(g, h, not_after(Ref(day.column, day.plus + 1), ref))
            for g, day in found.days
            for h, ref in until
            if day is not None and ref is not None
        )
    )
    # Where the records do not say the order of two acts of one day it is not known.
    return Any_((before, first, every(contrary(said), Test(unsaid(scope), "is", True))))


@dataclass(frozen=True, eq=False)
class Unsaid(Column):
    """What the records do not say."""

    def of(self, row: PlainRow) -> object:
        """Nothing is known of it."""
        return UNKNOWN


def unsaid(scope: Scope) -> Column:
    """Give a column of which nothing is known: what turns on it is not examined."""
    return scope.column(DUTY, "unsaid", Unsaid)
