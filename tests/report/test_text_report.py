"""The text report: sections, order, grouping, width and plainness."""

from __future__ import annotations

import re

import pytest
from report_helpers import REGISTER, correction, finding, letter, objection, report
from rich.cells import cell_len

import zhifa_rules as z
from zhifa_rules.report.text import render_text
from zhifa_rules.report.wrap import wrapped


def test_it_has_the_sections_that_a_clerk_looks_for() -> None:
    made = report([*letter("2025-06-03"), objection("2025-06-14")], "2025-07-20")
    text = render_text(made, "zh")
    for heading in ("核对日期：2025-07-20", "违反（", "应办事项（", "无法判定（", "可行使的权力（", "推定", "合计："):
        assert heading in text
    english = render_text(made, "en")
    for heading in ("as of: 2025-07-20", "Violations (", "Required actions (", "Undetermined (", "Total:"):
        assert heading in english


def test_a_finding_shows_mark_provision_parties_date_and_what_is_missing() -> None:
    made = report([*letter("2025-06-03"), correction("2025-06-20")], "2025-07-20")
    text = render_text(made, "zh", width=160)
    assert finding(made, "rectify-and-report", "undetermined").fingerprint[:12] in text
    for part in ("第二十七条第二款　事项 M1", "→ 利川市人民政府", "待定：三十日是否包括报送整改情况？", "2025-07-03"):
        assert part in text


def test_required_actions_come_overdue_first_and_undated_last() -> None:
    made = report([*letter("2025-06-03"), objection("2025-06-10")], "2025-07-20")
    section = render_text(made, "zh").partition("应办事项")[2].partition("无法判定")[0]
    assert section.index("已过") < section.index("没有期限")


def test_both_due_dates_are_shown_where_readings_differ() -> None:
    text = render_text(report(letter("2025-09-02"), "2025-09-20"), "zh")
    assert "到期日因理解而异" in text
    assert "最迟2025-10-09" in text


def test_standing_duties_of_many_organs_share_one_row_per_rule() -> None:
    bureaus = [{**REGISTER[2], "id": f"b{n}", "organ": f"b{n}", "name": f"利川市第{n}局"} for n in range(30)]
    made = z.check([*REGISTER, *bureaus], packs="enshi", as_of="2025-07-20")
    standing = [f for f in made.required_actions if f.rule == "powers-and-duties-list"]
    text = render_text(made, "zh")
    assert len(standing) > 30
    assert sum(f.fingerprint[:12] in text for f in standing) == 1
    assert f"{len(standing)}个机关：" in text


def test_only_what_can_still_be_used_is_listed_among_powers_and_the_rest_is_counted() -> None:
    open_right = render_text(report(letter("2025-06-03"), "2025-06-10"), "zh").partition("可行使的权力")[2]
    lapsed = render_text(report(letter("2025-06-03"), "2025-06-20"), "zh").partition("可行使的权力")[2]
    assert "期限内可以行使：异议（复查申请）" in open_right
    assert lapsed.startswith("（0）")
    assert "期限届满未行使1" in lapsed


def test_notices_name_a_letter_that_is_not_on_file() -> None:
    records = [r for r in letter("2025-06-03") if r["id"] != "letter"]
    text = render_text(report(records, "2025-07-20"), "zh", width=160)
    assert "记录 receipt 提到的文书" in text
    assert "没有制发记录" in text


def test_notices_do_not_miss_a_paper_that_stands_in_a_subject_of_its_own() -> None:
    plan = {"id": "plan", "type": "document_adopted", "on": "2025-03-03", "by": "lichuan", "number": "P1"}
    filing = {"id": "filing", "type": "document_sent", "on": "2025-03-05", "by": "lichuan", "number": "F1"}
    text = render_text(z.check([*REGISTER, plan, {**filing, "answers": "P1"}], packs="enshi", as_of="2025-07-20"), "zh")
    assert "没有制发记录" not in text
    lost = render_text(z.check([*REGISTER, {**filing, "answers": "P1"}], packs="enshi", as_of="2025-07-20"), "zh")
    assert "没有制发记录" in lost


@pytest.mark.parametrize("width", [72, 100, 160])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_line_is_wider_than_asked_for(width: int, lang: str) -> None:
    made = report([*letter("2025-09-02"), objection("2025-09-14")], "2025-10-20")
    text = render_text(made, "zh" if lang == "zh" else "en", width=width)
    assert max(cell_len(line) for line in text.splitlines()) <= width
    assert "…" not in text


def test_colours_appear_only_when_asked_for() -> None:
    made = report(letter("2025-06-03"), "2025-07-20")
    plain, colored = render_text(made), render_text(made, color=True)
    assert "\x1b" not in plain
    assert "\x1b[" in colored
    assert re.sub(r"\x1b\[[0-9;]*m", "", colored).split() == plain.split()


def test_markup_in_names_is_plain_text() -> None:
    register = [{**r, "name": f"[red]{r['name']}\x1b[2J"} for r in REGISTER]
    made = z.check([*register, *letter("2025-06-03")], packs="enshi", as_of="2025-07-20")
    text = render_text(made, "zh", width=160)
    assert "[red]" in text
    assert "\x1b" not in text


@pytest.mark.parametrize("sign", ["\t", "\n", "\u3000", "\u200d", "☺\ufe0f"])
def test_no_sign_in_a_name_disturbs_the_columns(sign: str) -> None:
    register = [{**r, "name": sign.join(str(r["name"]))} for r in REGISTER]
    made = z.check([*register, *letter("2025-06-03")], packs="enshi", as_of="2025-07-20")
    for line in render_text(made, "zh", width=90).splitlines():
        assert cell_len(line) <= 90
        assert "\t" not in line
        if line.startswith(tuple("0123456789abcdef")):
            assert line[12:15] == "   "


def test_lines_break_neither_dates_nor_before_a_full_stop() -> None:
    text = "自2025-06-03起算的期限，到期日为2025-07-03。以后不再计算。"
    for width in range(12, 40):
        lines = wrapped(text, width)
        assert "".join(lines) == text
        assert all(cell_len(line) <= width for line in lines)
        assert not any(line.startswith(("。", "，")) for line in lines)
        assert any("2025-07-03" in line for line in lines)
