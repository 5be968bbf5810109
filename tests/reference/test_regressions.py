"""Errors of the native engine that the reference evaluator has found, each as the smallest history that showed it."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from zhifa_rules import check, load_pack

from .agree import agree_on
from .invented import LOG, NORTH, TOWN, parks

if TYPE_CHECKING:
    from zhifa_rules.engines.outcome import Duty
    from zhifa_rules.packs import Pack

Records = list[dict[str, Any]]


@cache
def enshi() -> Pack:
    return load_pack("enshi")


def organ(key: str, kind: str, **more: object) -> dict[str, Any]:
    return {"type": "organ_registered", "organ": key, "kind": kind, "level": "county", "division": "422802", **more}


REGISTER: Records = [organ("lichuan", "government"), organ("urban", "department", government="lichuan")]
LETTER: dict[str, Any] = {
    "type": "document_issued",
    "on": "2025-06-03",
    "by": "lichuan",
    "matter": "M",
    "number": "L1",
    "kind": "recommendation",
    "to": ["urban"],
    "limit_days": 30,
}
RECEIPT: dict[str, Any] = {
    "type": "document_received",
    "on": "2025-06-03",
    "by": "urban",
    "matter": "M",
    "document": "L1",
}
COMPLAINT: dict[str, Any] = {
    "type": "request_filed",
    "kind": "complaint",
    "on": "2025-06-10",
    "received_on": "2025-06-10",
    "by": "resident",
    "to": "lichuan",
    "matter": "M",
    "number": "C1",
}
OPEN_LOG: dict[str, Any] = {
    "type": "log_scope_declared",
    "organs": ["all"],
    "types": ["all"],
    "covers_from": "2025-01-01",
    "covers_to": "2025-12-31",
    "complete": False,
}


def objection(number: str, on: str, **more: object) -> dict[str, Any]:
    base: dict[str, Any] = {"type": "request_filed", "kind": "objection", "by": "urban", "to": "lichuan", "matter": "M"}
    return {**base, "on": on, "received_on": on, "number": number, "against": "L1", **more}


def by_urban(type_: str, on: str, **more: object) -> dict[str, Any]:
    return {"type": type_, "on": on, "by": "urban", "matter": "M", **more}


def by_lichuan(type_: str, on: str, **more: object) -> dict[str, Any]:
    return {"type": type_, "on": on, "by": "lichuan", "matter": "M", **more}


def withdrawal(on: str, **more: object) -> dict[str, Any]:
    return by_urban("request_withdrawn", on, kind="objection", **more)


def corrected(on: str, **more: object) -> dict[str, Any]:
    return by_urban("correction_made", on, extent="full", **more)


def reported(on: str) -> dict[str, Any]:
    return by_urban("document_sent", on, kind="correction_report", received_on=on, to=["lichuan"], number="P1")


def closed(on: str, **more: object) -> dict[str, Any]:
    return by_lichuan("matter_closed", on, reason="archived", **more)


def duty(rule: str, records: Records, day: str) -> Duty:
    """Give the last duty under a rule; the reference must agree on all of them."""
    numbered = [{"id": f"r{n}", **record} for n, record in enumerate([*REGISTER, *records])]
    assert not agree_on(enshi(), numbered, date.fromisoformat(day)).disagreements
    report = check(numbered, packs=[enshi()], as_of=day)
    return [found for found in report.duties if found.norm.rule == rule and not found.norm.facet][-1]


# --- Clocks ---


def test_a_withdrawal_from_before_an_objection_does_not_end_its_answer() -> None:
    records = [LETTER, RECEIPT, objection("J1", "2025-06-05"), withdrawal("2025-06-06"), objection("J2", "2025-06-09")]
    assert duty("answer-objection", records, "2025-07-10").verdict == "violated"


@pytest.mark.parametrize(
    ("first", "second", "verdict"), [({"seq": 1}, {"seq": 2}, "not_applicable"), ({}, {}, "undetermined")]
)
def test_acts_that_move_a_clock_on_one_day_are_ordered_by_their_number(
    first: dict[str, Any], second: dict[str, Any], verdict: str
) -> None:
    again = [withdrawal("2025-06-09", **first), objection("J2", "2025-06-09", **second)]
    records = [LETTER, RECEIPT, objection("J1", "2025-06-05"), *again]
    assert duty("rectify-and-report", records, "2025-07-30").verdict == verdict


# --- What forecloses ---


def test_a_closing_from_before_the_duty_forecloses_nothing() -> None:
    assert duty("handle-complaint", [closed("2025-06-01"), COMPLAINT], "2025-07-10").verdict == "pending"


def test_the_first_of_several_closings_counts() -> None:
    clue = by_lichuan("finding_recorded", "2025-06-01", kind="official_misconduct_clue", outcome="substantiated")
    sent = by_lichuan("document_sent", "2025-06-15", kind="clue_transfer", to=["commission"], number="T1")
    commission: dict[str, Any] = {"type": "organ_registered", "organ": "commission", "kind": "supervision_commission"}
    records = [commission, clue, closed("2025-06-10"), sent, by_lichuan("transfer_refused", "2025-06-20")]
    assert duty("transfer-clue", records, "2025-07-10").verdict == "cured_late"


@pytest.mark.parametrize(("closing", "act", "verdict"), [(1, 2, "cured_late"), (2, 1, "satisfied")])
def test_an_act_said_to_have_followed_the_closing_of_its_day_is_late(closing: int, act: int, verdict: str) -> None:
    handled = by_lichuan("matter_handled", "2025-06-20", response="supplied", seq=act)
    records = [COMPLAINT, closed("2025-06-20", seq=closing), handled]
    assert duty("handle-complaint", records, "2025-07-10").verdict == verdict


def test_what_ended_after_it_was_foreclosed_is_no_longer_owed() -> None:
    withdrawn = {**withdrawal("2025-06-25"), "kind": "complaint", "by": "resident"}
    found = duty("handle-complaint", [COMPLAINT, closed("2025-06-20"), withdrawn], "2025-07-10")
    assert (found.verdict, found.outcome.owed) == ("violated", False)


# --- What is not on file ---


def test_an_open_log_may_hide_an_act_in_time_although_a_late_one_is_on_file() -> None:
    records = [LETTER, RECEIPT, OPEN_LOG, corrected("2025-07-20"), reported("2025-07-20")]
    assert duty("rectify-and-report", records, "2025-07-30").verdict == "undetermined"


def test_an_open_log_may_hide_a_prior_act() -> None:
    assert duty("letter-after-investigation", [LETTER, OPEN_LOG], "2025-06-10").verdict == "undetermined"


def test_a_prior_act_on_file_without_its_matter_accuses_nobody() -> None:
    finding = by_lichuan("finding_recorded", "2025-05-20", kind="unlawful_act", outcome="substantiated")
    del finding["matter"]
    records = [by_lichuan("matter_opened", "2025-05-10"), finding, LETTER]
    assert duty("letter-after-investigation", records, "2025-06-10").verdict == "undetermined"


def test_an_act_on_file_without_its_matter_may_have_ended_the_duty() -> None:
    stray = withdrawal("2025-06-06")
    del stray["matter"]
    records = [LETTER, RECEIPT, objection("J1", "2025-06-05"), stray]
    numbered = [{"id": f"r{n}", **record} for n, record in enumerate([*REGISTER, *records])]
    report = check(numbered, packs=[enshi()], as_of="2025-07-30")
    assert {d.verdict.value for d in report.duties if d.norm.rule == "answer-objection"} == {"undetermined"}


def test_an_act_of_nobody_knows_whom_may_be_the_missing_one() -> None:
    act = corrected("2025-06-20")
    del act["matter"], act["by"]
    records = [LETTER, RECEIPT, act, reported("2025-06-20")]
    assert duty("rectify-and-report", records, "2025-07-30").verdict == "undetermined"


# --- On an invented regulation ---


def found_by(rule: str, records: Records, day: str) -> list[Duty]:
    """Give the duties under a rule of the invented regulation; the reference must agree on all of them."""
    numbered = [{"id": f"r{n}", **record} for n, record in enumerate([TOWN, NORTH, LOG, *records])]
    assert not agree_on(parks(), numbered, date.fromisoformat(day)).disagreements
    report = check(numbered, packs=[parks()], as_of=day)
    return [duty for duty in report.duties if duty.norm.rule == rule]


def test_a_fixed_day_from_before_the_organ_existed_falls_due_on_its_first_day() -> None:
    late = {"type": "organ_registered", "organ": "new", "kind": "government", "division": "990001", "on": "2025-05-01"}
    due = {d.outcome.bearer: d.outcome.due for d in found_by("yearly-plan", [late], "2025-12-31")}
    assert due["new"] == date(2025, 5, 1).toordinal()


def test_a_bearer_of_whom_nothing_is_known_may_be_outside_the_territory() -> None:
    plan = {
        "type": "document_adopted",
        "kind": "annual_plan",
        "by": "town",
        "on": "2025-03-01",
        "tasks": [{"task": None}],
    }
    (duty,) = found_by("task", [plan], "2025-12-31")
    assert duty.verdict == "undetermined"


def test_what_hangs_on_an_uncertain_due_date_begins_on_that_uncertain_day() -> None:
    order: dict[str, Any] = {"type": "document_issued", "kind": "correction_order", "number": "O", "matter": "M"}
    blame = {"type": "sanction_imposed", "sanction": "circular_criticism", "by": "town", "matter": "M"}
    records = [
        {**order, "by": "town", "on": "2025-06-02", "to": ["north"], "limit_days": 20},
        {**blame, "on": "2025-06-23", "concerning": "north"},
    ]
    (duty,) = found_by("blame", records, "2025-12-31")
    assert duty.verdict == "undetermined"  # the order may have been received later, and the blame been premature


def test_a_limit_that_is_a_fixed_day_includes_the_whole_day() -> None:
    review = {"type": "review_completed", "by": "town", "kind": "case_file_review", "on": "2025-01-15"}
    (duty,) = (d for d in found_by("review", [review], "2025-12-31") if d.outcome.bearer == "town")
    assert (duty.verdict, duty.outcome.reason) == ("not_applicable", "exception")


def test_an_answer_counts_only_if_it_is_of_the_person_meant() -> None:
    deed = {"type": "enforcement_performed", "by": "north", "on": "2025-06-01", "case": "C"}
    finding = {"type": "finding_recorded", "kind": "defect", "outcome": "unsubstantiated", "by": "north", "case": "C"}
    (duty,) = found_by("who-did-it", [deed, {**finding, "on": "2025-06-20"}], "2025-12-31")
    assert duty.verdict == "undetermined"


def test_an_act_that_is_as_it_should_be_is_not_counted_again_as_defective() -> None:
    training = {"type": "training_held", "kind": "professional", "by": "town", "on": "2025-06-01", "hours": 30}
    (duty,) = (
        d
        for d in found_by("training", [training], "2026-01-01")
        if (d.trigger_key[-1], d.outcome.bearer) == ("2025", "town")
    )
    assert duty.verdict == "violated"
