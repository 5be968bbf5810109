"""What a pack holds: its instruments, its figures, its open questions, its clauses, and whom it addresses."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from zhifa_rules.norms.core import Choice, Text
from zhifa_rules.norms.walk import parts_of
from zhifa_rules.packs.clauses.labels import clause_label, clause_place
from zhifa_rules.report.pack_page.markdown import anchor, escaped, heading, pair, table
from zhifa_rules.report.pack_page.words import CASE_KINDS, TREATMENTS, form_text, standing, validity_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from zhifa_rules.packs import Pack
    from zhifa_rules.packs.instruments import Instrument
    from zhifa_rules.packs.ledger import Clause
    from zhifa_rules.packs.readings import Question
    from zhifa_rules.report.pack_page.parties import Parties
    from zhifa_rules.report.pack_page.speaker import Speaker

_LARGEST_PART = 3


def instruments_section(speaker: Speaker) -> list[str]:
    """Tell what the instruments are, and where and when they govern."""
    lines = heading(2, "法律文件 Instruments", "instruments")
    for instrument in speaker.pack.instruments.values():
        rows = [
            ("名称 Title", pair(Text(f"《{instrument.title.zh}》", instrument.title.en))),
            ("文号 Number", escaped(instrument.number)),
            ("制定机关 Issuer", pair(instrument.issuer)),
            ("效力 Validity", pair(validity_text(instrument.governance))),
            ("地域 Territory", pair(_territory(instrument))),
        ]
        questions = _validity_questions(speaker.pack, instrument)
        if questions:
            rows.append(("时间效力的问题 Questions of time", speaker.question_links(questions)))
        lines += [*table(("", ""), rows), ""]
    return lines


def _territory(instrument: Instrument) -> Text:
    codes = instrument.governance.divisions
    zh = f"行政区划代码（GB/T 2260）以{'、'.join(codes)}开头的地方"
    return Text(zh, f"places whose division code begins with {' or '.join(codes)}")


def _validity_questions(pack: Pack, instrument: Instrument) -> set[str]:
    """Name the questions on which the end of validity, or what it governs, depends."""
    governed = [n.governance for n in pack.norms if n.cites and n.cites[0].instrument == instrument.id]
    parts = (part for governance in (instrument.governance, *governed) for part in parts_of(governance))
    return {part.question for part in parts if isinstance(part, Choice)}


# --- Figures ------------------------------------------------------------------------------------------------


def figures_section(speaker: Speaker, case_kinds: Iterable[str]) -> list[str]:
    """Tell how much of what the pack holds."""
    pack = speaker.pack
    open_questions = sum(1 for question in pack.questions.values() if len(question.live) > 1)
    lines = heading(2, "概况 In figures", "figures")
    rows = [
        _figures("条款 Clauses", "ledger", [TREATMENTS[clause.treatment] for clause in pack.ledger]),
        _figures("规则 Rules", "rules", [form_text(rule.form) for rule in pack.rules.values()]),
        _figures("问题 Questions", "questions", [_kind(question) for question in pack.questions.values()]),
        _figures("案例 Cases", "", [CASE_KINDS.get(kind, Text(kind, kind)) for kind in case_kinds]),
    ]
    lines += table(("", "共 Total", "其中 Of which"), rows)
    if open_questions:
        told = f"有{open_questions}个问题的几种理解并列，结论不同时程序只报告“无法判定”并列出各种结果。"
        lines += ["", f"{told} Where live readings disagree the program reports each result and decides nothing."]
    return lines


def _figures(title: str, target: str, kinds: Sequence[Text]) -> tuple[str, str, str]:
    counted = Counter(kinds).most_common()
    told = "<br>".join(f"{number} {pair(kind, joint=' ')}" for kind, number in counted)
    return (f"[{title}](#{target})" if target else title, str(len(kinds)), told)


def _kind(question: Question) -> Text:
    if len(question.live) > 1:
        return Text("几种理解并列", "several live readings")
    return Text("有默认理解", "one default reading")


# --- Questions ----------------------------------------------------------------------------------------------


def questions_section(speaker: Speaker) -> list[str]:
    """Tell every open question with its options, their standing and reasons, and the rules that turn on it."""
    lines = heading(2, "有不同理解的问题 Readings", "questions")
    if not speaker.pack.questions:
        return [*lines, "没有。 None."]
    for number, question in enumerate(speaker.pack.questions.values(), 1):
        lines += heading(3, f"问{number} {escaped(question.text.zh)}", anchor("q", question.name))
        lines += [escaped(question.text.en), ""]
        rows = [
            (
                pair(standing(question, option), joint=" "),
                pair(option.text),
                "" if option.why is None else pair(option.why),
                f"`{question.id}={option.name}`",
            )
            for option in question.options
        ]
        head = ("地位 Standing", "理解 Reading", "理由 Why", "选用 To choose (`--reading`)")
        lines += [*table(head, rows), "", f"影响的规则 Rules concerned: {_concerned(speaker, question)}"]
    return lines


def _concerned(speaker: Speaker, question: Question) -> str:
    rules = [rule for rule in speaker.pack.rules.values() if question.name in rule.questions]
    links = [speaker.named_rule_link(rule.id) for rule in rules]
    return ", ".join(links) or "—"


# --- Ledger -------------------------------------------------------------------------------------------------


def ledger_section(speaker: Speaker) -> list[str]:
    """Tell of every clause what became of it."""
    pack = speaker.pack
    lines = heading(2, "条款台账 Clause ledger", "ledger")
    lines += ["每一条、款、项各列一行。 Every article, paragraph and item has a line of its own.", ""]
    for instrument in pack.instruments.values():
        if len(pack.instruments) > 1:
            lines += heading(3, f"《{escaped(instrument.title.zh)}》", anchor("ledger", instrument.id))
        clauses = [clause for clause in pack.ledger if clause.instrument == instrument.id]
        head = ("条款 Clause", "处理 Treatment", "规则 Rules", "说明 Note")
        lines += [*table(head, [_clause(clause, speaker) for clause in clauses]), ""]
    return lines


def _clause(clause: Clause, speaker: Speaker) -> tuple[str, ...]:
    return (
        f"{pair(_place(clause))} `{clause.id}`",
        pair(TREATMENTS[clause.treatment]),
        "<br>".join(speaker.named_rule_link(name) for name in clause.rules),
        "" if clause.reason is None else pair(clause.reason),
    )


def _place(clause: Clause) -> Text:
    """Cite a clause; where its label does not name its place by position, as with misprinted numbers, both are told."""
    if clause.label_en or not _in_articles(clause.id):
        return Text(clause.label, clause.label_en)
    place, english = clause_label(clause.id), clause_place(clause.id)
    zh = clause.label if place.startswith(clause.label) else f"{place}（印作“{clause.label}”）"
    return Text(zh, english)


def _in_articles(clause_id: str) -> bool:
    numbers = clause_id.split(".")
    return len(numbers) <= _LARGEST_PART and all(number.isdecimal() and int(number) for number in numbers)


# --- Whom it addresses --------------------------------------------------------------------------------------


def classes_section(speaker: Speaker, parties: Parties) -> list[str]:
    """Describe the classes of organs that rules address."""
    lines = heading(2, "义务主体 Whom the rules address", "classes")
    rows = [
        (
            f'<a id="{parties.target(found)}"></a>{parties.title(found)}',
            pair(parties.description(found)),
            str(len(found.rules)),
        )
        for found in parties.classes
    ]
    return [*lines, *(table(("类别 Class", "包括 Organs", "规则 Rules"), rows) or ["没有限定。 Not restricted."])]
