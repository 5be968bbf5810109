"""Clauses of the contract that hold of every pack and history: S1, S4, S6, S7, S14, S16."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st
from property_helpers import as_bytes, by_fingerprint, describe, each_pack, few, pack_named, report_of

from zhifa_rules.engines.outcome import BREACHES, RIGHT_STATES, Reason, Verdict
from zhifa_rules.norms.core import Achieve, Available
from zhifa_rules.testing.material import material_of
from zhifa_rules.testing.strategies import Record, situations
from zhifa_rules.testing.weaving import set_apart

NOT_OWED = (Reason.STOPPED, Reason.ENDED)


@each_pack
@few
@given(data=st.data())
def test_pure(name: str, data: st.DataObject) -> None:
    pack = pack_named(name)
    records, day = data.draw(situations(pack))
    frozen = repr(records)
    assert as_bytes(report_of(records, day, pack=pack)) == as_bytes(report_of(records, day, pack=pack))
    assert repr(records) == frozen


@each_pack
@few
@given(data=st.data())
def test_the_future_is_no_fact(name: str, data: st.DataObject) -> None:
    """Records dated after the day make no difference to the findings (S1)."""
    pack = pack_named(name)
    records, day = data.draw(situations(pack))
    named = {r[f] for r in records for f in ("corrects", "voids") if f in r}

    def known(r: Record) -> bool:
        """Keep what can have happened, and dates in an impossible order, since they say nothing (S5)."""
        later = isinstance(r.get("on"), str) and r["on"] > day.isoformat()
        order = pack.catalogue.types[r["type"]].order
        stated = [(r[one], r[other]) for one, other in order if isinstance(r.get(other), str) and one in r]
        return not later or any(one > other for one, other in stated) or r["id"] in named or "corrects" in r

    one = report_of(records, day, pack=pack).to_json()["findings"]
    assert report_of([r for r in records if known(r)], day, pack=pack).to_json()["findings"] == one


@each_pack
@few
@given(data=st.data())
def test_verdicts_and_dates_agree(name: str, data: st.DataObject) -> None:
    """Nothing is broken before its time or for a power not used, nor owed while its clock stands (S3, S4, S7, S16)."""
    pack = pack_named(name)
    records, day = data.draw(situations(pack))
    report = report_of(records, day, pack=pack)
    for finding in report.violations:
        assert not isinstance(finding.duty.norm.body, Available), describe(finding.duty)
        assert finding.since is None or finding.since <= day, describe(finding.duty)
        if finding.due is not None and not finding.outcome.foreclosed:
            assert finding.due < day, describe(finding.duty)
    for finding in report.required_actions:
        outcome = finding.outcome
        assert finding.verdict in (Verdict.PENDING, Verdict.VIOLATED, Verdict.UNDETERMINED), describe(finding.duty)
        assert outcome.reason not in NOT_OWED and outcome.reason not in RIGHT_STATES, describe(finding.duty)
        assert outcome.not_before is None or outcome.not_before <= day.toordinal(), describe(finding.duty)


@each_pack
@few
@given(data=st.data())
def test_undated_duties_never_expire(name: str, data: st.DataObject) -> None:
    """A duty without a date is broken only when it can no longer be performed, never by lapse of time (S6)."""
    pack = pack_named(name)
    records, day = data.draw(situations(pack))
    report = report_of(records, day + timedelta(days=data.draw(st.integers(0, 2000))), pack=pack)
    for duty in report.duties:
        if isinstance(duty.norm.body, Achieve) and duty.outcome.due is None and duty.verdict in BREACHES:
            assert duty.outcome.foreclosed or duty.verdict is Verdict.CURED_LATE, describe(duty)


@each_pack
@few
@given(data=st.data())
def test_fingerprints_survive_time_and_other_records(name: str, data: st.DataObject) -> None:
    """Neither later days nor acts of others in matters of their own make another finding of one (S14)."""
    pack = pack_named(name)
    material = material_of(pack)
    records, day = data.draw(situations(pack, max_cases=1, mishap=False))
    others = set_apart(data.draw(st.sampled_from(material.seeds)).records, material.catalogue, "-z")
    before = by_fingerprint(report_of(records, day, pack=pack)).keys()
    assert before <= by_fingerprint(report_of([*others, *records], day, pack=pack)).keys()
    assert before <= by_fingerprint(report_of(records, day + timedelta(days=40), pack=pack)).keys()
