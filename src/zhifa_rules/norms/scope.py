"""What a place in a rule can refer to: record types, named facts, definitions and open questions."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

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
class Read(Generic[T]):
    """What a definition was read into, and which questions and rules it names."""

    value: T
    questions: set[str]
    rules: set[tuple[str, Location]]


@dataclass(frozen=True)
class Scope:
    """The names that a rule may use at one place, and where problems are collected.

    ``roots`` maps the name of each fact at hand to the record types it can have; ``relative`` is the root of
    paths that do not begin with one. ``questions`` maps each open question to its options. ``read`` keeps what
    definitions were read into.
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
    read: dict[Any, Read[Any]] = field(default_factory=dict)

    def with_root(self, name: str, types: tuple[str, ...]) -> Scope:
        """Give a scope that knows one more fact by name."""
        return self._seeing({**self.roots, name: types}, self.relative)

    def without_roots(self) -> Scope:
        """Give a scope that knows no fact by name yet."""
        return self._seeing({}, None)

    def relative_to(self, root: str, types: tuple[str, ...]) -> Scope:
        """Give a scope in which bare field names belong to ``root``."""
        return self._seeing({**self.roots, root: types}, root)

    def _seeing(self, roots: MappingABC[str, tuple[str, ...]], relative: str | None) -> Scope:
        # ``replace`` would take several times as long, and every pattern and condition opens a scope.
        return Scope(
            self.catalogue,
            self.questions,
            self.definitions,
            self.problems,
            roots,
            relative,
            self.used_questions,
            self.used_definitions,
            self.used_rules,
            self.where,
            self.read,
        )

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
                return Scalar(None, "", node.place)
            node = found
        self.report(node.location, "definitions refer to each other in a circle", "Write one of them out")
        return Scalar(None, "", node.place)

    def once(self, parse: Callable[[Scope, Node], T], node: Node) -> T:
        """Parse a definition only once among the same facts; what is no definition is parsed as it stands."""
        name = _sole_text(node, "definition")
        if name is None:
            return parse(self, node)
        key = (parse, name, self.relative, tuple(self.roots.items()))
        found = self.read.get(key)
        if found is None:
            before = len(self.problems)
            inner = replace(self, used_questions=set(), used_rules=set())
            found = Read(parse(inner, self.expanded(node)), inner.used_questions, inner.used_rules)
            if len(self.problems) == before:
                self.read[key] = found
        self.used_questions.update(found.questions)
        self.used_rules.update(found.rules)
        return cast("T", found.value)

    def choice(self, node: Node, parse: Callable[[Scope, Node], T]) -> Choice[T] | None:
        """Read ``{reading: QUESTION, OPTION: …, OPTION: …}``; ``None`` if the node is nothing of the kind."""
        question_node = node.get("reading") if isinstance(node, Mapping) else None
        if question_node is None or not isinstance(node, Mapping):
            return None
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
    if not isinstance(node, Mapping) or len(node.entries) != 1:
        return None
    name, value = node.entries[0]
    if name.text == key and isinstance(value, Scalar) and isinstance(value.value, str):
        return value.value
    return None
