"""Event records as they were written, before anything is checked, and the places of their fields."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from zhifa_rules.sources.nodes import Mapping, Node, Sequence

if TYPE_CHECKING:
    from zhifa_rules.errors import Location, Problem

NEIGHBOURS = "the key 'records' with a list stands beside other keys"


@dataclass(frozen=True, slots=True)
class RawRecord:
    """One event record as it was written, before anything is checked; ``node`` only for YAML."""

    data: dict[str, object]
    location: Location
    node: Mapping | None = field(default=None, repr=False, compare=False)


Result: TypeAlias = "tuple[list[RawRecord], list[Problem]]"
"""The records of a text, and what is wrong in it."""


def field_location(record: RawRecord, path: str) -> Location:
    """Return where a field such as ``document.to[0].name`` is written: exact for YAML, else the record."""
    node: Node | None = record.node
    where = record.location
    for part in re.findall(r"[^.\[\]]+", path):
        if isinstance(node, Mapping):
            where = node.key_location(part) if part in node else where
            node = node.get(part)
        elif isinstance(node, Sequence) and part.isdecimal() and int(part) < len(node.items):
            node = node.items[int(part)]
            where = node.location
        else:
            break
    return where


def short(value: object) -> object:
    """Give a value as a message may show it: nothing of lists and objects."""
    return value if isinstance(value, str | int | float) else None
