"""Telling facts in words: what happened, who did it, when, and which records say so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zhifa_rules.records.facts import FIRST_DAY, LAST_DAY, date_range
from zhifa_rules.records.known import ABSENT
from zhifa_rules.records.shapes import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from zhifa_rules.records.facts import Fact
    from zhifa_rules.records.shapes import FieldShape, Shape
    from zhifa_rules.report.writer import Writer

_NOT_TOLD = frozenset({"id", "type", "on", "by", "through", "matter", "note", "at", "seq", "received_on", "started_on"})
_TOLD_KINDS = frozenset({Kind.WORD, Kind.FLAG, Kind.ORGAN, Kind.PERSON, Kind.ELEMENT, Kind.DOCUMENT})


def fact_text(fact: Fact, writer: Writer) -> str:
    """Tell a fact in one clause, without the records that state it."""
    teller = _TELLERS.get(fact.type)
    return _anything(fact, writer) if teller is None else teller(fact, writer)


def fact_with_records(fact: Fact, writer: Writer) -> str:
    """Tell a fact and name its records."""
    return fact_text(fact, writer) + records_text(fact.records, writer)


def records_text(records: Iterable[str], writer: Writer) -> str:
    """Name records in brackets; empty if there are none."""
    named = writer.listed(records)
    if not named:
        return ""
    return writer.say(f"（记录{named}）", f" (record {named})")


def field_of(fact: Fact, name: str, writer: Writer) -> FieldShape | None:
    """Give the shape of a field of a fact."""
    record_type = writer.context.catalogue.types.get(fact.type)
    return None if record_type is None else record_type.shape.fields.get(name)


def value_of(fact: Fact, name: str, writer: Writer) -> str:
    """Write one attribute of a fact; empty if nothing is known of it."""
    return writer.value(fact.values.get(name), field_of(fact, name, writer))


def chronological(facts: Iterable[Fact]) -> list[Fact]:
    """Put facts into the order in which they happened."""
    return sorted(facts, key=lambda fact: (date_range(fact.values.get("on"))[0], fact.records, repr(fact.key)))


# --- Documents ----------------------------------------------------------------------------------------------


def _document(fact: Fact, writer: Writer) -> str:
    """Name a document by kind and number."""
    number = fact.values.get("number")
    quoted = writer.quoted(number) if isinstance(number, str) else ""
    if fact.type == "":
        return writer.say(f"文书{quoted}（没有制发记录）", f"document {quoted}, whose issue is not on file,")
    kind = value_of(fact, "kind", writer) or writer.say("文书（种类不明）", "document of unknown kind")
    return writer.say(f"{kind}{quoted}", f"{kind} {quoted}".strip())


def _received(fact: Fact, writer: Writer) -> str:
    document = fact.links.get("document")
    named = _document(document, writer) if document is not None else writer.quoted(str(fact.values.get("document")))
    by = writer.organ(fact.values.get("by"))
    on = writer.date(fact.values.get("on"))
    if document is not None and document.records == fact.records and document.records:
        bounds = "" if date_range(fact.values.get("on")) == (FIRST_DAY, LAST_DAY) else on
        told = writer.say(f"{by}收到{named}的日期没有记录", f"no record says when {by} received {named}")
        return _with_details(told, [bounds and writer.say(f"应为{bounds}", bounds)], writer)
    return writer.say(f"{by}于{on}收到{named}", f"{by} received {named} on {on}")


def _issued(fact: Fact, writer: Writer) -> str:
    by, on, named = _actor(fact, writer), writer.date(fact.values.get("on")), _document(fact, writer)
    to = value_of(fact, "to", writer)
    details = [
        to and writer.say(f"主送{to}", f"to {to}"),
        _detail(fact, "result", writer),
        _detail(fact, "orders", writer),
        _detail(fact, "limit_days", writer),
        _detail(fact, "limit_on", writer),
    ]
    return _with_details(writer.say(f"{by}于{on}制发{named}", f"{by} issued {named} on {on}"), details, writer)


def _sent(fact: Fact, writer: Writer) -> str:
    by, on, named = _actor(fact, writer), writer.date(fact.values.get("on")), _document(fact, writer)
    to = value_of(fact, "to", writer)
    told = writer.say(
        f"{by}于{on}{f'向{to}' if to else ''}报送{named}", f"{by} sent {named}{f' to {to}' if to else ''} on {on}"
    )
    return _with_details(told, [_arrival(fact, writer)], writer)


def _filed(fact: Fact, writer: Writer) -> str:
    by, on, kind = _actor(fact, writer), writer.date(fact.values.get("on")), value_of(fact, "kind", writer)
    kind = kind or writer.say("申请", "a request")
    against = value_of(fact, "against", writer)
    to = fact.values.get("to")
    details = [
        against and writer.say(f"针对文书{writer.quoted(against)}", f"against document {writer.quoted(against)}"),
        writer.say(f"受理机关{writer.organ(to)}", f"to {writer.organ(to)}") if isinstance(to, str) else "",
        _arrival(fact, writer),
    ]
    return _with_details(writer.say(f"{by}于{on}提出{kind}", f"{by} filed: {kind}, on {on}"), details, writer)


def _arrival(fact: Fact, writer: Writer) -> str:
    low, _ = date_range(fact.values.get("received_on"))
    if low == FIRST_DAY or fact.values.get("received_on") == fact.values.get("on"):
        return ""
    on = writer.date(fact.values.get("received_on"))
    return writer.say(f"{on}到达", f"arrived on {on}")


# --- Everything else ----------------------------------------------------------------------------------------


def _period(fact: Fact, writer: Writer) -> str:
    label = str(fact.key[-1])
    first, last = fact.values["first_day"], fact.values["last_day"]
    named = writer.period(label)
    return writer.say(f"{named}（{first}至{last}）", f"the period {named} ({first} to {last})")


def _in_force(fact: Fact, writer: Writer) -> str:
    on = writer.date(fact.values.get("on"))
    return writer.say(f"规定自{on}起适用", f"the provision applies since {on}")


def _anything(fact: Fact, writer: Writer) -> str:
    record_type = writer.context.catalogue.types.get(fact.type)
    if record_type is None:
        return writer.say("没有记录的行为", "an act that is not on file")
    by, on = _actor(fact, writer), writer.date(fact.values.get("on"))
    label = writer.say(record_type.label_zh, record_type.label_en)
    told = writer.say(f"{on}，{by}{label}", f"{label}: {by} on {on}")
    return _with_details(told, _details(fact.values, record_type.shape, writer), writer)


def _details(values: dict[str, Any], shape: Shape, writer: Writer) -> list[str]:
    return [
        _element_or_value(values.get(field.name), field, writer)
        for field in shape.fields.values()
        if field.name not in _NOT_TOLD and field.kind in _TOLD_KINDS
    ]


def _element_or_value(value: object, field: FieldShape, writer: Writer) -> str:
    label = writer.field(field, field.name)
    if field.element is not None:
        if not isinstance(value, tuple):
            return ""
        element = field.element
        inner = [writer.sentences([_one(part, element, writer)]) for part in value]
        told = writer.say("；", "; ").join(inner) or writer.say("无", "none")
        return writer.say(f"{label}（{len(value)}）：{told}", f"{label} ({len(value)}): {told}")
    written = writer.value(value, field)
    if not written:
        return ""
    return (
        written
        if field.kind is Kind.WORD and not field.many
        else writer.say(f"{label}：{written}", f"{label}: {written}")
    )


def _one(part: object, element: Shape, writer: Writer) -> str:
    values = part if isinstance(part, dict) else getattr(part, "__dict__", {})
    written: list[str] = []
    for field in element.fields.values():
        value = values.get(field.name)
        text = writer.say("无", "none") if value == () or value is ABSENT else writer.value(value, field)
        if text:
            label = writer.field(field, field.name)
            plain = field.kind is Kind.PERSON or (field.kind is Kind.WORD and not field.many)
            written.append(text if plain else writer.say(f"{label}：{text}", f"{label}: {text}"))
    return writer.say("，", ", ").join(written)


def _detail(fact: Fact, name: str, writer: Writer) -> str:
    field = field_of(fact, name, writer)
    written = writer.value(fact.values.get(name), field)
    if not written:
        return ""
    label = writer.field(field, name)
    return writer.say(f"{label}：{written}", f"{label}: {written}")


def _actor(fact: Fact, writer: Writer) -> str:
    by, through = fact.values.get("by"), fact.values.get("through")
    named = writer.organ(by)
    if isinstance(through, str) and through != by:
        return writer.say(f"{named}（经{writer.organ(through)}）", f"{named} (through {writer.organ(through)})")
    return named


def _with_details(told: str, details: Iterable[str], writer: Writer) -> str:
    kept = [detail for detail in details if detail]
    if not kept:
        return told
    return writer.say(f"{told}（{'；'.join(kept)}）", f"{told} ({'; '.join(kept)})")


_TELLERS: dict[str, Callable[[Fact, Writer], str]] = {
    "document_received": _received,
    "document_issued": _issued,
    "document_sent": _sent,
    "request_filed": _filed,
    "period": _period,
    "in_force": _in_force,
}
