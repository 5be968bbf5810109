"""The history: all facts, kept up to date record by record and grouped by the subject they belong to (S15)."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any

from zhifa_rules.errors import NOWHERE, Location
from zhifa_rules.records.assembly import Assembly
from zhifa_rules.records.assumptions import AssumptionLog
from zhifa_rules.records.changes import ChangeLog
from zhifa_rules.records.dossier import ISSUED, RECEIPT
from zhifa_rules.records.following import DocumentHomes
from zhifa_rules.records.log import RecordLog
from zhifa_rules.records.names import NameIndex
from zhifa_rules.records.placing import Placing, Subject, stated_home
from zhifa_rules.records.register import Register

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from zhifa_rules.records.assembly import Stated
    from zhifa_rules.records.base import EventRecord
    from zhifa_rules.records.catalogue import Catalogue
    from zhifa_rules.records.changes import Changes
    from zhifa_rules.records.docket import Docket
    from zhifa_rules.records.dossier import Dossier
    from zhifa_rules.records.facts import Fact
    from zhifa_rules.records.shapes import Assumption

    Values = Mapping[str, Any]
    Records = tuple[EventRecord, ...]

Key = tuple[Any, ...]

REGISTER_TYPES = frozenset({"organ_registered", "person_registered", "log_scope_declared"})
_DESCRIBING = frozenset({"organ_registered", "log_scope_declared"})  # what describes organs does not make them act


class History:
    """Resolves records into facts and keeps, per subject, which facts belong to it.

    ``take_changes`` tells which subjects changed since it was last asked, so that an engine re-examines only those.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.log = RecordLog()
        self.names = NameIndex(catalogue.types)
        self._placings = {name: Placing(record_type) for name, record_type in catalogue.types.items()}
        self._assembly = Assembly(catalogue.types, {name: one.facts for name, one in self._placings.items()})
        self._groups: dict[Key, Records] = {}
        self._subjects: dict[Key, Subject] = {}
        self._of_matter: dict[str, Subject] = {}
        self._home_of: dict[Key, Key] = {}  # of things that do not state it themselves
        self._lone: dict[Key, None] = {}
        self._registered: dict[str, dict[Key, None]] = {name: {} for name in sorted(REGISTER_TYPES)}
        self._documents = DocumentHomes()
        self._new: list[EventRecord] = []
        self._changes = ChangeLog()
        self._assumed = AssumptionLog()

    def add(self, record: EventRecord, location: Location = NOWHERE) -> None:
        """Take a record; raises ``InputError`` if its id already stands for different content."""
        self.add_all([(record, location)])

    def add_all(self, placed: Iterable[tuple[EventRecord, Location]]) -> None:
        """Take many records; raises ``InputError`` for all whose id stands for different content, and takes none."""
        self._new += self.log.add_all(placed)

    def known_on(self, day: date) -> History:
        """Give the history that was on record at the end of a day."""
        history = History(self.catalogue)
        log = self.log.known_on(day)
        history.log.received_later = log.received_later
        history.add_all((record, log.location_of(identity)) for identity, record in log.records.items())
        return history

    def settle(self) -> None:
        """Bring subjects up to date; raises ``InputError`` for corrections that cannot be carried out."""
        self.log.check()
        new, self._new = self._new, []
        before: dict[Key, Records] = {}  # the groups that change, as they were
        if self.log.has_references:
            for identity in self.log.affected_by(record.id for record in new):
                self._regroup(self.log.records[identity], before)
        else:
            for record in new:
                self._take(record, before)
        for key, records in before.items():
            if records:
                self._forget(key, records)
            now = self._groups[key]
            if not now:
                del self._groups[key]
                continue
            self._place(key, now, *self._stated(key, now))
            for stated in self._copies(key, now):
                self._changes.note_names(self.names.add(key, *stated))
            self._note_assumptions(key, now)

    def _take(self, record: EventRecord, before: dict[Key, Records]) -> None:
        """Put a new record where it belongs at once, unless others may state the same thing."""
        placing = self._placings[record.type]
        values, records = record.__dict__, (record,)
        key = placing.key(values)
        if not placing.plain or self._groups.setdefault(key, records) is not records:
            self._regroup(record, before)
            return
        self._place(key, records, placing.name, values)
        if placing.assumed.fields:
            self._assumed.note(key, record, placing.assumed)

    def _regroup(self, record: EventRecord, before: dict[Key, Records]) -> None:
        """Put a record into the group of records that state the same thing, or take it out."""
        key = self._placings[record.type].key(record.__dict__)
        members = self._groups.get(key, ())
        is_member, is_fact = any(member is record for member in members), self.log.is_fact(record)
        if is_member == is_fact:
            return
        before.setdefault(key, members)
        if is_member:
            self._groups[key] = tuple(member for member in members if member is not record)
        else:
            self._groups[key] = tuple(sorted((*members, record), key=_identity))

    def _stated(self, key: Key, records: Records) -> tuple[str, Values]:
        """Give the type and the attributes that records of one thing state together."""
        placing = self._placings[records[0].type]
        if len(records) == 1 and placing.plain:
            return placing.name, records[0].__dict__
        return placing.name, placing.facts.of(records, key).values

    def _copies(self, key: Key, records: Records) -> Iterable[tuple[str, Values]]:
        """Give what each of several copies states: on the day of a report, those dated later are no fact yet."""
        return [self._stated(key, (record,)) for record in records] if len(records) > 1 else ()

    def _note_assumptions(self, key: Key, records: Records) -> None:
        placing = self._placings[records[0].type]
        if len(records) > 1 or not placing.plain:
            self._assumed.note_group(key, placing.facts.of(records, key).assumed)
        elif placing.assumed.fields:
            self._assumed.note(key, records[0], placing.assumed)

    def _place(self, key: Key, records: Records, type_: str, values: Values) -> None:
        """Bring a thing to the subject where it belongs."""
        self._changes.types.add(type_)
        if type_ in REGISTER_TYPES:
            self._registered[type_][key] = None
        names = self.names.add(key, type_, values)
        if names:
            self._changes.note_names(names)
        matter = values["matter"]
        subject = self._of_matter.get(matter) if matter.__class__ is str else None
        if subject is None:
            home = stated_home(values)
            if home is None:
                numbers = self._named_numbers(type_, values)
                self._documents.follow(key, numbers)
                home = self._home_of[key] = self._documents.home_of(key, values.get("number"), numbers)
            subject = self._subject(home)
            if home[0] == "record":
                self._lone[key] = None
        subject.things[key] = records
        if not subject.changed:
            self._changes.note_subject(subject)
        number = values.get("number")
        if number.__class__ is str and key not in self._home_of:
            self._announce(number, subject.key, 1)

    def _forget(self, key: Key, records: Records) -> None:
        """Take a thing out of its subject, before what is now stated of it is placed."""
        type_, values = self._stated(key, records)
        for stated in ((type_, values), *self._copies(key, records)):
            self._changes.note_names(self.names.remove(key, *stated))
        self._assumed.forget(key)
        home, own = stated_home(values), values.get("number")
        self._leave(key, self._home_of.pop(key) if home is None else home)
        if type_ in REGISTER_TYPES:
            del self._registered[type_][key]
        self._changes.types.add(type_)
        self._documents.leave(key, self._named_numbers(type_, values))
        if home is not None and isinstance(own, str):
            self._announce(own, home, -1)

    def _subject(self, home: Key) -> Subject:
        subject = self._subjects.get(home)
        if subject is None:
            subject = self._subjects[home] = Subject(home)
            if home[0] == "matter":
                self._of_matter[home[1]] = subject
        return subject

    def _leave(self, key: Key, home: Key) -> None:
        subject = self._subjects[home]
        del subject.things[key]
        if not subject.things:
            del self._subjects[subject.key]
            if subject.key[0] == "matter":
                del self._of_matter[subject.key[1]]
        self._changes.note_subject(subject)
        self._lone.pop(key, None)

    def _announce(self, number: str, home: Key, change: int) -> None:
        """Count a document in a subject; what belongs to none of its own and names it follows it."""
        for key in self._documents.count(number, home, change):
            records = self._groups.get(key)
            if records and key in self._home_of:
                self._follow(key, records)

    def _follow(self, key: Key, records: Records) -> None:
        """Move a thing to where the documents that it names are now."""
        type_, values = self._stated(key, records)
        self._leave(key, self._home_of[key])
        numbers = self._named_numbers(type_, values)
        home = self._home_of[key] = self._documents.home_of(key, values.get("number"), numbers)
        subject = self._subject(home)
        subject.things[key] = records
        if home[0] == "record":
            self._lone[key] = None
        self._changes.note_subject(subject)

    def _named_numbers(self, type_: str, values: Values) -> list[str]:
        named = (values[name] for name in self.catalogue.types[type_].shape.documents)
        return [value for value in named if isinstance(value, str)]

    def take_changes(self) -> Changes:
        """Tell what changed since the last call."""
        return self._changes.take()

    @property
    def homes(self) -> Iterable[Key]:
        """The keys of all subjects that have facts."""
        return self._subjects

    def home_of(self, key: Key) -> Key:
        """Give the key of the subject to which a fact belongs."""
        home = self._home_of.get(key)
        if home is None:
            home = stated_home(self._stated(key, self._groups[key])[1])
            assert home is not None
        return home

    def strays(self, as_of: int) -> Sequence[Fact]:
        """Give the facts that belong to no known subject: neither a matter nor a document is named."""
        return list(self._seen(self._lone, as_of))

    def stray_receipts(self, as_of: int, register: Register) -> Iterable[Fact]:
        """Give the receipts that documents among those facts imply: it is not known either to what they belong."""
        issued = [fact.key for fact in self.strays(as_of) if fact.type == ISSUED]
        return [receipt for key in issued for receipt in self.dossier(key, as_of, register).facts(RECEIPT)]

    def register(self, as_of: int) -> Register:
        """Give the registers as of a day (an ordinal)."""
        return Register(fact for keys in self._registered.values() for fact in self._seen(keys, as_of))

    def facts(self, type_: str, as_of: int) -> list[Fact]:
        """Give the facts of a type that can have happened by a day (an ordinal)."""
        keys = [key for key, records in self._groups.items() if records[0].type == type_]
        return list(self._seen(keys, as_of))

    def numbers_on_file(self, as_of: int) -> frozenset[str]:
        """Give the numbers of all documents that can be on file by a day (an ordinal), in whichever subject."""
        keys = [key for key, records in self._groups.items() if "number" in records[0].__dict__]
        numbers = (fact.values["number"] for fact in self._seen(keys, as_of))
        return frozenset(number for number in numbers if isinstance(number, str))

    def assumptions(self, as_of: int) -> list[Assumption]:
        """List what was assumed where records left something out, as of a day (an ordinal)."""
        if self._assumed.is_incomplete:
            self._assumed = AssumptionLog()
            for key, records in self._groups.items():
                self._note_assumptions(key, records)
        made = self._assumed.made(as_of, lambda keys: self._seen(keys, as_of))
        return sorted(made, key=lambda assumption: assumption.en)

    def organs_named(self, organs: Collection[str], as_of: int) -> set[str]:
        """Tell which of these organs something names that can have happened by a day (an ordinal)."""
        open_ones = set(organs)
        for key, records in self._groups.items() if open_ones else ():
            type_, values = self._stated(key, records)
            named = () if type_ in _DESCRIBING else self.names.organs_of(type_, values)
            if not open_ones.isdisjoint(named) and self._visible(key, as_of) is not None:
                open_ones.difference_update(named)
                if not open_ones:
                    break
        return set(organs) - open_ones

    def has_begun(self, as_of: int) -> bool:
        """Tell whether anything can have happened by a day (an ordinal)."""
        return any(True for _ in self._seen(self._groups, as_of))

    def dossier(self, home: Key, as_of: int, register: Register) -> Dossier:
        """Give the facts of a subject that can have happened by a day (an ordinal), linked to each other."""
        return self._assembly.dossier(home, self.stated_in(home), as_of, register)

    def stated_in(self, home: Key) -> Stated:
        """Give the keys of the things of a subject, and the records that state each; none of one that has gone."""
        subject = self._subjects.get(home)
        return ((), ()) if subject is None else (tuple(subject.things), tuple(subject.things.values()))

    def docket(self, home: Key, as_of: int, register: Register, read: frozenset[str] | None) -> Docket:
        """Give what there is of a subject by a day (an ordinal); ``read`` are the fields read of its entries."""
        return self._assembly.docket(home, self.stated_in(home), as_of, register, read)

    def _seen(self, keys: Iterable[Key], as_of: int) -> Iterator[Fact]:
        return (fact for key in keys if (fact := self._visible(key, as_of)) is not None)

    def _visible(self, key: Key, as_of: int) -> Fact | None:
        return self._assembly.fact(key, self._groups[key], as_of)


_identity = attrgetter("id")
