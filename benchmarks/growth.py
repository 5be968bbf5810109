"""Cost per event as the history grows, for the native engine, DuckDB and Polars.

``python -m benchmarks.growth`` takes 10^5 and 10^6 events; ``--events 10000000`` further sizes. Events are generated,
validated and handed over in portions, so that only what a contender keeps must fit into memory. Each contender must
find the same violations as straight-line Python.
"""

from __future__ import annotations

import sys
from itertools import islice
from typing import TYPE_CHECKING

import click

from benchmarks.contenders import Unavailable, contender
from benchmarks.measure import Spent, clocked, timed
from benchmarks.standard.native import named_violations, standard_pack
from benchmarks.standard.plain import PlainEvent, violations
from benchmarks.standard.work import AS_OF, each_event
from benchmarks.tables import Figures, as_format
from zhifa_rules import Session
from zhifa_rules.records import builtin_catalogue

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from benchmarks.standard.work import Record, Violation

SIZES = (100_000, 1_000_000)
_PER_MATTER = 10.34
_PORTION = 50_000
_COLUMNS = ("contender", "events", "CPU s", "wall s", "us/event (CPU)", "us/event (wall)", "growth (CPU)", "violations")

Outcome = tuple[int, Spent, "set[Violation]"]


@click.command()
@click.option("--events", "sizes", type=int, multiple=True, default=SIZES, show_default=True, help="Size; repeatable.")
@click.option("--only", multiple=True, type=click.Choice(["native", "duckdb", "polars"]), help="Repeatable.")
@as_format
def main(sizes: Sequence[int], only: Sequence[str], form: str) -> None:
    """Measure the cost per event at growing sizes."""
    sys.exit(run(sizes, only or tuple(_CONTENDERS), form))


def run(sizes: Sequence[int], names: Sequence[str], form: str = "table") -> int:
    """Measure and print; 1 where a contender disagrees."""
    figures = Figures("cost per event at growing sizes; one run each", _COLUMNS)
    expected: dict[int, set[Violation]] = {}
    wrong: list[str] = []
    for name in names:
        smallest = None
        for size in sorted(sizes):
            try:
                number, spent, found = _CONTENDERS[name](_records(size))
            except Unavailable as reason:
                figures.notes.append(f"not run: {name}: {reason}")
                break
            if size not in expected:
                expected[size] = _expected(_records(size))
            if found != expected[size]:
                wrong.append(f"{name}, {size} events: {len(found)} violations, not {len(expected[size])} as expected")
            each = spent.cpu / number
            smallest = smallest or each
            per = each * 1e6, spent.wall / number * 1e6, each / smallest
            figures.rows.append((name, number, spent.cpu, spent.wall, *per, len(found)))
    figures.notes.extend(wrong)
    figures.print(form)
    return 1 if wrong else 0


def _records(size: int) -> Iterator[Record]:
    return each_event(range(round(size / _PER_MATTER)))


def _expected(records: Iterable[Record]) -> set[Violation]:
    """Check province by province, each of which begins with its government: nothing reaches from one into another."""
    found: set[Violation] = set()
    province: list[PlainEvent] = []
    for record in records:
        if record["type"] == "organ_registered" and record["kind"] == "government":
            found |= violations(province)
            province.clear()
        province.append(PlainEvent.model_validate(record))
    return found | violations(province)


def _native(records: Iterable[Record]) -> Outcome:
    """Time taking validated records and reporting on them; validation is not timed."""
    catalogue, session = builtin_catalogue(), Session(standard_pack())
    number, cpu, wall = 0, 0.0, 0.0
    left = iter(records)
    while portion := [catalogue.validate(record) for record in islice(left, _PORTION)]:
        spent, _ = clocked(session.add_all, portion)
        number, cpu, wall = number + len(portion), cpu + spent.cpu, wall + spent.wall
    spent, found = timed(lambda: named_violations(session.report(AS_OF)))
    return number, Spent(cpu + spent.cpu, wall + spent.wall), found


def _duckdb(records: Iterable[Record]) -> Outcome:
    contender("duckdb_sql")
    from benchmarks.contenders.duckdb_sql import on_table  # noqa: PLC0415  (the library may be missing)
    from benchmarks.standard.arrow import events_table  # noqa: PLC0415

    table = events_table(records)
    return _once(table.num_rows, on_table(table))


def _polars(records: Iterable[Record]) -> Outcome:
    contender("polars_frame")
    from benchmarks.contenders.polars_frame import on_table  # noqa: PLC0415  (the library may be missing)
    from benchmarks.standard.arrow import events_table  # noqa: PLC0415

    table = events_table(records)
    return _once(table.num_rows, on_table(table))


def _once(number: int, work: Callable[[], set[Violation]]) -> Outcome:
    work()  # the first run of a library also loads it
    spent, found = timed(work)
    return number, spent, found


_CONTENDERS: dict[str, Callable[[Iterable[Record]], Outcome]] = {
    "native": _native,
    "duckdb": _duckdb,
    "polars": _polars,
}


if __name__ == "__main__":
    main()
