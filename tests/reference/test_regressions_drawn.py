"""Errors that drawn packs have found, each as the smallest rule and history that showed it."""

from __future__ import annotations

from datetime import date

import pytest

from zhifa_rules.errors import PackError

from .small import OFFICE, TOWN, agreed, small_pack, verdicts

HANGING = """
- id: base
  form: prohibition
  trigger: {record: document_adopted}
  bearer: trigger.by
  when: {trigger.kind: annual_plan}
- id: next
  form: deadline
  trigger: {duty: {rule: base, is: performed}}
  bearer: trigger.by
  must: {record: sanction_imposed, within: {days: 3, after: trigger.on}}
"""


def test_a_duty_can_hang_on_a_prohibition_that_is_kept() -> None:
    adopted = {"type": "document_adopted", "kind": "work_rules", "on": "2025-06-02", "by": "town", "matter": "M"}
    assert verdicts(HANGING, [TOWN, {**adopted, "number": "A"}], "2025-07-01")["next"] == "violated"


def test_the_addressee_of_a_roster_may_speak_of_the_counterpart() -> None:
    rule = """
    - id: roster
      form: deadline
      trigger: {every: year}
      counterpart: bearer.superior
      addressee: {superior: {same_as: counterpart}}
      must: {record: document_adopted, within: none}
    """
    town = {**TOWN, "superior": "city"}
    assert verdicts(rule, [town, OFFICE], "2025-07-01") == {"roster": "pending"}


def test_the_use_of_a_power_is_not_located_by_the_trigger_of_the_power() -> None:
    rule = """
    - id: base
      form: deadline
      trigger: {record: document_received}
      bearer: trigger.by
      must: {record: document_sent, within: {days: 3, after: trigger.on}}
    - id: power
      form: power
      trigger: {duty: {rule: base, is: overdue}}
      bearer: unnamed
      located_by: item
      exclusive:
        use: {record: sanction_imposed}
        bearer: trigger.by
        grounds: {exists: {record: document_received}}
    """
    with pytest.raises(PackError, match="located_by: a power with exclusive use cannot have this key"):
        small_pack(rule)


def test_a_special_rule_binds_whom_the_general_one_binds() -> None:
    rule = """
    - id: general
      form: requirement
      trigger: {record: decision_made}
      bearer: trigger.to
      must: [{id: stated, that: {trigger.contents: {contains: key_tasks}}}]
    - id: special
      form: requirement
      trigger: {record: decision_made}
      bearer: trigger.by
      addressee: {kind: government}
      displaces: [general]
      must: [{id: fined, that: {trigger.fine: {at_least: 5}}}]
    """
    with pytest.raises(PackError, match="special is evaluated in the place of general"):
        small_pack(rule)


RECEIVED = {"type": "document_received", "by": "town", "matter": "M", "document": "D"}


def test_receipts_of_documents_of_different_issuers_are_told_apart() -> None:
    rule = """
    - id: answer
      form: deadline
      trigger: {record: document_received}
      bearer: trigger.by
      must: {record: document_sent, within: {days: 3, after: trigger.on}}
    """
    later = {**RECEIVED, "on": "2025-06-20", "issuer": "city"}
    duties = agreed(rule, [TOWN, {**RECEIVED, "on": "2025-06-02"}, later], "2025-07-01")
    assert len({duty.fingerprint for duty in duties}) == 2


def test_a_limit_that_is_none_gives_the_other_date() -> None:
    rule = """
    - id: answer
      form: deadline
      trigger: {record: document_sent}
      bearer: trigger.by
      must:
        record: correction_made
        within:
          stated_days: trigger.answers.limit_days
          after: trigger.answers.on
          otherwise: {days: 3, after: trigger.on}
    """
    sent = {"type": "document_sent", "on": "2025-06-02", "by": "town", "matter": "M", "number": "S", "answers": "none"}
    assert verdicts(rule, [TOWN, sent], "2025-07-01") == {"answer": "violated"}


def test_a_case_that_is_not_named_is_not_known() -> None:
    rule = """
    - id: review
      form: deadline
      trigger: {record: certificate_changed}
      bearer: trigger.by
      must: {record: review_completed, of: trigger.case, within: {days: 5, after: trigger.on}, may_precede: true}
    """
    changed = {"type": "certificate_changed", "on": "2025-06-02", "by": "town"}
    review = {"type": "review_completed", "on": "2025-06-03", "case": "C", "by": "town"}
    assert verdicts(rule, [TOWN, changed, review], "2025-07-01") == {"review": "undetermined"}


def test_an_organ_is_named_by_the_tasks_of_a_plan() -> None:
    rule = """
    - id: plan
      form: deadline
      trigger: {every: half}
      must: {record: document_adopted, within: none}
    """
    plan = {"type": "document_adopted", "on": "2025-02-03", "by": "city", "number": "P", "tasks": [{"organ": "town"}]}
    assert verdicts(rule, [TOWN, plan], "2025-03-01") == {"plan": "satisfied"}


def test_a_limit_stated_in_days_is_known_without_a_day() -> None:
    rule = """
    - id: answer
      form: deadline
      trigger: {record: request_filed}
      bearer: trigger.to
      must:
        record: response_given
        within: {stated_days: trigger.limit_days, stated_day: trigger.limit_on, after: trigger.on}
    """
    request = {"type": "request_filed", "on": "2025-06-02", "by": "shop", "to": "town", "number": "Q", "matter": "M"}
    assert verdicts(rule, [TOWN, {**request, "limit_days": 15}], "2025-07-01") == {"answer": "violated"}


def test_a_fixed_day_under_a_condition_is_never_before_the_trigger() -> None:
    rule = """
    - id: answer
      form: deadline
      trigger: {record: document_sent}
      bearer: trigger.by
      must:
        record: correction_made
        within: {when: {trigger.matter: {named: true}}, then: '2025-03-31', otherwise: {days: 3, after: trigger.on}}
    """
    sent = {"type": "document_sent", "on": "2025-06-02", "by": "town", "matter": "M", "number": "S"}
    (duty,) = agreed(rule, [TOWN, sent], "2025-07-01")
    assert duty.verdict == "violated"


def test_a_part_of_a_duty_can_be_breached() -> None:
    rule = """
    - id: base
      form: deadline
      trigger: {record: document_received}
      bearer: trigger.by
      must: [{id: sent, record: document_sent, within: {days: 3, after: trigger.on}}]
    - id: next
      form: deadline
      trigger: {duty: {rule: base, part: sent, is: breached}}
      bearer: trigger.by
      must: {record: correction_made, within: {days: 3, after: duty.overdue_from}}
    """
    assert verdicts(rule, [TOWN, {**RECEIVED, "on": "2025-06-02"}], "2025-07-01")["next"] == "violated"


def test_what_may_be_absent_need_not_equal_itself() -> None:
    rule = """
    - id: same-field
      form: requirement
      trigger: {record: decision_made}
      bearer: trigger.by
      must: [{id: same, that: {bearer.field: {same_as: trigger.by.field}}}]
    """
    decision = {"type": "decision_made", "on": "2025-06-02", "by": "town", "number": "N", "matter": "M"}
    assert verdicts(rule, [TOWN, decision], "2025-07-01") == {"same-field": "undetermined"}


def test_an_act_whose_own_day_is_not_known_may_not_have_happened() -> None:
    rule = """
    - id: review
      form: requirement
      trigger: {record: review_completed, date: started_on}
      bearer: trigger.by
      must: [{id: graded, that: {trigger.files_graded: {at_least: 1}}}]
    """
    review = {"type": "review_completed", "by": "town", "started_on": "2025-06-02", "files_graded": 0}
    assert verdicts(rule, [TOWN, review], "2025-07-01") == {"review": "undetermined"}


def test_an_act_of_no_known_matter_is_looked_at_where_a_breach_would_be_found() -> None:
    rule = """
    - id: answer
      form: deadline
      trigger: {record: document_received}
      bearer: trigger.by
      must: {record: correction_made, within: {days: 9, after: trigger.on}}
    """
    corrected = {"type": "correction_made", "on": "2025-06-03", "by": "town"}
    records = [TOWN, {**RECEIVED, "on": "2025-06-02"}, corrected]
    assert verdicts(rule, records, "2025-07-01") == {"answer": "undetermined"}
    assert verdicts(rule, records, "2025-06-04") == {"answer": "pending"}


def test_a_roster_may_ask_for_the_duties_of_another() -> None:
    rule = """
    - id: monthly
      form: deadline
      trigger: {every: month}
      must: {record: review_completed, within: {days: 0, after: period.last_day}}
    - id: yearly
      form: deadline
      trigger: {every: year}
      unless: [{reason: {zh: 已完成, en: done}, when: {duty: {rule: monthly, is: performed}}}]
      must: {record: document_adopted, within: none}
    """
    agreed(rule, [TOWN], "2025-07-01")


def test_a_condition_on_an_act_found_by_its_organ_is_of_the_subject() -> None:
    rule = """
    - id: refusal
      form: precedence
      trigger: {record: transfer_refused}
      bearer: trigger.by
      prior: [{id: met, act: {record: expert_meeting_held, of: bearer, where: {exists: {record: document_adopted}}}}]
    """
    plan = {"type": "document_adopted", "on": "2025-05-05", "by": "city", "matter": "M", "number": "P"}
    meeting = {"type": "expert_meeting_held", "on": "2025-05-06", "by": "town", "matter": "N"}
    refused = {"type": "transfer_refused", "on": "2025-06-02", "by": "town", "matter": "M"}
    assert verdicts(rule, [TOWN, plan, meeting, refused], "2025-07-01") == {"refusal": "satisfied"}


def test_the_first_of_a_day_is_not_known_where_the_order_is_not() -> None:
    rule = """
    - id: report
      form: deadline
      trigger: {record: matter_opened, once: true}
      bearer: trigger.by
      must: {record: figures_stated, within: {days: 5, after: trigger.on}}
    """
    outside = {"type": "organ_registered", "organ": "north", "division": "880001"}
    opened = {"type": "matter_opened", "on": "2025-02-18", "matter": "M"}
    records = [TOWN, outside, {**opened, "by": "town"}, {**opened, "by": "north"}]
    assert verdicts(rule, records, "2025-06-26") == {"report": "undetermined"}


def test_a_limit_that_is_not_known_may_be_none() -> None:
    rule = """
    - id: object
      form: power
      trigger: {record: document_received}
      bearer: trigger.by
      until:
        stated_days: trigger.document.limit_days
        after: {days: 30, after: trigger.on}
        otherwise: trigger.on
    """
    assert verdicts(rule, [TOWN, {**RECEIVED, "on": "2025-06-02"}], "2025-06-20") == {"object": "undetermined"}


def test_the_use_of_a_power_does_not_know_what_gave_rise_to_it() -> None:
    rule = """
    - id: power
      form: power
      trigger: {every: year, each: person}
      bearer: person.organ
      exclusive:
        use: {record: matter_opened, where: {by: {same_as: person.organ}}}
        bearer: trigger.by
        grounds: {exists: {record: document_received}}
    """
    with pytest.raises(PackError):
        small_pack(rule)


def test_first_triggers_of_no_known_matter_are_told_apart() -> None:
    rule = """
    - id: report
      form: deadline
      trigger: {record: duty_changed, once: true}
      bearer: trigger.by
      must: {record: figures_stated, within: {days: 5, after: trigger.on}}
    """
    changed = {"type": "duty_changed", "on": "2025-06-02", "by": "town"}
    duties = agreed(rule, [TOWN, {**changed, "person": "ada"}, {**changed, "person": "ben"}], "2025-07-01")
    assert len({duty.fingerprint for duty in duties}) == 2


def test_the_first_trigger_is_the_earliest_of_all_types() -> None:
    rule = """
    - id: report
      form: deadline
      trigger: {record: [matter_closed, matter_opened], once: true}
      bearer: trigger.by
      must: {record: figures_stated, within: {days: 5, after: trigger.on}}
    """
    opened = {"type": "matter_opened", "on": "2025-02-03", "matter": "M", "by": "town"}
    closed = {"type": "matter_closed", "on": "2025-05-06", "matter": "M", "by": "town"}
    (duty,) = agreed(rule, [TOWN, opened, closed], "2025-06-26")
    assert duty.outcome.due == date(2025, 2, 8).toordinal()


def test_a_duty_of_nobody_knows_whom_is_not_that_of_anybody() -> None:
    rule = """
    - id: base
      form: deadline
      trigger: {record: matter_opened}
      bearer: trigger.by
      must: {record: figures_stated, within: {days: 5, after: trigger.on}}
    - id: kept
      form: requirement
      trigger: {record: matter_closed}
      bearer: trigger.by
      must: [{id: late, that: {duty: {rule: base, is: overdue, bearer: bearer.superior}}}]
    """
    opened = {"type": "matter_opened", "on": "2025-02-03", "matter": "M", "by": "town"}
    closed = {"type": "matter_closed", "on": "2025-05-06", "matter": "M", "by": "town"}
    assert verdicts(rule, [TOWN, opened, closed], "2025-06-26")["kept"] == "undetermined"


def test_the_outline_of_a_duty_says_what_working_it_out_says() -> None:
    rule = """
    - id: roster
      form: deadline
      trigger: {every: quarter}
      must: {record: decision_made, also_by: [{record: display_changed}], within: {days: 0, after: period.last_day}}
    """
    log = {"type": "log_scope_declared", "organs": ["all"], "types": ["all"]}
    whole = {**log, "covers_from": "2020-01-01", "covers_to": "2030-12-31"}
    part = {**log, "covers_from": "2025-07-01", "covers_to": "2025-12-31", "complete": False}
    shown = {"type": "display_changed", "on": "2026-01-26", "by": "office"}
    duties = agreed(rule, [TOWN, OFFICE, whole, part, shown], "2026-01-28")
    assert all(duty.outcome.verdict is duty.verdict for duty in duties)


def test_a_roster_of_an_office_whose_organ_is_not_on_the_register() -> None:
    rule = """
    - id: quarterly
      form: deadline
      trigger: {every: quarter}
      must: {record: review_completed, within: {days: 0, after: period.last_day}}
    - id: yearly
      form: deadline
      trigger: {every: year}
      addressee: {office_of: {same_as: bearer.office_of}}
      unless: [{reason: {zh: 已完成, en: done}, when: {duty: {rule: quarterly, is: performed}}}]
      must: {record: document_adopted, within: none}
    """
    agreed(rule, [OFFICE], "2025-07-01")
