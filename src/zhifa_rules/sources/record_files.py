"""Reading event records from JSON Lines, JSON and YAML files, each with its place."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from zhifa_rules.errors import InputError, Location, Problem
from zhifa_rules.sources.files import decoded, read_file, unreadable
from zhifa_rules.sources.garbage import uncollected
from zhifa_rules.sources.json_records import BLANK, read_json, read_json_lines
from zhifa_rules.sources.nodes import Mapping, Sequence, capped, describe
from zhifa_rules.sources.raw_record import NEIGHBOURS, RawRecord, short
from zhifa_rules.sources.yaml_text import load_yaml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from zhifa_rules.sources.raw_record import Result

    Reader = Callable[[str, str], Result]

STDIN = "<stdin>"
_NO_RECORDS = "contains no records"


def read_records(paths: Iterable[str | Path], *, stdin: TextIO | None = None) -> list[RawRecord]:
    """Read all records of the files in the order given; ``-`` stands for standard input.

    The suffix decides the format: ``.jsonl`` and ``.ndjson`` one object a line, ``.json`` an array of
    objects, one object or ``{"records": […]}``, ``.yaml`` and ``.yml`` a list or ``records:``. For
    standard input and other suffixes, the content decides. All problems are raised in one InputError.
    """
    records: list[RawRecord] = []
    problems: list[Problem] = []
    seen_stdin = False
    for path in [paths] if isinstance(paths, str | Path) else paths:
        is_stdin = str(path) == "-"
        name = STDIN if is_stdin else str(path)
        if is_stdin and seen_stdin:
            cure = "Name '-' once."
            problems.append(Problem("standard input can be read only once", cure, Location(name)))
            continue
        seen_stdin = seen_stdin or is_stdin
        try:
            content = _read_stdin(stdin or sys.stdin) if is_stdin else read_file(Path(path))
            text = decoded(content, name)
            reader = _READERS.get(Path(name).suffix.lower()) or _sniffed(text)
            with uncollected():
                found, wrong = reader(text, name)
        except InputError as exc:
            problems.extend(exc.problems)
            continue
        if not found and not wrong:
            cure = "Check that this is the right file, and that it was written completely."
            wrong = [Problem(_NO_RECORDS, cure, Location(name))]
        records += found
        problems += wrong
    if problems:
        raise InputError(capped(problems))
    return records


# --- bytes and text ----------------------------------------------------------------------------------


def _read_stdin(stream: TextIO) -> bytes:
    try:
        buffer = getattr(stream, "buffer", None)
        # the text layer would decode by the locale
        return buffer.read() if buffer is not None else stream.read().encode("utf-8", "surrogatepass")
    except (OSError, ValueError) as exc:
        raise unreadable(f"standard input cannot be read: {exc}", "Name a file instead.", STDIN) from exc


def _sniffed(text: str) -> Reader:
    """Guess the format of a text from its beginning."""
    begin = text.lstrip(BLANK)
    if begin.startswith("["):
        return read_json
    if not begin.startswith("{"):
        return _read_yaml
    first, _, rest = begin.partition("\n")
    try:
        json.loads(first)
    except (ValueError, RecursionError):
        others = [line for line in rest.split("\n") if line.strip(BLANK)]
        is_lines = bool(others) and all(line.lstrip(BLANK).startswith("{") for line in others)
    else:
        is_lines = bool(rest.strip(BLANK))
    return read_json_lines if is_lines else read_json


# --- YAML --------------------------------------------------------------------------------------------


def _read_yaml(text: str, name: str) -> Result:
    node = load_yaml(text, name, error=InputError)
    if node is None:
        return [], []
    listed = node
    if isinstance(node, Mapping):
        listed = node.get("records") or node
        if listed is not node and len(node.entries) > 1:
            cure = "Remove the other keys, or put '- ' before the mapping if it is itself a record."
            return [], [Problem(NEIGHBOURS, cure, node.location)]
    if not isinstance(listed, Sequence):
        message = f"expected a list of records, but this is {describe(listed)}"
        return [], [Problem(message, "Begin each record with '- ', or list them under 'records:'.", node.location)]
    records: list[RawRecord] = []
    problems: list[Problem] = []
    for item in listed:
        if isinstance(item, Mapping):
            records.append(RawRecord(item.to_plain(), item.location, item))
        else:
            message = f"expected a record, but this is {describe(item)}"
            cure = "Write a record as lines 'key: value' after the '-'."
            problems.append(Problem(message, cure, item.location, value=short(item.to_plain())))
    return records, problems


_READERS = {
    ".jsonl": read_json_lines,
    ".ndjson": read_json_lines,
    ".json": read_json,
    ".yaml": _read_yaml,
    ".yml": _read_yaml,
}
