"""Saying in plain words what is wrong with a text that is not YAML."""

from __future__ import annotations

import re

import yaml

from zhifa_rules.errors import Location, Problem

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


def translated(exc: Exception, text: str, file: str) -> Problem:
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
