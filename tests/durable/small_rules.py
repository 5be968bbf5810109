"""Packs of a rule or two under which both engines are compared, without durable-rules itself."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import yaml
from agree import Agreeing
from naive_matcher import Naive

from tests.reference.drawn.packs import pack_of
from tests.reference.drawn.words import both
from tests.reference.small import OFFICE, TOWN, numbered

if TYPE_CHECKING:
    from agree import Total

    from zhifa_rules.packs import Pack

Records = list[dict[str, Any]]
FAR: dict[str, Any] = {"type": "organ_registered", "organ": "far", "kind": "department", "division": "990001"}
LOG: dict[str, Any] = {
    "type": "log_scope_declared",
    "organs": ["all"],
    "types": ["all"],
    "covers_from": "2024-01-01",
    "covers_to": "2026-12-31",
}
OPEN = "2025-01-01"


def pack_with(rules: str, validity: dict[str, Any] | None = None, minority: tuple[str, ...] = ()) -> Pack:
    """Load some rules; every question that they name has the options ``one`` and ``two``."""
    listed = yaml.safe_load(rules)
    instrument = {"id": "main", "title": both("规则"), "number": "1", "issuer": both("某局"), "territory": ["99"]}
    options = {
        name: {"says": both(name), "status": "minority" if name in minority else "live"} for name in ("one", "two")
    }
    named = {question for question in "abcdefghij" if f"reading: {question}," in rules + str(validity)}
    if validity is not None and isinstance(validity["until"], dict):
        named.add(validity["until"]["reading"])
    header = {
        "pack": "small",
        "version": "1.0.0",
        "title": both("规则"),
        "instruments": [{**instrument, "validity": validity or {"from": OPEN, "until": "none"}}],
        "definitions": {},
        **(
            {"questions": {q: {"question": both("如何？"), "options": options} for q in sorted(named)}} if named else {}
        ),
    }
    common = {"summary": both("规则"), "cites": [{"instrument": "main", "article": "1"}]}
    return pack_of(header, {rule["id"]: {**common, **rule} for rule in listed}, lint=False)


def compared(pack: Pack, records: Records, day: str) -> Total:
    """Compare both engines over one history; they must agree."""
    validated = [pack.catalogue.validate(record) for record in numbered([TOWN, OFFICE, FAR, LOG, *records])]
    engines = Agreeing(pack, runner=Naive())
    assert not engines.durable.not_lowered
    total = engines.compare([(validated, date.fromisoformat(day))])
    assert not total.disagreements, total.disagreements
    return total
