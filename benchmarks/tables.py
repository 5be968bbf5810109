"""Printing figures: a table of rich on a terminal, plain columns elsewhere, JSON for notes."""

from __future__ import annotations

import json
import platform
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.table import Table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Cell = str | int | float | None

as_format: Callable[..., Callable[..., None]] = click.option(
    "--format", "form", type=click.Choice(["table", "json"]), default="table", help="How to print the figures."
)


@dataclass
class Figures:
    """A title, columns, rows, and what must be known to read them."""

    title: str
    columns: Sequence[str]
    rows: list[Sequence[Cell]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def print(self, form: str = "table") -> None:
        """Print as ``table`` or ``json``."""
        if form == "json":
            print(json.dumps(self._plain(), ensure_ascii=False, indent=2))
        elif sys.stdout.isatty():
            self._print_rich()
        else:
            self._print_plain()

    def _plain(self) -> dict[str, object]:
        rows = [dict(zip(self.columns, row, strict=True)) for row in self.rows]
        return {"title": self.title, "machine": machine(), "rows": rows, "notes": self.notes}

    def _print_rich(self) -> None:
        table = Table(title=self.title)
        for number, column in enumerate(self.columns):
            table.add_column(column, justify="right" if number else "left")
        for row in self.rows:
            table.add_row(*map(_written, row))
        console = Console()
        console.print(table)
        for note in self._said():
            console.print(note, highlight=False, markup=False)

    def _print_plain(self) -> None:
        lines = [tuple(self.columns), *(tuple(map(_written, row)) for row in self.rows)]
        widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
        print(self.title)
        for line in lines:
            cells = (c.rjust(w) if n else c.ljust(w) for n, (c, w) in enumerate(zip(line, widths, strict=True)))
            print("  ".join(cells).rstrip())
        for note in self._said():
            print(note)

    def _said(self) -> list[str]:
        return [*self.notes, machine()]


def machine() -> str:
    """Name the Python and the kind of machine."""
    return f"{platform.python_implementation()} {platform.python_version()}, {platform.system()} {platform.machine()}"


def _written(cell: Cell) -> str:
    if cell is None:
        return "-"
    if isinstance(cell, float):
        return f"{cell:,.0f}" if abs(cell) >= 100 else f"{cell:.2f}" if abs(cell) >= 1 else f"{cell:.3f}"
    return f"{cell:,}" if isinstance(cell, int) else cell
