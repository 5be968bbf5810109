"""Grouping records that are always looked at together: copies, corrections, whole matters, what names a document."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from zhifa_rules.partition.ownership import ALONE
from zhifa_rules.records.known import OneOf
from zhifa_rules.records.names import CASE, ORGAN, PERSON
from zhifa_rules.records.placing import Placing, stated_home
from zhifa_rules.records.shapes import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from zhifa_rules.partition.ownership import Subject
    from zhifa_rules.records.base import EventRecord
    from zhifa_rules.records.catalogue import Catalogue
    from zhifa_rules.records.shapes import FieldShape

Name = tuple[str, str]
VOIDED = "record_voided"
_NAMED = {Kind.ORGAN: ORGAN, Kind.PERSON: PERSON}


T = TypeVar("T", bound=Hashable)


class Union(Generic[T]):
    """Groups of things that belong together, joined step by step."""

    def __init__(self) -> None:
        self._above: dict[T, T] = {}

    def find(self, thing: T) -> T:
        """Give the one that stands for the group of a thing."""
        above = self._above.setdefault(thing, thing)
        while above != self._above[above]:
            above = self._above[above] = self._above[self._above[above]]
        self._above[thing] = above
        return above

    def join(self, one: T, other: T) -> None:
        """Make one group of those of two things."""
        self._above[self.find(one)] = self.find(other)


@dataclass
class Cluster:
    """Records that go to a part together, with the subjects they make up and whom they name, by record type."""

    numbers: list[int] = field(default_factory=list)
    subjects: set[Subject] = field(default_factory=set)
    names: dict[str, set[Name]] = field(default_factory=lambda: defaultdict(set))
    documents: set[str] = field(default_factory=set)
    cited: set[str] = field(default_factory=set)

    @property
    def may_stray(self) -> bool:
        """Whether something in it may stand in no matter, case or document."""
        return ALONE in self.subjects or not self.subjects

    @property
    def types(self) -> Iterable[str]:
        """The record types in it."""
        return self.names.keys()


def clusters_of(records: Iterable[EventRecord], catalogue: Catalogue) -> list[Cluster]:
    """Group records, which are named by their place."""
    listed = list(records)
    things = _same_things(listed, catalogue)
    homeless = _maybe_homeless(listed, things)
    groups: Union[Hashable] = Union()
    for number, record in enumerate(listed):
        thing = things.find(("id", record.id))
        groups.join(number, ("thing", thing))
        if (home := stated_home(record.__dict__)) is not None:
            groups.join(number, home)
    naming = [_documents(record, catalogue) for record in listed]
    loose = [things.find(("id", record.id)) in homeless for record in listed]
    sought = {name for number, documents in enumerate(naming) if loose[number] for group in documents for name in group}
    for number, (own, cited) in enumerate(naming):
        for name in own & sought | (cited if loose[number] else set()):
            groups.join(number, ("document", name))
    found: dict[Hashable, Cluster] = defaultdict(Cluster)
    for number, record in enumerate(listed):
        _note(found[groups.find(number)], number, record, naming[number], catalogue)
    return list(found.values())


def _same_things(records: Iterable[EventRecord], catalogue: Catalogue) -> Union[Hashable]:
    """Join records that state, correct or void the same thing."""
    things: Union[Hashable] = Union()
    placings = {name: Placing(record_type) for name, record_type in catalogue.types.items()}
    for record in records:
        for other in (record.corrects, record.voids):
            if other is not None:
                things.join(("id", record.id), ("id", other))
        things.join(("id", record.id), ("key", placings[record.type].key(record.__dict__)))
    return things


def _maybe_homeless(records: Iterable[EventRecord], things: Union[Hashable]) -> set[Hashable]:
    """Give the things that do not, or not in all their records, say to which one matter or case they belong."""
    homes: dict[Hashable, set[Subject | None]] = defaultdict(set)
    for record in records:
        homes[things.find(("id", record.id))].add(stated_home(record.__dict__))
    return {thing for thing, stated in homes.items() if None in stated or len(stated) > 1}


def _documents(record: EventRecord, catalogue: Catalogue) -> tuple[set[str], set[str]]:
    """Give the number of the record, and those of the documents that it names."""
    shape = catalogue.types[record.type].shape
    own = set(_texts(getattr(record, "number", None)))
    return own, {text for name in shape.documents for text in _texts(getattr(record, name))}


def _texts(value: Any) -> Iterator[str]:  # noqa: ANN401
    """Give what a field names or may name."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, OneOf):
        yield from (one for one in value.values if isinstance(one, str))
    elif isinstance(value, tuple):
        for member in value:
            yield from _texts(member)


def _note(
    cluster: Cluster, number: int, record: EventRecord, documents: tuple[set[str], set[str]], catalogue: Catalogue
) -> None:
    own, cited = documents
    cluster.numbers.append(number)
    cluster.documents |= own
    cluster.cited |= cited
    cluster.subjects |= set(_subjects(record, own | cited))
    cluster.names[record.type] |= names_in(record, catalogue)
    if isinstance(record.case, str):
        cluster.names[record.type].add((CASE, record.case))


def _subjects(record: EventRecord, documents: set[str]) -> Iterator[Subject]:
    """Give the subjects that a record can belong to; what only removes another one goes where that goes."""
    home = stated_home(record.__dict__)
    if home is not None:
        yield home
    if isinstance(record.case, str):
        yield ("case", record.case)
    yield from (("document", name) for name in documents)
    if home is None and not documents and record.type != VOIDED:
        yield ALONE


def names_in(record: EventRecord, catalogue: Catalogue) -> set[Name]:
    """Give the organs and persons that a record names anywhere."""
    return set(_names(record.__dict__, catalogue.types[record.type].shape.fields))


def _names(values: Mapping[str, Any], shapes: Mapping[str, FieldShape]) -> Iterator[Name]:
    """Give the organs and persons that a record names anywhere, also within its lists of parts."""
    for name, shape in shapes.items():
        value = values.get(name)
        if shape.kind in _NAMED:
            yield from ((_NAMED[shape.kind], text) for text in _texts(value))
        elif shape.element is not None and isinstance(value, tuple):
            for part in value:
                yield from _names(part.__dict__, shape.element.fields)
