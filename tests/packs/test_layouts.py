"""Texts in other layouts than articles: parts, points, measures, and several texts in one file."""

from __future__ import annotations

import re
import unicodedata
from random import Random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from layout_texts import (
    ANNEX,
    ANNEX_IDS,
    MEASURES,
    MEASURES_IDS,
    MEASURES_TEXT,
    NOTICE,
    NOTICE_IDS,
    PARTS,
    POINTS,
    POINTS_IDS,
    POINTS_TEXT,
    SIGNED,
)
from pack_helpers import PackFolder

from zhifa_rules import load_pack
from zhifa_rules.errors import PackError
from zhifa_rules.packs.clauses.layout import IN_ARTICLES, Layout, Style
from zhifa_rules.packs.clauses.texts import ClauseText, clause_hash, split_clauses, split_texts

if TYPE_CHECKING:
    from pathlib import Path

BOTH = NOTICE + SIGNED + ANNEX
TEXTS = {
    "articles": (ANNEX, IN_ARTICLES, ANNEX_IDS),
    "notice": (NOTICE, PARTS, NOTICE_IDS),
    "annex behind a notice": (BOTH, IN_ARTICLES, ANNEX_IDS),
    "notice before an annex": (BOTH, PARTS, NOTICE_IDS),
    "points": (POINTS_TEXT, POINTS, POINTS_IDS),
    "measures": (MEASURES_TEXT, MEASURES, MEASURES_IDS),
}
each_text = pytest.mark.parametrize(("text", "layout", "ids"), TEXTS.values(), ids=TEXTS.keys())


def by_id(text: str, layout: Layout) -> dict[str, ClauseText]:
    return {clause.id: clause for clause in split_clauses(text, layout)}


def hashes(text: str, layout: Layout) -> list[tuple[str, str]]:
    return [(clause.id, clause.sha256) for clause in split_clauses(text, layout)]


# --- What is a clause ------------------------------------------------------------------------------------------


@each_text
def test_every_clause_has_its_place(text: str, layout: Layout, ids: list[str]) -> None:
    assert list(by_id(text, layout)) == ids
    assert len(split_texts(text, layout)) == 1


@each_text
def test_clauses_hold_sentences_alone(text: str, layout: Layout, ids: list[str]) -> None:
    for clause in split_clauses(text, layout):
        assert clause.text.endswith(("。", ";", ":")), clause.id
        assert not re.search("抄送|联席会议办公室|目录|bookmark|管好借还|附件:", clause.text), clause.id
    assert ids


def test_the_title_of_a_part_belongs_to_its_first_paragraph() -> None:
    found = by_id(BOTH, PARTS)
    assert found["1.1"].sha256 == clause_hash("提高认识借伞是茶馆的老规矩。各茶馆要做好准备，把伞摆在显眼的地方。")
    assert found["2.1.2"].text.endswith("写明日期。")
    assert found["3.2"].sha256 == clause_hash("检查情况在镇上公布。")


def test_items_in_running_text() -> None:
    found = by_id(POINTS_TEXT, POINTS)
    assert found["1.1"].sha256 == clause_hash("清点伞具。每月清点一次。")
    assert found["1.1.1"].sha256 == clause_hash("数清好伞，分放两处。坏伞另放。")
    assert found["1.1.2"].sha256 == clause_hash("登记坏伞；")
    assert [found[i].label for i in ("1.1", "1.1.1", "1.1.2", "2.1", "2.2")] == ["（一）", "一是", "二是", "(二)", ""]


def test_items_on_lines_of_their_own_are_the_same() -> None:
    text = POINTS_TEXT.replace("二是", "\n二是").replace("一是", "\n一是")
    assert hashes(text, POINTS) == hashes(POINTS_TEXT, POINTS)


def test_words_that_look_like_items_are_none() -> None:
    text = POINTS_TEXT.replace("坏伞另放", "唯一是坏伞另放，二是不可能的")
    assert list(by_id(text, POINTS)) == POINTS_IDS
    other = POINTS_TEXT.replace("当面点清。一是", "三是一个数。")
    assert "4.1.1" not in by_id(other, POINTS)


def test_words_under_a_heading_before_its_first_point_are_a_clause_of_their_own() -> None:
    text = POINTS_TEXT.replace("让掌柜省心\n\n（三）登记。不", "让掌柜省心\n\n借还要守规矩。\n\n（三）登记。不")
    found = by_id(text, POINTS)
    assert found["3.1"].text == "借还要守规矩。"
    assert found["3.1"].zh == "第二部分引言"
    assert found["4.1"].label == "（三）"


def test_a_heading_may_go_on_in_the_next_line() -> None:
    text = POINTS_TEXT.replace("二、管好借还，让掌柜省心\n\n（三）登记。", "二、管好借还，\n让掌柜省心\n（三）登记。")
    assert hashes(text, POINTS) == hashes(POINTS_TEXT, POINTS)


@pytest.mark.parametrize("end", ["附件：", "附件1：清单\n1.伞。", "抄送：茶馆。", "（此件公开发布）", SIGNED])
def test_what_stands_below_a_text_is_left_out(end: str) -> None:
    assert hashes(MEASURES_TEXT + end, MEASURES) == hashes(MEASURES_TEXT, MEASURES)


def test_an_annex_in_articles_ends_a_notice_even_if_it_is_not_announced() -> None:
    text = BOTH.replace("附件：桂花镇茶馆借伞办法\n", "")
    assert hashes(text, PARTS) == hashes(NOTICE, PARTS)


def test_two_texts_of_one_layout_are_told_apart() -> None:
    other = NOTICE.replace("提高认识", "认清形势").replace("检查情况在镇上公布。", "")
    first, second = split_texts(NOTICE + SIGNED + other, PARTS)
    assert [clause.id for clause in first] == NOTICE_IDS
    assert [clause.id for clause in second] == NOTICE_IDS[:-1]
    assert second[0].text.startswith("认清形势")
    assert [c.id for c in split_texts(ANNEX + ANNEX, IN_ARTICLES)[1]] == ANNEX_IDS


def test_a_chapter_heading_without_space_is_no_clause_and_a_sentence_is_no_heading() -> None:
    text = ANNEX.replace("伞应当在三日内归还。", "伞应当在三日内归还。\n第三章所称的日子，\n按日历计算。")
    assert by_id(text, IN_ARTICLES)["4.2"].text == "第三章所称的日子,按日历计算。"


def test_a_part_can_begin_with_the_number_of_another() -> None:
    """``三、四号伞`` begins part 3; ``第\\n一、二部分`` is a reference."""
    text = NOTICE.replace("三、加强检查", "三、四号伞的检查").replace("当面点清", "依照第\n一、二点当面点清")
    assert list(by_id(text, PARTS)) == NOTICE_IDS


# --- How clauses are cited -------------------------------------------------------------------------------------


def test_citations() -> None:
    cited = {key: by_id(text, layout) for key, (text, layout, _) in TEXTS.items()}
    assert cited["articles"]["3.1.1"].zh == "第三条第一款第一项"
    assert cited["articles"]["3.1.1"].en == "art. 3 para. 1 item 1"
    assert cited["articles"]["3.1.2"].zh == "第三条第一款第三项（实为第二项）"
    assert cited["articles"]["3.1.3"].zh == "第三条第一款第三项"
    assert cited["notice"]["2.1.3"].zh == "第二部分第三项"
    assert cited["notice"]["3.2"].en == "part 3, para. 2"
    assert cited["points"]["1.1.2"].zh == "第（一）点第二项"
    assert cited["points"]["1.1.2"].en == "point 1, item 2"
    assert cited["points"]["2.2"].zh == "第（二）点第二段"
    assert [cited["measures"][i].zh for i in ("3.1", "4.1", "5.1")] == ["第3点", "三（一）", "三（二）"]
    assert cited["measures"]["5.1"].en == "part 3, point 2"


@each_text
def test_no_two_clauses_are_cited_alike(text: str, layout: Layout, ids: list[str]) -> None:
    found = split_clauses(text, layout)
    assert len({c.zh for c in found}) == len({c.en for c in found}) == len(ids)


# --- Layout changes nothing ------------------------------------------------------------------------------------

HALF = str.maketrans({wide: unicodedata.normalize("NFKC", wide) for wide in "（）：；，"})
FULL = {narrow: wide for wide in "（）：；，" for narrow in unicodedata.normalize("NFKC", wide)}
WIDE_DIGITS = {str(number): chr(ord("０") + number) for number in range(10)}
BREAKS = ["\n", "\n\n", "\r\n", "\n— 12 —\n", "\n3\n", "\n\f\n", "\n第 3 页 共 9 页\n", "\n----\n"]
FIRST_BREAK = 8  # a label of an article that is cut in two cannot be told


def rewrapped(text: str, random: Random) -> str:
    return "\n".join(_rewrapped_line(line, random) for line in text.split("\n"))


def _rewrapped_line(line: str, random: Random) -> str:
    if "[bookmark" in line:
        return line
    parts, start = [], 0
    for end in range(FIRST_BREAK, len(line) - FIRST_BREAK):
        inside = end - start >= FIRST_BREAK and not re.search("[。；：;:]$|第$|第.{1,3}条$", line[:end])
        if inside and not re.match("[、一二三四五六七八九十0-9(（]", line[end:]) and random.random() < 0.2:
            parts += [line[start:end], random.choice(BREAKS)]
            start = end
    return "".join([*parts, line[start:]])


def widths_switched(text: str, random: Random) -> str:
    def switched(sign: str) -> str:
        if random.random() < 0.5:
            return sign
        return sign.translate(HALF) if sign in "（）：；，" else FULL.get(sign, WIDE_DIGITS.get(sign, sign))

    lines = text.split("\n")
    return "\n".join(line if "[bookmark" in line else "".join(map(switched, line)) for line in lines)


@each_text
@given(seed=st.integers(min_value=0))
def test_line_breaks_and_widths_never_change_a_hash(text: str, layout: Layout, ids: list[str], seed: int) -> None:
    random = Random(seed)
    before = hashes(text, layout)
    assert [place for place, _ in before] == ids
    assert hashes(widths_switched(rewrapped(text, random), random), layout) == before


@given(
    st.text(alphabet="第一二三是条章（）()。：、.1 2\n附件抄送伞*-"),
    st.sampled_from([IN_ARTICLES, PARTS, POINTS, MEASURES]),
)
def test_no_text_is_too_odd(text: str, layout: Layout) -> None:
    for clauses in split_texts(text, layout):
        assert len({clause.id for clause in clauses}) == len(clauses)


def test_odd_numbers_are_taken_as_they_are_printed() -> None:
    text = ANNEX.replace("第五条", "第九百条").replace("（一）", "（0）").replace("第四条", "第4444条")
    assert [clause.id for clause in split_clauses(text)] == ANNEX_IDS
    assert list(by_id("（一）甲。\n（" + "9" * 5000 + "）乙。\n（二）丙。", Layout((Style.BRACKETS,), ())))


# --- The layout in pack.yaml -----------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> PackFolder:
    return PackFolder(tmp_path / "library").write()


def with_layout(folder: PackFolder, layout: str) -> PackFolder:
    return folder.replace("pack.yaml", '    territory: ["99"]\n', f'    territory: ["99"]\n    layout: {layout}\n')


def test_a_layout_is_read(folder: PackFolder) -> None:
    assert load_pack(folder.path).instruments["lending"].layout == IN_ARTICLES
    with_layout(folder, '{articles: ["(一)"], items: ["一是"], headings: ["一、"]}')
    assert load_pack(folder.path).instruments["lending"].layout == POINTS


@pytest.mark.parametrize(
    ("layout", "message"),
    [
        (
            '{articles: ["甲、"]}',
            "this is no kind of label (value: '甲、'). Write the first label of the text: 第一条 一、",
        ),
        ('{articles: ["一是"]}', "this is no kind of label"),
        ('{articles: ["一、"], items: ["第一条"]}', "this is no kind of label"),
        ('{articles: ["一、"], headings: ["一、"]}', "a kind of label is named twice (value: '一、')"),
        ('{items: ["（一）"]}', "this key is missing"),
        ('{articles: ["一、"], chapters: ["一、"]}', "this key is not known here"),
        ('["一、"]', "expected a mapping"),
    ],
)
def test_a_layout_that_cannot_be_read(folder: PackFolder, layout: str, message: str) -> None:
    with pytest.raises(PackError) as refused:
        load_pack(with_layout(folder, layout).path)
    assert message in str(refused.value)
    assert refused.value.problems[0].location.line
