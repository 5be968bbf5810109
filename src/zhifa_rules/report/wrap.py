"""Breaking lines of mixed Chinese and Latin text: words and dates stay whole, no line begins with a full stop."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rich.cells import cell_len, chop_cells

if TYPE_CHECKING:
    from collections.abc import Iterator

# A word in Latin letters or digits (a date, a record id) with the punctuation that must stay with it, else one sign,
# with the selector that may widen it: the width of a line is that of its units together.
_OPENING, _CLOSING = "“‘（《〔【", "”’）》〕】，。；：、！？\ufe0f"
_UNIT = re.compile(rf"\s+|[{_OPENING}]*(?:[^\s\u2014\u2018-\u201f\u2e80-\uffff]+|.)[{_CLOSING}]*", re.DOTALL)


def wrapped(text: str, width: int) -> list[str]:
    """Break a text into lines of at most ``width`` cells."""
    lines: list[str] = []
    current, used = "", 0
    for unit in _units(text, width):
        if current and used + cell_len(unit.rstrip()) > width:
            lines.append(current.rstrip())
            current, used = "", 0
        added = unit if current else unit.lstrip()
        current += added
        used += cell_len(added)
    return [*lines, current.rstrip()] if current.strip() or not lines else lines


def _units(text: str, width: int) -> Iterator[str]:
    for match in _UNIT.finditer(text):
        unit = match.group()
        if cell_len(unit) <= width:
            yield unit
        else:
            yield from chop_cells(unit, width)
