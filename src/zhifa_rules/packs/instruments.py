"""The instruments of a pack: title, number, issuer, validity and territory (S10)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from zhifa_rules.norms.core import Choice, Governance, Text
from zhifa_rules.norms.rule import text_of
from zhifa_rules.packs.clauses.layout import IN_ARTICLES, Layout, read_layout
from zhifa_rules.records.facts import LAST_DAY
from zhifa_rules.sources import Mapping, Scalar

if TYPE_CHECKING:
    from zhifa_rules.norms.scope import Scope
    from zhifa_rules.sources import Fields, Node


@dataclass(frozen=True, slots=True)
class Instrument:
    """A regulation or notice: what it is called, and where and when it governs."""

    id: str
    title: Text
    number: str
    issuer: Text
    governance: Governance
    layout: Layout = IN_ARTICLES


def read_instruments(fields: Fields, scope: Scope) -> dict[str, Instrument]:
    """Read the key ``instruments`` of a pack."""
    found = [_instrument(entry, scope) for entry in fields.each("instruments", required=True)]
    return {instrument.id: instrument for instrument in found}


def _instrument(fields: Fields, scope: Scope) -> Instrument:
    name = fields.text("id", required=True)
    title = text_of(fields.localized("title", required=True))
    number = fields.text("number", required=True)
    issuer = text_of(fields.localized("issuer", required=True))
    validity = fields.fields("validity", required=True)
    low, high = _day_or_bounds(validity, validity.take("from", required=True))
    until = _until(validity, scope)
    validity.finish()
    divisions = fields.texts("territory", required=True)
    for prefix in divisions:
        if not prefix.isdigit():
            fields.report("territory", "a territory is a prefix of division codes (GB/T 2260)", "Write digits", prefix)
    layout = read_layout(fields.fields("layout"))
    fields.finish()
    return Instrument(name, title, number, issuer, Governance(low, high, until, divisions), layout)


def _day_or_bounds(fields: Fields, node: Node | None) -> tuple[int, int]:
    if isinstance(node, Mapping):
        low, high = _day(fields, node.get("not_before")), _day(fields, node.get("not_after"))
        return low, max(low, high)
    day = _day(fields, node)
    return day, day


def _day(fields: Fields, node: Node | None) -> int:
    try:
        return date.fromisoformat(node.text if isinstance(node, Scalar) else "").toordinal()
    except ValueError:
        cure = "Write a day such as 2025-03-01, or {not_before: …, not_after: …}"
        fields.report("from", "this is no day", cure, None if node is None else node.to_plain())
        return 1


def _until(fields: Fields, scope: Scope) -> int | Choice[int]:
    """Read the last day, which may differ between the options of an open question."""
    node = fields.take("until", required=True)
    choice = None if node is None else scope.choice(node, lambda _, option: _last_day(fields, option))
    return _last_day(fields, node) if choice is None else choice


def _last_day(fields: Fields, node: Node | None) -> int:
    if isinstance(node, Scalar) and node.text == "none":
        return LAST_DAY
    return _day(fields, node)
