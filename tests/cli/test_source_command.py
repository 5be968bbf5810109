"""``source verify``: an official text against the clause ledger of a pack, on an invented notice and regulation."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from cli_helpers import Result, Runner
from jsonschema import Draft202012Validator

from zhifa_rules.packs.clauses.layout import IN_ARTICLES, Layout, Style
from zhifa_rules.packs.clauses.texts import split_clauses

if TYPE_CHECKING:
    from pathlib import Path

NOTICE = """\
关于借伞的通知
各茶馆：
一、提高认识
借伞是老规矩。
二、抓好要点
要点有两项。
（一）备伞。每家备伞十把。
（二）收伞。第二天收回。
三、加强检查
每月检查一次。
附件：桂花镇茶馆借伞办法
"""
MEASURES = """\
桂花镇茶馆借伞办法
第一条　为了让雨天有伞可借，制定本办法。
第二条　借伞的人应当登记姓名。
没有带名帖的，可以由熟客担保。
第三条　有下列情形之一的，茶馆可以不借：
（一）伞已经全部借出的；
（二）天晴的；
（三）其他不宜出借的情形。
第四条　伞应当在三日内归还。
第五条　坏伞照价赔偿。
第六条　掌柜每年清点一次。
第七条　本办法自2031年5月1日起施行。
"""
LAYOUTS = {"measures": IN_ARTICLES, "notice": Layout((Style.COMMA,), (Style.BRACKETS,))}
TEXTS = {"measures": MEASURES, "notice": NOTICE}

PACK = """\
pack: umbrellas
version: "1.0"
title: {zh: 借伞, en: Umbrellas}
instruments:
  - id: measures
    title: {zh: 借伞办法, en: Measures on umbrellas}
    number: 第1号
    issuer: {zh: 茶馆联席会议, en: Tea houses}
    validity: {from: 2031-05-01, until: none}
    territory: ["4228"]
  - id: notice
    title: {zh: 借伞通知, en: Notice on umbrellas}
    number: 第2号
    issuer: {zh: 茶馆联席会议, en: Tea houses}
    validity: {from: 2031-05-01, until: none}
    territory: ["4228"]
    layout: {articles: ["一、"], items: ["（一）"]}
"""
RULES = """\
rules:
  - id: no-leaks
    form: prohibition
    cites: [{instrument: measures, article: "4"}, {instrument: measures, article: "3", paragraph: "1"}]
    summary: {zh: 不得泄露。, en: No leaks.}
    trigger: {record: information_disclosed, where: {protected: true}}
    bearer: trigger.by
  - id: notice-leaks
    form: prohibition
    cites: [{instrument: notice, article: "2", item: "1"}, {instrument: notice, article: "3"}]
    summary: {zh: 通知不得泄露。, en: No leaks under the notice.}
    trigger: {record: information_disclosed, where: {protected: true}}
    bearer: trigger.by
"""
CITED = {("measures", "4.1"): "no-leaks", ("measures", "3.1"): "no-leaks", ("notice", "2.1.1"): "notice-leaks"}


@pytest.fixture
def zhifa(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]) -> Runner:
    runner = Runner(tmp_path, monkeypatch, capsysbinary)
    runner.file("umbrellas/pack.yaml", PACK)
    runner.file("umbrellas/rules/all.yaml", RULES)
    runner.file("umbrellas/ledger.yaml", ledger())
    return runner


def ledger() -> str:
    lines = ["clauses:"]
    for instrument, text in TEXTS.items():
        for clause in split_clauses(text, LAYOUTS[instrument]):
            label = f'{{zh: {clause.zh}, en: "{clause.en}"}}' if instrument == "notice" else clause.zh
            rule = CITED.get((instrument, clause.id))
            how = f"treatment: encoded, rules: [{rule}]" if rule else "treatment: principle, reason: {zh: 无, en: none}"
            entry = f'id: "{clause.id}", instrument: {instrument}, label: {label}, {how}, sha256: "{clause.sha256}"'
            lines.append(f"  - {{{entry}}}")
    return "\n".join(lines) + "\n"


def verify(zhifa: Runner, text: str, *options: str) -> Result:
    return zhifa("source", "verify", "umbrellas", zhifa.file("text.txt", text), *options)


def differences(zhifa: Runner, text: str, *options: str) -> list[str]:
    """Give the changes that are not unchanged as ``change ledger-place text-place rules``."""
    result = verify(zhifa, text, "--format=json", *options)
    data: dict[str, Any] = json.loads(result.out)
    found = [clause for one in data["instruments"] for clause in one["clauses"] if clause["change"] != "unchanged"]
    assert result.code == (1 if found else 0)
    assert data["same"] is (not found)
    return [" ".join(filter(None, (c["change"], c["ledger_id"], c["text_id"], *c["rules"]))) for c in found]


# --- What is told ----------------------------------------------------------------------------------------------


def test_the_text_itself_is_unchanged(zhifa: Runner) -> None:
    result = verify(zhifa, NOTICE + MEASURES)
    assert (result.code, result.err) == (0, "")
    assert result.out.splitlines() == [
        "借伞办法 (measures): 未变 11，移位 0，改动 0，缺失 0，新增 0",
        "借伞通知 (notice): 未变 5，移位 0，改动 0，缺失 0，新增 0",
        "umbrellas 1.0: 一致",
    ]


def test_an_instrument_that_the_file_does_not_hold_is_named(zhifa: Runner) -> None:
    result = verify(zhifa, MEASURES, "--lang=en")
    assert result.code == 0
    assert "Notice on umbrellas (notice): not in this file" in result.out
    assert result.out.endswith("umbrellas 1.0: the same\n")


def test_a_changed_clause_names_its_rules_and_no_words_of_the_text(zhifa: Runner) -> None:
    text = MEASURES.replace("三日内归还", "四日内归还")
    result = verify(zhifa, text)
    assert result.code == 1
    assert "  改动  第四条第一款  4.1  规则：no-leaks" in result.out.splitlines()
    assert result.out.endswith("umbrellas 1.0: 不一致\n")
    for line in text.splitlines():
        assert line[4:] not in result.out
    assert differences(zhifa, text) == ["changed 4.1 4.1 no-leaks"]


def test_an_item_touches_the_rules_that_cite_its_paragraph(zhifa: Runner) -> None:
    assert differences(zhifa, MEASURES.replace("天晴的", "天阴的")) == ["changed 3.1.2 3.1.2 no-leaks"]


def test_a_clause_of_a_notice_is_told_by_its_own_label(zhifa: Runner) -> None:
    result = verify(zhifa, NOTICE.replace("十把", "九把"), "--lang=en")
    assert "  changed  part 2, item 1  2.1.1  rules: notice-leaks" in result.out.splitlines()


def test_an_inserted_article_is_new_and_the_later_ones_moved(zhifa: Runner) -> None:
    text = MEASURES.replace("第四条", "第三条之一　不得转借。\n第四条")
    found = differences(zhifa, text)
    assert found == ["new 4.1", "moved 4.1 5.1 no-leaks", "moved 5.1 6.1", "moved 6.1 7.1", "moved 7.1 8.1"]
    assert "  新增  第三条之一第一款  4.1" in verify(zhifa, text).out.splitlines()
    assert "  移位  第四条第一款  4.1 -> 5.1  规则：no-leaks" in verify(zhifa, text).out.splitlines()


def test_a_clause_left_out_is_missing(zhifa: Runner) -> None:
    assert differences(zhifa, MEASURES.replace("（二）天晴的；\n（三）", "（二）")) == [
        "missing 3.1.2 no-leaks",
        "moved 3.1.3 3.1.2 no-leaks",
    ]


def test_clauses_that_change_places_are_moved(zhifa: Runner) -> None:
    text = (
        MEASURES.replace("坏伞照价赔偿", "甲")
        .replace("掌柜每年清点一次", "坏伞照价赔偿")
        .replace("甲", "掌柜每年清点一次")
    )
    assert differences(zhifa, text) == ["moved 5.1 6.1", "moved 6.1 5.1"]


def test_a_change_and_an_insertion_together(zhifa: Runner) -> None:
    text = MEASURES.replace("第六条", "第五条之一　不得转借。\n第六条").replace("登记姓名", "登记姓名和住处")
    assert differences(zhifa, text) == ["changed 2.1 2.1", "new 6.1", "moved 6.1 7.1", "moved 7.1 8.1"]


def test_a_text_rewritten_wholly_can_be_compared_when_its_instrument_is_named(zhifa: Runner) -> None:
    text = "第一条　借琴的，应当登记。\n第二条　琴应当归还。\n"
    assert refused(verify(zhifa, text))
    found = differences(zhifa, text, "--instrument=measures")
    assert [one.split()[0] for one in found].count("missing") == 9
    assert found[:2] == ["changed 1.1 1.1", "changed 2.1 2.1"]


def test_one_common_clause_does_not_make_it_the_same_regulation(zhifa: Runner) -> None:
    other = "第一条　为了规范借琴，制定本办法。\n第二条　本办法自2031年5月1日起施行。\n"
    (line,) = refused(verify(zhifa, other))
    assert "holds no text of the pack umbrellas" in line


def test_all_lists_every_clause(zhifa: Runner) -> None:
    lines = verify(zhifa, MEASURES, "--all", "--instrument", "measures").out.splitlines()
    assert len(lines) == 1 + 11 + 1
    assert "  未变  第三条第一款第二项  3.1.2" in lines


def test_json_fits_its_published_schema(zhifa: Runner) -> None:
    schema = json.loads(zhifa("schema", "verification").out)
    Draft202012Validator.check_schema(schema)
    for text in (NOTICE + MEASURES, MEASURES.replace("第四条", "第三条之一　不得转借。\n第四条"), NOTICE):
        Draft202012Validator(schema).validate(json.loads(verify(zhifa, text, "--format", "json").out))


@pytest.mark.parametrize("arguments", [["source", "-h"], ["source", "verify", "--help"]])
def test_help_has_examples(zhifa: Runner, arguments: list[str]) -> None:
    result = zhifa(*arguments)
    assert result.code == 0
    assert "zhifa-rules source verify PACK" in result.out


# --- Citations in what other commands print --------------------------------------------------------------------


def test_rules_cite_a_notice_by_its_own_labels(zhifa: Runner) -> None:
    assert "《借伞通知》第二部分第一项、第三部分" in zhifa("show", "umbrellas", "notice-leaks").out
    assert "Notice on umbrellas, part 2, item 1, part 3" in zhifa("show", "umbrellas", "notice-leaks", "--lang=en").out
    assert "《借伞办法》第四条、第三条第一款" in zhifa("show", "umbrellas", "no-leaks").out


def test_a_part_of_several_paragraphs_is_cited_as_a_whole(zhifa: Runner) -> None:
    entry = (
        '  - {id: "3.2", instrument: notice, label: {zh: 第三部分第二段, en: "part 3, para. 2"}, treatment: principle, '
    )
    entry += f'reason: {{zh: 无, en: none}}, sha256: "{"0" * 64}"}}\n'
    several = ledger().replace("第三部分,", "第三部分第一段,").replace('"part 3"', '"part 3, para. 1"') + entry
    zhifa.file("umbrellas/ledger.yaml", several)
    assert "第二部分第一项、第三部分\n" in zhifa("show", "umbrellas", "notice-leaks").out
    assert "part 2, item 1, part 3\n" in zhifa("show", "umbrellas", "notice-leaks", "--lang=en").out


# --- Bad input -------------------------------------------------------------------------------------------------


def refused(result: Result) -> list[str]:
    assert (result.code, result.out) == (2, "")
    assert "Traceback" not in result.err
    return result.err.splitlines()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "text.txt: the file holds no text of the pack umbrellas"),
        (b"\xef\xbb\xbf\n \n", "holds no text of the pack umbrellas"),
        ("雨天借伞。".encode(), "holds no text of the pack umbrellas"),
        (MEASURES.encode("gb18030"), "text.txt:1: this is not UTF-8 text"),
        (MEASURES.encode("utf-16"), "text.txt:1: this is not UTF-8 text"),
        (b"%PDF-1.7\n\x00\xff", "text.txt:2: this is not UTF-8 text"),
        (MEASURES.encode() * 10_000, "text.txt: the file has more than 2000000 bytes"),
    ],
    ids=["empty", "blank", "another text", "GB18030", "UTF-16", "PDF", "huge"],
)
def test_files_that_are_no_text_of_the_pack(zhifa: Runner, content: bytes, message: str) -> None:
    (zhifa.folder / "text.txt").write_bytes(content)
    (line,) = refused(zhifa("source", "verify", "umbrellas", "text.txt"))
    assert message in line


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["umbrellas", "none.txt"], "none.txt: the file does not exist"),
        (["umbrellas", "umbrellas"], "umbrellas: this is a directory, not a file"),
        (["umbrellas", "a\0b"], "the file cannot be read"),
        (["parasols", "text.txt"], "there is no such pack (value: 'parasols')"),
        (
            ["umbrellas", "text.txt", "--instrument=law"],
            "no such instrument (value: 'law'). Instruments of umbrellas: ",
        ),
        (["umbrellas", "text.txt", "--instrument=notice"], "holds no text of the pack umbrellas (借伞通知)"),
        (["umbrellas"], "Missing argument 'TEXTFILE'"),
        (["umbrellas", "text.txt", "--format=xml"], "'xml' is not one of"),
    ],
)
def test_bad_usage(zhifa: Runner, arguments: list[str], message: str) -> None:
    zhifa.file("text.txt", MEASURES)
    assert any(message in line for line in refused(zhifa("source", "verify", *arguments)))


def test_an_unknown_subcommand(zhifa: Runner) -> None:
    assert refused(zhifa("source", "verfy"))
    assert refused(zhifa("source"))
