"""Start-up: the whole of ``zhifa-rules check`` on a small file, as one process from beginning to end."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click

from benchmarks.measure import median, timed
from benchmarks.tables import Figures, as_format

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
    for text, arguments in _COMMANDS.items():
        spent = median([timed(_run, arguments)[0] for _ in range(runs)])
        figures.rows.append((text, spent.cpu, spent.wall))
    figures.print(form)


def _run(arguments: tuple[str, ...]) -> None:
    done = subprocess.run([sys.executable, *arguments], capture_output=True, check=False, text=True)
    if done.returncode not in _EXPECTED:
        sys.exit(f"{' '.join(arguments)} ended with {done.returncode}: {done.stderr}")


if __name__ == "__main__":
    main()
