"""Packs of a rule or two, for the smallest case of an error."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

import yaml

from zhifa_rules import check

from .agree import agree_on
from .drawn.packs import pack_of
from .drawn.words import both

if TYPE_CHECKING:
    from zhifa_rules.engines.outcome import Duty
    from zhifa_rules.packs import Pack

_HEADER: dict[str, Any] = {
    "pack": "small",
    "version": "1.0.0",
    "title": both("小规则"),
    "instruments": [
        {
            "id": "main",
            "title": both("小规则"),
            "number": "1",
            "issuer": both("某局"),
            "territory": ["99"],
        }
    ],
    "definitions": {},
}
_QUESTIONS = {
    "whose": {
        "question": both("查谁的记录？"),
        "options": {
            "bearer": {"says": both("义务人"), "status": "live"},
            "case": {"says": both("案件"), "status": "minority"},
        },
    },
    "where": {
        "question": both("查哪里的记录？"),
        "options": {
            "everywhere": {"says": both("所有案卷"), "status": "live"},
            "here": {"says": both("本案卷"), "status": "live"},
        },
    },
}
_COMMON = {"summary": both("规则"), "cites": [{"instrument": "main", "article": "1"}]}
TOWN = {"type": "organ_registered", "organ": "town", "kind": "government", "division": "990001"}
OFFICE = {"type": "organ_registered", "organ": "office", "office_of": "town", "division": "990001"}


@cache
def small_pack(rules: str, until: str = "none") -> Pack:
    """Load a pack of some rules, without the keys that say nothing here; ``until`` is the last day of validity."""
    listed = yaml.safe_load(rules)
    asked = {name: question for name, question in _QUESTIONS.items() if f"reading: {name}" in rules}
    validity = {"from": "2025-01-01", "until": until}
    header = {**_HEADER, "instruments": [{**_HEADER["instruments"][0], "validity": validity}]}
    header |= {"questions": asked} if asked else {}
    return pack_of(header, {rule["id"]: {**_COMMON, **rule} for rule in listed})


def numbered(records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give each record an id."""
    return [{"id": f"r{n}", **record} for n, record in enumerate(records)]


def agreed(rules: str, records: list[dict[str, Any]], day: str, until: str = "none") -> list[Duty]:
    """Give the duties under some rules; engine and reference must agree on all of them."""
    pack, listed = small_pack(rules, until), numbered(records)
    found = agree_on(pack, listed, date.fromisoformat(day))
    assert not found.disagreements, found.disagreements
    return list(check(listed, packs=[pack], as_of=day).duties)


def verdicts(rules: str, records: list[dict[str, Any]], day: str) -> dict[str, str]:
    """Give the verdict of each rule (of several duties, the last one)."""
    return {duty.norm.rule: duty.verdict.value for duty in agreed(rules, records, day)}
