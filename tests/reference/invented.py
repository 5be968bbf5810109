"""A pack of an invented regulation on parks, for what the built-in packs hardly ever come to."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from zhifa_rules.packs import load_pack

if TYPE_CHECKING:
    from zhifa_rules.packs import Pack

_PACK = """\
pack: parks
version: "1.0.0"
title: {zh: 公园管理规则, en: Rules on parks}
instruments:
  - id: parks
    title: {zh: 公园管理规则, en: Rules on parks}
    number: 园令第1号
    issuer: {zh: 园林局, en: Parks board}
    validity: {from: 2025-01-01, until: none}
    territory: ["99"]
"""

_LEDGER = f"""\
clauses:
  - {{id: "1.1", label: 第一条, treatment: principle, reason: {{zh: 目的, en: purpose}}, sha256: "{"0" * 64}"}}
"""

_RULES = """\
rules:
  - id: yearly-plan
    form: deadline
    cites: [{article: "1"}]
    summary: {zh: 每年三月底前制定计划, en: A plan by the end of March.}
    trigger: {every: year}
    addressee: {kind: government}
    must:
      record: document_adopted
      where: {kind: annual_plan, by: {same_as: bearer}}
      within: {month: 3, day: 31, of_year: period.year}

  - id: task
    form: deadline
    cites: [{article: "1"}]
    summary: {zh: 按计划提交报告, en: The reports that the plan asks for.}
    trigger: {record: document_adopted, where: {kind: annual_plan}, each: trigger.tasks}
    bearer: item.organ
    must:
      record: document_sent
      where: {kind: supervision_report, by: {same_as: bearer}}
      of: bearer
      within: {days: 30, after: trigger.on}

  - id: correct
    form: deadline
    cites: [{article: "1"}]
    summary: {zh: 按期改正, en: What is ordered is corrected in time.}
    trigger: {record: document_received, where: {document.kind: correction_order}}
    bearer: trigger.by
    must:
      record: correction_made
      where: {by: {same_as: bearer}}
      within: {stated_days: trigger.document.limit_days, after: trigger.on, otherwise: none}

  - id: blame
    form: deadline
    cites: [{article: "1"}]
    summary: {zh: 逾期不改正的通报批评, en: What is overdue is criticised.}
    trigger: {duty: {rule: correct, is: overdue}}
    bearer: trigger.document.by
    must:
      record: sanction_imposed
      where: {sanction: circular_criticism, concerning: {same_as: item}}
      within: none

  - id: review
    form: deadline
    cites: [{article: "1"}]
    summary: {zh: 十月底前评查，一月十五日前已评查的除外, en: A review by October unless made by 15 January.}
    trigger: {every: year}
    addressee: {kind: government}
    unless:
      - reason: {zh: 已经评查, en: it had been made}
        when:
          exists:
            record: review_completed
            where: {organisers: {contains: {same_as: bearer}}}
            until: 2025-01-15
    must:
      record: review_completed
      where: {organisers: {contains: {same_as: bearer}}}
      within: {month: 10, day: 31, of_year: period.year}

  - id: who-did-it
    form: judgement
    cites: [{article: "1"}]
    summary: {zh: 是否直接执法由人判断, en: Whether somebody enforced is for a human to judge.}
    trigger: {record: enforcement_performed, each: trigger.persons}
    bearer: trigger.by
    question: {zh: 是否直接执法？, en: Did this person enforce?}
    answer: {record: finding_recorded, of: item.person, where: {kind: defect}}
    breach: {act.outcome: substantiated}

  - id: training
    form: quota
    cites: [{article: "1"}]
    summary: {zh: 每年至少两次二十学时以上的培训, en: Two trainings of twenty hours each year.}
    trigger: {every: year}
    addressee: {kind: government}
    act: {record: training_held, where: {hours: {at_least: 20}}}
    defective: {record: training_held, where: {kind: professional}}
    credited_to: act.by
    at_least: 2
"""

TOWN: dict[str, Any] = {"type": "organ_registered", "organ": "town", "kind": "government", "division": "990001"}
NORTH: dict[str, Any] = {"type": "organ_registered", "organ": "north", "kind": "department", "division": "990001"}
LOG: dict[str, Any] = {
    "type": "log_scope_declared",
    "organs": ["all"],
    "types": ["all"],
    "covers_from": "2020-01-01",
    "covers_to": "2030-12-31",
}


@cache
def parks() -> Pack:
    """Load the pack."""
    with TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "rules").mkdir()
        for name, text in (("pack.yaml", _PACK), ("ledger.yaml", _LEDGER), ("rules/all.yaml", _RULES)):
            (root / name).write_text(text, encoding="utf-8")
        return load_pack(root)
