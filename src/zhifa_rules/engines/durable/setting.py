"""What the records say as of a day: subjects, registers, and the values to which paths lead."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from functools import cached_property
from itertools import pairwise
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from zhifa_rules.engines.durable.namings import ORGAN, Name, Namings
from zhifa_rules.records.dossier import Dossier
from zhifa_rules.records.facts import Fact, date_range
from zhifa_rules.records.known import ABSENT, UNKNOWN, Uncertain
from zhifa_rules.records.shapes import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zhifa_rules.calendar import Calendar
    from zhifa_rules.norms.core import Path, Step
    from zhifa_rules.records.history import History

Key = tuple[Any, ...]

_PERSON_ROW = "person_registered"


class Setting:
    """The facts of a history as of a day, by subject and by the organ, person or case that they name."""

    def __init__(self, history: History, calendar: Calendar, as_of: int) -> None:
        self.history = history
        self.calendar = calendar
        self.as_of = as_of
        self.register = history.register(as_of)
        self.types = history.catalogue.types
        self._dossiers: dict[Key, Dossier] = {}
        self._named: dict[Key, Dossier] = {}
        self._agreed: dict[str, Fact] = {}
        self.covering: dict[object, Sequence[str] | None] = {}
        self.alone: dict[str, list[Fact]] = defaultdict(list)
        for fact in history.strays(as_of):
            self.alone[fact.type].append(fact)
        self._receipts = history.stray_receipts(as_of, self.register)

    def dossier(self, home: Key) -> Dossier:
        """Give the facts of a subject."""
        if home not in self._dossiers:
            self._dossiers[home] = self.history.dossier(home, self.as_of, self.register)
        return self._dossiers[home]

    def named(self, index: str, key: str) -> Dossier:
        """Give the facts that name an organ (or an office of it), a person or a case, in whichever subject."""
        name = self._resolved((index, key))
        if name not in self._named:
            facts = self._by_name.get(name, {}).values()
            self._named[name] = Dossier.of(name, sorted(facts, key=attrgetter("order")))
        return self._named[name]

    @cached_property
    def _by_name(self) -> dict[Name, dict[int, Fact]]:
        found: dict[Name, dict[int, Fact]] = defaultdict(dict)
        namings = Namings(self.types)
        for home in self.history.homes:
            for fact in self.dossier(home).all_facts():
                for name in namings.of(fact):
                    found[self._resolved(name)][id(fact)] = fact
        return found

    def _resolved(self, name: Name) -> Name:
        """Acts of an office count for the organ that it acts for."""
        return (ORGAN, self.register.principal(name[1])) if name[0] == ORGAN else name

    def strays(self, types: Sequence[str], organs: Sequence[str | None]) -> list[Fact]:
        """Give the acts of some organs, and of nobody knows whom, that name neither matter nor document."""
        principals = {self.register.principal(organ) for organ in organs if organ is not None}
        found = [fact for type_ in types for fact in self.alone.get(type_, ())]
        found += [receipt for receipt in self._receipts if receipt.type in types]
        return [f for f in found if self._issuer(f) is None or self._issuer(f) in principals]

    def _issuer(self, fact: Fact) -> str | None:
        by = fact.values.get("by")
        return self.register.principal(by) if isinstance(by, str) else None

    # --- registers ---

    def organ(self, organ: str, day: int | None) -> Fact:
        """Give the state of an organ on a day; without a day only what all its states agree on."""
        rows = self.register.rows(organ)
        return self._state(organ, rows, day) if rows else self.register.state(organ, 1)

    def person(self, person: str, day: int | None) -> Fact:
        """Give the state of a person on a day; of one without a row nothing is known."""
        rows = self.register.person_rows(person)
        if not rows:
            return Fact(_PERSON_ROW, {"person": person}, ("person", person))
        return self._state(person, rows, day)

    def _state(self, key: str, rows: Sequence[Fact], day: int | None) -> Fact:
        if len(rows) == 1:
            return rows[0]
        dated = all(isinstance(row.values["on"], date) for row in rows[1:])
        if day is None or not dated:
            return self._common(key, rows)
        return next((r for r in reversed(rows[1:]) if date_range(r.values["on"])[0] <= day), rows[0])

    def _common(self, key: str, rows: Sequence[Fact]) -> Fact:
        if key not in self._agreed:
            first = rows[0]
            names = {name for row in rows for name in row.values}
            values = {n: first.values.get(n) for n in names}
            for name, value in values.items():
                if any(row.values.get(name) != value for row in rows):
                    values[name] = UNKNOWN
            self._agreed[key] = Fact(first.type, values, first.key, first.records)
        return self._agreed[key]


class Scene:
    """From where paths begin: the facts and organs at hand, and the day for which the registers are asked."""

    __slots__ = ("day", "roots", "setting")

    def __init__(self, setting: Setting, roots: Mapping[str, object], day: int | None) -> None:
        self.setting = setting
        self.roots = roots
        self.day = day

    def having(self, **roots: object) -> Scene:
        """Give the same scene with further facts at hand."""
        return Scene(self.setting, {**self.roots, **roots}, self.day)

    def on(self, day: int | None) -> Scene:
        """Give the same scene with the registers as of another day."""
        return Scene(self.setting, self.roots, day)

    def read(self, path: Path) -> object:
        """Give the value of a path: plain, a day as an ordinal, a tuple, ``ABSENT`` or ``UNKNOWN``.

        Organs are given by their principal, since the acts of an office count for the organ it acts for.
        """
        start = self.roots.get(path.root)
        if not path.steps:
            return self._whole(start)
        current = self._fact(start)
        for step, after in pairwise(path.steps):
            found = self._behind(current, step, office=after.name == "office_of")
            if not isinstance(found, Fact):
                return found
            current = found
        last = path.steps[-1]
        return self._plain(current.values.get(last.name, UNKNOWN), organ=last.kind is Kind.ORGAN)

    def raw(self, path: Path) -> object:
        """Give the organ that a path names itself: an office under its own key."""
        start = self.roots.get(path.root)
        if not path.steps:
            return start
        current = self._fact(start)
        for step, after in pairwise(path.steps):
            found = self._behind(current, step, office=after.name == "office_of")
            if not isinstance(found, Fact):
                return UNKNOWN
            current = found
        return current.values.get(path.steps[-1].name)

    def _whole(self, value: object) -> object:
        if isinstance(value, Fact):
            found = value.values.get("person" if value.type == _PERSON_ROW else "number", UNKNOWN)
            return self._plain(found, organ=False)
        if value is None:
            return UNKNOWN
        return self.setting.register.principal(value) if isinstance(value, str) else value

    def _plain(self, value: object, *, organ: bool) -> object:
        if value is None or isinstance(value, Uncertain):
            return UNKNOWN
        if isinstance(value, date):
            return value.toordinal()
        if organ and isinstance(value, str):
            return self.setting.register.principal(value)
        if organ and isinstance(value, tuple):
            return tuple(self.setting.register.principal(key) for key in value)
        return value

    def _fact(self, value: object) -> Fact:
        if isinstance(value, Fact):
            return value
        if isinstance(value, str):
            return self.setting.organ(value, self.day)
        return Fact("organ_registered", {}, ("organ", None))

    def _behind(self, fact: Fact, step: Step, *, office: bool) -> object:
        if step.kind is Kind.DOCUMENT and step.name in fact.links:
            return fact.links[step.name]
        value = fact.values.get(step.name, UNKNOWN)
        if value is ABSENT:
            return ABSENT
        if isinstance(value, str) and step.kind is Kind.ORGAN:
            return self.setting.organ(value if office else self.setting.register.principal(value), self.day)
        if isinstance(value, str) and step.kind is Kind.PERSON:
            return self.setting.person(value, self.day)
        return Fact("", {}, (fact.key, step.name), fact.records)


def day_of(fact: Fact, field: str = "on") -> int | None:
    """Give a date of a fact as an ordinal; ``None`` if it is not known."""
    value = fact.values.get(field)
    return value.toordinal() if isinstance(value, date) else None


def said_order(one: Fact | None, other: Fact | None) -> bool | None:
    """Tell whether the records say that an act came before another of its day, or after it; ``None`` if neither."""
    for field, kind in (("at", str), ("seq", int)):
        mine: Any = None if one is None else one.values.get(field)
        theirs: Any = None if other is None else other.values.get(field)
        if mine.__class__ is kind and theirs.__class__ is kind and mine != theirs:
            return bool(mine < theirs)
    return None
