"""Each example history gives the report that its directory expects and its README explains.

An example is a folder under ``examples`` with a ``history.jsonl``. Pack and day are those of the command in its README.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pytest

from zhifa_rules import check
from zhifa_rules.report.text import render_text

if TYPE_CHECKING:
    from zhifa_rules.norms.core import Citation
    from zhifa_rules.report import Report

EXAMPLES = Path(__file__).parents[2] / "examples"
NAMES = sorted(path.parent.name for path in EXAMPLES.glob("*/history.jsonl"))
COMPARED = ("as_of", "readings", "assumptions", "notices", "findings")
HOW_TO_UPDATE = "If this is right, run the command at the end of the Chinese part of examples/{name}/README.md."
SIZES = {"enshi": (280, 330), "youyu": (140, 180)}
"""How many records an example holds, at least and at most."""
USUAL_SIZE = (100, 400)
NEVER_CONCERNED = {"enshi": ("es-sw",), "youyu": ("yy-da", "yy-tj")}
"""Organs that no violation concerns, neither as bearer nor as counterpart."""

Row = tuple[str, ...]

every_example = pytest.mark.parametrize("name", NAMES)


@dataclass(frozen=True)
class Command:
    """The check that the README of an example tells its reader to run."""

    pack: str
    as_of: str


@cache
def readme(name: str) -> str:
    return (EXAMPLES / name / "README.md").read_text(encoding="utf-8")


@cache
def command(name: str) -> Command:
    words = rf"zhifa-rules check examples/{name}/history\.jsonl --pack (\S+) --as-of (\d{{4}}-\d\d-\d\d)"
    found = set(re.findall(words, readme(name)))
    assert len(found) == 1, f"the README of {name} gives no command, or several different ones: {found}"
    return Command(*found.pop())


@cache
def records(name: str) -> list[dict[str, Any]]:
    text = (EXAMPLES / name / "history.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


@cache
def report(name: str) -> Report:
    return check(records(name), packs=command(name).pack, as_of=command(name).as_of)


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


def section(name: str, heading: str) -> str | None:
    """Give the part of the README under a heading, if it has one."""
    found = re.search(rf"^### {re.escape(heading)}$(.*?)(?=^##|\Z)", readme(name), re.MULTILINE | re.DOTALL)
    return found[1] if found else None


def rows(name: str, heading: str) -> list[Row]:
    """Read the table under a heading of the README, without code marks."""
    text = section(name, heading)
    assert text is not None, f"the README of {name} has no heading {heading!r}"
    lines = [line for line in text.splitlines() if line.startswith("|")][2:]
    return [tuple(cell.strip().strip("`") for cell in line.strip("|").split("|")) for line in lines]


def without_repetition(found: list[Row]) -> set[Row]:
    assert len(set(found)) == len(found), "a row stands twice"
    return set(found)


def provision(cite: Citation) -> str:
    part = cite.paragraph or cite.item
    return f"{cite.article}({part})" if part else cite.article


def test_there_are_examples() -> None:
    assert set(SIZES) <= set(NAMES)


@every_example
def test_report_is_the_expected_one(name: str) -> None:
    expected = json.loads((EXAMPLES / name / "expected.json").read_text(encoding="utf-8"))
    actual = json.loads(json.dumps(report(name).to_json(), ensure_ascii=False))
    found = differences(expected, actual)
    if found:
        text = "the report differs from expected.json:\n" + "\n".join(found)
        pytest.fail(f"{text}\n{HOW_TO_UPDATE.format(name=name)}", pytrace=False)
    assert {key: actual[key] for key in COMPARED} == expected


@every_example
@pytest.mark.parametrize("heading", ["违反", "Broken"])
def test_readme_tells_every_violation_and_no_other(name: str, heading: str) -> None:
    actual = without_repetition(
        [
            (str(f.duty.subject[-1]), ", ".join(map(provision, f.cites)), str(f.bearer), f.rule, f.verdict.value)
            for f in report(name).violations
        ]
    )
    told = without_repetition([(subject, *rest) for subject, _, *rest in rows(name, heading)])
    assert told == actual


@every_example
@pytest.mark.parametrize("heading", ["有期限的应办事项", "Owed by a date"])
def test_readme_tells_what_is_owed_by_a_date(name: str, heading: str) -> None:
    actual = without_repetition(
        [
            (str(f.duty.subject[-1]), str(f.bearer), f.rule, f.due.isoformat())
            for f in report(name).required_actions
            if f.due is not None
        ]
    )
    assert without_repetition([row[1:] for row in rows(name, heading)]) == actual


@every_example
@pytest.mark.parametrize("heading", ["各事项中不能认定的", "Undecided in the matters"])
def test_readme_tells_what_is_undecided_in_the_matters(name: str, heading: str) -> None:
    actual = without_repetition(
        [(str(f.duty.subject[1]), f.rule) for f in report(name).undetermined if f.duty.subject[0] == "matter"]
    )
    assert without_repetition([row[:2] for row in rows(name, heading)]) == actual


@every_example
@pytest.mark.parametrize("heading", ["各机关不能认定的", "Undecided of the organs"])
def test_readme_tells_what_is_undecided_outside_matters_where_it_lists_it(name: str, heading: str) -> None:
    if section(name, heading) is None:
        pytest.skip(f"the README of {name} tells it in words")
    actual = without_repetition(
        [(str(f.bearer), f.rule) for f in report(name).undetermined if f.duty.subject[0] != "matter"]
    )
    assert without_repetition([row[:2] for row in rows(name, heading)]) == actual


@every_example
@pytest.mark.parametrize(("lang", "begins"), [("zh", "合计："), ("en", "Total:")])
def test_readme_quotes_the_last_line_of_the_report_where_it_does(
    name: str, lang: Literal["zh", "en"], begins: str
) -> None:
    quoted = [line for line in readme(name).splitlines() if line.startswith(begins)]
    last = render_text(report(name), lang).splitlines()[-1]
    assert quoted in ([], [last])


@every_example
def test_nobody_is_accused_whom_the_instrument_does_not_bind(name: str) -> None:
    spared = NEVER_CONCERNED.get(name, ())
    assert not [f for f in report(name).violations if {f.bearer, f.counterpart} & set(spared)]


@every_example
def test_history_is_a_year_of_readable_records(name: str) -> None:
    least, most = SIZES.get(name, USUAL_SIZE)
    assert least <= len(records(name)) <= most
    ids = [record["id"] for record in records(name)]
    assert len(set(ids)) == len(ids)
    assert {r["on"] > command(name).as_of for r in records(name) if "on" in r} == {True, False}


@every_example
def test_exit_code_tells_of_violations(name: str) -> None:
    assert report(name).exit_code == 1
