"""Conditions that can never hold together, so that a trigger, an exception or an act never occurs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhifa_rules.norms.core import (
    AnyOf,
    Choice,
    Condition,
    Exists,
    Hold,
    Members,
    Norm,
    Not,
    OnRecord,
    Pattern,
    PatternChoice,
)
from zhifa_rules.packs.lint.narrowing import Conflict, Knowledge
from zhifa_rules.packs.lint.problem import LintProblem, error
from zhifa_rules.packs.lint.walk import conjuncts, parts_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zhifa_rules.packs.lint.source import LintSource

ID = "contradiction"
FINDS = "conditions that can never hold together, in a trigger, an exception, or a pattern of acts"


def check(source: LintSource) -> Iterator[LintProblem]:
    """Look at every condition of every norm, in the light of what its trigger already says."""
    for rule in source.pack.rules.values():
        for conflict in dict.fromkeys(found for norm in rule.norms for found in _norm(norm)):
            place = source.comparison_place(rule, conflict.path, conflict.value)
            message = f"{rule.id}: this can never hold beside the other conditions on {conflict.path}"
            yield error(ID, place, message, "Remove one of the conditions, or put them under any_of", conflict.value)


def _norm(norm: Norm) -> Iterator[Conflict]:
    known = Knowledge()
    if isinstance(norm.source, OnRecord):
        conflicts = list(_holds(norm.source.pattern.where, known))
        yield from conflicts
        for part in () if conflicts else conjuncts(norm.source.pattern.where):
            known.take(part)
    if norm.addressee is not None:
        yield from _holds(norm.addressee, known.without("bearer"))
    for exception in norm.exceptions:
        yield from _holds(exception.condition, known)
    for condition, _ in norm.also_cites:
        yield from _holds(condition, known)
    yield from _body(norm, known)


def _body(norm: Norm, known: Knowledge) -> Iterator[Conflict]:
    if isinstance(norm.body, Hold):
        for _, condition in norm.body.conditions:
            # A prohibition is lowered into the contrary of what it forbids.
            yield from _holds(condition.condition if isinstance(condition, Not) else condition, known)
    patterns = [*parts_of(norm.body, Pattern), *parts_of(norm.finds, Pattern)]
    for pattern in dict.fromkeys(patterns):
        yield from _pattern(pattern, known)


def _holds(condition: Condition, known: Knowledge) -> Iterator[Conflict]:
    """Find what can never hold in a condition that holds together with what is known."""
    own = known.copy()
    parts = conjuncts(condition)
    for part in parts:
        conflict = own.take(part)
        if conflict is not None:
            yield conflict
            return
    for part in parts:
        yield from _inner(part, own)


def _inner(condition: Condition, known: Knowledge) -> Iterator[Conflict]:
    if isinstance(condition, AnyOf):
        for alternative in condition.conditions:
            yield from _holds(alternative, known)
    elif isinstance(condition, Choice):
        for _, option in condition.options:
            yield from _holds(option, known)
    elif isinstance(condition, Not):
        yield from _holds(condition.condition, Knowledge())
    elif isinstance(condition, Exists):
        yield from _pattern(condition.pattern, known)
    elif isinstance(condition, Members):
        yield from _members(condition, known)


def _members(condition: Members, known: Knowledge) -> Iterator[Conflict]:
    least, most = condition.at_least, condition.at_most
    if least is not None and most is not None and least > most:
        yield Conflict(str(condition.path), None)
    yield from _holds(condition.where, known.without("member"))


def _pattern(pattern: PatternChoice, known: Knowledge) -> Iterator[Conflict]:
    if isinstance(pattern, Choice):
        for _, option in pattern.options:
            yield from _pattern(option, known)
    else:
        yield from _holds(pattern.where, known.without("act"))
