"""The page of an invented pack: its figures, its escaping, and the duty calendar above all."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from construct_helpers import schools
from markdown_it import MarkdownIt
from pack_helpers import PackFolder, with_rule

from zhifa_rules.cli.main import cli
from zhifa_rules.errors import UsageError
from zhifa_rules.norms.core import Text
from zhifa_rules.packs import Pack, load_pack
from zhifa_rules.report.pack_page import index_page, pack_page
from zhifa_rules.report.pack_page.markdown import pair, table
from zhifa_rules.report.pack_page.timetable import EVERY_MONTH, calendar_entries
from zhifa_rules.report.pack_page.words import last_day_text

if TYPE_CHECKING:
    from pathlib import Path

    from markdown_it.token import Token


@pytest.fixture
def folder(tmp_path: Path) -> PackFolder:
    return PackFolder(tmp_path / "library").write()


def parsed(page: str) -> list[Token]:
    blocks = MarkdownIt("commonmark").enable("table").parse(page)
    return [token for block in blocks for token in (block, *(block.children or ()))]


def rows_below(page: str, title: str) -> list[list[str]]:
    """Give the cells of the first table below a heading, without its head."""
    section = page.partition(f"{title}\n")[2].partition("\n## ")[0].partition("\n### ")[0]
    lines = [line for line in section.splitlines() if line.startswith("|")][2:]
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]


# --- Figures and texts are derived ------------------------------------------------------------------------------


def test_figures_come_from_the_pack(folder: PackFolder) -> None:
    pack = load_pack(folder.path)
    page = pack_page(pack, ["complies", "complies", "violates"])
    figures = {row[0].partition("]")[0].lstrip("["): row[1:] for row in rows_below(page, "概况 In figures")}
    assert figures["条款 Clauses"][0] == str(len(pack.ledger)) == "5"
    assert figures["条款 Clauses"][1].startswith("3 已编为规则 encoded in rules<br>2 原则")
    assert figures["规则 Rules"] == [
        "3",
        "1 期限义务 duty to act<br>1 定期定量 quota per period<br>1 行为要求 requirement on an act",
    ]
    assert figures["案例 Cases"] == ["3", "2 合规 complies<br>1 违反 violates"]
    assert "| 3 | 5 | 3 | 3 |" in index_page([(pack, 3)])


def test_texts_cannot_break_the_page(folder: PackFolder) -> None:
    hostile = "a|b <b>c</b> [d](#e) `f` *g*"
    folder.replace("rules/lending.yaml", "en: A reader returns a book within fourteen days.", f'en: "{hostile}"')
    page = pack_page(load_pack(folder.path), ())
    tokens = parsed(page)
    (event,) = rows_below(page, "事件触发的期限 Deadlines set off by events")
    assert len(event) == 6
    assert hostile in "".join(t.content for t in tokens if t.type in ("text", "text_special"))
    assert "#e" not in [t.attrs["href"] for t in tokens if t.type == "link_open"]
    assert not [t for t in tokens if t.type == "html_inline" and t.content == "<b>"]


def test_a_table_without_rows_is_left_out() -> None:
    assert table(("a",), []) == []


def test_show_prints_the_page_of_any_pack(folder: PackFolder) -> None:
    (folder.path / "cases/lending.yaml").unlink()
    result = CliRunner().invoke(cli, ["show", str(folder.path), "--page"])
    assert result.output.startswith("# 图书借阅规则\n")
    assert result.output == pack_page(load_pack(folder.path), ())


def test_a_page_is_not_of_one_rule(folder: PackFolder) -> None:
    result = CliRunner().invoke(cli, ["show", str(folder.path), "take-stock", "--page"])
    assert isinstance(result.exception, UsageError)
    assert "Leave out RULE, or --page" in str(result.exception)


# --- The calendar -----------------------------------------------------------------------------------------------

STAMP = {
    "plan": ("every: year", "{month: 3, day: 31, of_year: period.year}"),
    "figures": ("every: year", "{month: 1, day: 20, of_year: period.next_year}"),
    "budget": ("every: year", "{month: 11, day: 30, of_year: period.previous_year}"),
    "report": ("every: year", "{days: 31, after: period.last_day}"),
    "fresh": ("every: year", "{working_days: 10, after: period.first_day}"),
    "midyear": ("every: half", "period.last_day"),
    "monthly": ("every: month", "period.last_day"),
    "tenth": ("every: month", "{days: 9, after: period.first_day}"),
    "afterwards": ("every: quarter", "{days: 15, after: period.last_day}"),
    "february": ("every: year", "{months: 1, after: {days: 30, after: period.first_day}}"),
    "once": ("in_force: true", "2026-06-30"),
    "open": ("in_force: true", "none"),
    "depends": (
        "every: year",
        "{reading: loan-days, calendar: {days: 1, after: period.first_day}, working: period.last_day}",
    ),
}


def with_duties(folder: PackFolder) -> Pack:
    for name, (trigger, within) in STAMP.items():
        with_rule(
            folder,
            f"""\
  - id: {name}
    form: deadline
    cites: [{{article: "2", paragraph: "2"}}]
    summary: {{zh: 义务{name}。, en: Duty {name}.}}
    trigger: {{{trigger}}}
    addressee: {{definition: library}}
    must:
      record: stock_taken
      where: {{by: {{same_as: bearer}}}}
      within: {within}
""",
        )
    return load_pack(folder.path)


def lines_of(pack: Pack, rule: str) -> list[tuple[int, int, str]]:
    found = [entry for entry in calendar_entries(pack) if entry.norm.rule == rule]
    return [(entry.on.month, entry.on.day, last_day_text(entry).en) for entry in found]


def test_the_months_of_the_calendar(folder: PackFolder) -> None:
    pack = with_duties(folder)
    assert lines_of(pack, "take-stock") == [(12, 31, "31 December")]
    assert lines_of(pack, "plan") == [(3, 31, "31 March")]
    assert lines_of(pack, "figures") == [(1, 20, "20 January (for the period before)")]
    assert lines_of(pack, "budget") == [(11, 30, "30 November (for the next period)")]
    assert lines_of(pack, "report") == [(1, 31, "31 January (for the period before)")]
    assert lines_of(pack, "midyear") == [(6, 30, "30 June"), (12, 31, "31 December")]
    assert lines_of(pack, "monthly") == [(EVERY_MONTH, 31, "last day of the month")]
    assert lines_of(pack, "tenth") == [(EVERY_MONTH, 10, "day 10")]
    assert [(month, day) for month, day, _ in lines_of(pack, "afterwards")] == [(1, 15), (4, 15), (7, 15), (10, 15)]
    assert lines_of(pack, "february") == [(2, 28, "last day of the month")]
    assert lines_of(pack, "once") == [(6, 30, "30 June 2026 (once)")]
    assert lines_of(pack, "open") == lines_of(pack, "return-book") == []
    assert lines_of(pack, "depends") == [(1, 2, "2 January")]  # the other reading is a minority opinion


def test_working_days_move_with_the_year(folder: PackFolder) -> None:
    ((month, _, told),) = lines_of(with_duties(folder), "fresh")
    assert month == 1
    assert told.startswith("about ")
    assert told.endswith("not the same every year")


def test_live_readings_have_a_line_each(folder: PackFolder) -> None:
    folder.replace("pack.yaml", "en: working days}, status: minority", "en: working days}, status: live")
    found = lines_of(with_duties(folder), "depends")
    assert [(month, day) for month, day, _ in found] == [(1, 2), (12, 31)]
    assert all(told.endswith("(depends on a reading or on the case)") for _, _, told in found)


def test_an_undated_quota_says_so(folder: PackFolder) -> None:
    folder.replace("rules/lending.yaml", "    at_least: 1\n", "    at_least: 1\n    undated: true\n")
    assert lines_of(load_pack(folder.path), "take-stock") == [(12, 31, "31 December (no date in the text)")]


def test_duties_stand_where_a_clerk_looks_for_them(folder: PackFolder) -> None:
    page = pack_page(with_duties(folder), ())
    months = re.findall(r'<a id="month-(\d+)">', page)
    assert months == ["0", "1", "2", "3", "4", "6", "7", "10", "11", "12"]
    (march,) = rows_below(page, "3月 March")
    assert march[0] == "3月31日<br>31 March"
    assert march[1] == "[图书馆<br>library](#who-library)"
    assert march[2:4] == ["义务plan。<br>Duty plan.", "[第二条第二款<br>art. 2 para. 2](#rule-plan)"]
    (event,) = rows_below(page, "事件触发的期限 Deadlines set off by events")
    assert event[0] == "借出<br>book lent"
    assert event[1] == "自起因之日起14日内<br>within 14 days of the trigger"
    assert event[2] == "起因中的“读者”<br>'reader' of the trigger"
    assert event[5] == "[问1](#q-loan-days)"
    standing = rows_below(page, "自施行起存在 Standing from entry into force")
    assert [row[1] for row in standing] == ["义务open。<br>Duty open."]
    (requirement,) = rows_below(page, "办事时的要求 What to observe when acting")
    assert "(#rule-lend-few)" in requirement[2]


def test_a_label_that_the_text_prints_otherwise_is_told(folder: PackFolder) -> None:
    folder.replace("ledger.yaml", "label: 第三条第一项", "label: （四）")
    told = "第三条第一款第一项（印作“（四）”）<br>art. 3 para. 1 item 1 `3.1.1`"
    assert told in pack_page(load_pack(folder.path), ())


def test_a_clause_of_a_text_in_points_is_told_by_its_label(folder: PackFolder) -> None:
    folder.replace("ledger.yaml", "label: 第三条第一项", "label: {zh: 第（三）点第一项, en: 'point 3, item 1'}")
    assert "第（三）点第一项<br>point 3, item 1 `3.1.1`" in pack_page(load_pack(folder.path), ())


def test_pairs_do_not_repeat_what_is_the_same() -> None:
    assert pair(Text("A", "A")) == "A"
    assert pair(Text("A", "")) == "A"


def test_every_construct_of_the_language_can_be_told() -> None:
    page = pack_page(schools(), ())
    assert "2024-01-01起施行，至2025-12-31止或者至2026-01-01止" in page
    assert "| 时间效力的问题 Questions of time | [问1](#q-two-years) |" in page
    (march,) = rows_below(page, "3月 March")
    assert march[0] == "3月31日<br>31 March"
    december = {row[3].partition("#rule-")[2].rstrip(")"): row[1] for row in rows_below(page, "12月 December")}
    assert set(december) == {"full-review", "training", "assisted"}
    assert december["training"].startswith(
        "每一在册人员（“身份”为“行政执法人员”）的“所在机关”<br>each person on the register"
    )
    events = {
        row[4].partition("#rule-")[2].rstrip(")"): row
        for row in rows_below(page, "事件触发的期限 Deadlines set off by events")
    }
    assert events["programme"][1] == "自起因之日起1个月内<br>within 1 month of the trigger"
    assert events["programme"][2].startswith("在册的政府工作部门")
    assert events["task"][1].startswith("文书所定期限或者没有规定期限<br>")
    assert events["task"][2].startswith("每一“任务”的“")
    assert "每一期间终了以前，合计至少30<br>by the end of each period, at least 30 in sum" in page
    assert "每一期间终了以前，至少20/100<br>by the end of each period, at least 20/100" in page
    assert "自起因之日起5个工作日内<br>within 5 working days of the trigger" in page
