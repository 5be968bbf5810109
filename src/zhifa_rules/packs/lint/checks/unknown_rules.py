"""References to rules, or to parts of duties, that do not exist."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhifa_rules.norms.core import Achieve
from zhifa_rules.packs.lint.problem import LintProblem, error
from zhifa_rules.packs.lint.walk import displaced, duty_parts, main_norm
from zhifa_rules.sources import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zhifa_rules.packs.lint.source import LintSource
    from zhifa_rules.packs.pack import Rule

ID = "unknown-rule"
FINDS = "references to a rule, or to a part of a duty, that does not exist"


def check(source: LintSource) -> Iterator[LintProblem]:
    """Look at every reference and at what a rule displaces."""
    rules = source.pack.rules
    for rule in rules.values():
        for name, place in (*rule.references, *displaced(source, rule)):
            if name not in rules:
                cure = f"{did_you_mean(name, rules)}Name a rule of this pack"
                yield error(ID, place, "there is no such rule", cure, name)
        yield from _parts(source, rule)


def _parts(source: LintSource, rule: Rule) -> Iterator[LintProblem]:
    for name, part in dict.fromkeys(duty_parts(rule)):
        target = source.pack.rules.get(name)
        if part is None or target is None:
            continue
        known = part_ids(target)
        if part not in known:
            place = next((place for other, place in rule.references if other == name), rule.location)
            cure = f"{did_you_mean(part, known)}Parts of {name}: {', '.join(known) or 'none'}"
            yield error(ID, place, f"{name} has no such part", cure, part)


def part_ids(rule: Rule) -> list[str]:
    """Give the ids of the parts of a duty."""
    norm = main_norm(rule)
    return [part.id for part in norm.body.parts] if norm and isinstance(norm.body, Achieve) else []
