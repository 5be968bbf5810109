"""Clauses that the ledger leaves out: articles, paragraphs and items must follow each other."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from zhifa_rules.packs.lint.problem import LintProblem, error

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zhifa_rules.packs.lint.source import LintSource

ID = "ledger-gap"
FINDS = "articles, paragraphs or items that the ledger leaves out or gives out of order"

_CLAUSE = re.compile(r"[1-9]\d*\.[1-9]\d*(\.[1-9]\d*)?")


def check(source: LintSource) -> Iterator[LintProblem]:
    """Go through the clauses of each instrument in the order written."""
    last: dict[str, tuple[int, ...]] = dict.fromkeys(source.pack.instruments, ())
    for clause, node in source.clauses():
        value = node.get("id")
        place = value.location if value else node.location
        if not _CLAUSE.fullmatch(clause.id):
            cure = 'Write "26.1" for a paragraph, "26.1.3" for an item, both by position'
            yield error(ID, place, "this is no place of a clause", cure, clause.id)
            continue
        position = tuple(int(part) for part in clause.id.split("."))
        expected = _successors(last[clause.instrument])
        if position not in expected:
            wanted = " or ".join(".".join(map(str, place)) for place in expected)
            message = f"a clause is left out or out of order: here {wanted} should follow"
            yield error(ID, place, message, "Add the clause with its treatment", clause.id)
        last[clause.instrument] = position
    yield from _empty(source, last)


def _successors(last: tuple[int, ...]) -> list[tuple[int, ...]]:
    if not last:
        return [(1, 1)]
    article, paragraph, *item = last
    return [(article, paragraph, item[0] + 1 if item else 1), (article, paragraph + 1), (article + 1, 1)]


def _empty(source: LintSource, last: dict[str, tuple[int, ...]]) -> Iterator[LintProblem]:
    for instrument, position in last.items():
        if not position:
            place = source.ledger_node.key_location("clauses")
            yield error(ID, place, "the ledger has no clause of this instrument", "Add its clauses", instrument)
