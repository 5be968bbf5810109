"""The native engine: packs compiled once, each subject evaluated on its own and again only when it changes."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from zhifa_rules.engines.native.evaluator import Evaluator
from zhifa_rules.engines.native.lookup import Lookup
from zhifa_rules.engines.native.reach import looked_up_types
from zhifa_rules.engines.native.roster import organ_instances, person_instances
from zhifa_rules.engines.native.rulebook import Rulebook
from zhifa_rules.engines.outcome import Duties, Unit
from zhifa_rules.sources import uncollected

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from zhifa_rules.calendar import Calendar
    from zhifa_rules.engines.native.norms import CompiledNorm
    from zhifa_rules.norms.core import Norm
    from zhifa_rules.records.facts import Fact
    from zhifa_rules.records.history import History
    from zhifa_rules.records.names import Name
    from zhifa_rules.records.register import Register

Key = tuple[Any, ...]


class NativeEngine:
    """Evaluates compiled packs over a history as of a day.

    ``options`` gives, for each open question by its full name, the options to be evaluated. One engine serves one
    history; between reports only the subjects that changed, or whose day has come, are evaluated anew.
    """

    def __init__(
        self,
        norms: Iterable[Norm],
        history: History,
        calendar: Calendar,
        options: Mapping[str, Mapping[str, tuple[str, ...]]],
    ) -> None:
        self._history = history
        history.names.watch(looked_up_types(norms := list(norms)))
        self._lookup = Lookup(history)
        self._rulebook = Rulebook(norms, calendar, options, history.catalogue.types)
        self._evaluator = Evaluator(self._rulebook, self._lookup, 0)
        self._cache: dict[Key, Unit] = {}
        self._dependents: dict[Name, set[Key]] = defaultdict(set)
        self._dangling: dict[Key, Sequence[tuple[Fact, str]]] = {}

    @property
    def register(self) -> Register:
        """The registers as of the day of the report."""
        return self._lookup.register

    def duties(self, as_of: int) -> Duties:
        """Give every duty instance as of a day (an ordinal)."""
        with uncollected():
            self._bring_up_to_date(as_of)
            return self._all_duties()

    def _bring_up_to_date(self, as_of: int) -> None:
        self._history.settle()
        changes = self._history.take_changes()
        stale = self._lookup.update(changes, as_of)
        if stale is None:
            self._cache.clear()
            self._dependents.clear()
            self._dangling.clear()
        if stale is None or self._lookup.strays_changed:
            self._evaluator = Evaluator(self._rulebook, self._lookup, as_of)
        for home in changes.homes:
            self._cache.pop(home, None)
            self._dangling.pop(home, None)
        for name in stale or ():
            for unit in self._dependents.pop(name, ()):
                self._cache.pop(unit, None)

    def _all_duties(self) -> Duties:
        cache = self._cache
        units = [
            self._kept(home, self._subject, home) if (duties := cache.get(home)) is None else duties
            for home in self._history.homes
        ]
        for number, one in enumerate(self._rulebook.on_roster):
            for key in self.register.persons if one.by_person else self.register.organs:
                unit = ("roster", number, key)
                duties = cache.get(unit)
                units.append(self._kept(unit, self._roster, one, key) if duties is None else duties)
        return Duties(units)

    def _kept(self, unit: Key, evaluate: Callable[..., Unit], *arguments: object) -> Unit:
        """Evaluate the duties of a subject or roster entry, and keep them until what they looked up has changed."""
        self._lookup.asked.clear()
        duties = self._cache[unit] = evaluate(*arguments)
        for name in self._lookup.asked:
            self._dependents[name].add(unit)
        return duties

    def _subject(self, home: Key) -> Unit:
        docket = self._lookup.docket(home, self._rulebook.read)
        duties = self._evaluator.duties_of(docket)
        if docket.dangling:
            self._dangling[home] = docket.dangling
        return duties

    @property
    def dangling(self) -> Iterable[tuple[Fact, str]]:
        """The facts that name a document which is not on file, with its number."""
        return (naming for namings in self._dangling.values() for naming in namings)

    # --- duties that arise without a record ---

    def _roster(self, one: CompiledNorm, key: str) -> Unit:
        """Give the duties of a roster rule of one organ or person."""
        evaluator = self._evaluator
        if one.by_person:
            listed = person_instances(one, self._lookup.named("person", key), key, self.register, evaluator.as_of)
        else:
            listed = organ_instances(one, self._lookup.named("organ", key), key, self.register, evaluator.as_of)
        return Unit.listed(duty for duty in map(evaluator.roster_duty, listed) if duty is not None)
