"""A small supervision history in Lichuan: the register, a recommendation letter, an objection and its reply."""

from __future__ import annotations

import zhifa_rules as z

Record = dict[str, object]

LETTER = "利市监建〔2025〕1号"

REGISTER: list[Record] = [
    {
        "id": "o1",
        "type": "organ_registered",
        "organ": "k-gov",
        "name": "利川市人民政府",
        "kind": "government",
        "level": "county",
        "division": "422802",
    },
    {
        "id": "o2",
        "type": "organ_registered",
        "organ": "k-jus",
        "name": "利川市司法局",
        "kind": "department",
        "level": "county",
        "division": "422802",
        "government": "k-gov",
        "office_of": "k-gov",
    },
    {
        "id": "o3",
        "type": "organ_registered",
        "organ": "k-urb",
        "name": "利川市城市管理执法局",
        "kind": "department",
        "level": "county",
        "division": "422802",
        "government": "k-gov",
    },
]


def letter(received: str | None, issued: str | None = None) -> list[Record]:
    """A matter opened, substantiated and followed by a recommendation letter."""
    matter: Record = {"matter": "M1", "by": "k-gov"}
    records: list[Record] = [
        {"id": "open", "type": "matter_opened", "on": "2025-05-01", "concerning": "k-urb", **matter},
        {
            "id": "found",
            "type": "finding_recorded",
            "on": "2025-05-25",
            "kind": "unlawful_act",
            "outcome": "substantiated",
            "concerning": "k-urb",
            **matter,
        },
        {
            "id": "letter",
            "type": "document_issued",
            "on": issued or received,
            "through": "k-jus",
            "number": LETTER,
            "kind": "recommendation",
            "to": ["k-urb"],
            "limit_days": 30,
            **matter,
        },
    ]
    if received is not None:
        receipt: Record = {"id": "receipt", "type": "document_received", "on": received, "by": "k-urb"}
        records.append({**receipt, "document": LETTER, "matter": "M1"})
    return records


def correction(day: str) -> Record:
    return {"id": "fix", "type": "correction_made", "on": day, "by": "k-urb", "matter": "M1", "extent": "full"}


def correction_report(day: str) -> Record:
    return {
        "id": "rep",
        "type": "document_sent",
        "on": day,
        "received_on": day,
        "by": "k-urb",
        "to": ["k-gov"],
        "kind": "correction_report",
        "number": "城管报1",
        "matter": "M1",
    }


def objection(day: str) -> Record:
    return {
        "id": "obj",
        "type": "request_filed",
        "kind": "objection",
        "on": day,
        "received_on": day,
        "by": "k-urb",
        "to": "k-gov",
        "against": LETTER,
        "matter": "M1",
    }


def report(records: list[Record], as_of: str, **options: object) -> z.Report:
    return z.check([*REGISTER, *records], packs="enshi", as_of=as_of, **options)  # type: ignore[arg-type]


def finding(made: z.Report, rule: str, kind: str) -> z.Finding:
    return next(f for f in made.findings if f.rule == rule and f.kind == kind)
