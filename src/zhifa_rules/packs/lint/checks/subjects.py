"""References between rules whose instances belong to different subjects (S15)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhifa_rules.norms.core import OnDuty, OnRoster
from zhifa_rules.norms.rule import PERIODS
from zhifa_rules.packs.lint.problem import LintProblem, error
from zhifa_rules.packs.lint.walk import displaced, main_norm

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from zhifa_rules.packs.lint.source import LintSource
    from zhifa_rules.packs.pack import Rule

ID = "subject-key"
FINDS = "references between rules that are evaluated for different subjects"

MATTER = "matter"
ORGAN = "organ"
PERSON = "person"


def check(source: LintSource) -> Iterator[LintProblem]:
    """Compare the subject of each rule with those of the rules that it refers to or displaces."""
    rules = source.pack.rules
    for rule in rules.values():
        ours = subject_key(rule, rules)
        for name, place in (*rule.references, *displaced(source, rule)):
            theirs = subject_key(rules[name], rules) if name in rules else None
            if ours is None or theirs is None or _reachable(ours, theirs):
                continue
            message = f"{rule.id} is evaluated per {_said(ours)}, but {name} per {_said(theirs)}"
            yield error(ID, place, message, "Refer to a rule with the same subject, or to records", name)


def subject_key(rule: Rule, rules: Mapping[str, Rule]) -> tuple[str, int] | None:
    """Give the subject of a rule: a matter, or an organ and how fine its period is; ``None`` if it cannot be told."""
    seen = {rule.id}
    while True:
        norm = main_norm(rule)
        if norm is None:
            return None
        if isinstance(norm.source, OnRoster):
            every = norm.source.every
            kind = ORGAN if norm.source.person is None else PERSON
            return kind, PERIODS.index(every) + 1 if every in PERIODS else 0
        if not isinstance(norm.source, OnDuty):
            return MATTER, 0
        if norm.source.rule in seen or norm.source.rule not in rules:
            return None
        rule = rules[norm.source.rule]
        seen.add(rule.id)


def _reachable(ours: tuple[str, int], theirs: tuple[str, int]) -> bool:
    """A finer period is aggregated into a coarser one, never the other way round."""
    return ours[0] == theirs[0] and ours[1] <= theirs[1]


def _said(key: tuple[str, int]) -> str:
    kind, fineness = key
    return f"{kind} and {PERIODS[fineness - 1]}" if fineness else kind
