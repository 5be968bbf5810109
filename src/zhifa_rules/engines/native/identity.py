"""What identifies a duty instance, independent of record ids wherever the natural key is known (S14)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zhifa_rules.norms.core import OnRecord, OnRoster
from zhifa_rules.records.facts import Fact

if TYPE_CHECKING:
    from zhifa_rules.engines.native.norms import Instance
    from zhifa_rules.records.dossier import Dossier

Key = tuple[Any, ...]


def identity_of(instance: Instance, trigger: Fact, bearer: str | None) -> tuple[Key, Key, bool]:
    """Give the subject and the natural key of the trigger, independent of record ids where possible (S14)."""
    norm, dossier = instance.norm.norm, instance.dossier
    # What stands alone is its own subject; its key then names the record, which fingerprints must not depend on.
    subject: Key = ("alone",) if dossier.key[0] == "record" else dossier.key
    if isinstance(norm.source, OnRoster):
        if norm.source.person is not None:
            return ("person", instance.once_for), trigger.key, True
        return ("organ", bearer), trigger.key, True
    if isinstance(norm.source, OnRecord) and (norm.source.once or norm.source.once_per is not None):
        return subject, ("first", *norm.source.pattern.types, instance.once_for), True
    base = instance.base
    item = instance.item if base is None else base.item
    key = trigger.key if trigger.stable else _fallback_key(dossier, trigger)
    return subject, key if item is None else (*key, _item_key(item)), trigger.stable


def _item_key(item: object) -> str:
    """Name a member of a list by what it says, since its place in the list may differ between copies."""
    return repr(sorted(item.values.items())) if isinstance(item, Fact) else str(item)


def _fallback_key(dossier: Dossier, trigger: Fact) -> Key:
    """Without a full natural key: type, matter, issuer, addressee and the ordinal by date."""

    def parties(fact: Fact) -> Key:
        return str(fact.values.get("by")), repr(fact.values.get("to"))

    alike = [f for f in dossier.facts(trigger.type) if not f.stable and parties(f) == parties(trigger)]
    ordinal = next((n for n, f in enumerate(alike, 1) if f.key == trigger.key), 0)
    return trigger.type, dossier.matter or "", *parties(trigger), str(ordinal)
