"""Clauses of the contract on time and addressees, on hand-made records: S3, S10."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from property_helpers import REGISTER, letter, organ, receipt, report_of, verdicts_of

if TYPE_CHECKING:
    from zhifa_rules.testing.strategies import Record


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
