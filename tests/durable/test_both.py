"""The second engine in a check: alone, and to confirm the native one."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from agree import Agreeing, drawn, invented
from jsonschema import Draft202012Validator

from tests.reference.agree import sound_pack
from tests.reference.drawn.packs import pack_of
from zhifa_rules import check
from zhifa_rules.cli.main import run
from zhifa_rules.engines.durable import availability
from zhifa_rules.engines.durable.availability import obstacle
from zhifa_rules.engines.durable.engine import DurableEngine
from zhifa_rules.errors import EngineError
from zhifa_rules.norms.core import Achieve, After
from zhifa_rules.packs import builtin_packs, load_pack
from zhifa_rules.report.accounts import account_lines
from zhifa_rules.report.json_schema import report_schema
from zhifa_rules.session import Session
from zhifa_rules.sources import read_records
from zhifa_rules.testing.case_files import read_cases

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from zhifa_rules.calendar import Calendar
    from zhifa_rules.norms.core import Norm
    from zhifa_rules.packs import Pack

needs_durable = pytest.mark.skipif(bool(obstacle()), reason=obstacle())

EXAMPLE = Path(__file__).parents[2] / "examples" / "enshi" / "history.jsonl"
AS_OF = "2025-12-31"
DRAWN, DRAWN_PACKS, DRAWN_RULES = 6, 8, 12
LEAST_EXAMINED = 0.7


@pytest.fixture(scope="module")
def records() -> list[Any]:
    return [record.data for record in read_records([str(EXAMPLE)])]


@cache
def _engines(name: str) -> Agreeing:
    """Lower a pack once for all tests of it."""
    return Agreeing(load_pack(name))


@pytest.fixture(params=builtin_packs())
def pack(request: pytest.FixtureRequest) -> Pack:
    found = sound_pack(request.param)
    assert found is not None, f"the linter finds errors in {request.param}"
    return found


# --- Agreement ----------------------------------------------------------------------------------------------


@needs_durable
def test_on_drawn_histories(pack: Pack) -> None:
    total = _engines(pack.id).compare(drawn(pack, DRAWN, 1))
    assert not total.disagreements, "\n".join(total.disagreements)
    assert total.compared >= LEAST_EXAMINED * (total.compared + total.left.total())


@needs_durable
@pytest.mark.parametrize("number", range(DRAWN_PACKS))
def test_on_drawn_packs(number: int) -> None:
    pack, situations = invented(f"both {number}", DRAWN, DRAWN_RULES)
    total = Agreeing(pack).compare(situations)
    assert not total.disagreements, "\n".join(total.disagreements)


@needs_durable
def test_on_some_example_cases(pack: Pack) -> None:
    cases = [case for case in read_cases(pack) if not case.readings and not case.known_on and len(case.records) < 40]
    some = cases[:: max(1, len(cases) // DRAWN)]
    total = _engines(pack.id).compare([([record for record, _ in case.records], case.as_of) for case in some])
    assert not total.disagreements, "\n".join(total.disagreements)
    assert total.compared >= LEAST_EXAMINED * (total.compared + total.left.total())


@needs_durable
def test_a_chained_duty_and_a_clock_that_is_stopped() -> None:
    pack = load_pack("enshi")
    engines = Agreeing(pack)
    rules = ("rectify-and-report", "decision-letter", "decision-only-when-overdue", "report-execution")
    engines.durable.rules = [rule for rule in engines.durable.rules if rule.norm.rule in rules]
    assert not engines.durable.not_lowered
    cases = [case for case in read_cases(pack) if set(rules) & set(case.rules) and not case.known_on][::6]
    total = engines.compare([([record for record, _ in case.records], case.as_of) for case in cases])
    assert not total.disagreements, "\n".join(total.disagreements)
    assert total.verdicts["violated"] > 0
    assert total.verdicts["cured_late"] > 0
    assert total.compared >= LEAST_EXAMINED * (total.compared + total.left.total())


EVERY = 6  # all of them take minutes


@pytest.mark.slow
@needs_durable
def test_on_example_cases(pack: Pack) -> None:
    by_readings: dict[str, list[Any]] = {}
    for case in list(read_cases(pack))[::EVERY]:
        if not case.known_on:
            by_readings.setdefault(json.dumps(dict(case.readings), sort_keys=True), []).append(case)
    compared, left = 0, 0
    for readings, cases in by_readings.items():
        engines = Agreeing(pack, json.loads(readings))
        for start in range(0, len(cases), 100):
            some = cases[start : start + 100]
            total = engines.compare([([record for record, _ in case.records], case.as_of) for case in some])
            assert not total.disagreements, "\n".join(total.disagreements)
            compared, left = compared + total.compared, left + total.left.total()
    assert compared >= LEAST_EXAMINED * (compared + left)


# --- In a check ---------------------------------------------------------------------------------------------


@needs_durable
def test_both_gives_the_report_of_native(records: list[Any]) -> None:
    native = check(records, packs="enshi", as_of=AS_OF).to_json()
    both = check(records, packs="enshi", as_of=AS_OF, engine="both").to_json()
    account = both.pop("second_engine")
    assert both == native
    assert account["examined"] > 400
    assert {entry["rule"] for entry in account["not_lowered"]} <= {f"enshi/{rule}" for rule in load_pack("enshi").rules}


@needs_durable
def test_durable_alone_tells_what_it_did_not_examine(records: list[Any]) -> None:
    report = check(records, packs="enshi", as_of=AS_OF, engine="durable")
    data = report.to_json()
    Draft202012Validator(report_schema()).validate(data)
    native = {f["fingerprint"]: f["verdict"] for f in check(records, packs="enshi", as_of=AS_OF).to_json()["findings"]}
    assert {f["fingerprint"]: f["verdict"] for f in data["findings"]}.items() <= native.items()
    assert report.account is not None
    assert any("not examined enshi/objection" in en for _, en in account_lines(report.account))
    assert report.exit_code == 1


@needs_durable
def test_what_was_not_examined_is_no_compliance() -> None:
    report = check([], packs="enshi", as_of=AS_OF, engine="durable")
    assert (len(report.violations), report.exit_code) == (0, 3)


@needs_durable
def test_the_command_says_in_one_line_what_was_compared(capsys: pytest.CaptureFixture[str]) -> None:
    code = run(["check", str(EXAMPLE), "--pack", "enshi", "--as-of", AS_OF, "--engine", "both", "--lang", "en"])
    said = capsys.readouterr().err.strip()
    assert (code, said.count("\n")) == (1, 0)
    assert said.startswith("the engines agree: compared ")
    assert "not examined" in said


def _misread(norm: Norm) -> Norm:
    """Give the norm with a longer period, as an engine that misreads it would take it."""
    assert isinstance(norm.body, Achieve)
    part = norm.body.parts[0]
    assert isinstance(part.within, After)
    later = replace(part.within, period=replace(part.within.period, count=400))
    return replace(norm, body=replace(norm.body, parts=(replace(part, within=later), *norm.body.parts[1:])))


@needs_durable
def test_a_disagreement_is_an_error_that_shows_the_smallest_history(monkeypatch: pytest.MonkeyPatch) -> None:
    pack, rule = load_pack("weiyang"), "publish-change"
    case = next(case for case in read_cases(pack) if rule in case.rules and case.kind == "violates")
    original = DurableEngine.__init__

    def misread(
        self: DurableEngine,
        norms: Iterable[Norm],
        calendar: Calendar,
        options: Mapping[str, Mapping[str, tuple[str, ...]]],
    ) -> None:
        changed = [_misread(norm) if norm.rule == rule else norm for norm in norms]
        original(self, changed, calendar, options)

    monkeypatch.setattr(DurableEngine, "__init__", misread)
    session = Session(pack, engine="both")
    session.add_all([record for record, _ in case.records])
    with pytest.raises(EngineError) as caught:
        session.report(case.as_of)
    message = str(caught.value)
    assert f"weiyang/{rule}" in message
    shown = json.loads(message[message.index("show it: ") + 9 : message.rindex("]") + 1])
    assert 0 < len(shown) <= len(case.records)
    monkeypatch.undo()
    assert check(shown, packs=[pack], as_of=case.as_of).duties


def test_without_durable_rules_the_error_says_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(availability, "obstacle", lambda: "durable-rules is not installed")
    code = run(["check", str(EXAMPLE), "--pack", "enshi", "--as-of", AS_OF, "--engine", "both"])
    assert code == 2
    assert "zhifa-rules[durable]" in capsys.readouterr().err


def test_rulesets_can_be_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["compile", "enshi", "--to", "durable"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["rulesets"]
    assert {entry["reason"] for entry in data["not_lowered"]}
    assert run(["compile", "enshi", "--to", "durable", "--format", "text"]) == 0
    assert "lowered " in capsys.readouterr().out


# --- What the native engine does not get right yet ----------------------------------------------------------

_HEADER = {
    "pack": "clocks",
    "version": "1.0.0",
    "title": {"zh": "期限", "en": "Clocks"},
    "instruments": [
        {
            "id": "main",
            "title": {"zh": "期限", "en": "Clocks"},
            "number": "第1号",
            "issuer": {"zh": "局", "en": "Board"},
            "validity": {"from": "2025-01-01", "until": "none"},
            "territory": ["99"],
        }
    ],
}
_RULE = {
    "id": "report",
    "form": "deadline",
    "summary": {"zh": "评查后报告", "en": "A report after a review."},
    "cites": [{"instrument": "main", "article": "1"}],
    "trigger": {"record": "review_completed"},
    "bearer": "trigger.by",
    "clock": {"start": "trigger.started_on", "ended_by": [{"record": "matter_closed"}]},
    "must": {"id": "act", "record": "document_sent", "within": {"days": 30, "after": "clock"}},
}


@needs_durable
def test_a_clock_that_is_known_not_to_start_sets_no_date() -> None:
    pack = pack_of(_HEADER, {"report": _RULE}, lint=False)
    town = {"id": "o", "type": "organ_registered", "organ": "town", "kind": "government", "division": "990001"}
    review = {"id": "r", "type": "review_completed", "on": "2025-06-02", "by": "town", "number": "D1", "matter": "M"}
    records = [pack.catalogue.validate(record) for record in (town, {**review, "started_on": "none"})]
    total = Agreeing(pack).compare([(records, date(2025, 12, 31))])
    assert not total.disagreements, "\n".join(total.disagreements)
