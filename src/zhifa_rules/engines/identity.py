"""What identifies a duty instance, independent of record ids wherever the natural key is known (S14)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zhifa_rules.norms.core import OnRecord, OnRoster
from zhifa_rules.records.entries import NO_LINKS
from zhifa_rules.records.facts import Fact, date_range
from zhifa_rules.records.shapes import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from zhifa_rules.norms.core import Norm
    from zhifa_rules.records.docket import Docket
    from zhifa_rules.records.dossier import Dossier
    from zhifa_rules.records.entries import Entry
    from zhifa_rules.records.shapes import RecordType

Key = tuple[Any, ...]

_NAMING = frozenset({Kind.ORGAN, Kind.PERSON, Kind.DOCUMENT, Kind.WORD, Kind.TEXT})
_OF_THE_RECORD = frozenset({"id", "recorded_on", "corrects", "voids", "note"})


def duty_identity(
    norm: Norm,
    dossier: Dossier,
    trigger: Fact,
    bearer: str | None,
    *,
    item: object = None,
    once_for: str = "",
    types: Mapping[str, RecordType],
    alone: Sequence[Fact] = (),
) -> tuple[Key, Key, bool]:
    """Give the subject and the natural key of the trigger, and whether no part of it may still change.

    ``item`` is what a list of the trigger was fanned out over, ``once_for`` the person of a roster or the value per
    which only the first trigger counts; ``alone`` are the facts without a subject, of the type and the parties of what
    a trigger without one is ``named_after``.
    """
    # What stands alone is its own subject; its key then names the record, which fingerprints must not depend on.
    subject: Key = ("alone",) if dossier.key[0] == "record" else dossier.key
    if isinstance(norm.source, OnRoster):
        whose = ("organ", bearer) if norm.source.person is None else ("person", once_for)
        return whose, trigger.key, True
    if isinstance(norm.source, OnRecord) and _is_first_of_many(norm.source, dossier, once_for):
        return subject, ("first", *norm.source.pattern.types, once_for), True
    if trigger.stable:
        key = trigger.key
    elif dossier.key[0] == "record":
        key = _lone_key(trigger, alone)
    else:
        key = _key_among(dossier.matter or "", trigger, dossier.facts(trigger.type))
    if not isinstance(item, Fact):
        return subject, key if item is None else (*key, str(item)), trigger.stable
    named, settled = _element_key(item, trigger, types)
    return subject, (*key, named), trigger.stable and settled


def entered_identity(docket: Docket, type_: str, trigger: Entry) -> tuple[Key, Key, bool]:
    """Give the same for the only duty of an entry of a type; ``docket`` is that of a subject, not of a lone record."""
    _, key, values, _, stable = trigger
    if not stable:
        key = _fallback_key(docket.matter or "", type_, key, values, docket.entries[type_])
    return docket.key, key, stable


def _is_first_of_many(source: OnRecord, dossier: Dossier, once_for: str) -> bool:
    """Tell whether a duty arises from the first of several triggers; what stands alone is the first of none.

    So does a trigger of which it is not known with which others it belongs.
    """
    known = source.once if source.once_per is None else bool(once_for)
    return known and dossier.key[0] != "record"


def _element_key(item: Fact, trigger: Fact, types: Mapping[str, RecordType]) -> tuple[str, bool]:
    """Name a member of a list by the organs, persons, documents and words in it, and its place among equal ones.

    Its dates and numbers do not name it: learning when a task is due makes no other task of it.
    """
    owner, _, field = item.type.partition(":")
    element = types[owner].shape.fields[field].element
    names = [f.name for f in element.fields.values() if f.kind in _NAMING] if element is not None else []
    ours = [item.values.get(name) for name in names]
    listed = trigger.values.get(field)
    before = list(listed)[: item.key[-1]] if isinstance(listed, tuple) else []
    place = sum(1 for other in before if [_value(other, name) for name in names] == ours)
    return repr((dict(zip(names, map(str, ours), strict=True)), place)), all(isinstance(v, str) for v in ours)


def _value(element: object, name: str) -> object:
    return element.get(name) if isinstance(element, dict) else getattr(element, name, None)


def named_after(trigger: Fact) -> Fact:
    """Give the fact whose place among others names a trigger: of a receipt that a document implies, the document."""
    document = trigger.links.get("document")
    return trigger if document is None or trigger.key[1:-1] != document.key[1:] else document


def _lone_key(trigger: Fact, alone: Iterable[Fact]) -> Key:
    named = named_after(trigger)
    key = _key_among("", named, alone)
    if named is trigger:
        return key
    _, matter, issuer, addressees, ordinal = key
    return trigger.type, matter, issuer, f"{addressees} {trigger.key[-1]}", ordinal


def _key_among(matter: str, trigger: Fact, others: Iterable[Fact]) -> Key:
    entries = [(fact.day, fact.key, fact.values, NO_LINKS, fact.stable) for fact in others]
    return _fallback_key(matter, trigger.type, trigger.key, trigger.values, entries)


def _fallback_key(matter: str, type_: str, key: Key, values: Mapping[str, Any], others: Iterable[Entry]) -> Key:
    """Without a full natural key: type, matter, issuer, addressee and the ordinal by date."""
    parties = parties_of(values)
    alike = [one for one in others if one[1] == key or (not one[4] and parties_of(one[2]) == parties)]
    if len({_when(one) for one in alike}) < len(alike):
        alike.sort(key=_by_content)
    else:
        alike.sort(key=_when)
    ordinal = next((n for n, one in enumerate(alike, 1) if one[1] == key), 0)
    return type_, matter, *parties, str(ordinal)


def parties_of(values: Mapping[str, Any]) -> Key:
    """Give who did something and to whom, as texts: what tells things without a full natural key apart."""
    return str(values.get("by")), repr(values.get("to"))


def _when(entry: Entry) -> Key:
    day, _, values, *_ = entry
    first = date_range(values["on"])[0] if day is None else day
    return first, values.get("at") or "", values.get("seq") or 0


def _by_content(entry: Entry) -> Key:
    """Order facts by date and then by what they say, never by the ids of their records."""
    said = sorted((name, repr(value)) for name, value in entry[2].items() if name not in _OF_THE_RECORD)
    return *_when(entry), said
