"""The clause ledger: every article, paragraph and item of an instrument, and what became of it (S12)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from zhifa_rules.norms.rule import text_of
from zhifa_rules.sources import Mapping

if TYPE_CHECKING:
    from zhifa_rules.norms.core import Citation, Text
    from zhifa_rules.sources import Fields

_HASH = re.compile(r"[0-9a-f]{64}")


class Treatment(StrEnum):
    """What became of a clause."""

    ENCODED = "encoded"
    DEFINITION = "definition"
    PRINCIPLE = "principle"
    POWER = "power"
    NEEDS_JUDGEMENT = "needs_judgement"
    NOT_MACHINE_CHECKABLE = "not_machine_checkable"


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause: its place by position (``26.1.3`` is article 26, paragraph 1, item 3) and its treatment.

    ``sha256`` is the hash of the clause's normalised text, so that a changed text is noticed. ``label`` is how the
    clause is cited; ``label_en`` is the same in English, empty where article, paragraph and item in numbers say it.
    """

    instrument: str
    id: str
    label: str
    treatment: Treatment
    rules: tuple[str, ...]
    definitions: tuple[str, ...]
    reason: Text | None
    sha256: str
    label_en: str = ""


def read_ledger(fields: Fields, instruments: tuple[str, ...]) -> tuple[Clause, ...]:
    """Read ``ledger.yaml``."""
    clauses = tuple(_clause(entry, instruments) for entry in fields.each("clauses", required=True))
    seen: set[tuple[str, str]] = set()
    for clause in clauses:
        if (clause.instrument, clause.id) in seen:
            fields.report("clauses", f"clause {clause.id} stands twice", "Keep one of them", clause.id)
        seen.add((clause.instrument, clause.id))
    fields.finish()
    return clauses


def clause_id(cite: Citation) -> str:
    """Give the id of the clause that is cited; an article alone means its only paragraph."""
    parts = [cite.article, cite.paragraph or "1", *([cite.item] if cite.item else [])]
    return ".".join(parts)


def _label(fields: Fields) -> tuple[str, str]:
    if isinstance(fields.take("label", required=True), Mapping):
        label = text_of(fields.localized("label", required=True))
        return label.zh, label.en
    return fields.text("label") or "", ""


def _clause(fields: Fields, instruments: tuple[str, ...]) -> Clause:
    instrument = fields.text("instrument") or (instruments[0] if len(instruments) == 1 else "")
    if instrument not in instruments:
        fields.report("instrument", "unknown instrument", f"One of {', '.join(instruments)}", instrument)
    word = fields.choice("treatment", [t.value for t in Treatment], required=True)
    treatment = next((t for t in Treatment if t.value == word), Treatment.PRINCIPLE)
    rules = fields.texts("rules")
    reason = fields.localized("reason")
    label, label_en = _label(fields)
    digest = fields.text("sha256", required=True)
    if digest and not _HASH.fullmatch(digest):
        fields.report("sha256", "this is no SHA-256 hash", "Write 64 hexadecimal digits", digest)
    if treatment is Treatment.ENCODED and not rules:
        fields.report("rules", "an encoded clause names its rules", "Add 'rules: [ID]'")
    if treatment is not Treatment.ENCODED and reason is None:
        fields.report("reason", "a clause without a rule says why", "Add 'reason: {zh: …, en: …}'")
    clause = Clause(
        instrument=instrument,
        id=fields.text("id", required=True),
        label=label,
        treatment=treatment,
        rules=rules,
        definitions=fields.texts("definitions"),
        reason=None if reason is None else text_of(reason),
        sha256=digest,
        label_en=label_en,
    )
    fields.finish()
    return clause
