"""What the property tests share: the pack, loaded once, and views on reports."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from zhifa_rules import Pack, Report, check, load_pack
from zhifa_rules.engines.outcome import Duty, Verdict
from zhifa_rules.report.fingerprint import fingerprint

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

CLASSES = {
    Verdict.VIOLATED: "breach",
    Verdict.CURED_LATE: "breach",
    Verdict.SATISFIED: "compliant",
    Verdict.NOT_APPLICABLE: "compliant",
    Verdict.PENDING: "pending",
    Verdict.UNDETERMINED: "undetermined",
}


@cache
def enshi() -> Pack:
    return load_pack("enshi")


def report_of(records: Iterable[Mapping[str, Any]], day: date | str, known_on: date | str | None = None) -> Report:
    return check(list(records), packs=[enshi()], as_of=day, known_on=known_on)


def as_bytes(report: Report) -> bytes:
    return json.dumps(report.to_json(), sort_keys=True, ensure_ascii=False).encode()


def class_of(duty: Duty) -> str:
    return CLASSES[duty.verdict]


def by_fingerprint(report: Report) -> dict[str, Duty]:
    return {fingerprint(duty): duty for duty in report.duties}


def describe(duty: Duty) -> str:
    """Describe a duty for failure messages."""
    o = duty.outcome
    due = None if o.due is None else date.fromordinal(o.due)
    return f"{duty.norm.rule}/{duty.norm.facet} {duty.trigger_key} {duty.verdict.value} {o.reason} due={due}"


def verdicts_of(records: Iterable[Mapping[str, Any]], day: date | str) -> dict[str, str]:
    """Give the verdict of each rule that has one instance only (of several, the last)."""
    return {d.norm.rule: d.verdict.value for d in report_of(records, day).duties}


# --- The plainest records ---


def organ(key: str, **changes: object) -> dict[str, Any]:
    base = {"id": f"reg-{key}", "type": "organ_registered", "organ": key, "kind": "department", "level": "county"}
    return {**base, "division": "422802", "government": "lichuan", **changes}


REGISTER = [organ("lichuan", kind="government"), organ("justice", office_of="lichuan"), organ("urban")]


def letter(on: str, matter: str = "M") -> dict[str, Any]:
    sent = {"id": "L", "type": "document_issued", "on": on, "by": "lichuan", "matter": matter, "number": "L-1"}
    return {**sent, "kind": "recommendation", "to": ["urban"], "limit_days": 30}


def receipt(on: str, matter: str = "M") -> dict[str, Any]:
    return {"id": "R", "type": "document_received", "on": on, "by": "urban", "matter": matter, "document": "L-1"}
