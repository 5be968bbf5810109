"""How a due date was counted, and what each reading of the law leads to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhifa_rules.calendar import derive
from zhifa_rules.engines.outcome import Cause, Verdict
from zhifa_rules.norms.core import Achieve
from zhifa_rules.report.finding import norm_of
from zhifa_rules.report.phrases import REASONS, VERDICTS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zhifa_rules.engines.outcome import Count, Outcome
    from zhifa_rules.packs.readings import Question
    from zhifa_rules.report.finding import Finding
    from zhifa_rules.report.writer import Writer


def verdict_text(outcome: Outcome, writer: Writer) -> str:
    """Write a verdict; where something does not apply, also why."""
    if outcome.verdict is not Verdict.NOT_APPLICABLE or outcome.reason is None:
        return writer.say(*VERDICTS[outcome.verdict])
    text = outcome.reason_text
    why = writer.text(text) if text is not None else writer.say(*REASONS[outcome.reason])
    return writer.say(f"不适用（{why}）", f"does not apply ({why})")


# --- The period ---------------------------------------------------------------------------------------------


def period_lines(finding: Finding, writer: Writer) -> list[str]:
    """Tell how the due date was counted; where readings give different dates, under each of them."""
    by_option = [
        (_says(question, option, writer), outcome)
        for question, options in finding.by_reading.items()
        if len({outcome.due for outcome in options.values()}) > 1
        for option, outcome in options.items()
    ]
    if by_option:
        return [
            writer.say(f"按“{says}”的理解：", f"if '{says}': ") + _counted(finding, outcome, writer)
            for says, outcome in by_option
        ]
    if finding.outcome.due is not None:
        return [_counted(finding, finding.outcome, writer)]
    body = norm_of(finding.duty).body
    if isinstance(body, Achieve) and all(part.within is None for part in body.parts):
        return [
            writer.say(
                "条文没有规定期限，不因时间经过而逾期", "the text sets no date; lapse of time alone breaks nothing"
            )
        ]
    return []


def _counted(finding: Finding, outcome: Outcome, writer: Writer) -> str:
    due, latest = outcome.due, outcome.due_latest
    if due is None:
        return writer.say("没有到期日", "no due date")
    steps = None if outcome.count is None else _steps(outcome.count, due, latest, finding, writer)
    if steps is None:
        return writer.say(f"到期日：{writer.due(due, latest)}", f"due {writer.due(due, latest)}")
    return writer.say("；", "; ").join(steps)


def _steps(count: Count, due: int, latest: int | None, finding: Finding, writer: Writer) -> list[str] | None:
    """Give the account of a count, unless it is not the account of just these days."""
    calendar = finding.context.calendar
    found = derive(count.start, count.period, calendar, rolls=count.rolls, include_start=count.include_start)
    fits = found.due.toordinal() == due and found.latest.toordinal() == (due if latest is None else latest)
    return found.steps(writer.lang) if fits else None


# --- Readings -----------------------------------------------------------------------------------------------


def reading_lines(finding: Finding, writer: Writer) -> list[str]:
    """Tell the open questions that were asked, the options evaluated and the result of each."""
    questions = writer.pack.questions
    asked = [questions[name] for name in finding.duty.questions if name in questions]
    results = finding.by_reading
    lines = [_asked(q, results[q.name], writer) for q in asked if q.name in results]
    deciding = {variable.field for variable in finding.deciding_facts if variable.cause is Cause.READING}
    lines += _without_effect([q for q in asked if q.name not in results and q.name not in deciding], writer)
    rule = writer.pack.rules.get(norm_of(finding.duty).rule)
    named = [questions[name] for name in sorted(rule.questions)] if rule is not None else []
    return lines + [_chosen(question, writer) for question in named if question.id in writer.context.readings]


def _asked(question: Question, results: Mapping[str, Outcome], writer: Writer) -> str:
    told: list[str] = []
    for option, outcome in results.items():
        says = writer.quoted(_says(question.name, option, writer))
        due = ""
        if outcome.due is not None:
            due = writer.say("，到期日", ", due ") + writer.due(outcome.due, outcome.due_latest)
        told.append(f"{says}{writer.say('：', ': ')}{verdict_text(outcome, writer)}{due}")
    return writer.text(question.text) + writer.say("", " ") + writer.sentences(told)


def _without_effect(questions: Sequence[Question], writer: Writer) -> list[str]:
    if not questions:
        return []
    texts = writer.say("", " ").join(writer.text(question.text) for question in questions)
    return [writer.say(f"下列问题不论怎样理解，结论和期限相同：{texts}", f"result and dates do not turn on: {texts}")]


def _chosen(question: Question, writer: Writer) -> str:
    says = _says(question.name, writer.context.readings[question.id], writer)
    text = writer.text(question.text)
    return writer.say(f"{text}按选定的理解：{says}", f"{text} As chosen: {says}")


def _says(question: str, option: str, writer: Writer) -> str:
    found = writer.pack.questions.get(question)
    return option if found is None else writer.text(found.option(option).text)
