"""The records as an Arrow table: made in batches, so that only the table must fit into memory."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from benchmarks.standard.columns import NUMBERS, TEXTS, rows
from benchmarks.standard.publication import publication_table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from benchmarks.standard.work import Record

_BATCH = 100_000
_PERSON = pa.struct([("person", pa.string()), ("role", pa.string()), ("certificates_shown", pa.list_(pa.string()))])
_SCHEMA = pa.schema(
    [
        *((name, pa.string()) for name in TEXTS),
        ("on", pa.date32()),
        ("persons", pa.list_(_PERSON)),
        *((name, pa.int64()) for name in NUMBERS),
        ("unlimited", pa.bool_()),
    ]
)


def events_table(records: Iterable[Record]) -> Any:  # noqa: ANN401
    """Give the table of all records."""
    left = rows(records)
    tables = []
    while batch := list(islice(left, _BATCH)):
        tables.append(pa.Table.from_pylist(batch, schema=_SCHEMA))
    return pa.concat_tables(tables)


def calendar_table() -> Any:  # noqa: ANN401
    """Give the last day for publication of each day of decision."""
    days = publication_table()
    return pa.table({"decided": list(days.keys()), "last_day": list(days.values())})
