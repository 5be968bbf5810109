"""Bad input: one clear message with place, field, value and cure, exit code 2, nothing on standard output."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from cli_helpers import AS_OF, ORGAN, Result, Runner

if TYPE_CHECKING:
    from pathlib import Path

OPENED: dict[str, object] = {"id": "m", "type": "matter_opened", "on": "2025-05-01", "by": "k-urb"}


@pytest.fixture
def zhifa(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]) -> Runner:
    return Runner(tmp_path, monkeypatch, capsysbinary)


def refused(result: Result) -> list[str]:
    """Every refusal has this form; give the lines of the message."""
    assert result.code == 2
    assert result.out == ""
    assert "Traceback" not in result.err
    return result.err.splitlines()


def test_an_unknown_field(zhifa: Runner) -> None:
    name = zhifa.lines("a.jsonl", [ORGAN, {**OPENED, "concernng": "x"}])
    (line,) = refused(zhifa("check", name, AS_OF))
    assert line == "a.jsonl:2: concernng: record m: unknown field (value: 'x'). Did you mean concerning?"


def test_a_wrong_date(zhifa: Runner) -> None:
    (line,) = refused(zhifa("check", zhifa.lines("a.jsonl", [{**OPENED, "on": "2025-02-30"}]), AS_OF))
    assert line.startswith("a.jsonl:1: on: record m: must be a calendar date")
    assert "(value: '2025-02-30')" in line


def test_a_field_in_yaml_is_named_with_its_own_line_and_column(zhifa: Runner) -> None:
    name = zhifa.file("a.yaml", "- id: m\n  type: matter_opened\n  on: 2025-02-30\n")
    (line,) = refused(zhifa("check", name, AS_OF))
    assert line.startswith("a.yaml:3:3: on: ")


def test_two_records_with_one_id_and_different_content(zhifa: Runner) -> None:
    first = zhifa.lines("a.jsonl", [OPENED])
    second = zhifa.lines("b.jsonl", [{**OPENED, "on": "2025-05-02"}])
    (line,) = refused(zhifa("check", first, second, AS_OF))
    assert line.startswith("b.jsonl:1: id: two records with the id m differ (first at a.jsonl:1)")


def test_a_correction_of_an_absent_record(zhifa: Runner) -> None:
    (line,) = refused(zhifa("check", zhifa.lines("a.jsonl", [{**OPENED, "corrects": "gone"}]), AS_OF))
    assert line.startswith("a.jsonl:1: corrects: ")
    assert "'gone'" in line


def test_an_invalid_line_of_json(zhifa: Runner) -> None:
    (line,) = refused(zhifa("check", zhifa.file("a.jsonl", '{"id": "x"}\n{"id": \n'), AS_OF))
    assert line.startswith("a.jsonl:2:")


def test_an_empty_file(zhifa: Runner) -> None:
    (line,) = refused(zhifa("check", zhifa.file("a.jsonl", ""), AS_OF))
    assert line.startswith("a.jsonl: contains no records")


def test_a_missing_file(zhifa: Runner) -> None:
    (line,) = refused(zhifa("check", "none.jsonl", AS_OF))
    assert line.startswith("none.jsonl: the file does not exist")


def test_all_problems_of_all_files_are_told_at_once(zhifa: Runner) -> None:
    first = zhifa.lines("a.jsonl", [{**OPENED, "on": "x"}, {**OPENED, "id": "n", "type": "matter_opend"}])
    second = zhifa.lines("b.jsonl", [{**OPENED, "id": "o", "extra": 1}])
    lines = refused(zhifa("check", first, second, AS_OF))
    assert [line.split(": ")[0] for line in lines] == ["a.jsonl:1", "a.jsonl:2", "b.jsonl:1"]


def test_very_many_problems_are_counted_not_all_listed(zhifa: Runner) -> None:
    name = zhifa.lines("a.jsonl", [{**OPENED, "id": f"m{n}", "on": "x"} for n in range(500)])
    lines = refused(zhifa("check", name, AS_OF))
    assert len(lines) == 101
    assert lines[-1] == "… and 400 more problems"


def test_a_pack_that_will_not_parse(zhifa: Runner) -> None:
    zhifa.file("bad/pack.yaml", "pack: [\n")
    (line,) = refused(zhifa("check", zhifa.lines("a.jsonl", [OPENED]), AS_OF, "--pack", "bad"))
    assert line.startswith("bad/pack.yaml:2:1: ")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--pack", "enshy"], "there is no such pack (value: 'enshy')"),
        (["--pack", "enshi", "--pack", "enshi"], "a pack is named twice"),
        (["--reading", "rolover=rolls"], "there is no such open question (value: 'rolover'). Did you mean"),
        (
            ["--pack", "enshi", "--reading", "rollover=moves"],
            "rollover has no such option (value: 'moves'). Options of rollover: stays, rolls",
        ),
        (["--reading", "rollover=stays"], "rollover"),  # several packs have a question of this name
        (["--reading", "rollover"], "--reading: a reading names a question and an option (value: 'rollover')"),
        (["--reading", "rollover=stays", "--reading", "rollover=rolls"], "two options of one question"),
        (["--as-of", "2025-13-01"], "--as-of: must be a calendar date (value: '2025-13-01'). Write it as 2025-12-31"),
        (["--as-of", "20251231"], "--as-of: must be a calendar date"),
        (["--known-on", "yesterday"], "--known-on: must be a calendar date (value: 'yesterday')"),
        (["--calendar", "none.yaml"], "none.yaml: the calendar file cannot be read"),
        (["--calendar", "bad.yaml"], "bad.yaml:1:1: source: the key is missing"),
        (["--lang", "fr"], "'fr' is not one of 'zh', 'en'"),
        (["--colour"], "No such option"),
    ],
)
def test_options_that_do_not_fit(zhifa: Runner, arguments: list[str], message: str) -> None:
    zhifa.file("bad.yaml", "year: 2027\n")
    name = zhifa.lines("a.jsonl", [OPENED])
    lines = refused(zhifa("check", name, AS_OF, *arguments))
    assert any(message in line for line in lines)


def test_standard_input_named_twice(zhifa: Runner) -> None:
    (line,) = refused(zhifa("check", "-", "-", AS_OF, stdin="{}"))
    assert "only once" in line


def test_control_characters_in_values_do_not_reach_the_terminal(zhifa: Runner) -> None:
    result = zhifa("check", zhifa.lines("a.jsonl", [{**OPENED, "\x1b[2J": "x"}]), AS_OF)
    refused(result)
    assert "\x1b" not in result.err


@pytest.mark.parametrize(
    "arguments",
    [
        ["frobnicate"],
        ["show", "nothing"],
        ["show", "enshi", "nothing"],
        ["lint", "nothing"],
        ["test", "nothing"],
        ["schema", "x"],
    ],
)
def test_what_does_not_exist(zhifa: Runner, arguments: list[str]) -> None:
    refused(zhifa(*arguments))
