"""The example history of Enshi gives the report that its directory expects and its README explains."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from zhifa_rules import check

if TYPE_CHECKING:
    from zhifa_rules.norms.core import Citation
    from zhifa_rules.report import Report

EXAMPLE = Path(__file__).parents[2] / "examples" / "enshi"
AS_OF = "2025-12-31"
COMPARED = ("as_of", "readings", "assumptions", "notices", "findings")
HOW_TO_UPDATE = "If this is right, run the command at the end of the Chinese part of examples/enshi/README.md."

Row = tuple[str, ...]


@cache
def records() -> list[dict[str, Any]]:
    text = (EXAMPLE / "history.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


@cache
def report() -> Report:
    return check(records(), packs="enshi", as_of=AS_OF)


def by_identity(findings: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {f"{f['kind']} {f['rule']} {f['subject'][-1]} {f['bearer']} {f['fingerprint'][:12]}": f for f in findings}


def differences(expected: dict[str, Any], actual: dict[str, Any]) -> list[str]:
    """Say what differs, finding by finding and field by field."""
    found = [f"{key}: {expected[key]} -> {actual[key]}" for key in COMPARED[:-1] if expected[key] != actual[key]]
    before, after = by_identity(expected["findings"]), by_identity(actual["findings"])
    found += [f"gone: {name}" for name in sorted(before.keys() - after.keys())]
    found += [f"new: {name}" for name in sorted(after.keys() - before.keys())]
    for name in sorted(before.keys() & after.keys()):
        one, other = before[name], after[name]
        fields = sorted(k for k in one.keys() | other.keys() if one.get(k) != other.get(k))
        found += [f"changed: {name}: {k}: {one.get(k)} -> {other.get(k)}" for k in fields]
    return found


def rows(heading: str) -> list[Row]:
    """Read the table under a heading of the README, without code marks."""
    text = (EXAMPLE / "README.md").read_text(encoding="utf-8")
    match = re.search(rf"^### {re.escape(heading)}$(.*?)(?=^##|\Z)", text, re.MULTILINE | re.DOTALL)
    assert match, f"the README has no heading {heading!r}"
    lines = [line for line in match[1].splitlines() if line.startswith("|")][2:]
    return [tuple(cell.strip().strip("`") for cell in line.strip("|").split("|")) for line in lines]


def without_repetition(found: list[Row]) -> set[Row]:
    assert len(set(found)) == len(found), "a row stands twice"
    return set(found)


def provision(cite: Citation) -> str:
    part = cite.paragraph or cite.item
    return f"{cite.article}({part})" if part else cite.article


def test_report_is_the_expected_one() -> None:
    expected = json.loads((EXAMPLE / "expected.json").read_text(encoding="utf-8"))
    actual = json.loads(json.dumps(report().to_json(), ensure_ascii=False))
    found = differences(expected, actual)
    if found:
        pytest.fail("the report differs from expected.json:\n" + "\n".join(found) + f"\n{HOW_TO_UPDATE}", pytrace=False)
    assert {key: actual[key] for key in COMPARED} == expected


@pytest.mark.parametrize("heading", ["违反", "Broken"])
def test_readme_tells_every_violation_and_no_other(heading: str) -> None:
    actual = without_repetition(
        [
            (str(f.duty.subject[-1]), ", ".join(map(provision, f.cites)), str(f.bearer), f.rule, f.verdict.value)
            for f in report().violations
        ]
    )
    told = without_repetition([(matter, *rest) for matter, _, *rest in rows(heading)])
    assert told == actual


@pytest.mark.parametrize("heading", ["有期限的应办事项", "Owed by a date"])
def test_readme_tells_what_is_owed_by_a_date(heading: str) -> None:
    actual = without_repetition(
        [
            (str(f.duty.subject[-1]), str(f.bearer), f.rule, f.due.isoformat())
            for f in report().required_actions
            if f.due is not None
        ]
    )
    assert without_repetition([row[1:] for row in rows(heading)]) == actual


@pytest.mark.parametrize("heading", ["各事项中不能认定的", "Undecided in the matters"])
def test_readme_tells_what_is_undecided_in_the_matters(heading: str) -> None:
    actual = without_repetition(
        [(str(f.duty.subject[1]), f.rule) for f in report().undetermined if f.duty.subject[0] == "matter"]
    )
    assert without_repetition([row[:2] for row in rows(heading)]) == actual


def test_a_vertically_managed_organ_is_accused_of_nothing() -> None:
    assert not [f for f in report().violations if "es-sw" in (f.bearer, f.counterpart)]


def test_history_is_a_year_of_readable_records() -> None:
    assert 280 <= len(records()) <= 330
    ids = [record["id"] for record in records()]
    assert len(set(ids)) == len(ids)
    assert {r["on"] > AS_OF for r in records() if "on" in r} == {True, False}


def test_exit_code_tells_of_violations() -> None:
    assert report().exit_code == 1
