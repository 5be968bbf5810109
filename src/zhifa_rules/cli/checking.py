"""Carrying out a check: reading the records, loading packs and calendars, and making the report."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from zhifa_rules.cli.output import progress
from zhifa_rules.errors import InputError, Problem

if TYPE_CHECKING:
    from zhifa_rules.cli.options import CheckOptions
    from zhifa_rules.errors import Location
    from zhifa_rules.report import Report
    from zhifa_rules.session import Session
    from zhifa_rules.sources import RawRecord


def make_report(options: CheckOptions) -> Report:
    """Check the files named; raises ``ZhifaError`` for everything that the user can mend."""
    from zhifa_rules.calendar import Calendar  # noqa: PLC0415  (start-up must be quick for --help)
    from zhifa_rules.session import Session  # noqa: PLC0415
    from zhifa_rules.sources import read_records  # noqa: PLC0415

    calendar = Calendar.with_files(options.calendars) if options.calendars else None
    session = Session(list(options.packs), calendar=calendar, readings=options.readings, engine=options.engine)
    zh = options.lang == "zh"
    raw = read_records(options.files)
    with progress(f"正在核对{len(raw)}条记录" if zh else f"checking {len(raw)} records", len(raw)):
        _add(session, raw)
        report = session.report(options.as_of, options.known_on, robust=options.robust)
        _ = report.findings
    return report


def _add(session: Session, raw: list[RawRecord]) -> None:
    try:
        session.add_all((record.data, record.location) for record in raw)
    except InputError as error:
        raise InputError(_placed(error, raw)) from None


def _placed(error: InputError, raw: list[RawRecord]) -> list[Problem]:
    """Point at the very field where the file's format tells its place."""
    from zhifa_rules.sources import field_location  # noqa: PLC0415

    by_place: dict[Location, RawRecord] = {record.location: record for record in raw if record.node is not None}
    found: list[Problem] = []
    for problem in error.problems:
        record = by_place.get(problem.location)
        found.append(
            problem
            if record is None or not problem.field
            else replace(problem, location=field_location(record, problem.field))
        )
    return found
