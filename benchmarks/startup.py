"""Start-up: the whole of ``zhifa-rules check`` on a small file, as one process from beginning to end.

Each command runs once beforehand and leaves its bytecode in a folder of its own, as an installed package has it.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from benchmarks.measure import median, timed
from benchmarks.tables import Figures, as_format

if TYPE_CHECKING:
    from collections.abc import Mapping

_SMALL = Path(__file__).parent.parent / "examples" / "enshi" / "history.jsonl"
_CHECK = ("-m", "zhifa_rules", "check", str(_SMALL), "--as-of", "2025-12-31", "--pack")
_COMMANDS = {
    "python alone": ("-c", "pass"),
    "zhifa-rules --version": ("-m", "zhifa_rules", "--version"),
    "zhifa-rules check, one pack": (*_CHECK, "enshi"),
    "zhifa-rules check, all packs": (*_CHECK, "auto"),
}
_COLUMNS = ("command", "CPU s", "wall s")
_EXPECTED = (0, 1, 3)


@click.command()
@click.option("--runs", default=10, show_default=True, help="Runs of each command.")
@as_format
def main(runs: int, form: str) -> None:
    """Measure how long commands take from beginning to end."""
    lines = _SMALL.read_text(encoding="utf-8").count("\n")
    figures = Figures(f"start-up: {_SMALL.parent.name}/{_SMALL.name}, {lines} records; medians of {runs}", _COLUMNS)
    with TemporaryDirectory() as bytecode:
        surroundings = {**os.environ, "PYTHONPYCACHEPREFIX": bytecode}
        surroundings.pop("PYTHONDONTWRITEBYTECODE", None)
        for text, arguments in _COMMANDS.items():
            _run(arguments, surroundings)
            spent = median([timed(_run, arguments, surroundings)[0] for _ in range(runs)])
            figures.rows.append((text, spent.cpu, spent.wall))
    figures.print(form)


def _run(arguments: tuple[str, ...], surroundings: Mapping[str, str]) -> None:
    command = [sys.executable, *arguments]
    done = subprocess.run(command, capture_output=True, check=False, text=True, env=surroundings)
    if done.returncode not in _EXPECTED:
        sys.exit(f"{' '.join(arguments)} ended with {done.returncode}: {done.stderr}")


if __name__ == "__main__":
    main()
