"""Subjects of which all records were taken back."""

from __future__ import annotations

from zhifa_rules import Session


def test_a_subject_that_has_gone_is_looked_up_no_more() -> None:
    session = Session("youyu")
    refused = {"type": "response_given", "on": "2024-02-09", "by": "a", "to": "b", "response": "refused"}
    session.add({**refused, "id": "r1", "refuses": "leniency_lists", "final": True})
    session.add({**refused, "id": "r2", "refuses": "leniency_lists", "final": True, "matter": "M"})
    assert session.report("2026-06-15").duties is not None
    session.add({"id": "v", "type": "record_voided", "voids": "r2"})
    session.add({"id": "w", "type": "record_voided", "voids": "r1"})
    assert not session.report("2026-06-15").duties
