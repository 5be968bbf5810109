"""Telling patterns of acts in words: which kind of act counts, and by which of its fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhifa_rules.norms.core import AllOf, Choice, Compare, Path, Relation
from zhifa_rules.records.shapes import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from zhifa_rules.norms.core import Condition, Pattern, PatternChoice
    from zhifa_rules.records.shapes import FieldShape
    from zhifa_rules.report.writer import Writer

_LEADING = ("kind", "activity", "mechanism")
_EQUALS = (Relation.EQUAL, Relation.IN, Relation.CONTAINS, Relation.CONTAINS_ANY)


def pattern_text(pattern: PatternChoice, writer: Writer) -> str:
    """Name the acts that a pattern matches, such as "report on rectification"."""
    named = dict.fromkeys(_pattern(one, writer) for one in _patterns(pattern))
    return writer.listed(named, either=True)


def _patterns(pattern: PatternChoice) -> Iterable[Pattern]:
    if isinstance(pattern, Choice):
        for _, option in pattern.options:
            yield from _patterns(option)
    else:
        yield pattern


def _pattern(pattern: Pattern, writer: Writer) -> str:
    types = [t for name in pattern.types if (t := writer.context.catalogue.types.get(name)) is not None]
    label = writer.listed((writer.say(t.label_zh, t.label_en) for t in types), either=True)
    leading: list[str] = []
    further: list[str] = []
    for condition in _conjuncts(pattern.where):
        if isinstance(condition, Compare) and condition.relation in _EQUALS and not isinstance(condition.operand, Path):
            words = operand_text(condition, pattern.types, writer)
            if words and _has_words(condition, pattern.types, writer):
                (leading if _is_leading(condition.path) else further).append(words)
    if not leading:
        return label + _bracketed(further, writer)
    # A finding is about something; a document, request or activity is that thing.
    own = [label] if "finding_recorded" in pattern.types else []
    return writer.listed(leading) + _bracketed([*own, *further], writer)


def _is_leading(path: Path) -> bool:
    """Whether an attribute says what an act is: its own kind, or that of the document received."""
    *before, last = (step.name for step in path.steps)
    return last in _LEADING and before in ([], ["document"])


def _bracketed(items: Sequence[str], writer: Writer) -> str:
    if not items:
        return ""
    return writer.say(f"（{'，'.join(items)}）", f" ({', '.join(items)})")


def _conjuncts(condition: Condition) -> Iterable[Condition]:
    if isinstance(condition, AllOf):
        for part in condition.conditions:
            yield from _conjuncts(part)
    else:
        yield condition


def _has_words(condition: Compare, types: tuple[str, ...], writer: Writer) -> bool:
    field = field_at(condition.path, types, writer)
    return field is not None and field.words is not None


def operand_text(condition: Compare, types: tuple[str, ...], writer: Writer) -> str:
    """Tell the values that a comparison names, with the labels of the fields that take them."""
    fields = [found for type_ in types if (found := field_at(condition.path, (type_,), writer)) is not None]
    operand = condition.operand
    values = operand if isinstance(operand, tuple) else (operand,)
    return writer.listed((writer.value(value, _knowing(value, fields)) for value in values), either=True)


def _knowing(value: object, fields: Sequence[FieldShape]) -> FieldShape | None:
    """Give the field whose vocabulary has the word: acts of several types may use different ones."""
    knowing = (field for field in fields if field.words is not None and value in field.words.labels)
    return next(knowing, fields[0] if fields else None)


def field_at(path: Path, types: tuple[str, ...], writer: Writer) -> FieldShape | None:
    """Find the field that a path leads to, beginning at one of the record types given."""
    catalogue = writer.context.catalogue.types
    current: Iterable[str] = types
    found: FieldShape | None = None
    for step in path.steps:
        shapes = [_fields_of(name, writer).get(step.name) for name in current]
        found = next((shape for shape in shapes if shape is not None), None)
        if found is None:
            return None
        if step.kind is Kind.ORGAN:
            current = ("organ_registered",)
        elif step.kind is Kind.DOCUMENT:
            current = [name for name, t in catalogue.items() if "number" in t.shape.fields]
        elif step.kind is Kind.PERSON:
            current = ("person_registered",)
    return found


def _fields_of(type_: str, writer: Writer) -> dict[str, FieldShape]:
    owner, _, inner = type_.partition(":")
    record_type = writer.context.catalogue.types.get(owner)
    if record_type is None:
        return {}
    if not inner:
        return dict(record_type.shape.fields)
    element = record_type.shape.fields[inner].element
    return {} if element is None else dict(element.fields)
