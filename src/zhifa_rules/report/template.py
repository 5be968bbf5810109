"""Record templates: what a record of the act that is owed would look like (S16)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zhifa_rules.norms.core import (
    Achieve,
    AllOf,
    Ask,
    Choice,
    Compare,
    Condition,
    OnRecord,
    Path,
    Pattern,
    PatternChoice,
    Relation,
    Tally,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from zhifa_rules.engines.outcome import Duty
    from zhifa_rules.norms.core import Norm
    from zhifa_rules.packs import Pack


def act_templates(duty: Duty, pack: Pack) -> Sequence[Mapping[str, object]]:
    """Give one template per missing part: the fields that the act must have, and the rules that also bind it."""
    missing = set(duty.outcome.missing)
    found: list[Mapping[str, object]] = []
    for name, pattern in _acts(duty.norm):
        if missing and name and name not in missing:
            continue
        fields = _fields(pattern, duty)
        found.append({"part": name, "record": fields, "also_bound_by": _binding_rules(pattern, fields, pack)})
    return found


def _acts(norm: Norm) -> Iterable[tuple[str, Pattern]]:
    body = norm.body
    if isinstance(body, Achieve):
        return [(part.id, _first(part.acts)) for part in body.parts]
    if isinstance(body, Tally):
        return [("", _first(body.acts))]
    return [("", _first(body.answer))] if isinstance(body, Ask) else []


def _first(pattern: PatternChoice) -> Pattern:
    while isinstance(pattern, Choice):
        pattern = pattern.options[0][1]
    return pattern


def _fields(pattern: Pattern, duty: Duty) -> dict[str, object]:
    fields: dict[str, object] = {"type": pattern.types[0]}
    if duty.outcome.bearer is not None:
        fields["by"] = duty.outcome.bearer
    if duty.subject[0] == "matter":
        fields["matter"] = duty.subject[1]
    for condition in _conjuncts(pattern.where):
        if isinstance(condition, Compare) and condition.path.root == "act" and len(condition.path.steps) == 1:
            value = _value(condition, duty)
            if value is not None:
                fields[condition.path.steps[0].name] = value
    return fields


def _conjuncts(condition: Condition) -> Iterable[Condition]:
    if isinstance(condition, AllOf):
        for part in condition.conditions:
            yield from _conjuncts(part)
    else:
        yield condition


def _value(condition: Compare, duty: Duty) -> object:
    operand: Any = condition.operand
    if isinstance(operand, Path):
        operand = _known(operand, duty)
    elif condition.relation is Relation.IN and isinstance(operand, tuple):
        operand = operand[0] if len(operand) == 1 else None
    if operand is None or condition.relation not in (Relation.EQUAL, Relation.IN, Relation.CONTAINS):
        return None
    return [operand] if condition.path.steps[0].many else operand


def _known(path: Path, duty: Duty) -> object:
    if path.root == "bearer" and not path.steps:
        return duty.outcome.bearer
    if path.root == "counterpart" and not path.steps:
        return duty.outcome.counterpart
    if path.root == "item" and not path.steps and str(duty.norm.counterpart) == "item":
        return duty.outcome.counterpart
    if path.root == "trigger" and len(path.steps) == 1:
        value = duty.trigger.values.get(path.steps[0].name)
        return value if isinstance(value, str | int | bool) else None
    return None


def _binding_rules(pattern: Pattern, fields: Mapping[str, object], pack: Pack) -> list[str]:
    """Name the rules of the pack whose trigger is the act itself, such as "at least two officers"."""
    return sorted(
        {
            norm.rule
            for norm in pack.norms
            if norm.form in ("requirement", "precedence", "prohibition")
            and isinstance(norm.source, OnRecord)
            and set(norm.source.pattern.types) & set(pattern.types)
            and _fits(norm.source.pattern.where, fields)
        }
    )


def _fits(where: Condition, fields: Mapping[str, object]) -> bool:
    for condition in _conjuncts(where):
        if not isinstance(condition, Compare) or isinstance(condition.operand, Path) or len(condition.path.steps) != 1:
            continue
        value = fields.get(condition.path.steps[0].name)
        if condition.relation is Relation.EQUAL and value is not None and value != condition.operand:
            return False
        among = condition.operand if isinstance(condition.operand, tuple) else ()
        if condition.relation is Relation.IN and value is not None and value not in among:
            return False
    return True
