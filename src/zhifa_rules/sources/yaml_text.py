"""YAML with positions, restricted so that a value means what it says.

Scalars are read by the core schema of YAML 1.2, not by the rules of YAML 1.1: ``on``, ``yes`` and
``2025-03-01`` stay text. What readers tend to misread or what readers disagree about is refused with
a cure: repeated keys, keys that are not text, anchors and aliases, tags, merge keys, tabs, numbers
with leading zeros, infinities, unusual line breaks, several documents in one file.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any

import yaml
from yaml.events import (
    AliasEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from zhifa_rules.errors import Location, PackError, Problem, ZhifaError
from zhifa_rules.sources.nodes import (
    MAX_DEPTH,
    Mapping,
    Node,
    Place,
    Scalar,
    Sequence,
    capped,
    describe,
    join_path,
)
from zhifa_rules.sources.yaml_syntax import translated

if TYPE_CHECKING:
    from collections.abc import Callable

_MAX_NUMBER = 400
_LOADER: Any = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader


def load_yaml(text: str, file: str, *, error: type[ZhifaError] = PackError) -> Node | None:
    """Read a text that holds one YAML document; None when it is empty.

    Every problem found is raised in one ``error``.
    """
    documents = _Builder(text, file, error).build()
    if len(documents) > 1:
        raise error(
            Problem(
                "a second document begins here; only one is allowed",
                "Remove the line '---', or put the second document into a file of its own.",
                documents[1][0],
            )
        )
    return documents[0][1] if documents else None


def load_yaml_all(text: str, file: str, *, error: type[ZhifaError] = PackError) -> list[Node]:
    """Read a text that may hold several YAML documents; empty ones are left out."""
    return [node for _, node in _Builder(text, file, error).build() if node is not None]


# --- scalars -----------------------------------------------------------------------------------------

_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_INTEGER = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
_LEADING_ZERO = re.compile(r"[-+]?0[0-9]")
_NUMBER_STARTS = frozenset("-+.0123456789")


class _BadNumberError(ValueError):
    """A number that is refused; the message says why."""


def _resolve(text: str) -> str | int | float | bool | None:
    """Give an unquoted scalar its value by the core schema."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _NUMBER_STARTS:
        return text
    if _NOT_FINITE.fullmatch(text):
        raise _BadNumberError("an infinite or undefined number is not allowed")
    integer = _INTEGER.fullmatch(text)
    if not integer and not _FLOAT.fullmatch(text):
        return text
    if len(text) > _MAX_NUMBER:
        raise _BadNumberError(f"a number of more than {_MAX_NUMBER} characters is not allowed")
    if _LEADING_ZERO.match(text):
        raise _BadNumberError("a number with leading zeros would lose them")
    if integer:
        return int(text, {"0o": 8, "0x": 16}.get(text[:2], 10))
    value = float(text)
    if not math.isfinite(value):
        raise _BadNumberError("the number is too large")
    return value


# --- building ----------------------------------------------------------------------------------------

_ORDINARY = r"\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff"
_LEGAL = re.compile(f"[\\n{_ORDINARY}]*")
_ILLEGAL = rf"[^\n\r{_ORDINARY}]|\r(?!\n)"  # compiled only when something is wrong
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_QUOTE = 'Put it in quotes: "{}".'


class _OpenList:
    """A list that is not yet closed."""

    __slots__ = ("items", "place")

    def __init__(self, place: Place) -> None:
        self.place = place
        self.items: list[Node] = []

    def close(self) -> Node:
        return Sequence(tuple(self.items), self.place)


class _OpenMapping:
    """A mapping that is not yet closed; ``key`` is the key whose value comes next."""

    __slots__ = ("entries", "key", "place", "seen")

    def __init__(self, place: Place) -> None:
        self.place = place
        self.entries: list[tuple[Scalar, Node]] = []
        self.seen: dict[str, Scalar] = {}
        self.key: Scalar | None = None

    def close(self) -> Node:
        return Mapping(tuple(self.entries), self.place)


class _Builder:
    """Turns the events of PyYAML into nodes, without recursion."""

    def __init__(self, text: str, file: str, error: type[ZhifaError]) -> None:
        self.text = text.removeprefix("\ufeff")
        self.file = file
        self.error = error
        self.problems: list[Problem] = []
        self.frames: list[_OpenList | _OpenMapping] = []
        self.documents: list[tuple[Location, Node | None]] = []

    def build(self) -> list[tuple[Location, Node | None]]:
        """Return the documents, each with the place where it begins."""
        self._check_characters()
        try:
            loader = _LOADER(self.text)
            try:
                self._read(loader.get_event)
            finally:
                loader.dispose()
        except (yaml.YAMLError, ValueError, OverflowError) as exc:
            self.problems.append(translated(exc, self.text, self.file))
        if self.problems:
            raise self.error(capped(self.problems))
        return self.documents

    def _read(self, next_event: Callable[[], Any]) -> None:
        """Take the events one by one; packs have tens of thousands, so this loop is what loading them costs."""
        file, frames = self.file, self.frames
        while (event := next_event()) is not None:
            kind = type(event)
            mark = event.start_mark
            place = (file, mark.line + 1, mark.column + 1)
            if kind is ScalarEvent:
                if event.anchor is not None or event.tag is not None:
                    self._refuse_properties(event, place)
                self._put(self._scalar(event.value, place, quoted=bool(event.style)))
            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                if event.anchor is not None or event.tag is not None:
                    self._refuse_properties(event, place)
                self._require_flat(place)
                frames.append(_OpenMapping(place) if kind is MappingStartEvent else _OpenList(place))
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                self._put(frames.pop().close())
            elif kind is DocumentStartEvent:
                self.documents.append((Location(*place), None))
            elif kind is AliasEvent:
                self._refuse("an alias is not allowed", "Write the value out.", place, f"*{event.anchor}")
                self._put(Scalar(None, "", place))

    def _require_flat(self, place: Place) -> None:
        if len(self.frames) >= MAX_DEPTH:
            self._refuse(
                f"lists and mappings are nested more than {MAX_DEPTH} levels deep",
                "Make the structure flatter; often a bracket or an indentation is wrong.",
                place,
            )
            raise self.error(capped(self.problems))

    def _put(self, node: Node) -> None:
        """Put a finished node where it belongs."""
        if not self.frames:
            where, _ = self.documents[-1]
            empty = isinstance(node, Scalar) and node.text == "" and node.value is None
            self.documents[-1] = (where, None if empty else node)
            return
        frame = self.frames[-1]
        if isinstance(frame, _OpenList):
            frame.items.append(node)
        elif frame.key is None:
            frame.key = self._key(frame, node)
        else:
            frame.entries.append((frame.key, node))
            frame.key = None

    def _key(self, frame: _OpenMapping, node: Node) -> Scalar:
        if not isinstance(node, Scalar):
            self._refuse(
                f"{describe(node)} cannot be a key",
                "Use a text as key; a text that begins with [ or { needs quotes.",
                node.place,
            )
            return Scalar("", "", node.place)
        if not isinstance(node.value, str):
            shown = node.text or "null"
            message = f"a key must be a text, but this is {describe(node)}"
            self._refuse(message, _QUOTE.format(shown), node.place, shown)
            return Scalar(node.text, node.text, node.place)
        first = frame.seen.setdefault(node.value, node)
        if first is not node:
            self._refuse(
                f"this key was already given in line {first.location.line}",
                "Keep one of the two, or merge their contents.",
                node.place,
                node.value,
            )
        return node

    def _scalar(self, text: str, place: Place, *, quoted: bool) -> Scalar:
        if quoted:
            if not text.isascii() and _SURROGATE.search(text):
                self._refuse("half of a surrogate pair is not a character", "Write \\U and 8 digits.", place)
                text = _SURROGATE.sub("\ufffd", text)
            return Scalar(text, text, place)
        if text == "<<" and self._expects_key():
            self._refuse("a merge key is not allowed", "Write the keys out.", place, text)
        try:
            return Scalar(_resolve(text), text, place)
        except _BadNumberError as exc:
            cure = "If it is a text, such as a number of a document, put it in quotes."
            self._refuse(str(exc), cure, place, text)
            return Scalar(text, text, place)

    def _expects_key(self) -> bool:
        frame = self.frames[-1] if self.frames else None
        return isinstance(frame, _OpenMapping) and frame.key is None

    def _refuse_properties(self, event: ScalarEvent | CollectionStartEvent, place: Place) -> None:
        if event.anchor is not None:
            cure = "Remove it; a text that begins with & needs quotes."
            self._refuse("an anchor is not allowed", cure, place, f"&{event.anchor}")
        if event.tag is not None:
            cure = "Remove it; a text that begins with ! needs quotes."
            self._refuse("a tag is not allowed", cure, place, event.tag)

    def _check_characters(self) -> None:
        if _LEGAL.fullmatch(self.text):
            return
        line, start = 1, 0
        for found in re.finditer(_ILLEGAL, self.text):
            position = found.start()
            line += self.text.count("\n", start, position)
            start = position
            column = position - self.text.rfind("\n", 0, position)
            message, cure = _illegal_character(found.group())
            self._refuse(message, cure, (self.file, line, column))
        if self.problems:
            raise self.error(capped(self.problems))

    def _refuse(self, message: str, cure: str, place: Place, value: object = None) -> None:
        self.problems.append(Problem(message, cure, Location(*place), self._path(), value))

    def _path(self) -> str:
        path = ""
        for frame in self.frames:
            if isinstance(frame, _OpenList):
                path = join_path(path, len(frame.items))
            elif frame.key is not None:
                path = join_path(path, frame.key.text)
        return path


def _illegal_character(char: str) -> tuple[str, str]:
    if char == "\t":
        return "a tab is not allowed", "Use spaces; inside double quotes, write \\t."
    if char == "\r":
        return "a carriage return without a line feed", "Save the file with ordinary line ends."
    name = f"U+{ord(char):04X}"
    if char in "\x85\u2028\u2029":
        return (
            f"an unusual line break ({name})",
            "Use an ordinary line end, or write \\u and 4 digits in quotes.",
        )
    return f"a character that YAML does not allow ({name})", "Remove it; it is often left by copying."
