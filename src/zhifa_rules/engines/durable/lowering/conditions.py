"""Lowering conditions into formulas: tests and joins for the engine, cells for what it cannot express."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhifa_rules.engines.account import Unsuited
from zhifa_rules.engines.durable.cells import Coverage, MembersFit
from zhifa_rules.engines.durable.columns import (
    MEMBER,
    UNIT,
    Beginning,
    Column,
    Holding,
    ListAgainst,
    Named,
    NotEmpty,
    OneOfMany,
)
from zhifa_rules.engines.durable.formulas import (
    DUTY,
    FALSE,
    Constantly,
    Formula,
    Listed,
    PairCell,
    Ref,
    Same,
    Test,
    columns_of,
    contrary,
    every,
    not_after,
    predicates_of,
    some,
)
from zhifa_rules.engines.durable.lowering.choices import options_of
from zhifa_rules.engines.durable.lowering.scope import NotLoweredError
from zhifa_rules.norms.core import (
    AllOf,
    Always,
    AnyOf,
    Choice,
    Compare,
    CompareDates,
    Condition,
    Covers,
    DutyIs,
    Exists,
    Members,
    Not,
    Path,
    Relation,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from zhifa_rules.engines.durable.lowering.scope import Scope

    Make = Callable[[str, str], Column]


def formula_of(condition: Condition, scope: Scope) -> Formula:
    """Lower a condition."""
    from zhifa_rules.engines.durable.lowering.existence import existence  # noqa: PLC0415  (patterns contain conditions)

    match condition:
        case Always(value=value):
            return Constantly(value)
        case Not(condition=inner):
            return contrary(formula_of(inner, scope))
        case Choice():
            return some(*(every(guard, formula_of(part, scope)) for guard, part in options_of(condition, scope)))
        case AllOf(conditions=parts):
            return every(*(formula_of(part, scope) for part in parts))
        case AnyOf(conditions=parts):
            return some(*(formula_of(part, scope) for part in parts))
        case Compare():
            return _compared(condition, scope)
        case CompareDates():
            return _dates_compared(condition, scope)
        case Members():
            return _members(condition, scope)
        case Covers():
            return _covers(condition, scope)
        case Exists():
            return existence(condition, scope)
        case DutyIs() if scope.state is not None:
            return scope.state(condition, scope)
    raise NotLoweredError(Unsuited.DUTY_STATE)


# --- Comparisons --------------------------------------------------------------------------------------------


def _compared(condition: Compare, scope: Scope) -> Formula:
    if isinstance(condition.operand, Path):
        return _against_path(condition, condition.operand, scope)
    return _against_constant(condition, condition.operand, scope)


def _against_constant(condition: Compare, operand: object, scope: Scope) -> Formula:
    path, alias = condition.path, scope.alias(condition.path.root)
    label = scope.label(path)
    match condition.relation:
        case Relation.EQUAL:
            return _is(scope, path, operand)
        case Relation.IN:
            assert isinstance(operand, tuple)
            return _in(scope, path, operand)
        case Relation.CONTAINS | Relation.CONTAINS_ANY:
            wanted = operand if isinstance(operand, tuple) else (operand,)

            def holding(alias: str, name: str) -> Column:
                return Holding(alias, name, path=path, constants=wanted)

            return _flag(scope.column(alias, f"{label} has {' or '.join(map(str, wanted))}", holding, path, wanted))
        case Relation.PRESENT:

            def present(alias: str, name: str) -> Column:
                return NotEmpty(alias, name, path=path)

            found = _flag(scope.column(alias, f"{label} present", present, path))
            return found if operand else contrary(found)
        case Relation.NAMED:

            def named(alias: str, name: str) -> Column:
                return Named(alias, name, path=path)

            found = _flag(scope.column(alias, f"{label} named", named, path))
            return found if operand else contrary(found)
        case Relation.STARTS_WITH:
            prefixes = operand if isinstance(operand, tuple) else (operand,)

            def beginning(alias: str, name: str) -> Column:
                return Beginning(alias, name, path=path, prefixes=prefixes)

            shown = f"{label} begins with {' or '.join(map(str, prefixes))}"
            return _flag(scope.column(alias, shown, beginning, path, prefixes))
        case Relation.AT_LEAST | Relation.AT_MOST:
            column = scope.at(path)
            assert isinstance(operand, int)
            return every(scope.stated(column), Test(column, condition.relation.value, operand))
    raise NotLoweredError(Unsuited.LISTS)


_MANY = 3
_LONGEST = 120


def _in(scope: Scope, path: Path, constants: tuple[object, ...]) -> Formula:
    if len(constants) < _MANY:
        return some(*(_is(scope, path, one) for one in constants))

    def make(alias: str, name: str) -> Column:
        return OneOfMany(alias, name, path=path, constants=constants)

    label = f"{scope.label(path)} among {' '.join(map(str, constants))}"[:_LONGEST]
    return _flag(scope.column(scope.alias(path.root), label, make, path, constants))


def _is(scope: Scope, path: Path, constant: object) -> Formula:
    column = scope.at(path)
    assert isinstance(constant, str | int)
    test = Test(column, "is", constant)
    return every(scope.stated(column), test) if column.number else test


def _flag(column: Column) -> Formula:
    return Test(column, "is", True)


def _against_path(condition: Compare, operand: Path, scope: Scope) -> Formula:
    one, other = scope.at(condition.path), scope.at(operand)
    match condition.relation:
        case Relation.EQUAL if not (_many(condition.path) or _many(operand)):
            return every(scope.stated(one), scope.stated(other), Same(one, other))
        case Relation.AT_LEAST:
            return every(scope.stated(one), scope.stated(other), not_after(Ref(other), Ref(one)))
        case Relation.AT_MOST:
            return every(scope.stated(one), scope.stated(other), not_after(Ref(one), Ref(other)))
        case Relation.CONTAINS if not _many(operand):
            return _contains(condition.path, operand, one, other, scope)
    raise NotLoweredError(Unsuited.LISTS)


def _many(path: Path) -> bool:
    return bool(path.steps) and path.steps[-1].many


def _contains(path: Path, operand: Path, entries: Column, member: Column, scope: Scope) -> Formula:
    if entries.alias == member.alias or entries.alias in (MEMBER, UNIT) or member.alias in (MEMBER, UNIT):
        if entries.alias != member.alias:
            return _listed(entries, member, scope)

        def against(alias: str, name: str) -> Column:
            return ListAgainst(alias, name, path=path, member=operand)

        return _flag(scope.column(entries.alias, f"{scope.label(path)} has {operand}", against, path, operand))
    return _listed(entries, member, scope)


def _listed(entries: Column, member: Column, scope: Scope) -> Formula:
    return every(scope.stated(member), Listed(entries, member))


_SHIFTS = {Relation.ON_OR_BEFORE: (0, False), Relation.BEFORE: (1, False), Relation.ON_OR_AFTER: (0, True)}


def _dates_compared(condition: CompareDates, scope: Scope) -> Formula:
    from zhifa_rules.engines.durable.lowering.dates import cases_of  # noqa: PLC0415  (dates contain conditions)

    column = scope.at(condition.path)
    found: list[Formula] = []
    for guard, ref in cases_of(condition.operand, scope):
        if ref is None:
            continue
        shift, turned = _SHIFTS.get(condition.relation, (1, True))
        one, other = (ref, Ref(column)) if turned else (Ref(column), ref)
        found.append(every(guard, scope.stated(column), not_after(Ref(one.column, one.plus + shift), other)))
    return some(*found) if found else FALSE


# --- Lists --------------------------------------------------------------------------------------------------


def _members(condition: Members, scope: Scope) -> Formula:
    path = condition.path
    where = formula_of(condition.where, scope.with_alias(MEMBER, MEMBER))

    def make(alias: str, name: str) -> Column:
        return MembersFit(
            alias,
            name,
            path=path,
            where=where,
            at_least=condition.at_least,
            at_most=condition.at_most,
            distinct=condition.distinct,
            every=condition.every,
        )

    return _cell(make, f"{scope.label(path)} members", scope.alias(path.root), where, scope, condition)


def _covers(condition: Covers, scope: Scope) -> Formula:
    path = condition.path
    units = formula_of(condition.units, scope.with_alias(UNIT, UNIT))

    def make(alias: str, name: str) -> Column:
        return Coverage(alias, name, path=path, units=units, gives=condition.gives, stated=condition.stated)

    if condition.stated is not None and scope.alias(condition.stated.root) != scope.alias(path.root):
        raise NotLoweredError(Unsuited.LISTS)
    return _cell(make, f"{scope.label(path)} covers", scope.alias(path.root), units, scope, condition)


def _cell(  # noqa: PLR0917
    make: Make, label: str, alias: str, inner: Formula, scope: Scope, condition: object
) -> Formula:
    """Give a cell of the fact that has the list, or of the duty and the act together where the condition needs both."""
    if any(True for _ in predicates_of(inner)):
        raise NotLoweredError(Unsuited.LISTS)
    asked = {column.alias for column in columns_of(inner)} - {MEMBER, UNIT} | {alias}
    if alias in (MEMBER, UNIT) or len(asked - {DUTY}) > 1:
        raise NotLoweredError(Unsuited.LISTS)
    if len(asked) == 1:
        return _flag(scope.column(alias, label, make, condition))
    act = next(iter(asked - {DUTY}))
    column = scope.column(act, label, make, condition, "pair")
    return PairCell(column, act)
