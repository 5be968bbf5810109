"""What a place in a rule can refer to: record types, named facts, definitions and open questions."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeVar

from zhifa_rules.errors import Location, Problem
from zhifa_rules.norms.core import Choice
from zhifa_rules.sources import Mapping, Node, Scalar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from collections.abc import Mapping as MappingABC

    from zhifa_rules.records import Catalogue

T = TypeVar("T")

_MAX_NESTED_DEFINITIONS = 20

# Roots that are not facts of a record type.
ORGAN_ROOT = ("organ",)
PERIOD_ROOT = ("period",)
PERSON_ROOT = ("person",)
CLOCK_ROOT = ("clock",)
DUTY_ROOT = ("duty",)


@dataclass(frozen=True)
class Scope:
    """The names that a rule may use at one place, and where problems are collected.

    ``roots`` maps the name of each fact at hand to the record types it can have; ``relative`` is the root of
    paths that do not begin with one. ``questions`` maps each open question to its options.
    """

    catalogue: Catalogue
    questions: MappingABC[str, tuple[str, ...]]
    definitions: MappingABC[str, Node]
    problems: list[Problem]
    roots: MappingABC[str, tuple[str, ...]] = field(default_factory=dict)
    relative: str | None = None
    used_questions: set[str] = field(default_factory=set)
    used_definitions: set[str] = field(default_factory=set)
    used_rules: set[tuple[str, Location]] = field(default_factory=set)
    where: str = ""

    def with_root(self, name: str, types: tuple[str, ...]) -> Scope:
        """Give a scope that knows one more fact by name."""
        return replace(self, roots={**self.roots, name: types})

    def relative_to(self, root: str, types: tuple[str, ...]) -> Scope:
        """Give a scope in which bare field names belong to ``root``."""
        return replace(self, roots={**self.roots, root: types}, relative=root)

    def report(self, location: Location, message: str, cure: str = "", value: object = None) -> None:
        """Collect a problem."""
        self.problems.append(Problem(message, cure, location, self.where, value))

    def suggest(self, word: str, options: Iterable[str]) -> str:
        """Say what may have been meant, or what would be right."""
        known = sorted(options)
        near = difflib.get_close_matches(word, known, n=1)
        return f"Did you mean {near[0]}?" if near else f"Known here: {', '.join(known) or 'none'}"

    def expanded(self, node: Node) -> Node:
        """Replace ``{definition: NAME}`` by the definition of the pack, however often one names another."""
        for _ in range(_MAX_NESTED_DEFINITIONS):
            name = _sole_text(node, "definition")
            if name is None:
                return node
            self.used_definitions.add(name)
            found = self.definitions.get(name)
            if found is None:
                self.report(node.location, "unknown definition", self.suggest(name, self.definitions), name)
                return Scalar(None, "", node.location)
            node = found
        self.report(node.location, "definitions refer to each other in a circle", "Write one of them out")
        return Scalar(None, "", node.location)

    def choice(self, node: Node, parse: Callable[[Scope, Node], T]) -> Choice[T] | None:
        """Read ``{reading: QUESTION, OPTION: …, OPTION: …}``; ``None`` if the node is nothing of the kind."""
        if not isinstance(node, Mapping) or "reading" not in node:
            return None
        question_node = node.get("reading")
        question = question_node.text if isinstance(question_node, Scalar) else ""
        options = self.questions.get(question)
        if options is None:
            self.report(node.location, "unknown open question", self.suggest(question, self.questions), question)
            return Choice(question, ())
        self.used_questions.add(question)
        given = {key: value for key, value in node.items() if key != "reading"}
        for key in sorted(set(given) - set(options)):
            self.report(node.key_location(key), f"{question} has no such option", self.suggest(key, options), key)
        for option in options:
            if option not in given:
                self.report(node.location, f"the option {option} of {question} is missing", f"Add '{option}: …'")
        return Choice(question, tuple((option, parse(self, given[option])) for option in options if option in given))


def _sole_text(node: Node, key: str) -> str | None:
    if isinstance(node, Mapping) and node.keys() == (key,):
        value = node.get(key)
        if isinstance(value, Scalar) and isinstance(value.value, str):
            return value.value
    return None
