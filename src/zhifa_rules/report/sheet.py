"""A sheet of text for a terminal or a file: lines, blank lines, and cells side by side, in colour if wanted."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

import click
from rich.cells import cell_len

if TYPE_CHECKING:
    from collections.abc import Sequence

_GAP = "   "


class Style(NamedTuple):
    """How a piece of text looks where colours are shown."""

    fg: str | None = None
    bold: bool = False
    dim: bool = False


PLAIN, BOLD, DIM = Style(), Style(bold=True), Style(dim=True)


class Piece(NamedTuple):
    """A piece of a line."""

    text: str
    style: Style = PLAIN


_NOTHING = Piece("")


class Sheet:
    """Takes lines that are no wider than ``width`` cells, and gives the text."""

    def __init__(self, width: int, *, color: bool) -> None:
        self.width = width
        self._color = color
        self._lines: list[str] = []

    @property
    def text(self) -> str:
        """What was written so far; no line ends with a space."""
        return "".join(f"{line.rstrip()}\n" for line in self._lines)

    def line(self, piece: Piece = _NOTHING) -> None:
        """Write a line, a blank one if nothing is given."""
        self._lines.append(self._painted(piece))

    def across(self, sign: str) -> None:
        """Draw a line across the sheet."""
        self._lines.append(sign * self.width)

    def cells(self, cells: Sequence[Sequence[Piece]], widths: Sequence[int]) -> None:
        """Write cells, each a list of lines, side by side."""
        for pieces in zip_longest(*cells, fillvalue=_NOTHING):
            padded = (
                self._painted(piece) + " " * (width - cell_len(piece.text))
                for piece, width in zip(pieces, widths, strict=True)
            )
            self._lines.append(_GAP.join(padded))

    def _painted(self, piece: Piece) -> str:
        text, style = piece
        if not self._color or not text or style == PLAIN:
            return text
        return click.style(text, fg=style.fg, bold=style.bold or None, dim=style.dim or None)


def gaps(columns: int) -> int:
    """Give the cells that so many columns leave empty between them."""
    return len(_GAP) * (columns - 1)
