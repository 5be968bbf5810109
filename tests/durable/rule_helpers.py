"""Short ways to run a few rules over a few facts with all guard rails."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from zhifa_rules.engines.durable import canonical as c
from zhifa_rules.engines.durable.process import run
from zhifa_rules.engines.durable.program import Conclusion, DurableRule, Firing, Program, Subject
from zhifa_rules.engines.durable.rails import checked

Fact = Mapping[str, Any]


def rule(name: str, *patterns: Fact, stratum: int = 0, conclusion: Conclusion | None = None) -> DurableRule:
    return DurableRule(name, c.antecedent(*patterns), stratum, conclusion)


def program(*rules: DurableRule) -> Program:
    return Program("试", rules)


def check(*patterns: Fact) -> None:
    """Check one rule of these patterns against the rails."""
    checked(program(rule("r", *patterns)))


def fired(rules: list[DurableRule], *facts: Fact, as_of: int = 100) -> list[str]:
    """Give the names of the rules that fire for one subject."""
    return [firing.rule for firing in firings(rules, *facts, as_of=as_of)]


def firings(rules: list[DurableRule], *facts: Fact, as_of: int = 100) -> tuple[Firing, ...]:
    ((_, found),) = run(program(*rules), [Subject("第一件", facts)], as_of)
    return found
