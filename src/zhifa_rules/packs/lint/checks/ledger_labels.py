"""Labels by which a reader cannot find the clause: in one language only, or the same for two clauses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhifa_rules.packs.lint.problem import LintProblem, error

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zhifa_rules.packs.lint.source import LintSource

ID = "ledger-label"
FINDS = "clauses with the label of another one, and labels of points that are not in both languages"


def check(source: LintSource) -> Iterator[LintProblem]:
    """Compare the labels of each instrument with each other and with its layout."""
    seen: dict[tuple[str, str], str] = {}
    for clause, node in source.clauses():
        value = node.get("label")
        place = value.location if value else node.location
        first = seen.setdefault((clause.instrument, clause.label), clause.id)
        if first != clause.id:
            cure = "Write how each is told from the other"
            yield error(ID, place, f"clause {clause.id} has the label of clause {first}", cure, clause.label)
        if not clause.label_en and not source.pack.instruments[clause.instrument].layout.in_articles:
            cure = "Reports cite by it; write label: {zh: …, en: …}"
            yield error(ID, place, f"the label of clause {clause.id} is in one language only", cure, clause.label)
