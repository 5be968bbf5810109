"""Errors that drawn packs have found in the second engine, each as the smallest rule that showed it."""

from __future__ import annotations

from datetime import date

import pytest
from agree import Agreeing, invented
from naive_matcher import Naive
from small_rules import LOG, OPEN, compared, pack_with

from tests.reference.small import TOWN, numbered


def test_what_may_enter_into_force_only_later_in_a_period_is_not_decided_for_it() -> None:
    pack = pack_with(
        """
        - {id: plan, form: deadline, trigger: {every: half}, must: {record: document_adopted, within: none}}
        """,
        {"from": {"not_before": "2025-02-01", "not_after": "2025-06-30"}, "until": "none"},
    )
    total = compared(pack, [], "2025-12-31")
    assert total.verdicts == {"undetermined": 2, "pending": 2}  # of two organs, in each half of the year


def test_of_triggers_of_several_types_the_earliest_counts() -> None:
    rule = """
    - id: first
      form: precedence
      trigger: {record: [figures_stated, training_held], once: true}
      bearer: trigger.by
      prior: [{id: plan, act: {record: document_adopted}}]
    """
    figures = {"type": "figures_stated", "on": "2025-03-05", "by": "far", "matter": "M", "for_year": 2025}
    training = {"type": "training_held", "on": "2025-03-04", "by": "town", "matter": "M", "kind": "legal"}
    plan = {
        "type": "document_adopted",
        "kind": "annual_plan",
        "number": "P",
        "on": "2025-03-04",
        "by": "town",
        "matter": "M",
        "seq": 2,
    }
    total = compared(pack_with(rule), [figures, {**training, "seq": 1}, plan], "2025-12-31")
    assert total.verdicts == {"violated": 1}


def test_of_two_first_triggers_of_one_day_neither_is_examined_alone() -> None:
    rule = """
    - id: first
      form: precedence
      trigger: {record: [figures_stated, training_held], once: true}
      bearer: trigger.by
      prior: [{id: plan, act: {record: document_adopted}}]
    """
    figures = {"type": "figures_stated", "on": "2025-03-04", "by": "far", "matter": "M", "for_year": 2025}
    training = {"type": "training_held", "on": "2025-03-04", "by": "town", "matter": "M", "kind": "legal"}
    assert compared(pack_with(rule), [figures, training], "2025-12-31").left == {"trigger": 1}


def test_what_stands_alone_is_named_by_whichever_trigger_gives_rise_to_it() -> None:
    """Both addressees receive the document on days that nobody knows; the first receipt counts."""
    rule = """
    - {id: may, form: power, trigger: {record: document_received, once: true, once_per: trigger.issuer},
       bearer: trigger.by.office_of}
    """
    issued = {
        "type": "document_issued",
        "kind": "reply",
        "number": "none",
        "by": "far",
        "to": ["town", "office"],
        "on": "2025-03-04",
    }
    total = compared(pack_with(rule), [issued], "2025-12-31")
    assert total.left == {"trigger": 1}


def test_whom_an_act_names_is_not_known_where_the_act_is_not() -> None:
    rule = """
    - id: found
      form: precedence
      trigger: {record: document_received}
      find: {found: {record: training_held, of: trigger.case}}
      bearer: found.by
      prior: [{id: plan, act: {record: document_adopted}}]
    """
    received = {
        "type": "document_received",
        "document": "D",
        "issuer": "far",
        "by": "town",
        "on": "2025-03-04",
        "matter": "M",
    }
    training = {"type": "training_held", "on": "2025-03-01", "by": "far", "matter": "M", "case": "C", "kind": "legal"}
    total = compared(pack_with(rule), [received, training], "2025-12-31")
    assert total.left["acts"] == 1


def test_a_log_has_to_cover_what_a_minority_counts_too() -> None:
    rule = """
    - id: plan
      form: deadline
      trigger: {every: year}
      must:
        act: {reading: a, one: {record: document_adopted}, two: {record: [document_adopted, document_sent]}}
        within: {month: 3, day: 31, of_year: period.year}
    """
    log = {**LOG, "types": ["document_adopted"]}
    pack = pack_with(rule, minority=("two",))
    listed = numbered([TOWN, log])
    situation = [pack.catalogue.validate(record) for record in listed], date(2025, 12, 31)
    total = Agreeing(pack, runner=Naive()).compare([situation])
    assert (total.disagreements, dict(total.verdicts)) == ([], {"undetermined": 1})


def test_a_period_is_listed_by_the_longest_validity_even_if_nobody_follows_it() -> None:
    rule = "- {id: plan, form: deadline, trigger: {every: year}, must: {record: document_adopted, within: none}}"
    until = {"reading": "a", "one": "2025-11-30", "two": "2026-11-30"}
    total = compared(pack_with(rule, {"from": OPEN, "until": until}, minority=("two",)), [], "2026-12-31")
    assert total.verdicts["not_applicable"] > 0


def test_what_native_leaves_open_for_want_of_a_fact_durable_may_decide() -> None:
    """Native takes the worlds of a document apart that was sent on a day nobody knows; one in time is on file."""
    rule = """
    - id: right
      form: power
      trigger: {record: response_given}
      bearer: trigger.by
      use: {record: document_issued}
      until: {days: 10, after: trigger.on}
    """
    given = {"type": "response_given", "on": "2025-10-01", "by": "town", "matter": "M", "to": "far"}
    issued = {"type": "document_issued", "kind": "reply", "by": "far", "matter": "M", "to": ["town"]}
    known, unknown = {**issued, "number": "A", "on": "2025-10-08"}, {**issued, "number": "B", "on": None}
    total = compared(pack_with(rule), [given, known, unknown], "2025-10-20")
    assert total.compared + total.left["caution"] == 1


@pytest.mark.parametrize(("closed", "verdict"), [(1, "violated"), (2, "not_applicable"), (3, "not_applicable")])
def test_what_ends_a_clock_after_the_closing_of_its_day_ends_nothing(closed: int, verdict: str) -> None:
    rule = """
    - id: undated
      form: deadline
      trigger: {record: request_filed}
      bearer: trigger.by
      clock: {start: trigger.on, ended_by: [{record: legal_review_done}]}
      must: {id: train, act: {record: training_held}, within: none}
      forecloses: [{record: matter_closed}]
    """
    filed = {"type": "request_filed", "on": "2025-03-01", "by": "town", "matter": "M"}
    ended = {"type": "legal_review_done", "on": "2025-04-02", "by": "town", "matter": "M", "seq": 2}
    closing = {"type": "matter_closed", "on": "2025-04-02", "by": "town", "matter": "M", "seq": closed}
    total = compared(pack_with(rule), [filed, ended, closing], "2025-06-01")
    assert total.verdicts == {verdict: 1}


def test_a_drawn_history_with_single_values_for_lists_and_a_quota_of_somebody_unknown_is_examined() -> None:
    pack, situations = invented("74.14", 2)
    assert not Agreeing(pack).compare(situations).disagreements
