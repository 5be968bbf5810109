"""Comparisons that no record can fulfil, because of what its type says of its fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhifa_rules.norms.core import Compare, CompareDates, DateOf, Path, Pattern, Relation
from zhifa_rules.packs.lint.problem import LintProblem, error
from zhifa_rules.packs.lint.walk import conjuncts, parts_of
from zhifa_rules.records.shapes import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zhifa_rules.packs.lint.source import LintSource
    from zhifa_rules.packs.pack import Rule

ID = "comparison"
FINDS = "fields compared with a field of another kind, and dates against the order that their type declares"

_ROOT_KINDS = {"bearer": Kind.ORGAN, "counterpart": Kind.ORGAN, "clock": Kind.DATE}
_ALIKE = frozenset({Kind.TEXT, Kind.DOCUMENT, Kind.WORD})


def check(source: LintSource) -> Iterator[LintProblem]:
    """Look at every comparison of two fields."""
    for rule in source.pack.rules.values():
        for compared in dict.fromkeys(found for norm in rule.norms for found in parts_of(norm, Compare)):
            yield from _kinds(source, rule, compared)
        for pattern in dict.fromkeys(found for norm in rule.norms for found in parts_of(norm, Pattern)):
            yield from _order(source, rule, pattern)


def _kinds(source: LintSource, rule: Rule, compared: Compare) -> Iterator[LintProblem]:
    if not isinstance(compared.operand, Path):
        return
    ours, theirs = _kind(compared.path), _kind(compared.operand)
    if ours is None or theirs is None or ours is theirs or {ours, theirs} <= _ALIKE:
        return
    place = source.comparison_place(rule, str(compared.path), str(compared.operand))
    message = f"{compared.path} ({ours}) is never the same as {compared.operand} ({theirs})"
    yield error(ID, place, message, "Compare fields of the same kind", str(compared.operand))


def _kind(path: Path) -> Kind | None:
    return path.steps[-1].kind if path.steps else _ROOT_KINDS.get(path.root)


def _order(source: LintSource, rule: Rule, pattern: Pattern) -> Iterator[LintProblem]:
    orders = [set(source.pack.catalogue.types[name].order) for name in pattern.types]
    order = set.intersection(*orders) if orders else set()
    for condition in conjuncts(pattern.where):
        if not (isinstance(condition, CompareDates) and isinstance(condition.operand, DateOf)):
            continue
        path, other = condition.path, condition.operand.path
        if path.root != other.root or len(path.steps) != 1 or len(other.steps) != 1:
            continue
        pair = path.steps[0].name, other.steps[0].name
        if _impossible(condition.relation, pair, order):
            place = source.comparison_place(rule, str(path), str(other))
            message = f"in {', '.join(pattern.types)} {path} is never {condition.relation} {other}"
            yield error(ID, place, message, "Turn the comparison round", str(other))


def _impossible(relation: Relation, pair: tuple[str, str], order: set[tuple[str, str]]) -> bool:
    """In each declared pair the first date never lies after the second."""
    if relation is Relation.AFTER:
        return pair in order
    return relation is Relation.BEFORE and pair[::-1] in order
