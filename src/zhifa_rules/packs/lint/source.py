"""A pack as the linter looks at it: the loaded pack, and the places in its files."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path as FilePath
from typing import TYPE_CHECKING

from zhifa_rules.sources import Mapping, Node, Scalar, Sequence, load_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zhifa_rules.errors import Location
    from zhifa_rules.norms.core import Citation
    from zhifa_rules.packs.ledger import Clause
    from zhifa_rules.packs.pack import Pack, Rule

_RULES = "/rules/"


class LintSource:
    """A loaded pack with the nodes of ``pack.yaml`` and ``ledger.yaml``, which are read once more for their places."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack

    @cached_property
    def root(self) -> str:
        """The directory of the pack, as it stands in the places of its rules."""
        files = [rule.location.file for rule in self.pack.rules.values()]
        cases = [case.name.rpartition("/cases/")[0] for case in self.pack.case_files]
        return next((file.rpartition(_RULES)[0] for file in files), next(iter(cases), ""))

    @cached_property
    def pack_node(self) -> Mapping:
        """The mapping in ``pack.yaml``; empty where the file cannot be read on its own."""
        return self._mapping("pack.yaml")

    @cached_property
    def ledger_node(self) -> Mapping:
        """The mapping in ``ledger.yaml``."""
        return self._mapping("ledger.yaml")

    def _mapping(self, name: str) -> Mapping:
        file = f"{self.root}/{name}"
        path = FilePath(file)
        node = load_yaml(path.read_text(encoding="utf-8"), file) if self.root and path.is_file() else None
        return node if isinstance(node, Mapping) else Mapping((), (file, 0, 0))

    # --- places ---

    @cached_property
    def definitions(self) -> Mapping:
        """The definitions of the pack."""
        node = self.pack_node.get("definitions")
        return node if isinstance(node, Mapping) else Mapping((), self.pack_node.place)

    def question_place(self, name: str) -> Location:
        """Tell where an open question stands."""
        node = self.pack_node.get("questions")
        return node.key_location(name) if isinstance(node, Mapping) else self.pack_node.location

    def clauses(self) -> Iterator[tuple[Clause, Mapping]]:
        """Give each clause of the ledger with its node."""
        node = self.ledger_node.get("clauses")
        nodes = list(node) if isinstance(node, Sequence) else []
        for number, clause in enumerate(self.pack.ledger):
            found = nodes[number] if number < len(nodes) else None
            yield clause, found if isinstance(found, Mapping) else Mapping((), self.ledger_node.place)

    def citations(self, rule: Rule) -> Iterator[tuple[Citation, Location]]:
        """Give each provision that a rule cites under ``cites``, with its place."""
        places = [node.location for node in items_of(rule.node.get("cites"))]
        for number, cite in enumerate(rule.cites):
            yield cite, places[number] if number < len(places) else rule.location

    def further_citations(self, rule: Rule) -> Iterator[tuple[Citation, Location]]:
        """Give each provision that a rule cites under ``also_cites``, with its place."""
        entries = [entry for entry in items_of(rule.node.get("also_cites")) if isinstance(entry, Mapping)]
        groups = [[node.location for node in items_of(entry.get("cites"))] for entry in entries]
        norms = rule.norms[:1]
        for (_, cites), places in zip((pair for n in norms for pair in n.also_cites), groups, strict=False):
            yield from zip(cites, places, strict=False)

    def comparison_place(self, rule: Rule, field: str, value: object) -> Location:
        """Tell where a rule, or a definition it may use, compares a field with a value; else where the rule stands."""
        names = field.split(".")
        keys = {".".join(names[start:]) for start in range(len(names))}
        for node in (rule.node, self.definitions):
            for key, found in _entries(node):
                if key.text in keys and (value is None or str(value) in _texts(found)):
                    return key.location
        return rule.location


def items_of(node: Node | None) -> tuple[Node, ...]:
    """Give the items of a list, a single node as a list of one."""
    return node.items if isinstance(node, Sequence) else (node,) if node is not None else ()


def item_place(node: Node | None, text: str, default: Location) -> Location:
    """Tell where a text stands in a list."""
    places = (item.location for item in items_of(node) if isinstance(item, Scalar) and item.text == text)
    return next(places, default)


def _entries(node: Node) -> Iterator[tuple[Scalar, Node]]:
    if isinstance(node, Sequence):
        for item in node:
            yield from _entries(item)
    elif isinstance(node, Mapping):
        for key, value in node.entries:
            yield key, value
            yield from _entries(value)


def _texts(node: Node) -> set[str]:
    if isinstance(node, Scalar):
        return {node.text, str(node.value)}
    values = [value for _, value in node.entries] if isinstance(node, Mapping) else list(node.items)
    return {text for value in values for text in _texts(value)}
