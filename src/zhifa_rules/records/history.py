"""The history: all facts, kept up to date record by record and grouped by the subject they belong to (S15)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zhifa_rules.errors import NOWHERE, Location
from zhifa_rules.records.dossier import Dossier, assemble
from zhifa_rules.records.facts import Fact, date_range, fact_of, natural_key
from zhifa_rules.records.log import RecordLog
from zhifa_rules.records.names import ORGAN, NameIndex
from zhifa_rules.records.register import Register

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from zhifa_rules.records.base import EventRecord
    from zhifa_rules.records.catalogue import Catalogue
    from zhifa_rules.records.names import Name
    from zhifa_rules.records.shapes import Assumption

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
        self._group_of: dict[str, Key] = {}
        self._groups: dict[Key, dict[str, EventRecord]] = {}
        self._facts: dict[Key, Fact] = {}
        self._home_of: dict[Key, Key] = {}
        self._homes: dict[Key, dict[Key, None]] = defaultdict(dict)
        self._by_type: dict[str, dict[Key, None]] = defaultdict(dict)
        self._homes_of_number: dict[str, dict[Key, int]] = defaultdict(dict)
        self._homeless_by_number: dict[str, dict[Key, None]] = defaultdict(dict)
        self._touched: dict[str, None] = {}
        self._changed_homes: dict[Key, None] = {}
        self._changed_types: dict[str, None] = {}
        self._changed_names: dict[Name, None] = {}
        self.names = NameIndex(catalogue.types)
        self._assumed: dict[Assumption, dict[Key, None]] = defaultdict(dict)

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
        """Bring facts and subjects up to date; raises ``InputError`` for corrections that cannot be carried out."""
        self.log.check()
        affected = {i for identity in self._touched for i in self.log.affected_by(self.log.records[identity])}
        self._touched.clear()
        changed: dict[Key, None] = {}
        for identity in sorted(affected):
            changed.update(dict.fromkeys(self._regroup(identity)))
        for key in changed:
            self._refresh(key)

    def _regroup(self, identity: str) -> Iterable[Key]:
        """Put a record into the group of records that state the same thing, or take it out."""
        old = self._group_of.get(identity)
        new = None
        if self.log.is_fact(identity):
            record = self.log.records[identity]
            record_type = self.catalogue.types[record.type]
            new = natural_key(record, record_type) or ("record", record.type, identity)
        if old == new:
            return
        if old is not None:
            del self._group_of[identity]
            del self._groups[old][identity]
            yield old
        if new is not None:
            self._group_of[identity] = new
            self._groups.setdefault(new, {})[identity] = self.log.records[identity]
            yield new

    def _refresh(self, key: Key) -> None:
        """Rebuild the fact of a group and move it to the subject where it now belongs."""
        old = self._facts.pop(key, None)
        if old is not None:
            self._forget(key, old)
        members = self._groups.get(key)
        if not members:
            self._groups.pop(key, None)
            return
        records = [members[identity] for identity in sorted(members)]
        fact = fact_of(records, self.catalogue.types[records[0].type], key)
        self._facts[key] = fact
        self._by_type[fact.type][key] = None
        self._changed_types[fact.type] = None
        self._changed_names.update(dict.fromkeys(self.names.add(fact)))
        for assumption in fact.assumed:
            self._assumed[assumption][key] = None
        self._settle_in(key, fact)
        self._announce(fact)

    def _forget(self, key: Key, fact: Fact) -> None:
        self._changed_names.update(dict.fromkeys(self.names.remove(fact)))
        for assumption in fact.assumed:
            self._assumed[assumption].pop(key, None)
        home = self._home_of.pop(key)
        del self._homes[home][key]
        self._changed_homes[home] = None
        del self._by_type[fact.type][key]
        self._changed_types[fact.type] = None
        for number in self._named_numbers(fact):
            self._homeless_by_number[number].pop(key, None)
        self._announce(fact, -1)

    def _settle_in(self, key: Key, fact: Fact) -> None:
        home = self._home(key, fact)
        self._home_of[key] = home
        self._homes[home][key] = None
        self._changed_homes[home] = None

    def _home(self, key: Key, fact: Fact) -> Key:
        """A fact belongs to its matter or case, else to that of the document that it names, else stands alone."""
        stated = _stated_home(fact)
        if stated is not None:
            return stated
        numbers = self._named_numbers(fact)
        for number in numbers:
            self._homeless_by_number[number][key] = None
        homes = {home for number in numbers for home in self._homes_of_number[number]}
        if len(homes) == 1:
            return homes.pop()
        own = fact.values.get("number")
        if isinstance(own, str):
            return ("document", own)
        return ("document", numbers[0]) if numbers else key

    def _announce(self, fact: Fact, change: int = 1) -> None:
        """Keep the matters and cases of document numbers; facts without one that name the document follow it."""
        number, home = fact.values.get("number"), _stated_home(fact)
        if not isinstance(number, str) or home is None:
            return
        homes = self._homes_of_number[number]
        homes[home] = homes.get(home, 0) + change
        if not homes[home]:
            del homes[home]
        for key in list(self._homeless_by_number[number]):
            homeless = self._facts.get(key)
            if homeless is not None:
                old = self._home_of[key]
                del self._homes[old][key]
                self._changed_homes[old] = None
                self._settle_in(key, homeless)

    def _named_numbers(self, fact: Fact) -> list[str]:
        values = (fact.values[name] for name in self.catalogue.types[fact.type].shape.documents)
        return [value for value in values if isinstance(value, str)]

    def take_changes(self) -> Changes:
        """Tell what changed since the last call."""
        found = Changes(list(self._changed_homes), frozenset(self._changed_types), list(self._changed_names))
        for changed in (self._changed_homes, self._changed_types, self._changed_names):
            changed.clear()
        return found

    @property
    def homes(self) -> Iterable[Key]:
        """The keys of all subjects that have facts."""
        return [home for home, keys in self._homes.items() if keys]

    def home_of(self, key: Key) -> Key:
        """Give the key of the subject to which a fact belongs."""
        return self._home_of[key]

    def strays(self, as_of: int) -> Iterable[Fact]:
        """Give the facts that belong to no known subject: neither a matter nor a document is named."""
        alone = (key for home, keys in self._homes.items() if home[0] == "record" for key in keys)
        found = (self._visible(key, as_of) for key in alone)
        return [fact for fact in found if fact is not None]

    def register(self, as_of: int) -> Register:
        """Give the registers as of a day (an ordinal)."""
        return Register(fact for type_ in sorted(REGISTER_TYPES) for fact in self.facts(type_, as_of))

    def facts(self, type_: str, as_of: int) -> list[Fact]:
        """Give the facts of a type that can have happened by a day (an ordinal)."""
        found = (self._visible(key, as_of) for key in self._by_type.get(type_, ()))
        return [fact for fact in found if fact is not None]

    def assumptions(self, as_of: int) -> list[Assumption]:
        """List what was assumed where records left something out, as of a day (an ordinal)."""
        found = [
            assumption
            for assumption, keys in self._assumed.items()
            if any(assumption in fact.assumed for fact in self._seen(keys, as_of))
        ]
        return sorted(found, key=lambda assumption: assumption.en)

    def names_organ(self, organ: str, as_of: int) -> bool:
        """Tell whether something that can have happened by a day (an ordinal) names an organ."""
        facts = self._seen(self.names.keys((ORGAN, organ)), as_of)
        return any(fact.type not in _DESCRIBING for fact in facts)

    def has_begun(self, as_of: int) -> bool:
        """Tell whether anything can have happened by a day (an ordinal)."""
        return any(True for _ in self._seen(self._facts, as_of))

    def _seen(self, keys: Iterable[Key], as_of: int) -> Iterator[Fact]:
        return (fact for key in keys if (fact := self._visible(key, as_of)) is not None)

    def dossier(self, home: Key, as_of: int, register: Register) -> Dossier:
        """Give the facts of a subject that can have happened by a day (an ordinal), linked to each other."""
        visible = [fact for key in self._homes[home] if (fact := self._visible(key, as_of)) is not None]
        matter = home[1] if home[0] in ("matter", "case") else None
        return assemble(home, matter, visible, self.catalogue.types, register)

    def _visible(self, key: Key, as_of: int) -> Fact | None:
        """Give the fact of a group; copies of a record that are dated later are no facts yet (S1)."""
        members = self._groups[key]
        if len(members) == 1:
            fact = self._facts[key]
            return fact if date_range(fact.values["on"])[0] <= as_of else None
        records = [r for i, r in sorted(members.items()) if date_range(r.on)[0] <= as_of]
        if not records:
            return None
        if len(records) == len(members):
            return self._facts[key]
        return fact_of(records, self.catalogue.types[records[0].type], key)


def _stated_home(fact: Fact) -> Key | None:
    """Give the subject that the fact names itself: its supervision matter, else its enforcement case."""
    if fact.matter is not None:
        return ("matter", fact.matter)
    case = fact.values.get("case")
    return ("case", case) if isinstance(case, str) else None
