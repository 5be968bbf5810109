"""The published JSON Schema of the records: one definition per type, each field with its Chinese label and meaning."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic.json_schema import GenerateJsonSchema, models_json_schema

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from zhifa_rules.records.catalogue import Catalogue
    from zhifa_rules.records.shapes import FieldShape, RecordType, Shape

DIALECT = "https://json-schema.org/draft/2020-12/schema"
SCHEMA_ID = "https://zhifa-rules.example/schema/records/1"

Schema = dict[str, Any]


class _Generator(GenerateJsonSchema):
    """Publishes no defaults that JSON cannot express: a field left out is unknown, as its description says."""

    ignored_warning_kinds = {*GenerateJsonSchema.ignored_warning_kinds, "non-serializable-default"}  # noqa: RUF012


def records_schema(catalogue: Catalogue) -> Schema:
    """Give the JSON Schema of one record: a union over all types of the catalogue, discriminated by ``type``."""
    types = list(catalogue.types.values())
    references, definitions = models_json_schema(
        [(record_type.model, "validation") for record_type in types],
        ref_template="#/$defs/{model}",
        schema_generator=_Generator,
    )
    definitions = definitions["$defs"]
    mapping: dict[str, str] = {}
    for record_type in types:
        reference = references[record_type.model, "validation"]["$ref"]
        mapping[record_type.name] = reference
        _describe_type(definitions[reference.rpartition("/")[2]], record_type)
        _describe_elements(definitions, record_type.shape)
    return {
        "$schema": DIALECT,
        "$id": SCHEMA_ID,
        "title": "行政执法监督事件记录",
        "description": "One event record of zhifa-rules. A field left out or null is unknown; the word none means "
        "known to be absent.",
        "oneOf": [{"$ref": reference} for reference in mapping.values()],
        "discriminator": {"propertyName": "type", "mapping": mapping},
        "$defs": dict(sorted(definitions.items())),
    }


def _describe_type(definition: Schema, record_type: RecordType) -> None:
    definition["title"] = record_type.label_zh
    definition["description"] = record_type.meaning
    definition["required"] = sorted({*definition.get("required", ()), "type"})
    _describe_fields(definition, record_type.shape)
    definition["properties"]["type"] = {
        "const": record_type.name,
        "title": "记录类型",
        "description": f"Says that this is a record of the type {record_type.label_en}.",
    }


def _describe_elements(definitions: Mapping[str, Schema], shape: Shape) -> None:
    for field in shape.fields.values():
        if field.element is not None and field.element.name in definitions:
            definition = definitions[field.element.name]
            definition["title"] = field.label
            _describe_fields(definition, field.element)


def _describe_fields(definition: Schema, shape: Shape) -> None:
    for name, schema in definition["properties"].items():
        field = shape.fields[name]
        schema["title"] = field.label
        schema["description"] = _description(field)
        schema.pop("default", None)
        for key in ("if_absent", "assumption_zh", "assumption_en"):
            schema.pop(key, None)
        if field.words is not None:
            _label_words(schema, field.words.labels)


def _description(field: FieldShape) -> str:
    if field.assumption is None:
        return field.meaning
    return f"{field.meaning} If it is left out: {field.assumption.en}."


def _label_words(schema: Any, labels: Mapping[str, tuple[str, str]]) -> None:  # noqa: ANN401
    """Replace bare lists of words by words with their labels, wherever in a field they stand."""
    for inner in _inner(schema):
        words = inner.get("enum", [inner["const"]] if "const" in inner else None)
        if words is not None and set(words) == set(labels):
            inner.pop("enum", None)
            inner.pop("const", None)
            inner.pop("type", None)
            inner["oneOf"] = [{"const": w, "title": labels[w][0], "description": labels[w][1]} for w in words]


def _inner(schema: Any) -> Iterable[Schema]:  # noqa: ANN401
    if isinstance(schema, dict):
        children = list(schema.values())
        yield schema
        for child in children:
            yield from _inner(child)
    elif isinstance(schema, list):
        for child in schema:
            yield from _inner(child)
