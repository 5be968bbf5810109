"""Record types and fields that a pack declares in its own YAML, validated like all others."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field as PydanticField
from pydantic import StrictBool, StrictInt, create_model

from zhifa_rules.records.base import Document, Element, EventRecord, Organ, Person, fact
from zhifa_rules.records.known import Known
from zhifa_rules.records.shapes import Kind, RecordType, shape_of
from zhifa_rules.records.words import Words

if TYPE_CHECKING:
    from zhifa_rules.records import Catalogue
    from zhifa_rules.sources import Fields

_SCALARS: dict[Kind, Any] = {
    Kind.DATE: date,
    Kind.INTEGER: StrictInt,
    Kind.FLAG: StrictBool,
    Kind.TEXT: str,
    Kind.ORGAN: Organ,
    Kind.PERSON: Person,
    Kind.DOCUMENT: Document,
}
# Models and annotations made here are known only at run time; type checkers cannot follow them.
_model: Any = create_model
_known: Any = Known
_KINDS = [*(kind.value for kind in _SCALARS), Kind.WORD.value, Kind.ELEMENT.value]


def read_declared_types(fields: Fields, catalogue: Catalogue) -> list[RecordType]:
    """Read the keys ``record_types`` (new types) and ``extends`` (further fields and words of known types)."""
    declared: list[RecordType] = []
    for key, reader in (("record_types", _new_type), ("extends", _extended_type)):
        group = fields.fields(key)
        if group is None:
            continue
        for name in group.node.keys():  # noqa: SIM118
            found = reader(name, group.fields(name, required=True), catalogue)
            if found is not None:
                declared.append(found)
        group.finish()
    return declared


def _new_type(name: str, fields: Fields, catalogue: Catalogue) -> RecordType | None:
    label = fields.localized("label", required=True)
    meaning = fields.localized("meaning", required=True)
    natural_key = fields.texts("natural_key")
    own: dict[str, Any] = _fields(fields)
    fields.finish()
    if name in catalogue.types:
        fields.report(None, f"the record type {name} exists already", "Choose another name, or use extends", name)
        return None
    for part in natural_key:
        if part not in own and part not in EventRecord.model_fields:
            fields.report("natural_key", "no such field", "Name fields of the type", part)
    own["type"] = (Literal[name], PydanticField(default=name, title="记录类型"))
    model: type[EventRecord] = _model(_class_name(name), __base__=EventRecord, __doc__=meaning.en, **own)
    return RecordType(name, model, shape_of(model), label.zh, label.en, natural_key)


def _extended_type(name: str, fields: Fields, catalogue: Catalogue) -> RecordType | None:
    known = catalogue.types.get(name)
    if known is None:
        fields.report(None, "unknown record type", f"Known: {', '.join(catalogue.types)}", name)
        return None
    own = _fields(fields) if "fields" in fields.node else {}
    for field in own:
        if field in known.shape.fields:
            fields.report("fields", f"{name} has the field {field} already", "Choose another name", field)
    own.update(_more_words(known, fields))
    fields.finish()
    model = _model(known.model.__name__, __base__=known.model, __doc__=known.model.__doc__, **own)
    return RecordType(name, model, shape_of(model), known.label_zh, known.label_en, known.natural_key, known.order)


def _more_words(known: RecordType, fields: Fields) -> dict[str, Any]:
    group = fields.fields("words")
    if group is None:
        return {}
    changed: dict[str, Any] = {}
    for name in group.node.keys():  # noqa: SIM118
        words = group.fields(name, required=True)
        shape = known.shape.fields.get(name)
        extra = tuple((word, _labels(words, word)) for word in words.node.keys())  # noqa: SIM118
        if shape is None or shape.words is None:
            group.report(name, f"{known.name} has no field {name} that takes words", "Name a field with a vocabulary")
            continue
        word: Any = Annotated[str, Words(shape.words.vocabulary, (*shape.words.extra, *extra))]
        annotation = _listed(word) if shape.many else word
        info = known.model.model_fields[name]
        changed[name] = (_known[annotation], info)
    group.finish()
    return changed


def _labels(fields: Fields, word: str) -> tuple[str, str]:
    label = fields.localized(word, required=True)
    return label.zh, label.en


def _fields(parent: Fields) -> dict[str, Any]:
    group = parent.fields("fields", required=True)
    found = {name: _field(name, group.fields(name, required=True)) for name in group.node.keys()}  # noqa: SIM118
    group.finish()
    return found


def _field(name: str, fields: Fields) -> tuple[Any, Any]:
    kind = fields.choice("kind", _KINDS, required=True)
    label = fields.localized("label", required=True)
    meaning = fields.localized("meaning", required=True)
    many = fields.boolean("many") or False
    annotation: Any
    if kind == Kind.WORD:
        words = fields.fields("words", required=True)
        listed = tuple((word, _labels(words, word)) for word in words.node.keys())  # noqa: SIM118
        words.finish()
        if not listed:
            fields.report("words", "a field of words needs at least one word", "Add 'word: {zh: …, en: …}'")
            listed = (("", ("", "")),)
        annotation = Annotated[str, Words(f"declared:{name}", listed)]
    elif kind == Kind.ELEMENT:
        many = True
        annotation = _model(_class_name(name), __base__=Element, **_fields(fields))
    else:
        annotation = next((found for name, found in _SCALARS.items() if name.value == kind), str)
    fields.finish()
    return _known[_listed(annotation) if many else annotation], fact(label.zh, meaning.en)


def _listed(item: Any) -> Any:  # noqa: ANN401
    """Give the annotation of a list of ``item``; it is known only at run time."""
    return tuple.__class_getitem__((item, ...))


def _class_name(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("_"))
