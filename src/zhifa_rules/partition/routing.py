"""Routing the records of a history into parts by the subjects whose rules look at them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from zhifa_rules.errors import Problem, UsageError
from zhifa_rules.partition.clusters import Cluster, Name, Union, clusters_of, names_in
from zhifa_rules.partition.lookups import Lookup, Lookups, lookups_of
from zhifa_rules.partition.ownership import ALONE, by_hash
from zhifa_rules.records.history import REGISTER_TYPES
from zhifa_rules.records.names import ORGAN, PERSON
from zhifa_rules.session import as_packs, common_catalogue

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from zhifa_rules.partition.ownership import Owner
    from zhifa_rules.records import Catalogue, EventRecord
    from zhifa_rules.session import PackSource, Record

_ROWS = ("organ_registered", "person_registered")


def shards(
    records: Iterable[Record], packs: PackSource | Iterable[PackSource], count: int, owner: Owner | None = None
) -> list[list[Record]]:
    """Give the records of each of ``count`` parts; many records stand in several.

    ``owner`` says which part a subject belongs to; by default subjects are spread evenly. Raises ``InputError`` for
    records that cannot be taken, ``PackError`` and ``UsageError`` for packs and numbers.
    """
    if isinstance(count, bool) or not isinstance(count, int) or count < 1:
        raise UsageError(Problem("a history has at least one part", "Give a whole number", field="count", value=count))
    listed, loaded = list(records), as_packs(packs)
    catalogue = common_catalogue(loaded)
    valid = [catalogue.validate(record) for record in listed]
    lookups = lookups_of(norm for pack in loaded for norm in pack.norms)
    router = _Router(clusters_of(valid, catalogue), _Neighbours(valid, catalogue), lookups, owner or by_hash(count))
    return [[listed[n] for n in sorted(router.numbers(part))] for part in range(count)]


class _Neighbours:
    """Which organs and persons the register leads to from others; an office stands for the organ it acts for."""

    def __init__(self, records: Iterable[EventRecord], catalogue: Catalogue) -> None:
        self._principals: Union[Name] = Union()
        self._near: dict[Name, set[Name]] = defaultdict(set)
        rows = [record for record in records if record.type in _ROWS]
        for row in rows:
            office = getattr(row, "office_of", None)
            if isinstance(office, str):
                self._principals.join((ORGAN, row.__dict__[ORGAN]), (ORGAN, office))
        for row in rows:
            names = {self.one(name) for name in names_in(row, catalogue)}
            for name in names:
                self._near[name] |= names

    def one(self, name: Name) -> Name:
        """Give the name that stands for an organ and its offices."""
        return self._principals.find(name)

    def reached(self, names: Iterable[Name], steps: int) -> set[Name]:
        """Give the names to which so many steps through the register can lead."""
        found = set(names)
        for _ in range(steps):
            found |= {other for name in found for other in self._near.get(name, ())}
        return found

    def __iter__(self) -> Iterator[Name]:
        return iter(self._near)


class _Router:
    """Finds the clusters that a part needs: those of its subjects, and what their rules look up."""

    def __init__(self, clusters: Sequence[Cluster], neighbours: _Neighbours, lookups: Lookups, owner: Owner) -> None:
        self._clusters, self._neighbours, self._lookups, self._owner = clusters, neighbours, lookups, owner
        self._everywhere = {n for n, cluster in enumerate(clusters) if self._goes_everywhere(cluster)}
        self._naming: dict[tuple[str, Name], set[int]] = defaultdict(set)
        self._holding: dict[str, set[int]] = defaultdict(set)
        self._names: set[Name] = set()
        for number, cluster in enumerate(clusters):
            for type_, names in cluster.names.items():
                self._names |= names
                for name in names:
                    self._naming[type_, neighbours.one(name)].add(number)
            for document in cluster.documents:
                self._holding[document].add(number)

    def _goes_everywhere(self, cluster: Cluster) -> bool:
        """The registers do; and to whose matter an act of no known matter belongs, nobody knows."""
        types = set(cluster.types)
        return bool(types & REGISTER_TYPES) or (cluster.may_stray and bool(types & self._lookups.mentioned))

    def numbers(self, part: int) -> set[int]:
        """Give the numbers of the records of a part."""
        needed: set[int] = set()
        for number, cluster in enumerate(self._clusters):
            if any(self._owner(subject) == part for subject in cluster.subjects or (ALONE,)):
                needed.add(number)
        needed |= self._looked_up(needed, set(), self._lookups.of_subjects)
        for name in self._rostered(part):
            needed |= self._looked_up(set(), {name}, self._lookups.of_rosters)
        needed = self._with_documents(needed)
        return {n for number in needed | self._everywhere for n in self._clusters[number].numbers}

    def _rostered(self, part: int) -> set[Name]:
        """Give the organs and persons whose own duties a part speaks of."""
        return {name for name in self._names if name[0] in (ORGAN, PERSON) and self._owner(name) == part}

    def _looked_up(self, start: set[int], names: set[Name], lookups: Iterable[Lookup]) -> set[int]:
        """Give the clusters in which the facts stand that are looked up from some clusters or names."""
        found, listed = set(start), list(lookups)
        for _ in range(self._lookups.rounds if listed else 0):
            named = names | {n for c in found for group in self._clusters[c].names.values() for n in group}
            steps = self._lookups.hops + bool(names)
            reached = self._neighbours.reached(map(self._neighbours.one, named), steps)
            more = {
                number
                for lookup in listed
                for name in reached
                if name[0] == lookup.index
                for type_ in lookup.types
                for number in self._naming.get((type_, name), ())
            }
            if more <= found:
                break
            found |= more
        return found

    def _with_documents(self, needed: set[int]) -> set[int]:
        """Add where the documents stand that are named, so that none seems not to be on file."""
        found, pending = set(needed), list(needed)
        while pending:
            for document in self._clusters[pending.pop()].cited:
                for number in self._holding.get(document, ()):
                    if number not in found:
                        found.add(number)
                        pending.append(number)
        return found
