"""YAML with positions, restricted so that a value means what it says.

Scalars are read by the core schema of YAML 1.2, not by the rules of YAML 1.1: ``on``, ``yes`` and
``2025-03-01`` stay text. What readers tend to misread or what readers disagree about is refused with
a cure: repeated keys, keys that are not text, anchors and aliases, tags, merge keys, tabs, numbers
with leading zeros, infinities, unusual line breaks, several documents in one file.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

import yaml

from zhifa_rules.errors import Location, PackError, Problem, ZhifaError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MAX_DEPTH = 100
MAX_PROBLEMS = 20
_MAX_NUMBER = 400

_LOADER = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader


@dataclass(frozen=True, slots=True)
class Scalar:
    """A single value; ``text`` is what was written, without quotes and escapes."""

    value: str | int | float | bool | None
    text: str
    location: Location

    def to_plain(self) -> str | int | float | bool | None:
        """Return the value."""
        return self.value


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list of nodes."""

    items: tuple[Node, ...]
    location: Location

    def __iter__(self) -> Iterator[Node]:
        return iter(self.items)

    def to_plain(self) -> list[object]:
        """Return the list as plain Python data."""
        return [item.to_plain() for item in self.items]


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys and their nodes in the order written; every key is a text and occurs once."""

    entries: tuple[tuple[Scalar, Node], ...]
    location: Location

    def __contains__(self, key: object) -> bool:
        return any(name.text == key for name, _ in self.entries)

    def get(self, key: str) -> Node | None:
        """Return the node of ``key``, None when the key is absent."""
        return next((node for name, node in self.entries if name.text == key), None)

    def key_location(self, key: str) -> Location:
        """Return where ``key`` itself is written, the place of the mapping when it is absent."""
        return next((name.location for name, _ in self.entries if name.text == key), self.location)

    def keys(self) -> tuple[str, ...]:
        """Return the keys in the order written."""
        return tuple(name.text for name, _ in self.entries)

    def items(self) -> Iterator[tuple[str, Node]]:
        """Iterate over keys and nodes in the order written."""
        return ((name.text, node) for name, node in self.entries)

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

_ILLEGAL = re.compile(
    r"[^\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]|\r(?!\n)"
)
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_QUOTE = 'Put it in quotes: "{}".'


@dataclass(slots=True)
class _Frame:
    """A list or mapping that is still open."""

    location: Location
    is_mapping: bool
    items: list[Node] = field(default_factory=list)
    entries: list[tuple[Scalar, Node]] = field(default_factory=list)
    seen: dict[str, Scalar] = field(default_factory=dict)
    key: Scalar | None = None

    def close(self) -> Node:
        if self.is_mapping:
            return Mapping(tuple(self.entries), self.location)
        return Sequence(tuple(self.items), self.location)


class _Builder:
    """Turns the events of PyYAML into nodes, without recursion."""

    def __init__(self, text: str, file: str, error: type[ZhifaError]) -> None:
        self.text = text.removeprefix("\ufeff")
        self.file = file
        self.error = error
        self.problems: list[Problem] = []
        self.frames: list[_Frame] = []
        self.documents: list[tuple[Location, Node | None]] = []

    def build(self) -> list[tuple[Location, Node | None]]:
        """Return the documents, each with the place where it begins."""
        self._check_characters()
        try:
            for event in yaml.parse(self.text, Loader=_LOADER):
                self._handle(event)
        except (yaml.YAMLError, ValueError, OverflowError) as exc:
            self.problems.append(_translated(exc, self.text, self.file))
        if self.problems:
            raise self.error(capped(self.problems))
        return self.documents

    def _handle(self, event: yaml.Event) -> None:
        match event:
            case yaml.DocumentStartEvent():
                self.documents.append((self._at(event), None))
            case yaml.AliasEvent():
                where = self._at(event)
                self._refuse("an alias is not allowed", "Write the value out.", where, f"*{event.anchor}")
                self._place(Scalar(None, "", where))
            case yaml.ScalarEvent():
                self._check_properties(event)
                self._place(self._scalar(event))
            case yaml.CollectionStartEvent():
                self._check_properties(event)
                self._open(event)
            case yaml.CollectionEndEvent():
                self._place(self.frames.pop().close())

    def _open(self, event: yaml.CollectionStartEvent) -> None:
        where = self._at(event)
        if len(self.frames) >= MAX_DEPTH:
            self._refuse(
                f"lists and mappings are nested more than {MAX_DEPTH} levels deep",
                "Make the structure flatter; often a bracket or an indentation is wrong.",
                where,
            )
            raise self.error(capped(self.problems))
        self.frames.append(_Frame(where, isinstance(event, yaml.MappingStartEvent)))

    def _place(self, node: Node) -> None:
        """Put a finished node where it belongs."""
        if not self.frames:
            where, _ = self.documents[-1]
            empty = isinstance(node, Scalar) and node.text == "" and node.value is None
            self.documents[-1] = (where, None if empty else node)
            return
        frame = self.frames[-1]
        if not frame.is_mapping:
            frame.items.append(node)
        elif frame.key is None:
            frame.key = self._key(frame, node)
        else:
            frame.entries.append((frame.key, node))
            frame.key = None

    def _key(self, frame: _Frame, node: Node) -> Scalar:
        where = node.location
        if not isinstance(node, Scalar):
            self._refuse(
                f"{describe(node)} cannot be a key",
                "Use a text as key; a text that begins with [ or { needs quotes.",
                where,
            )
            return Scalar("", "", where)
        if not isinstance(node.value, str):
            shown = node.text or "null"
            self._refuse(f"a key must be a text, but this is {describe(node)}", _QUOTE.format(shown), where, shown)
            return Scalar(node.text, node.text, where)
        first = frame.seen.setdefault(node.value, node)
        if first is not node:
            self._refuse(
                f"this key was already given in line {first.location.line}",
                "Keep one of the two, or merge their contents.",
                where,
                node.value,
            )
        return node

    def _scalar(self, event: yaml.ScalarEvent) -> Scalar:
        text, where = event.value, self._at(event)
        if event.style:
            if not text.isascii() and _SURROGATE.search(text):
                self._refuse("half of a surrogate pair is not a character", "Write \\U and 8 digits.", where)
                text = _SURROGATE.sub("\ufffd", text)
            return Scalar(text, text, where)
        if text == "<<" and self.frames and self.frames[-1].is_mapping and self.frames[-1].key is None:
            self._refuse("a merge key is not allowed", "Write the keys out.", where, text)
        try:
            return Scalar(_resolve(text), text, where)
        except _BadNumberError as exc:
            cure = "If it is a text, such as a number of a document, put it in quotes."
            self._refuse(str(exc), cure, where, text)
            return Scalar(text, text, where)

    def _check_properties(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        where = self._at(event)
        if event.anchor is not None:
            self._refuse(
                "an anchor is not allowed",
                "Remove it; a text that begins with & needs quotes.",
                where,
                f"&{event.anchor}",
            )
        if event.tag is not None:
            self._refuse("a tag is not allowed", "Remove it; a text that begins with ! needs quotes.", where, event.tag)

    def _check_characters(self) -> None:
        line, start = 1, 0
        for found in _ILLEGAL.finditer(self.text):
            position = found.start()
            line += self.text.count("\n", start, position)
            start = position
            column = position - self.text.rfind("\n", 0, position)
            message, cure = _illegal_character(found.group())
            self._refuse(message, cure, Location(self.file, line, column))
        if self.problems:
            raise self.error(capped(self.problems))

    def _at(self, event: yaml.Event) -> Location:
        mark = event.start_mark
        if mark is None:
            return Location(self.file)
        return Location(self.file, mark.line + 1, mark.column + 1)

    def _refuse(self, message: str, cure: str, location: Location, value: object = None) -> None:
        self.problems.append(Problem(message, cure, location, self._path(), value))

    def _path(self) -> str:
        path = ""
        for frame in self.frames:
            if frame.key is not None:
                path = join_path(path, frame.key.text)
            elif not frame.is_mapping:
                path = join_path(path, len(frame.items))
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


# --- syntax errors -----------------------------------------------------------------------------------

_INDENT = "Give all keys of a mapping, and all '-' of a list, the same number of spaces in front."
_PLAIN_WORDS: tuple[tuple[str, str, str], ...] = (
    (
        r"mapping values are not allowed|unexpected ':'",
        "a colon stands where no key can be",
        "Put a text that contains ': ' in quotes, or mend the indentation of this line or the one before.",
    ),
    (r"entries are not allowed|expected '-' indicator", "the '-' of a list item is misplaced", _INDENT),
    (r"could not find expected ':'", "a key without a colon", "Write 'key: value', with a space."),
    (r"expected ',' or ']'", "a list in [ ] is not closed, or lacks a comma", "Add the ',' or the ']'."),
    (r"expected ',' or '}'", "a mapping in { } is not closed, or lacks a comma", "Add the ',' or the '}'."),
    (
        r"unexpected end of stream|unexpected document",
        "a text in quotes is not closed",
        "Add the closing quote; within '…' write '' for a quote, within \"…\" write \\\".",
    ),
    (
        r"escape|hexdecimal|chr\(\)",
        "a backslash in double quotes is followed by what cannot follow it",
        "Double the backslash, or use single quotes.",
    ),
    (
        r"cannot start any token",
        "an unquoted text cannot begin with this character",
        "Put the text in quotes.",
    ),
    (
        r"node content",
        "a value is missing here, or begins with a character that has a meaning of its own",
        "Write the value; a text that begins with , ] } : ? - or % needs quotes.",
    ),
    (r"mapping keys are not allowed", "the '?' is misplaced", "Put a text that begins with '? ' in quotes."),
    (r"tag", "a tag is not allowed", "Remove it; a text that begins with ! needs quotes."),
    (
        r"alphabetic or numeric character",
        "anchors and aliases are not allowed",
        "Put a text that begins with & or * in quotes.",
    ),
    (r"document start", "something follows the end of the document", _INDENT),
    (r"expected key|block end|block mapping|block collection", "the indentation does not fit", _INDENT),
)


def _translated(exc: Exception, text: str, file: str) -> Problem:
    """Say in plain words what PyYAML complains about."""
    mark = begin = None
    original = str(exc)
    if isinstance(exc, yaml.MarkedYAMLError):
        mark, begin = exc.problem_mark or exc.context_mark, exc.context_mark
        original = exc.problem or exc.context or original
    message, cure = f"this is not valid YAML: {original}", "Mend the syntax; texts can be put in quotes."
    for pattern, plain, remedy in _PLAIN_WORDS:
        if re.search(pattern, original):
            message, cure = plain, remedy
            break
    if mark is None:
        return Problem(message, cure, Location(file))
    if begin is not None and begin.line != mark.line:
        message += f" (it begins in line {begin.line + 1})"
    lines = text.split("\n", mark.line + 1)
    written = lines[mark.line].strip() if mark.line < len(lines) else ""
    return Problem(message, cure, Location(file, mark.line + 1, mark.column + 1), "", written or None)
