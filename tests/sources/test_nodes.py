"""The YAML reader: what values mean, where they are, and what is refused."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from zhifa_rules.errors import InputError, Location, PackError
from zhifa_rules.sources import (
    MAX_DEPTH,
    Mapping,
    Node,
    Scalar,
    Sequence,
    capped,
    describe,
    load_yaml,
    load_yaml_all,
    yaml_text,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

FILE = "rules.yaml"


@pytest.fixture(params=["c", "python"], autouse=True)
def parser(request: pytest.FixtureRequest) -> Iterator[None]:
    """Hold every law for both parsers of PyYAML."""
    if request.param == "c" and not yaml.__with_libyaml__:
        pytest.skip("PyYAML was built without libyaml")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(yaml_text, "_LOADER", yaml.CSafeLoader if request.param == "c" else yaml.SafeLoader)
        yield


def plain(text: str) -> object:
    node = load_yaml(text, FILE)
    assert node is not None
    return node.to_plain()


def refused(text: str) -> PackError:
    with pytest.raises(PackError) as caught:
        load_yaml(text, FILE)
    for problem in caught.value.problems:
        assert problem.location.file == FILE
        assert problem.message
        assert problem.cure
    return caught.value


# --- the core schema ---


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("on", "on"),
        ("yes", "yes"),
        ("no", "no"),
        ("Off", "Off"),
        ("y", "y"),
        ("2025-03-01", "2025-03-01"),
        ("2025-03-01 10:00:00", "2025-03-01 10:00:00"),
        ("12:30:45", "12:30:45"),
        ("1_000", "1_000"),
        ("0b101", "0b101"),
        ("1.2.3", "1.2.3"),
        ("+", "+"),
        ("-", "-"),
        (".", "."),
        ("tRue", "tRue"),
        ("=", "="),
        ("<<", "<<"),
        ("第三条", "第三条"),
        ("'13.10'", "13.10"),
        ('"27"', "27"),
        ("'true'", "true"),
        ("'0012'", "0012"),
        ("''", ""),
        ("'~'", "~"),
        ("true", True),
        ("FALSE", False),
        ("null", None),
        ("~", None),
        ("NULL", None),
        ("", None),
        ("0", 0),
        ("-7", -7),
        ("+7", 7),
        ("0x1F", 31),
        ("0o17", 15),
        ("13.10", 13.1),
        ("1e3", 1000.0),
        (".5", 0.5),
        ("5.", 5.0),
        ("-1.5E-2", -0.015),
    ],
)
def test_scalars_follow_the_core_schema(written: str, value: object) -> None:
    if written == "-":
        written = "'-'"
    found = plain(f"key: {written}\n")
    assert found == {"key": value}
    assert isinstance(found, dict)
    assert type(found["key"]) is type(value)


def test_an_unquoted_number_keeps_its_text() -> None:
    node = load_yaml("article: 13.10\n", FILE)
    assert isinstance(node, Mapping)
    article = node.get("article")
    assert isinstance(article, Scalar)
    assert (article.value, article.text) == (13.1, "13.10")


@pytest.mark.parametrize(
    "written", [".inf", "-.INF", ".nan", "1e999", "007", "-01", "00.5", "9" * 401, "0x" + "f" * 400]
)
def test_numbers_that_would_not_survive_are_refused(written: str) -> None:
    error = refused(f"a:\n  b: {written}\n")
    assert error.problems[0].location == Location(FILE, 2, 6)
    assert error.problems[0].field == "a.b"
    assert error.problems[0].value == written
    assert "quotes" in error.problems[0].cure


@given(st.integers(-(10**300), 10**300))
def test_every_integer_is_read(number: int) -> None:
    assert plain(str(number)) == number


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_finite_float_is_read(number: float) -> None:
    assert plain(repr(number)) == number


# --- structure and places ---


def test_every_node_knows_its_place() -> None:
    text = "# comment\nid: a\nwhere:\n  - kind: x\n    至: [甲, '乙']\n"
    node = load_yaml(text, FILE)
    assert isinstance(node, Mapping)
    assert node.location == Location(FILE, 2, 1)
    assert node.keys() == ("id", "where")
    assert "id" in node
    assert "kind" not in node
    assert node.get("nothing") is None
    where = node.get("where")
    assert isinstance(where, Sequence)
    assert where.location == Location(FILE, 4, 3)
    (item,) = where
    assert isinstance(item, Mapping)
    assert item.location == Location(FILE, 4, 5)
    assert item.key_location("至") == Location(FILE, 5, 5)
    assert item.key_location("absent") == item.location
    names = item.get("至")
    assert isinstance(names, Sequence)
    assert names.items[1].location == Location(FILE, 5, 12)
    assert dict(item.items())["kind"].to_plain() == "x"


def places(node: Node) -> Iterator[Node]:
    yield node
    match node:
        case Sequence():
            for item in node:
                yield from places(item)
        case Mapping():
            for name, value in node.entries:
                yield name
                yield from places(value)


strings = st.text(max_size=12)
string_trees = st.recursive(
    strings,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(strings, inner, max_size=4),
    max_leaves=12,
)
# PyYAML writes some texts bare because they are no numbers in YAML 1.1, though they are in 1.2
NUMBER = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|0o[0-7]+|0x[0-9a-fA-F]+")


def has_number(tree: object) -> bool:
    match tree:
        case str():
            return NUMBER.fullmatch(tree) is not None
        case list():
            return any(has_number(item) for item in tree)
        case dict():
            return any(has_number(item) for pair in tree.items() for item in pair)
    return False


@given(string_trees.filter(lambda tree: not has_number(tree)), st.booleans())
def test_text_written_by_another_program_comes_back(tree: object, flow: bool) -> None:
    assert plain(yaml.safe_dump(tree, default_flow_style=flow)) == tree


@given(string_trees)
def test_quoted_text_always_comes_back(tree: object) -> None:
    assert plain(yaml.safe_dump(tree, default_style='"')) == tree


@given(string_trees)
def test_scalars_lie_where_they_are_said_to_lie(tree: object) -> None:
    text = yaml.safe_dump(tree, default_style='"')
    node = load_yaml(text, FILE)
    assert node is not None
    lines = text.split("\n")
    for found in places(node):
        if isinstance(found, Scalar):
            assert lines[found.location.line - 1][found.location.column - 1] == '"'


@given(string_trees)
def test_line_ends_and_byte_order_mark_change_nothing(tree: object) -> None:
    text = yaml.safe_dump(tree, default_style='"')
    assert load_yaml("\ufeff" + text.replace("\n", "\r\n"), FILE) == load_yaml(text, FILE)


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n", "---\n", "\ufeff", "---\n...\n"])
def test_an_empty_document_is_none(text: str) -> None:
    assert load_yaml(text, FILE) is None
    assert load_yaml_all(text, FILE) == []


def test_an_explicit_null_is_not_an_empty_document() -> None:
    assert plain("~\n") is None


def test_several_documents() -> None:
    text = "a: 1\n---\n---\n- b\n"
    assert [node.to_plain() for node in load_yaml_all(text, FILE)] == [{"a": 1}, ["b"]]
    assert refused(text).problems[0].location == Location(FILE, 2, 1)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("{}", "a mapping"),
        ("[]", "a list"),
        ("~", "nothing (null)"),
        ("true", "true or false"),
        ("1", "a whole number"),
        ("1.5", "a decimal number"),
        ("on", "a text"),
    ],
)
def test_values_have_plain_names(written: str, name: str) -> None:
    node = load_yaml(written, FILE)
    assert node is not None
    assert describe(node) == name


# --- what is refused ---


@pytest.mark.parametrize(
    ("text", "line", "column", "part"),
    [
        ("a: 1\nb: 2\na: 3\n", 3, 1, "already given in line 1"),
        ("a: 1\n'a': 3\n", 2, 1, "already given in line 1"),
        ("{a: 1, a: 2}", 1, 8, "already given"),
        ("27: x\n", 1, 1, "a key must be a text, but this is a whole number"),
        ("13.10: x\n", 1, 1, "a decimal number"),
        ("true: x\n", 1, 1, "true or false"),
        ("? \n: x\n", 1, 2, "nothing"),
        ("? [a]\n: x\n", 1, 3, "a list cannot be a key"),
        ("? {a: b}\n: x\n", 1, 3, "a mapping cannot be a key"),
        ("a: &x 1\n", 1, 4, "an anchor"),
        ("a: &x [1]\n", 1, 4, "an anchor"),
        ("- &x 1\n- *x\n", 1, 3, "an anchor"),
        ("- *x\n", 1, 3, "an alias"),
        ("a: !foo 1\n", 1, 4, "a tag"),
        ("a: !!str 1\n", 1, 4, "a tag"),
        ("a: !<tag:x> {}\n", 1, 4, "a tag"),
        ("a: ! 1\n", 1, 4, "a tag"),
        ("a: 1\n<<: {b: 1}\n", 2, 1, "a merge key"),
        ("a: 1\nb:\t2\n", 2, 3, "a tab"),
        ("a: 1\n\tb: 2\n", 2, 1, "a tab"),
        ("a: 1\nb: x\u2028y\n", 2, 5, "unusual line break (U+2028)"),
        ("a: 1\nb: x\x85y\n", 2, 5, "unusual line break (U+0085)"),
        ("a: 1\rb: 2\n", 1, 5, "carriage return"),
        ("a: 1\nb: \x07\n", 2, 4, "U+0007"),
        ("a: \ud800\n", 1, 4, "U+D800"),
        ("a: x\ufeff\n", 1, 5, "U+FEFF"),
        ("a: 1\n---\nb: 2\n", 2, 1, "second document"),
    ],
)
def test_refusals_name_the_place(text: str, line: int, column: int, part: str) -> None:
    problem = refused(text).problems[0]
    assert part in problem.message
    assert problem.location == Location(FILE, line, column)


@pytest.mark.parametrize(
    ("text", "line", "part"),
    [
        ("a: b: c\n", 1, "colon"),
        ("a: 1\n  b: 2\n", 2, "colon"),
        ("a:\n    b: 1\n  c: 2\n", 3, "indentation"),
        ("a: 1\nb\nc: 2\n", 3, "without a colon"),
        ("a: [1, 2\nb: 3\n", 2, "list in [ ]"),
        ("a: {b: 1\nc: 3\n", 2, "mapping in { }"),
        ('a: "x\n', 2, "not closed (it begins in line 1)"),
        ("a: 'x\n---\n", 2, "not closed"),
        ("a: @x\n", 1, "cannot begin"),
        ("a: `x`\n", 1, "cannot begin"),
        (r'a: "\d"' + "\n", 1, "backslash"),
        (r'a: "\x0"' + "\n", 1, "backslash"),
        ("a: [,]\n", 1, "a value is missing"),
        ("a: [b, %c]\n", 1, "cannot begin"),
        ("a: !x!y z\n", 1, "tag"),
        ("a: & b\n", 1, "anchors and aliases"),
        ("a: * b\n", 1, "anchors and aliases"),
        ("a: - b\n", 1, "'-'"),
    ],
)
def test_syntax_errors_are_told_in_plain_words(text: str, line: int, part: str) -> None:
    problem = refused(text).problems[0]
    assert part in problem.message
    assert problem.location.line == line
    assert problem.location.column >= 1


def test_half_a_surrogate_pair_is_no_text() -> None:
    error = refused(r'"\ud800": &x 1')
    str(error).encode()


def test_all_refusals_are_collected_in_order() -> None:
    problems = refused("a: *x\nb: [1, &y 2]\nb: !t 3\n27: .inf\nd: b: c\n").problems
    assert [problem.location.line for problem in problems] == [1, 2, 3, 3, 4, 4, 5]
    assert problems[1].field == "b[1]"


def test_many_refusals_are_counted() -> None:
    with pytest.raises(PackError) as caught:
        load_yaml("\t" * 50, FILE)
    problems = caught.value.problems
    assert len(problems) == 21
    assert problems[-1].message == "… and 30 more"


@given(st.integers(0, 50), st.integers(1, 30))
def test_capping_loses_no_count(size: int, limit: int) -> None:
    problem = refused("a: *x").problems[0]
    shown = capped([problem] * size, limit)
    assert shown[:limit] == [problem] * min(size, limit)
    assert len(shown) == (size if size <= limit else limit + 1)


def test_another_error_class_can_be_chosen() -> None:
    for text in ("a: *x", "a: b: c", "\t", "[" * 200, "a\n---\nb\n"):
        with pytest.raises(InputError):
            load_yaml(text, FILE, error=InputError)


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? "])
def test_nesting_is_limited(opening: str) -> None:
    deepest = load_yaml("[" * MAX_DEPTH + "]" * MAX_DEPTH, FILE)
    assert deepest is not None
    repr(deepest.to_plain())
    for depth in (MAX_DEPTH + 1, 20_000):
        assert "nested" in refused(opening * depth).problems[-1].message


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        load_yaml(text, FILE)
    except PackError as error:
        assert error.problems


@given(st.text(alphabet="ab01.:-?[]{},&*!|>'\"%@`#~<\\ \n\t\ufeffU"))
def test_any_syntax_is_read_or_refused(text: str) -> None:
    try:
        found = load_yaml_all(text, FILE)
    except PackError as error:
        lines = text.count("\n") + 1
        assert all(0 <= problem.location.line <= lines + 1 for problem in error.problems)
    else:
        for node in found:
            node.to_plain()
