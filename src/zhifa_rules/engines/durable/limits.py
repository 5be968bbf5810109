"""Keep programs inside the fixed sizes of durable-rules' tables, past which it crashes, loops or drops facts (G10)."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from zhifa_rules.engines.durable.identifiers import confused, name_hashes
from zhifa_rules.engines.durable.patterns import EQUAL, MISSING, Own, Pattern, Place, Test

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from zhifa_rules.engines.durable.program import Value

MOST_PATTERNS = 14
MOST_JOINS = 25
MOST_ALIKE = 250
MOST_AT_ONCE = 60
MOST_BRANCHES = 500
MOST_MISSING = 100
MOST_RULES = 300
"""Rules of the largest programs that were compared with a naive matcher; the engine builds larger ones too."""
MOST_TEXT = 65_000
GREATEST = 2**53

_SPLIT = "Split the program: rules that no conclusion links can run apart"


@dataclass(slots=True)
class _Branch:
    """A node of the tree of tests that the engine builds: patterns share their equal first tests, never a join."""

    children: dict[Test | Own, _Branch] = field(default_factory=dict)
    joined: int = 0
    ending: int = 0


def check_rule(patterns: Sequence[Pattern], place: Place) -> None:
    """Check what is limited within one rule."""
    if len(patterns) > MOST_PATTERNS:
        raise place.refuse(f"a rule may have {MOST_PATTERNS} patterns", "Conclude a fact in between", len(patterns))
    for pattern in patterns:
        if len(pattern.joins) >= MOST_JOINS:
            raise place.refuse(f"a pattern may have {MOST_JOINS - 1} joins", value=pattern.alias)
        for term in pattern.terms:
            check_constant(term.value if isinstance(term, Test) else term.plus, place)
    clash = confused(pattern.alias for pattern in patterns)
    if clash or any(0 in name_hashes(pattern.alias) for pattern in patterns):
        raise place.refuse("the engine confuses these aliases", "Rename one", clash)


def check_program(rules: Iterable[Sequence[Pattern]], place: Place) -> None:
    """Check what is limited over all rules of a program."""
    by_type: dict[str, list[Pattern]] = defaultdict(list)
    listed = list(rules)
    for patterns in listed:
        for pattern in patterns:
            by_type[pattern.type].append(pattern)
    if len(by_type) > MOST_BRANCHES:
        raise place.refuse(f"a program may read {MOST_BRANCHES} types", _SPLIT, len(by_type))
    for type_, patterns in by_type.items():
        _check_tree(_tree(patterns), type_, place)
        if (most := _at_once(patterns)) > MOST_AT_ONCE:
            message = f"{most} patterns on {type_} can hold at once, {MOST_AT_ONCE} may"
            raise place.refuse(message, _SPLIT)
        _check_names(patterns, place)
    if len(listed) > MOST_RULES:
        raise place.refuse(f"a program may have {MOST_RULES} rules", _SPLIT, len(listed))


def check_constant(value: Value, place: Place) -> None:
    """Check a value that stands in a rule or a conclusion."""
    if isinstance(value, str):
        try:
            size = len(value.encode())
        except UnicodeEncodeError:
            raise place.refuse("a constant must be encodable text", value=value) from None
        if size > MOST_TEXT // 6:  # a character can take six bytes in JSON
            raise place.refuse("a constant is too long", value=value)
    elif abs(value) > GREATEST:
        raise place.refuse(f"a number must lie within ±{GREATEST}", value=value)


def _check_names(patterns: Iterable[Pattern], place: Place) -> None:
    names = {"type", "id", "sid", "$s"}
    for pattern in patterns:
        names.update(term.field for term in pattern.terms)
        names.update(term.other for term in pattern.tests if isinstance(term, Own))
    if clash := confused(names):
        raise place.refuse("the engine confuses these fields", "Rename one", clash)


def _tree(patterns: Iterable[Pattern]) -> _Branch:
    root = _Branch()
    for pattern in patterns:
        branch = root
        for test in pattern.tests:
            branch = branch.children.setdefault(test, _Branch())
        if pattern.joins:
            branch.joined += 1
        else:
            branch.ending += 1
    return root


def _check_tree(branch: _Branch, type_: str, place: Place) -> None:
    if branch.ending > MOST_ALIKE:
        raise place.refuse(f"{branch.ending} patterns on {type_} are equal, {MOST_ALIKE} may be", _SPLIT)
    missing = sum(isinstance(test, Test) and test.operator == MISSING for test in branch.children)
    if len(branch.children) + branch.joined > MOST_BRANCHES or missing > MOST_MISSING:
        message = f"{len(branch.children) + branch.joined} patterns on {type_} part at one test, {MOST_BRANCHES} may"
        raise place.refuse(message, _SPLIT)
    for child in branch.children.values():
        _check_tree(child, type_, place)


def _at_once(patterns: Sequence[Pattern]) -> int:
    """Bound how many branches one fact can follow: the engine keeps them all on a stack of 64."""
    ways = Counter((pattern.tests, i if pattern.joins else -1) for i, pattern in enumerate(patterns))
    fields = {test.field for tests, _ in ways for test in tests if _pins(test)}
    return min([len(ways), *(_most_with_one_value(ways, name) for name in fields)])


def _most_with_one_value(ways: Iterable[tuple[tuple[Test | Own, ...], int]], name: str) -> int:
    """Bound the branches of one fact by the patterns that ask one value of this field, and those that ask none."""
    asking: Counter[object] = Counter()
    free = 0
    for tests, _ in ways:
        values = [test.value for test in tests if isinstance(test, Test) and _pins(test) and test.field == name]
        if values:
            asking[values[0]] += 1
        else:
            free += 1
    return free + max(asking.values(), default=0)


def _pins(test: Test | Own) -> bool:
    return isinstance(test, Test) and test.operator == EQUAL
