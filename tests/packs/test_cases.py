"""The example cases of the built-in packs, and the runner that checks such cases."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from zhifa_rules.errors import PackError, Problem, UsageError
from zhifa_rules.packs import builtin_packs, load_pack
from zhifa_rules.testing import KINDS, coverage, read_cases, run_case, run_cases

if TYPE_CHECKING:
    from pathlib import Path

    from zhifa_rules.packs import Pack
    from zhifa_rules.testing import Case

PACKS = {name: load_pack(name) for name in builtin_packs()}


CASES_OF_PACKS = [
    pytest.param(pack, case, id=f"{name}:{case.id}") for name, pack in PACKS.items() for case in read_cases(pack)
]


@pytest.mark.parametrize(("pack", "case"), CASES_OF_PACKS)
def test_case_of_a_built_in_pack(pack: Pack, case: Case) -> None:
    result = run_case(pack, case)
    assert result.passed, str(result)


@pytest.mark.parametrize("name", PACKS)
def test_every_rule_has_cases(name: str) -> None:
    covered = coverage(PACKS[name], read_cases(PACKS[name]))
    assert not covered.without_cases


# --- The runner, with a tiny pack ---------------------------------------------------------------------------

PACK = """\
pack: notes
version: "1.0.0"
title: {zh: 答复规则, en: Rules on answers}
instruments:
  - id: rules
    title: {zh: 答复规则, en: Rules on answers}
    number: 第1号
    issuer: {zh: 某市, en: A city}
    validity: {from: 2025-01-01, until: none}
    territory: ["99"]
questions:
  length:
    question: {zh: 十日还是二十日？, en: Ten days or twenty?}
    options:
      ten: {says: {zh: 十日, en: ten}, status: live}
      twenty: {says: {zh: 二十日, en: twenty}, status: live}
"""
RULES = """\
rules:
  - id: answer
    form: deadline
    cites: [{article: "7", paragraph: "1", item: "2"}]
    summary: {zh: 十日内答复, en: Answer within ten days.}
    trigger: {record: request_filed, date: received_on}
    bearer: trigger.to
    must:
      record: matter_handled
      where: {by: {same_as: bearer}}
      within:
        reading: length
        ten: {days: 10, after: trigger.received_on}
        twenty: {days: 20, after: trigger.received_on}
  - id: may-inspect
    form: power
    cites: [{article: "8"}]
    summary: {zh: 可以检查, en: May inspect.}
    trigger: {record: request_filed, date: received_on}
    bearer: trigger.to
    use: {record: activity_performed, where: {by: {same_as: bearer}}}
"""
CASES = """\
groups:
  office:
    - {type: organ_registered, organ: office, kind: department, level: county, division: "990001"}
cases:
  - id: one
    kind: pending
    about: {zh: 未答复, en: Not answered.}
    rules: [answer]
    use: [office]
    records:
      - {type: request_filed, on: 2025-06-02, received_on: 2025-06-02, by: zhang, to: office, matter: M}
    as_of: 2025-06-12
    expect:
      - {rule: answer, bearer: office, verdict: pending}
"""
EXPECTED = "- {rule: answer, bearer: office, verdict: pending}"


def pack_with(root: Path, cases: str) -> Pack:
    for name, text in {
        "pack.yaml": PACK,
        "ledger.yaml": "clauses: []\n",
        "rules/1.yaml": RULES,
        "cases/1.yaml": cases,
    }.items():
        path = root / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return load_pack(root)


def failures_of(root: Path, expected: str, *, as_of: str = "2025-06-12", must_not: str = "") -> tuple[str, ...]:
    text = CASES.replace(EXPECTED, expected).replace("as_of: 2025-06-12", f"as_of: {as_of}")
    text += f"    must_not:\n      {must_not}\n" if must_not else ""
    (result,) = run_cases(pack_with(root, text))
    return result.failures


FULFILLED = [
    "{rule: answer, bearer: office, verdict: pending, due: 2025-06-12, latest: 2025-06-22, owed: true, count: 1}",
    '{article: "7", verdict: pending}',
    '{article: "7.1", verdict: pending}',
    '{article: "7.1.2", verdict: pending, cites: ["7.1.2"]}',
    "{rule: answer, by_reading: {length: {ten: {due: 2025-06-12}, twenty: {due: 2025-06-22, verdict: pending}}}}",
    "{rule: answer, bearer: zhang, verdict: none}",
    "{rule: answer, bearer: zhang, count: 0}",
    "{rule: may-inspect, bearer: office, status: available, due: none}",
    "{rule: may-inspect, bearer: office, verdict: none}",
]


@pytest.mark.parametrize("expected", FULFILLED)
def test_what_the_report_says_meets_the_expectation(tmp_path: Path, expected: str) -> None:
    also = "" if "rule: answer, bearer: office" in expected else f"\n      {EXPECTED}"
    assert failures_of(tmp_path, f"- {expected}{also}") == ()


NOT_FULFILLED = [
    ("{rule: answer, verdict: breach}", "verdict"),
    ("{rule: answer, verdict: none}", "verdict"),
    ("{rule: answer, verdict: undetermined}", "verdict"),
    ("{rule: answer, due: 2025-06-13}", "due"),
    ("{rule: answer, due: none}", "due"),
    ("{rule: answer, latest: 2025-06-21}", "latest"),
    ("{rule: answer, missing: [report]}", "missing"),
    ("{rule: answer, owed: false}", "owed"),
    ("{rule: answer, counterpart: zhang}", "counterpart"),
    ("{rule: answer, through: office}", "through"),
    ("{rule: answer, since: 2025-06-13}", "since"),
    ("{rule: answer, cause: fact}", "cause"),
    ("{rule: answer, deciding: [received_on]}", "deciding"),
    ('{rule: answer, cites: ["7.1"]}', "cites"),
    ("{rule: answer, by_reading: {length: {ten: {verdict: violated}}}}", "verdict under length=ten"),
    ("{rule: may-inspect, bearer: office, status: used}", "status"),
]


@pytest.mark.parametrize(("expected", "differing"), NOT_FULFILLED)
def test_a_wrong_expectation_fails_and_says_what_differs(tmp_path: Path, expected: str, differing: str) -> None:
    (message,) = failures_of(tmp_path, f"- {expected}\n      - {{rule: answer, verdict: pending}}")
    first, *found = message.split("\n")
    assert "cases/1.yaml:14:9: case one as of 2025-06-12: expected " in first
    assert found
    assert all("verdict pending" in line for line in found)
    assert f"[differs: {differing}]" in found[-1]


def test_a_failure_says_what_was_expected_and_what_was_found(tmp_path: Path) -> None:
    (message,) = failures_of(tmp_path, "- {rule: answer, bearer: office, verdict: violated, due: 2025-06-11}")
    assert message.endswith(
        "case one as of 2025-06-12: expected answer of office: verdict violated, due 2025-06-11\n"
        "    found answer of office: verdict pending, due 2025-06-12, latest 2025-06-22, owed true, "
        "cites (7.1.2), under length: ten pending due 2025-06-12 / twenty pending due 2025-06-22 "
        "[differs: verdict, due]"
    )


def test_doubt_is_described_with_its_cause_and_what_would_decide(tmp_path: Path) -> None:
    (message,) = failures_of(tmp_path, EXPECTED, as_of="2025-06-13")
    assert "verdict undetermined" in message
    assert "cause reading, deciding (length)" in message
    assert "ten violated due 2025-06-12 / twenty pending due 2025-06-22" in message
    expected = "{rule: answer, cause: reading, deciding: [length], by_reading: {length: {ten: {verdict: breach}}}}"
    assert failures_of(tmp_path, f"- {expected}", as_of="2025-06-13") == ()


def test_without_a_matching_duty_the_others_of_the_rule_are_shown(tmp_path: Path) -> None:
    (message,) = failures_of(tmp_path, "- {rule: answer, bearer: zhang, verdict: pending}")
    assert "found no such duty instance" in message
    assert "for another: answer of office: verdict pending" in message


def test_the_number_of_duties_is_compared(tmp_path: Path) -> None:
    (message,) = failures_of(tmp_path, "- {rule: answer, verdict: pending, count: 2}")
    assert "found 1 duty instances" in message


@pytest.mark.parametrize(
    "unwanted",
    ["{rule: answer}", "{rule: answer, verdict: pending}", '{article: "7", due: 2025-06-12}', "{rule: may-inspect}"],
)
def test_what_a_case_forbids_must_not_be_found(tmp_path: Path, unwanted: str) -> None:
    (message,) = failures_of(tmp_path, EXPECTED, must_not=f"- {unwanted}")
    assert "cases/1.yaml:16:9: case one as of 2025-06-12: forbidden " in message
    assert "found " in message


@pytest.mark.parametrize("unwanted", ["{rule: answer, verdict: breach}", "{rule: answer, bearer: zhang}"])
def test_what_is_not_found_may_be_forbidden(tmp_path: Path, unwanted: str) -> None:
    assert failures_of(tmp_path, EXPECTED, must_not=f"- {unwanted}") == ()


def test_readings_and_the_state_of_knowledge_are_passed_on(tmp_path: Path) -> None:
    chosen = f"{EXPECTED}\n    readings: {{length: twenty}}"
    assert failures_of(tmp_path, chosen, as_of="2025-06-22") == ()
    unknown_then = "- {rule: answer, count: 0}\n    known_on: 2025-06-01"
    assert failures_of(tmp_path, unknown_then) == ()


def test_cases_can_be_run_by_name(tmp_path: Path) -> None:
    pack = pack_with(tmp_path, CASES)
    assert [result.case.id for result in run_cases(tmp_path, ["one"])] == ["one"]
    with pytest.raises(UsageError, match=r"no such case.*one") as caught:
        run_cases(pack, ["ones"])
    assert caught.value.problems[0].value == "ones"


def test_coverage_names_kinds_and_gaps(tmp_path: Path) -> None:
    pack = pack_with(tmp_path, CASES)
    covered = coverage(pack, read_cases(pack))
    assert covered.kinds == {"answer": ("pending",), "may-inspect": ()}
    assert covered.without_cases == ("may-inspect",)
    assert covered.missing("answer") == tuple(kind for kind in KINDS if kind != "pending")


def test_records_that_contradict_each_other_fail_the_case(tmp_path: Path) -> None:
    twice = "- {id: x, type: matter_closed, on: 2025-06-03}\n      - {id: x, type: matter_closed, on: 2025-06-04}\n"
    (result,) = run_cases(pack_with(tmp_path, CASES.replace("    as_of", f"      {twice}    as_of")))
    assert "case one: its records cannot be taken" in str(result)
    assert "two records with the id x differ" in str(result)


# --- Errors in case files -----------------------------------------------------------------------------------

BAD = [
    ("verdict: pending", "verdict: pendin", "1.yaml:14:49", "expect[0].verdict", "Did you mean 'pending'"),
    ("verdict: pending", "verdikt: pending", "1.yaml:14:40", "expect[0].verdikt", "Did you mean 'verdict'"),
    ("{rule: answer", "{rule: anser", "1.yaml:14:16", "expect[0].rule", "Did you mean 'answer'"),
    ("{rule: answer", '{article: "7.2"', "1.yaml:14:19", "expect[0].article", "article.paragraph.item"),
    ("{rule: answer", "{article: 7.1", "1.yaml:14:19", "expect[0].article", 'in quotes: "7.1"'),
    ("bearer: office", "bearer: offce", "1.yaml:14:32", "expect[0].bearer", "Did you mean 'office'"),
    ("pending}", "pending, through: offce}", "1.yaml:14:67", "expect[0].through", "Did you mean 'office'"),
    ("{rule: answer, ", "{", "1.yaml:14:9", "expect[0]", "Write 'rule"),
    ("rules: [answer]", "rules: [answers]", "1.yaml:8:12", "rules", "Did you mean 'answer'"),
    ("rules: [answer]", "rules: [may-inspect]", "1.yaml:8:12", "rules", "Expect something of it"),
    ("use: [office]", "use: [ofice]", "1.yaml:9:10", "use", "Did you mean 'office'"),
    ("kind: pending", "kind: open", "1.yaml:6:11", "kind", "near_miss"),
    ("as_of: 2025-06-12", "as_of: 2025-06-31", "1.yaml:12:12", "as_of", "2025-12-31"),
    ("as_of: 2025-06-12", "as_on: 2025-06-12", "1.yaml:12:5", "as_on", "Did you mean 'as_of'"),
    ("as_of:", "readings: {lenght: ten}\n    as_of:", "1.yaml:12:16", "readings.lenght", "Did you mean 'length'"),
    ("as_of:", "readings: {length: six}\n    as_of:", "1.yaml:12:24", "readings.length", "ten, twenty"),
    ("pending}", "pending, by_reading: {length: {six: {due: none}}}}", "1.yaml:14:80", "six", "ten, twenty"),
    ("pending}", "pending, by_reading: {size: {six: {due: none}}}}", "1.yaml:14:71", "size", "Name a question"),
    ("pending}", "pending, due: soon}", "1.yaml:14:63", "expect[0].due", "2025-12-31"),
    ("received_on: 2025-06-02", "received_on: June", "1.yaml:11:47", "records[0].received_on", "Correct the value"),
    ("received_on: 2025-06-02", "recieved_on: null", "1.yaml:11:47", "records[0].recieved_on", "received_on"),
    ("request_filed", "request_field", "1.yaml:11:10", "records[0].type", "Did you mean request_filed"),
    ("kind: department", "kind: bureau", "1.yaml:3:47", "groups.office[0].kind", "department"),
    ("- {type: request_filed", "- x\n      - {type: request_filed", "1.yaml:11:9", "records[0]", "Write {type"),
    ("    expect:\n      " + EXPECTED, "", "1.yaml:5:5", "", "Add 'expect:'"),
    ("groups:", "group:", "1.yaml:1:1", "group", "Did you mean 'groups'"),
    ("cases:\n", "cases: {}\nnone:\n", "1.yaml:4:8", "cases", "Begin each item"),
    ("as_of: 2025-06-12", "as_of: 'x", "1.yaml", "", "closing quote"),
]


@pytest.mark.parametrize(("old", "new", "where", "field", "cure"), BAD)
def test_errors_name_place_field_and_cure(
    tmp_path: Path, old: str, new: str, where: str, field: str, cure: str
) -> None:
    assert old in CASES
    with pytest.raises(PackError) as caught:
        read_cases(pack_with(tmp_path, CASES.replace(old, new, 1) if "kind: pending" in old else _last(old, new)))
    problems = caught.value.problems
    assert any(_fits(problem, where, field, cure) for problem in problems), "\n".join(map(str, problems))


def _last(old: str, new: str) -> str:
    before, _, after = CASES.rpartition(old)
    return before + new + after


def _fits(problem: Problem, where: str, field: str, cure: str) -> bool:
    return where in str(problem.location) and problem.field.endswith(field) and cure in problem.cure


def test_two_cases_with_one_id_are_refused(tmp_path: Path) -> None:
    second = CASES[CASES.index("  - id: one") :]
    with pytest.raises(PackError, match=r"1\.yaml:15:5: id: two cases have the same id.*1\.yaml:5:5"):
        read_cases(pack_with(tmp_path, CASES + second))


def test_every_problem_is_reported_at_once(tmp_path: Path) -> None:
    text = CASES.replace("use: [office]", "use: [ofice]").replace("verdict: pending", "verdict: pendin")
    with pytest.raises(PackError) as caught:
        read_cases(pack_with(tmp_path, text))
    places = [problem.location.line for problem in caught.value.problems]
    assert places == sorted(places)
    assert {9, 14} <= set(places)
