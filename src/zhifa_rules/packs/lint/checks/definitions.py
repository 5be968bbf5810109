"""Definitions that no rule uses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhifa_rules.packs.lint.problem import LintProblem, warning

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zhifa_rules.packs.lint.source import LintSource

ID = "unused-definition"
FINDS = "definitions that no rule uses"


def check(source: LintSource) -> Iterator[LintProblem]:
    """Report what the loader found unused."""
    for name in sorted(source.pack.unused_definitions):
        place = source.definitions.key_location(name)
        yield warning(ID, place, "no rule uses this definition", "Use it or remove it", name)
