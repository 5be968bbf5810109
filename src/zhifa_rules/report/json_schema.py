"""The published JSON Schema of the report. A change to what reports hold is a change here, and of the version."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zhifa_rules.calendar.period import Unit
from zhifa_rules.engines.account import Doubt, Unsuited
from zhifa_rules.engines.outcome import RIGHT_STATES, Cause, Reason, Verdict
from zhifa_rules.norms.core import Force
from zhifa_rules.report.finding import Kind
from zhifa_rules.report.json_format import SCHEMA_VERSION

if TYPE_CHECKING:
    from collections.abc import Iterable
    from enum import StrEnum

DIALECT = "https://json-schema.org/draft/2020-12/schema"
SCHEMA_ID = f"https://zhifa-rules.example/schema/report/{SCHEMA_VERSION}"
_STATES = (Reason.AVAILABLE, *sorted(RIGHT_STATES))

Schema = dict[str, Any]


def report_schema() -> Schema:
    """Give the JSON Schema of what ``Report.to_json`` returns."""
    return {
        "$schema": DIALECT,
        "$id": SCHEMA_ID,
        **_object(
            "What was broken, what is owed, what cannot be decided and what may be done, as of a day.",
            _report(),
            second_engine=_ref("second_engine"),
        ),
        "title": "行政执法监督核对报告",
        "$defs": {
            "finding": _object(
                "One finding. An overdue duty has two, of different kinds, under one fingerprint.", _finding()
            ),
            "text": _object("A text in both languages.", {"zh": _text("In Chinese."), "en": _text("In English.")}),
            "citation": _object("A provision: article, paragraph and item by their position in the text.", _citation()),
            "due": _object("When something is owed.", _due()),
            "derivation": _object("How a due date was counted.", _derivation()),
            "option": _object("The result under one option of an open question.", _option()),
            "fact": _object("Something that is not known and would help to decide.", _fact()),
            "act": _object("An act that would perform what is missing.", _act()),
            "second_engine": _object("What the durable engine did; only where it was asked for.", _second_engine()),
        },
    }


# --- Parts --------------------------------------------------------------------------------------------------


def _report() -> dict[str, Schema]:
    pack = {
        "id": _text("Id of the pack."),
        "version": _text("Version of the pack."),
        "sha256": _hash("SHA-256 of the content of all files of the pack."),
    }
    calendar = {
        "version": _text("What the calendar was made of; equal versions have equal content."),
        "published_to": _day("Last day of the last year whose holidays are published."),
    }
    return {
        "schema_version": {"const": SCHEMA_VERSION, "description": "Version of this schema."},
        "library_version": _text("Version of zhifa-rules."),
        "as_of": _day("The day at whose end the report stands."),
        "known_on": _or_null(_day("The day to whose records the report is limited; null for no limit.")),
        "packs": _list("The packs checked against, by id.", _object("A pack.", pack)),
        "calendar": _object("The calendar of working days.", calendar),
        "readings": _map("Options chosen by the caller, by the full name of the question.", _text("The option.")),
        "assumptions": _list("What was taken where records leave something out.", _ref("text")),
        "notices": _list("What a reader should know of the records.", _ref("text")),
        "findings": _list("All findings, by fingerprint, then kind.", _ref("finding")),
    }


def _second_engine() -> dict[str, Schema]:
    left = {
        "rule": _text("The rule, as PACK/RULE."),
        "reason": _enum("What is not known and would be needed.", Doubt),
        "instances": _integer("How many duty instances."),
    }
    unsuited = {
        "rule": _text("The rule, as PACK/RULE."),
        "reason": _enum("Why it has no form in durable-rules.", Unsuited),
    }
    return {
        "engine": {"enum": ["durable", "both"], "description": "durable alone, or both, compared with each other."},
        "examined": _integer("How many duty instances it examined; with both, how many were compared."),
        "not_examined": _list("What it left out, by rule and reason.", _object("Duty instances.", left)),
        "not_lowered": _list("Rules that it cannot run.", _object("A rule.", unsuited)),
    }


def _finding() -> dict[str, Schema]:
    trigger = {
        "type": _text("Record type of the trigger, or period or in_force for duties without a record."),
        "key": _list("Natural key of the trigger.", _text("A part of the key.")),
    }
    return {
        "fingerprint": _hash("Stable identity of the duty instance."),
        "unstable_identity": _flag("Whether a part of the natural key of the trigger is unknown."),
        "kind": _enum("What the finding tells.", Kind),
        "verdict": _enum("The verdict on the duty instance.", Verdict),
        "status": _or_null({"enum": list(_STATES), "description": "How a power or right stands; null for others."}),
        "cause": _or_null(_enum("Why it is undetermined; null where it is decided.", Cause)),
        "pack": _text("Id of the pack."),
        "rule": _text("Id of the rule."),
        "facet": _text("Which norm of the rule, where it has several, such as the misuse of a power; else empty."),
        "cites": _list("The provisions concerned.", _ref("citation")),
        "force": _enum("How strictly the text speaks.", Force),
        "bearer": _or_null(_text("Key of the organ bound; null where the text names none.")),
        "through": _or_null(_text("Key of the office through which the bearer acted, where it is another one.")),
        "counterpart": _or_null(_text("Key of the organ to which something is owed.")),
        "subject": _list("What the duty belongs to: a matter, an organ, a document.", _text("A part of the key.")),
        "trigger": _object("What gave rise to the duty.", trigger),
        "since": _or_null(_day("First day of the breach.")),
        "due": {**_or_null(_ref("due")), "description": "When it is owed; null where no date is set."},
        "days_left": _or_null(_integer("Days from as_of to the due date; negative when it has passed.")),
        "not_before": _or_null(_day("First day on which acting is not premature.")),
        "missing_parts": _list(
            "Parts that are missing or defective, where a duty has several.", _text("Id of a part.")
        ),
        "uncovered": _list("What an act had to cover and did not.", _text("Key of an organ, or name of a category.")),
        "evidence": _list("Ids of the records relied on.", _text("Id of a record.")),
        "deciding_facts": _list("An irreducible set of what would have to be known to decide.", _ref("fact")),
        "act": _list("Required actions: the acts that would perform what is missing.", _ref("act")),
        "forecloses": _list("What makes it too late for an undated duty.", _ref("text")),
        "question": {**_or_null(_ref("text")), "description": "What a human must judge; null for other rules."},
        "holds_under_every_reading": _or_null(
            _flag("Whether the verdict stands under minority readings; null if not asked.")
        ),
        "summary": {**_ref("text"), "description": "What the rule says."},
    }


def _citation() -> dict[str, Schema]:
    return {
        "instrument": _text("Id of the instrument within the pack."),
        "article": _text("Number of the article."),
        "paragraph": _text("Number of the paragraph; empty if none is meant."),
        "item": _text("Number of the item; empty if none is meant."),
    }


def _due() -> dict[str, Schema]:
    by_option = _map("By option.", _ref("option"))
    return {
        "date": _or_null(_day("The earliest due date that any live reading gives.")),
        "earliest": _or_null(_day("The same as date.")),
        "latest": _or_null(_day("The latest date that readings, unknown facts or the calendar leave possible.")),
        "provisional": _flag("Whether it rests on a calendar that is not published."),
        "by_reading": _map("By open question, where options differ in verdict or date.", by_option),
        "derivation": {**_or_null(_ref("derivation")), "description": "How the earliest date was counted."},
    }


def _option() -> dict[str, Schema]:
    return {
        "verdict": _enum("The verdict under this option.", Verdict),
        "due": _or_null(_day("The due date under this option; null where no date is set.")),
    }


def _derivation() -> dict[str, Schema]:
    cause = _object("Why the days were passed over.", {"zh": _text("In Chinese."), "en": _text("In English.")})
    span = {"first": _day("First day."), "last": _day("Last day."), "cause": cause}
    return {
        "start": _day("The day from which the period runs."),
        "unit": _enum("The unit counted.", Unit),
        "count": _integer("How many units."),
        "include_start": _flag("Whether the start day is counted."),
        "nominal_end": _day("Last day before any move."),
        "due": _day("Earliest date on which it can end."),
        "latest": _day("Latest date on which it can end."),
        "rolled": _flag("Whether the end moved to the next working day."),
        "provisional": _flag("Whether the count relied on days that no notice settles."),
        "skipped": _list("Rest days passed over.", _object("Days of one cause.", span)),
        "make_up_days": _list("Worked Saturdays and Sundays that the count met.", _day("A day.")),
        "unpublished_years": _list("Years whose notices are missing.", _integer("A year.")),
    }


def _fact() -> dict[str, Schema]:
    return {
        "cause": _enum("What kind of doubt it is.", Cause),
        "record_type": _text("Record type of the attribute; empty for questions and the calendar."),
        "field": _text("The attribute, question or year."),
        "records": _list("Ids of the records that leave it open.", _text("Id of a record.")),
        "organ": _text("Key of the organ whose register row or log it is; else empty."),
        "text": {**_ref("text"), "description": "What is not known, in words."},
    }


def _act() -> dict[str, Schema]:
    record = {
        "type": "object",
        "description": "The fields that a record of the act must have; the schema of the records says what they mean.",
        "properties": {"type": _text("Record type.")},
        "required": ["type"],
        "additionalProperties": True,
    }
    return {
        "part": _text("The part of the duty; empty where it has one only."),
        "record": record,
        "also_bound_by": _list("Rules that such an act must also observe.", _text("Id of a rule.")),
    }


# --- Building blocks ----------------------------------------------------------------------------------------


def _object(description: str, properties: dict[str, Schema], **optional: Schema) -> Schema:
    return {
        "type": "object",
        "description": description,
        "properties": {**properties, **optional},
        "required": sorted(properties),
        "additionalProperties": False,
    }


def _map(description: str, values: Schema) -> Schema:
    return {"type": "object", "description": description, "additionalProperties": values}


def _list(description: str, items: Schema) -> Schema:
    return {"type": "array", "description": description, "items": items}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def _text(description: str) -> Schema:
    return {"type": "string", "description": description}


def _day(description: str) -> Schema:
    return {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "description": description}


def _hash(description: str) -> Schema:
    return {"type": "string", "pattern": "^[0-9a-f]{64}$", "description": description}


def _flag(description: str) -> Schema:
    return {"type": "boolean", "description": description}


def _integer(description: str) -> Schema:
    return {"type": "integer", "description": description}


def _enum(description: str, words: Iterable[StrEnum]) -> Schema:
    return {"enum": [word.value for word in words], "description": description}


def _or_null(schema: Schema) -> Schema:
    description = {"description": schema["description"]} if "description" in schema else {}
    return {"anyOf": [schema, {"type": "null"}], **description}
