"""Where records belong: the key of the thing that one states, and the subject in which it stands (S2, S15)."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, Any

from zhifa_rules.records.facts import FactMaker
from zhifa_rules.records.known import ABSENT, OPEN
from zhifa_rules.records.shapes import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from zhifa_rules.records.base import EventRecord
    from zhifa_rules.records.shapes import RecordType

Key = tuple[Any, ...]

_PLACING = frozenset({Kind.ORGAN, Kind.PERSON, Kind.DOCUMENT})


class Subject:
    """A matter, a case, a document or a lone record: the keys of the things that stand in it, and what states each.

    ``changed`` tells that it is on the list of those that changed since they were last asked for.
    """

    __slots__ = ("changed", "key", "things")

    def __init__(self, key: Key) -> None:
        self.key = key
        self.things: dict[Key, tuple[EventRecord, ...]] = {}
        self.changed = False


class Placing:
    """What is asked of every record of a type when it is put in its place, prepared once.

    ``plain`` tells that nothing assumed of a record can change where it belongs or whom it names; ``assumed`` is what
    may be assumed of it, and ``facts`` builds what its records state.
    """

    __slots__ = ("_natural", "assumed", "facts", "name", "plain")

    def __init__(self, record_type: RecordType) -> None:
        self.facts = FactMaker(record_type)
        self.name = record_type.name
        self.assumed = record_type.shape.assumed
        self.plain = _is_plain(record_type)
        self._natural = _natural_key(record_type)

    def key(self, values: Mapping[str, Any]) -> Key:
        """Give the key of the thing that a record states: its own id where a part of the natural key is not known."""
        key = None if self._natural is None else self._natural(values)
        return ("record", self.name, values["id"]) if key is None else key


def _natural_key(record_type: RecordType) -> Callable[[Mapping[str, Any]], Key | None] | None:
    fields, name = record_type.natural_key, record_type.name
    if not fields:
        return None
    read = itemgetter(*fields)
    single = len(fields) == 1

    def key(values: Mapping[str, Any]) -> Key | None:
        parts = (read(values),) if single else read(values)
        for part in parts:
            if part.__class__ in OPEN or part is ABSENT:
                return None
        return (name, *parts)

    return key


def _is_plain(record_type: RecordType) -> bool:
    """That there is none of something, or that it is what another field says, names nobody new."""
    for field in record_type.shape.assumable:
        if field.assumption is None:
            return False
        harmless = field.assumption.value == "none" or isinstance(field.assumption.value, dict)
        if not harmless and (field.kind in _PLACING or field.name in ("matter", "case", "number")):
            return False
    return True


def stated_home(values: Mapping[str, Any]) -> Key | None:
    """Give the subject that a thing names itself: its supervision matter, else its enforcement case."""
    matter = values["matter"]
    if matter.__class__ is str:
        return ("matter", matter)
    case = values.get("case")
    return ("case", case) if isinstance(case, str) else None
