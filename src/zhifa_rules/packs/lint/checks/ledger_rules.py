"""Ledger and rules that contradict each other on what encodes which clause."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhifa_rules.packs.ledger import Treatment, clause_id
from zhifa_rules.packs.lint.problem import LintProblem, error
from zhifa_rules.packs.lint.source import item_place
from zhifa_rules.sources import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zhifa_rules.packs.ledger import Clause
    from zhifa_rules.packs.lint.source import LintSource
    from zhifa_rules.packs.pack import Rule
    from zhifa_rules.sources import Mapping

ID = "ledger-rule"
FINDS = "clauses that name rules or definitions which do not exist or do not cite them, and rules no clause names"

Key = tuple[str, str]


def check(source: LintSource) -> Iterator[LintProblem]:
    """Compare what clauses say of rules with what rules say of clauses."""
    cited = {rule.id: _cited(source, rule) for rule in source.pack.rules.values()}
    naming: dict[Key, set[str]] = {}
    for clause, node in source.clauses():
        naming[clause.instrument, clause.id] = set(clause.rules)
        yield from _rules(clause, node, cited)
        yield from _definitions(source, clause, node)
    for rule in source.pack.rules.values():
        yield from _unnamed(source, rule, naming)


def _cited(source: LintSource, rule: Rule) -> set[Key]:
    found = (*source.citations(rule), *source.further_citations(rule))
    return {(cite.instrument, clause_id(cite)) for cite, _ in found}


def _rules(clause: Clause, node: Mapping, cited: dict[str, set[Key]]) -> Iterator[LintProblem]:
    listed = node.get("rules")
    for name in clause.rules:
        place = item_place(listed, name, node.location)
        if name not in cited:
            cure = f"{did_you_mean(name, cited)}Name a rule of this pack"
            yield error(ID, place, f"clause {clause.id} names a rule that does not exist", cure, name)
        elif (clause.instrument, clause.id) not in cited[name]:
            cure = "Add the citation to the rule, or remove the rule from the clause"
            yield error(ID, place, f"{name} does not cite clause {clause.id}, which names it", cure, name)
    if clause.rules and clause.treatment not in (Treatment.ENCODED, Treatment.POWER):
        place = listed.location if listed else node.location
        cure = "Write treatment: encoded, or remove the rules"
        yield error(ID, place, f"clause {clause.id} names rules but is not encoded", cure, clause.treatment.value)


def _definitions(source: LintSource, clause: Clause, node: Mapping) -> Iterator[LintProblem]:
    if not source.definitions.location.line:
        return  # the file of the pack cannot be read on its own
    known = source.definitions.keys()
    for name in clause.definitions:
        if name not in known:
            place = item_place(node.get("definitions"), name, node.location)
            cure = f"{did_you_mean(name, known)}Name a definition of pack.yaml"
            yield error(ID, place, f"clause {clause.id} names a definition that does not exist", cure, name)


def _unnamed(source: LintSource, rule: Rule, naming: dict[Key, set[str]]) -> Iterator[LintProblem]:
    if not any(rule.id in names for names in naming.values()):
        cure = "Name it in the clause that it encodes"
        yield error(ID, rule.location, "no clause of the ledger names this rule", cure, rule.id)
        return
    for cite, place in source.citations(rule):
        key = cite.instrument, clause_id(cite)
        if key in naming and rule.id not in naming[key]:
            cure = f"Add {rule.id} to the rules of the clause"
            yield error(ID, place, f"clause {key[1]} does not name {rule.id}, which cites it", cure)
