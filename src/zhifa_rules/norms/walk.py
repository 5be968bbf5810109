"""Walking over the parts of a norm, for what concerns conditions wherever they stand."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING

from zhifa_rules.norms.core import OnRecord, Pattern, Share

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zhifa_rules.norms.core import Norm


def parts_of(value: object) -> Iterator[object]:
    """Give every node of a norm or part of a norm, outer ones first."""
    if isinstance(value, tuple):
        for member in value:
            yield from parts_of(member)
    elif is_dataclass(value) and not isinstance(value, type):
        yield value
        for field in fields(value):
            yield from parts_of(getattr(value, field.name))


def looks_across_subjects(norm: Norm) -> bool:
    """Tell whether a norm looks at the records of an organ, person or case in whichever subject they stand."""
    if isinstance(norm.body, Share) and isinstance(norm.source, OnRecord):
        return True  # a later count of the same organ tells whether the share has been restored
    return any(isinstance(part, Pattern) and part.of is not None for part in parts_of(norm))


def types_looked_at(norm: Norm) -> frozenset[str]:
    """Give the record types of all patterns of a norm."""
    return frozenset(type_ for part in parts_of(norm) if isinstance(part, Pattern) for type_ in part.types)
