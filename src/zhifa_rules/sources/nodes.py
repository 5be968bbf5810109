"""What YAML texts are read into: scalars, lists and mappings, each with its place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from zhifa_rules.errors import Location, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MAX_DEPTH = 100
MAX_PROBLEMS = 20

Place: TypeAlias = tuple[str, int, int]
"""File, line and column. A pack has tens of thousands of nodes; of few of them the ``Location`` is asked."""

# Nodes are not changed once they are read; ``frozen`` would triple the time that it takes to make one.


@dataclass(slots=True, unsafe_hash=True)
class Scalar:
    """A single value; ``text`` is what was written, without quotes and escapes."""

    value: str | int | float | bool | None
    text: str
    place: Place

    @property
    def location(self) -> Location:
        """Where the value begins."""
        return Location(*self.place)

    def to_plain(self) -> str | int | float | bool | None:
        """Return the value."""
        return self.value


@dataclass(slots=True, unsafe_hash=True)
class Sequence:
    """A list of nodes."""

    items: tuple[Node, ...]
    place: Place

    @property
    def location(self) -> Location:
        """Where the list begins."""
        return Location(*self.place)

    def __iter__(self) -> Iterator[Node]:
        return iter(self.items)

    def to_plain(self) -> list[object]:
        """Return the list as plain Python data."""
        return [item.to_plain() for item in self.items]


@dataclass(slots=True, unsafe_hash=True)
class Mapping:
    """Keys and their nodes in the order written; every key is a text and occurs once."""

    entries: tuple[tuple[Scalar, Node], ...]
    place: Place

    @property
    def location(self) -> Location:
        """Where the mapping begins."""
        return Location(*self.place)

    def __contains__(self, key: object) -> bool:
        return key in self.keys()

    def get(self, key: str) -> Node | None:
        """Return the node of ``key``, None when the key is absent."""
        for name, node in self.entries:
            if name.text == key:
                return node
        return None

    def key_location(self, key: str) -> Location:
        """Return where ``key`` itself is written, the place of the mapping when it is absent."""
        for name, _ in self.entries:
            if name.text == key:
                return name.location
        return self.location

    def keys(self) -> tuple[str, ...]:
        """Return the keys in the order written."""
        return tuple([name.text for name, _ in self.entries])

    def items(self) -> list[tuple[str, Node]]:
        """Return keys and nodes in the order written."""
        return [(name.text, node) for name, node in self.entries]

    def to_plain(self) -> dict[str, object]:
        """Return the mapping as plain Python data."""
        return {name.text: node.to_plain() for name, node in self.entries}


Node: TypeAlias = Scalar | Sequence | Mapping


def describe(node: Node) -> str:
    """Say in plain words what kind of value a node is, for error messages."""
    match node:
        case Mapping():
            return "a mapping"
        case Sequence():
            return "a list"
        case Scalar(value=None):
            return "nothing (null)"
        case Scalar(value=bool()):
            return "true or false"
        case Scalar(value=int()):
            return "a whole number"
        case Scalar(value=float()):
            return "a decimal number"
        case _:
            return "a text"


def capped(problems: Iterable[Problem], limit: int = MAX_PROBLEMS) -> list[Problem]:
    """Return the problems up to ``limit``, followed by one that counts the others."""
    found = list(problems)
    if len(found) <= limit:
        return found
    return [*found[:limit], Problem(f"… and {len(found) - limit} more")]


def join_path(path: str, key: str | int) -> str:
    """Extend a field path: ``rules[0].within``."""
    if isinstance(key, int):
        return f"{path}[{key}]"
    return f"{path}.{key}" if path else key
