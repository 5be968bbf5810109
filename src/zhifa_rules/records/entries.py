"""Entries: facts as plain tuples, for functions that look at a great many of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zhifa_rules.records.facts import Fact

    Key = tuple[Any, ...]
    # The day (an ordinal, if it is known), the key, the attributes, the entries of the documents that are named by
    # field, and whether the key is stable: what a ``Fact`` of these names says.
    Entry = tuple[int | None, Key, Mapping[str, Any], "Links", bool]
    Links = Mapping[str, Entry]
    Entries = Mapping[str, Sequence[Entry]]

NO_LINKS: dict[str, Any] = {}  # nothing is ever added to it


def entries_of(by_type: Mapping[str, Sequence[Fact]]) -> Entries:
    """Give the entries of facts that are linked to each other, in the same order."""
    made: dict[int, Entry] = {}
    return {type_: [_entry(fact, made) for fact in facts] for type_, facts in by_type.items()}


def _entry(fact: Fact, made: dict[int, Entry]) -> Entry:
    known = made.get(id(fact))
    if known is None:
        links: dict[str, Entry] = {}
        known = made[id(fact)] = (fact.day, fact.key, fact.values, links, fact.stable)
        for field, document in fact.links.items():  # documents may name each other
            links[field] = _entry(document, made)
    return known
