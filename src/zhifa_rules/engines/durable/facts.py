"""Check the facts of a subject and write them as the engine takes them: only the fields that rules read (G7, G9)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from zhifa_rules.engines.durable.identifiers import SESSION, Identifiers
from zhifa_rules.engines.durable.kinds import WORDS
from zhifa_rules.engines.durable.limits import GREATEST, MOST_TEXT
from zhifa_rules.engines.durable.rails import KEPT_TYPES
from zhifa_rules.errors import EngineError, Problem

if TYPE_CHECKING:
    from zhifa_rules.engines.durable.kinds import Kind, Spot
    from zhifa_rules.engines.durable.program import DurableFact, Subject
    from zhifa_rules.engines.durable.rails import CheckedProgram

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode
_MENDING = "Leave the field out, or give it the same kind of value everywhere"


class FactRail:
    """Writes facts for one program."""

    def __init__(self, program: CheckedProgram) -> None:
        self._program = program
        self._identifiers = Identifiers()
        self._fields: dict[str, list[tuple[str, Kind | None, Spot]]] = {
            type_: [
                (name, program.kinds.kind(spot), program.kinds.group(spot))
                for name in sorted(names)
                for spot in [(type_, name)]
            ]
            for type_, names in program.read.items()
        }

    def lines(self, subject: Subject) -> list[tuple[int, str]]:
        """Give each fact that some rule may read: its number in the subject, and a line of JSON with an id for it."""
        seen: dict[Spot, Kind] = {}
        lines = []
        for number, fact in enumerate(subject.facts):
            fields = self._fields.get(self._type(fact, subject))
            if fields is not None:
                lines.append((number, self._line(number, fact, fields, seen, subject)))
        return lines

    def _type(self, fact: DurableFact, subject: Subject) -> str:
        type_ = fact.get("type")
        if not isinstance(type_, str) or type_ in KEPT_TYPES:
            raise self._refuse(subject, "type", "a fact must have a type of its own", type_)
        return type_

    def _line(
        self,
        number: int,
        fact: DurableFact,
        fields: list[tuple[str, Kind | None, Spot]],
        seen: dict[Spot, Kind],
        subject: Subject,
    ) -> str:
        type_ = str(fact["type"])
        written: dict[str, Any] = {"id": self._identifiers[number], "sid": SESSION, "type": type_}
        for name, asked, group in fields:
            if name not in fact:
                if name in self._program.needed[type_]:
                    raise self._refuse(subject, f"{type_}.{name}", "rules look at this field and the fact lacks it")
                continue
            value = fact[name]
            kind = type(value)
            if kind is not (asked or seen.setdefault(group, kind)) or kind not in WORDS:
                expected = WORDS.get(asked or seen[group], "text, an integer or a truth value")
                raise self._refuse(subject, f"{type_}.{name}", f"this must be {expected}", value)
            if isinstance(value, int) and not -GREATEST <= value <= GREATEST:
                raise self._refuse(subject, f"{type_}.{name}", f"a number must lie within ±{GREATEST}", value)
            written[name] = value
        line = _encode(written)
        self._check_text(line, written, subject)
        return line

    def _check_text(self, line: str, written: dict[str, Any], subject: Subject) -> None:
        """Text must be encodable and short: the engine keeps its length in 16 bits."""
        try:
            if len(line.encode()) <= MOST_TEXT:
                return
            too_long = [name for name, value in written.items() if len(_encode(value).encode()) > MOST_TEXT]
            if not too_long:
                return
            name, message = too_long[0], f"text may have {MOST_TEXT} bytes"
        except UnicodeEncodeError as error:
            name, message = "", f"text must be encodable: {error.reason}"
        raise self._refuse(subject, f"{written['type']}.{name}", message)

    def _refuse(self, subject: Subject, field: str, message: str, value: object = None) -> EngineError:
        place = f"durable program {self._program.name}, subject {subject.key}, {field}"
        return EngineError(Problem(message, _MENDING, field=place, value=value))
