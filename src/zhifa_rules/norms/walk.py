"""Walking over the parts of a norm, for what concerns conditions wherever they stand."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


def parts_of(value: object) -> Iterator[object]:
    """Give every node of a norm or part of a norm, outer ones first."""
    if isinstance(value, tuple):
        for member in value:
            yield from parts_of(member)
    elif is_dataclass(value) and not isinstance(value, type):
        yield value
        for field in fields(value):
            yield from parts_of(getattr(value, field.name))
