"""What a clerk reads: whose hours are missing, which quarter, which paper, and no word of the machine."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from zhifa_rules import check
from zhifa_rules.report.rows import rows_of
from zhifa_rules.report.text import render_text

if TYPE_CHECKING:
    from zhifa_rules.report import Report

EXAMPLES = Path(__file__).parents[2] / "examples"


@cache
def report(name: str, pack: str, as_of: str) -> Report:
    lines = (EXAMPLES / name / "history.jsonl").read_text(encoding="utf-8").splitlines()
    return check([json.loads(line) for line in lines], packs=pack, as_of=as_of)


def weiyang() -> Report:
    return report("weiyang", "weiyang", "2023-10-20")


def shaanxi() -> Report:
    return report("shaanxi", "shaanxi", "2025-12-31")


def jincheng() -> Report:
    return report("jincheng", "jincheng", "2023-12-05")


def two_packs() -> Report:
    return report("weiyang-two-packs", "auto", "2025-11-20")


def flat(found: Report) -> str:
    return "".join(render_text(found).split())


def headings(found: Report) -> list[str]:
    return [row.what[0] for row in rows_of(found.violations, found.context, "zh")]


def explained(found: Report, rule: str, bearer: str) -> str:
    return "\n".join(f.explain("zh") for f in found.violations if (f.rule, f.bearer) == (rule, bearer))


def test_hours_are_added_up_and_the_person_is_named() -> None:
    text = explained(weiyang(), "legal-training", "wy-cg")
    assert "合计24，应当至少30" in text
    assert "人员：易某" in text
    assert "2人：" in flat(weiyang())


def test_a_quarter_is_no_year() -> None:
    assert "2025年第三季度" in flat(shaanxi())
    assert "Q3年度" not in flat(shaanxi())


def test_an_article_is_not_repeated_beside_its_item() -> None:
    assert "第十七条第（八）项" in flat(jincheng())
    assert "第十七条、第十七条第（八）项" not in flat(jincheng())


def test_a_person_is_named_and_not_keyed() -> None:
    assert "原某" in flat(jincheng())
    assert "yuan" not in flat(jincheng())


def test_with_several_packs_each_row_names_its_paper() -> None:
    title = "《未央区规范行政执法行为提升行政执法能力实施意见》"
    assert any(heading.startswith(f"{title}第（十三）点") for heading in headings(two_packs()))
    assert not any(heading.startswith(title) for heading in headings(weiyang()))
    assert any("〈陕西省行政执法监督工作办法〉的通知》" in heading for heading in headings(two_packs()))


@pytest.mark.parametrize("words", ["overduefrom", "validity", "规则的条件", "“level”", "“prefecture”"])
def test_no_word_of_the_machine(words: str) -> None:
    assert not [words for found in (weiyang(), shaanxi(), jincheng(), two_packs()) if words in flat(found)]
