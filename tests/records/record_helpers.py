"""Short ways to make records, logs and histories."""

from __future__ import annotations

from zhifa_rules.records import EventRecord, builtin_catalogue
from zhifa_rules.records.history import History


def record(type_: str, id_: str, **fields: object) -> EventRecord:
    return builtin_catalogue().validate({"id": id_, "type": type_, **fields})


def opened(id_: str, **fields: object) -> EventRecord:
    return record("matter_opened", id_, **{"on": "2025-04-01", **fields})


def letter(id_: str = "L", **fields: object) -> EventRecord:
    base: dict[str, object] = {
        "on": "2025-06-03",
        "by": "gov",
        "number": "1",
        "kind": "recommendation",
        "to": ["urban"],
    }
    return record("document_issued", id_, **{**base, **fields})


def receipt(id_: str = "R", **fields: object) -> EventRecord:
    return record("document_received", id_, **{"on": "2025-06-05", "by": "urban", "document": "1", **fields})


def history(*records: EventRecord) -> History:
    found = History(builtin_catalogue())
    for one in records:
        found.add(one)
    found.settle()
    return found
