"""Telling what gives rise to a duty and by when it is due, in words."""

from __future__ import annotations

from calendar import month_name
from datetime import date
from typing import TYPE_CHECKING

from zhifa_rules.calendar.wording import period_en, period_zh
from zhifa_rules.norms.core import (
    Achieve,
    After,
    Choice,
    DateOf,
    DayOfYear,
    DutyIs,
    Either,
    FixedDate,
    OnDuty,
    OnRecord,
    OnRoster,
    Path,
    Pattern,
    Registered,
    StatedLimit,
)
from zhifa_rules.report.conditions import condition_text
from zhifa_rules.report.patterns import field_at, pattern_text

if TYPE_CHECKING:
    from zhifa_rules.norms.core import DateExpression, Norm, PatternChoice, Source
    from zhifa_rules.report.writer import Writer

_EVERY = {
    "year": ("每年", "every year"),
    "half": ("每半年", "every half-year"),
    "quarter": ("每季度", "every quarter"),
    "month": ("每月", "every month"),
}
_PERIOD_DAYS = {"first_day": ("期间首日", "the first day of the period"), "last_day": ("期间届满", "its end")}


_PERIOD_YEARS = {
    "year": ("当年", "of the year"),
    "previous_year": ("上一年", "of the year before"),
    "next_year": ("次年", "of the next year"),
}


# --- Triggers -----------------------------------------------------------------------------------------------


def trigger_text(source: Source, writer: Writer, *, each: bool = True) -> str:
    """Tell what gives rise to a duty, and with ``each`` how many; the summary of the rule tells finer conditions."""
    if isinstance(source, OnRecord):
        return act_text(source.pattern, writer) + (_each_text(source, writer) if each else "")
    if isinstance(source, OnDuty):
        state = DutyIs(source.rule, source.part, source.states, None, None)
        return condition_text(state, (), writer) or writer.say("另一义务的状态", "the state of another duty")
    if isinstance(source, OnRoster):
        if source.every is None:
            return writer.say("自施行之日起", "from entry into force")
        return writer.say(*_EVERY.get(source.every, (source.every, source.every)))
    return writer.say("见规则", "see the rule")


def _each_text(source: OnRecord, writer: Writer) -> str:
    if source.each is None:
        return ""
    if isinstance(source.each, Registered):
        return writer.say("，有关机关各为一件", "; one duty for each organ concerned")
    label = writer.field(field_at(source.each, source.pattern.types, writer), source.each.steps[-1].name)
    return writer.say(f"，每一“{label}”各为一件", f"; one duty for each of '{label}'")


def act_text(pattern: PatternChoice, writer: Writer) -> str:
    """Name an act together with the kind of record that tells it, such as "receipt: reply"."""
    named = pattern_text(pattern, writer)
    types = writer.context.catalogue.types
    labels = writer.listed((writer.say(types[t].label_zh, types[t].label_en) for t in types_of(pattern)), either=True)
    return named if labels in named else writer.say(f"{labels}：{named}", f"{labels}: {named}")


def types_of(pattern: PatternChoice) -> tuple[str, ...]:
    """Give the record types of a pattern, whichever reading holds."""
    if isinstance(pattern, Pattern):
        return pattern.types
    return tuple(dict.fromkeys(type_ for _, option in pattern.options for type_ in types_of(option)))


# --- Periods ------------------------------------------------------------------------------------------------


def term_lines(expression: DateExpression | None, norm: Norm, writer: Writer) -> list[str]:
    """Tell by when something is due, one line for each date with the cases and live readings in which it counts."""
    grouped: dict[str, list[str]] = {}
    for when, term in _cases(expression, norm, writer):
        grouped.setdefault(term, []).append(writer.say("，", ", ").join(when))
    return [term if "" in whens else _bracketed(term, whens, writer) for term, whens in grouped.items()]


def _bracketed(term: str, whens: list[str], writer: Writer) -> str:
    told = writer.sentences(whens)
    return writer.say(f"{term}（{told}）", f"{term} ({told})")


def _cases(expression: DateExpression | None, norm: Norm, writer: Writer) -> list[tuple[tuple[str, ...], str]]:
    if isinstance(expression, Choice):
        live = live_options(expression, writer)
        if len(live) == 1:
            return _cases(live[0][1], norm, writer)
        question = writer.pack.questions[expression.question]
        says = [(writer.text(question.option(name).text), option) for name, option in live]
        return [
            found
            for text, option in says
            for found in _under(writer.say(f"理解为“{text}”", f"reading '{text}'"), option, norm, writer)
        ]
    if isinstance(expression, Either):
        condition = condition_text(expression.condition, trigger_types(norm, writer), writer)
        condition = condition or writer.say("规则所列特别情形", "special case named by the rule")
        other = writer.say("其他情形", "otherwise")
        return [
            *_under(condition, expression.then, norm, writer),
            *_under(other, expression.otherwise, norm, writer),
        ]
    if isinstance(expression, StatedLimit):
        return [((), _stated(writer)), *_under(_unstated(writer), expression.otherwise, norm, writer)]
    return [((), _plain(expression, norm, writer))]


def _under(
    when: str, expression: DateExpression | None, norm: Norm, writer: Writer
) -> list[tuple[tuple[str, ...], str]]:
    return [((when, *further), term) for further, term in _cases(expression, norm, writer)]


def _stated(writer: Writer) -> str:
    return writer.say("文书所定期限", "the limit that the document states")


def _unstated(writer: Writer) -> str:
    return writer.say("文书没有写明期限", "none stated")


def brief_term(expression: DateExpression | None, norm: Norm, writer: Writer) -> str:
    """Name the periods that can apply, without the cases and readings on which it depends which one does."""
    return writer.listed(_leaves(expression, norm, writer), either=True)


def _leaves(expression: DateExpression | None, norm: Norm, writer: Writer) -> list[str]:
    if isinstance(expression, Choice):
        return [leaf for _, option in live_options(expression, writer) for leaf in _leaves(option, norm, writer)]
    if isinstance(expression, Either):
        return [*_leaves(expression.then, norm, writer), *_leaves(expression.otherwise, norm, writer)]
    if isinstance(expression, StatedLimit):
        return [_stated(writer), *_leaves(expression.otherwise, norm, writer)]
    return [_plain(expression, norm, writer)]


def live_options(choice: Choice[DateExpression | None], writer: Writer) -> list[tuple[str, DateExpression | None]]:
    """Give the options of a choice that count by default."""
    live = writer.pack.questions[choice.question].live
    return [(name, option) for name, option in choice.options if name in live]


def _plain(expression: DateExpression | None, norm: Norm, writer: Writer) -> str:
    if expression is None:
        return writer.say("没有规定期限", "no date is set")
    if isinstance(expression, FixedDate):
        day = date.fromordinal(expression.day).isoformat()
        return writer.say(f"{day}以前（含当日）", f"by {day}")
    if isinstance(expression, DateOf):
        day = _anchor(expression, norm, writer)
        return writer.say(f"{day}以前（含当日）", f"by {day}")
    if isinstance(expression, DayOfYear):
        return _day_of_year(expression, norm, writer)
    if isinstance(expression, After):
        length = writer.say(period_zh(expression.period), period_en(expression.period))
        start = _anchor(expression.anchor, norm, writer)
        return writer.say(f"自{start}起{length}内", f"within {length} of {start}")
    return writer.say("见规则", "see the rule")


def _day_of_year(expression: DayOfYear, norm: Norm, writer: Writer) -> str:
    month, day, name = expression.month, expression.day, expression.year.steps[-1].name
    if expression.year.root == "period":
        year = writer.say(*_PERIOD_YEARS.get(name, ("", "")))
        return writer.say(f"{year}{month}月{day}日以前（含当日）", f"by {_day_en(month, day)} {year}".strip())
    label = writer.field(field_at(expression.year, trigger_types(norm, writer), writer), name)
    return writer.say(f"“{label}”所指年份的{month}月{day}日以前（含当日）", f"by {_day_en(month, day)} of '{label}'")


def _day_en(month: int, day: int) -> str:
    return f"{day} {month_name[month]}"


def _anchor(expression: DateExpression, norm: Norm, writer: Writer) -> str:
    if not isinstance(expression, DateOf):
        options = _leaves(expression, norm, writer)
        return writer.listed(options, either=True)
    path, source = expression.path, norm.source
    if path.root == "clock" and isinstance(norm.body, Achieve) and norm.body.clock is not None:
        return _anchor(norm.body.clock.start, norm, writer)
    if path.root == "period":
        return writer.say(*_PERIOD_DAYS.get(path.steps[-1].name, ("期间", "the period")))
    if path.root == "trigger" and _is_trigger_day(path, source):
        return writer.say("起因之日", "the trigger")
    return _date_field(path, norm, writer)


def _is_trigger_day(path: Path, source: Source) -> bool:
    own = isinstance(source, OnRecord) and isinstance(source.pattern.date, DateOf) and source.pattern.date.path
    return path == own or [step.name for step in path.steps] == ["on"]


def _date_field(path: Path, norm: Norm, writer: Writer) -> str:
    found = dict(norm.finds).get(path.root)
    types = trigger_types(norm, writer) if found is None else types_of(found)
    label = writer.field(field_at(path, types, writer), path.steps[-1].name if path.steps else path.root)
    whose = "" if found is None else act_text(found, writer)
    return writer.say(f"{whose and f'“{whose}”的'}“{label}”", f"the '{label}'{whose and f' of {whose}'}")


def trigger_types(norm: Norm, writer: Writer) -> tuple[str, ...]:
    """Give the record types of the trigger, also where the duty of another rule gives rise to it."""
    source = norm.source
    if isinstance(source, OnRecord):
        return source.pattern.types
    rule = writer.pack.rules.get(source.rule) if isinstance(source, OnDuty) else None
    return () if rule is None or not rule.norms else trigger_types(rule.norms[0], writer)
