"""The linter on provisions, the ledger, cases, questions, definitions and summaries."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pack_helpers import PackFolder, found, rule, with_rule

from zhifa_rules.packs.lint import Severity, lint_path

if TYPE_CHECKING:
    from pathlib import Path

RULES = "rules/lending.yaml"
PACK = "pack.yaml"
LEDGER = "ledger.yaml"
CASES = "cases/lending.yaml"
_HASH = "0" * 64


@pytest.fixture
def folder(tmp_path: Path) -> PackFolder:
    return PackFolder(tmp_path / "library").write()


# --- Provisions and the ledger --------------------------------------------------------------------------------


def test_a_rule_without_provisions(folder: PackFolder) -> None:
    folder.replace(RULES, 'cites: [{article: "3", item: "1"}]', "cites: []")
    problem = found(folder, "citation")
    assert folder.at(problem.location) == folder.place(RULES, "- id: lend-few")


@pytest.mark.parametrize("cite", ['{article: "4"}', '{article: "2", paragraph: "3"}', '{article: "3", item: "2"}'])
def test_a_citation_without_a_clause(folder: PackFolder, cite: str) -> None:
    folder.replace(RULES, '{article: "3", item: "1"}', cite)
    problem = found(folder, "citation")
    assert folder.at(problem.location) == folder.place(RULES, cite)


def test_a_conditional_citation_without_a_clause(folder: PackFolder) -> None:
    also = 'also_cites: [{when: {trigger.copies: 9}, cites: [{article: "9"}]}]'
    problem = found(with_rule(folder, rule("x", also)), "citation")
    assert folder.at(problem.location) == folder.place(RULES, also)


def test_an_article_alone_means_its_only_paragraph(folder: PackFolder) -> None:
    folder.replace(RULES, '{article: "2", paragraph: "1"}', '{article: "2"}')
    problem = found(folder, "citation")
    assert folder.at(problem.location) == folder.place(RULES, '[{article: "2"}]')
    assert "article 2 has several paragraphs" in problem.problem.message
    clause = f'  - {{id: "4.1", label: 第四条, treatment: encoded, rules: [lend-few], sha256: "{_HASH}"}}\n'
    folder.append(LEDGER, clause).replace(RULES, '{article: "2"}', '{article: "2", paragraph: "1"}')
    folder.replace(RULES, '{article: "3", item: "1"}', '{article: "3", item: "1"}, {article: "4"}')
    assert lint_path(folder.path) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('id: "2.1"', 'id: "2.3"'),
        ('id: "2.2"', 'id: "2.3"'),
        ('id: "3.1.1"', 'id: "3.1.2"'),
        ('id: "1.1"', 'id: "1.2"'),
    ],
)
def test_a_clause_that_is_left_out(folder: PackFolder, old: str, new: str) -> None:
    folder.replace(LEDGER, old, new)
    problems = [p for p in lint_path(folder.path) if p.check == "ledger-gap"]
    assert folder.at(problems[0].location) == folder.place(LEDGER, new)


@pytest.mark.parametrize("name", ["3", "3.1.1.1", "三.1", "3.01", "3.0"])
def test_a_clause_id_that_is_no_place(folder: PackFolder, name: str) -> None:
    folder.replace(LEDGER, 'id: "3.1.1"', f'id: "{name}"')
    problem = found(folder, "ledger-gap")
    assert folder.at(problem.location) == folder.place(LEDGER, f'id: "{name}"')


def test_a_ledger_without_clauses(folder: PackFolder) -> None:
    (folder.path / LEDGER).write_text("clauses: []\n", encoding="utf-8")
    assert folder.at(found(folder, "ledger-gap").location) == (LEDGER, 1)


LEDGER_AGAINST_RULES = [
    ("rules: [take-stock]", "rules: [take-stocks, take-stock]", "names a rule that does not exist", "take-stocks"),
    ("rules: [take-stock]", "rules: [take-stock, return-book]", "does not cite clause 2.2", "take-stock, return"),
    ("definitions: [library]", "definitions: [libary]", "names a definition that does not exist", "libary"),
]


@pytest.mark.parametrize(("old", "new", "message", "needle"), LEDGER_AGAINST_RULES)
def test_a_clause_that_names_what_is_wrong(folder: PackFolder, old: str, new: str, message: str, needle: str) -> None:
    folder.replace(LEDGER, old, new)
    problem = found(folder, "ledger-rule")
    assert folder.at(problem.location) == folder.place(LEDGER, needle)
    assert message in problem.problem.message


def test_a_rule_that_no_clause_names(folder: PackFolder) -> None:
    folder.replace(LEDGER, "encoded, rules: [lend-few]", "power, reason: {zh: 可以, en: may}")
    problem = found(folder, "ledger-rule")
    assert folder.at(problem.location) == folder.place(RULES, "- id: lend-few")


def test_a_citation_that_its_clause_does_not_return(folder: PackFolder) -> None:
    folder.replace(RULES, '{article: "3", item: "1"}', '{article: "3", item: "1"}, {article: "3"}')
    problem = found(folder, "ledger-rule")
    assert problem.problem.message == "clause 3.1 does not name lend-few, which cites it"


def test_a_principle_that_names_rules(folder: PackFolder) -> None:
    new = "treatment: principle, reason: {zh: 无, en: none}, rules: [lend"
    folder.replace(LEDGER, "treatment: encoded, rules: [lend", new)
    assert "is not encoded" in found(folder, "ledger-rule").problem.message


# --- Cases, questions, definitions, summaries -----------------------------------------------------------------


def test_a_rule_without_cases(folder: PackFolder) -> None:
    file = folder.path / CASES
    file.write_text(folder.text(CASES).replace(", lend-few", ""), encoding="utf-8")
    problem = found(folder, "cases")
    assert problem.severity is Severity.ERROR
    assert folder.at(problem.location) == folder.place(RULES, "- id: lend-few")


def test_a_rule_without_a_case_of_each_kind(folder: PackFolder) -> None:
    folder.replace(
        CASES,
        "{id: b, kind: violates, rules: [return-book, take-stock, lend-few]}",
        "{id: b, kind: violates, rules: [return-book]}",
    )
    problems = [p for p in lint_path(folder.path) if p.check == "cases"]
    assert [p.problem.value for p in problems] == ["take-stock", "lend-few"]
    assert {p.severity for p in problems} == {Severity.WARNING}
    assert "violates" in problems[0].problem.message


@pytest.mark.parametrize("forecloses", [(), ("forecloses: {record: matter_closed}",)])
def test_what_cannot_be_violated_needs_no_case_of_it(folder: PackFolder, forecloses: tuple[str, ...]) -> None:
    must = "must: {record: book_returned, within: none}"
    with_rule(folder, rule("x", "form: deadline", must, *forecloses))
    folder.replace(
        CASES,
        "violates, rules: [return-book, take-stock, lend-few, x]",
        "violates, rules: [return-book, take-stock, lend-few]",
    )
    assert [p.check for p in lint_path(folder.path)] == ["cases"] * len(forecloses)


def test_a_power_needs_no_violation(folder: PackFolder) -> None:
    with_rule(folder, rule("x", "form: power", "use: {record: book_returned}", "must: ").replace("    must: \n", ""))
    folder.replace(
        CASES,
        "violates, rules: [return-book, take-stock, lend-few, x]",
        "violates, rules: [return-book, take-stock, lend-few]",
    )
    assert lint_path(folder.path) == []


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("kind: near_miss", "kind: near-miss", "of which kind"),
        (
            "{id: c, kind: near_miss, rules: [return-book, take",
            "{id: c, kind: near_miss, rules: [return-book, x, take",
            "does not exist",
        ),
        ("cases:", "case:", "holds no cases"),
        ("cases:", "cases: {{", ""),
    ],
)
def test_cases_that_cannot_be_read(folder: PackFolder, old: str, new: str, message: str) -> None:
    folder.replace(CASES, old, new)
    problems = [p for p in lint_path(folder.path) if p.check == "cases" and folder.at(p.location)[0] == CASES]
    assert folder.at(problems[0].location)[1] <= folder.place(CASES, new)[1] + 1
    assert message in problems[0].problem.message


def test_a_question_that_no_rule_asks(folder: PackFolder) -> None:
    folder.replace(RULES, "within: {definition: loan-period}", "within: {days: 14, after: trigger.on}")
    problem = found(folder, "questions")
    assert problem.severity is Severity.WARNING
    assert folder.at(problem.location) == folder.place(PACK, "  loan-days:")


def test_too_many_combinations_of_readings(folder: PackFolder) -> None:
    options = "options: {a: {says: {zh: 甲, en: a}, status: live}, b: {says: {zh: 乙, en: b}, status: live}}"
    questions = "".join(f"  q{n}: {{question: {{zh: 问, en: q}}, {options}}}\n" for n in range(8))
    folder.replace(PACK, "questions:\n", f"questions:\n{questions}")
    asked = ", ".join(f"{{reading: q{n}, a: true, b: false}}" for n in range(8))
    folder.replace(RULES, "{shelf: open}}", f"{{all_of: [{asked}]}}}}")
    problem = found(folder, "questions")
    assert folder.at(problem.location) == folder.place(RULES, "- id: lend-few")
    assert "256 combinations" in problem.problem.message
    folder.replace(RULES, ", {reading: q4, a: true, b: false}", "")
    assert "q4" in str(found(folder, "questions"))


def test_a_definition_that_no_rule_uses(folder: PackFolder) -> None:
    folder.replace(RULES, "addressee: {definition: library}", "addressee: {kind: library}")
    problem = found(folder, "unused-definition")
    assert folder.at(problem.location) == folder.place(PACK, "  library: {kind")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_summary_that_is_too_long(folder: PackFolder, language: str) -> None:
    text = {"zh": "短", "en": "short"} | {language: "长" * 121}
    folder.replace(
        RULES,
        "{zh: 图书馆每年清点一次。, en: Each library takes stock once a year.}",
        f"{{zh: {text['zh']}, en: {text['en']}}}",
    )
    problem = found(folder, "summary")
    assert folder.at(problem.location) == folder.place(RULES, "长" * 121)
    assert "121 characters" in problem.problem.message


def test_two_clauses_with_one_label(folder: PackFolder) -> None:
    folder.replace(LEDGER, "label: 第二条第二款", "label: 第二条第一款")
    problem = found(folder, "ledger-label")
    assert folder.at(problem.location)[0] == LEDGER
    assert "clause 2.2 has the label of clause 2.1" in problem.problem.message


def test_labels_of_points_are_in_both_languages(folder: PackFolder) -> None:
    folder.replace(
        PACK, '    territory: ["99"]', '    territory: ["99"]\n    layout: {articles: ["1."], items: ["（一）"]}'
    )
    labels = {"第一条,": "第1点", "第二条第一款\n": "第2点第一段", "第二条第二款\n": "第2点第二段", "第三条,": "第3点"}
    for old, new in labels.items():
        folder.replace(LEDGER, f"label: {old}", f"label: {{zh: {new}, en: point}}{old[-1]}")
    problem = found(folder, "ledger-label")
    assert folder.at(problem.location) == folder.place(LEDGER, "label: 第三条第一项")
    assert "one language only" in problem.problem.message
    folder.replace(LEDGER, "label: 第三条第一项", "label: {zh: 第3点第一项, en: point 3 item 1}")
    assert lint_path(folder.path) == []
