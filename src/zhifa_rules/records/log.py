"""The log of raw records: identity, corrections and voids (S2)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from zhifa_rules.errors import NOWHERE, InputError, Location, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from zhifa_rules.records.base import EventRecord


class RecordLog:
    """All records received, and which of them stand after corrections and voids.

    The same id with the same content counts once; with different content it is an input error.
    """

    def __init__(self) -> None:
        self.records: dict[str, EventRecord] = {}
        self._locations: dict[str, Location] = {}
        self._targeted_by: dict[str, list[str]] = {}
        self.received_later: frozenset[str] = frozenset()

    def add(self, record: EventRecord, location: Location = NOWHERE) -> bool:
        """Take a record; tell whether it is new. Raises ``InputError`` if its id already means something else."""
        return bool(self.add_all([(record, location)]))

    def add_all(self, placed: Iterable[tuple[EventRecord, Location]]) -> Sequence[EventRecord]:
        """Take many records and give those that are new; raises ``InputError`` for all contradictions, taking none."""
        records = self.records
        new: dict[str, EventRecord] = {}
        referring: list[EventRecord] = []
        problems: list[Problem] = []
        locations: dict[str, Location] = {}
        for record, location in placed:
            values = record.__dict__
            identity = values["id"]
            if identity in records or identity in new:
                known = new.get(identity) or records[identity]
                if known != record:
                    first = locations.get(identity) or self.location_of(identity)
                    problems.append(_contradiction(record, first, location))
                continue
            new[identity] = record
            if location is not NOWHERE:
                locations[identity] = location
            if values["corrects"] is not None or values["voids"] is not None:
                referring.append(record)
        if problems:
            raise InputError(problems)
        records.update(new)
        self._locations.update(locations)
        for record in referring:
            for target in _targets(record):
                self._targeted_by.setdefault(target, []).append(record.id)
        return list(new.values())

    def location_of(self, identity: str) -> Location:
        """Tell where a record came from, if that is known."""
        return self._locations.get(identity, NOWHERE)

    def known_on(self, day: date) -> RecordLog:
        """Give the log as it stood at the end of a day; a record without ``recorded_on`` counts from its own date."""
        log = RecordLog()
        log.received_later = frozenset(self.records)
        for identity, record in self.records.items():
            if _recorded_on_or_before(record, day):
                log.add(record, self.location_of(identity))
        return log

    def standing(self, identity: str) -> bool:
        """Tell whether a record is neither corrected nor voided; what a voided record did is undone."""
        return not any(self._in_effect(other) for other in self._targeted_by.get(identity, ()))

    def _in_effect(self, identity: str) -> bool:
        """Tell whether a correction or void is itself not voided; a corrected correction still replaces its target."""
        known: dict[str, bool] = {}
        pending = [identity]
        while pending:
            current = pending[-1]
            voiders = [v for v in self._targeted_by.get(current, ()) if self.records[v].voids == current]
            open_ones = [v for v in voiders if v not in known]
            if open_ones and current not in known:
                pending.extend(open_ones)
                known.setdefault(current, True)  # guards against circles, which ``check`` reports
                continue
            known[current] = not any(known[v] for v in voiders)
            pending.pop()
        return known[identity]

    @property
    def has_references(self) -> bool:
        """Whether any record corrects or voids another."""
        return bool(self._targeted_by)

    def affected_by(self, identities: Iterable[str]) -> Iterable[str]:
        """List the ids whose standing new records can change, those of the records among them."""
        seen = dict.fromkeys(identities)
        pending = list(seen)
        while pending:
            current = self.records.get(pending.pop())
            for target in _targets(current) if current else ():
                if target in self.records and target not in seen:
                    seen[target] = None
                    pending.append(target)
        return seen

    def is_fact(self, record: EventRecord) -> bool:
        """Tell whether a record states a fact: it stands and does more than remove another record."""
        return record.voids is None and (record.id not in self._targeted_by or self.standing(record.id))

    def check(self) -> None:
        """Raise ``InputError`` for corrections of absent records, double corrections and cycles."""
        problems: list[Problem] = []
        for target, sources in sorted(self._targeted_by.items()):
            if target in self.received_later and target not in self.records:
                continue  # what is corrected was itself put on record only later
            if target not in self.records:
                problems.extend(self._absent(source, target) for source in sources)
            elif len(sources) > 1:
                problems.extend(self._double(target, sources))
        problems.extend(self._cycles())
        if problems:
            raise InputError(problems)

    def _absent(self, source: str, target: str) -> Problem:
        field = "corrects" if self.records[source].corrects == target else "voids"
        cure = "Supply the record that it refers to, or remove the reference"
        return Problem(
            f"record {source} refers to a record that is not there", cure, self.location_of(source), field, target
        )

    def _double(self, target: str, sources: list[str]) -> list[Problem]:
        live = sorted(s for s in sources if self.records[s].corrects == target and self._in_effect(s))
        if len(live) < 2:
            return []
        message = f"record {target} is corrected twice, by {' and '.join(live)}"
        cure = "Let the later correction correct the earlier one, or void one of them"
        return [Problem(message, cure, self.location_of(live[1]), "corrects", target)]

    def _is_cyclic(self, start: str) -> bool:
        seen: set[str] = set()
        pending = list(_targets(self.records[start]))
        while pending:
            current = pending.pop()
            if current == start:
                return True
            if current not in seen and current in self.records:
                seen.add(current)
                pending.extend(_targets(self.records[current]))
        return False

    def _cycles(self) -> list[Problem]:
        cyclic = sorted(i for sources in self._targeted_by.values() for i in sources if self._is_cyclic(i))
        if not cyclic:
            return []
        message = f"records correct each other in a circle: {', '.join(cyclic)}"
        return [Problem(message, "A correction must refer to an earlier record", self.location_of(cyclic[0]))]


def _targets(record: EventRecord) -> tuple[str, ...]:
    return tuple(t for t in (record.corrects, record.voids) if t is not None)


def _recorded_on_or_before(record: EventRecord, day: date) -> bool:
    if record.recorded_on is not None:
        return record.recorded_on <= day
    return not isinstance(record.on, date) or record.on <= day


def _contradiction(record: EventRecord, first: Location, second: Location) -> Problem:
    where = f" (first at {first})" if first != NOWHERE else ""
    message = f"two records with the id {record.id} differ{where}"
    cure = "Give the second one an id of its own, or let it correct the first with corrects"
    return Problem(message, cure, second, "id", record.id)
