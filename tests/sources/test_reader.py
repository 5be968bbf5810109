"""Taking fields: values of the right type, or a problem with place, field, value and cure."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhifa_rules.errors import InputError, Location, PackError, Problem
from zhifa_rules.sources import Fields, Localized, Mapping, did_you_mean, load_yaml

FILE = "rules.yaml"


def opened(text: str) -> Fields:
    return Fields.of(load_yaml(text, FILE), FILE)


def problems_of(fields: Fields) -> tuple[Problem, ...]:
    with pytest.raises(PackError) as caught:
        fields.finish()
    assert all(problem.location.line and problem.cure for problem in caught.value.problems)
    return caught.value.problems


FULL = """
id: notice
days: 30
strict: true
one: 甲
many: [甲, '27']
kind: deadline
summary: {zh: 通知, en: notice}
where: {a: 1}
list: [1]
rules:
  - id: x
  - id: y
"""


def test_right_values_are_taken() -> None:
    fields = opened(FULL)
    assert fields.text("id") == "notice"
    assert fields.integer("days", minimum=1) == 30
    assert fields.boolean("strict") is True
    assert fields.texts("one") == ("甲",)
    assert fields.texts("many") == ("甲", "27")
    assert fields.choice("kind", ["deadline", "quota"]) == "deadline"
    assert fields.localized("summary") == Localized("通知", "notice")
    where = fields.fields("where")
    assert where is not None
    assert where.integer("a") == 1
    where.finish()
    sequence = fields.sequence("list")
    assert sequence is not None
    assert sequence.to_plain() == [1]
    rules = fields.each("rules")
    assert [rule.text("id", required=True) for rule in rules] == ["x", "y"]
    assert [rule.path for rule in rules] == ["rules[0]", "rules[1]"]
    fields.finish()


def test_absent_values_are_none_without_a_problem() -> None:
    fields = opened("{}")
    assert fields.take("a") is None
    assert fields.text("a") is None
    assert fields.integer("a") is None
    assert fields.boolean("a") is None
    assert fields.choice("a", ["x"]) is None
    assert fields.localized("a") is None
    assert fields.mapping("a") is None
    assert fields.sequence("a") is None
    assert fields.fields("a") is None
    assert fields.texts("a") == ()
    assert fields.each("a") == []
    fields.finish()


def test_missing_values_are_told_once_each_with_stand_ins() -> None:
    fields = opened("x: 1")
    assert fields.text("a", required=True) == ""
    assert fields.integer("b", required=True) == 0
    assert fields.boolean("c", required=True) is False
    assert fields.choice("d", ["x"], required=True) == ""
    assert fields.localized("e", required=True) == Localized("", "")
    assert fields.mapping("f", required=True).entries == ()
    assert fields.sequence("g", required=True).items == ()
    assert fields.texts("h", required=True) == ()
    assert fields.each("i", required=True) == []
    fields.take("j", required=True)
    child = fields.fields("k", required=True)
    child.text("inner", required=True)
    fields.integer("x")
    problems = problems_of(fields)
    assert [problem.field for problem in problems] == list("abcdefghijk")
    assert {problem.message for problem in problems} == {"this key is missing"}


@pytest.mark.parametrize(
    ("taker", "written", "part"),
    [
        ("text", "13.10", 'Put it in quotes: "13.10"'),
        ("text", "27", 'Put it in quotes: "27"'),
        ("text", "true", 'Put it in quotes: "true"'),
        ("text", "", "nothing (null)"),
        ("text", "' '", "empty"),
        ("text", "[a]", "a list"),
        ("text", "[]", "a list"),
        ("text", "{}", "a mapping"),
        ("integer", "'3'", "a text"),
        ("integer", "3.0", "a decimal number"),
        ("integer", "true", "true or false"),
        ("integer", "[]", "a list"),
        ("boolean", "yes", "a text"),
        ("boolean", "1", "a whole number"),
        ("texts", "{}", "a mapping"),
        ("texts", "[]", "the list is empty"),
        ("texts", "[a, 1]", 'Put it in quotes: "1"'),
        ("texts", "[[a]]", "a list"),
        ("texts", "", "nothing (null)"),
        ("mapping", "[]", "a list"),
        ("mapping", "", "nothing (null)"),
        ("sequence", "{}", "a mapping"),
        ("sequence", "a", "a text"),
        ("fields", "[]", "a list"),
        ("each", "[{}, a]", "a text"),
        ("each", "{}", "a mapping"),
        ("localized", "通知", "both languages"),
        ("localized", "[]", "both languages"),
        ("localized", "{zh: 通知}", "this key is missing"),
        ("localized", "{en: notice}", "this key is missing"),
        ("localized", "{zh: 通知, en: ''}", "empty"),
        ("localized", "{zh: 通知, en: notice, fr: avis}", "not known here"),
    ],
)
@pytest.mark.parametrize("required", [False, True])
def test_wrong_values_are_one_problem_each(taker: str, written: str, part: str, required: bool) -> None:
    fields = opened(f"outer:\n  key: {written}\n")
    outer = fields.fields("outer", required=True)
    getattr(outer, taker)("key", required=required)
    outer.finish()
    (problem,) = problems_of(fields)
    assert part in str(problem)
    assert problem.field.startswith("outer.key")
    assert problem.location.line == 2


def test_a_number_below_the_minimum() -> None:
    fields = opened("days: 0")
    fields.integer("days", minimum=1)
    (problem,) = problems_of(fields)
    assert "at least 1" in problem.message
    assert problem.value == 0


def test_an_unknown_word_gets_a_suggestion() -> None:
    fields = opened("form: dedline")
    fields.choice("form", ["deadline", "quota"])
    (problem,) = problems_of(fields)
    assert problem.cure == "Did you mean 'deadline'? Allowed: deadline, quota."
    assert problem.location == Location(FILE, 1, 7)
    assert problem.value == "dedline"


def test_an_unknown_key_gets_a_suggestion() -> None:
    fields = opened("id: a\nbearrer: b\n")
    fields.text("id")
    fields.text("bearer")
    (problem,) = problems_of(fields)
    assert problem.cure == "Did you mean 'bearer'? Allowed here: id, bearer."
    assert problem.location == Location(FILE, 2, 1)
    assert problem.value == "bearrer"


def test_no_suggestion_of_a_key_that_is_there() -> None:
    fields = opened("id: a\nidd: b\n")
    fields.text("id")
    (problem,) = problems_of(fields)
    assert "Did you mean" not in problem.cure


def test_own_problems_are_placed_and_sorted() -> None:
    fields = opened("a: 1\nb: 2\n")
    fields.integer("a")
    fields.integer("b")
    fields.report("b", "second", "Mend it.", 2)
    fields.report(None, "whole", "Mend it.")
    assert [(problem.message, problem.location.column) for problem in problems_of(fields)] == [
        ("whole", 1),
        ("second", 4),
    ]


def test_children_leave_the_raising_to_the_root() -> None:
    fields = opened("a: {x: 1}\n")
    child = fields.fields("a", required=True)
    child.finish()
    assert [problem.field for problem in problems_of(fields)] == ["a.x"]


@pytest.mark.parametrize(("text", "part"), [("", "empty"), ("- a", "a list"), ("a", "a text")])
def test_the_root_must_be_a_mapping(text: str, part: str) -> None:
    with pytest.raises(InputError, match=part):
        Fields.of(load_yaml(text, FILE), FILE, error=InputError)


def test_suggestions() -> None:
    assert did_you_mean("trigerr", ["trigger", "bearer"]) == "Did you mean 'trigger'? "
    assert did_you_mean("xyz", ["trigger"]) == ""


names = st.sampled_from("abcdefgh")


@given(st.sets(names), st.sets(names))
def test_exactly_the_keys_never_taken_are_refused(written: set[str], asked: set[str]) -> None:
    node = load_yaml("{" + ", ".join(f"{name}: 1" for name in sorted(written)) + "}", FILE)
    assert isinstance(node, Mapping)
    fields = Fields(node, problems=[])
    for name in asked:
        fields.take(name)
    fields.finish()
    assert {problem.field for problem in fields.problems} == written - asked
