"""Rules without example cases, and cases that name what does not exist."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhifa_rules.errors import Location, PackError
from zhifa_rules.norms.core import Achieve, Available, Norm
from zhifa_rules.packs.lint.problem import LintProblem, Severity, error, warning
from zhifa_rules.packs.lint.source import items_of
from zhifa_rules.sources import Mapping, Scalar, did_you_mean, load_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zhifa_rules.packs.lint.source import LintSource
    from zhifa_rules.packs.pack import CaseFile, Rule
    from zhifa_rules.sources import Node

ID = "cases"
FINDS = "rules without cases, or without one that complies, violates or nearly misses; cases of unknown rules"

VIOLATES = "violates"
KINDS = ("complies", VIOLATES, "pending", "undetermined", "near_miss")
_DEMANDED = ("complies", VIOLATES, "near_miss")

Covered = dict[str, set[str]]


def check(source: LintSource) -> Iterator[LintProblem]:
    """Read the case files and count, for each rule, the kinds of its cases."""
    covered: Covered = {name: set() for name in source.pack.rules}
    for file in source.pack.case_files:
        yield from _file(file, covered)
    for rule in source.pack.rules.values():
        yield from _rule(rule, covered[rule.id])


def _file(file: CaseFile, covered: Covered) -> Iterator[LintProblem]:
    try:
        node = load_yaml(file.text, file.name)
    except PackError as refused:
        yield from (LintProblem(ID, Severity.ERROR, problem) for problem in refused.problems)
        return
    cases = node.get("cases") if isinstance(node, Mapping) else None
    if cases is None:
        yield error(ID, Location(file.name, 1, 1), "the file holds no cases", "Write cases: and a list of cases")
    for case in items_of(cases):
        if isinstance(case, Mapping):
            yield from _case(case, covered)


def _case(case: Mapping, covered: Covered) -> Iterator[LintProblem]:
    kind = case.get("kind")
    word = kind.text if isinstance(kind, Scalar) else ""
    if word not in KINDS:
        place = kind.location if kind else case.location
        cure = f"{did_you_mean(word, KINDS)}Write one of {', '.join(KINDS)}"
        yield error(ID, place, "a case says of which kind it is", cure, word or None)
    for name, node in _named(case.get("rules")):
        if name in covered:
            covered[name].add(word)
        else:
            cure = f"{did_you_mean(name, covered)}Name a rule of this pack"
            yield error(ID, node.location, "the case names a rule that does not exist", cure, name)


def _named(node: Node | None) -> Iterator[tuple[str, Scalar]]:
    return ((item.text, item) for item in items_of(node) if isinstance(item, Scalar))


def _rule(rule: Rule, kinds: set[str]) -> Iterator[LintProblem]:
    if not kinds:
        yield error(ID, rule.location, "the rule has no case", "Add cases that name it under rules", rule.id)
        return
    demanded = [k for k in _DEMANDED if k != VIOLATES or any(_can_be_violated(norm) for norm in rule.norms)]
    missing = [kind for kind in demanded if kind not in kinds]
    if missing:
        message = f"the rule has no case of the kind {', '.join(missing)}"
        yield warning(ID, rule.location, message, "Add one", rule.id)


def _can_be_violated(norm: Norm) -> bool:
    """A power is not a duty (S7), and an undated duty that nothing forecloses never becomes overdue (S6)."""
    if isinstance(norm.body, Achieve):
        return bool(norm.body.forecloses) or any(part.within is not None for part in norm.body.parts)
    return not isinstance(norm.body, Available)
