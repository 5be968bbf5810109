"""The published schemas fit what is really read and written, and describe every field."""

from __future__ import annotations

import json
import warnings
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from report_helpers import REGISTER, letter, objection, report

import zhifa_rules as z
from zhifa_rules.records.catalogue import builtin_catalogue
from zhifa_rules.records.schema import records_schema
from zhifa_rules.report.json_schema import report_schema

EXAMPLE = Path(__file__).parents[2] / "examples" / "enshi" / "history.jsonl"


def example() -> list[dict[str, Any]]:
    return [json.loads(line) for line in EXAMPLE.read_text(encoding="utf-8").splitlines()]


def records_validator() -> Draft202012Validator:
    return Draft202012Validator(records_schema(builtin_catalogue()))


@pytest.mark.parametrize("as_of", ["2025-03-15", "2025-10-05", "2025-12-31", "2027-03-01"])
@pytest.mark.parametrize("robust", [False, True])
def test_real_reports_fit_the_schema_of_reports(as_of: str, *, robust: bool) -> None:
    made = z.check(example(), packs="enshi", as_of=as_of, robust=robust, known_on=as_of)
    Draft202012Validator(report_schema()).validate(made.to_json())


def test_a_report_with_a_field_too_many_or_too_few_does_not_fit() -> None:
    validator = Draft202012Validator(report_schema())
    made = report(letter("2025-06-03"), "2025-07-20").to_json()
    assert not validator.is_valid({**made, "extra": 1})
    assert not validator.is_valid({k: v for k, v in made.items() if k != "as_of"})
    first = made["findings"][0]
    assert not validator.is_valid({**made, "findings": [{**first, "extra": 1}]})


def test_an_undated_duty_says_what_forecloses_it() -> None:
    made = report(letter("2025-06-03")[:2], "2025-07-20").to_json()
    owed = next(f for f in made["findings"] if f["rule"] == "recommendation-letter")
    assert owed["due"] is None
    assert owed["forecloses"] == [{"zh": "监督终结", "en": "matter closed"}]


def test_real_records_fit_the_schema_of_records() -> None:
    validator = records_validator()
    for record in [*REGISTER, *letter("2025-06-03"), objection("2025-06-10"), *example()]:
        validator.validate(record)


@pytest.mark.parametrize(
    "change",
    [
        {"extra": 1},
        {"kind": "letter"},
        {"type": "document_sentt"},
        {"limit_days": "30"},
        {"on": {"not_before": "2025-01-01", "soon": True}},
        {"to": "k-urb"},
    ],
)
def test_wrong_records_do_not_fit(change: dict[str, object]) -> None:
    record = next(r for r in letter("2025-06-03") if r["id"] == "letter")
    assert not records_validator().is_valid({**record, **change})


@pytest.mark.parametrize(
    "change",
    [
        {"on": {"not_before": "2025-01-01"}},
        {"kind": {"one_of": ["recommendation", "decision"]}},
        {"limit_days": {"at_least": 10}},
        {"limit_days": "none"},
        {"to": None},
    ],
)
def test_values_known_in_part_fit(change: dict[str, object]) -> None:
    record = next(r for r in letter("2025-06-03") if r["id"] == "letter")
    records_validator().validate({**record, **change})
    z.check([*REGISTER, {**record, **change}], packs="enshi", as_of="2025-07-01")


def test_every_type_and_field_of_records_has_a_chinese_title_and_a_meaning() -> None:
    schema = records_schema(builtin_catalogue())
    for name, definition in schema["$defs"].items():
        assert is_chinese(definition["title"]), name
        assert definition["description"], name
        assert definition["additionalProperties"] is False
        for field, described in definition["properties"].items():
            assert is_chinese(described["title"]), f"{name}.{field}"
            assert described["description"], f"{name}.{field}"


def test_every_field_of_reports_is_described_and_no_object_takes_unknown_fields() -> None:
    undescribed: list[str] = []

    def walk(schema: Any, path: str) -> None:  # noqa: ANN401
        if isinstance(schema, dict):
            for name, field in schema.get("properties", {}).items():
                if "description" not in field and "$ref" not in field:
                    undescribed.append(f"{path}.{name}")
            if "properties" in schema and not path.endswith("record"):
                assert schema["additionalProperties"] is False, path
            for key, inner in schema.items():
                walk(inner, f"{path}.{key}")
        elif isinstance(schema, list):
            for inner in schema:
                walk(inner, path)

    walk(report_schema(), "")
    assert not undescribed


def test_words_are_published_with_their_labels() -> None:
    schema = records_schema(builtin_catalogue())
    words = schema["$defs"]["DocumentIssued"]["properties"]["kind"]["anyOf"][0]["oneOf"]
    assert {"const": "decision", "title": "行政执法监督决定书", "description": "supervision decision letter"} in words


def test_making_the_schema_warns_of_nothing() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        records_schema(builtin_catalogue())


def test_types_and_words_that_a_pack_declares_are_part_of_the_schema(tmp_path: Path) -> None:
    catalogue = z.load_pack("enshi").catalogue
    assert records_schema(catalogue) == records_schema(builtin_catalogue())
    declared = declared_catalogue()
    validator = Draft202012Validator(records_schema(declared))
    validator.validate(
        {"id": "a", "type": "audit_held", "on": "2025-06-01", "grade": "good", "places": [{"spot": "x"}]}
    )
    assert not validator.is_valid({"id": "a", "type": "audit_held", "grade": "bad"})
    validator.validate({"id": "b", "type": "matter_closed", "reason": "merged"})


def declared_catalogue() -> Any:  # noqa: ANN401
    from zhifa_rules.packs.declared import read_declared_types
    from zhifa_rules.sources import Fields, load_yaml

    text = """
record_types:
  audit_held:
    label: {zh: 审计, en: audit}
    meaning: {zh: 举行了审计, en: An audit was held.}
    fields:
      grade:
        kind: word
        label: {zh: 等次, en: grade}
        meaning: {zh: 等次, en: The grade given.}
        words: {good: {zh: 好, en: good}, poor: {zh: 差, en: poor}}
      places:
        kind: element
        label: {zh: 地点, en: places}
        meaning: {zh: 地点, en: The places visited.}
        fields:
          spot: {kind: text, label: {zh: 位置, en: spot}, meaning: {zh: 位置, en: Where it is.}}
extends:
  matter_closed:
    words:
      reason:
        merged: {zh: 并案, en: merged into another matter}
"""
    base = builtin_catalogue()
    return base.extended_by(read_declared_types(Fields.of(load_yaml(text, "pack.yaml")), base))


def is_chinese(text: str) -> bool:
    return any("\u4e00" <= sign <= "\u9fff" for sign in text)
