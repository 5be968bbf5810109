"""Writing results: UTF-8 whatever the locale, quiet when the reader has gone, colour only on terminals."""

from __future__ import annotations

import json
import os
import shutil
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from zhifa_rules.cli.failures import silence_stdout

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_COLUMNS = 160
PIPED_COLUMNS = 110
MANY_RECORDS = 5000


def write(text: str) -> None:
    """Write to standard output; that nobody reads on is no failure."""
    content = text if text.endswith("\n") else text + "\n"
    try:
        buffer = getattr(sys.stdout, "buffer", None)
        if buffer is None:
            sys.stdout.write(content)
        else:
            sys.stdout.flush()
            buffer.write(content.encode("utf-8", "replace"))
        sys.stdout.flush()
    except BrokenPipeError:
        silence_stdout()


def write_json(data: Any) -> None:  # noqa: ANN401
    """Write JSON: sorted keys, so that the same data give the same bytes."""
    write(json.dumps(data, ensure_ascii=False, sort_keys=True, indent=2))


def colored() -> bool:
    """Tell whether standard output takes colours."""
    return _is_terminal(sys.stdout) and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"


def columns() -> int:
    """Give the width to write for: that of the terminal, or a sane one where there is none."""
    if not _is_terminal(sys.stdout) and "COLUMNS" not in os.environ:
        return PIPED_COLUMNS
    return min(shutil.get_terminal_size((PIPED_COLUMNS, 24)).columns, MOST_COLUMNS)


@contextmanager
def progress(message: str, size: int) -> Iterator[None]:
    """Show on a terminal that long work is under way; otherwise nothing."""
    if size < MANY_RECORDS:
        yield
        return
    with long_work(message):
        yield


@contextmanager
def long_work(message: str) -> Iterator[None]:
    """Show a message on a terminal while work goes on; otherwise nothing."""
    if not _is_terminal(sys.stderr):
        yield
        return
    from rich.console import Console  # noqa: PLC0415  (only for long work on a terminal)

    with Console(stderr=True).status(message):
        yield


def _is_terminal(stream: Any) -> bool:  # noqa: ANN401
    try:
        return bool(stream is not None and stream.isatty())
    except ValueError:
        return False
