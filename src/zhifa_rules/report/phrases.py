"""Words that reports use, in Chinese and English."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from zhifa_rules.engines.outcome import Cause, Reason, Verdict
from zhifa_rules.packs.clauses.labels import FIRST_PARAGRAPH
from zhifa_rules.packs.clauses.numerals import chinese_number
from zhifa_rules.packs.ledger import clause_id
from zhifa_rules.report.finding import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zhifa_rules.engines.outcome import Variable
    from zhifa_rules.norms.core import Citation
    from zhifa_rules.packs import Pack
    from zhifa_rules.records.shapes import FieldShape
    from zhifa_rules.report.finding import Context

Pair = tuple[str, str]

CAUSES: dict[Cause, Pair] = {
    Cause.FACT: ("事实不明", "a fact is missing"),
    Cause.READING: ("条文可作不同理解", "the law is open to several readings"),
    Cause.CALENDAR: ("节假日安排未公布", "the calendar is not published"),
    Cause.ORDER: ("同日行为先后不明", "the order of acts of one day is not known"),
    Cause.LOG_SCOPE: ("记录是否完整不明", "it is not declared that the log is complete"),
    Cause.JUDGEMENT: ("需要人的判断", "a human must judge"),
}

KINDS: dict[Kind, Pair] = {
    Kind.VIOLATION: ("违反", "Violation"),
    Kind.REQUIRED_ACTION: ("应办事项", "Required action"),
    Kind.UNDETERMINED: ("无法判定", "Undetermined"),
    Kind.POWER: ("职权和权利", "Power or right"),
}

VERDICTS: dict[Verdict, Pair] = {
    Verdict.SATISFIED: ("合规", "complied with"),
    Verdict.CURED_LATE: ("违反（已逾期补办）", "broken (done, but late)"),
    Verdict.VIOLATED: ("违反", "broken"),
    Verdict.PENDING: ("待办", "still to be done"),
    Verdict.UNDETERMINED: ("无法判定", "undetermined"),
    Verdict.NOT_APPLICABLE: ("不适用", "does not apply"),
}

REASONS: dict[Reason, Pair] = {
    Reason.NOT_TRIGGERED: ("义务没有产生", "the duty did not arise"),
    Reason.NOT_IN_FORCE: ("规定尚未施行", "the provision was not yet in force"),
    Reason.LAPSED: ("规定已经失效", "the provision had lapsed"),
    Reason.TERRITORY: ("不在适用地域内", "outside the territory"),
    Reason.ADDRESSEE: ("不属于规定的义务主体", "not among those whom the provision binds"),
    Reason.EXCEPTION: ("属于例外情形", "an exception applies"),
    Reason.DISPLACED: ("适用特别规定", "a special provision applies instead"),
    Reason.STOPPED: ("期限中止", "the period is stopped"),
    Reason.ENDED: ("义务已经终止", "the duty has ended"),
    Reason.AVAILABLE: ("可以行使", "available"),
    Reason.OPEN: ("期限内可以行使", "open"),
    Reason.USED: ("已经行使", "used"),
    Reason.USED_LATE: ("逾期行使", "used too late"),
    Reason.WINDOW_CLOSED: ("期限届满未行使", "lapsed unused"),
}

NOT_ON_FILE: Pair = ("（没有制发记录）", " (its issue is not on file)")

# Names of fields for English readers; other fields go by their own name.
_FIELD_NAMES = {"on": "date", "by": "actor", "to": "addressees", "through": "office acting", "at": "time of day"}

# What is no field of a record: what a rule asks of another duty, and when it governs.
_RECKONED: dict[str, Pair] = {
    "validity": ("规定施行之日", "day on which the provision came into force"),
    "due": ("前一义务的最后一日", "last day of the duty before"),
    "overdue_from": ("前一义务逾期之日", "day from which the duty before is overdue"),
}


def clean(text: str) -> str:
    """Replace control characters, which would let data command a terminal, by a visible sign."""
    return "".join("\ufffd" if _is_control(sign) else sign for sign in text)


def _is_control(sign: str) -> bool:
    return sign not in "\n\t" and unicodedata.category(sign) in ("Cc", "Cf", "Zl", "Zp")


def cite_text(cite: Citation, pack: Pack, lang: str) -> str:
    """Write a provision as it is usually cited; one that is not cited by numbers alone has its label in the ledger."""
    clause = pack.clauses.get((cite.instrument, clause_id(cite)))
    if clause is not None and clause.label_en:
        label = clause.label if lang == "zh" else clause.label_en
        whole = not (cite.paragraph or cite.item)
        return label.removesuffix(FIRST_PARAGRAPH[0 if lang == "zh" else 1]) if whole else label
    parts = [(cite.article, "条", "art."), (cite.paragraph, "款", "para."), (cite.item, "项", "item")]
    if lang == "zh":
        return "".join(_zh_part(number, unit) for number, unit, _ in parts if number)
    return " ".join(f"{word} {number}" for number, _, word in parts if number)


def _zh_part(number: str, unit: str) -> str:
    written = chinese_number(int(number)) if number.isdecimal() else number
    return f"第（{written}）{unit}" if unit == "项" else f"第{written}{unit}"


def cites_text(cites: Iterable[Citation], pack: Pack, lang: str, *, titles: bool) -> str:
    """Write several provisions; with ``titles`` (or where a pack has several instruments) under the instrument."""
    grouped: dict[str, list[str]] = {}
    listed = list(cites)
    for cite in (c for c in listed if not any(_within(other, c) for other in listed)):
        grouped.setdefault(cite.instrument, []).append(cite_text(cite, pack, lang))
    titled = titles or len(pack.instruments) > 1
    written = [_under(pack, name, found, lang, titled=titled) for name, found in grouped.items()]
    return ("；" if lang == "zh" else "; ").join(written)


def _within(cite: Citation, whole: Citation) -> bool:
    """Tell whether a provision is a part of another one, which then need not be written beside it."""
    same = cite.instrument == whole.instrument and cite.article == whole.article
    if not same or cite == whole or whole.item:
        return False
    return not whole.paragraph or (whole.paragraph == cite.paragraph and bool(cite.item))


def _under(pack: Pack, instrument: str, provisions: list[str], lang: str, *, titled: bool) -> str:
    listed = ("、" if lang == "zh" else ", ").join(dict.fromkeys(provisions))
    if not titled:
        return listed
    title = pack.instruments[instrument].title
    inner = title.zh.replace("《", "〈").replace("》", "〉")
    return f"《{inner}》{listed}" if lang == "zh" else f"{title.en}, {listed}"


# --- What is not known --------------------------------------------------------------------------------------


def describe_variable(variable: Variable, context: Context, lang: str, pack: str) -> str:
    """Say what is not known in a finding of the pack named."""
    zh = lang == "zh"
    if variable.cause is Cause.READING:
        return _question(variable, context.packs[pack], zh)
    if variable.cause is Cause.CALENDAR:
        year = variable.field
        return f"{year}年的节假日安排（尚未公布）" if zh else f"the holiday calendar of {year}, not published yet"
    if variable.cause is Cause.LOG_SCOPE:
        return _log_scope(variable, context, zh)
    records = "、".join(variable.records) if zh else ", ".join(variable.records)
    if variable.cause is Cause.ORDER:
        return f"同日行为的先后（记录{records}）" if zh else f"the order of acts of one day (records {records})"
    if variable.cause is Cause.JUDGEMENT and not variable.field:
        return f"对记录{records}的人工认定" if zh else f"a finding by a human on record {records}"
    return _field(variable, records, context, zh)


def _field(variable: Variable, records: str, context: Context, zh: bool) -> str:
    label = _label(variable, context, zh)
    if variable.organ:
        name = context.register.name(variable.organ)
        return f"{name}的登记信息“{label}”" if zh else f"the register entry '{label}' of {name}"
    number = _document_of(variable.key)
    if number is not None:
        return (
            f"文书“{number}”的“{label}”{NOT_ON_FILE[0]}" if zh else f"'{label}' of document '{number}'{NOT_ON_FILE[1]}"
        )
    owner = context.catalogue.types.get(variable.record_type.partition(":")[0])
    where = (f"（见记录{records}）" if zh else f" (see record {records})") if records else ""
    if owner is None:
        return f"“{label}”{where}" if zh else f"'{label}'{where}"
    return f"“{owner.label_zh}”的“{label}”{where}" if zh else f"'{label}' of '{owner.label_en}'{where}"


def _document_of(key: object) -> str | None:
    """Find the number of a document that is named but not on file within the key of an unknown."""
    if not isinstance(key, tuple):
        return None
    if len(key) == 2 and key[0] == "document" and isinstance(key[1], str):
        return key[1]
    return next((found for part in key if (found := _document_of(part)) is not None), None)


def _question(variable: Variable, pack: Pack, zh: bool) -> str:
    text = pack.questions[variable.field].text
    return text.zh if zh else text.en


def _log_scope(variable: Variable, context: Context, zh: bool) -> str:
    record_type = context.catalogue.types.get(variable.record_type)
    name = context.register.name(variable.organ)
    if zh:
        label = record_type.label_zh if record_type else variable.record_type
        return f"{name}在该期间的“{label}”记录是否完整（log_scope_declared）"
    label = record_type.label_en if record_type else variable.record_type
    return f"whether the log of '{label}' of {name} is complete for the period (log_scope_declared)"


def _label(variable: Variable, context: Context, zh: bool) -> str:
    # A document that is not on file has no type; its fields are named as those of documents issued.
    owner, _, inner = (variable.record_type or "document_issued").partition(":")
    if variable.field in _RECKONED and variable.record_type in ("", "duty"):
        return _RECKONED[variable.field][0 if zh else 1]
    record_type = context.catalogue.types.get(owner)
    if record_type is None:
        return field_name(None, variable.field, zh=zh)
    shape = record_type.shape
    if inner:
        listed = shape.fields[inner].element
        shape = listed or shape
    return field_name(shape.fields.get(variable.field), variable.field, zh=zh)


def field_name(field: FieldShape | None, name: str, *, zh: bool) -> str:
    """Name a field: by its label in Chinese, by its name in English."""
    if zh and field is not None:
        return field.label
    return _FIELD_NAMES.get(name, name.replace("_", " "))
