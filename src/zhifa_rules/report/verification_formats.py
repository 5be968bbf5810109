"""What ``source verify`` tells, as text and as JSON: places of clauses and rules, never the words of the source."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from zhifa_rules.packs.verification import Change
from zhifa_rules.report.phrases import clean

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zhifa_rules.packs.pack import Pack
    from zhifa_rules.packs.verification import ClauseChange, Comparison

SCHEMA_VERSION = "1"
SCHEMA_ID = f"https://zhifa-rules.example/schema/verification/{SCHEMA_VERSION}"

_CHANGES = {
    Change.UNCHANGED: ("未变", "unchanged"),
    Change.MOVED: ("移位", "moved"),
    Change.CHANGED: ("改动", "changed"),
    Change.MISSING: ("缺失", "missing"),
    Change.NEW: ("新增", "new"),
}


def verification_text(pack: Pack, found: Sequence[Comparison], lang: str, *, everything: bool) -> str:
    """Tell each instrument with its counts and the clauses that differ; with ``everything``, all clauses."""
    lines = [line for one in found for line in _instrument(one, lang, everything=everything)]
    same = all(comparison.same for comparison in found)
    told = _words(lang, ("一致", "the same")) if same else _words(lang, ("不一致", "different"))
    return clean("\n".join([*lines, f"{pack.id} {pack.version}: {told}"]))


def _instrument(found: Comparison, lang: str, *, everything: bool) -> Iterator[str]:
    title = _words(lang, (found.instrument.title.zh, found.instrument.title.en))
    if found.clauses is None:
        told = _words(lang, ("文件中没有这一法律文件", "not in this file"))
    else:
        comma = _words(lang, ("，", ", "))
        told = comma.join(f"{_words(lang, _CHANGES[change])} {number}" for change, number in found.counts.items())
    yield f"{title} ({found.instrument.id}): {told}"
    for clause in found.clauses or ():
        if everything or clause.change is not Change.UNCHANGED:
            yield f"  {_clause(clause, lang)}"


def _clause(clause: ClauseChange, lang: str) -> str:
    places = dict.fromkeys(place for place in (clause.id, clause.text_id) if place)
    told = f"{_words(lang, _CHANGES[clause.change])}  {_words(lang, (clause.zh, clause.en))}  {' -> '.join(places)}"
    if not clause.rules or clause.change is Change.UNCHANGED:
        return told
    return f"{told}  {_words(lang, ('规则：', 'rules: '))}{', '.join(clause.rules)}"


def _words(lang: str, pair: tuple[str, str]) -> str:
    return pair[0 if lang == "zh" else 1]


# --- JSON ---------------------------------------------------------------------------------------------------


def verification_json(pack: Pack, found: Sequence[Comparison]) -> dict[str, Any]:
    """Give the same as plain data, with every clause."""
    return {
        "schema_version": SCHEMA_VERSION,
        "library_version": version("zhifa-rules"),
        "pack": {"id": pack.id, "version": pack.version, "sha256": pack.sha256},
        "same": all(comparison.same for comparison in found),
        "instruments": [
            {
                "id": one.instrument.id,
                "title": {"zh": one.instrument.title.zh, "en": one.instrument.title.en},
                "in_file": one.clauses is not None,
                "counts": {change.value: number for change, number in one.counts.items()},
                "clauses": [_clause_json(clause) for clause in one.clauses or ()],
            }
            for one in found
        ],
    }


def _clause_json(clause: ClauseChange) -> dict[str, Any]:
    return {
        "change": clause.change.value,
        "ledger_id": clause.id or None,
        "text_id": clause.text_id or None,
        "label": {"zh": clause.zh, "en": clause.en},
        "rules": list(clause.rules),
    }


def verification_schema() -> dict[str, Any]:
    """Give the JSON Schema of what ``verification_json`` returns."""
    text = _object("A text in both languages.", {"zh": {"type": "string"}, "en": {"type": "string"}})
    place = {"type": ["string", "null"], "pattern": r"^\d+(\.\d+){1,2}$"}
    clause = {
        "change": {"enum": [change.value for change in Change], "description": "What became of the clause."},
        "ledger_id": {**place, "description": "Its place in the ledger; null for a new clause."},
        "text_id": {**place, "description": "Its place in the text; null for a missing clause."},
        "label": {**text, "description": "How it is cited."},
        "rules": _list("The rules that the clause touches, by id.", {"type": "string"}),
    }
    number = {"type": "integer", "minimum": 0}
    instrument = {
        "id": {"type": "string", "description": "Id of the instrument in the pack."},
        "title": {**text, "description": "Its title."},
        "in_file": {"type": "boolean", "description": "Whether the file holds its text."},
        "counts": _object("How many clauses became what.", {change.value: number for change in Change}),
        "clauses": _list("Its clauses; none if the file does not hold its text.", _object("A clause.", clause)),
    }
    pack = {
        "id": {"type": "string", "description": "Id of the pack."},
        "version": {"type": "string", "description": "Version of the pack."},
        "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$", "description": "SHA-256 of the files of the pack."},
    }
    properties = {
        "schema_version": {"const": SCHEMA_VERSION, "description": "Version of this schema."},
        "library_version": {"type": "string", "description": "Version of zhifa-rules."},
        "pack": _object("The pack.", pack),
        "same": {"type": "boolean", "description": "Whether nothing differs."},
        "instruments": _list("The instruments compared, as the pack orders them.", _object("One.", instrument)),
    }
    schema = _object("An official text compared with the clause ledger of a pack.", properties)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": SCHEMA_ID, **schema}


def _object(description: str, properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "description": description,
        "properties": properties,
        "required": sorted(properties),
        "additionalProperties": False,
    }


def _list(description: str, items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "description": description, "items": items}
