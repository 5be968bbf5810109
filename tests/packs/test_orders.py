"""Orders with a stated limit, what follows when they are missed, and what is cited then."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pytest
from construct_helpers import REGISTER

from zhifa_rules import check
from zhifa_rules.packs import Pack, load_pack

if TYPE_CHECKING:
    from zhifa_rules.engines.outcome import Duty

_PACK = """\
pack: orders
version: "1.0.0"
title: {zh: 责令规则, en: Rules on orders}
instruments:
  - id: orders
    title: {zh: 责令规则, en: Rules on orders}
    number: 教令第2号
    issuer: {zh: 教育局, en: Education board}
    validity: {from: 2024-01-01, until: none}
    territory: ["99"]
questions:
  receipt-day:
    question: {zh: 收到当日是否计入？, en: Does the day of receipt count?}
    options:
      left-out: {says: {zh: 不计入, en: "no"}, status: live}
      counted: {says: {zh: 计入, en: "yes"}, status: minority}
"""
_LEDGER = f"""\
clauses:
  - {{id: "1.1", label: 第一条, treatment: principle, reason: {{zh: 目的, en: purpose}}, sha256: "{"0" * 64}"}}
"""
_RULES = """\
rules:
  - id: correct
    form: deadline
    cites: [{article: "1"}]
    also_cites: [{when: true, cites: [{article: "2"}]}]
    summary: {zh: 在责令期限内改正, en: Correct within the limit of the order.}
    trigger: {record: document_received, where: {document.kind: correction_order}}
    bearer: trigger.by
    counterpart: trigger.document.by
    clock:
      start: trigger.on
      ended_by: {record: document_issued, where: {kind: decision}}
    must:
      record: correction_made
      where: {by: {same_as: bearer}}
      within:
        stated_days: trigger.document.limit_days
        after: trigger.on
        include_start: {reading: receipt-day, left-out: false, counted: true}
        otherwise: none

  - id: criticise
    form: deadline
    cites: [{article: "3"}]
    summary: {zh: 逾期不改的，通报批评, en: What is not corrected is criticised.}
    trigger: {duty: {rule: correct, is: [overdue, cured_late]}}
    bearer: unnamed
    counterpart: item
    located_by: item
    clock:
      start: trigger.on
      ended_by: {record: matter_closed}
    must: {record: sanction_imposed, where: {sanction: circular_criticism}, within: none}
"""
_ORDER: list[dict[str, Any]] = [
    {
        "type": "document_issued",
        "on": "2024-03-01",
        "by": "town",
        "matter": "m",
        "number": "O",
        "kind": "correction_order",
        "to": ["north"],
        "limit_days": 10,
    },
    {"type": "document_received", "on": "2024-03-01", "by": "north", "matter": "m", "document": "O"},
]


@cache
def _orders() -> Pack:
    with TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "rules").mkdir()
        for name, text in (("pack.yaml", _PACK), ("ledger.yaml", _LEDGER), ("rules/all.yaml", _RULES)):
            (root / name).write_text(text, encoding="utf-8")
        return load_pack(root)


def _duty(rule: str, records: list[dict[str, Any]], as_of: str, **readings: str) -> Duty:
    numbered = [{"id": f"r{n}", **record} for n, record in enumerate([*REGISTER, *_ORDER, *records])]
    report = check(numbered, packs=_orders(), as_of=as_of, readings=readings)
    (duty,) = (duty for duty in report.duties if duty.norm.rule == rule)
    return duty


@pytest.mark.parametrize(
    ("option", "as_of", "verdict"),
    [
        ("left-out", "2024-03-11", "pending"),
        ("left-out", "2024-03-12", "violated"),
        ("counted", "2024-03-10", "pending"),
        ("counted", "2024-03-11", "violated"),
    ],
)
def test_the_day_of_receipt_may_count_in_a_stated_limit(option: str, as_of: str, verdict: str) -> None:
    assert _duty("correct", [], as_of, **{"receipt-day": option}).verdict.value == verdict


@pytest.mark.parametrize(
    ("corrected", "articles"), [("2024-03-11", ["1"]), ("2024-03-12", ["1", "2"]), (None, ["1", "2"])]
)
def test_further_provisions_are_cited_for_every_breach_also_a_late_cure(
    corrected: str | None, articles: list[str]
) -> None:
    done = [] if corrected is None else [{"type": "correction_made", "on": corrected, "by": "north", "matter": "m"}]
    duty = _duty("correct", done, "2024-03-31")
    assert [cite.article for cite in duty.outcome.cites] == articles


def test_a_duty_that_hangs_on_another_has_its_own_bearer_and_clock() -> None:
    closed = {"type": "matter_closed", "on": "2024-04-01", "by": "town", "matter": "m"}
    open_duty = _duty("criticise", [], "2024-03-31")
    assert (open_duty.verdict.value, open_duty.outcome.bearer, open_duty.outcome.counterpart) == (
        "pending",
        None,
        "north",
    )
    assert _duty("criticise", [closed], "2024-04-02").verdict.value == "not_applicable"


def test_a_list_of_parts_that_is_left_out_is_taken_as_declared() -> None:
    change = {
        "id": "c",
        "type": "certificate_changed",
        "on": "2024-03-01",
        "by": "town",
        "person": "p",
        "change": "withheld",
    }
    report = check(
        [{"id": f"r{n}", **row} for n, row in enumerate(REGISTER)] + [change], packs=_orders(), as_of="2024-03-02"
    )
    assert any("who took part" in assumption.en for assumption in report.assumptions)
