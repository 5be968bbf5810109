"""The history: all facts, kept up to date record by record and grouped by the subject they belong to (S15)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from zhifa_rules.errors import NOWHERE, Location
from zhifa_rules.records.dossier import Dossier, assemble
from zhifa_rules.records.facts import FIRST_DAY, Fact, date_range, fact_of, natural_key
from zhifa_rules.records.log import RecordLog
from zhifa_rules.records.names import NameIndex
from zhifa_rules.records.register import Register
from zhifa_rules.records.shapes import Kind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from zhifa_rules.records.base import EventRecord
    from zhifa_rules.records.catalogue import Catalogue
    from zhifa_rules.records.names import Name
    from zhifa_rules.records.shapes import Assumption, RecordType

    Values = Mapping[str, Any]
    Records = tuple[EventRecord, ...]

Key = tuple[Any, ...]

REGISTER_TYPES = frozenset({"organ_registered", "person_registered", "log_scope_declared"})
_DESCRIBING = frozenset({"organ_registered", "log_scope_declared"})  # what describes organs does not make them act


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed in a history: subjects, record types, and the organs, persons and cases that were named."""

    homes: Sequence[Key]
    types: frozenset[str]
    names: Sequence[Name]


class History:
    """Resolves records into facts and keeps, per subject, which facts belong to it.

    ``take_changes`` tells which subjects changed since it was last asked, so that an engine re-examines only those.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.log = RecordLog()
        self.names = NameIndex(catalogue.types)
        self._key_of: dict[str, Key] = {}
        self._groups: dict[Key, Records] = {}
        self._home_of: dict[Key, Key] = {}
        self._homes: dict[Key, dict[Key, None]] = {}
        self._lone: dict[Key, None] = {}
        self._by_type: dict[str, dict[Key, None]] = {name: {} for name in catalogue.types}
        self._homes_of_number: dict[str, dict[Key, int]] = {}
        self._homeless_by_number: dict[str, dict[Key, None]] = {}
        self._touched: dict[str, None] = {}
        self._changed_homes: dict[Key, None] = {}
        self._changed_types: dict[str, None] = {}
        self._changed_names: dict[Name, None] = {}
        self._assumed: dict[Assumption, dict[Key, int]] = defaultdict(dict)  # each with the first day it can be of
        self._assumable = {name: _assumptions_of(record_type) for name, record_type in catalogue.types.items()}

    def add(self, record: EventRecord, location: Location = NOWHERE) -> None:
        """Take a record; raises ``InputError`` if its id already stands for different content."""
        if self.log.add(record, location):
            self._touched[record.id] = None

    def known_on(self, day: date) -> History:
        """Give the history that was on record at the end of a day."""
        history = History(self.catalogue)
        log = self.log.known_on(day)
        history.log.received_later = log.received_later
        for identity, record in log.records.items():
            history.add(record, log.locations[identity])
        return history

    def settle(self) -> None:
        """Bring subjects up to date; raises ``InputError`` for corrections that cannot be carried out."""
        self.log.check()
        affected = self.log.affected_by(self._touched)
        self._touched.clear()
        before: dict[Key, Records] = {}  # the groups that change, as they were
        for identity in affected:
            self._regroup(identity, before)
        for key, records in before.items():
            if records:
                self._forget(key, *self._stated(key, records))
                for stated in self._copies(key, records):
                    self._changed_names.update(dict.fromkeys(self.names.remove(key, *stated)))
            now = self._groups[key]
            if not now:
                del self._groups[key]
                continue
            self._place(key, *self._stated(key, now))
            for stated in self._copies(key, now):
                self._changed_names.update(dict.fromkeys(self.names.add(key, *stated)))
            self._note_assumptions(key, now)

    def _regroup(self, identity: str, before: dict[Key, Records]) -> None:
        """Put a record into the group of records that state the same thing, or take it out."""
        record = self.log.records[identity]
        old, new = self._key_of.get(identity), None
        if self.log.is_fact(record):
            new = natural_key(record, self.catalogue.types[record.type]) or ("record", record.type, identity)
        if old == new:
            return
        if old is not None:
            del self._key_of[identity]
            members = self._groups[old]
            before.setdefault(old, members)
            self._groups[old] = tuple(member for member in members if member is not record)
        if new is not None:
            self._key_of[identity] = new
            members = self._groups.get(new, ())
            before.setdefault(new, members)
            self._groups[new] = tuple(sorted((*members, record), key=_identity)) if members else (record,)

    def _stated(self, key: Key, records: Records) -> tuple[str, Values]:
        """Give the type and the attributes that records of one thing state together."""
        record_type = self.catalogue.types[records[0].type]
        if len(records) == 1 and self._assumable[record_type.name] is not None:
            return record_type.name, records[0].__dict__
        return record_type.name, fact_of(records, record_type, key).values

    def _copies(self, key: Key, records: Records) -> Iterable[tuple[str, Values]]:
        """Give what each of several copies states: on the day of a report, those dated later are no fact yet."""
        return [self._stated(key, (record,)) for record in records] if len(records) > 1 else ()

    def _note_assumptions(self, key: Key, records: Records) -> None:
        record_type = self.catalogue.types[records[0].type]
        assumable = self._assumable[record_type.name]
        if len(records) > 1 or assumable is None:
            for assumption in fact_of(records, record_type, key).assumed:
                self._assumed[assumption][key] = FIRST_DAY
        elif assumable:
            first_day = date_range(records[0].on)[0]
            for field in assumable.keys() - records[0].model_fields_set:
                self._assumed[assumable[field]][key] = first_day

    def _place(self, key: Key, type_: str, values: Values) -> None:
        """Bring a thing to the subject where it belongs."""
        self._by_type[type_][key] = None
        self._changed_types[type_] = None
        for name in self.names.add(key, type_, values):
            self._changed_names[name] = None
        home = _stated_home(values)
        self._settle_in(key, self._home(key, type_, values) if home is None else home)
        number = values.get("number")
        if home is not None and number.__class__ is str:
            self._announce(number, home, 1)

    def _forget(self, key: Key, type_: str, values: Values) -> None:
        self._changed_names.update(dict.fromkeys(self.names.remove(key, type_, values)))
        for keys in self._assumed.values():
            keys.pop(key, None)
        self._leave(key)
        del self._home_of[key]
        del self._by_type[type_][key]
        self._changed_types[type_] = None
        for number in self._named_numbers(type_, values):
            self._homeless_by_number.get(number, {}).pop(key, None)
        home, own = _stated_home(values), values.get("number")
        if home is not None and isinstance(own, str):
            self._announce(own, home, -1)

    def _settle_in(self, key: Key, home: Key) -> None:
        self._home_of[key] = home
        keys = self._homes.get(home)
        if keys is None:
            self._homes[home] = {key: None}
        else:
            keys[key] = None
        self._changed_homes[home] = None
        if home[0] == "record":
            self._lone[key] = None

    def _leave(self, key: Key) -> None:
        home = self._home_of[key]
        keys = self._homes[home]
        del keys[key]
        if not keys:
            del self._homes[home]
        self._changed_homes[home] = None
        self._lone.pop(key, None)

    def _home(self, key: Key, type_: str, values: Values) -> Key:
        """Without a stated matter or case a fact belongs to that of the document it names, else it stands alone."""
        numbers = self._named_numbers(type_, values)
        for number in numbers:
            self._homeless_by_number.setdefault(number, {})[key] = None
        homes = {home for number in numbers for home in self._homes_of_number.get(number, ())}
        if len(homes) == 1:
            return homes.pop()
        own = values.get("number")
        if isinstance(own, str):
            return ("document", own)
        return ("document", numbers[0]) if numbers else key

    def _announce(self, number: str, home: Key, change: int) -> None:
        """Keep the matters and cases of document numbers; facts without one that name the document follow it."""
        homes = self._homes_of_number.setdefault(number, {})
        homes[home] = homes.get(home, 0) + change
        if not homes[home]:
            del homes[home]
        for key in list(self._homeless_by_number.get(number, ())):
            records = self._groups.get(key)
            if records and key in self._home_of:
                self._leave(key)
                self._settle_in(key, self._home(key, *self._stated(key, records)))

    def _named_numbers(self, type_: str, values: Values) -> list[str]:
        named = (values[name] for name in self.catalogue.types[type_].shape.documents)
        return [value for value in named if isinstance(value, str)]

    def take_changes(self) -> Changes:
        """Tell what changed since the last call."""
        found = Changes(list(self._changed_homes), frozenset(self._changed_types), list(self._changed_names))
        for changed in (self._changed_homes, self._changed_types, self._changed_names):
            changed.clear()
        return found

    @property
    def homes(self) -> Iterable[Key]:
        """The keys of all subjects that have facts."""
        return self._homes

    def home_of(self, key: Key) -> Key:
        """Give the key of the subject to which a fact belongs."""
        return self._home_of[key]

    def strays(self, as_of: int) -> Iterable[Fact]:
        """Give the facts that belong to no known subject: neither a matter nor a document is named."""
        return list(self._seen(self._lone, as_of))

    def register(self, as_of: int) -> Register:
        """Give the registers as of a day (an ordinal)."""
        return Register(fact for type_ in sorted(REGISTER_TYPES) for fact in self.facts(type_, as_of))

    def facts(self, type_: str, as_of: int) -> list[Fact]:
        """Give the facts of a type that can have happened by a day (an ordinal)."""
        return list(self._seen(self._by_type.get(type_, ()), as_of))

    def assumptions(self, as_of: int) -> list[Assumption]:
        """List what was assumed where records left something out, as of a day (an ordinal)."""
        found = [
            assumption
            for assumption, keys in self._assumed.items()
            if any(assumption in fact.assumed for fact in self._seen(_begun(keys, as_of), as_of))
        ]
        return sorted(found, key=lambda assumption: assumption.en)

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
        matter = home[1] if home[0] in ("matter", "case") else None
        return assemble(home, matter, list(self._seen(self._homes[home], as_of)), self.catalogue.types, register)

    def _seen(self, keys: Iterable[Key], as_of: int) -> Iterator[Fact]:
        return (fact for key in keys if (fact := self._visible(key, as_of)) is not None)

    def _visible(self, key: Key, as_of: int) -> Fact | None:
        """Build the fact of a group; copies of a record that are dated later are no facts yet (S1)."""
        records = self._groups[key]
        record_type = self.catalogue.types[records[0].type]
        if len(records) > 1:
            records = tuple(record for record in records if date_range(record.on)[0] <= as_of)
            if not records:
                return None
        fact = fact_of(records, record_type, key)
        return fact if fact.order[0] <= as_of else None


_identity = attrgetter("id")
_PLACING = frozenset({Kind.ORGAN, Kind.PERSON, Kind.DOCUMENT})


def _assumptions_of(record_type: RecordType) -> Mapping[str, Assumption] | None:
    """Give what is assumed of fields left out, or ``None`` if that could change where a thing belongs or whom it names.

    That there is none, or that it is what another field says, names nobody new.
    """
    found: dict[str, Assumption] = {}
    for field in record_type.shape.assumable:
        if field.assumption is None:
            return None
        harmless = field.assumption.value == "none" or isinstance(field.assumption.value, dict)
        if not harmless and (field.kind in _PLACING or field.name in ("matter", "case", "number")):
            return None
        found[field.name] = field.assumption
    return found


def _begun(first_days: Mapping[Key, int], as_of: int) -> Iterator[Key]:
    """Leave out what is dated later, without building facts of it."""
    return (key for key, first_day in first_days.items() if first_day <= as_of)


def _stated_home(values: Values) -> Key | None:
    """Give the subject that a thing names itself: its supervision matter, else its enforcement case."""
    matter = values["matter"]
    if matter.__class__ is str:
        return ("matter", matter)
    case = values.get("case")
    return ("case", case) if isinstance(case, str) else None
