"""Errors over clocks that acts stop and end, each as the smallest rule and history that showed it."""

from __future__ import annotations

from typing import Any

import pytest

from .small import TOWN, verdicts

FILED = {"type": "request_filed", "on": "2025-03-01", "by": "town", "matter": "M"}
MOVED = {"type": "legal_review_done", "by": "town", "matter": "M"}
CLOSED = {"type": "matter_closed", "by": "town", "matter": "M", "on": "2025-04-02"}


UNDATED = """
    - id: undated
      form: deadline
      trigger: {record: request_filed}
      bearer: trigger.by
      clock:
        start: trigger.on
        MOVED: [{record: legal_review_done}]
        restarted_by: [{act: {record: dispute_raised}, start: act.on}]
      must: {id: train, act: {record: training_held}, within: none}
      forecloses: [{record: CLOSED}]
"""


def foreclosed(moved: str, *events: dict[str, Any], closed_by: str = "matter_closed") -> str:
    """Give the verdict on a duty without a date, by what moves its clock and what forecloses it."""
    rules = UNDATED.replace("MOVED", moved).replace("CLOSED", closed_by)
    return verdicts(rules, [TOWN, FILED, *events], "2025-06-01")["undated"]


@pytest.mark.parametrize("moved", ["ended_by", "stopped_by"])
def test_what_ends_or_stops_a_clock_by_the_day_of_the_closing_leaves_nothing_to_be_foreclosed(moved: str) -> None:
    assert foreclosed(moved, {**MOVED, "on": "2025-04-01"}, CLOSED) == "not_applicable"
    assert foreclosed(moved, {**MOVED, "on": "2025-04-02"}, CLOSED) == "not_applicable"
    assert foreclosed(moved, {**MOVED, "on": "2025-04-03"}, CLOSED) == "violated"
    assert foreclosed(moved, {**MOVED, "on": "2025-04-02"}, closed_by="legal_review_done") == "not_applicable"


@pytest.mark.parametrize("moved", ["ended_by", "stopped_by"])
def test_a_closing_that_is_said_to_come_first_forecloses(moved: str) -> None:
    moving = {**MOVED, "on": "2025-04-02", "seq": 2}
    assert foreclosed(moved, moving, {**CLOSED, "seq": 3}) == "not_applicable"
    assert foreclosed(moved, moving, {**CLOSED, "seq": 1}) == "violated"


def test_what_was_closed_while_the_clock_stood_still_is_owed_when_it_runs_again() -> None:
    moving = {**MOVED, "on": "2025-04-01"}
    again = {"type": "dispute_raised", "by": "town", "matter": "M"}
    assert foreclosed("stopped_by", moving, CLOSED, {**again, "on": "2025-04-03"}) == "pending"
    assert foreclosed("stopped_by", moving, CLOSED, {**again, "on": "2025-04-02"}) == "violated"


def test_an_act_without_its_matter_that_came_after_the_due_date_relieves_nobody() -> None:
    rules = """
    - id: dated
      form: deadline
      trigger: {record: request_filed}
      bearer: trigger.by
      clock: {start: trigger.on, stopped_by: {record: enforcement_performed}}
      must: {id: train, act: {record: training_held}, within: {days: 5, after: clock}}
    """
    for day, verdict in (("2025-03-06", "undetermined"), ("2025-03-07", "violated")):
        stray = {"type": "enforcement_performed", "on": day}
        assert verdicts(rules, [TOWN, FILED, stray], "2025-06-01") == {"dated": verdict}
