"""The rows of the text report: one per finding, or one for many standing duties of the same kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zhifa_rules.engines.outcome import Cause, Reason, Verdict
from zhifa_rules.norms.core import Achieve, Hold, OnRoster
from zhifa_rules.report.account import late_acts, missing_text
from zhifa_rules.report.finding import Finding, Kind, norm_of, real_date
from zhifa_rules.report.phrases import CAUSES, REASONS, describe_variable
from zhifa_rules.report.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from zhifa_rules.report.finding import Context, Language

_NAMED = 8  # so many organs of a group are named, the others counted


@dataclass(frozen=True, slots=True)
class Row:
    """One row: short texts, each cell in lines."""

    mark: str
    when: Sequence[str]
    who: Sequence[str]
    what: Sequence[str]
    overdue: bool = False


def rows_of(findings: Iterable[Finding], context: Context, lang: Language) -> list[Row]:
    """Give the rows of a section in the order of the findings; standing duties come last, grouped by rule."""
    single: list[Row] = []
    groups: dict[tuple[object, ...], list[Finding]] = {}
    for finding in findings:
        if finding.kind is not Kind.VIOLATION and isinstance(finding.duty.norm.source, OnRoster):
            groups.setdefault(_group_key(finding), []).append(finding)
        else:
            single.append(_row(finding, Writer(context, lang, finding.pack)))
    return single + [_group_row(group, Writer(context, lang, group[0].pack)) for group in groups.values()]


def _group_key(finding: Finding) -> tuple[object, ...]:
    doubts = tuple(sorted({(v.cause.value, v.record_type, v.field) for v in finding.deciding_facts}))
    missing = tuple(finding.missing_parts)
    return finding.pack, finding.rule, finding.duty.trigger_key, finding.due, finding.verdict, missing, doubts


def _bound(finding: Finding, writer: Writer) -> str:
    person = writer.person_concerned(finding)
    organ = writer.bearer(finding)
    return writer.say(f"{organ}（{person}）", f"{organ} ({person})") if person else organ


def by_urgency(findings: Iterable[Finding]) -> list[Finding]:
    """Order by due date, the overdue first and the undated last."""
    return sorted(
        findings, key=lambda f: (f.due is None, f.due.toordinal() if f.due else 0, f.pack, f.rule, f.fingerprint)
    )


def _row(finding: Finding, writer: Writer) -> Row:
    overdue = finding.days_left is not None and finding.days_left < 0 and finding.verdict is Verdict.VIOLATED
    return Row(finding.fingerprint[:12], _when(finding, writer), _who(finding, writer), _what(finding, writer), overdue)


def _group_row(group: Sequence[Finding], writer: Writer) -> Row:
    if len(group) == 1:
        return _row(group[0], writer)
    first = group[0]
    names = sorted({_bound(finding, writer) for finding in group})
    named = writer.listed(names[:_NAMED])
    if len(names) > _NAMED:
        named = writer.say(f"{named}等", f"{named} and {len(names) - _NAMED} more")
    persons = any(writer.person_concerned(finding) for finding in group)
    count = writer.say(
        f"{len(names)}{'人' if persons else '个机关'}：", f"{len(names)} {'persons' if persons else 'organs'}: "
    )
    mark = f"{first.fingerprint[:12]}"
    return Row(mark, _when(first, writer), [count + named], _what(first, writer))


# --- Cells --------------------------------------------------------------------------------------------------


def _when(finding: Finding, writer: Writer) -> list[str]:
    say, outcome = writer.say, finding.outcome
    if finding.kind is Kind.VIOLATION:
        return _broken_when(finding, writer)
    if outcome.due is None:
        undated = isinstance(norm_of(finding.duty).body, Achieve) or finding.kind is Kind.REQUIRED_ACTION
        return [say("没有期限", "no date set")] if undated else ["—"]
    lines = [writer.day(outcome.due)]
    if outcome.due_latest is not None and outcome.due_latest != outcome.due:
        latest = writer.day(outcome.due_latest) if real_date(outcome.due_latest) is not None else say("不明", "unknown")
        lines.append(say(f"最迟{latest}", f"to {latest}"))
    if finding.days_left is not None:
        lines.append(_left(finding.days_left, writer))
    return lines


def _broken_when(finding: Finding, writer: Writer) -> list[str]:
    say, since = writer.say, writer.day(finding.outcome.since)
    lines = [say(f"自{since}", f"since {since}")]
    if finding.verdict is Verdict.CURED_LATE:
        lines.append(say("已逾期补办", "done late"))
    elif finding.days_left is not None and finding.days_left < 0 and finding.outcome.owed:
        lines.append(_left(finding.days_left, writer))
    return lines


def _left(days: int, writer: Writer) -> str:
    if days < 0:
        return writer.say(f"已过{-days}日", f"{-days} days ago" if days < -1 else "yesterday")
    if days == 0:
        return writer.say("今日到期", "due today")
    return writer.say(f"还有{days}日", f"{days} days left" if days > 1 else "1 day left")


def _who(finding: Finding, writer: Writer) -> list[str]:
    say = writer.say
    lines = [_bound(finding, writer)]
    if finding.through is not None:
        lines.append(say(f"（经{writer.organ(finding.through)}）", f"(through {writer.organ(finding.through)})"))
    if finding.counterpart is not None:
        lines.append(f"→ {writer.organ(finding.counterpart)}")
    return lines


def _what(finding: Finding, writer: Writer) -> list[str]:
    lines = [_heading(finding, writer), writer.text(norm_of(finding.duty).summary)]
    if finding.kind is Kind.UNDETERMINED:
        lines += _doubts(finding, writer)
    elif finding.kind is Kind.POWER:
        lines += _power(finding, writer)
    else:
        late, missing = late_acts(finding, writer), missing_text(finding, writer)
        if missing:
            lines.append(f"{_lack(finding, writer)}{missing}")
        if late:
            lines.append(writer.say(f"逾期办理：{late}", f"done late: {late}"))
    lines += _due_by_reading(finding, writer)
    if finding.holds_under_every_reading is False:
        lines.append(writer.say("采某种少数意见时结论不同", "different under some minority reading"))
    return lines


def _lack(finding: Finding, writer: Writer) -> str:
    if isinstance(norm_of(finding.duty).body, Hold):
        return writer.say("不符合：", "not met: ")
    return writer.say("欠缺：", "missing: ") if finding.kind is Kind.VIOLATION else writer.say("待办：", "to do: ")


def _heading(finding: Finding, writer: Writer) -> str:
    cites = _provisions(finding, writer)
    subject, trigger = finding.duty.subject, finding.duty.trigger_key
    if subject[0] == "matter":
        return writer.say(f"{cites}　事项 {subject[1]}", f"{cites}; matter {subject[1]}")
    if trigger[0] == "period":
        return f"{cites}{writer.say('　', '; ')}{writer.period(str(trigger[-1]))}"
    return cites


def _provisions(finding: Finding, writer: Writer) -> str:
    """Write the provisions, under the title of their pack where the report is on several packs."""
    cites = writer.cites(finding.cites)
    if len(writer.context.packs) == 1 or len(writer.pack.instruments) > 1:  # several instruments are titled anyway
        return cites
    title = writer.text(writer.pack.title)
    return writer.say(f"《{title}》{cites}", f"{title}, {cites}")


def _doubts(finding: Finding, writer: Writer) -> list[str]:
    causes = {v.cause for v in finding.deciding_facts} | ({finding.cause} if finding.cause is not None else set())
    why = writer.listed(writer.say(*CAUSES[cause]) for cause in sorted(causes))
    told = (describe_variable(v, writer.context, writer.lang, finding.pack) for v in finding.deciding_facts)
    facts = writer.sentences(dict.fromkeys(told))
    question = norm_of(finding.duty).question
    if finding.cause is Cause.JUDGEMENT and question is not None:
        facts = writer.text(question)
    return [writer.say(f"{why}。待定：{facts}", f"{why}. Would decide: {facts}")]


def _power(finding: Finding, writer: Writer) -> list[str]:
    use = missing_text(finding, writer)
    state = writer.say(*REASONS[finding.outcome.reason]) if finding.outcome.reason is not None else ""
    return [writer.say(f"{state}：{use}" if use else state, f"{state}: {use}" if use else state)]


def _due_by_reading(finding: Finding, writer: Writer) -> list[str]:
    lines: list[str] = []
    for name, options in finding.by_reading.items():
        dues = {o.due for o in options.values() if o.due is not None}
        question = writer.pack.questions.get(name)
        if len(dues) < 2 or question is None:
            continue
        told = (
            f"{writer.text(question.option(option).text)}{writer.say('：', ': ')}{writer.due(o.due, o.due_latest)}"
            for option, o in options.items()
            if o.due is not None
        )
        lines.append(writer.say("到期日因理解而异：", "due by reading: ") + writer.sentences(told))
    return lines


def is_open(finding: Finding) -> bool:
    """Tell whether a power is available or a right open."""
    return finding.outcome.reason in (Reason.AVAILABLE, Reason.OPEN)
