"""P2: a session that grows record by record reports what a check of the same records reports (S2)."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from property_helpers import as_bytes, each_pack, enshi, few, pack_named, report_of

from zhifa_rules import InputError, Report, Session
from zhifa_rules.testing.strategies import Record, as_of_dates, boundary_dates, situations

if TYPE_CHECKING:
    from collections.abc import Callable


def _outcome(make: Callable[[], Report]) -> bytes | list[str]:
    try:
        return as_bytes(make())
    except InputError as error:
        return sorted(p.message for p in error.problems)


@each_pack
@few
@given(data=st.data())
def test_every_prefix(name: str, data: st.DataObject) -> None:
    pack = pack_named(name)
    records, day = data.draw(situations(pack))
    records = data.draw(st.permutations(records)) if data.draw(st.booleans()) else records
    days = [day, *data.draw(st.lists(as_of_dates(pack, records), max_size=2))]
    looks = set(data.draw(st.lists(st.integers(1, len(records)), max_size=4))) | {len(records)}
    session = Session([pack])
    for n, record in enumerate(records, 1):
        session.add(record)
        if n in looks:
            look = days[n % len(days)]
            batch = _outcome(partial(report_of, records[:n], look, pack=pack))
            assert _outcome(partial(session.report, look)) == batch


@each_pack
@few
@given(data=st.data())
def test_known_on(name: str, data: st.DataObject) -> None:
    pack = pack_named(name)
    records, day = data.draw(situations(pack))
    known = data.draw(boundary_dates(pack))
    session = Session([pack])
    for n, record in enumerate(records):
        session.add(record)
        if n % 7 == 3:
            _outcome(lambda: session.report(day))
    batch = _outcome(lambda: report_of(records, day, known, pack=pack))
    assert _outcome(lambda: session.report(day, known)) == batch
    assert _outcome(lambda: session.report(day)) == _outcome(lambda: report_of(records, day, pack=pack))


@each_pack
@few
@given(data=st.data())
def test_known_on_is_the_history_recorded_by_then(name: str, data: st.DataObject) -> None:
    """Records entered after the day are not there; the rest is reported as if it were all there is."""
    pack = pack_named(name)
    records, day = data.draw(situations(pack, mishap=False))
    late = {r["id"] for r in data.draw(st.lists(st.sampled_from(records), max_size=5))}
    dated = [{**r, "recorded_on": "2026-06-01" if r["id"] in late else "2025-01-01"} for r in records]
    kept = [r for r in dated if r["id"] not in late]
    assume(not any(r.get(f) in late for r in kept for f in ("corrects", "voids")))
    then = report_of(dated, day, "2026-05-31", pack=pack)
    alone = report_of(kept, day, pack=pack)
    one, other = then.to_json(), alone.to_json()
    assert {**one, "known_on": None} == other


@each_pack
@few
@given(data=st.data())
def test_snapshot_and_restore(name: str, data: st.DataObject) -> None:
    pack = pack_named(name)
    records, day = data.draw(situations(pack))
    cut = data.draw(st.integers(0, len(records)))
    first = Session([pack])
    first.add_all(records[:cut])
    before = _outcome(lambda: first.report(day))
    second = Session([pack])
    second.add_all(records[cut:])  # replaced by the snapshot
    second.restore(first.snapshot())
    assert _outcome(lambda: second.report(day)) == before
    second.add_all(records[cut:])
    assert _outcome(lambda: second.report(day)) == _outcome(lambda: report_of(records, day, pack=pack))


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
