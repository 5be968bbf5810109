"""The linter itself, and what it says of references between rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pack_helpers import PackFolder, duty_of, found, rule, with_rule

from zhifa_rules import UsageError, load_pack
from zhifa_rules.packs.lint import all_checks, lint_pack, lint_path

if TYPE_CHECKING:
    from pathlib import Path

RULES = "rules/lending.yaml"
PACK = "pack.yaml"
LEDGER = "ledger.yaml"
CASES = "cases/lending.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> PackFolder:
    return PackFolder(tmp_path / "library").write()


# --- The linter itself ----------------------------------------------------------------------------------------


def test_a_good_pack_has_no_problems(folder: PackFolder) -> None:
    assert lint_path(folder.path) == []
    assert lint_pack(load_pack(folder.path)) == []
    assert lint_path(str(folder.path)) == []


def test_every_check_says_what_it_finds() -> None:
    for name, check in all_checks().items():
        assert name == check.ID
        assert check.FINDS
        assert check.__doc__


def test_a_line_of_the_report(folder: PackFolder) -> None:
    folder.replace(RULES, "bearer: trigger.by", "bearer: trigger.bye")
    (problem,) = lint_path(folder.path)
    file, line = folder.place(RULES, "trigger.bye")
    assert str(problem).startswith(f"{folder.path}/{file}:{line}:13: error[load]: lend-few: trigger (book_lent) has")
    assert str(problem).endswith("Did you mean by?")


def test_what_keeps_a_pack_from_loading_is_reported(folder: PackFolder) -> None:
    folder.replace(RULES, "form: quota", "form: quote").replace(PACK, "{days: 14,", "{day: 14,")
    problems = lint_path(folder.path)
    assert {problem.check for problem in problems} == {"load"}
    assert list(dict.fromkeys(folder.at(p.location)[0] for p in problems)) == [PACK, RULES]


def test_there_must_be_a_pack(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no such pack"):
        lint_path(tmp_path)


def test_problems_are_sorted_by_place(folder: PackFolder) -> None:
    folder.replace(LEDGER, "rules: [take-stock]", "rules: [take-stok]").replace(CASES, "kind: near_miss", "kind: near")
    places = [problem.location for problem in lint_path(folder.path)]
    assert len(places) > 2
    assert places == sorted(places)


def test_only_the_load_check_is_left_out_of_the_registry() -> None:
    assert "load" not in all_checks()
    assert len(all_checks()) >= 12


# --- References -----------------------------------------------------------------------------------------------


def test_a_duty_of_an_unknown_rule(folder: PackFolder) -> None:
    text = rule(
        "x", "unless:", "  - reason: {zh: 逾期, en: overdue}", "    when: {duty: {rule: return-bok, is: overdue}}"
    )
    problem = found(with_rule(folder, text), "unknown-rule")
    assert folder.at(problem.location) == folder.place(RULES, "return-bok")
    assert "'return-book'" in problem.problem.cure


def test_an_unknown_part_of_a_duty(folder: PackFolder) -> None:
    when = "    when: {duty: {rule: return-book, part: stamp, is: overdue}}"
    problem = found(with_rule(folder, rule("x", "unless:", "  - reason: {zh: 无, en: none}", when)), "unknown-rule")
    assert folder.at(problem.location) == folder.place(RULES, "part: stamp")
    assert "Parts of return-book: act" in problem.problem.cure


def test_displacing_an_unknown_rule(folder: PackFolder) -> None:
    problem = found(with_rule(folder, rule("x", "displaces: [lend-fewer]")), "unknown-rule")
    assert folder.at(problem.location) == folder.place(RULES, "lend-fewer")


def test_a_circle_of_references(folder: PackFolder) -> None:
    with_rule(with_rule(folder, rule("x", *duty_of("y"))), rule("y", *duty_of("x")))
    problem = found(folder, "cycle")
    assert folder.at(problem.location) == folder.place(RULES, "rule: y")
    assert problem.problem.value == "x → y → x"


def test_a_rule_that_refers_to_itself(folder: PackFolder) -> None:
    assert found(with_rule(folder, rule("x", *duty_of("x"))), "cycle").problem.value == "x → x"


def test_a_rule_that_needs_what_it_displaces(folder: PackFolder) -> None:
    with_rule(folder, rule("x", "displaces: [lend-few]", *duty_of("lend-few")))
    assert found(folder, "cycle").problem.value in ("x → lend-few → x", "lend-few → x → lend-few")


def test_references_without_a_circle(folder: PackFolder) -> None:
    with_rule(with_rule(folder, rule("x", *duty_of("y"))), rule("y", *duty_of("lend-few")))
    assert lint_path(folder.path) == []


def test_a_roster_rule_may_not_hang_on_a_matter(folder: PackFolder) -> None:
    lines = ("form: quota", "trigger: {every: year}", "bearer: bearer", "must: []", "act: {record: stock_taken}")
    text = rule("x", *lines, "credited_to: act.by", *duty_of("return-book")).replace("    must: []\n", "")
    problem = found(with_rule(folder, text.replace("    bearer: bearer\n", "")), "subject-key")
    assert folder.at(problem.location) == folder.place(RULES, "rule: return-book")
    assert problem.problem.message == "x is evaluated per organ and year, but return-book per matter"


def test_a_matter_rule_may_not_hang_on_a_roster(folder: PackFolder) -> None:
    problem = found(with_rule(folder, rule("x", *duty_of("take-stock"))), "subject-key")
    assert folder.at(problem.location) == folder.place(RULES, "rule: take-stock")


@pytest.mark.parametrize(("ours", "theirs", "allowed"), [("year", "month", True), ("month", "year", False)])
def test_a_finer_period_may_be_aggregated(folder: PackFolder, ours: str, theirs: str, allowed: bool) -> None:
    def quota(name: str, every: str, *lines: str) -> str:
        keys = ("form: quota", f"trigger: {{every: {every}}}", "act: {record: stock_taken}", "credited_to: act.by")
        text = rule(name, *keys, *lines, "bearer: ", "must: ")
        return text.replace("    bearer: \n", "").replace("    must: \n", "")

    with_rule(with_rule(folder, quota("fine", theirs)), quota("x", ours, *duty_of("fine")))
    assert [p.check for p in lint_path(folder.path)] == ([] if allowed else ["subject-key"])


def test_a_duty_of_a_duty_has_the_subject_of_its_first_trigger(folder: PackFolder) -> None:
    lines = ("trigger: {duty: {rule: return-book, is: overdue}}", *duty_of("take-stock"))
    assert folder.at(found(with_rule(folder, rule("x", *lines)), "subject-key").location)[0] == RULES


def test_the_built_in_packs_contradict_nothing() -> None:
    """What a pack lacks is for its own tests; that no check takes a sound construct for a fault is for this one."""
    checks = {problem.check for problem in lint_path("enshi")}
    assert not checks & {"contradiction", "comparison", "cycle", "subject-key", "displacement", "unknown-rule"}


def test_any_value_can_be_reported(folder: PackFolder) -> None:
    folder.replace(RULES, "form: quota", "form: [quota]")
    assert {problem.check for problem in lint_path(folder.path)} == {"load"}
