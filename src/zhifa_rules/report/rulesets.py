"""The rulesets of packs for durable-rules: as JSON that its hosts read, as text, and the JSON Schema of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zhifa_rules.engines.agreement import rule_name
from zhifa_rules.engines.durable.program import Copied

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from zhifa_rules.engines.durable.lowering.pack import LoweredRule
    from zhifa_rules.engines.durable.program import DurableRule

SCHEMA_VERSION = "1"
_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def rulesets_to_json(rules: Iterable[LoweredRule]) -> dict[str, Any]:
    """Give the rulesets by name, what each rule concludes, and what is not lowered.

    A ruleset maps the names of its rules to their antecedents and is valid for ``set_rulesets`` once the host adds
    its ``run`` to each. What a firing asserts stands beside, since durable-rules has no place for it.
    """
    listed = list(rules)
    programs = [piece.program for rule in listed if rule.lowered for piece in rule.lowered.programs]
    return {
        "schema_version": SCHEMA_VERSION,
        "rulesets": {p.name: {rule.name: dict(rule.antecedent) for rule in p.rules} for p in programs},
        "conclusions": {p.name: {rule.name: _conclusion(rule) for rule in p.rules} for p in programs},
        "not_lowered": [
            {"rule": rule_name(rule.norm), "reason": rule.obstacle.value} for rule in listed if rule.obstacle
        ],
    }


def _conclusion(rule: DurableRule) -> dict[str, Any]:
    fact = {} if rule.conclusion is None else rule.conclusion.fact
    return {
        "stratum": rule.stratum,
        "assert": {name: {v.alias: v.field} if isinstance(v, Copied) else v for name, v in fact.items()},
    }


def rulesets_to_text(rules: Iterable[LoweredRule]) -> str:
    """Give a short account: each rule with its rulesets and their size, then what is not lowered."""
    return "\n".join(_lines(rules))


def _lines(rules: Iterable[LoweredRule]) -> Iterator[str]:
    listed = list(rules)
    for rule in listed:
        if rule.lowered is not None:
            pieces = rule.lowered.programs
            count = sum(len(piece.program.rules) for piece in pieces)
            yield f"{rule_name(rule.norm)}: {len(pieces)} rulesets, {count} rules"
    for rule in listed:
        if rule.obstacle:
            yield f"{rule_name(rule.norm)}: not lowered ({rule.obstacle.value})"
    lowered = sum(1 for rule in listed if rule.lowered is not None)
    yield f"lowered {lowered} of {len(listed)}"


def rulesets_schema() -> dict[str, Any]:
    """Give the JSON Schema of what ``rulesets_to_json`` returns."""
    ruleset = {
        "type": "object",
        "description": "A ruleset: its rules by name, each with its antecedent.",
        "additionalProperties": {
            "type": "object",
            "properties": {"all": {"type": "array", "items": {"type": "object"}, "minItems": 1}},
            "required": ["all"],
            "additionalProperties": False,
        },
    }
    conclusion = {
        "type": "object",
        "properties": {
            "stratum": {"type": "integer", "description": "When it fires; 0 also where it turns on no absence."},
            "assert": {
                "type": "object",
                "description": "The fact to assert; {ALIAS: FIELD} is copied from the fact bound to the alias.",
            },
        },
        "required": ["stratum", "assert"],
        "additionalProperties": False,
    }
    left = {
        "type": "object",
        "properties": {
            "rule": {"type": "string", "description": "The rule, as PACK/RULE."},
            "reason": {"type": "string", "description": "Why it has no form in durable-rules."},
        },
        "required": ["reason", "rule"],
        "additionalProperties": False,
    }
    parts = {
        "schema_version": {"const": SCHEMA_VERSION, "description": "Version of this schema."},
        "rulesets": {"type": "object", "description": "Rulesets by name.", "additionalProperties": ruleset},
        "conclusions": {
            "type": "object",
            "description": "What each rule of each ruleset concludes, and in which stratum.",
            "additionalProperties": {"type": "object", "additionalProperties": conclusion},
        },
        "not_lowered": {"type": "array", "description": "Rules without a form in durable-rules.", "items": left},
    }
    return {
        "$schema": _DIALECT,
        "$id": f"https://zhifa-rules.example/schema/rulesets/{SCHEMA_VERSION}",
        "title": "durable-rules",
        "type": "object",
        "description": "The rules of packs as rulesets of durable-rules.",
        "properties": parts,
        "required": sorted(parts),
        "additionalProperties": False,
    }
