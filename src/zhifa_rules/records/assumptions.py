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

    _Witness = tuple[date, tuple[Any, ...], AllAssumed]

Key = tuple[Any, ...]


class AssumptionLog:
    """Keeps the first thing of each type that left out the same fields; ``is_incomplete`` once that has gone.

    Things that several records state are all kept, since copies that are dated later may fill what others leave out.
    """

    def __init__(self) -> None:
        self.is_incomplete = False
        self._first: dict[tuple[int, frozenset[str]], _Witness] = {}  # by type and the fields that are left out
        self._of_groups: dict[Assumption, dict[Key, None]] = defaultdict(dict)

    def note(self, key: Key, record: EventRecord, assumed: AllAssumed) -> None:
        """Note what is assumed of a thing that one record states."""
        stated_day = record.__dict__["on"]
        on = stated_day if stated_day.__class__ is date else date.min
        fields, type_, first = assumed.fields, id(assumed), self._first
        known = first.get((type_, fields))
        if known is not None and known[0] <= on:
            return  # an earlier record of the type left out everything
        stated = record.__pydantic_fields_set__
        left_out = fields if fields.isdisjoint(stated) else fields - stated
        known = first.get((type_, left_out))
        if left_out and (known is None or on < known[0]):
            first[type_, left_out] = on, key, assumed

    def note_group(self, key: Key, made: Iterable[Assumption]) -> None:
        """Note what is assumed of a thing that several records state."""
        for assumption in made:
            self._of_groups[assumption][key] = None

    def forget(self, key: Key) -> None:
        """Forget a thing that is stated otherwise now."""
        self.is_incomplete = self.is_incomplete or any(witness == key for _, witness, _ in self._first.values())
        for keys in self._of_groups.values():
            keys.pop(key, None)

    def made(self, as_of: int, seen: Callable[[Iterable[Key]], Iterable[Fact]]) -> set[Assumption]:
        """Tell what was assumed of things that can have happened by a day (an ordinal); ``seen`` gives the facts."""
        witnesses: dict[Assumption, dict[Key, None]] = defaultdict(dict)
        for (_, left_out), (on, key, assumed) in self._first.items():
            if on.toordinal() <= as_of:
                made = assumed.all if left_out is assumed.fields else [assumed.of_field[field] for field in left_out]
                for assumption in made:
                    witnesses[assumption][key] = None
        for assumption, keys in self._of_groups.items():
            witnesses[assumption].update(keys)
        return {one for one, keys in witnesses.items() if any(one in fact.assumed for fact in seen(keys))}
