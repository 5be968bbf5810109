"""P2: a session that grows record by record reports what a check of the same records reports (S2)."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from property_helpers import as_bytes, enshi, report_of

from zhifa_rules import InputError, Report, Session
from zhifa_rules.testing.strategies import Record, as_of_dates, boundary_dates, histories

if TYPE_CHECKING:
    from collections.abc import Callable


def _outcome(make: Callable[[], Report]) -> bytes | list[str]:
    try:
        return as_bytes(make())
    except InputError as error:
        return sorted(p.message for p in error.problems)


@given(st.data())
def test_every_prefix(data: st.DataObject) -> None:
    records = data.draw(histories())
    records = data.draw(st.permutations(records)) if data.draw(st.booleans()) else records
    days = data.draw(st.lists(as_of_dates(records), min_size=1, max_size=3))
    looks = set(data.draw(st.lists(st.integers(1, len(records)), max_size=5))) | {len(records)}
    session = Session([enshi()])
    for n, record in enumerate(records, 1):
        session.add(record)
        if n in looks:
            day = days[n % len(days)]
            assert _outcome(partial(session.report, day)) == _outcome(partial(report_of, records[:n], day))


@given(st.data())
def test_known_on(data: st.DataObject) -> None:
    records = data.draw(histories())
    day, known = data.draw(as_of_dates(records)), data.draw(boundary_dates())
    session = Session([enshi()])
    for n, record in enumerate(records):
        session.add(record)
        if n % 7 == 3:
            _outcome(lambda: session.report(day))
    batch = _outcome(lambda: report_of(records, day, known))
    assert _outcome(lambda: session.report(day, known)) == batch
    assert _outcome(lambda: session.report(day)) == _outcome(lambda: report_of(records, day))


@given(st.data())
def test_known_on_is_the_history_recorded_by_then(data: st.DataObject) -> None:
    """Records entered after the day are not there; the rest is reported as if it were all there is."""
    records = data.draw(histories(orderly=True, mishap=False))
    late = {r["id"] for r in data.draw(st.lists(st.sampled_from(records), max_size=5))}
    dated = [{**r, "recorded_on": "2026-06-01" if r["id"] in late else "2025-01-01"} for r in records]
    day = data.draw(as_of_dates(records))
    then = report_of(dated, day, "2026-05-31")
    alone = report_of([r for r in dated if r["id"] not in late], day)
    one, other = then.to_json(), alone.to_json()
    assert {**one, "known_on": None} == other


@given(st.data())
def test_snapshot_and_restore(data: st.DataObject) -> None:
    records = data.draw(histories())
    cut = data.draw(st.integers(0, len(records)))
    day = data.draw(as_of_dates(records))
    first = Session([enshi()])
    first.add_all(records[:cut])
    before = _outcome(lambda: first.report(day))
    second = Session([enshi()])
    second.add_all(records[cut:])  # replaced by the snapshot
    second.restore(first.snapshot())
    assert _outcome(lambda: second.report(day)) == before
    second.add_all(records[cut:])
    assert _outcome(lambda: second.report(day)) == _outcome(lambda: report_of(records, day))


OPENED: Record = {"id": "a", "type": "matter_opened", "on": "2025-04-01", "by": "lichuan", "matter": "M"}


@pytest.mark.parametrize(
    "early",
    [
        {**OPENED, "id": "b", "on": "2025-04-02", "corrects": "a"},
        {"id": "b", "type": "record_voided", "voids": "a"},
    ],
)
def test_correction_before_its_target(early: Record) -> None:
    session = Session([enshi()])
    session.add(early)
    with pytest.raises(InputError, match="not there"):
        session.report("2025-05-01")
    session.add(OPENED)
    assert as_bytes(session.report("2025-05-01")) == as_bytes(report_of([OPENED, early], "2025-05-01"))
    session.report("2025-04-01")


def test_refused_batch_leaves_nothing() -> None:
    session = Session([enshi()])
    with pytest.raises(InputError):
        session.add_all([OPENED, {"id": "x", "type": "matter_openned"}])
    session.add({**OPENED, "on": "2025-04-03"})  # would contradict the refused record, had it stayed
