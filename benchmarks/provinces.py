"""The real packs on generated provinces: records per second of the native engine, for each pack and for all at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from benchmarks.measure import is_enough, median, timed
from benchmarks.tables import Figures, as_format
from benchmarks.woven import jurisdictions
from zhifa_rules.packs import builtin_packs, load_pack
from zhifa_rules.session import AUTO, Session, common_catalogue

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from benchmarks.measure import Spent
    from benchmarks.tables import Cell
    from zhifa_rules.packs import Pack
    from zhifa_rules.records import EventRecord
    from zhifa_rules.report import Report

_COLUMNS = (
    "pack", "rules", "events", "organs", "as of", "validation us/event", "evaluation us/event", "events/s (CPU)",
    "ratio (CPU)", "ratio (wall)", "duties", "violations", "undetermined",
)  # fmt: skip


@click.command()
@click.option("--events", default=3_000, show_default=True, help="About how many records for each pack.")
@click.option("--organs", default=250, show_default=True, help="About how many organs on the roster of each pack.")
@click.option("--runs", default=3, show_default=True, help="Runs of each; fewer of very slow ones.")
@click.option("--only", multiple=True, type=click.Choice([*builtin_packs(), AUTO]), help="Repeatable.")
@as_format
def main(events: int, organs: int, runs: int, only: Sequence[str], form: str) -> None:
    """Measure each pack on provinces of its own, and all packs on provinces of all."""
    figures = Figures(f"the packs on woven provinces; medians of {runs}", _COLUMNS)
    for name in only or [*builtin_packs(), AUTO]:
        figures.rows.append(measure(name, events, organs, runs))
    figures.notes.append("evaluation: from validated records to the findings; ratio: to the library's own validation")
    figures.print(form)


def measure(name: str, events: int, organs: int, runs: int) -> Sequence[Cell]:
    """Measure one pack, or all."""
    names = list(builtin_packs()) if name == AUTO else [name]
    packs = [load_pack(pack) for pack in names]
    catalogue = common_catalogue(packs)
    records, as_of = jurisdictions(names, events, organs)
    validations: list[Spent] = []
    evaluations: list[Spent] = []
    while not is_enough(evaluations, runs):
        spent, models = timed(lambda: [catalogue.validate(record) for record in records])
        validations.append(spent)
        spent, report = timed(_report, packs, models, as_of)
        evaluations.append(spent)
    validation, evaluation = median(validations), median(evaluations)
    number = len(records)
    return (
        name,
        sum(len(pack.rules) for pack in packs),
        number,
        sum(record["type"] == "organ_registered" for record in records),
        str(as_of),
        validation.cpu / number * 1e6,
        evaluation.cpu / number * 1e6,
        number / evaluation.cpu,
        evaluation.cpu / validation.cpu,
        evaluation.wall / validation.wall,
        len(report.duties),
        len(report.violations),
        len(report.undetermined),
    )


def _report(packs: Sequence[Pack], models: Sequence[EventRecord], as_of: date) -> Report:
    session = Session(packs)
    session.add_all(models)
    report = session.report(as_of)
    assert report.findings
    return report


if __name__ == "__main__":
    main()
