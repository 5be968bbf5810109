"""Rules without provisions, and provisions that are not in the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhifa_rules.packs.ledger import clause_id
from zhifa_rules.packs.lint.problem import LintProblem, error

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zhifa_rules.errors import Location
    from zhifa_rules.norms.core import Citation
    from zhifa_rules.packs.lint.source import LintSource

ID = "citation"
FINDS = "rules that cite nothing, and citations without a clause in the ledger"


def check(source: LintSource) -> Iterator[LintProblem]:
    """Look up every citation in the ledger."""
    known = {(clause.instrument, clause.id) for clause in source.pack.ledger}
    for rule in source.pack.rules.values():
        if not rule.cites:
            yield error(ID, rule.location, "the rule cites no provision", 'Add cites: [{article: "1"}]', rule.id)
        for cite, place in (*source.citations(rule), *source.further_citations(rule)):
            yield from _missing(cite, place, known)


def _missing(cite: Citation, place: Location, known: set[tuple[str, str]]) -> Iterator[LintProblem]:
    clause = clause_id(cite)
    if (cite.instrument, clause) not in known:
        cure = "Cite a clause of the ledger, or add the clause to it"
        yield error(ID, place, f"the ledger of {cite.instrument} has no such clause", cure, clause)
    elif not cite.paragraph and (cite.instrument, f"{cite.article}.2") in known:
        cure = 'Add paragraph: "1", or the paragraph that is meant'
        yield error(ID, place, f"article {cite.article} has several paragraphs", cure)
