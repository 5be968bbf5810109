"""Clauses of the contract on records and identity, on hand-made records: S2, S5, S14."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from property_helpers import REGISTER, by_fingerprint, letter, receipt, report_of, verdicts_of

from zhifa_rules import InputError
from zhifa_rules.engines.outcome import BREACHES

if TYPE_CHECKING:
    from zhifa_rules.testing.strategies import Record


# --- S2 -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("field", ["on", "limit_days", "by", "note"])
def test_same_id_other_content(field: str) -> None:
    other = {"on": "2025-06-04", "limit_days": 20, "by": "urban", "note": "x"}[field]
    with pytest.raises(InputError, match="L"):
        report_of([letter("2025-06-03"), {**letter("2025-06-03"), field: other}], "2025-07-01")


def test_copies_are_one_thing() -> None:
    """Copies of a letter and of its receipt under other ids are one letter and one receipt."""
    records = [*REGISTER, letter("2025-06-03"), receipt("2025-06-03")]
    copies = [{**r, "id": r["id"] + "2"} for r in records[-2:]]
    one, two = (by_fingerprint(report_of(rs, "2025-07-20")) for rs in (records, [*records, *copies]))
    assert {k: d.verdict for k, d in two.items()} == {k: d.verdict for k, d in one.items()}


def test_copies_that_differ_are_unknown_there() -> None:
    records = [*REGISTER, letter("2025-06-03"), receipt("2025-06-03")]
    copy = {**receipt("2025-06-20"), "id": "R2"}
    assert verdicts_of(records, "2025-07-10")["rectify-and-report"] == "violated"
    assert verdicts_of([*records, copy], "2025-07-10")["rectify-and-report"] == "undetermined"


def test_silent_copy_learns_from_the_other() -> None:
    silent = {k: v for k, v in letter("2025-06-03").items() if k != "limit_days"} | {"id": "L2"}
    records = [*REGISTER, letter("2025-06-03"), silent, receipt("2025-06-03")]
    assert verdicts_of(records, "2025-07-10")["rectify-and-report"] == "violated"


def test_unknown_key_part_stands_alone() -> None:
    records = [*REGISTER, letter("2025-06-03"), {**letter("2025-06-03"), "id": "L2", "number": None}]
    report = report_of(records, "2025-06-10")
    letters = [d for d in report.duties if d.norm.rule == "letter-sets-limit"]
    assert [d.stable for d in sorted(letters, key=lambda d: d.stable)] == [False, True]
    unstable = [f for f in report.findings if f.unstable_identity]
    assert all(f.duty.trigger.records == ("L2",) for f in unstable)


def test_correction_replaces_wholly() -> None:
    wrong, right = receipt("2025-06-03"), {**receipt("2025-06-20"), "id": "R2", "corrects": "R"}
    base = [*REGISTER, letter("2025-06-03")]
    assert verdicts_of([*base, wrong, right], "2025-07-10")["rectify-and-report"] == "pending"
    assert verdicts_of([*base, right, wrong], "2025-07-21")["rectify-and-report"] != "pending"


def test_correction_that_leaves_a_field_out_makes_it_unknown() -> None:
    right = {k: v for k, v in letter("2025-06-03").items() if k != "limit_days"} | {"id": "L2", "corrects": "L"}
    assert verdicts_of([*REGISTER, letter("2025-06-03"), right], "2025-07-10")["letter-sets-limit"] == "undetermined"


def test_void_removes_and_voided_void_restores() -> None:
    base = [*REGISTER, letter("2025-06-03"), receipt("2025-06-03")]
    void: Record = {"id": "V", "type": "record_voided", "voids": "R"}
    unvoid: Record = {"id": "V2", "type": "record_voided", "voids": "V"}
    assert verdicts_of([*base, void], "2025-07-10")["rectify-and-report"] != "violated"
    assert verdicts_of([unvoid, void, *base], "2025-07-10")["rectify-and-report"] == "violated"


def _corrections(*pairs: tuple[str, str]) -> list[Record]:
    found: list[Record] = [{**receipt("2025-06-03"), "id": "a"}]
    return found + [{**receipt("2025-06-04"), "id": one, "corrects": other} for one, other in pairs]


@pytest.mark.parametrize(
    ("pairs", "says"),
    [
        ([("b", "a"), ("c", "a")], "corrected twice"),
        ([("b", "c"), ("c", "b")], "circle"),
        ([("b", "b")], "circle"),
        ([("b", "z")], "not there"),
    ],
)
def test_corrections_that_cannot_be(pairs: list[tuple[str, str]], says: str) -> None:
    with pytest.raises(InputError, match=says):
        report_of(_corrections(*pairs), "2025-07-01")


def test_correction_of_a_correction() -> None:
    report_of(_corrections(("b", "a"), ("c", "b")), "2025-07-01")


# --- S5 -----------------------------------------------------------------------------------------------------


def test_receipt_before_issue_accuses_nobody() -> None:
    records = [*REGISTER, letter("2025-06-03"), receipt("2025-05-20")]
    assert verdicts_of(records, "2026-03-01")["rectify-and-report"] == "undetermined"


def test_unrecorded_receipt_is_unknown() -> None:
    records = [*REGISTER, letter("2025-06-03")]
    assert verdicts_of(records, "2026-03-01")["rectify-and-report"] == "undetermined"


def test_an_act_that_names_the_letter_proves_its_receipt() -> None:
    filed = {"id": "O", "type": "request_filed", "on": "2025-06-20", "by": "urban", "matter": "M", "against": "L-1"}
    objection: Record = {**filed, "kind": "objection", "to": "lichuan", "received_on": "2025-06-20"}
    records = [*REGISTER, letter("2025-06-03"), objection]
    assert verdicts_of(records, "2025-07-01")["objection"] == "undetermined"
    late = {**objection, "on": "2025-06-05", "received_on": "2025-06-05"}
    assert verdicts_of([*records[:-1], late], "2025-07-01")["objection"] == "satisfied"


@pytest.mark.parametrize(
    ("scope", "verdict"),
    [
        (None, "undetermined"),
        ({}, "violated"),
        ({"covers_to": "2026-12-30"}, "undetermined"),
        ({"complete": False}, "undetermined"),
        ({"organs": ["enshi"]}, "undetermined"),
        ({"types": ["matter_opened"]}, "undetermined"),
        ({"covers_from": "2026-01-02"}, "undetermined"),
        ({"organs": ["justice"]}, "violated"),
        ({"types": ["review_completed"]}, "violated"),
    ],
)
def test_log_scope(scope: dict[str, Any] | None, verdict: str) -> None:
    """A yearly duty is found broken only inside a complete log."""
    declared: Record = {"id": "S", "type": "log_scope_declared", "on": "2027-01-01", "organs": ["all"]}
    declared |= {"types": ["all"], "covers_from": "2026-01-01", "covers_to": "2026-12-31"}
    records = REGISTER if scope is None else [*REGISTER, {**declared, **scope}]
    found = [
        d.verdict.value
        for d in report_of(records, "2027-01-02").duties
        if d.norm.rule == "case-file-review" and d.outcome.bearer == "lichuan" and "2026" in d.trigger_key
    ]
    assert found == [verdict]


def test_open_log_opens_a_triggered_duty() -> None:
    records = [*REGISTER, letter("2025-06-03"), receipt("2025-06-03")]
    scope: Record = {"id": "S", "type": "log_scope_declared", "on": "2026-01-01", "organs": ["urban"], "types": ["all"]}
    scope |= {"covers_from": "2025-01-01", "covers_to": "2025-12-31", "complete": False}
    duty = next(d for d in report_of([*records, scope], "2026-02-01").duties if d.norm.rule == "rectify-and-report")
    assert (duty.verdict.value, duty.cause and duty.cause.value) == ("undetermined", "log_scope")


# --- S14 ----------------------------------------------------------------------------------------------------


def test_fingerprint_does_not_see_record_ids_or_restarts() -> None:
    records = [*REGISTER, letter("2025-06-03"), receipt("2025-06-03")]
    one = by_fingerprint(report_of(records, "2025-07-10"))
    renamed = [{**r, "id": "x" + r["id"]} for r in records]
    assert by_fingerprint(report_of(renamed, "2025-07-10")).keys() == one.keys()
    reply: Record = {"id": "A", "type": "document_issued", "on": "2025-06-20", "by": "lichuan", "matter": "M"}
    reply |= {"kind": "reply", "result": "refused", "to": ["urban"], "number": "A-1"}
    objection: Record = {"id": "O", "type": "request_filed", "on": "2025-06-05", "by": "urban", "matter": "M"}
    objection |= {"kind": "objection", "against": "L-1", "to": "lichuan", "received_on": "2025-06-05"}
    got = {"id": "G", "type": "document_received", "on": "2025-06-20", "by": "urban", "document": "A-1", "matter": "M"}
    restarted = by_fingerprint(report_of([*records, objection, reply, got], "2025-07-10"))
    key = next(k for k, d in one.items() if d.norm.rule == "rectify-and-report")
    assert one[key].verdict in BREACHES
    assert restarted[key].outcome.due == date(2025, 7, 20).toordinal()
