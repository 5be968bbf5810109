"""The page of one pack."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhifa_rules.report.pack_page.contents import (
    classes_section,
    figures_section,
    instruments_section,
    ledger_section,
    questions_section,
)
from zhifa_rules.report.pack_page.duties import Duties
from zhifa_rules.report.pack_page.markdown import escaped
from zhifa_rules.report.pack_page.parties import Parties
from zhifa_rules.report.pack_page.rules import rules_section
from zhifa_rules.report.pack_page.speaker import Speaker

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zhifa_rules.packs import Pack

_CONTENTS = (
    ("calendar", "办事日历 Calendar"),
    ("events", "事件触发的期限 Deadlines"),
    ("undated", "没有期限的义务 Undated duties"),
    ("requirements", "办事时的要求 When acting"),
    ("powers", "职权和判断 Powers"),
    ("classes", "义务主体 Who"),
    ("rules", "规则 Rules"),
    ("questions", "不同理解 Readings"),
    ("ledger", "条款台账 Ledger"),
)


def pack_page(pack: Pack, case_kinds: Iterable[str]) -> str:
    """Write the page of a pack in Markdown; ``case_kinds`` are the kinds of its cases, one for each case."""
    speaker = Speaker.on(pack)
    parties, lines = Parties(speaker), _head(pack)
    duties = Duties(speaker, parties)
    sections = (
        instruments_section(speaker),
        figures_section(speaker, case_kinds),
        duties.calendar(),
        duties.events(),
        duties.undated(),
        duties.requirements(),
        duties.powers(),
        classes_section(speaker, parties),
        rules_section(speaker, parties),
        questions_section(speaker),
        ledger_section(speaker),
    )
    for section in sections:
        lines += section
    return "\n".join(_without_double_blanks(lines)) + "\n"


def _head(pack: Pack) -> list[str]:
    contents = " · ".join(f"[{title}](#{target})" for target, title in _CONTENTS)
    return [
        f"# {escaped(pack.title.zh)}",
        "",
        f"{escaped(pack.title.en)} (`{pack.id}` {escaped(pack.version)})",
        "",
        "本页由规则包生成，以编者自己的话概括条文，不是法律意见；以公布的文本为准。 "
        "This page is made from the rule pack. It sums up the text in the pack's own words and is no legal advice; "
        "the published text governs.",
        "",
        contents,
    ]


def _without_double_blanks(lines: Iterable[str]) -> list[str]:
    kept: list[str] = []
    for line in lines:
        if line or (kept and kept[-1]):
            kept.append(line)
    while kept and not kept[-1]:
        kept.pop()
    return kept
