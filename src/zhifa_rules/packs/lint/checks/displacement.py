"""Rules that are displaced by another one wherever they would apply, or that displace in vain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhifa_rules.norms.core import Compare, Condition, Governance, Norm, OnRecord, Relation
from zhifa_rules.packs.lint.problem import LintProblem, error
from zhifa_rules.packs.lint.walk import conjuncts, displaced, main_norm

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zhifa_rules.packs.lint.source import LintSource

ID = "displacement"
FINDS = "rules that are always displaced, that displace themselves, or that displace what they never meet"


def check(source: LintSource) -> Iterator[LintProblem]:
    """Compare each special rule with the general ones that it displaces."""
    rules = source.pack.rules
    for rule in rules.values():
        special = main_norm(rule)
        for name, place in displaced(source, rule):
            general = main_norm(rules[name]) if name in rules else None
            if name == rule.id:
                yield error(ID, place, "a rule displaces itself", "Name the general rule", name)
            elif special is None or general is None:
                continue
            elif not _meet(special, general):
                cure = "Give both a trigger of the same record type"
                yield error(ID, place, f"{rule.id} and {name} have no trigger in common", cure, name)
            elif differing := _differing(special, general):
                cure = f"Write {' and '.join(differing)} of {rule.id} as {name} does, or make them two rules"
                yield error(ID, place, f"{rule.id} is evaluated in the place of {name}", cure, name)
            elif _covers(special, general):
                cure = f"Narrow the trigger or the addressee of {rule.id}, or remove {name}"
                yield error(ID, place, f"{name} is always displaced by {rule.id}", cure, name)


def _meet(special: Norm, general: Norm) -> bool:
    if isinstance(special.source, OnRecord) and isinstance(general.source, OnRecord):
        return bool(set(special.source.pattern.types) & set(general.source.pattern.types))
    return type(special.source) is type(general.source)


def _differing(special: Norm, general: Norm) -> list[str]:
    """List the keys that the special rule must share: it is evaluated with what the general one has looked up."""
    return [
        key
        for key, ours, theirs in (
            ("bearer", special.bearer, general.bearer),
            ("counterpart", special.counterpart, general.counterpart),
            ("find", special.finds, general.finds),
            ("each", _each(special), _each(general)),
        )
        if ours != theirs
    ]


def _each(norm: Norm) -> object:
    return norm.source.each if isinstance(norm.source, OnRecord) else None


def _covers(special: Norm, general: Norm) -> bool:
    """Tell whether the special rule applies wherever the general one does, as far as can be read off the two."""
    where = special.source.pattern.where if isinstance(special.source, OnRecord) else None
    given = [*conjuncts(general.addressee)]
    if isinstance(special.source, OnRecord) and isinstance(general.source, OnRecord):
        if not set(general.source.pattern.types) <= set(special.source.pattern.types):
            return False
        given += conjuncts(general.source.pattern.where)
    elif special.source != general.source:
        return False
    demanded = [*conjuncts(where), *conjuncts(special.addressee)]
    known_exceptions = [e.condition for e in general.exceptions]
    return (
        all(any(_implies(one, other) for one in given) for other in demanded)
        and all(e.condition in known_exceptions for e in special.exceptions)
        and _as_long(special.governance, general.governance)
    )


def _implies(one: Condition, other: Condition) -> bool:
    if one == other:
        return True
    if not (isinstance(one, Compare) and isinstance(other, Compare) and one.path == other.path):
        return False
    return other.relation is Relation.IN and isinstance(other.operand, tuple) and set(_words(one)) <= set(other.operand)


def _words(condition: Compare) -> tuple[object, ...]:
    if condition.relation is Relation.EQUAL and isinstance(condition.operand, str | int):
        return (condition.operand,)
    if condition.relation is Relation.IN and isinstance(condition.operand, tuple):
        return condition.operand
    return (condition,)


def _as_long(special: Governance, general: Governance) -> bool:
    return (
        special.first_day_latest <= general.first_day
        and special.last_possible_day >= general.last_possible_day
        and all(division.startswith(special.divisions) for division in general.divisions)
        and special.decided_by == general.decided_by
    )
