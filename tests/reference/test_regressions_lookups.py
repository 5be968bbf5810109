"""Errors that drawn packs have found in limits, look-ups and what hangs on other duties, each as its smallest case."""

from __future__ import annotations

from datetime import date
from typing import Any

from .small import OFFICE, TOWN, agreed, verdicts

ADOPTED: dict[str, Any] = {"type": "document_adopted", "on": "2025-03-24", "by": "town", "matter": "M"}
LOG: dict[str, Any] = {"type": "log_scope_declared", "organs": ["all"], "types": ["all"]}
WHOLE = {**LOG, "covers_from": "2020-01-01", "covers_to": "2030-12-31"}


def test_a_limit_in_days_counts_also_where_another_document_states_it() -> None:
    rule = """
    - id: annul
      form: deadline
      trigger: {record: document_adopted}
      bearer: trigger.by
      must:
        record: decision_annulled
        within:
          stated_working_days: trigger.based_on.limit_days
          stated_day: trigger.based_on.received_on
          after: trigger.on
    """
    order = {"type": "document_issued", "number": "D", "matter": "M", "limit_days": 2}
    assert verdicts(rule, [TOWN, {**ADOPTED, "based_on": "D"}, order], "2025-07-01") == {"annul": "violated"}


def test_a_limit_that_is_counted_from_what_never_comes_is_none() -> None:
    rule = """
    - id: publish
      form: deadline
      trigger: {record: decision_annulled}
      bearer: trigger.by
      must: {record: document_adopted, within: {stated_day: trigger.document.received_on, after: trigger.received_on}}
    """
    annulled = {"type": "decision_annulled", "on": "2025-03-24", "by": "town", "matter": "M", "document": "D"}
    sent = {"type": "document_sent", "on": "2025-03-03", "number": "D", "matter": "M", "received_on": "2025-04-01"}
    records = [TOWN, {**annulled, "received_on": "none"}, sent]
    assert verdicts(rule, records, "2025-07-01") == {"publish": "pending"}


def test_where_nothing_is_stated_it_does_not_matter_what_a_limit_would_be_counted_from() -> None:
    rule = """
    - id: find
      form: deadline
      trigger: {record: document_issued}
      bearer: trigger.by
      must:
        record: finding_recorded
        within:
          stated_day: trigger.limit_on
          after: {stated_day: trigger.answers.limit_on, after: trigger.on}
          otherwise: {days: 2, after: trigger.on}
    """
    issued = {"type": "document_issued", "on": "2025-07-10", "by": "town", "matter": "M", "answers": "none"}
    records = [TOWN, {**issued, "limit_on": "none"}]
    (duty,) = agreed(rule, records, "2025-08-30")
    assert duty.outcome.due == date(2025, 7, 12).toordinal()


def test_what_is_looked_up_is_the_earliest_by_the_day_that_counts() -> None:
    rule = """
    - id: issue
      form: deadline
      trigger: {record: matter_opened}
      find: {found: {record: review_completed, date: started_on}}
      bearer: trigger.by
      must: {record: document_issued, within: {month: 12, day: 31, of_year: found.for_year}}
    """
    opened = {"type": "matter_opened", "on": "2025-03-24", "by": "town", "matter": "M"}
    review = {"type": "review_completed", "by": "town", "matter": "M"}
    records: list[dict[str, Any]] = [
        TOWN,
        opened,
        {**review, "on": "2025-03-14", "started_on": "2025-03-10", "for_year": 2026},
        {**review, "on": "2025-03-23", "started_on": "2025-03-05", "for_year": 2025},
    ]
    (duty,) = agreed(rule, records, "2025-04-22")
    assert duty.outcome.due == date(2025, 12, 31).toordinal()


def test_what_is_looked_up_is_the_earliest_of_all_types() -> None:
    rule = """
    - id: issue
      form: deadline
      trigger: {record: matter_opened}
      find: {found: {record: [document_sent, document_adopted]}}
      bearer: trigger.by
      must: {record: document_issued, within: {month: 12, day: 31, of_year: found.for_year}}
    """
    opened = {"type": "matter_opened", "on": "2025-03-24", "by": "town", "matter": "M"}
    sent = {"type": "document_sent", "on": "2025-03-23", "by": "town", "matter": "M", "number": "S", "for_year": 2026}
    records: list[dict[str, Any]] = [TOWN, opened, sent, {**ADOPTED, "on": "2025-03-05", "for_year": 2025}]
    (duty,) = agreed(rule, records, "2025-04-22")
    assert duty.outcome.due == date(2025, 12, 31).toordinal()


BASE = """
- id: base
  form: deadline
  trigger: {record: document_adopted}
  bearer: trigger.by
  must: [{id: answered, record: decision_made, within: {days: 3, after: trigger.on}}]
- id: instead
  form: requirement
  trigger: {record: document_adopted, where: {kind: annual_plan}}
  bearer: trigger.by
  displaces: [base]
  must: [{id: budgeted, that: {trigger.final: true}}]
- id: power
  form: power
  trigger: {duty: {rule: base, part: answered, is: breached}}
  bearer: trigger.by
"""


def test_a_special_rule_has_none_of_the_parts_of_the_general_one() -> None:
    plan = {**ADOPTED, "kind": "annual_plan", "final": False}
    assert verdicts(BASE, [TOWN, plan], "2025-07-01") == {"base": "violated"}
    assert verdicts(BASE, [TOWN, {**plan, "kind": "work_rules"}], "2025-07-01")["power"] == "pending"


def test_a_special_rule_is_met_by_triggers_of_its_own_types_alone() -> None:
    rule = """
    - id: general
      form: requirement
      trigger: {record: [document_published, document_adopted]}
      bearer: trigger.by
      must: [{id: general, that: {trigger.for_year: 2025}}, {id: other, that: {trigger.for_year: 2025}}]
    - id: special
      form: requirement
      trigger: {record: document_published}
      bearer: trigger.by
      displaces: [general]
      must: [{id: special, that: {trigger.final: true}}, {id: more, that: {trigger.final: true}}]
    """
    (duty,) = agreed(rule, [TOWN, {**ADOPTED, "for_year": 2024, "final": False}], "2025-07-01")
    assert duty.outcome.missing == ("general", "other")


def test_a_duty_that_ended_is_satisfied_by_what_is_done_all_the_same() -> None:
    rule = """
    - id: review
      form: deadline
      trigger: {every: half}
      clock: {start: period.last_day, ended_by: {record: document_received}}
      must: {record: review_completed, within: {days: 10, after: clock}}
    """
    received = {"type": "document_received", "on": "2025-05-01", "by": "town", "document": "D"}
    review = {"type": "review_completed", "on": "2025-05-14", "by": "town"}
    assert verdicts(rule, [TOWN, received], "2025-05-24") == {"review": "not_applicable"}
    assert verdicts(rule, [TOWN, received, review], "2025-05-24") == {"review": "satisfied"}


def test_an_act_missing_from_an_open_log_may_have_been_done_before_the_organ_was_dissolved() -> None:
    rule = """
    - id: yearly
      form: deadline
      trigger: {every: year}
      must: {record: certificate_changed, within: {month: 1, day: 31, of_year: period.next_year}}
    """
    open_log = {**LOG, "covers_from": "2025-01-01", "covers_to": "2025-12-31", "complete": False}
    town = {**TOWN, "until": "2025-06-01"}
    assert verdicts(rule, [town, open_log], "2025-12-20") == {"yearly": "satisfied"}
    assert verdicts(rule, [town], "2025-12-20") == {"yearly": "not_applicable"}


def test_where_it_is_not_known_whose_records_count_a_pending_duty_may_be_performed() -> None:
    rule = """
    - id: answer
      form: deadline
      trigger: {record: document_sent}
      bearer: trigger.by
      must: {record: document_received, of: trigger.case, within: none}
    """
    sent = {"type": "document_sent", "on": "2025-03-24", "by": "town", "matter": "M", "number": "S"}
    received = {"type": "document_received", "on": "2025-03-25", "by": "city", "case": "C", "document": "D"}
    assert verdicts(rule, [TOWN, sent, received], "2025-07-01") == {"answer": "undetermined"}
    assert verdicts(rule, [TOWN, {**sent, "case": "C"}, received], "2025-07-01") == {"answer": "satisfied"}


def test_each_registered_organ_is_asked_for_its_state_on_the_day_of_the_trigger() -> None:
    rule = """
    - id: publish
      form: deadline
      trigger: {record: review_completed, date: started_on, each: {registered: {kind: government}}}
      bearer: item
      must: {record: document_published, within: {days: 9, after: trigger.on}}
    """
    later = {**TOWN, "kind": "department", "on": "2025-11-19"}
    review = {"type": "review_completed", "on": "2025-11-19", "started_on": "2025-11-11", "by": "town", "matter": "M"}
    assert verdicts(rule, [TOWN, later, review], "2025-11-26") == {}
    assert verdicts(rule, [TOWN, later, {**review, "on": "2025-11-18"}], "2025-11-26") == {"publish": "pending"}


def test_an_organ_is_named_by_a_copy_although_a_later_copy_names_another() -> None:
    rule = """
    - id: yearly
      form: deadline
      trigger: {every: year}
      must: {record: document_issued, within: {month: 1, day: 1, of_year: period.year}}
    """
    issued = {"type": "document_issued", "by": "city", "number": "D"}
    copies = [
        {**issued, "on": "2025-12-08", "audience": ["town"]},
        {**issued, "on": "2026-04-21", "audience": ["far"]},
    ]
    assert verdicts(rule, [TOWN, WHOLE, *copies], "2025-12-11") == {"yearly": "cured_late"}


def test_a_duty_that_hangs_on_one_of_an_unknown_day_may_be_governed() -> None:
    rule = """
    - id: base
      form: prohibition
      trigger: {record: document_adopted}
      bearer: trigger.by
      when: {trigger.final: true}
    - id: next
      form: deadline
      trigger: {duty: {rule: base, is: breached}}
      bearer: trigger.by
      must: {record: document_received, within: none}
    """
    adopted = {"type": "document_adopted", "by": "town", "matter": "M", "final": True}
    found = verdicts(rule, [TOWN, adopted], "2025-07-01")
    assert found == {"base": "undetermined", "next": "undetermined"}


def test_duties_that_hang_on_hanging_ones_are_told_apart() -> None:
    rule = """
    - id: base
      form: prohibition
      trigger: {record: document_adopted, each: {registered: {}}}
      bearer: item
      when: {bearer.kind: government}
    - id: next
      form: prohibition
      trigger: {duty: {rule: base, is: breached}}
      bearer: item
      when: {bearer.kind: government}
    - id: last
      form: prohibition
      trigger: {duty: {rule: next, is: breached}}
      bearer: item
      when: {bearer.kind: government}
    """
    duties = agreed(rule, [TOWN, {**TOWN, "organ": "north"}, ADOPTED], "2025-07-01")
    assert len({duty.fingerprint for duty in duties}) == len(duties) == 6


def test_receipts_of_papers_without_number_or_matter_are_told_apart() -> None:
    rule = """
    - id: answer
      form: prohibition
      trigger: {record: document_received}
      bearer: trigger.by
      when: {trigger.document.final: true}
    """
    issued = {"type": "document_issued", "to": ["town", "office"]}
    duties = agreed(rule, [TOWN, issued, issued, {**issued, "to": ["town"]}], "2025-07-01")
    assert len({duty.fingerprint for duty in duties}) == len(duties) == 5


def test_the_duty_of_nobody_knows_whom_may_be_that_of_somebody_not_known() -> None:
    rule = """
    - id: base
      form: prohibition
      trigger: {record: document_adopted}
      bearer: trigger.by.superior
      when: {trigger.final: true}
    - id: kept
      form: requirement
      trigger: {record: matter_closed}
      bearer: trigger.by
      must: [{id: kept, that: {not: {duty: {rule: base, is: breached, bearer: trigger.by}}}}]
    """
    closed = {"type": "matter_closed", "on": "2025-05-06", "matter": "M", "by": "town"}
    records = [TOWN, {**ADOPTED, "final": True}, closed]
    assert verdicts(rule, records, "2025-06-26")["kept"] == "undetermined"
    assert verdicts(rule, [{**TOWN, "superior": "city"}, *records[1:]], "2025-06-26")["kept"] == "satisfied"


def test_the_register_is_asked_for_persons_as_of_the_period() -> None:
    rule = """
    - id: trained
      form: quota
      trigger: {every: year, each: person, where: {organ.roles: {contains: supervision_body}}}
      bearer: person.organ
      act: {record: training_held}
      credited_to: act.attended_by
      at_least: 1
    """
    first: dict[str, Any] = {**TOWN, "roles": ["supervision_body"]}
    later: dict[str, Any] = {**TOWN, "roles": [], "on": "2025-03-17"}
    ben = {"type": "person_registered", "person": "ben", "organ": "town"}
    assert verdicts(rule, [first, later, ben], "2025-10-03") == {"trained": "pending"}


def test_the_records_of_an_organ_hold_the_receipts_that_documents_imply() -> None:
    rule = """
    - id: heard
      form: deadline
      trigger: {every: year}
      must: {record: document_received, within: {month: 2, day: 28, of_year: period.year}}
    """
    issued = {"type": "document_issued", "on": "2025-01-10", "by": "city", "number": "D", "to": ["town"]}
    assert verdicts(rule, [TOWN, WHOLE, issued], "2025-10-22") == {"heard": "undetermined"}
    assert verdicts(rule, [TOWN, WHOLE], "2025-10-22") == {"heard": "violated"}


def test_what_hangs_on_a_power_goes_by_the_end_of_its_window_itself() -> None:
    rule = """
    - id: object
      form: power
      trigger: {record: decision_annulled}
      bearer: trigger.by
      until: {month: 2, day: 28, of_year: trigger.document.for_year}
    - id: answer
      form: deadline
      trigger: {duty: {rule: object, is: pending}}
      bearer: item
      must: {record: document_issued, within: none}
    """
    annulled = {"type": "decision_annulled", "on": "2025-01-03", "by": "town", "matter": "M", "document": "D"}
    assert verdicts(rule, [TOWN, annulled], "2025-01-11")["answer"] == "undetermined"


def test_a_reading_that_is_not_at_hand_does_not_ask_whose_records_count() -> None:
    rule = """
    - id: answer
      form: deadline
      trigger: {record: document_sent}
      bearer: trigger.by
      must:
        act:
          reading: whose
          bearer: {record: document_received, of: bearer}
          case: {record: document_received, of: trigger.case}
        within: {days: 1, after: trigger.on}
    """
    sent = {"type": "document_sent", "on": "2025-03-24", "by": "town", "matter": "M", "number": "S"}
    assert verdicts(rule, [TOWN, sent], "2025-07-01") == {"answer": "violated"}


def test_behind_a_bearer_who_is_nobody_there_is_nothing() -> None:
    rule = """
    - id: check
      form: deadline
      trigger: {record: matter_opened}
      bearer: trigger.by.office_of
      located_by: trigger.by
      addressee: {superior: {same_as: trigger.by}}
      must: {record: request_filed, within: none}
    """
    opened = {"type": "matter_opened", "on": "2025-03-24", "by": "town", "matter": "M"}
    assert verdicts(rule, [TOWN, opened], "2025-10-26") == {"check": "not_applicable"}


def test_how_a_duty_will_stand_later_is_not_asked() -> None:
    rule = """
    - id: quarterly
      form: quota
      trigger: {every: quarter}
      act: {record: document_adopted}
      credited_to: act.by
      at_least: 1
    - id: yearly
      form: deadline
      trigger: {every: year}
      unless:
        - reason: {zh: 逾期, en: overdue}
          when: {duty: {rule: quarterly, is: overdue, at: {month: 10, day: 8, of_year: period.next_year}}}
      must: {record: review_completed, within: none}
    """
    assert verdicts(rule, [TOWN, WHOLE], "2025-01-03") == {"quarterly": "pending", "yearly": "pending"}


def test_an_act_may_count_on_several_days() -> None:
    rule = """
    - id: receive
      form: deadline
      trigger: {every: half}
      must:
        record: document_sent
        also_by: [{record: document_sent, date: received_on}]
        within: period.last_day
    """
    sent = {"type": "document_sent", "on": "2025-06-27", "by": "town", "number": "S", "received_on": "2025-07-08"}
    duties = agreed(rule, [TOWN, WHOLE, sent], "2025-10-08")
    assert {duty.trigger.key[1]: duty.verdict.value for duty in duties} == {
        "2025-H1": "satisfied",
        "2025-H2": "satisfied",
    }


def test_a_human_will_say_whether_a_duty_is_breached_or_complied_with() -> None:
    rule = """
    - id: judged
      form: judgement
      trigger: {record: decision_made}
      bearer: trigger.by
      question: {zh: 是否违法, en: was it unlawful}
      answer: {record: finding_recorded}
      breach: {act.outcome: substantiated}
    - id: closed
      form: requirement
      trigger: {record: decision_made}
      bearer: trigger.by
      must: [{id: judged, that: {duty: {rule: judged, is: [overdue, complied]}}}]
    """
    decision = {"type": "decision_made", "on": "2025-03-24", "by": "town", "matter": "M"}
    assert verdicts(rule, [TOWN, decision], "2025-07-01") == {"judged": "undetermined", "closed": "satisfied"}


def test_what_has_no_due_date_is_overdue_from_no_day() -> None:
    rule = """
    - id: base
      form: prohibition
      trigger: {record: document_adopted}
      bearer: trigger.by
      when: {trigger.final: true}
    - id: next
      form: requirement
      trigger: {duty: {rule: base, is: breached}}
      bearer: item
      must: [{id: dated, that: {trigger.on: {on_or_after: duty.overdue_from}}}]
    """
    assert verdicts(rule, [TOWN, {**ADOPTED, "final": True}], "2025-07-01")["next"] == "violated"


FORECLOSED = """
- id: base
  form: deadline
  trigger: {record: document_adopted}
  bearer: trigger.by
  must:
    - {id: undated, record: decision_made, within: none}
    - {id: dated, record: review_completed, within: {days: 3, after: trigger.on}}
  forecloses: [{record: matter_closed}]
- id: next
  form: deadline
  trigger: {duty: {rule: base, part: undated, is: [pending, breached]}}
  bearer: item
  must: {record: figures_stated, within: none}
"""


def test_what_hangs_on_an_undated_part_begins_when_the_duty_arose_or_that_part_was_foreclosed() -> None:
    stated = {"type": "figures_stated", "on": "2025-03-26", "by": "town", "matter": "M"}
    closed = {"type": "matter_closed", "on": "2025-03-31", "by": "town", "matter": "M"}
    assert verdicts(FORECLOSED, [TOWN, ADOPTED, stated], "2025-07-01")["next"] == "satisfied"
    assert verdicts(FORECLOSED, [TOWN, ADOPTED, stated, closed], "2025-07-01")["next"] == "pending"


def test_an_organ_that_is_dissolved_after_the_closing_has_breached() -> None:
    rule = """
    - id: yearly
      form: deadline
      trigger: {every: year}
      must: {record: document_received, within: none}
      forecloses: [{record: document_issued}]
    """
    issued = {"type": "document_issued", "on": "2025-07-10", "audience": ["town"]}
    assert verdicts(rule, [{**TOWN, "until": "2025-11-10"}, issued], "2025-12-03") == {"yearly": "violated"}
    assert verdicts(rule, [{**TOWN, "until": "2025-05-10"}, issued], "2025-12-03") == {"yearly": "not_applicable"}


def test_a_right_used_in_time_is_not_used_late_by_a_later_act_of_another_type() -> None:
    rule = """
    - id: object
      form: power
      trigger: {record: decision_made}
      bearer: trigger.by
      use: {record: [mechanism_established, originals_taken]}
      until: {days: 30, after: trigger.on}
    """
    decision = {"type": "decision_made", "on": "2025-03-03", "by": "town", "matter": "M"}
    taken = {"type": "originals_taken", "on": "2025-03-24", "by": "town", "matter": "M"}
    later = {"type": "mechanism_established", "on": "2025-09-08", "by": "town", "matter": "M"}
    assert verdicts(rule, [TOWN, decision, taken, later], "2025-10-01") == {"object": "satisfied"}
    assert verdicts(rule, [TOWN, decision, later], "2025-10-01") == {"object": "not_applicable"}


def test_an_office_among_the_alternatives_stands_for_its_organ() -> None:
    rule = """
    - id: base
      form: requirement
      trigger: {record: response_given, where: {to: {same_as: by}}}
      bearer: trigger.by
      must: [{id: closed, that: {exists: {record: matter_closed}}}]
    """
    answer = {"type": "response_given", "on": "2025-06-02", "by": "town", "matter": "M"}
    both: dict[str, Any] = {**answer, "to": {"one_of": ["town", "office"]}}
    either: dict[str, Any] = {**answer, "to": {"one_of": ["far", "office"]}}
    assert verdicts(rule, [TOWN, OFFICE, both], "2025-11-09") == {"base": "violated"}
    assert verdicts(rule, [TOWN, OFFICE, either], "2025-11-09") == {"base": "undetermined"}


def test_how_a_duty_stands_at_a_date_that_never_comes_is_how_it_stands_now() -> None:
    rule = """
    - id: base
      form: prohibition
      trigger: {record: document_adopted}
      bearer: trigger.by
      when: {trigger.final: true}
    - id: noted
      form: requirement
      trigger: {record: circumstance_recorded}
      bearer: trigger.by
      must:
        - id: kept
          that: {duty: {rule: base, is: complied, at: {stated_days: trigger.document.limit_days, after: trigger.on}}}
    """
    opened = {"type": "circumstance_recorded", "on": "2025-01-06", "by": "town", "matter": "M", "document": "none"}
    assert verdicts(rule, [TOWN, {**ADOPTED, "final": False}, opened], "2025-09-26")["noted"] == "satisfied"


def test_of_acts_looked_up_that_count_on_one_day_the_first_by_its_own_day_is_found() -> None:
    rule = """
    - id: object
      form: prohibition
      trigger: {record: document_issued, where: {kind: reply}}
      bearer: trigger.by
      find: {found: {record: document_issued, date: trigger.on}}
      when: {found.by: {same_as: trigger.by}}
    """
    reply = {"type": "document_issued", "kind": "reply", "by": "town", "matter": "M"}
    earlier = {"type": "document_issued", "kind": "notice", "by": "far", "matter": "M", "number": "D"}
    assert verdicts(rule, [TOWN, reply, {**earlier, "on": "2025-02-28"}], "2025-03-15")["object"] == "undetermined"
    known = {**reply, "on": "2025-03-03"}
    assert verdicts(rule, [TOWN, known, {**earlier, "on": "2025-02-28"}], "2025-03-15") == {"object": "satisfied"}
    same_day: list[dict[str, Any]] = [TOWN, {**known, "seq": 2}, {**earlier, "on": "2025-03-03"}]
    assert verdicts(rule, same_day, "2025-03-15") == {"object": "undetermined"}
    assert verdicts(rule, [*same_day[:2], {**same_day[2], "seq": 1}], "2025-03-15") == {"object": "satisfied"}


def test_of_two_acts_of_one_day_that_are_looked_up_the_records_say_which_came_first_or_nobody_knows() -> None:
    rule = """
    - id: issue
      form: deadline
      trigger: {record: matter_opened}
      find: {found: {record: [document_sent, document_adopted]}}
      bearer: trigger.by
      must: {record: document_issued, within: {month: 6, day: 30, of_year: found.for_year}}
    """
    opened = {"type": "matter_opened", "on": "2025-03-24", "by": "town", "matter": "M"}
    sent = {"type": "document_sent", "on": "2025-03-05", "by": "town", "matter": "M", "number": "S", "for_year": 2026}
    adopted = {**ADOPTED, "on": "2025-03-05", "for_year": 2025}

    def found(**order: int) -> str:
        records: list[dict[str, Any]] = [TOWN, opened, {**sent, "seq": 2}, {**adopted, **order}]
        return verdicts(rule, records, "2025-08-30")["issue"]

    assert found(seq=1) == "violated"
    assert found(seq=3) == "pending"
    assert found() == "undetermined"
    assert found(for_year=2026) == "pending"  # whichever came first


def test_of_two_answers_of_one_day_it_is_not_known_which_one_counts_unless_it_is_said() -> None:
    rule = """
    - id: timely
      form: judgement
      trigger: {record: matter_opened}
      bearer: trigger.by
      question: {zh: 是否逾期, en: Was it late}
      answer: {record: finding_recorded}
      breach: {act.outcome: substantiated}
    """
    opened = {"type": "matter_opened", "on": "2025-03-24", "by": "town", "matter": "M"}
    finding = {"type": "finding_recorded", "on": "2025-03-25", "by": "town", "matter": "M"}

    def found(**order: int) -> str:
        first = {**finding, "outcome": "substantiated", "kind": "impartiality", "seq": 1}
        second = {**finding, "outcome": "unsubstantiated", "kind": "impartiality", **order}
        return verdicts(rule, [TOWN, opened, first, second], "2025-08-30")["timely"]

    assert found(seq=2) == "violated"
    assert found(seq=0) == "satisfied"
    assert found() == "undetermined"


def test_no_act_comes_before_itself() -> None:
    rule = """
    - id: only-after-another
      form: precedence
      trigger: {record: interview_held}
      bearer: trigger.by
      prior: [{id: earlier, act: {record: interview_held}}]
    """
    held = {"type": "interview_held", "on": "2025-09-11", "by": "town", "matter": "M"}
    assert verdicts(rule, [TOWN, held], "2025-12-31") == {"only-after-another": "violated"}
    (first, second) = agreed(rule, [TOWN, {**held, "seq": 1}, {**held, "seq": 2}], "2025-12-31")
    assert {first.verdict.value, second.verdict.value} == {"violated", "satisfied"}
    assert {duty.verdict.value for duty in agreed(rule, [TOWN, held, held], "2025-12-31")} == {"undetermined"}


def test_a_figure_that_somebody_unknown_states_may_be_any() -> None:
    rule = """
    - id: half
      form: ratio
      trigger: {every: quarter}
      counterpart: bearer.government.superior
      part: {counted: {record: matter_opened}}
      whole:
        counted: {record: matter_opened}
        stated: {record: figures_stated, of: counterpart.government}
        value: act.to_review
      at_least_percent: 50
      when_zero: holds
    """
    figures = {"type": "figures_stated", "on": "2025-02-01", "by": "south", "to_review": 4}
    logged = {"type": "log_scope_declared", "organs": ["all"], "types": ["all"], "covers_from": "2020-01-01"}
    found = agreed(rule, [TOWN, figures, {**logged, "covers_to": "2030-12-31"}], "2025-06-30")
    assert {duty.verdict.value for duty in found} == {"undetermined", "pending"}


def test_whose_office_one_is_is_asked_of_the_office_also_where_the_text_may_bind_the_office_alone() -> None:
    rule = """
    - id: review
      form: deadline
      trigger: {record: review_completed}
      bearer: trigger.by.office_of
      addressee: {kind: department}
      must: {record: review_completed, where: {by: {same_as: bearer}}, within: "2026-01-01"}
    """
    office = {"type": "organ_registered", "organ": "office", "office_of": "north"}
    completed = {"type": "review_completed", "on": "2025-05-05", "by": "office"}
    assert verdicts(rule, [office, completed], "2025-11-11") == {"review": "satisfied"}
