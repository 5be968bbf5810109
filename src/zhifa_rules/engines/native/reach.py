"""Which records rules look up by whom they name, beyond the subject at hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhifa_rules.norms.core import DutyIs, Members, Norm, OnRecord, OnRoster, Path, Pattern, Share
from zhifa_rules.norms.walk import parts_of
from zhifa_rules.records.dossier import ISSUED, RECEIPT

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def looked_up_types(norms: Sequence[Norm]) -> frozenset[str]:
    """Give the record types that duties of rosters, patterns with ``of`` and shares look for by name."""
    found: set[str] = set()
    patterns = {id(norm): [part for part in parts_of(norm) if isinstance(part, Pattern | DutyIs)] for norm in norms}
    asking: set[str] = set()  # packs in which a duty of a roster asks for the state of another rule's duties
    for norm in norms:
        parts = patterns[id(norm)]
        if isinstance(norm.source, OnRoster):
            found.update(_types(parts))
            if any(isinstance(part, DutyIs) for part in parts):
                asking.add(norm.pack)
        if isinstance(norm.source, OnRecord) and isinstance(norm.body, Share):
            found.update(norm.source.pattern.types)  # a later count shows whether a share was restored
        found.update(_types(part for part in parts if isinstance(part, Pattern) and part.of is not None))
    for norm in norms:
        if norm.pack in asking:
            found.update(_types(patterns[id(norm)]))
    if RECEIPT in found:
        found.add(ISSUED)  # a document implies the receipts of those to whom it is addressed
    return frozenset(found)


def fields_read(norms: Iterable[Norm]) -> frozenset[str]:
    """Give the names of all fields, also of parts that records list, that these norms read somewhere."""
    parts = [part for norm in norms for part in parts_of(norm)]
    steps = {step.name for part in parts if isinstance(part, Path) for step in part.steps}
    return frozenset(steps | {part.distinct for part in parts if isinstance(part, Members) and part.distinct})


def _types(parts: Iterable[object]) -> set[str]:
    return {type_ for part in parts if isinstance(part, Pattern) for type_ in part.types}
