"""Putting together, as of a day, what the records of a subject state: facts, dossiers and dockets."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from zhifa_rules.records.docket import Docket, Docketing
from zhifa_rules.records.dossier import Dossier, assemble, matter_of
from zhifa_rules.records.facts import date_range

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zhifa_rules.records.base import EventRecord
    from zhifa_rules.records.facts import Fact, FactMaker
    from zhifa_rules.records.register import Register
    from zhifa_rules.records.shapes import RecordType

    Key = tuple[Any, ...]
    Records = tuple[EventRecord, ...]
    # The keys of the things of a subject, and the records that state each.
    Stated = tuple[tuple[Key, ...], tuple[Records, ...]]


class Assembly:
    """Builds what can have happened by a day (an ordinal) of records that are sorted by subject already."""

    def __init__(self, types: Mapping[str, RecordType], makers: Mapping[str, FactMaker]) -> None:
        self._types = types
        self._makers = makers
        self._docketing: Docketing | None = None

    def fact(self, key: Key, records: Records, as_of: int) -> Fact | None:
        """Build the fact that records state; copies of a record that are dated later are no facts yet (S1)."""
        maker = self._makers[records[0].type]
        if len(records) == 1:
            fact = maker.of_one(records[0], key)
        else:
            records = tuple(record for record in records if date_range(record.on)[0] <= as_of)
            if not records:
                return None
            fact = maker.of(records, key)
        first = fact.day
        if first is None:
            first = date_range(fact.values["on"])[0]
        return fact if first <= as_of else None

    def dossier(self, home: Key, stated: Stated, as_of: int, register: Register) -> Dossier:
        """Give the facts of a subject, linked to each other."""
        facts = [self.fact(key, records, as_of) for key, records in zip(*stated, strict=True)]
        return assemble(home, matter_of(home), [fact for fact in facts if fact is not None], self._types, register)

    def docket(self, home: Key, stated: Stated, as_of: int, register: Register, read: frozenset[str] | None) -> Docket:
        """Give what there is of a subject.

        ``read`` are the names of all fields that will be read of its entries; ``None`` if its dossier is wanted first.
        """
        entries = None
        if read is not None:
            if self._docketing is None or self._docketing.read is not read:
                self._docketing = Docketing(self._types, self._makers, read)
            entries = self._docketing.entries(*stated, as_of, register.principals)
        return Docket(home, entries, partial(self.dossier, home, stated, as_of, register))
