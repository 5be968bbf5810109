"""Splitting a regulation into clauses, on an invented one with the quirks of printed texts."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhifa_rules import load_pack
from zhifa_rules.packs.clauses.labels import clause_label
from zhifa_rules.packs.clauses.numerals import chinese_number, read_number
from zhifa_rules.packs.clauses.texts import clause_hash, split_clauses

PLAIN = """\
桂花镇茶馆借伞办法

（2031年4月1日桂花镇茶馆联席会议通过　自2031年5月1日起施行）
第一章　总则
　　第一条　为了让雨天有伞可借，制定本办法。
　　第二条　借伞的人应当登记姓名。
　　没有带名帖的，可以由熟客担保。
第二章　借还
　　第三条　有下列情形之一的，茶馆可以不借：
　　（一）伞已经全部借出的；
　　（二）天晴的；
　　（三）其他不宜出借的情形。
　　掌柜认为必要的，仍然可以出借。
　　第四条　伞应当在三日内归还。
第三章　附则
　　第五条　本办法自2031年5月1日起施行。
"""

IDS = ["1.1", "2.1", "2.2", "3.1", "3.1.1", "3.1.2", "3.1.3", "3.2", "4.1", "5.1"]


def hashes(text: str) -> list[tuple[str, str]]:
    return [(clause.id, clause.sha256) for clause in split_clauses(text)]


def test_every_paragraph_and_item_is_a_clause() -> None:
    assert [clause.id for clause in split_clauses(PLAIN)] == IDS


def test_printed_labels_are_kept_beside() -> None:
    labels = {clause.id: clause.label for clause in split_clauses(PLAIN)}
    assert labels["3.1"] == "第三条"
    assert labels["3.1.2"] == "（二）"
    assert labels["3.2"] == ""


def test_the_hash_covers_the_words_of_the_clause_alone() -> None:
    found = dict(hashes(PLAIN))
    assert found["3.1"] == hashlib.sha256("有下列情形之一的,茶馆可以不借:".encode()).hexdigest()
    assert found["3.1.2"] == clause_hash("天晴的；") == clause_hash(" 天 晴\n的;")


def test_the_text_is_not_shown() -> None:
    assert "伞" not in repr(split_clauses(PLAIN))


SAME: dict[str, str] = {
    "markdown": PLAIN.replace("　　第四条　", "**第四条** ").replace("　　（", "- （").replace("第二章", "## 第二章"),
    "half-width brackets": PLAIN.replace("（一）", "(一)").replace("（二）", "( 二 )"),
    "blank lines": PLAIN.replace("\n", "\n\n\n"),
    "carriage returns": PLAIN.replace("\n", "\r\n"),
    "byte order mark": "\ufeff" + PLAIN,
    "no indentation": PLAIN.replace("　　", ""),
    "full-width digits": PLAIN.replace("5月1日起施行。", "５月１日起施行。"),
    "article number in digits": PLAIN.replace("第四条", "第4条").replace("第五条", "第 ５ 条"),
    "half-width stops": PLAIN.replace("；", ";").replace("：", ":"),
    "break in a sentence": PLAIN.replace("可以由熟客", "可以由\n熟客"),
    "break in an item": PLAIN.replace("不宜出借", "不宜\n\n出借"),
    "page numbers": PLAIN.replace("可以由熟客", "可以由\n— 2 —\n熟客").replace("天晴的", "天\f\n３\n晴的"),
    "page of pages": PLAIN.replace("三日内", "三日\n第 3 页 共 9 页\n内"),
    "a ruler": PLAIN.replace("第三章", "----\n第三章"),
    "no space behind the number": PLAIN.replace("第四条　", "第四条"),
    "misnumbered items": PLAIN.replace("（三）其他", "（二）其他"),
    "a signature": PLAIN + "\n\n桂花镇茶馆联席会议\n2031年4月2日\n",
    "an annex": PLAIN + "附件：1. 借伞单\n2. 还伞单。\n",
    "a note on publication": PLAIN + "（此件公开发布）\n抄送：各茶馆。\n",
    "a preamble": "各茶馆：\n现将办法印发给你们，请遵照执行。\n\n" + PLAIN,
    "spaced chapter headings": PLAIN.replace("第三章　附则", "第 三 章  附　　则"),
    "sections": PLAIN.replace("第三章　附则", "第三章　附则\n第一节　施行"),
}


@pytest.mark.parametrize("text", SAME.values(), ids=SAME.keys())
def test_layout_changes_nothing(text: str) -> None:
    assert hashes(text) == hashes(PLAIN)


def test_a_changed_word_changes_one_hash() -> None:
    before, after = hashes(PLAIN), hashes(PLAIN.replace("三日内归还", "四日内归还"))
    assert [one[0] for one, other in zip(before, after, strict=True) if one != other] == ["4.1"]


def test_items_go_by_position_whatever_is_printed() -> None:
    text = PLAIN.replace("（二）", "（三）")
    found = {clause.id: clause.label for clause in split_clauses(text)}
    assert [i for i in found if i.startswith("3.1.")] == ["3.1.1", "3.1.2", "3.1.3"]
    assert found["3.1.2"] == found["3.1.3"] == "（三）"


def test_articles_go_by_position_whatever_is_printed() -> None:
    clauses = split_clauses(PLAIN.replace("第四条", "第六条").replace("第五条", "第七条"))
    assert [clause.id for clause in clauses] == IDS
    assert clauses[-1].label == "第七条"


def test_an_inserted_article_takes_the_next_position() -> None:
    text = PLAIN.replace("　　第五条", "　　第四条之一　丢伞的应当赔偿。\n　　第五条")
    assert {c.id: c.label for c in split_clauses(text)} | {"5.1": "第四条之一", "6.1": "第五条"} == {
        c.id: c.label for c in split_clauses(text)
    }


@pytest.mark.parametrize(
    "reference", ["第二条规定的登记", "第五条所说的日子", "第三章的规定", "（一）项的情形", "(二)、（三）项"]
)
def test_a_reference_at_the_beginning_of_a_line_begins_nothing(reference: str) -> None:
    text = PLAIN.replace("伞应当在三日内归还。", f"依照\n{reference}还伞。")
    assert [clause.id for clause in split_clauses(text)] == IDS
    assert dict(hashes(text))["4.1"] == clause_hash(f"依照{reference}还伞。")


def test_items_belong_to_their_own_paragraph() -> None:
    text = PLAIN.replace("仍然可以出借。", "可以要求：\n（一）押金；\n（二）担保。")
    ids = [clause.id for clause in split_clauses(text)]
    assert ids[7:10] == ["3.2", "3.2.1", "3.2.2"]


def test_a_text_without_articles_has_no_clauses() -> None:
    assert split_clauses("") == []
    assert split_clauses("借伞须知\n请爱护雨伞。\n") == []


@pytest.mark.parametrize(
    ("number", "text"),
    [(1, "一"), (9, "九"), (10, "十"), (11, "十一"), (20, "二十"), (35, "三十五"), (100, "一百"), (101, "一百零一")],
)
def test_numbers_in_chinese(number: int, text: str) -> None:
    assert chinese_number(number) == text
    assert read_number(text) == read_number(str(number)) == number


@given(st.integers(min_value=1, max_value=999))
def test_numbers_are_read_as_they_are_written(number: int) -> None:
    assert read_number(chinese_number(number)) == number


def test_labels_of_clauses() -> None:
    assert clause_label("26.1.3") == "第二十六条第一款第三项"
    assert clause_label("110.2") == "第一百一十条第二款"


@given(st.text(alphabet="第一二三条章（）()。；：伞\n 　*-1２—"))
def test_no_text_is_too_odd(text: str) -> None:
    clauses = split_clauses(text)
    assert len({clause.id for clause in clauses}) == len(clauses)


def test_the_ledger_of_enshi_holds_every_clause() -> None:
    """The official text is no part of this repository; its structure is known: 35 articles, 107 clauses."""
    ledger = load_pack("enshi").ledger
    assert {clause.id.partition(".")[0] for clause in ledger} == {str(number) for number in range(1, 36)}
    assert all(clause.label == clause_label(clause.id) for clause in ledger)
    assert len({clause.id for clause in ledger}) == len(ledger) == 107
