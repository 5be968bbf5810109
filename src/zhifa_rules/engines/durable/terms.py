"""From comparisons to single terms of patterns, each in the pattern of the fact that is bound last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhifa_rules.engines.account import Unsuited
from zhifa_rules.engines.durable.canonical import compares, equals, join, own
from zhifa_rules.engines.durable.columns import NO, YES
from zhifa_rules.engines.durable.formulas import Formula, NotAfter, Same, Test
from zhifa_rules.engines.durable.lowering.scope import NotLoweredError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zhifa_rules.engines.durable.canonical import JoinTerm, Term

_SIGNS = {
    ("at_least", True): "$gte",
    ("at_least", False): "$lt",
    ("at_most", True): "$lte",
    ("at_most", False): "$gt",
}


def term_of(atom: Formula, holds: bool, aliases: Sequence[str]) -> tuple[str, Term | JoinTerm]:
    """Write a test or a comparison, or its contrary, and name the fact whose pattern it belongs to."""
    match atom:
        case Test(column=column, operator="is", value=value):
            if isinstance(value, bool):
                value = YES if value else NO
            return column.alias, equals(column.name, value) if holds else compares("$neq", column.name, value)
        case Test(column=column, operator=operator, value=value):
            sign = _SIGNS[operator, holds]
            return column.alias, compares(sign, column.name, value)
        case Same(one=one, other=other):
            operator = "$eq" if holds else "$neq"
            late, early = (one, other) if aliases.index(one.alias) >= aliases.index(other.alias) else (other, one)
            if late.alias == early.alias:
                return late.alias, own(late.name, early.name, operator=operator)
            return late.alias, join(late.name, early.alias, early.name, operator=operator)
        case NotAfter():
            return _order(atom, holds, aliases)
    raise NotLoweredError(Unsuited.LISTS)


def _order(atom: NotAfter, holds: bool, aliases: Sequence[str]) -> tuple[str, Term | JoinTerm]:
    """Write one day not after another, or after it, as a term of the fact that is bound later."""
    one, other = atom.one, atom.other
    if one.column is None or other.column is None:
        return _against_constant(atom, holds)
    plus = other.plus - one.plus  # one <= other + plus
    if one.column.alias == other.column.alias:
        return one.column.alias, own(one.column.name, other.column.name, operator="$lte" if holds else "$gt", plus=plus)
    if aliases.index(one.column.alias) > aliases.index(other.column.alias):
        sign = "$lte" if holds else "$gt"
        return one.column.alias, join(one.column.name, other.column.alias, other.column.name, operator=sign, plus=plus)
    sign = "$gte" if holds else "$lt"
    return other.column.alias, join(other.column.name, one.column.alias, one.column.name, operator=sign, plus=-plus)


def _against_constant(atom: NotAfter, holds: bool) -> tuple[str, Term]:
    one, other = atom.one, atom.other
    if one.column is not None:
        return one.column.alias, compares("$lte" if holds else "$gt", one.column.name, other.plus - one.plus)
    if other.column is not None:
        return other.column.alias, compares("$gte" if holds else "$lt", other.column.name, one.plus - other.plus)
    raise NotLoweredError(Unsuited.DATES)
