"""What was known on a day (S1, S2), and verdicts that time must not unsettle (P3)."""

from __future__ import annotations

from zhifa_rules import check

PLACE = {"type": "organ_registered", "division": "422802", "level": "county"}
REGISTER = [
    {**PLACE, "id": "g", "organ": "lichuan", "kind": "government"},
    {**PLACE, "id": "u", "organ": "urban", "kind": "department"},
]


def test_a_void_known_before_its_target_is_no_error() -> None:
    opened = {"id": "a", "type": "matter_opened", "on": "2025-06-01", "by": "lichuan", "matter": "M"}
    void = {"id": "v", "type": "record_voided", "voids": "a"}
    check([opened, void], packs="enshi", as_of="2025-07-01", known_on="2025-05-01")


def test_a_duty_that_may_still_arise_is_not_settled() -> None:
    bounds = {"not_before": "2025-03-01", "not_after": "2025-05-01"}
    issue = {"type": "document_issued", "by": "lichuan", "matter": "M", "to": ["urban"], "limit_days": 30}
    letter = {**issue, "id": "L", "on": bounds, "number": "1", "kind": "recommendation"}
    decision = {**issue, "id": "D", "on": "2025-04-17", "number": "2", "kind": "decision"}
    report = check([*REGISTER, letter, decision], packs="enshi", as_of="2025-04-17")
    assert all(d.verdict != "satisfied" for d in report.duties if d.norm.rule == "decision-letter")
