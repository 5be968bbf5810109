"""Words that reports use, in Chinese and English."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhifa_rules.engines.outcome import Cause

if TYPE_CHECKING:
    from zhifa_rules.engines.outcome import Variable
    from zhifa_rules.norms.core import Citation
    from zhifa_rules.report.finding import Context

_DIGITS = "零一二三四五六七八九"

CAUSES: dict[Cause, tuple[str, str]] = {
    Cause.FACT: ("事实不明", "a fact is missing"),
    Cause.READING: ("法律理解不一", "the law is open to several readings"),
    Cause.CALENDAR: ("节假日安排未公布", "the calendar is not published"),
    Cause.ORDER: ("同日行为先后不明", "the order of acts of one day is not known"),
    Cause.LOG_SCOPE: ("记录是否完整不明", "it is not declared that the log is complete"),
    Cause.JUDGEMENT: ("需要人的判断", "a human must judge"),
}


def chinese_number(number: int) -> str:
    """Write a number below 100 in Chinese numerals, as articles are numbered."""
    tens, ones = divmod(number, 10)
    if tens == 0:
        return _DIGITS[ones]
    head = "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head if ones == 0 else head + _DIGITS[ones]


def cite_text(cite: Citation, lang: str) -> str:
    """Write a provision as it is usually cited."""
    parts = [(cite.article, "条", "art."), (cite.paragraph, "款", "para."), (cite.item, "项", "item")]
    if lang == "zh":
        return "".join(_zh_part(number, unit) for number, unit, _ in parts if number)
    return " ".join(f"{word} {number}" for number, _, word in parts if number)


def _zh_part(number: str, unit: str) -> str:
    written = chinese_number(int(number)) if number.isdigit() and int(number) < 100 else number
    return f"第（{written}）{unit}" if unit == "项" else f"第{written}{unit}"


def describe_variable(variable: Variable, context: Context, lang: str) -> str:
    """Say what is not known."""
    zh = lang == "zh"
    if variable.cause is Cause.READING:
        return _question(variable, context, zh)
    if variable.cause is Cause.CALENDAR:
        year = variable.field
        return f"{year}年节假日安排尚未公布" if zh else f"the calendar of {year} is not published"
    if variable.cause is Cause.LOG_SCOPE:
        return _log_scope(variable, context, zh)
    label = _label(variable, context, zh)
    if variable.organ:
        name = context.register.name(variable.organ)
        return f"{name}的登记信息“{label}”" if zh else f"the register entry '{label}' of {name}"
    records = "、".join(variable.records) if zh else ", ".join(variable.records)
    if variable.cause is Cause.ORDER:
        return f"同日行为的先后（记录 {records}）" if zh else f"the order of acts of one day (records {records})"
    if variable.cause is Cause.JUDGEMENT:
        return f"对记录 {records} 的人工认定" if zh else f"a finding by a human on records {records}"
    if not records:
        return f"“{label}”" if zh else f"'{label}'"
    return f"记录 {records} 的“{label}”" if zh else f"'{label}' of records {records}"


def _question(variable: Variable, context: Context, zh: bool) -> str:
    for pack in context.packs.values():
        question = pack.questions.get(variable.field)
        if question is not None:
            return question.text.zh if zh else question.text.en
    return variable.field


def _log_scope(variable: Variable, context: Context, zh: bool) -> str:
    record_type = context.catalogue.types.get(variable.record_type)
    name = context.register.name(variable.organ)
    if zh:
        label = record_type.label_zh if record_type else variable.record_type
        return f"{name}的“{label}”记录在该期间是否完整（log_scope_declared）"
    label = record_type.label_en if record_type else variable.record_type
    return f"whether the log of '{label}' of {name} is complete for the period (log_scope_declared)"


def _label(variable: Variable, context: Context, zh: bool) -> str:
    owner, _, inner = variable.record_type.partition(":")
    record_type = context.catalogue.types.get(owner)
    if record_type is None:
        return variable.field
    shape = record_type.shape
    if inner:
        listed = shape.fields[inner].element
        shape = listed or shape
    field = shape.fields.get(variable.field)
    if not zh or field is None:
        return variable.field
    return field.label
