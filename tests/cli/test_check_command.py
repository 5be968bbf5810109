"""``check``: exit codes, formats, standard input, dates, readings; ``explain``: what it finds."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from typing import TYPE_CHECKING

import pytest
from cli_helpers import AS_OF, ELSEWHERE, EXAMPLE, ORGAN, Runner, json_lines

from zhifa_rules.cli import checking

if TYPE_CHECKING:
    from pathlib import Path


COMMAND = [sys.executable, "-m", "zhifa_rules"]
SECRECY: dict[str, object] = {
    "id": "leak",
    "type": "information_disclosed",
    "on": "2025-06-01",
    "by": "k-urb",
    "protected": True,
    "permitted": False,
}


@pytest.fixture
def zhifa(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]) -> Runner:
    return Runner(tmp_path, monkeypatch, capsysbinary)


def test_exit_code_0_means_compliant(zhifa: Runner) -> None:
    result = zhifa("check", zhifa.lines("a.jsonl", [ELSEWHERE]), AS_OF)
    assert (result.code, result.err) == (0, "")
    assert "违反（0）" in result.out


def test_exit_code_1_means_violations(zhifa: Runner) -> None:
    result = zhifa("check", zhifa.lines("a.jsonl", [ORGAN, SECRECY]), AS_OF, "--pack", "enshi")
    assert result.code == 1
    assert "违反（1）" in result.out


def test_exit_code_3_means_that_something_is_undetermined(zhifa: Runner) -> None:
    result = zhifa("check", zhifa.lines("a.jsonl", [ORGAN]), AS_OF)
    assert result.code == 3
    assert "违反（0）" in result.out


def test_what_needs_judgement_only_does_not_change_the_exit_code(zhifa: Runner) -> None:
    asked: dict[str, object] = {
        "id": "r",
        "type": "request_filed",
        "kind": "recusal",
        "on": "2025-06-01",
        "by": "x",
        "to": "k-urb",
        "matter": "M1",
    }
    result = zhifa("check", zhifa.lines("a.jsonl", [{**ORGAN, "until": "2025-02-01"}, asked]), "--as-of=2025-06-02")
    assert result.code in (0, 3)


def test_the_same_input_gives_the_same_bytes_of_json(zhifa: Runner) -> None:
    arguments = ("check", str(EXAMPLE), AS_OF, "--format", "json")
    first = zhifa(*arguments)
    assert first.out == zhifa(*arguments).out
    assert first.err == ""
    data = json.loads(first.out)
    assert first.out == json.dumps(data, ensure_ascii=False, sort_keys=True, indent=2) + "\n"
    assert data["as_of"] == "2025-12-31"


def test_records_come_from_standard_input_with_a_dash_or_without_a_file(zhifa: Runner) -> None:
    text = json_lines([ORGAN, SECRECY])
    assert zhifa("check", "-", AS_OF, stdin=text).code == 1
    assert zhifa("check", AS_OF, stdin=text).code == 1


def test_several_files_of_several_formats_make_one_history(zhifa: Runner) -> None:
    first = zhifa.lines("a.jsonl", [ORGAN])
    second = zhifa.file(
        "b.yaml",
        "- {id: leak, type: information_disclosed, on: 2025-06-01, by: k-urb, protected: true, permitted: false}",
    )
    third = zhifa.file("c.json", json.dumps([{"id": "m", "type": "matter_opened", "on": "2025-06-01", "by": "k-urb"}]))
    assert zhifa("check", first, second, third, AS_OF).code == 1


def test_without_a_date_it_takes_today_in_shanghai_and_says_so_on_standard_error(zhifa: Runner) -> None:
    result = zhifa("check", zhifa.lines("a.jsonl", [ELSEWHERE]), "--format=json")
    taken = json.loads(result.out)["as_of"]
    assert taken in result.err
    assert "Asia/Shanghai" in result.err
    assert abs((date.fromisoformat(taken) - date.today()).days) <= 1


def test_a_chosen_reading_decides_what_was_open(zhifa: Runner) -> None:
    name = zhifa.lines("a.jsonl", [ORGAN])
    assert zhifa("check", name, "--as-of=2025-12-31").code == 3
    chosen = zhifa("check", name, AS_OF, "--reading", "enshi/short-year=does-not-bind")
    assert chosen.code == 0
    assert "enshi/short-year=does-not-bind" in chosen.out


def test_known_on_leaves_out_what_was_recorded_later(zhifa: Runner) -> None:
    name = zhifa.lines("a.jsonl", [{**ORGAN, "recorded_on": "2025-03-01"}, {**SECRECY, "recorded_on": "2025-08-01"}])
    assert zhifa("check", name, AS_OF).code == 1
    assert zhifa("check", name, AS_OF, "--known-on=2025-07-31").code == 3


def test_a_further_calendar_year_is_used(zhifa: Runner) -> None:
    days = "holidays: [2027-01-01]\nworkdays: []\n"
    year = zhifa.file("2027.yaml", f"year: 2027\nsource: 国办发明电〔2026〕1号\n{days}")
    result = zhifa("check", zhifa.lines("a.jsonl", [ELSEWHERE]), AS_OF, "--calendar", year, "--format=json")
    assert json.loads(result.out)["calendar"]["published_to"] == "2027-12-31"


def test_robust_tells_of_each_finding_whether_it_stands(zhifa: Runner) -> None:
    result = zhifa("check", str(EXAMPLE), AS_OF, "--format=json", "--robust")
    told = {f["holds_under_every_reading"] for f in json.loads(result.out)["findings"]}
    assert told == {True, False}


def test_english_is_written_when_asked_for(zhifa: Runner) -> None:
    assert "Violations (1)" in zhifa("check", zhifa.lines("a.jsonl", [ORGAN, SECRECY]), AS_OF, "--lang=en").out


def test_a_matter_whose_letter_is_missing_is_told_in_a_notice(zhifa: Runner) -> None:
    receipt: dict[str, object] = {"id": "r", "type": "document_received", "on": "2025-06-01", "by": "k-urb"}
    result = zhifa("check", zhifa.lines("a.jsonl", [ORGAN, {**receipt, "document": "监建1号", "matter": "M1"}]), AS_OF)
    assert result.code in (0, 3)
    assert "记录 r 提到的文书“监建1号”没有制发记录" in result.out


def test_a_date_before_all_records_is_told_in_a_notice(zhifa: Runner) -> None:
    result = zhifa("check", zhifa.lines("a.jsonl", [SECRECY]), "--as-of=2020-01-01")
    assert result.code == 0
    assert "截至该日尚无任何记录" in result.out


def test_no_colours_reach_a_pipe_or_where_they_are_unwanted(zhifa: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    from zhifa_rules.cli import output

    name = zhifa.lines("a.jsonl", [ORGAN, SECRECY])
    assert "\x1b" not in zhifa("check", name, AS_OF).out
    monkeypatch.setattr(output, "_is_terminal", lambda stream: True)
    assert "\x1b" in zhifa("check", name, AS_OF).out
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in zhifa("check", name, AS_OF).out


def test_an_interruption_ends_with_130_and_no_traceback(zhifa: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(options: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("zhifa_rules.cli.check_command.make_report", interrupted)
    result = zhifa("check", zhifa.lines("a.jsonl", [ORGAN]), AS_OF)
    assert (result.code, result.out) == (130, "")
    assert "Traceback" not in result.err


def test_a_defect_of_the_program_is_told_without_a_traceback(zhifa: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(session: object, raw: object) -> None:
        raise RuntimeError("boom")

    monkeypatch.setattr(checking, "_add", broken)
    result = zhifa("check", zhifa.lines("a.jsonl", [ORGAN]), AS_OF)
    assert (result.code, result.out) == (2, "")
    assert "RuntimeError: boom" in result.err
    assert "Traceback" not in result.err


def test_a_reader_that_goes_away_is_no_failure() -> None:
    process = subprocess.Popen([*COMMAND, "check", str(EXAMPLE), AS_OF], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait() == 1
    process.stderr.close()


def test_it_writes_utf_8_whatever_the_locale() -> None:
    environment = {"LC_ALL": "C", "PYTHONIOENCODING": "ascii"}
    done = subprocess.run([*COMMAND, "packs"], capture_output=True, env=environment, check=True)
    assert "恩施州行政执法监督办法" in done.stdout.decode("utf-8")


# --- explain ------------------------------------------------------------------------------------------------


def test_explain_finds_by_prefix_and_explains_in_the_language_asked_for(zhifa: Runner) -> None:
    name = zhifa.lines("a.jsonl", [ORGAN, SECRECY])
    found = json.loads(zhifa("check", name, AS_OF, "--format=json").out)["findings"]
    mark = next(f["fingerprint"] for f in found if f["kind"] == "violation")
    zh, en = (zhifa("explain", mark[:10], name, AS_OF, "--lang", lang) for lang in ("zh", "en"))
    assert (zh.code, en.code) == (0, 0)
    assert "第二十四条第（三）项" in zh.out
    assert "art. 24 item 3" in en.out


def test_explain_explains_all_findings_of_an_ambiguous_prefix(zhifa: Runner) -> None:
    result = zhifa("explain", "c", str(EXAMPLE), AS_OF, "--format=json")
    explained = json.loads(result.out)
    assert len(explained) > 1
    assert all(f["fingerprint"].startswith("c") for f in explained)
    assert len({f["fingerprint"] for f in explained}) == len(explained)
    assert all({"zh", "en"} == set(f["explanation"]) for f in explained)


@pytest.mark.parametrize(
    ("prefix", "message"), [("0000000000", "no finding"), ("xyz", "hexadecimal"), ("", "hexadecimal")]
)
def test_explain_refuses_a_prefix_that_fits_nothing(zhifa: Runner, prefix: str, message: str) -> None:
    result = zhifa("explain", prefix, zhifa.lines("a.jsonl", [ORGAN]), AS_OF)
    assert (result.code, result.out) == (2, "")
    assert message in result.err


def test_starting_imports_neither_rich_nor_the_linter(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(json_lines([ELSEWHERE]), encoding="utf-8")
    program = (
        "import sys; from zhifa_rules.cli.main import run; "
        "code = run(['check', 'a.jsonl', '--as-of=2025-12-31', '--format=json']); "
        "print([m for m in sys.modules if m.split('.')[0] in ('rich', 'jsonschema') or 'lint' in m], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, cwd=tmp_path, check=True)
    assert done.stderr.decode().strip() == "[]"
