"""Errors over what may be unknown of persons, logs and dates, each as the smallest rule and history that showed it."""

from __future__ import annotations

from datetime import date
from typing import Any

from .small import TOWN, agreed, verdicts

MADE = {"type": "decision_made", "on": "2025-03-03", "by": "town", "matter": "M"}
LOG: dict[str, Any] = {"type": "log_scope_declared", "organs": ["all"], "types": ["all"]}
WHOLE = {**LOG, "covers_from": "2020-01-01", "covers_to": "2030-12-31"}


def test_what_may_be_among_the_records_of_nobody_knows_whom_may_have_been_done_late() -> None:
    rules = """
    - id: receive
      form: deadline
      trigger: {record: decision_made}
      bearer: trigger.by
      must: {act: {record: document_received, of: bearer.government}, within: {days: 30, after: trigger.on}}
    - id: object
      form: power
      trigger: {duty: {rule: receive, is: cured_late}}
      bearer: trigger.by
    """
    issued = {"type": "document_issued", "on": "2025-03-03", "number": "D", "to": ["south"]}
    assert verdicts(rules, [TOWN, MADE, issued], "2025-07-01") == {"receive": "undetermined", "object": "undetermined"}


def test_a_share_of_the_acts_of_nobody_knows_whom_is_not_decided() -> None:
    rules = """
    - id: adopt
      form: ratio
      trigger: {every: half}
      find: {found: {record: decision_made}}
      part: {counted: {record: document_issued}}
      whole: {counted: {record: document_adopted, of: found.to}}
      at_least_percent: 20
      when_zero: holds
    """
    adopted = {"type": "document_adopted", "on": "2025-03-04", "by": "far", "number": "A"}
    first, _ = agreed(rules, [TOWN, WHOLE, adopted], "2025-12-31")
    assert first.verdict.value == "undetermined"


def test_of_a_bearer_of_whom_nobody_knows_who_it_is_the_log_may_be_open() -> None:
    rules = """
    - id: raise
      form: deadline
      trigger: {record: matter_opened}
      bearer: trigger.by.government
      located_by: trigger.by
      must: {record: dispute_raised, within: {days: 7, after: trigger.on}}
    - id: close
      form: prohibition
      trigger: {duty: {rule: raise, is: complied}}
      bearer: trigger.by
    """
    opened = {"type": "matter_opened", "on": "2025-07-14", "matter": "M", "by": "town"}
    scope = {**WHOLE, "organs": ["north"], "complete": False}
    assert verdicts(rules, [TOWN, opened, {**scope, "types": ["training_held"]}], "2025-10-09")["raise"] == "violated"
    assert verdicts(rules, [TOWN, opened, scope], "2025-10-09") == {"raise": "undetermined", "close": "undetermined"}


def test_a_date_that_may_never_come_is_neither_before_nor_after_anything() -> None:
    rules = """
    - id: object
      form: power
      trigger: {record: decision_made}
      bearer: trigger.by
      find: {found: {record: figures_stated}}
      unless:
        - reason: {zh: 例外, en: exception}
          when: {found.on: {on_or_before: {months: 0, after: found.on}}}
    """
    figures = {"type": "figures_stated", "on": "2025-03-03", "by": "town", "matter": "M", "for_year": 2025}
    assert verdicts(rules, [TOWN, MADE, figures], "2025-07-01") == {"object": "not_applicable"}
    assert verdicts(rules, [TOWN, MADE], "2025-07-01") == {"object": "undetermined"}


def test_a_limit_that_may_never_come_may_limit_nothing() -> None:
    rules = """
    - id: object
      form: power
      trigger: {record: decision_made}
      bearer: trigger.by
      find: {found: {record: figures_stated}}
      unless:
        - reason: {zh: 例外, en: exception}
          when:
            exists:
              record: document_issued
              until: found.on
              since: {quarters: 1, after: found.on}
    """
    issued = {"type": "document_issued", "on": "2025-03-03", "by": "town", "matter": "M", "number": "D"}
    figures = {"type": "figures_stated", "on": "2025-03-03", "by": "town", "matter": "M", "for_year": 2025}
    assert verdicts(rules, [TOWN, MADE, issued], "2025-07-01") == {"object": "undetermined"}
    assert verdicts(rules, [TOWN, MADE, issued, figures], "2025-07-01") == {"object": "pending"}


def test_where_the_date_that_decides_on_validity_may_never_come_the_trigger_may_decide() -> None:
    rules = """
    - id: object
      form: power
      trigger: {record: decision_made}
      bearer: trigger.by
      find: {found: {record: figures_stated}}
      governed_at: found.on
      unless:
        - reason: {zh: 例外, en: exception}
          when: {found.on: {on_or_after: "2025-01-01"}}
    """
    assert verdicts(rules, [TOWN, MADE], "2025-07-01") == {"object": "undetermined"}


def test_of_alternatives_one_may_be_missing_from_the_log_and_another_not() -> None:
    rules = """
    - id: act
      form: deadline
      trigger: {in_force: true}
      must:
        any_of:
          - {id: perform, record: enforcement_performed, within: "2026-04-08"}
          - {id: publish, record: document_published, within: "2025-08-11"}
          - {id: assign, record: assignment_changed, within: "2025-02-10"}
    """
    (duty,) = agreed(rules, [{**TOWN, "until": "2025-12-21"}], "2026-02-23")
    assert duty.verdict.value == "satisfied"
    assert duty.due == date(2025, 2, 10).toordinal()


def test_what_closes_or_stops_may_be_among_the_records_of_nobody_knows_whom() -> None:
    rules = """
    - id: adopt
      form: deadline
      trigger: {record: decision_made}
      bearer: trigger.by
      must: {record: document_adopted, within: none}
      forecloses: [{record: decision_annulled, of: bearer.superior}]
    - id: train
      form: deadline
      trigger: {record: decision_made}
      bearer: trigger.by
      clock: {start: trigger.on, ended_by: [{record: decision_annulled, of: bearer.superior}]}
      must: {record: training_held, within: {days: 5, after: clock}}
    """
    annulled = {"type": "decision_annulled", "on": "2025-03-04", "by": "north", "document": "D"}
    nobody = {**TOWN, "superior": "none"}
    assert verdicts(rules, [TOWN, MADE, annulled], "2025-07-01") == {"adopt": "undetermined", "train": "undetermined"}
    assert verdicts(rules, [nobody, MADE, annulled], "2025-07-01") == {"adopt": "pending", "train": "violated"}


def test_where_it_is_not_known_whether_days_are_stated_the_other_limit_may_count_without_what_they_count_from() -> None:
    rules = """
    - id: object
      form: power
      trigger: {record: document_issued}
      bearer: trigger.by
      unless:
        - reason: {zh: 例外, en: exception}
          when:
            trigger.on:
              on_or_before: {stated_days: trigger.limit_days, after: trigger.limit_on, otherwise: trigger.on}
    """
    issued = {"type": "document_issued", "on": "2025-03-03", "by": "town", "matter": "M", "number": "D"}
    unlimited = {**issued, "limit_on": "none"}
    assert verdicts(rules, [TOWN, unlimited], "2025-07-01") == {"object": "undetermined"}
    assert verdicts(rules, [TOWN, {**unlimited, "limit_days": "none"}], "2025-07-01") == {"object": "not_applicable"}
    assert verdicts(rules, [TOWN, {**unlimited, "limit_days": 3}], "2025-07-01") == {"object": "pending"}


def test_a_stopped_clock_may_have_been_restarted_by_nobody_knows_whose_act() -> None:
    rules = """
    - id: tell
      form: deadline
      trigger: {record: figures_stated}
      bearer: trigger.by
      clock:
        start: {days: 7, after: trigger.on}
        stopped_by: {record: figures_stated}
        restarted_by: [{act: {record: interview_held, of: bearer.office_of}, start: act.on}]
      must: {record: circumstance_recorded, within: {days: 15, after: trigger.on}}
    """
    stated = {"type": "figures_stated", "by": "north", "on": "2025-06-22"}
    held = {"type": "interview_held", "on": "2025-06-30", "concerning": "town"}
    assert verdicts(rules, [TOWN, stated, held], "2025-07-08") == {"tell": "undetermined"}


def test_the_receipt_that_a_document_without_its_matter_implies_may_belong_to_any_matter() -> None:
    rules = """
    - id: receive-first
      form: precedence
      trigger: {record: matter_handled}
      bearer: trigger.by
      counterpart: trigger.by.office_of
      prior: [{id: receipt, act: {record: document_received}}]
    """
    handled = {"type": "matter_handled", "on": "2025-06-24", "by": "town", "case": "C"}
    issued = {"type": "document_issued", "to": ["town"]}
    assert verdicts(rules, [TOWN, handled], "2025-06-26") == {"receive-first": "violated"}
    assert verdicts(rules, [TOWN, handled, issued], "2025-06-26") == {"receive-first": "undetermined"}


def test_the_unknown_counterparts_of_an_office_and_of_its_organ_may_be_two() -> None:
    rules = """
    - id: receive
      form: deadline
      trigger: {in_force: true}
      counterpart: bearer.superior.office_of
      addressee: {government: {same_as: counterpart.superior}}
      clock: {start: {days: 7, after: "2025-03-08"}}
      must: {record: document_received, within: {working_days: 1, after: clock}}
    """
    office = {"type": "organ_registered", "organ": "office", "office_of": "north", "government": "town"}
    north = {"type": "organ_registered", "organ": "north", "government": "town"}
    found = {duty.bearer: duty.verdict.value for duty in agreed(rules, [office, north], "2025-12-15")}
    assert found == {"office": "undetermined", "north": "undetermined"}


def test_a_date_that_what_names_the_act_contradicts_is_taken_as_it_is_stated() -> None:
    rules = """
    - id: request
      form: deadline
      trigger: {in_force: true}
      must: {record: request_filed, within: {months: 6, after: "2025-01-01"}}
    """
    reviewed = {"type": "legal_review_done", "on": "2025-02-04", "document": "D3"}
    for first, last in (("2025-03-03", "2025-03-03"), ("2025-03-03", "2025-03-05"), ("2025-06-30", "2025-07-02")):
        on = {"not_before": first, "not_after": last}
        filed = {"type": "request_filed", "by": "town", "number": "D3", "on": on}
        expected = "undetermined" if last > "2025-07" else "satisfied"
        assert verdicts(rules, [TOWN, filed, reviewed], "2025-12-15") == {"request": expected}


def test_where_an_act_may_be_on_file_hangs_on_the_reading_that_says_whose_records_are_looked_through() -> None:
    rules = """
    - id: receive-first
      form: precedence
      trigger: {record: originals_taken}
      bearer: trigger.by
      prior: [{id: receipt, act: {record: document_received}}]
    - id: state-then
      form: deadline
      trigger: {duty: {rule: receive-first, is: complied}}
      bearer: item
      must:
        act:
          reading: where
          everywhere: {record: document_received, of: bearer}
          here: {record: figures_stated}
        within: trigger.on
    """
    taken = {"type": "originals_taken", "by": "town", "on": "2025-03-01"}
    expected = dict.fromkeys(("receive-first", "state-then"), "undetermined")
    assert verdicts(rules, [TOWN, taken], "2025-12-05") == expected


def test_what_an_act_among_the_records_of_nobody_knows_which_case_closed_may_be_on_file_elsewhere() -> None:
    rules = """
    - id: issue
      form: deadline
      trigger: {record: enforcement_performed}
      bearer: trigger.by
      must: {record: document_issued, within: none}
      forecloses: [{record: assignment_changed, of: trigger.case}]
    - id: thereafter
      form: requirement
      trigger: {duty: {rule: issue, is: performed}}
      bearer: item
      must: [{id: anything, that: {}}]
    """
    performed = {"type": "enforcement_performed", "by": "town", "on": "2025-03-01"}
    changed = {"type": "assignment_changed", "by": "town", "on": "2025-04-01", "case": "C"}
    found = {duty.norm.rule: duty for duty in agreed(rules, [TOWN, performed, changed], "2025-12-05")}
    assert found["issue"].verdict == "undetermined"
    assert {str(outcome.verdict) for outcome in found["issue"].outcomes} == {"pending", "satisfied", "violated"}
    assert "satisfied" in {str(outcome.verdict) for outcome in found["thereafter"].outcomes}


def test_a_review_that_is_known_to_say_nothing_of_its_coverage_may_have_covered_all() -> None:
    rules = """
    - id: review-all
      form: requirement
      trigger: {record: review_completed}
      bearer: trigger.by
      must: [{id: all, that: {trigger.covered: {covers: {units: {}, stated: trigger.all_units}}}}]
    """
    for word, verdict in ((True, "satisfied"), (False, "violated"), ("none", "undetermined")):
        review = {"type": "review_completed", "on": "2025-03-01", "by": "town", "matter": "M", "all_units": word}
        assert verdicts(rules, [TOWN, review], "2025-12-05") == {"review-all": verdict}


def test_a_number_may_be_reached_among_the_records_of_nobody_knows_whom() -> None:
    rules = """
    - id: receive
      form: quota
      trigger: {every: year}
      find: {found: {record: document_issued}}
      act: {record: document_received, of: found.in_name_of}
      credited_to: act.by
    """
    received = {"type": "document_received", "on": "2025-03-01", "document": "D", "issuer": "far"}
    assert verdicts(rules, [TOWN, received], "2025-05-20") == {"receive": "undetermined"}
    issued = {"type": "document_issued", "on": "2025-02-01", "by": "town", "in_name_of": "town", "matter": "M"}
    assert verdicts(rules, [TOWN, issued, received], "2025-05-20") == {"receive": "pending"}


def test_what_hangs_on_a_duty_whose_due_date_may_never_come_may_have_begun_with_it() -> None:
    rules = """
    - id: object
      form: power
      trigger: {record: document_sent}
      bearer: trigger.by
      until: {days: 10, after: trigger.received_on}
    - id: hear
      form: deadline
      trigger: {duty: {rule: object, is: pending}}
      bearer: trigger.by
      must: {record: interview_held, within: none}
    """
    sent = {"type": "document_sent", "on": "2025-03-01", "by": "town", "matter": "M"}
    _, hear = agreed(rules, [TOWN, sent], "2026-02-16", until="2025-12-31")
    assert {str(outcome.verdict) for outcome in hear.outcomes} == {"pending", "not_applicable"}


def test_of_two_alternatives_done_late_the_first_is_told() -> None:
    rules = """
    - id: answer
      form: deadline
      trigger: {record: transfer_refused}
      bearer: trigger.by
      must:
        any_of:
          - {id: adopt, act: {record: document_adopted}, within: none}
          - {id: complete, act: {record: review_completed}, within: trigger.on}
      forecloses: [{record: transfer_refused}]
    """
    refused = {"type": "transfer_refused", "on": "2025-03-01", "by": "town", "matter": "M"}
    adopted = {"type": "document_adopted", "on": "2025-04-16", "by": "town", "matter": "M"}
    review = {"type": "review_completed", "on": "2025-03-31", "by": "town", "matter": "M"}
    (duty,) = agreed(rules, [TOWN, refused, adopted, review], "2025-12-05")
    assert (duty.verdict, duty.due) == ("cured_late", None)
