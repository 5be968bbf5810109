"""What was assumed where records left something out: remembered by one witness each, the earliest."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from zhifa_rules.records.base import EventRecord
    from zhifa_rules.records.facts import Fact
    from zhifa_rules.records.shapes import AllAssumed, Assumption

Key = tuple[Any, ...]


class AssumptionLog:
    """Keeps, for each assumption, the first thing of which it was made; ``is_incomplete`` once that has gone.

    Things that several records state are all kept, since copies that are dated later may fill what others leave out.
    """

    def __init__(self) -> None:
        self.is_incomplete = False
        self._first: dict[Assumption, tuple[date, Key]] = {}
        self._all_first: dict[int, tuple[date, Key, AllAssumed]] = {}  # of records that leave all out, by their type
        self._of_groups: dict[Assumption, dict[Key, None]] = defaultdict(dict)

    def note(self, key: Key, record: EventRecord, assumed: AllAssumed) -> None:
        """Note what is assumed of a thing that one record states."""
        on = record.on if record.on.__class__ is date else date.min
        assert isinstance(on, date)
        known = self._all_first.get(id(assumed))
        if known is not None and known[0] <= on:
            return  # an earlier record of the type left out everything
        stated = record.__pydantic_fields_set__
        if assumed.fields.isdisjoint(stated):
            self._all_first[id(assumed)] = on, key, assumed
            return
        for field in assumed.fields - stated:
            assumption = assumed.of_field[field]
            first = self._first.get(assumption)
            if first is None or on < first[0]:
                self._first[assumption] = on, key

    def note_group(self, key: Key, made: Iterable[Assumption]) -> None:
        """Note what is assumed of a thing that several records state."""
        for assumption in made:
            self._of_groups[assumption][key] = None

    def forget(self, key: Key) -> None:
        """Forget a thing that is stated otherwise now."""
        witnesses = [first[1] for first in (*self._first.values(), *self._all_first.values())]
        self.is_incomplete = self.is_incomplete or key in witnesses
        for keys in self._of_groups.values():
            keys.pop(key, None)

    def made(self, as_of: int, seen: Callable[[Iterable[Key]], Iterable[Fact]]) -> set[Assumption]:
        """Tell what was assumed of things that can have happened by a day (an ordinal); ``seen`` gives the facts."""
        witnesses: dict[Assumption, dict[Key, None]] = defaultdict(dict)
        for assumption, (on, key) in self._first.items():
            if on.toordinal() <= as_of:
                witnesses[assumption][key] = None
        for on, key, assumed in self._all_first.values():
            for assumption in assumed.all if on.toordinal() <= as_of else ():
                witnesses[assumption][key] = None
        for assumption, keys in self._of_groups.items():
            witnesses[assumption].update(keys)
        return {one for one, keys in witnesses.items() if any(one in fact.assumed for fact in seen(keys))}
