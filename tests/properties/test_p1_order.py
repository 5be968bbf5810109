"""P1: a report does not depend on the order, batching, repetition or naming of records (S2, S14)."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from property_helpers import as_bytes, by_fingerprint, each_pack, few, pack_named, report_of

from zhifa_rules import Session
from zhifa_rules.testing.strategies import readings as readings_of
from zhifa_rules.testing.strategies import rearranged, renamed, situations


@each_pack
@few
@given(data=st.data())
def test_permutation_and_repetition(name: str, data: st.DataObject) -> None:
    pack = pack_named(name)
    records, day = data.draw(situations(pack))
    readings = data.draw(readings_of(pack))
    other = data.draw(rearranged(records))
    one = as_bytes(report_of(records, day, pack=pack, readings=readings))
    assert as_bytes(report_of(other, day, pack=pack, readings=readings)) == one


@each_pack
@few
@given(data=st.data())
def test_batches(name: str, data: st.DataObject) -> None:
    pack = pack_named(name)
    records, day = data.draw(situations(pack))
    cuts = sorted(data.draw(st.lists(st.integers(0, len(records)), max_size=3)))
    session = Session([pack])
    for first, last in zip([0, *cuts], [*cuts, len(records)], strict=True):
        session.add_all(records[first:last])
    assert as_bytes(session.report(day)) == as_bytes(report_of(records, day, pack=pack))


@each_pack
@few
@given(data=st.data())
def test_fingerprints_identify_duties(name: str, data: st.DataObject) -> None:
    pack = pack_named(name)
    records, day = data.draw(situations(pack))
    duties = report_of(records, day, pack=pack).duties
    repeated = [f for f, n in Counter(d.fingerprint for d in duties).items() if n > 1]
    assert not repeated, [(d.norm.rule, d.trigger_key) for d in duties if d.fingerprint in repeated]


@each_pack
@few
@given(data=st.data())
def test_renaming(name: str, data: st.DataObject) -> None:
    pack = pack_named(name)
    records, day = data.draw(situations(pack))
    ids = sorted({r["id"] for r in records})
    names = dict(zip(ids, data.draw(st.permutations([f"x{n:02d}" for n in range(len(ids))])), strict=True))
    one, other = report_of(records, day, pack=pack), report_of(renamed(records, names), day, pack=pack)
    verdicts = {f: (d.norm.rule, d.trigger_key, d.verdict) for f, d in by_fingerprint(one).items()}
    assert {f: (d.norm.rule, d.trigger_key, d.verdict) for f, d in by_fingerprint(other).items()} == verdicts
    findings, renamed_findings = (_comparable(r.to_json(), n) for r, n in ((one, names), (other, {})))
    assert renamed_findings == findings


def _comparable(report: dict[str, Any], names: dict[str, str]) -> list[dict[str, Any]]:
    """Put record ids under their new names and drop texts, in which they are embedded."""
    found = json.loads(json.dumps(report["findings"]))
    for finding in found:
        finding["evidence"] = sorted(names.get(i, i) for i in finding["evidence"])
        for fact in finding["deciding_facts"]:
            fact.pop("text")
            fact["records"] = sorted(names.get(i, i) for i in fact["records"])
        finding["deciding_facts"].sort(key=json.dumps)
    return sorted(found, key=lambda f: (f["fingerprint"], f["kind"]))
