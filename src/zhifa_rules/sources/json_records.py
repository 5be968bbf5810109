"""Reading event records from JSON and JSON Lines, with a place and a cure for whatever is wrong."""

from __future__ import annotations

import json
import math
import re
from typing import TYPE_CHECKING

from zhifa_rules.errors import Location, Problem
from zhifa_rules.sources.nodes import MAX_DEPTH
from zhifa_rules.sources.raw_record import NEIGHBOURS, RawRecord, short

if TYPE_CHECKING:
    from zhifa_rules.sources.raw_record import Result

_ONE_OBJECT = 'Write each record as one object: {"id": …, …}.'
BLANK = " \t\r\n"  # what JSON takes for blank; str.strip() alone would take more
_SPACE = re.compile(r"[ \t\r\n]*")
_CONTAINER = re.compile(r'\{[ \t\r\n]*"records"[ \t\r\n]*:[ \t\r\n]*(?=\[)')
_SURROGATE_ESCAPE = re.compile(r"\\u[dD][89a-fA-F]")


class _Json:
    """Decodes JSON values and notes what JSON parsers let pass but records must not contain."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.problems: list[Problem] = []
        self._notes: list[tuple[str, str, object]] = []
        self._decoder = json.JSONDecoder(
            object_pairs_hook=self._object, parse_constant=self._constant, parse_float=self._float
        )

    def _object(self, pairs: list[tuple[str, object]]) -> dict[str, object]:
        found = dict(pairs)
        if len(found) != len(pairs):
            seen: set[str] = set()
            for key, _ in pairs:
                if key in seen:
                    self._notes.append(("a key occurs twice in one object", "Keep one of the two.", key))
                seen.add(key)
        return found

    def _constant(self, text: str) -> None:
        self._notes.append(("this is not a number of JSON", "Write null, or leave the field out.", text))

    def _float(self, text: str) -> float:
        value = float(text)
        if not math.isfinite(value):
            self._notes.append(("the number is too large", "Mend it, or write it as a text.", text[:50]))
        return value

    def value(self, text: str, start: int, line: int) -> tuple[object, int] | None:
        """Decode the value at ``start``, which lies in ``line``: the value and its end.

        None when it cannot be decoded, so that nothing behind it can be found either.
        """
        try:
            value, end = self._decoder.raw_decode(text, start)
        except json.JSONDecodeError as exc:
            self.wrong(text, exc.pos, line, start, f"this is not valid JSON: {_lowered(exc.msg)}")
        except ValueError:
            cure = "Write it as a text, in quotes."
            self.refuse("a number has too many digits", cure, Location(self.name, line))
        except RecursionError:
            self._too_deep(line)
        else:
            self._check(value, text, start, end, line)
            return value, end
        self._notes.clear()
        return None

    def wrong(self, text: str, position: int, line: int, start: int, message: str) -> None:
        """Note an error of syntax at ``position``, given that ``start`` lies in ``line``."""
        line += text.count("\n", start, position)
        begin = text.rfind("\n", 0, position) + 1
        end = text.find("\n", position)
        written = text[position : end if end >= 0 else None][:40].strip()
        if written:
            cure = "Mend the text from here on; a comma, a quote or a bracket may be missing or too many."
        else:
            cure = "The text ends too early; it may have been cut off."
        self.refuse(message, cure, Location(self.name, line, position - begin + 1), written or None)

    def refuse(self, message: str, cure: str, location: Location, value: object = None) -> None:
        """Note a problem."""
        self.problems.append(Problem(message, cure, location, value=value))

    def _too_deep(self, line: int) -> None:
        message = f"lists and objects are nested more than {MAX_DEPTH} levels deep"
        self.refuse(message, "Make the record flatter.", Location(self.name, line))

    def _check(self, value: object, text: str, start: int, end: int, line: int) -> None:
        if self._notes:
            for message, cure, written in self._notes:
                self.refuse(message, cure, Location(self.name, line), written)
            self._notes.clear()
        # both tests on the text are quick; only what they cannot clear is looked at closely
        if text.count("{", start, end) + text.count("[", start, end) > MAX_DEPTH and _depth(value) > MAX_DEPTH:
            self._too_deep(line)
        elif text.find("\\u", start, end) >= 0 and _SURROGATE_ESCAPE.search(text, start, end) and _has_surrogate(value):
            cure = "Write both halves, or the character itself."
            self.refuse("half of a surrogate pair is not a character", cure, Location(self.name, line))

    def record(self, value: object, line: int, column: int = 0) -> RawRecord | None:
        """Make a record of a decoded value, which must be an object."""
        where = Location(self.name, line, column)
        if isinstance(value, dict):
            return RawRecord(value, where)
        self.refuse(f"expected an object, but this is {_kind(value)}", _ONE_OBJECT, where, short(value))
        return None


def read_json_lines(text: str, name: str) -> Result:
    """Read one object a line."""
    source = _Json(name)
    records: list[RawRecord] = []
    for number, line in enumerate(text.split("\n"), 1):
        content = line.strip(BLANK)
        if not content:
            continue
        start = line.index(content[0])
        decoded = source.value(line, start, number)
        if decoded is None:
            continue
        value, end = decoded
        if end != start + len(content):
            position = _skip(line, end)
            source.wrong(line, position, number, start, "something follows the object in the same line")
        elif record := source.record(value, number):
            records.append(record)
    return records, source.problems


def read_json(text: str, name: str) -> Result:
    """Read an array of objects, one object, or ``{"records": […]}``."""
    source = _Json(name)
    start = _skip(text, 0)
    line = text.count("\n", 0, start) + 1
    if start == len(text):
        return [], []
    if text[start] == "[":
        records, end = _json_array(source, text, start, line)
    elif text[start] == "{":
        records, end = _json_object(source, text, start, line)
    else:
        records, end = [], None
        if decoded := source.value(text, start, line):
            source.record(decoded[0], line)
    if end is not None and (rest := _skip(text, end)) < len(text):
        message = "something follows the end of the document"
        if text[rest] == "{":
            message += "; a file with one object a line needs the suffix .jsonl"
        source.wrong(text, rest, line, start, message)
    return records, source.problems


def _json_array(source: _Json, text: str, start: int, line: int) -> tuple[list[RawRecord], int | None]:
    """Read the array at ``start``: its records and its end, None when that was not found."""
    records: list[RawRecord] = []
    position, seen, line_begin = start + 1, start, text.rfind("\n", 0, start) + 1
    while True:
        position = _skip(text, position)
        if text.startswith("]", position) and not (records or source.problems):
            return records, position + 1
        # only what lies between two records is searched: a file may be a single line
        if breaks := text.count("\n", seen, position):
            line += breaks
            line_begin = text.rindex("\n", seen, position) + 1
        seen = position
        decoded = source.value(text, position, line)
        if decoded is None:
            return records, None
        if record := source.record(decoded[0], line, position - line_begin + 1):
            records.append(record)
        position = _skip(text, decoded[1])
        if text.startswith("]", position):
            return records, position + 1
        if not text.startswith(",", position):
            source.wrong(text, position, line, seen, "expected ',' or ']' after a record")
            return records, None
        position += 1


def _json_object(source: _Json, text: str, start: int, line: int) -> tuple[list[RawRecord], int | None]:
    """Read the object at ``start``: one record, or ``{"records": […]}``."""
    found = _CONTAINER.match(text, start)
    if found:
        records, end = _json_array(source, text, found.end(), line + text.count("\n", start, found.end()))
        if end is None:
            return records, None
        end = _skip(text, end)
        if text.startswith("}", end):
            return records, end + 1
        if text.startswith(",", end):
            cure = "Remove the other keys, or put the object into an array if it is itself a record."
            source.refuse(NEIGHBOURS, cure, Location(source.name, line))
        else:
            source.wrong(text, end, line, start, "expected '}' after the records")
        return records, None
    decoded = source.value(text, start, line)
    if decoded is None:
        return [], None
    value, end = decoded
    if isinstance(value, dict) and isinstance(value.get("records"), list):
        cure = "Remove the other keys, or put the object into an array if it is itself a record."
        source.refuse(NEIGHBOURS, cure, Location(source.name, line))
    record = source.record(value, line, start - text.rfind("\n", 0, start))
    return [record] if record else [], end


def _skip(text: str, position: int) -> int:
    """Return the position of the next character that is not blank."""
    found = _SPACE.match(text, position)
    return found.end() if found else position


def _depth(value: object) -> int:
    depth, level = 0, [value]
    while level := [item for item in level if isinstance(item, dict | list)]:
        depth += 1
        level = [inner for item in level for inner in (item.values() if isinstance(item, dict) else item)]
    return depth


def _has_surrogate(value: object) -> bool:
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return True
    return False


def _kind(value: object) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true or false"
        case str():
            return "a text"
        case list():
            return "an array"
        case _:
            return "a number"


def _lowered(message: str) -> str:
    return message[:1].lower() + message[1:]
