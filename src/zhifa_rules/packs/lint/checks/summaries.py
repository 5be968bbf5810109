"""Summaries that are too long to be read in a list of findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhifa_rules.packs.lint.problem import LintProblem, warning
from zhifa_rules.sources import Mapping

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zhifa_rules.packs.lint.source import LintSource

ID = "summary"
FINDS = "summaries that are missing or longer than a line"

LONGEST = 120


def check(source: LintSource) -> Iterator[LintProblem]:
    """Measure the summary of each rule in both languages."""
    for rule in source.pack.rules.values():
        for language, text in (("zh", rule.summary.zh), ("en", rule.summary.en)):
            if 0 < len(text) <= LONGEST:
                continue
            node = rule.node.get("summary")
            place = node.key_location(language) if isinstance(node, Mapping) else rule.location
            message = f"the summary has {len(text)} characters, more than {LONGEST}" if text else "it has no summary"
            yield warning(ID, place, message, "Say what the rule demands in one short sentence", rule.id)
