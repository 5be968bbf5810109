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

_UNTOLD = frozenset({ABSENT.__class__, *OPEN})
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

    __slots__ = ("_read", "assumed", "facts", "name", "plain")

    def __init__(self, record_type: RecordType) -> None:
        self.facts = FactMaker(record_type)
        self.name = record_type.name
        self.assumed = record_type.shape.assumed
        self.plain = _is_plain(record_type)
        self._read = _reader(record_type.natural_key)

    def key(self, values: Mapping[str, Any]) -> Key:
        """Give the key of the thing that a record states: its own id where a part of the natural key is not known."""
        read = self._read
        if read is None:
            return ("record", self.name, values["id"])
        key = read(values)
        for part in key:
            if part.__class__ is not str and part.__class__ in _UNTOLD:
                return ("record", self.name, values["id"])
        return key


def _reader(fields: tuple[str, ...]) -> Callable[[Mapping[str, Any]], Key] | None:
    """Give what reads the type of a record and the parts of its natural key."""
    return itemgetter("type", *fields) if fields else None


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
