"""Walking over the parts of a norm, for what concerns conditions wherever they stand."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_part_names: dict[type, tuple[str, ...] | None] = {}
"""The names of the parts of each kind of node met, the last one first; ``None`` for what is no node, such as a text."""


def parts_of(value: object) -> Iterator[object]:
    """Give every node of a norm or part of a norm, outer ones first."""
    ahead = [value]
    while ahead:
        part = ahead.pop()
        if isinstance(part, tuple):
            ahead.extend(part[::-1])
        elif (names := _names(type(part))) is not None:
            yield part
            for name in names:
                inner = getattr(part, name)
                if inner is not None and not isinstance(inner, str):  # most parts are one of the two
                    ahead.append(inner)


def _names(kind: type) -> tuple[str, ...] | None:
    if kind not in _part_names:
        _part_names[kind] = tuple(f.name for f in reversed(fields(kind))) if is_dataclass(kind) else None
    return _part_names[kind]
