"""A change in a rule is noticed by the cases that pin it, and told where none does."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from construct_helpers import schools

from zhifa_rules.packs.pack import CaseFile
from zhifa_rules.testing.mutation import mutants, run_mutants, survivors

if TYPE_CHECKING:
    from zhifa_rules.packs import Pack

_CASES = """\
groups:
  town: [{type: organ_registered, organ: north, kind: department, division: "990001"}]
cases:
  - id: enough
    kind: complies
    about: {zh: 正好, en: just enough}
    rules: [reviewers]
    use: [town]
    records: [{type: staff_counted, by: north, on: 2025-06-30, officers: 40, reviewers: 2}]
    as_of: 2025-07-01
    expect: [{rule: reviewers, bearer: north, verdict: satisfied}]
  - id: too-few
    kind: violates
    about: {zh: 不足, en: too few}
    rules: [reviewers]
    use: [town]
    records: [{type: staff_counted, by: north, on: 2025-06-30, officers: 41, reviewers: 2}]
    as_of: 2025-07-01
    expect: [{rule: reviewers, bearer: north, verdict: violated, cites: ["1"]}]
"""


def _pack(cases: str) -> Pack:
    return replace(schools(), case_files=[CaseFile("cases.yaml", cases)])


def _unnoticed(cases: str) -> set[str]:
    return {mutant.change for mutant in survivors(run_mutants(_pack(cases), ["reviewers"]))}


def test_a_number_that_cases_pin_from_both_sides_cannot_be_changed_unnoticed() -> None:
    left = _unnoticed(_CASES)
    assert not {change for change in left if "numerator" in change}
    assert "body a whole of zero: True" in left  # no case has an organ without officers


@pytest.mark.parametrize(
    ("dropped", "survivor"), [("enough", "numerator 5 becomes 6"), ("too-few", "numerator 5 becomes 4")]
)
def test_without_the_case_at_the_boundary_the_number_is_loose(dropped: str, survivor: str) -> None:
    head, *cases = _CASES.split("  - id: ")
    kept = "".join(f"  - id: {case}" for case in cases if not case.startswith(f"{dropped}\n"))
    assert any(survivor in change for change in _unnoticed(head + kept))


def test_each_mutant_differs_from_the_rule_and_leaves_the_pack_alone() -> None:
    pack = _pack(_CASES)
    found = list(mutants(pack))
    assert {mutant.rule for mutant in found} == set(pack.rules)
    assert all(mutant.pack.rules[mutant.rule].norms != pack.rules[mutant.rule].norms for mutant in found)
    assert pack.rules == schools().rules
