"""Whether formulas hold of what is known, in strong Kleene logic: ``None`` where it turns on what is not known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhifa_rules.engines.durable.formulas import (
    DUTY,
    Act,
    All,
    Any_,
    Constantly,
    Formula,
    Holds,
    Listed,
    Not,
    NotAfter,
    OfDuty,
    PairCell,
    Predicate,
    Ref,
    Same,
    Test,
    Truth,
    contrary,
)
from zhifa_rules.records.known import ABSENT, UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zhifa_rules.engines.durable.program import Value
    from zhifa_rules.engines.durable.rows import PlainRow


def truth(formula: Formula, rows: Mapping[str, PlainRow]) -> Truth:
    """Tell whether a formula holds of some rows; ``None`` where that turns on what is not known."""
    match formula:
        case Constantly(value=value):
            return value
        case Test(column=column, operator=operator, value=limit):
            return _tested(rows[column.alias].value(column), operator, limit)
        case Holds(predicate=predicate):
            return holds(predicate, rows)
        case Not(formula=inner):
            found = truth(inner, rows)
            return None if found is None else not found
        case All(formulas=parts):
            return _all(parts, rows)
        case Any_(formulas=parts):
            found = _all(tuple(contrary(part) for part in parts), rows)
            return None if found is None else not found
        case Same(one=one, other=other):
            return _same(*(rows[column.alias].value(column) for column in (one, other)))
        case NotAfter(one=one, other=other):
            return _not_after(day_at(one, rows), day_at(other, rows))
        case Listed(entries=entries, member=member):
            return _listed(*(rows[column.alias].value(column) for column in (entries, member)))
        case OfDuty():
            return rows[DUTY].some_duty(formula)
    return _pair(formula, rows)


def _pair(cell: PairCell, rows: Mapping[str, PlainRow]) -> Truth:
    found = cell.column.pair(rows[DUTY], rows[cell.act])
    return found if isinstance(found, bool) else None


def _all(parts: tuple[Formula, ...], rows: Mapping[str, PlainRow]) -> Truth:
    doubtful = False
    for part in parts:
        found = truth(part, rows)
        if found is False:
            return False
        doubtful = doubtful or found is None
    return None if doubtful else True


def _tested(value: object, operator: str, limit: Value) -> Truth:
    if value is UNKNOWN:
        return None
    if value is ABSENT:
        return False
    if operator == "is":
        return value == limit
    assert isinstance(value, int)
    assert isinstance(limit, int)
    return value >= limit if operator == "at_least" else value <= limit


def _same(one: object, other: object) -> Truth:
    if one is ABSENT or other is ABSENT:
        return False
    return None if one is UNKNOWN or other is UNKNOWN else one == other


def _listed(entries: object, member: object) -> Truth:
    if entries is ABSENT or member is ABSENT or entries == ():
        return False
    if entries is UNKNOWN or member is UNKNOWN:
        return None
    return member in (entries if isinstance(entries, tuple) else (entries,))  # one value is a list of one


def day_at(ref: Ref, rows: Mapping[str, PlainRow]) -> object:
    """Give the day that a reference leads to: an ordinal, ``ABSENT`` or ``UNKNOWN``."""
    if ref.column is None:
        return ref.plus
    value = rows[ref.column.alias].value(ref.column)
    return value + ref.plus if isinstance(value, int) else value


def _not_after(one: object, other: object) -> Truth:
    if one is ABSENT or other is ABSENT:
        return False
    if not isinstance(one, int) or not isinstance(other, int):
        return None
    return one <= other


def holds(predicate: Predicate, rows: Mapping[str, PlainRow]) -> Truth:
    """Tell whether a predicate holds of some rows; asked twice of the same rows it is worked out once."""
    duty = rows[DUTY]
    key = (predicate, *(rows[act.alias] for act in predicate.given))
    if key not in duty.known:
        found = _found(predicate.formula, predicate.acts, rows)
        if found is False and predicate.doubt is not None and predicate.doubt(duty):
            found = None
        duty.known[key] = found
    return duty.known[key]


def _found(formula: Formula, acts: tuple[Act, ...], rows: Mapping[str, PlainRow]) -> Truth:
    if not acts:
        return truth(formula, rows)
    candidates = rows[DUTY].acts(acts[0])
    if candidates is None:
        return None
    doubtful = False
    for row in candidates:
        found = _found(formula, acts[1:], {**rows, acts[0].alias: row})
        if found:
            return True
        doubtful = doubtful or found is None
    return None if doubtful else False
