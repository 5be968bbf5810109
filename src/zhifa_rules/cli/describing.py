"""Telling what a pack holds: its instruments, open questions and rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhifa_rules.cli.rule_source import rule_yaml
from zhifa_rules.report.pack_page.words import form_text, standing, validity_text
from zhifa_rules.report.phrases import cites_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zhifa_rules.norms.core import Governance, Text
    from zhifa_rules.packs import Pack, Rule
    from zhifa_rules.packs.readings import Question


def pack_line(pack: Pack, *, zh: bool) -> str:
    """Tell a pack in one line: id, title, version, validity, number of rules."""
    valid = "; ".join(dict.fromkeys(_validity(i.governance, zh=zh) for i in pack.instruments.values()))
    rules = f"{len(pack.rules)}条规则" if zh else f"{len(pack.rules)} rules"
    return "  ".join((pack.id, _text(pack.title, zh=zh), pack.version, valid, rules))


def pack_overview(pack: Pack, *, zh: bool) -> str:
    """Tell what a pack is about, which questions it leaves open, and its rules."""
    lines = [
        f"{_text(pack.title, zh=zh)}（{pack.id} {pack.version}）"
        if zh
        else f"{pack.title.en} ({pack.id} {pack.version})"
    ]
    lines.append(f"sha256 {pack.sha256}")
    lines += ["", "法律文件" if zh else "Instruments"]
    for instrument in pack.instruments.values():
        territory = ", ".join(instrument.governance.divisions)
        lines.append(f"  {_text(instrument.title, zh=zh)}")
        lines.append(f"    {instrument.number}{'，' if zh else ', '}{_text(instrument.issuer, zh=zh)}")
        lines.append(
            f"    {_validity(instrument.governance, zh=zh)}{'；行政区划 ' if zh else '; divisions '}{territory}"
        )
    lines += ["", f"开放问题（{len(pack.questions)}）" if zh else f"Open questions ({len(pack.questions)})"]
    for question in pack.questions.values():
        lines += question_lines(question, zh=zh)
    lines += ["", f"规则（{len(pack.rules)}）" if zh else f"Rules ({len(pack.rules)})"]
    for rule in pack.rules.values():
        lines.append(f"  {rule.id}  {_cites(rule, pack, zh=zh)}  {_form(rule, zh=zh)}")
        lines.append(f"    {_text(rule.summary, zh=zh)}")
    return "\n".join([*lines, "", _ledger(pack, zh=zh)])


def question_lines(question: Question, *, zh: bool) -> list[str]:
    """Tell an open question with its options."""
    lines = [f"  {question.id}", f"    {_text(question.text, zh=zh)}"]
    for option in question.options:
        why = "" if option.why is None else (f"（{option.why.zh}）" if zh else f" ({option.why.en})")
        says = _text(option.text, zh=zh)
        lines.append(f"      {option.name} [{_text(standing(question, option), zh=zh)}] {says}{why}")
    return lines


def rule_page(pack: Pack, rule: Rule, *, zh: bool) -> str:
    """Tell one rule: what it says, where it stands, its readings, its YAML and its cases."""
    lines = [f"{pack.id}/{rule.id}", _text(rule.summary, zh=zh), ""]
    lines.append(
        f"{'依据：' if zh else 'Provision: '}{cites_text(rule.cites, pack, 'zh' if zh else 'en', titles=True)}"
    )
    lines.append(f"{'形式：' if zh else 'Form: '}{_form(rule, zh=zh)}")
    lines.append(f"{'位置：' if zh else 'Place: '}{rule.location}")
    if rule.questions:
        lines += ["", "条文的理解" if zh else "Readings"]
        for name in sorted(rule.questions):
            lines += question_lines(pack.questions[name], zh=zh)
    lines += ["", "YAML", *(f"  {line}".rstrip() for line in rule_yaml(rule))]
    lines += ["", *_cases(pack, rule, zh=zh)]
    return "\n".join(lines)


def _cases(pack: Pack, rule: Rule, *, zh: bool) -> Iterable[str]:
    from zhifa_rules.testing.case_files import read_cases  # noqa: PLC0415  (only here)

    cases = [case for case in read_cases(pack) if rule.id in case.rules]
    yield f"案例（{len(cases)}）" if zh else f"Cases ({len(cases)})"
    for case in cases:
        yield f"  {case.id}  [{case.kind}]  {case.as_of}"
        yield f"    {case.about.zh if zh else case.about.en}"


def _ledger(pack: Pack, *, zh: bool) -> str:
    counts: dict[str, int] = {}
    for clause in pack.ledger:
        counts[clause.treatment.value] = counts.get(clause.treatment.value, 0) + 1
    told = ", ".join(f"{name} {number}" for name, number in sorted(counts.items()))
    return f"条款台账：{len(pack.ledger)}款（{told}）" if zh else f"Clause ledger: {len(pack.ledger)} clauses ({told})"


def _cites(rule: Rule, pack: Pack, *, zh: bool) -> str:
    return cites_text(rule.cites, pack, "zh" if zh else "en", titles=False)


def _form(rule: Rule, *, zh: bool) -> str:
    return f"{form_text(rule.form).zh}（{rule.form}）" if zh else rule.form


def _validity(governance: Governance, *, zh: bool) -> str:
    return _text(validity_text(governance), zh=zh)


def _text(text: Text, *, zh: bool) -> str:
    return text.zh if zh else text.en
