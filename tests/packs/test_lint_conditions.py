"""The linter on rules that are displaced and on conditions that never hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pack_helpers import PackFolder, found, rule, with_rule

from zhifa_rules.packs.lint import lint_path

if TYPE_CHECKING:
    from pathlib import Path

RULES = "rules/lending.yaml"
PACK = "pack.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> PackFolder:
    return PackFolder(tmp_path / "library").write()


# --- Displacement ---------------------------------------------------------------------------------------------

DISPLACED = [
    (("trigger: {record: book_lent, where: {shelf: open}}",), True),
    (("trigger: {record: book_lent}",), True),
    (("trigger: {record: [book_lent, book_returned]}", "must: [{id: x, that: {trigger.by: {present: true}}}]"), True),
    (("trigger: {record: book_lent, where: {shelf: {in: [open, closed]}}}",), True),
    (("trigger: {record: book_lent, where: {shelf: open, copies: {at_least: 9}}}",), False),
    (("trigger: {record: book_lent, where: {shelf: closed}}",), False),
    (("addressee: {definition: library}",), False),
    (("unless: [{reason: {zh: 无, en: none}, when: {trigger.copies: 1}}]",), False),
]


@pytest.mark.parametrize(("lines", "always"), DISPLACED)
def test_a_rule_that_is_always_displaced(folder: PackFolder, lines: tuple[str, ...], always: bool) -> None:
    with_rule(folder, rule("x", *lines, "displaces: [lend-few]"))
    problems = [p for p in lint_path(folder.path) if p.check == "displacement"]
    assert len(problems) == always
    for problem in problems:
        assert folder.at(problem.location) == folder.place(RULES, "displaces: [lend-few]")
        assert "lend-few is always displaced by x" in problem.problem.message


def test_a_rule_that_displaces_itself(folder: PackFolder) -> None:
    assert "itself" in found(with_rule(folder, rule("x", "displaces: [x]")), "displacement").problem.message


def test_a_rule_that_displaces_what_it_never_meets(folder: PackFolder) -> None:
    problem = found(with_rule(folder, rule("x", "displaces: [take-stock]")), "displacement")
    assert "have no trigger in common" in problem.problem.message


def test_a_special_rule_binds_whom_the_general_one_binds(folder: PackFolder) -> None:
    problem = found(with_rule(folder, rule("x", "displaces: [lend-few]", "bearer: trigger.through")), "displacement")
    assert problem.problem.message == "x is evaluated in the place of lend-few"
    assert "bearer" in problem.problem.cure


# --- Conditions -----------------------------------------------------------------------------------------------

ALWAYS_FALSE = [
    "where: {all_of: [{shelf: open}, {shelf: closed}]}",
    "where: {all_of: [{shelf: open}, {not: {shelf: open}}]}",
    "where: {all_of: [{shelf: {in: [open]}}, {shelf: closed}]}",
    "where: {all_of: [{copies: {at_least: 5}}, {copies: {at_most: 4}}]}",
    "where: {all_of: [{copies: 3}, {copies: {at_least: 4}}]}",
    "where: {all_of: [{shelf: open}, {shelf: {present: false}}]}",
    "where: {all_of: [{shelf: {present: true}}, {shelf: {present: false}}]}",
    "where: {all_of: [{on: {before: 2025-03-01}}, {on: {on_or_after: 2025-03-01}}]}",
    "where: {shelf: open, any_of: [{shelf: closed}, {copies: 1}]}",
    "where: {shelf: open, exists: {record: book_returned, where: {trigger.shelf: closed}}}",
    "where: {reading: loan-days, calendar: {copies: 1}, working: {all_of: [{copies: 1}, {copies: 2}]}}",
]


@pytest.mark.parametrize("where", ALWAYS_FALSE)
def test_conditions_that_never_hold_together(folder: PackFolder, where: str) -> None:
    folder.replace(RULES, "where: {shelf: open}}", where + "}  # here")
    problem = found(folder, "contradiction")
    assert folder.at(problem.location) == folder.place(RULES, "# here")


SOMETIMES_TRUE = [
    "where: {any_of: [{shelf: open}, {shelf: closed}]}",
    "where: {all_of: [{copies: {at_least: 2}}, {copies: {at_most: 2}}]}",
    "where: {all_of: [{shelf: {in: [open, closed]}}, {not: {shelf: open}}]}",
    "where: {all_of: [{on: {after: 2025-02-28}}, {on: {before: 2025-03-02}}]}",
    "where: {shelf: open, exists: {record: book_lent, where: {shelf: closed}}}",
    "where: {not: {all_of: [{shelf: open}, {copies: 1}]}}",
]


@pytest.mark.parametrize("where", SOMETIMES_TRUE)
def test_conditions_that_can_hold_together(folder: PackFolder, where: str) -> None:
    folder.replace(RULES, "where: {shelf: open}}", where + "}")
    assert lint_path(folder.path) == []


def test_an_exception_that_the_trigger_rules_out(folder: PackFolder) -> None:
    lines = ("unless:", "  - reason: {zh: 闭架, en: closed}", "    when: {trigger.shelf: closed}")
    problem = found(with_rule(folder, rule("x", *lines)), "contradiction")
    assert folder.at(problem.location) == folder.place(RULES, "when: {trigger.shelf: closed}")


def test_a_prohibition_that_the_trigger_rules_out(folder: PackFolder) -> None:
    text = rule("x", "form: prohibition", "must: ", "when: {trigger.shelf: closed}").replace("    must: \n", "")
    assert folder.at(found(with_rule(folder, text), "contradiction").location)[0] == RULES


def test_an_act_that_never_occurs(folder: PackFolder) -> None:
    where = "where: {all_of: [{stamped: true}, {stamped: false}]}"
    folder.replace(RULES, "where: {by: {same_as: bearer}}", where)
    assert folder.at(found(folder, "contradiction").location) == folder.place(RULES, where)


def test_a_count_that_no_list_has(folder: PackFolder) -> None:
    that = "that: {trigger.persons: {count: {where: {role: head}, at_least: 3, at_most: 2}}}"
    lines = ("trigger: {record: activity_performed}", f"must: [{{id: x, {that}}}]")
    problem = found(with_rule(folder, rule("x", *lines)), "contradiction")
    assert folder.at(problem.location) == folder.place(RULES, that)


def test_a_contradiction_in_a_definition_is_shown_there(folder: PackFolder) -> None:
    folder.replace(PACK, "library: {kind: library}", "library: {all_of: [{kind: library}, {kind: reader}]}")
    assert folder.at(found(folder, "contradiction").location) == folder.place(PACK, "library: {all_of")


def test_fields_of_different_kinds_are_never_the_same(folder: PackFolder) -> None:
    folder.replace(RULES, "{shelf: open}}", "{copies: {same_as: trigger.reader}}}")
    problem = found(folder, "comparison")
    assert folder.at(problem.location) == folder.place(RULES, "{copies: {same_as")
    assert problem.problem.message == "trigger.copies (integer) is never the same as trigger.reader (organ)"


def test_dates_against_the_order_of_their_type(folder: PackFolder) -> None:
    trigger = "trigger: {record: document_sent, where: {on: {after: trigger.received_on}}}"
    lines = (trigger, "must: [{id: x, that: {trigger.kind: other}}]")
    problem = found(with_rule(folder, rule("x", *lines)), "comparison")
    assert folder.at(problem.location) == folder.place(RULES, trigger)
