"""Build antecedents in the canonical form: type first, then tests, then joins, the last of them written twice (G1).

An objection whose due day has passed and that no answer in its matter follows::

    antecedent(
        pattern("a", "objection"),
        asof_pattern("g", 0, join("day", "a", "due", operator="$gt")),
        pattern("n", "answer", join("matter", "a", "matter"), absent=True),
    )
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Any

from zhifa_rules.engines.durable.patterns import EQUAL, EXISTS, MISSING, NOT, SAME_FACT
from zhifa_rules.engines.durable.program import ASOF, Value

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Term = dict[str, Any]
"""One term of a pattern, in durable-rules' JSON."""


@dataclass(frozen=True, slots=True)
class JoinTerm:
    """A term that looks at a fact bound before; kept apart so that a pattern can put it last."""

    json: Term


def equals(field: str, value: Value) -> Term:
    """Test a field for a constant. A fact without the field fails every test but ``missing``."""
    return {field: value}


def compares(operator: str, field: str, value: Value) -> Term:
    """Compare a field with a constant: ``$lt``, ``$lte``, ``$gt``, ``$gte`` on integers, ``$neq`` on anything."""
    return {operator: {field: value}}


def exists(field: str) -> Term:
    """Test that the fact has the field."""
    return {EXISTS: {field: 1}}


def missing(field: str) -> Term:
    """Test that the fact lacks the field."""
    return {MISSING: {field: 1}}


def own(field: str, other: str, *, operator: str = EQUAL, plus: int = 0) -> Term:
    """Compare a field with another field of the same fact, plus a number."""
    return _against(operator, field, {SAME_FACT: other}, plus)


def join(field: str, alias: str, other: str, *, operator: str = EQUAL, plus: int = 0) -> JoinTerm:
    """Compare a field with a field of the fact bound to an earlier alias, plus a number."""
    return JoinTerm(_against(operator, field, {alias: other}, plus))


def pattern(alias: str, type_: str, *terms: Term | JoinTerm, absent: bool = False) -> Mapping[str, Any]:
    """Give one pattern; with ``absent`` it holds where no such fact is."""
    tests = [term for term in terms if not isinstance(term, JoinTerm)]
    joins = [term.json for term in terms if isinstance(term, JoinTerm)]
    every = [{"type": type_}, *tests, *joins, *joins[-1:]]
    return {alias + (NOT if absent else ""): {"$and": every} if len(every) > 1 else every[0]}


def asof_pattern(alias: str, stratum: int, *terms: Term | JoinTerm) -> Mapping[str, Any]:
    """Give the pattern on the as-of fact of a stratum; ``day`` is its field to compare with."""
    return pattern(alias, ASOF, equals("stratum", stratum), *terms)


def antecedent(*patterns: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give the antecedent of a rule."""
    return {"all": list(patterns)}


# --- Alternatives -------------------------------------------------------------------------------------------


def alternatives(*choices: Sequence[Sequence[Term | JoinTerm]]) -> list[list[Term | JoinTerm]]:
    """Expand a conjunction of disjunctions into conjunctions, one rule for each (G5).

    Each choice lists its ways, each way the terms that all must hold: ``a and (b or c and d)`` is
    ``alternatives([[a]], [[b], [c, d]])`` and gives ``[[a, b], [a, c, d]]``.
    """
    return [[term for way in ways for term in way] for ways in product(*choices)]


def _against(operator: str, field: str, reference: Term, plus: int) -> Term:
    value = {"$add": {"$l": reference, "$r": plus}} if plus else reference
    return {field: value} if operator == EQUAL else {operator: {field: value}}
