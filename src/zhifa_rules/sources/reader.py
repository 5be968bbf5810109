"""Taking the fields of a mapping one by one, with every problem collected."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, overload

from zhifa_rules.errors import NOWHERE, Location, PackError, Problem, ZhifaError
from zhifa_rules.sources.nodes import Mapping, Node, Place, Scalar, Sequence, capped, describe, join_path

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Localized:
    """A text in Chinese and in English."""

    zh: str
    en: str


def did_you_mean(word: str, options: Iterable[str]) -> str:
    """Return a hint at the option most like ``word``, empty when none is."""
    close = difflib.get_close_matches(word, list(options), n=1)
    return f"Did you mean '{close[0]}'? " if close else ""


class Fields:
    """A mapping whose keys are taken one by one; ``finish`` refuses those that nobody took.

    Problems are collected, not raised one by one: a taker that finds one returns a stand-in of the
    right type (an empty text, zero), and ``finish`` raises all problems together, so that no
    stand-in outlives the reading. A ``Fields`` that shares the list of another (as those made by
    ``fields`` and ``each`` do) leaves the raising to it.
    """

    def __init__(
        self,
        mapping: Mapping,
        path: str = "",
        *,
        problems: list[Problem] | None = None,
        error: type[ZhifaError] = PackError,
    ) -> None:
        self.node = mapping
        self.path = path
        self.problems: list[Problem] = [] if problems is None else problems
        self._raises = problems is None
        self._error = error
        self._asked: dict[str, None] = {}

    @classmethod
    def of(cls, node: Node | None, file: str = "", *, error: type[ZhifaError] = PackError) -> Fields:
        """Open the root of a document, which must be a mapping."""
        if isinstance(node, Mapping):
            return cls(node, error=error)
        where = node.location if node else Location(file) if file else NOWHERE
        found = f"the document must be a mapping, but is {describe(node) if node else 'empty'}"
        raise error(Problem(found, "Write lines of the form 'key: value'.", where))

    @property
    def location(self) -> Location:
        """Where the mapping begins."""
        return self.node.location

    @property
    def place(self) -> Place:
        """Where the mapping begins, as a node keeps it."""
        return self.node.place

    def report(self, key: str | None, message: str, cure: str = "", value: object = None) -> None:
        """Collect a problem with the value of ``key``, or with the whole mapping."""
        node = self.node.get(key) if key is not None else None
        where = node.location if node else self.node.location
        path = join_path(self.path, key) if key is not None else self.path
        self.problems.append(Problem(message, cure, where, path, value))

    def take(self, key: str, *, required: bool = False) -> Node | None:
        """Return the node of ``key`` as it is; None when the key is absent."""
        self._asked[key] = None
        node = self.node.get(key)
        if node is None and required:
            self.report(key, "this key is missing", f"Add '{key}: …'.")
        return node

    def finish(self) -> None:
        """Refuse keys that were never asked for; raise the problems unless another does."""
        for key in self.node.keys():  # noqa: SIM118
            if key not in self._asked:
                free = [name for name in self._asked if name not in self.node]
                allowed = ", ".join(self._asked) or "none"
                cure = f"{did_you_mean(key, free)}Allowed here: {allowed}."
                where, path = self.node.key_location(key), join_path(self.path, key)
                self.problems.append(Problem("this key is not known here", cure, where, path, key))
        if self._raises and self.problems:
            raise self._error(capped(sorted(self.problems, key=lambda problem: problem.location)))

    # --- single values ---

    @overload
    def text(self, key: str, *, required: Literal[True]) -> str: ...
    @overload
    def text(self, key: str, *, required: bool = False) -> str | None: ...
    def text(self, key: str, *, required: bool = False) -> str | None:
        """Take a text that is not blank."""
        node = self.take(key, required=required)
        found = self._as_text(node, join_path(self.path, key)) if node else None
        return found if found is not None or not required else ""

    @overload
    def choice(self, key: str, options: Iterable[str], *, required: Literal[True]) -> str: ...
    @overload
    def choice(self, key: str, options: Iterable[str], *, required: bool = False) -> str | None: ...
    def choice(self, key: str, options: Iterable[str], *, required: bool = False) -> str | None:
        """Take one of the words allowed."""
        allowed = list(options)
        found = self.text(key, required=required)
        if found and found not in allowed:
            cure = f"{did_you_mean(found, allowed)}Allowed: {', '.join(allowed)}."
            self.report(key, "this word is not known here", cure, found)
        return found

    @overload
    def integer(self, key: str, *, required: Literal[True], minimum: int | None = None) -> int: ...
    @overload
    def integer(self, key: str, *, required: bool = False, minimum: int | None = None) -> int | None: ...
    def integer(self, key: str, *, required: bool = False, minimum: int | None = None) -> int | None:
        """Take a whole number."""
        node = self.take(key, required=required)
        if isinstance(node, Scalar) and isinstance(node.value, int) and not isinstance(node.value, bool):
            if minimum is None or node.value >= minimum:
                return node.value
            self.report(key, f"the number must be at least {minimum}", "Mend the number.", node.value)
        elif node:
            self._wrong(node, join_path(self.path, key), "a whole number", "Write digits without quotes.")
        return 0 if required else None

    @overload
    def boolean(self, key: str, *, required: Literal[True]) -> bool: ...
    @overload
    def boolean(self, key: str, *, required: bool = False) -> bool | None: ...
    def boolean(self, key: str, *, required: bool = False) -> bool | None:
        """Take true or false."""
        node = self.take(key, required=required)
        if isinstance(node, Scalar) and isinstance(node.value, bool):
            return node.value
        if node:
            self._wrong(node, join_path(self.path, key), "true or false", "Write true or false, unquoted.")
        return False if required else None

    # --- several values ---

    def texts(self, key: str, *, required: bool = False) -> tuple[str, ...]:
        """Take a list of texts, or one text for a list of one; empty when the key is absent."""
        node, path = self.take(key, required=required), join_path(self.path, key)
        if isinstance(node, Mapping):
            self._wrong(node, path, "a text or a list of texts", "Write [one, two].")
        if node is None or isinstance(node, Mapping):
            return ()
        if isinstance(node, Scalar):
            found = [self._as_text(node, path)]
        else:
            found = [self._as_text(item, join_path(path, number)) for number, item in enumerate(node)]
            if not found:
                self.report(key, "the list is empty", "Add an item or remove the key.")
        return tuple(text for text in found if text is not None)

    @overload
    def mapping(self, key: str, *, required: Literal[True]) -> Mapping: ...
    @overload
    def mapping(self, key: str, *, required: bool = False) -> Mapping | None: ...
    def mapping(self, key: str, *, required: bool = False) -> Mapping | None:
        """Take a mapping as it is."""
        node = self.take(key, required=required)
        if isinstance(node, Mapping):
            return node
        if node:
            self._wrong(node, join_path(self.path, key), "a mapping", "Write lines of the form 'key: value'.")
        return Mapping((), self.node.place) if required else None

    @overload
    def sequence(self, key: str, *, required: Literal[True]) -> Sequence: ...
    @overload
    def sequence(self, key: str, *, required: bool = False) -> Sequence | None: ...
    def sequence(self, key: str, *, required: bool = False) -> Sequence | None:
        """Take a list as it is."""
        node = self.take(key, required=required)
        if isinstance(node, Sequence):
            return node
        if node:
            self._wrong(node, join_path(self.path, key), "a list", "Begin each item with '- '.")
        return Sequence((), self.node.place) if required else None

    @overload
    def fields(self, key: str, *, required: Literal[True]) -> Fields: ...
    @overload
    def fields(self, key: str, *, required: bool = False) -> Fields | None: ...
    def fields(self, key: str, *, required: bool = False) -> Fields | None:
        """Take a mapping for reading in the same way; call ``finish`` on it, too."""
        path = join_path(self.path, key)
        if node := self.mapping(key):
            return self._child(node, path)
        self.take(key, required=required)
        # what is read from a stand-in must not add problems of its own
        return Fields(Mapping((), self.node.place), path, problems=[]) if required else None

    def each(self, key: str, *, required: bool = False) -> list[Fields]:
        """Take a list of mappings for reading in the same way; empty when the key is absent."""
        path, children = join_path(self.path, key), []
        for number, item in enumerate(self.sequence(key, required=required) or ()):
            if isinstance(item, Mapping):
                children.append(self._child(item, join_path(path, number)))
            else:
                self._wrong(item, join_path(path, number), "a mapping", "Write 'key: value' after the '-'.")
        return children

    @overload
    def localized(self, key: str, *, required: Literal[True]) -> Localized: ...
    @overload
    def localized(self, key: str, *, required: bool = False) -> Localized | None: ...
    def localized(self, key: str, *, required: bool = False) -> Localized | None:
        """Take a text in both languages."""
        node = self.take(key, required=required)
        if isinstance(node, Mapping):
            child = self._child(node, join_path(self.path, key))
            found = Localized(child.text("zh", required=True), child.text("en", required=True))
            child.finish()
            return found
        if node:
            path = join_path(self.path, key)
            self._wrong(node, path, "a text in both languages", "Write {zh: …, en: …}.")
        return Localized("", "") if required else None

    # --- helpers ---

    def _child(self, node: Mapping, path: str) -> Fields:
        return Fields(node, path, problems=self.problems, error=self._error)

    def _as_text(self, node: Node, path: str) -> str | None:
        if not isinstance(node, Scalar) or node.value is None:
            self._wrong(node, path, "a text", "Write a text or remove the key.")
        elif not isinstance(node.value, str):
            self._wrong(node, path, "a text", f'Put it in quotes: "{node.text}".')
        elif not node.value.strip():
            self.problems.append(Problem("the text is empty", "Write it or remove it.", node.location, path))
        else:
            return node.value
        return None

    def _wrong(self, node: Node, path: str, expected: str, cure: str) -> None:
        value = node.text or None if isinstance(node, Scalar) else node.to_plain()
        message = f"expected {expected}, but this is {describe(node)}"
        self.problems.append(Problem(message, cure, node.location, path, value))
