"""Errors of rules written out as functions, and of the plain tests beside them, each in its smallest form."""

from __future__ import annotations

import pytest

from zhifa_rules.engines.native import rulebook

from .small import TOWN, verdicts


@pytest.fixture(params=[-1, 1000], ids=["written out", "closures"], autouse=True)
def _often(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rulebook, "OFTEN", request.param)


@pytest.mark.parametrize(("to", "verdict"), [("town", "satisfied"), ("to", "violated"), ("none", "violated")])
def test_a_single_value_is_a_list_of_one(to: str, verdict: str) -> None:
    rule = """
    - id: answer
      form: requirement
      trigger: {record: response_given}
      bearer: trigger.by
      must: [{id: to-us, that: {trigger.answers.to: {contains: {same_as: bearer}}}}]
    """
    request = {
        "type": "request_filed",
        "on": "2025-06-01",
        "by": "firm",
        "number": "D",
        "matter": "M",
        "kind": "complaint",
    }
    answer = {"type": "response_given", "on": "2025-06-02", "by": "town", "answers": "D", "matter": "M"}
    assert verdicts(rule, [TOWN, {**request, "to": to}, answer], "2025-07-01") == {"answer": verdict}


def test_an_act_of_unknown_day_matters_although_another_was_in_time() -> None:
    rule = """
    - id: send
      form: deadline
      trigger: {record: document_received}
      bearer: trigger.by
      must: {record: document_sent, within: {days: 9, after: trigger.on}}
    - id: after
      form: deadline
      trigger: {duty: {rule: send, is: overdue}}
      bearer: trigger.by
      must: {record: correction_made, within: none}
    """
    received = {"type": "document_received", "on": "2025-06-02", "by": "town", "matter": "M", "document": "D"}
    sent = {"type": "document_sent", "on": "2025-06-03", "by": "town", "matter": "M", "number": "1"}
    unknown = {"type": "document_sent", "by": "town", "matter": "M", "number": "2"}
    assert verdicts(rule, [TOWN, received, sent, unknown], "2025-07-01") == {"send": "satisfied"}


def test_an_act_without_subject_may_be_that_of_a_counterpart_who_is_not_known() -> None:
    rule = """
    - id: after
      form: precedence
      trigger: {record: document_issued}
      bearer: trigger.by
      counterpart: bearer.government.superior
      prior: [{id: visit, act: {record: enforcement_performed}}]
    """
    organ = {"type": "organ_registered", "organ": "north", "division": "990001"}
    stray = {"type": "enforcement_performed", "by": "south"}
    issued = {"type": "document_issued", "on": "2026-01-31", "by": "north", "case": "C"}
    assert verdicts(rule, [organ, stray, issued], "2026-05-29") == {"after": "undetermined"}


def test_the_first_of_several_receipts_of_a_lone_paper_gives_rise_to_one_duty() -> None:
    rule = """
    - id: answer
      form: deadline
      trigger: {record: document_received, once: true}
      bearer: trigger.by
      must: {record: document_sent, within: {working_days: 5, after: trigger.on}}
    """
    paper = {"type": "document_issued", "to": ["town", "north"]}
    assert verdicts(rule, [TOWN, paper], "2026-02-05") == {"answer": "undetermined"}


def test_periods_counted_with_and_without_their_first_day_end_by_themselves() -> None:
    rule = """
    - id: right
      form: power
      trigger: {record: decision_requested, where: {'on': {on_or_after: {days: 0, after: 'on', rolls: true}}}}
      bearer: trigger.by
      until: {days: 1, after: trigger.on, rolls: true, include_start: true}
    """
    asked = {"type": "decision_requested", "on": "2027-02-07", "by": "town"}  # the calendar of that year is not known
    assert verdicts(rule, [TOWN, asked], "2027-02-09") == {"right": "undetermined"}


@pytest.mark.parametrize(("answers", "verdict"), [({}, "undetermined"), ({"answers": "none"}, "pending")])
def test_a_duty_of_a_document_is_meant_only_if_that_is_the_one(answers: dict[str, str], verdict: str) -> None:
    rule = """
    - id: right
      form: power
      trigger: {record: circumstance_recorded}
      bearer: trigger.by
    - id: send
      form: deadline
      trigger: {record: finding_recorded}
      bearer: trigger.by
      unless:
        - reason: {zh: 例外, en: exception}
          when: {duty: {rule: right, is: [pending], trigger: trigger.answers}}
      must: {record: staff_counted, within: none}
    """
    circumstance = {"type": "circumstance_recorded", "on": "2025-12-30", "by": "town", "matter": "M"}
    found = {"type": "finding_recorded", "on": "2026-01-05", "by": "town", "matter": "M", **answers}
    assert verdicts(rule, [TOWN, circumstance, found], "2026-02-09")["send"] == verdict


@pytest.mark.parametrize(
    ("at", "verdict"), [({}, "undetermined"), ({"at": "09:00"}, "violated"), ({"at": "17:00"}, "satisfied")]
)
def test_a_duty_that_arose_on_the_day_of_the_act_may_have_arisen_after_it(at: dict[str, str], verdict: str) -> None:
    rule = """
    - id: answer
      form: deadline
      trigger: {record: document_received}
      bearer: trigger.by
      must: {record: correction_made, within: {days: 30, after: trigger.on}}
    - id: not-early
      form: prohibition
      trigger: {record: matter_closed}
      bearer: trigger.by
      when: {duty: {rule: answer, is: pending, at: trigger.on}}
    """
    received = {"type": "document_received", "on": "2025-12-01", "by": "town", "matter": "M", "document": "D", **at}
    closed = {"type": "matter_closed", "on": "2025-12-01", "by": "town", "matter": "M", "at": "12:00"}
    assert verdicts(rule, [TOWN, received, closed], "2025-12-05")["not-early"] == verdict
