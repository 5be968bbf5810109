"""All contenders of the benchmark that can run here find the same violations in a little of its work."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NoReturn

import pytest
from click.testing import CliRunner

from benchmarks import compare, contenders, growth, session
from benchmarks.contenders import NAMES, Unavailable, contender, left_out
from benchmarks.standard.plain import PlainEvent, violations
from benchmarks.standard.work import events

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pytest import CaptureFixture, MonkeyPatch

    from benchmarks.standard.work import Record, Violation

MATTERS = 20
RULES = {
    "two-officers",
    "limit",
    "after-visit",
    "rectify",
    "not-closed-early",
    "decide",
    "publish",
    "reviewers",
    "yearly-review",
}


@cache
def work() -> list[Record]:
    return events(MATTERS)


@cache
def expected() -> set[Violation]:
    return violations(map(PlainEvent.model_validate, work()))


def test_every_rule_is_violated_in_the_work() -> None:
    assert {rule for rule, _, _ in expected()} == RULES


@pytest.mark.parametrize("name", NAMES)
def test_contender_agrees(name: str) -> None:
    try:
        module = contender(name)
        found = module.prepare(work())()
    except Unavailable as reason:
        pytest.skip(str(reason))
    assert found == {violation for violation in expected() if violation[0] not in left_out(module)}


class Careless:
    """A contender that overlooks one violation and invents another."""

    TITLE = "careless"
    LIBRARIES = ()

    def prepare(self, records: Sequence[Record]) -> Callable[[], set[Violation]]:
        return lambda: {*sorted(expected())[1:], ("limit", "nobody", "m0")}


def test_a_contender_that_differs_fails_the_run(monkeypatch: MonkeyPatch) -> None:
    monkeypatch.setattr(compare, "contender", lambda _: Careless())
    result = CliRunner().invoke(compare.main, ["--matters", str(MATTERS), "--runs", "1", "--only", "clips_rules"])
    assert result.exit_code == 1
    said = result.output
    assert f"1 missing: [{sorted(expected())[0]}]" in said
    assert "1 not in straight-line Python: [('limit', 'nobody', 'm0')]" in said


def test_a_run_without_a_library_says_what_is_missing(monkeypatch: MonkeyPatch) -> None:
    def missing(_: str) -> NoReturn:
        raise ImportError(name="clips")

    monkeypatch.setattr(contenders, "import_module", missing)
    contest = compare.Contest(MATTERS, runs=1)
    figures = contest.hold(["clips_rules"])
    assert not contest.differences
    assert "not run: clips_rules: the module clips is not installed (pip install" in figures.notes[0]


def test_growth_agrees_at_every_size(capsys: CaptureFixture[str]) -> None:
    assert growth.run([200, 2500], ["native"]) == 0
    assert capsys.readouterr().out.count("native") == 2


def test_session_is_measured() -> None:
    figures = session.measure(MATTERS)
    assert [row[-1] for row in figures.rows] == ["us", "us", "ms", "ms", "ms", "ms", "ms", "ms"]
