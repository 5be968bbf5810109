"""A session that grows: what one ``add`` costs beside validation, and a report after one more record.

The work has all its matters live at once: every notice is served, nothing is decided yet.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING

import click

from benchmarks.measure import Spent, median, timed
from benchmarks.standard.native import standard_pack
from benchmarks.standard.work import LIVE_AS_OF, events, further_visit
from benchmarks.tables import Figures, as_format
from zhifa_rules import Session
from zhifa_rules.records import builtin_catalogue

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from zhifa_rules.records import EventRecord
    from zhifa_rules.report import Finding, Report

_COLUMNS = ("what", "CPU", "wall", "unit")
_REPORTS = 9


@click.command()
@click.option("--matters", default=10_000, show_default=True, help="How many live matters.")
@as_format
def main(matters: int, form: str) -> None:
    """Measure a session over so many live matters."""
    measure(matters).print(form)


def measure(matters: int) -> Figures:
    """Fill a session record by record, then report after one more record, several times over."""
    catalogue = builtin_catalogue()
    records = events(matters, spread=10)
    validating, models = timed(lambda: [catalogue.validate(record) for record in records])
    session = Session(standard_pack())
    adding, _ = timed(_add_each, session, models)
    reporting, report = timed(session.report, LIVE_AS_OF)
    sorting, found = timed(_findings, report)
    figures = Figures(f"session: {len(records)} events, {matters} matters live on {LIVE_AS_OF}", _COLUMNS)
    figures.notes.append(f"{len(found)} findings; medians of {_REPORTS} for what is done after one more record")
    del report, found
    figures.rows.append(_row("validation, each record", validating, 1e6 / len(records), "us"))
    figures.rows.append(_row("add of a validated record", adding, 1e6 / len(records), "us"))
    figures.rows.append(_row("first report", reporting, 1e3, "ms"))
    figures.rows.append(_row("first report: its findings in order", sorting, 1e3, "ms"))
    spread = max(matters // _REPORTS, 1)
    further = [further_visit(number * spread % matters, LIVE_AS_OF) for number in range(_REPORTS)]
    spent = _after_one_record(session, [catalogue.validate(record) for record in further])
    figures.rows.extend(_row(text, median(each), 1e3, "ms") for text, each in spent.items())
    return figures


def _row(text: str, spent: Spent, factor: float, unit: str) -> tuple[str, float, float, str]:
    return (text, spent.cpu * factor, spent.wall * factor, unit)


def _add_each(session: Session, models: Iterable[EventRecord]) -> None:
    for model in models:
        session.add(model)


def _findings(report: Report) -> Sequence[Finding]:
    return report.findings


def _after_one_record(session: Session, visits: Iterable[EventRecord]) -> dict[str, list[Spent]]:
    """Add a visit to another matter each time and report on the same day; then on the days that follow."""
    found: dict[str, list[Spent]] = defaultdict(list)
    for visit in visits:
        found["one more record"].append(timed(session.add, visit)[0])
        spent, report = timed(session.report, LIVE_AS_OF)
        found["report after one more record"].append(spent)
        found["report after one more record: its findings in order"].append(timed(_findings, report)[0])
    for number in range(_REPORTS):
        day = LIVE_AS_OF + timedelta(days=number + 1)
        found["report on the next day, nothing new"].append(timed(session.report, day)[0])
    return found


if __name__ == "__main__":
    main()
