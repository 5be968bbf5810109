"""Files of event records: formats, places, and one problem for each bad line."""

from __future__ import annotations

import gc
import io
import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhifa_rules.errors import InputError, Location
from zhifa_rules.sources import MAX_DEPTH, RawRecord, field_location, read_records

if TYPE_CHECKING:
    from pathlib import Path

SUFFIXES = [".jsonl", ".ndjson", ".json", ".yaml", ".yml", ".txt", ""]

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=10,
)
json_objects = st.dictionaries(st.text(), json_values, max_size=5)
# a list under this key means a container
plain_objects = json_objects.filter(lambda found: "records" not in found)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("records")


def written(folder: Path, suffix: str, content: str | bytes) -> Path:
    path = folder / f"input{suffix}"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def data(records: list[RawRecord]) -> list[dict[str, object]]:
    return [record.data for record in records]


def refused(folder: Path, suffix: str, content: str | bytes) -> InputError:
    path = written(folder, suffix, content)
    with pytest.raises(InputError) as caught:
        read_records([path])
    for problem in caught.value.problems:
        if not problem.message.startswith("…"):
            assert problem.location.file == str(path)
            assert problem.cure
    return caught.value


# --- round trips ---


@given(st.lists(json_objects, min_size=1, max_size=5), st.booleans(), st.sampled_from(["\n", "\r\n", "\n\n"]))
def test_json_lines_come_back(folder: Path, objects: list[dict[str, object]], ascii_only: bool, end: str) -> None:
    lines = [json.dumps(found, ensure_ascii=ascii_only) for found in objects]
    path = written(folder, ".jsonl", end.join(lines) + end)
    records = read_records([path])
    assert data(records) == objects
    step = end.count("\n")
    assert [record.location for record in records] == [
        Location(str(path), 1 + step * number) for number in range(len(objects))
    ]


@given(st.lists(json_objects, min_size=1, max_size=5), st.sampled_from([None, 0, 2]), st.booleans())
def test_json_arrays_come_back(
    folder: Path, objects: list[dict[str, object]], indent: int | None, contained: bool
) -> None:
    text = json.dumps({"records": objects} if contained else objects, ensure_ascii=False, indent=indent)
    for suffix in (".json", ".txt"):
        records = read_records([written(folder, suffix, "\n " + text + " \n")])
        assert data(records) == objects
        lines = ("\n " + text).split("\n")
        for record in records:
            assert lines[record.location.line - 1][record.location.column - 1] == "{"


@given(plain_objects, st.sampled_from([None, 2]))
def test_one_json_object_is_one_record(folder: Path, found: dict[str, object], indent: int | None) -> None:
    text = json.dumps(found, indent=indent)
    for suffix in (".json", ".txt"):
        assert data(read_records([written(folder, suffix, text)])) == [found]


@given(st.lists(plain_objects, min_size=1, max_size=5))
def test_the_format_can_be_guessed(folder: Path, objects: list[dict[str, object]]) -> None:
    lines = "\n".join(json.dumps(found) for found in objects)
    for text in (lines, json.dumps(objects), json.dumps({"records": objects}, indent=1)):
        assert data(read_records(["-"], stdin=io.StringIO(text))) == objects
        stream = io.TextIOWrapper(io.BytesIO(text.encode()), encoding="ascii")
        assert data(read_records(["-"], stdin=stream)) == objects


@given(st.text(alphabet=st.characters(codec="utf-8")))
def test_unusual_line_breaks_stay_in_their_line(folder: Path, text: str) -> None:
    found = {"text": f"{text}\u2028\u2029\x85"}
    path = written(folder, ".jsonl", json.dumps(found, ensure_ascii=False))
    assert data(read_records([path])) == [found]


def test_lines_of_a_json_array(folder: Path) -> None:
    path = written(folder, ".json", '[\n  {"id": 1},\n\n  {"id":\n2}, {"id": 3}\n]\n')
    places = [(record.location.line, record.location.column) for record in read_records([path])]
    assert places == [(2, 3), (4, 3), (5, 5)]


YAML = """\
# records
- id: a
  on: 2025-03-01
  by: no
  document:
    to: [甲, 乙]
- {id: b, days: 30}
"""


def test_yaml_records(folder: Path) -> None:
    expected = [
        {"id": "a", "on": "2025-03-01", "by": "no", "document": {"to": ["甲", "乙"]}},
        {"id": "b", "days": 30},
    ]
    for suffix in (".yaml", ".yml", ".txt", ".YAML"):
        records = read_records([written(folder, suffix, YAML)])
        assert data(records) == expected
        assert [(record.location.line, record.location.column) for record in records] == [(2, 3), (7, 3)]
    contained = "records:\n" + YAML
    assert data(read_records(["-"], stdin=io.StringIO(contained))) == expected


def test_fields_are_placed_in_yaml(folder: Path) -> None:
    record, _ = read_records([written(folder, ".yaml", YAML)])
    name = record.location.file
    assert field_location(record, "document") == Location(name, 5, 3)
    assert field_location(record, "document.to") == Location(name, 6, 5)
    assert field_location(record, "document.to[1]") == Location(name, 6, 13)
    assert field_location(record, "document.to[7].x") == Location(name, 6, 5)
    assert field_location(record, "document.absent") == Location(name, 5, 3)
    assert field_location(record, "absent") == record.location


def test_fields_are_placed_at_the_record_in_json(folder: Path) -> None:
    (record,) = read_records([written(folder, ".jsonl", '\n{"a": {"b": 1}}')])
    assert field_location(record, "a.b") == record.location == Location(record.location.file, 2)


def test_files_are_read_in_the_order_given(folder: Path, tmp_path: Path) -> None:
    first = written(folder, ".jsonl", '{"id": 1}')
    second = written(tmp_path, ".json", '{"id": 2}')
    stdin = io.StringIO("- id: 3")
    records = read_records([str(second), "-", first], stdin=stdin)
    assert data(records) == [{"id": 2}, {"id": 3}, {"id": 1}]
    assert [record.location.file for record in records] == [str(second), "<stdin>", str(first)]
    assert data(read_records(first)) == [{"id": 1}]  # type: ignore[arg-type]
    assert read_records([]) == []


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_byte_order_mark_is_skipped(folder: Path, suffix: str) -> None:
    text = "- id: a" if suffix in {".yaml", ".yml"} else '{"id": "a"}'
    assert data(read_records([written(folder, suffix, b"\xef\xbb\xbf" + text.encode())])) == [{"id": "a"}]


# --- problems ---


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("content", ["", " \n\r\n\n", b"\xef\xbb\xbf"])
def test_a_file_without_records(folder: Path, suffix: str, content: str | bytes) -> None:
    (problem,) = refused(folder, suffix, content).problems
    assert "contains no records" in problem.message


@pytest.mark.parametrize(
    ("suffix", "content"),
    [
        (".json", "[]"),
        (".json", '{"records": []}'),
        (".yaml", "# nothing\n"),
        (".txt", "# nothing\n"),
        (".yaml", "[]"),
        (".yaml", "records: []"),
    ],
)
def test_an_empty_list_contains_no_records(folder: Path, suffix: str, content: str) -> None:
    assert "contains no records" in str(refused(folder, suffix, content))


DEEP = '{"a": ' + "[" * MAX_DEPTH + "]" * MAX_DEPTH + "}"


@pytest.mark.parametrize(
    ("line", "part"),
    [
        ('{"a": 1', "not valid JSON"),
        ("{'a': 1}", "not valid JSON"),
        ('{"a": 1,}', "not valid JSON"),
        ('{"a": 01}', "not valid JSON"),
        ("# comment", "not valid JSON"),
        ('{"a": "\t"}', "not valid JSON"),
        ('{"a": 1} {"b": 2}', "something follows"),
        ("[]", "an array"),
        ("3", "a number"),
        ("3.5", "a number"),
        ('"x"', "a text"),
        ("null", "null"),
        ("true", "true or false"),
        ('{"a": 1, "a": 1}', "a key occurs twice"),
        ('{"x": [{"a": 1, "b": 2, "\\u0061": 3}]}', "a key occurs twice"),
        ('{"a": NaN}', "not a number"),
        ('{"a": [-Infinity]}', "not a number"),
        ('{"a": 1e999}', "too large"),
        ('{"a": ' + "9" * 5000 + "}", "too many digits"),
        (DEEP, "nested"),
        ('{"a": ' * 500 + "1" + "}" * 500, "nested"),
        ("[" * 100_000, "nested"),
        ('{"a": "\\ud800"}', "surrogate"),
        ('{"\\udfff": 1}', "surrogate"),
        ("\u2028", "not valid JSON"),
        ("\x0c", "not valid JSON"),
    ],
)
def test_bad_lines_are_named(folder: Path, line: str, part: str) -> None:
    (problem,) = refused(folder, ".jsonl", f'{{"id": 1}}\n\n{line}\r\n{{"id": 2}}\n').problems
    assert part in problem.message
    assert problem.location.line == 3
    (problem,) = refused(folder, ".json", f'\n[{{"id": 1}},\n{line}').problems[:1]
    assert problem.location.line == 3


def test_deepest_nesting_allowed(folder: Path) -> None:
    text = '{"a": ' * MAX_DEPTH + '"[[[{{{"' + "}" * MAX_DEPTH
    for suffix in (".jsonl", ".json"):
        assert len(read_records([written(folder, suffix, text)])) == 1


@pytest.mark.parametrize(("line", "column"), [('{"a" 1}', 6), ('  {"a": }', 9), ('{"a": 1} x', 10), ('{"a": 1,', 9)])
def test_the_column_of_a_syntax_error(folder: Path, line: str, column: int) -> None:
    (problem,) = refused(folder, ".jsonl", line).problems
    assert problem.location.column == column


def test_a_repeated_key_is_named(folder: Path) -> None:
    (problem,) = refused(folder, ".jsonl", '{"a": {"当事人": 1, "当事人": 2}}').problems
    assert problem.value == "当事人"


@given(st.lists(st.booleans(), min_size=1, max_size=40))
def test_each_bad_line_is_one_problem(folder: Path, good: list[bool]) -> None:
    path = written(folder, ".jsonl", "\n".join('{"a": 1}' if fine else '{"a": 1' for fine in good))
    bad = [number for number, fine in enumerate(good, 1) if not fine]
    if not bad:
        assert len(read_records([path])) == len(good)
        return
    with pytest.raises(InputError) as caught:
        read_records([path])
    lines = [problem.location.line for problem in caught.value.problems]
    assert lines[:20] == bad[:20]
    assert len(lines) == min(len(bad), 21)
    if len(bad) > 20:
        assert caught.value.problems[-1].message == f"… and {len(bad) - 20} more"


@pytest.mark.parametrize(
    ("content", "line", "part"),
    [
        ('[{"a": 1}\n{"b": 2}]', 2, "expected ',' or ']'"),
        ('[{"a": 1},\n]', 2, "not valid JSON"),
        ('[{"a": 1},\n3, {}]', 2, "expected an object"),
        ('[{"a": 1}', 1, "expected ',' or ']'"),
        ('{"a": 1}\n{"b": 2}', 2, "suffix .jsonl"),
        ('[{"a": 1}]\nx', 2, "something follows"),
        ('{"records": [{}]\n', 2, "expected '}'"),
        ('\n{"records": [{}], "x": 1}', 2, "beside other keys"),
        ('\n{"x": 1, "records": [{}]}', 2, "beside other keys"),
        ('\n{"records": [{},\n4]}', 3, "expected an object"),
        ("\n7", 2, "expected an object"),
        ('{"a": 1,\n"b": NaN,\n"c": 3', 3, "not valid JSON"),
    ],
)
def test_problems_of_json_files(folder: Path, content: str, line: int, part: str) -> None:
    problem = refused(folder, ".json", content).problems[0]
    assert part in problem.message
    assert problem.location.line == line


def test_all_bad_records_of_an_array_are_told(folder: Path) -> None:
    problems = refused(folder, ".json", '[1,\n{"a": NaN, "b": Infinity},\n{},\n{"a":1,"a":2}, null]').problems
    assert [problem.location.line for problem in problems] == [1, 2, 2, 4, 4]


@pytest.mark.parametrize(
    ("content", "line", "part"),
    [
        ("id: a\n", 1, "list of records"),
        ("records:\n", 1, "list of records"),
        ("records: [{a: b}]\nx: 1\n", 1, "beside other keys"),
        ("- {a: 1}\n- b\n- 3\n", 2, "expected a record"),
        ("- a: 1\n  a: 2\n", 2, "already given"),
        ("- a: b: c\n", 1, "colon"),
        ("- a: .nan\n", 1, "infinite or undefined"),
        ("text", 1, "list of records"),
    ],
)
def test_problems_of_yaml_files(folder: Path, content: str, line: int, part: str) -> None:
    problem = refused(folder, ".yaml", content).problems[0]
    assert part in problem.message
    assert problem.location.line == line


def test_problems_of_all_files_are_told_together(folder: Path, tmp_path: Path) -> None:
    bad = written(folder, ".jsonl", "x")
    empty = written(tmp_path, ".json", "")
    with pytest.raises(InputError) as caught:
        read_records([bad, tmp_path / "absent.json", tmp_path, empty])
    parts = ["not valid JSON", "does not exist", "directory", "contains no records"]
    assert len(caught.value.problems) == len(parts)
    for problem, part in zip(caught.value.problems, parts, strict=True):
        assert part in problem.message


@pytest.mark.parametrize("name", ["a\0b", "x" * 5000, "", "a.json/b.json"])
def test_impossible_names(tmp_path: Path, name: str) -> None:
    (tmp_path / "a.json").write_text("{}")
    with pytest.raises(InputError):
        read_records([str(tmp_path / name)])


def test_text_that_is_not_utf_8(folder: Path) -> None:
    (problem,) = refused(folder, ".jsonl", b'\xef\xbb\xbf{"a": 1}\n{"a": "' + "决定".encode("gb18030")).problems
    assert "offset 19" in problem.message
    assert "0xbe" in problem.message
    assert problem.location.line == 2
    assert "UTF-8" in problem.cure
    refused(folder, ".json", '{"a": 1}'.encode("utf-16"))


def test_standard_input_that_cannot_be_read() -> None:
    closed = io.StringIO()
    closed.close()
    for stream in (closed, io.StringIO("\udcff"), io.StringIO("")):
        with pytest.raises(InputError, match="<stdin>"):
            read_records(["-"], stdin=stream)
    with pytest.raises(InputError, match="only once"):
        read_records(["-", "-"], stdin=io.StringIO('{"a": 1}'))


def test_the_garbage_collector_is_left_as_it_was(folder: Path) -> None:
    path = written(folder, ".jsonl", "{}")
    for enabled in (True, False):
        (gc.enable if enabled else gc.disable)()
        try:
            read_records([path])
            assert gc.isenabled() is enabled
        finally:
            gc.enable()


# --- anything at all ---

noise = st.binary(max_size=200) | st.text(alphabet='{}[]":,\\u0019eE+-.records \n\r\t#&*!', max_size=200).map(
    str.encode
)


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(SUFFIXES), noise | st.text().map(str.encode))
def test_any_content_is_read_or_refused(folder: Path, suffix: str, content: bytes) -> None:
    path = written(folder, suffix, content)
    try:
        records = read_records([path])
    except InputError as error:
        assert error.problems
        assert all(problem.cure for problem in error.problems if not problem.message.startswith("…"))
        str(error).encode()
    else:
        assert records
        for record in records:
            json.dumps(record.data, ensure_ascii=False).encode()


@given(json_objects, st.data())
def test_a_damaged_line_is_read_or_refused(folder: Path, found: dict[str, object], draw: st.DataObject) -> None:
    text = json.dumps(found)
    position = draw.draw(st.integers(0, len(text)))
    damaged = text[:position] + draw.draw(st.sampled_from(['"', "{", "]", "", "\\", ","])) + text[position + 1 :]
    for suffix in SUFFIXES:
        try:
            read_records([written(folder, suffix, damaged)])
        except InputError as error:
            assert error.problems
