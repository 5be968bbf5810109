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
    from zhifa_rules.report.finding import Finding

EXAMPLES = Path(__file__).parents[2] / "examples"
NAMES = sorted(path.parent.name for path in EXAMPLES.glob("*/history.jsonl"))
COMPARED = ("as_of", "readings", "assumptions", "notices", "findings")
HOW_TO_UPDATE = "If this is right, run the command at the end of the Chinese part of examples/{name}/README.md."
SIZES = {
    "enshi": (280, 330),
    "jincheng": (100, 140),
    "shaanxi": (80, 120),
    "weiyang": (100, 140),
    "weiyang-two-packs": (80, 120),
    "youyu": (140, 180),
}
"""How many records an example holds, at least and at most."""
USUAL_SIZE = (100, 400)
NEVER_CONCERNED = {
    "enshi": ("es-sw",),
    "jincheng": ("yc-tax",),
    "shaanxi": ("lb-ss",),
    "weiyang": ("wy-da",),
    "weiyang-two-packs": ("yc-sf", "yc-sw"),
    "youyu": ("yy-da", "yy-tj"),
}
"""Organs that no violation concerns, neither as bearer nor as counterpart."""

ALL_PACKS = "auto"

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
    words = rf"zhifa-rules check examples/{name}/history\.jsonl(?: --pack (\S+))? --as-of (\d{{4}}-\d\d-\d\d)"
    found = set(re.findall(words, readme(name)))
    assert len(found) == 1, f"the README of {name} gives no command, or several different ones: {found}"
    pack, as_of = found.pop()
    return Command(pack or ALL_PACKS, as_of)


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
    return cite.article + "".join(f"({part})" for part in (cite.paragraph, cite.item) if part)


def rule(name: str, finding: Finding) -> str:
    """Name the rule of a finding, with its pack where the example is checked against all of them."""
    return f"{finding.pack}/{finding.rule}" if command(name).pack == ALL_PACKS else finding.rule


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
            (str(f.duty.subject[-1]), ", ".join(map(provision, f.cites)), str(f.bearer), rule(name, f), f.verdict.value)
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
            (str(f.duty.subject[-1]), str(f.bearer), rule(name, f), f.due.isoformat())
            for f in report(name).required_actions
            if f.due is not None
        ]
    )
    assert without_repetition([row[1:] for row in rows(name, heading)]) == actual


@every_example
@pytest.mark.parametrize("heading", ["各事项中不能认定的", "Undecided in the matters"])
def test_readme_tells_what_is_undecided_in_the_matters(name: str, heading: str) -> None:
    actual = without_repetition(
        [(str(f.duty.subject[1]), rule(name, f)) for f in report(name).undetermined if f.duty.subject[0] == "matter"]
    )
    assert without_repetition([row[:2] for row in rows(name, heading)]) == actual


@every_example
@pytest.mark.parametrize("heading", ["各机关不能认定的", "Undecided of the organs"])
def test_readme_tells_what_is_undecided_outside_matters_where_it_lists_it(name: str, heading: str) -> None:
    if section(name, heading) is None:
        pytest.skip(f"the README of {name} tells it in words")
    actual = without_repetition(
        [(str(f.bearer), rule(name, f)) for f in report(name).undetermined if f.duty.subject[0] != "matter"]
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
    known = [r["on"] for r in records(name) if isinstance(r.get("on"), str)]
    assert {on > command(name).as_of for on in known} == {True, False}


@every_example
def test_exit_code_tells_of_violations(name: str) -> None:
    assert report(name).exit_code == 1


TWO_PACKS = "weiyang-two-packs"


def verdicts(pack: str, bearer: str, kept: list[dict[str, Any]]) -> dict[tuple[str, str], str]:
    """Give the verdict of each duty of an organ under a pack, by rule and period or other end of the trigger."""
    found = check(kept, packs=command(TWO_PACKS).pack, as_of=command(TWO_PACKS).as_of)
    own = [d for d in found.duties if (d.norm.pack, d.outcome.bearer) == (pack, bearer)]
    return {(d.norm.rule, str(d.trigger_key[-1])): d.verdict.value for d in own}


def test_one_review_performs_duties_under_two_packs() -> None:
    kept = [r for r in records(TWO_PACKS) if not r["id"].startswith(("PC-wj-1", "PC-wj-2"))]
    province, district = verdicts("shaanxi", "wy-wj", kept), verdicts("weiyang", "wy-wj", kept)
    assert province["internal-review", "2025-Q2"] == "violated"
    assert province["internal-review", "2025-Q3"] == district["yearly-file-review", "2025"] == "satisfied"


def test_one_failure_breaks_two_packs_each_by_its_own_provision() -> None:
    found = {(f.pack, provision(f.cites[0])) for f in report(TWO_PACKS).violations if f.bearer == "zjb"}
    assert found == {("shaanxi", "24"), ("weiyang", "13")}


def test_an_organ_of_xianyang_is_judged_by_the_measures_and_by_the_notice() -> None:
    found = report(TWO_PACKS).violations
    assert {c.instrument for f in found if f.bearer == "xy-cg" for c in f.cites} == {"measures", "notice"}


def test_nothing_is_found_where_no_instrument_binds() -> None:
    assert not [f for f in report(TWO_PACKS).findings if {f.bearer, f.counterpart} & {"yc-sf", "yc-sw"}]
