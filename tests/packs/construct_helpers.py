"""A pack of an invented regulation on the inspection of schools, one rule for each construct of the language."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from zhifa_rules import check
from zhifa_rules.packs import Pack, load_pack

if TYPE_CHECKING:
    from zhifa_rules.engines.outcome import Duty

_PACK = """\
pack: schools
version: "1.0.0"
title: {zh: 学校检查规则, en: Rules on school inspections}
instruments:
  - id: schools
    title: {zh: 学校检查规则, en: Rules on school inspections}
    number: 教令第1号
    issuer: {zh: 教育局, en: Education board}
    validity: {from: 2024-01-01, until: {reading: two-years, before: 2025-12-31, anniversary: 2026-01-01}}
    territory: ["99"]
questions:
  two-years:
    question: {zh: 有效期二年止于哪一日？, en: On which day do two years end?}
    options:
      before: {says: {zh: 前一日, en: the day before}, status: live}
      anniversary: {says: {zh: 对应日, en: the corresponding day}, status: live}
"""

_HASH = "0" * 64
_LEDGER = f"""\
clauses:
  - {{id: "1.1", label: 第一条, treatment: principle, reason: {{zh: 目的, en: purpose}}, sha256: "{_HASH}"}}
"""

_RULES = """\
rules:
  - id: yearly-plan
    form: deadline
    cites: [{article: "1"}]
    summary: {zh: 每年三月底前制定计划, en: A plan by the end of March of each year.}
    trigger: {every: year}
    addressee: {kind: government}
    must:
      record: document_adopted
      where: {kind: annual_plan, for_year: {same_as: period.year}, by: {same_as: bearer}}
      within: {month: 3, day: 31, of_year: period.year}
      may_precede: true

  - id: programme
    form: deadline
    cites: [{article: "1"}]
    summary: {zh: 计划公布后一个月内各部门制定方案, en: Each department makes a programme within a month of the plan.}
    trigger:
      record: document_published
      where: {kind: annual_plan}
      each: {registered: {kind: department, government: {same_as: trigger.by}}}
    bearer: item
    must:
      record: document_adopted
      where: {kind: annual_programme, for_year: {same_as: trigger.for_year}, by: {same_as: bearer}}
      of: bearer
      within: {months: 1, after: trigger.on}

  - id: task
    form: deadline
    cites: [{article: "1"}]
    summary: {zh: 各单位按计划提交报告, en: Each unit hands in the report that the plan asks of it.}
    trigger: {record: document_adopted, where: {kind: annual_plan}, each: trigger.tasks}
    bearer: item.organ
    must:
      record: document_sent
      where: {kind: {same_as: item.task}, by: {same_as: bearer}}
      of: bearer
      within: {stated_day: item.due_on, after: trigger.on, otherwise: none}

  - id: full-review
    form: quota
    cites: [{article: "1"}]
    summary: {zh: 每年至少全面检查一次, en: At least one full review each year.}
    trigger: {every: year}
    addressee: {kind: government}
    act:
      record: review_completed
      where:
        kind: case_file_review
        covered: {covers: {units: {kind: department, government: {same_as: bearer}}, stated: all_units}}
        categories:
          covers: {units: {kind: department, government: {same_as: bearer}}, gives: categories, stated: all_categories}
    defective: {record: review_completed, where: {kind: case_file_review}}
    credited_to: act.by
    at_least: 1

  - id: review-reaches-all
    form: requirement
    cites: [{article: "1"}]
    summary: {zh: 每次检查及于全部部门和类别, en: Each review reaches all departments and categories.}
    trigger: {record: review_completed}
    bearer: trigger.by
    must:
      - id: units
        that:
          trigger.covered:
            covers: {units: {kind: department, government: {same_as: bearer}}, stated: trigger.all_units}
      - id: categories
        that:
          trigger.categories:
            covers:
              units: {kind: department, government: {same_as: bearer}}
              gives: categories
              stated: trigger.all_categories

  - id: training
    form: quota
    cites: [{article: "1"}]
    summary: {zh: 每名人员每年至少三十学时, en: Thirty hours for each officer and year.}
    trigger: {every: year, each: person, where: {role: enforcement_officer}}
    bearer: person.organ
    act: {record: training_held, where: {kind: professional}}
    credited_to: act.attended_by
    sum: act.hours
    at_least: 30

  - id: reviewers
    form: ratio
    cites: [{article: "1"}]
    summary: {zh: 审核人员不少于百分之五, en: Reviewers are at least five per cent.}
    trigger: {record: staff_counted}
    bearer: trigger.by
    part: trigger.reviewers
    whole: trigger.officers
    at_least_percent: 5

  - id: assisted
    form: ratio
    cites: [{article: "1"}]
    summary: {zh: 协助审核不少于百分之二十, en: A fifth is reviewed with help.}
    trigger: {every: year}
    addressee: {kind: department}
    part:
      counted: {record: decision_made, where: {review_required: true, assisted_by: {contains: legal_adviser}}}
      stated: {record: figures_stated, where: {for_year: {same_as: period.year}}}
      value: act.assisted
    whole:
      counted: {record: decision_made, where: {review_required: true}}
      stated: {record: figures_stated, where: {for_year: {same_as: period.year}}}
      value: act.to_review
    at_least_percent: 20
    when_zero: holds

  - id: benchmark
    form: requirement
    cites: [{article: "1"}]
    summary: {zh: 罚款在基准以内, en: A fine stays within the benchmark.}
    trigger: {record: decision_made, where: {kind: penalty}}
    bearer: trigger.by
    must:
      - {id: high, that: {trigger.fine: {at_most: trigger.benchmark_high}}}
      - {id: low, that: {trigger.fine: {at_least: trigger.benchmark_low}}}

  - id: impartial
    form: prohibition
    cites: [{article: "1"}]
    summary: {zh: 承办人不得监督本案, en: Who handled a case does not supervise it.}
    trigger: {record: activity_performed, where: {activity: file_inspection}}
    bearer: trigger.by
    when:
      exists:
        record: decision_made
        of: trigger.case
        where: {trigger.persons: {some: {act.handlers: {contains: {same_as: member.person}}}}}

  - id: publish
    form: deadline
    cites: [{article: "1"}]
    summary: {zh: 五个工作日内公布, en: Published within five working days.}
    trigger: {record: decision_made, where: {kind: licence}}
    bearer: trigger.by
    must:
      record: document_published
      where: {document: {same_as: trigger.number}}
      within: {working_days: 5, after: trigger.on}

  - id: publish-as-stated
    form: deadline
    cites: [{article: "1"}]
    summary: {zh: 在法定工作日内公布, en: Published within the working days that a law sets.}
    trigger: {record: decision_made, where: {kind: reward}}
    bearer: trigger.by
    must:
      record: document_published
      where: {document: {same_as: trigger.number}}
      within:
        stated_working_days: trigger.publication_days
        after: trigger.on
        otherwise: {working_days: 5, after: trigger.on}

  - id: certified
    form: prohibition
    cites: [{article: "1"}]
    summary: {zh: 无证人员不得执法, en: Nobody without a certificate takes part.}
    trigger: {record: enforcement_performed, each: trigger.persons}
    bearer: trigger.by
    when: {not: {item.person.certificates: {contains: enforcement}}}

  - id: nothing-undone
    form: prohibition
    cites: [{article: "1"}]
    summary: {zh: 决定不得被撤销, en: No decision is undone.}
    trigger: {record: decision_annulled}
    bearer: trigger.document.by

  - id: answer-for-it
    form: prohibition
    cites: [{article: "1"}]
    summary: {zh: 不得收受礼品, en: No gifts are taken.}
    trigger: {record: finding_recorded, where: {kind: official_misconduct_clue}}
    bearer: trigger.person
    located_by: trigger.by

  - id: rules-kept
    form: deadline
    cites: [{article: "1"}]
    summary: {zh: 各部门制定工作细则，明确拒绝的为违反, en: Each department makes working rules and does not refuse to.}
    trigger: {in_force: true}
    addressee: {kind: department}
    must: {record: document_adopted, of: bearer, where: {kind: work_rules}, may_precede: true, within: none}
    forecloses:
      {record: response_given, of: bearer, where: {by: {same_as: bearer}, matter: {named: false}, final: true}}

  - id: told
    form: deadline
    cites: [{article: "1"}]
    summary: {zh: 发现问题的，三日内告知, en: Problems found are told within three days.}
    trigger: {record: finding_recorded, where: {kind: enforcement_problem}}
    bearer: trigger.by
    must:
      record: document_sent
      of: bearer
      where:
        kind: problem_notification
        any_of: [{matter: {named: false}}, {trigger.matter: {named: false}}, {matter: {same_as: trigger.matter}}]
      within: {days: 3, after: trigger.on}
"""


@cache
def schools() -> Pack:
    """Load the pack."""
    with TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "rules").mkdir()
        for name, text in (("pack.yaml", _PACK), ("ledger.yaml", _LEDGER), ("rules/all.yaml", _RULES)):
            (root / name).write_text(text, encoding="utf-8")
        return load_pack(root)


REGISTER: list[dict[str, Any]] = [
    {"type": "organ_registered", "organ": "town", "kind": "government", "level": "county", "division": "990001"},
    {"type": "organ_registered", "organ": "north", "kind": "department", "division": "990001", "government": "town"},
    {"type": "organ_registered", "organ": "south", "kind": "department", "division": "990001", "government": "town"},
]
LOG: dict[str, Any] = {
    "type": "log_scope_declared",
    "organs": ["all"],
    "types": ["all"],
    "covers_from": "2020-01-01",
    "covers_to": "2030-12-31",
}


def duties(rule: str, records: list[dict[str, Any]], as_of: str) -> list[Duty]:
    """Check records with the register; give the duties of one rule that arose."""
    numbered = [{"id": f"r{n}", **record} for n, record in enumerate([*REGISTER, *records])]
    report = check(numbered, packs=schools(), as_of=as_of)
    return [duty for duty in report.duties if duty.norm.rule == rule]


def verdicts(rule: str, records: list[dict[str, Any]], as_of: str) -> dict[str, str]:
    """Give the verdict per bearer of those duties of a rule that apply to it."""
    found = duties(rule, records, as_of)
    told = {str(d.outcome.bearer): d for d in found if str(d.outcome.reason) not in ("addressee", "not_in_force")}
    return {bearer: duty.verdict.value for bearer, duty in told.items()}
