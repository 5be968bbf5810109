"""The facts at hand as of a day, by subject and by what they name; kept until something in them changes."""

from __future__ import annotations

from collections import defaultdict
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from zhifa_rules.engines.identity import parties_of
from zhifa_rules.records.dossier import Dossier
from zhifa_rules.records.history import REGISTER_TYPES
from zhifa_rules.records.names import ORGAN
from zhifa_rules.records.register import Register

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from zhifa_rules.records.changes import Changes
    from zhifa_rules.records.docket import Docket
    from zhifa_rules.records.facts import Fact
    from zhifa_rules.records.history import History
    from zhifa_rules.records.names import Name

Key = tuple[Any, ...]

# What else an evaluation can depend on: the acts of an organ without a subject, all lone facts of a type.
_STRAYS, _ALONE = "strays", "alone"
_NOBODY = ""  # stands for the organ of an act of which it is not known whose it is


class Lookup:
    """Looks facts up for the engine and notes in ``asked`` what was looked up beyond the subject at hand."""

    def __init__(self, history: History) -> None:
        self.register = Register(())
        self.asked: set[Name] = set()
        self._history = history
        self._as_of: int | None = None
        self._by_name: dict[Key, dict[Name, list[Fact]]] = {}
        self._named: dict[Name, Dossier] = {}
        # These two are replaced and never changed, so that an evaluator can go on with what it saw.
        self.strays_by_organ: Mapping[tuple[str, str | None], Sequence[Fact]] = {}
        self.alone_by_parties: Mapping[Key, Sequence[Fact]] = {}
        self.strays_changed = False

    def update(self, changes: Changes, as_of: int) -> set[Name] | None:
        """Take changes of the history; give what is no longer as it was looked up, ``None`` for everything."""
        self.strays_changed = False
        if as_of != self._as_of or changes.types & REGISTER_TYPES:
            self._as_of = as_of
            self.register = self._history.register(as_of)
            for kept in (self._by_name, self._named):
                kept.clear()
            self._collect_strays()
            return None
        stale = {self._resolved(name) for name in changes.names}
        for home in changes.homes:
            stale.update(self._by_name.pop(home, ()))
        for home in changes.homes:  # what a changed subject links to may be another thing now
            stale.update(self._names_in(home))
        if any(home[0] == "record" for home in changes.homes):
            self._collect_strays()
            stale |= {(_STRAYS, key) for index, key in stale if index == ORGAN} | {(_STRAYS, _NOBODY)}
            stale |= {(_ALONE, type_) for type_ in changes.types}
        for name in stale:
            self._named.pop(name, None)
        return stale

    def _resolved(self, name: Name) -> Name:
        """Organs are looked up by their principal, since the acts of an office count for it (S10)."""
        return (ORGAN, self.register.principal(name[1])) if name[0] == ORGAN else name

    # --- subjects ---

    def docket(self, home: Key, read: frozenset[str] | None) -> Docket:
        """Give what there is of a subject, as it is now; ``read`` are the fields that will be read of its entries."""
        assert self._as_of is not None
        return self._history.docket(home, self._as_of, self.register, read)

    def _names_in(self, home: Key) -> dict[Name, list[Fact]]:
        found = self._by_name.get(home)
        if found is None:
            found = defaultdict(list)
            for fact in self.docket(home, None).dossier.all_facts():
                for name in dict.fromkeys(map(self._resolved, self._history.names.names_of(fact.type, fact.values))):
                    found[name].append(fact)
            self._by_name[home] = found
        return found

    # --- names ---

    def named(self, index: str, key: str) -> Dossier:
        """Give the facts that name an organ, person or case, in whichever subject they stand."""
        name = self._resolved((index, key))
        self.asked.add(name)
        dossier = self._named.get(name)
        if dossier is None:
            facts = [fact for home in self._homes_naming(name) for fact in self._names_in(home).get(name, ())]
            dossier = self._named[name] = Dossier.of(name, sorted(facts, key=attrgetter("order")))
        return dossier

    def _homes_naming(self, name: Name) -> Iterable[Key]:
        index, key = name
        keys = self.register.offices(key) if index == ORGAN else (key,)
        facts = (fact for one in keys for fact in self._history.names.keys((index, one)))
        return dict.fromkeys(map(self._history.home_of, facts))

    # --- facts without a subject ---

    def note_strays(self, organ: str | None) -> None:
        """Note that somebody asked for the acts of an organ of which it is not known to which matter they belong."""
        if organ is not None:
            self.asked.add((_STRAYS, organ))
        self.asked.add((_STRAYS, _NOBODY))

    def note_alone(self, type_: str) -> None:
        """Note that somebody asked for the facts of a type that belong to no subject."""
        self.asked.add((_ALONE, type_))

    def _collect_strays(self) -> None:
        strays: dict[tuple[str, str | None], list[Fact]] = defaultdict(list)
        alone: dict[Key, list[Fact]] = defaultdict(list)
        assert self._as_of is not None
        lone = self._history.strays(self._as_of)
        for fact in lone:
            alone[fact.type, *parties_of(fact.values)].append(fact)
        for fact in (*lone, *self._history.stray_receipts(self._as_of, self.register)):
            by = fact.values.get("by")
            strays[fact.type, self.register.principal(by) if isinstance(by, str) else _NOBODY].append(fact)
        self.strays_by_organ, self.alone_by_parties = dict(strays), dict(alone)
        self.strays_changed = True
