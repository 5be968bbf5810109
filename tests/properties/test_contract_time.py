"""Clauses of the contract on time, powers and addressees: S3, S6, S7, S10."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from property_helpers import REGISTER, describe, letter, organ, receipt, report_of, verdicts_of

from zhifa_rules.engines.outcome import BREACHES, Reason, Verdict
from zhifa_rules.norms.core import Achieve, Available, Tally
from zhifa_rules.testing.strategies import Record, as_of_dates, histories

RECTIFY = "rectify-and-report"


@given(st.dates(date(2025, 3, 3), date(2026, 9, 30)))
def test_end_of_day(received: date) -> None:
    """On the last day a duty is pending under every reading, the day after the last reading's day it is broken."""
    records = [*REGISTER, letter(received.isoformat()), receipt(received.isoformat())]
    due = received + timedelta(days=30)
    assert verdicts_of(records, due)[RECTIFY] == "pending"
    duty = next(d for d in report_of(records, due).duties if d.norm.rule == RECTIFY)
    assert duty.outcome.due == due.toordinal()
    latest = date.fromordinal(duty.outcome.due_latest or 0)
    assert verdicts_of(records, latest)[RECTIFY] in ("pending", "undetermined")
    assert verdicts_of(records, latest + timedelta(days=1))[RECTIFY] == "violated"


@pytest.mark.parametrize(("day", "verdict"), [("2025-07-03", "satisfied"), ("2025-07-04", "cured_late")])
def test_performance_on_the_last_day_and_after(day: str, verdict: str) -> None:
    done: list[Record] = [
        {"id": "C", "type": "correction_made", "on": day, "by": "urban", "matter": "M", "extent": "full"},
        {"id": "S", "type": "document_sent", "on": day, "by": "urban", "matter": "M", "to": ["lichuan"]},
    ]
    done[1] |= {"kind": "correction_report", "received_on": day}
    records = [*REGISTER, letter("2025-06-03"), receipt("2025-06-03"), *done]
    assert verdicts_of(records, "2025-08-01")[RECTIFY] == verdict
    assert verdicts_of(records, "2025-07-02")[RECTIFY] == "pending"


@pytest.mark.parametrize(
    ("opened", "letter_at", "verdict"),
    [
        ({}, {}, "undetermined"),
        ({"at": "09:00"}, {"at": "10:00"}, "satisfied"),
        ({"at": "11:00"}, {"at": "10:00"}, "violated"),
        ({"seq": 1}, {"seq": 2}, "satisfied"),
        ({"at": "09:00"}, {"seq": 2}, "undetermined"),
        ({"at": "09:00"}, {"at": "09:00"}, "undetermined"),
    ],
)
def test_acts_of_one_day(opened: Record, letter_at: Record, verdict: str) -> None:
    """Without a time the order of acts of one date is unknown."""
    start: Record = {"id": "a", "type": "matter_opened", "on": "2025-06-03", "by": "lichuan", "matter": "M"}
    found: Record = {"id": "f", "type": "finding_recorded", "on": "2025-06-01", "by": "lichuan", "matter": "M"}
    found |= {"kind": "unlawful_act", "outcome": "substantiated", "concerning": "urban"}
    records = [*REGISTER, {**start, **opened}, found, {**letter("2025-06-03"), **letter_at}]
    assert verdicts_of(records, "2025-06-10")["letter-after-investigation"] == verdict


@given(st.data())
def test_undated_duties_never_expire(data: st.DataObject) -> None:
    """A duty without a date is broken only when it can no longer be performed, never by lapse of time (S6)."""
    records = data.draw(histories(orderly=True))
    report = report_of(records, data.draw(as_of_dates(records)) + timedelta(days=data.draw(st.integers(0, 2000))))
    for duty in report.duties:
        if isinstance(duty.norm.body, Achieve) and duty.outcome.due is None and duty.verdict in BREACHES:
            assert duty.outcome.foreclosed or duty.verdict is Verdict.CURED_LATE, describe(duty)


@given(st.data())
def test_powers_are_never_broken(data: st.DataObject) -> None:
    records = data.draw(histories())
    report = report_of(records, data.draw(as_of_dates(records)))
    for duty in report.duties:
        if isinstance(duty.norm.body, Available):
            assert duty.verdict not in BREACHES, describe(duty)
    assert not [f for f in (*report.violations, *report.required_actions) if f.rule == "objection"]


@given(st.data())
def test_required_actions_are_owed(data: st.DataObject) -> None:
    """What is owed now is overdue, pending or owed in every world; stopped clocks owe nothing (S4, S16)."""
    records = data.draw(histories())
    report = report_of(records, data.draw(as_of_dates(records)))
    for finding in report.required_actions:
        outcome = finding.outcome
        assert isinstance(finding.duty.norm.body, Achieve | Tally), describe(finding.duty)
        assert finding.verdict in (Verdict.PENDING, Verdict.VIOLATED, Verdict.UNDETERMINED)
        assert outcome.reason not in (Reason.STOPPED, Reason.ENDED), describe(finding.duty)
        assert outcome.not_before is None or outcome.not_before <= report.as_of.toordinal(), describe(finding.duty)


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        (organ("urban", division="500101"), {"territory"}),
        (organ("urban", leadership="vertical"), {"exception"}),
        (organ("urban", kind="court"), {"addressee"}),
    ],
)
def test_outside(target: Record, expected: set[str]) -> None:
    records = [REGISTER[0], REGISTER[1], target, letter("2025-06-03"), receipt("2025-06-03")]
    duties = [d for d in report_of(records, "2025-08-01").duties if d.norm.rule == RECTIFY]
    assert {d.outcome.reason and d.outcome.reason.value for d in duties} == expected


@pytest.mark.parametrize("missing", ["kind", "division", "row"])
def test_missing_from_the_register_is_unknown(missing: str) -> None:
    target = {k: v for k, v in organ("urban").items() if k != missing}
    rows = REGISTER[:2] if missing == "row" else [*REGISTER[:2], target]
    records = [*rows, letter("2025-06-03"), receipt("2025-06-03")]
    assert verdicts_of(records, "2025-08-01")[RECTIFY] == "undetermined"


@pytest.mark.parametrize(
    ("issued", "received", "verdict"),
    [
        ("2025-02-27", "2025-02-28", "not_applicable"),
        ("2025-02-28", "2025-03-01", "undetermined"),
        ("2025-03-01", "2025-03-01", "violated"),
    ],
)
def test_validity(issued: str, received: str, verdict: str) -> None:
    records = [*REGISTER, letter(issued), receipt(received)]
    assert verdicts_of(records, "2025-06-01")[RECTIFY] == verdict


def test_organs_without_records_owe_yearly_work() -> None:
    owing = {f.bearer for f in report_of(REGISTER, "2026-05-01").required_actions if f.rule == "case-file-review"}
    assert owing == {"lichuan", "urban"}  # the justice bureau is an office of its government


def test_acts_of_an_office_count_for_its_principal() -> None:
    by_office = {**letter("2025-06-03"), "by": "justice"}
    duty = next(d for d in report_of([*REGISTER, by_office], "2025-06-10").duties if d.norm.rule == "letter-sets-limit")
    assert (duty.outcome.bearer, duty.outcome.through) == ("lichuan", "justice")
