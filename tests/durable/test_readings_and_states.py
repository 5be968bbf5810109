"""Rules that leave questions open, and rules that ask for the state of another duty, in the second engine."""

from __future__ import annotations

from typing import Any

from small_rules import compared, pack_with

# --- Readings -----------------------------------------------------------------------------------------------

MANY = """
- id: answer
  form: deadline
  trigger: {record: response_given}
  bearer: trigger.by
  unless:
    - reason: {zh: 例外, en: exception}
      when:
        any_of:
          - all_of: [{trigger.supervised: true}, {reading: a, one: true, two: false}, {trigger.response: accepted}]
          - all_of: [{trigger.supervised: true}, {reading: b, one: true, two: false}, {trigger.response: refused}]
          - all_of: [{trigger.supervised: true}, {reading: c, one: true, two: false}, {trigger.final: true}]
          - all_of: [{trigger.supervised: true}, {reading: d, one: true, two: false}, {trigger.reason_given: true}]
          - all_of: [{trigger.supervised: true}, {reading: e, one: true, two: false}, {trigger.reason_given: true}]
          - all_of: [{trigger.supervised: true}, {reading: f, one: true, two: false}, {trigger.reason_given: true}]
          - all_of: [{trigger.supervised: true}, {reading: g, one: true, two: false}, {trigger.reason_given: true}]
  must: {record: document_sent, within: {days: 5, after: trigger.on, rolls: {reading: h, one: true, two: false}}}
"""
GIVEN: dict[str, Any] = {
    "type": "response_given",
    "on": "2025-10-01",
    "by": "town",
    "matter": "M",
    "to": "far",
    "supervised": False,
    "response": "accepted",
    "final": False,
    "reason_given": False,
}


def test_only_the_questions_on_which_a_duty_turns_are_tried() -> None:
    pack = pack_with(MANY)
    assert compared(pack, [GIVEN], "2025-12-31").verdicts == {"violated": 1}
    exempt = {**GIVEN, "supervised": True, "response": "refused"}
    assert compared(pack, [exempt], "2025-12-31").verdicts == {"undetermined": 1}


def test_too_many_combinations_for_one_duty_are_said_to_be() -> None:
    questions = "".join(f"{{reading: {question}, one: true, two: false}}, " for question in "abcdefghi")
    rule = f"""
    - id: kept
      form: prohibition
      trigger: {{record: response_given}}
      bearer: trigger.by
      when: {{any_of: [{questions}trigger.final: true]}}
    """
    flat = compared(pack_with(rule), [GIVEN], "2025-12-31")  # each question decides at once, so that there are ten ways
    assert flat.verdicts == {"undetermined": 1}
    conditions = "".join(
        f"- {{id: c{q}, that: {{reading: {q}, one: true, two: false}}}}\n        " for q in "abcdefghi"
    )
    many = f"""
    - id: kept
      form: precedence
      trigger: {{record: response_given}}
      bearer: trigger.by
      prior:
        {conditions}
    """
    assert compared(pack_with(many), [GIVEN], "2025-12-31").left == {"readings": 1}


# --- The state of another duty ------------------------------------------------------------------------------

CHAIN = """
- id: correct
  form: deadline
  trigger: {record: document_received, where: {document.kind: notice}}
  bearer: trigger.by
  must: {record: correction_made, where: {by: {same_as: bearer}}, within: {days: 10, after: trigger.on}}
- id: decide
  form: precedence
  trigger: {record: document_issued, where: {kind: decision}, each: trigger.to}
  bearer: trigger.by
  counterpart: item
  prior: [{id: overdue, that: {duty: {rule: correct, is: overdue, at: trigger.on, bearer: item}}}]
- id: execute
  form: deadline
  trigger: {record: document_received, where: {document.kind: decision}}
  bearer: trigger.by
  unless:
    - reason: {zh: 违法, en: unlawful}
      when: {duty: {rule: decide, is: breached, trigger: trigger.document, counterpart: trigger.by}}
  must: {record: document_sent, where: {by: {same_as: bearer}}, within: {days: 5, after: trigger.on}}
"""
NOTICE: dict[str, Any] = {
    "type": "document_issued",
    "kind": "notice",
    "number": "N",
    "by": "town",
    "to": ["far"],
    "on": "2025-06-01",
    "matter": "M",
}
NOTICED: dict[str, Any] = {
    "type": "document_received",
    "document": "N",
    "issuer": "town",
    "by": "far",
    "on": "2025-06-02",
    "matter": "M",
}
DECISION: dict[str, Any] = {**NOTICE, "kind": "decision", "number": "D"}
DECIDED: dict[str, Any] = {**NOTICED, "document": "D"}
CORRECTED: dict[str, Any] = {"type": "correction_made", "by": "far", "matter": "M"}


def test_the_state_of_another_duty_at_the_date_of_an_act() -> None:
    pack = pack_with(CHAIN)
    premature = [NOTICE, NOTICED, {**DECISION, "on": "2025-06-12"}, {**DECIDED, "on": "2025-06-13"}]
    assert compared(pack, premature, "2025-12-31").verdicts == {"violated": 2, "not_applicable": 1}
    due = [NOTICE, NOTICED, {**DECISION, "on": "2025-06-13"}, {**DECIDED, "on": "2025-06-14"}]
    assert compared(pack, due, "2025-12-31").verdicts == {"violated": 2, "satisfied": 1}


def test_what_was_done_after_the_act_did_not_change_the_state_at_its_date() -> None:
    later = [NOTICE, NOTICED, {**DECISION, "on": "2025-06-13"}, {**CORRECTED, "on": "2025-06-20"}]
    found = compared(pack_with(CHAIN), later, "2025-12-31").verdicts
    assert found == {"satisfied": 1, "cured_late": 1}
    before = [NOTICE, NOTICED, {**DECISION, "on": "2025-06-20"}, {**CORRECTED, "on": "2025-06-13"}]
    assert compared(pack_with(CHAIN), before, "2025-12-31").verdicts == {"violated": 1, "cured_late": 1}


def test_acts_of_the_day_of_the_act_count_as_far_as_they_came_before_it() -> None:
    pack = pack_with(CHAIN)
    for order, expected in ((1, {"violated": 1, "cured_late": 1}), (3, {"satisfied": 1, "cured_late": 1})):
        records = [NOTICE, NOTICED, {**DECISION, "on": "2025-06-20", "seq": 2}]
        records.append({**CORRECTED, "on": "2025-06-20", "seq": order})
        assert compared(pack, records, "2025-12-31").verdicts == expected
    unordered = [NOTICE, NOTICED, {**DECISION, "on": "2025-06-20"}, {**CORRECTED, "on": "2025-06-20"}]
    assert compared(pack, unordered, "2025-12-31").left["condition"] == 1


def test_parties_tell_which_duties_are_meant() -> None:
    other = {**NOTICED, "by": "town"}
    records = [{**NOTICE, "to": ["far", "town"]}, NOTICED, other, {**CORRECTED, "on": "2025-06-10"},
               {**DECISION, "on": "2025-07-01", "to": ["far"]}]  # fmt: skip
    found = compared(pack_with(CHAIN), records, "2025-12-31").verdicts
    assert found == {"satisfied": 1, "violated": 2}
