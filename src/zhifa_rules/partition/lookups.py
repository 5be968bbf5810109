"""What the rules of packs look up beyond the subject at hand, read off their norms."""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass
from typing import TYPE_CHECKING

from zhifa_rules.norms.core import Norm, OnRoster, Path, Pattern, Share
from zhifa_rules.norms.patterns import index_of
from zhifa_rules.records.dossier import ISSUED, RECEIPT
from zhifa_rules.records.names import ORGAN, PERSON
from zhifa_rules.records.shapes import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_FROM_THE_TRIGGER = frozenset({"trigger", "bearer", "counterpart", "item", "person", "period", "duty"})
_REFERENCES = (Kind.ORGAN, Kind.PERSON)


@dataclass(frozen=True, slots=True)
class Lookup:
    """Facts of some types are looked up by an organ, a person or a case that they name."""

    index: str
    types: frozenset[str]


@dataclass(frozen=True, slots=True)
class Lookups:
    """All lookups of some packs.

    ``of_subjects`` are made from the facts of a matter, case or document, ``of_rosters`` from an organ or person of
    the register. ``hops`` is how far their paths go on through the register, ``rounds`` how often what was looked up
    can lead to a further lookup. ``mentioned`` are the record types of all patterns of acts.
    """

    of_subjects: frozenset[Lookup]
    of_rosters: frozenset[Lookup]
    hops: int
    rounds: int
    mentioned: frozenset[str]


def lookups_of(norms: Iterable[Norm]) -> Lookups:
    """Read the lookups off the norms of packs."""
    listed = list(norms)
    subjects: set[Lookup] = set()
    rosters: set[Lookup] = set()
    mentioned: set[str] = set()
    for norm in listed:
        for pattern in _patterns(norm):
            mentioned |= _kept_in(pattern.types)
            if pattern.of is not None:
                found = Lookup(index_of(pattern.of) or ORGAN, _kept_in(pattern.types))
                (rosters if isinstance(norm.source, OnRoster) else subjects).add(found)
            elif isinstance(norm.source, OnRoster):
                index = ORGAN if norm.source.person is None else PERSON
                rosters.add(Lookup(index, _kept_in(pattern.types)))
        if isinstance(norm.body, Share) and not isinstance(norm.source, OnRoster):
            # A share is to be restored until the next count of the same organ, wherever that is on file.
            subjects.add(Lookup(ORGAN, _kept_in(_trigger_types(norm, listed))))
    hops = max((_steps(path) for norm in listed for path in _whose(norm)), default=0)
    bound = max((_steps(path) for norm in listed for path in (norm.bearer, norm.counterpart) if path), default=0)
    rounds = max((_rounds(norm) for norm in listed), default=1)
    return Lookups(frozenset(subjects), frozenset(rosters), max(0, hops + bound - 1), rounds, frozenset(mentioned))


def _patterns(value: object) -> Iterator[Pattern]:
    """Give the patterns of acts in a norm, those of its conditions among them."""
    if isinstance(value, tuple):
        for member in value:
            yield from _patterns(member)
    elif is_dataclass(value) and not isinstance(value, type):
        if isinstance(value, Pattern):
            yield value
        for field in fields(value):
            yield from _patterns(getattr(value, field.name))


def _kept_in(types: Iterable[str]) -> frozenset[str]:
    """Receipts are implied by the documents themselves."""
    found = frozenset(types)
    return found | {ISSUED} if RECEIPT in found else found


def _trigger_types(norm: Norm, norms: Iterable[Norm]) -> frozenset[str]:
    own = getattr(norm.source, "pattern", None)
    if own is not None:
        return frozenset(own.types)
    base = getattr(norm.source, "rule", "")
    bases = [other for other in norms if (other.pack, other.rule) == (norm.pack, base)]
    return frozenset(type_ for other in bases for type_ in _trigger_types(other, norms))


def _whose(norm: Norm) -> Iterator[Path]:
    return (pattern.of for pattern in _patterns(norm) if pattern.of is not None)


def _steps(path: Path) -> int:
    """Count the organs and persons that a path names."""
    return sum(1 for step in path.steps if step.kind in _REFERENCES)


def _rounds(norm: Norm) -> int:
    """What is looked up from an act that was itself looked up takes one more round."""
    paths = list(_whose(norm))
    return 1 if all(path.root in _FROM_THE_TRIGGER for path in paths) else max(1, len(paths))
