"""``packs``, ``show``, ``lint``, ``test``, ``schema``, help and version."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest
from cli_helpers import Runner
from jsonschema import Draft202012Validator

from zhifa_rules.packs import load_pack

COMMANDS = ["check", "explain", "packs", "show", "lint", "test", "schema"]


@pytest.fixture
def zhifa(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]) -> Runner:
    return Runner(tmp_path, monkeypatch, capsysbinary)


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("flag", ["-h", "--help"])
def test_every_command_has_help_with_examples(zhifa: Runner, command: str, flag: str) -> None:
    result = zhifa(command, flag)
    assert result.code == 0
    assert "Example" in result.out
    assert f"zhifa-rules {command}" in result.out


def test_help_lists_all_commands_and_exit_codes(zhifa: Runner) -> None:
    result = zhifa("--help")
    assert result.code == 0
    assert all(command in result.out for command in COMMANDS)
    assert "Exit codes" in result.out


def test_version(zhifa: Runner) -> None:
    result = zhifa("--version")
    assert result.code == 0
    assert version("zhifa-rules") in result.out


def test_packs_lists_title_version_validity_and_number_of_rules(zhifa: Runner) -> None:
    pack = load_pack("enshi")
    result = zhifa("packs")
    assert result.code == 0
    line = next(line for line in result.out.splitlines() if line.startswith("enshi "))
    for part in (pack.title.zh, pack.version, "2025-03-01起施行", f"{len(pack.rules)}条规则"):
        assert part in line
    assert f"{len(pack.rules)} rules" in zhifa("packs", "--lang=en").out


def test_show_gives_the_open_questions_with_their_options_and_all_rules(zhifa: Runner) -> None:
    pack = load_pack("enshi")
    result = zhifa("show", "enshi")
    assert result.code == 0
    for question in pack.questions.values():
        assert question.id in result.out
        assert all(option.text.zh in result.out for option in question.options)
    assert all(rule in result.out for rule in pack.rules)


def test_show_gives_one_rule_with_provision_readings_yaml_and_cases(zhifa: Runner) -> None:
    result = zhifa("show", "enshi", "answer-objection", "--lang=en")
    assert result.code == 0
    for part in (
        "enshi/answer-objection",
        "art. 27 para. 1",
        "Form: deadline",
        "enshi/late-reply-duty",
        "  form: deadline",
        "calendar-days: {days: 15, after: clock, rolls: {definition: rolls}}",
        "Cases (",
    ):
        assert part in result.out
    assert "id: end-supervision" not in result.out


def test_lint_ends_with_a_count(zhifa: Runner) -> None:
    result = zhifa("lint", "enshi")
    assert result.code in (0, 1)
    assert result.out.splitlines()[-1].startswith("enshi: ")


PACK = """pack: tiny
version: "1.0"
title: {zh: 小办法, en: Tiny measures}
instruments:
  - id: tiny
    title: {zh: 小办法, en: Tiny measures}
    number: 第1号
    issuer: {zh: 某县人民政府, en: A county government}
    validity: {from: 2025-01-01, until: 2026-12-31}
    territory: ["4228"]
"""
RULES = """rules:
  - id: no-leaks
    form: prohibition
    cites: [{article: "1"}]
    summary: {zh: 不得泄露。, en: No leaks.}
    trigger: {record: information_disclosed, where: {protected: true}}
    bearer: trigger.by
"""
LEDGER = f"""clauses:
  - {{id: "1", label: 第一条, treatment: encoded, rules: [no-leaks], sha256: "{"0" * 64}"}}
"""
CASES = """cases:
  - id: leak
    kind: violates
    about: {zh: 泄露, en: a leak}
    rules: [no-leaks]
    records:
      - {type: organ_registered, organ: a, kind: department, level: county, division: "422802"}
      - {type: information_disclosed, on: 2025-06-01, by: a, protected: true}
    as_of: 2025-06-02
    expect: [{rule: no-leaks, verdict: VERDICT}]
"""


def tiny(zhifa: Runner, verdict: str = "violated") -> str:
    zhifa.file("tiny/pack.yaml", PACK)
    zhifa.file("tiny/rules/all.yaml", RULES)
    zhifa.file("tiny/ledger.yaml", LEDGER)
    zhifa.file("tiny/cases/all.yaml", CASES.replace("VERDICT", verdict))
    return "tiny"


def test_cases_that_pass_end_with_0_and_a_table_of_what_is_covered(zhifa: Runner) -> None:
    result = zhifa("test", tiny(zhifa))
    assert result.code == 0
    assert "no-leaks" in result.out
    assert result.out.splitlines()[-1] == "tiny: 1 cases: 1 passed, 0 failed"


def test_cases_that_fail_end_with_1_and_name_the_case(zhifa: Runner) -> None:
    result = zhifa("test", tiny(zhifa, "satisfied"), "leak")
    assert result.code == 1
    assert "case leak" in result.out
    assert result.out.splitlines()[-1] == "tiny: 1 cases: 0 passed, 1 failed"


def test_an_unknown_case_is_refused(zhifa: Runner) -> None:
    result = zhifa("test", tiny(zhifa), "leek")
    assert (result.code, result.out) == (2, "")


def test_a_pack_of_ones_own_is_checked_against_and_shown(zhifa: Runner) -> None:
    path = tiny(zhifa)
    shown = zhifa("show", path)
    assert "2025-01-01至2026-12-31施行" in shown.out
    record = '{"id":"x","type":"information_disclosed","on":"2025-06-01","by":"a","protected":true}\n'
    organ = '{"id":"a","type":"organ_registered","organ":"a","division":"422802"}\n'
    zhifa.file("a.jsonl", organ + record)
    assert zhifa("check", "a.jsonl", "--as-of=2025-06-02", "--pack", path, "--pack", "enshi").code == 1


@pytest.mark.parametrize("what", ["records", "report"])
def test_schemas_are_schemas(zhifa: Runner, what: str) -> None:
    result = zhifa("schema", what)
    assert (result.code, result.err) == (0, "")
    Draft202012Validator.check_schema(json.loads(result.out))


def test_the_schema_of_records_is_the_default(zhifa: Runner) -> None:
    assert zhifa("schema").out == zhifa("schema", "records").out


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_output_that_cannot_be_written_is_an_error() -> None:
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, "-m", "zhifa_rules", "packs"]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 2
    assert b"cannot be written" in done.stderr
