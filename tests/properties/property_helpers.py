"""What the property tests share: the packs, loaded once, and views on reports.

Properties hold of every pack: of the built-in ones, and of an invented one that uses each construct of the language.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from construct_helpers import schools
from hypothesis import settings

from zhifa_rules import Pack, Report, builtin_packs, check, load_pack
from zhifa_rules.engines.outcome import Duty, Verdict
from zhifa_rules.packs.pack import CaseFile

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


INVENTED = "schools"
PACKS = (*builtin_packs(), INVENTED)
each_pack = pytest.mark.parametrize("name", PACKS)
# What is looked at under every pack needs fewer examples of each; what takes several packs at once, fewer still.
few = settings(max_examples=max(3, settings().max_examples // 3))
very_few = settings(max_examples=max(3, settings().max_examples // 8))
_INVENTED_CASES = Path(__file__).with_name("school_cases.yaml")


@cache
def pack_named(name: str) -> Pack:
    if name != INVENTED:
        return load_pack(name)
    cases = CaseFile("cases/schools.yaml", _INVENTED_CASES.read_text(encoding="utf-8"))
    return replace(schools(), case_files=[cases])


def enshi() -> Pack:
    return pack_named("enshi")


def report_of(
    records: Iterable[Mapping[str, Any]],
    day: date | str,
    known_on: date | str | None = None,
    *,
    pack: Pack | None = None,
    readings: Mapping[str, str] | None = None,
) -> Report:
    """Report under one pack; the one to which the hand-made records of these tests belong unless it is given."""
    return check(list(records), packs=[pack or enshi()], as_of=day, known_on=known_on, readings=readings)


def as_bytes(report: Report) -> bytes:
    return json.dumps(report.to_json(), sort_keys=True, ensure_ascii=False).encode()


def class_of(duty: Duty) -> str:
    return CLASSES[duty.verdict]


def by_fingerprint(report: Report) -> dict[str, Duty]:
    return {duty.fingerprint: duty for duty in report.duties}


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
