"""Polars: the ten rules over a frame that is ready."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from benchmarks.standard.arrow import events_table
from benchmarks.standard.frame_rules import frame_violations

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from benchmarks.standard.work import Record, Violation

TITLE = "Polars, from a frame"
LIBRARIES: tuple[str, ...] = ("polars", "pyarrow")


def prepare(records: Sequence[Record]) -> Callable[[], set[Violation]]:
    """Make the frame beforehand."""
    return on_table(events_table(records))


def on_table(events: Any) -> Callable[[], set[Violation]]:  # noqa: ANN401
    """Give the function that runs the rules over a table of events."""
    frame = pl.from_arrow(events)
    return lambda: frame_violations(frame)
