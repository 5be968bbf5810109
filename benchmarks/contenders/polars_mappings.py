"""Polars: the frame is made from mappings, then the ten rules run over it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from benchmarks.standard.columns import NUMBERS, TEXTS, rows
from benchmarks.standard.frame_rules import frame_violations

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from benchmarks.standard.work import Record, Violation

TITLE = "Polars, from mappings"
LIBRARIES: tuple[str, ...] = ("polars",)

_PERSON = pl.Struct({"person": pl.String, "role": pl.String, "certificates_shown": pl.List(pl.String)})
_SCHEMA = {
    **dict.fromkeys(TEXTS, pl.String),
    "on": pl.Date,
    "persons": pl.List(_PERSON),
    **dict.fromkeys(NUMBERS, pl.Int64),
    "unlimited": pl.Boolean,
}


def prepare(records: Sequence[Record]) -> Callable[[], set[Violation]]:
    """Leave everything to the timed part."""
    return lambda: frame_violations(pl.DataFrame(list(rows(records)), schema=_SCHEMA))
