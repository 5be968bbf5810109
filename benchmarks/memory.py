"""Memory of a session, measured in a process of its own: bytes per record, bytes of duty state per live matter.

"Traced" counts what Python objects were allocated and are still held (tracemalloc); "resident" is what the process grew
by (RSS), which includes what the allocator keeps back. Records come one by one from lines of JSON, so that they share
no more than records from a file do. Duty state is what a report leaves behind in the session once the report itself is
gone.
"""

from __future__ import annotations

import gc
import json
import resource
import sys
import tracemalloc
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

import click

from benchmarks.standard.native import standard_pack
from benchmarks.standard.work import LIVE_AS_OF, each_event, further_visit
from benchmarks.tables import Figures, as_format
from zhifa_rules import Session
from zhifa_rules.records import builtin_catalogue

if TYPE_CHECKING:
    from collections.abc import Callable

_COLUMNS = ("what", "bytes each (traced)", "bytes each (resident)")
_MEASURED = (
    "validated record by itself",
    "what a session keeps beside each record",
    "duty state of a live matter, after the first report",
)
_BEFORE = date(2020, 1, 1)
_STATUS = Path("/proc/self/statm")

Sizes = tuple[int, float, float, float]


@click.command()
@click.option("--matters", default=10_000, show_default=True, help="How many live matters.")
@as_format
def main(matters: int, form: str) -> None:
    """Measure the memory of a session over so many live matters."""
    measure(matters).print(form)


def measure(matters: int) -> Figures:
    """Measure twice, since tracing itself takes memory: once traced, once resident."""
    (records, *traced), (_, *resident) = _alone(matters, traced=True), _alone(matters, traced=False)
    figures = Figures(f"memory: {records} records, {matters} matters live on {LIVE_AS_OF}", _COLUMNS)
    figures.rows.extend((text, *sizes) for text, *sizes in zip(_MEASURED, traced, resident, strict=True))
    return figures


def _alone(matters: int, *, traced: bool) -> Sizes:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(_held, matters, traced=traced).result()


def _held(matters: int, *, traced: bool) -> Sizes:
    """Fill a session, report, and give the number of records and what is held for each record and each matter."""
    measured: Callable[[], int] = _traced if traced else _resident
    catalogue, session = builtin_catalogue(), Session(standard_pack())
    catalogue.validate(further_visit(0, LIVE_AS_OF))
    if traced:
        tracemalloc.start()
    before = measured()
    records = [
        catalogue.validate(json.loads(json.dumps(r, default=str))) for r in each_event(range(matters), spread=10)
    ]
    number, alone = len(records), measured() - sys.getsizeof(records)
    for record in records:
        session.add(record)
    del record, records
    session.report(_BEFORE)  # nothing has happened yet, but the records are in their subjects now
    kept = measured()
    report = session.report(LIVE_AS_OF)
    assert report.violations
    del report
    return number, (alone - before) / number, (kept - alone) / number, (measured() - kept) / matters


def _traced() -> int:
    gc.collect()
    return tracemalloc.get_traced_memory()[0]


def _resident() -> int:
    gc.collect()
    if not _STATUS.exists():
        sys.exit("The resident size is read from /proc, which this system does not have")
    return int(_STATUS.read_text().split()[1]) * resource.getpagesize()


if __name__ == "__main__":
    main()
