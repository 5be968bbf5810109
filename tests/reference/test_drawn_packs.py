"""Drawn packs are packs like others, of every form and construct of the language."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import MISSING, fields, is_dataclass
from typing import Any

import pytest

from zhifa_rules.calendar import Unit
from zhifa_rules.norms import core, expressions
from zhifa_rules.norms.core import Choice, Norm, Relation
from zhifa_rules.norms.forms import forms

from .drawn.histories import drawn_history, is_accepted
from .drawn.packs import DrawnPack, drawn_pack
from .drawn.rules import PERIODS_DRAWN

DEEP = os.environ.get("ZHIFA_HYPOTHESIS") == "deep"
PACKS = 300 if DEEP else 60
# What the core can hold and no rule can be written for, or what no engine reads.
_NOT_DRAWN = {("Norm", "location"), ("Exists", "proves_breach")}


@pytest.fixture(scope="module")
def packs() -> list[DrawnPack]:
    return [drawn_pack(f"coverage {number}") for number in range(PACKS)]


def _classes() -> set[type]:
    found = [value for module in (core, expressions) for value in vars(module).values() if isinstance(value, type)]
    return {value for value in found if is_dataclass(value) and value.__module__.startswith("zhifa_rules.norms")}


class Seen:
    """What occurs in norms: each kind of node, each field with another value than its default, each word."""

    def __init__(self) -> None:
        self.classes: Counter[str] = Counter()
        self.fields: Counter[tuple[str, str]] = Counter()
        self.values: Counter[object] = Counter()
        self.chosen: Counter[str] = Counter()

    def look(self, value: object, place: str = "") -> None:
        """Note a value of a norm and everything in it; ``place`` is the field in which it stands."""
        if isinstance(value, tuple):
            for member in value:
                self.look(member, place)
        elif is_dataclass(value) and not isinstance(value, type):
            name = type(value).__name__
            self.classes[name] += 1
            if isinstance(value, Choice):
                self.chosen[place] += 1
            for field in fields(value):
                inner = getattr(value, field.name)
                if inner not in (field.default, None, ()) or (field.default is MISSING and inner is not None):
                    self.fields[name, field.name] += 1
                self.look(inner, f"{name}.{field.name}")
        else:
            self.values[value] += 1 if isinstance(value, str | int | None) else 0


@pytest.fixture(scope="module")
def seen(packs: list[DrawnPack]) -> Seen:
    found = Seen()
    for drawn in packs:
        for norm in drawn.pack.norms:
            found.look(norm)
    return found


def test_every_kind_of_node_occurs(seen: Seen) -> None:
    missing = {kind.__name__ for kind in _classes()} - set(seen.classes)
    assert not missing


def test_every_field_is_used(seen: Seen) -> None:
    wanted = {(kind.__name__, field.name) for kind in _classes() for field in fields(kind)}
    assert not wanted - set(seen.fields) - _NOT_DRAWN


def test_every_comparison_and_unit_occurs(seen: Seen) -> None:
    assert not set(Relation) - set(seen.values)
    assert not {unit for unit in Unit if unit not in seen.values}
    assert not set(PERIODS_DRAWN) - set(seen.values)


def test_readings_stand_wherever_they_may(seen: Seen) -> None:
    places = {
        "After.rolls",
        "After.include_start",
        "StatedLimit.include_start",
        "Governance.last_day",
        "Part.within",
        "Part.acts",
        "Part.also_by",
        "Clock.stopped_by",
        "Restart.acts",
        "Achieve.forecloses",
        "Pattern.where",
        "Hold.conditions",
        "ExceptionCase.condition",
    }
    assert not places - set(seen.chosen)


def test_every_form_occurs(packs: list[DrawnPack]) -> None:
    drawn = Counter(rule.form for one in packs for rule in one.pack.rules.values())
    assert set(drawn) == set(forms())
    assert min(drawn.values()) > PACKS / 2


def test_norms_of_every_facet_and_source_occur(packs: list[DrawnPack]) -> None:
    norms: list[Norm] = [norm for drawn in packs for norm in drawn.pack.norms]
    assert {type(norm.body).__name__ for norm in norms} >= {"Achieve", "Tally", "Share", "Hold", "Available", "Ask"}
    assert {norm.facet for norm in norms} == {"", "use"}
    assert {type(norm.source).__name__ for norm in norms} == {"OnRecord", "OnDuty", "OnRoster"}


def test_few_rules_are_refused(packs: list[DrawnPack]) -> None:
    """The generator says why the linter left out what it left out; it is little."""
    refused: Counter[str] = sum((drawn.refused for drawn in packs), Counter())
    rules = sum(len(drawn.rules) for drawn in packs)
    assert sum(refused.values()) < rules / 10, refused


def test_the_same_seed_gives_the_same(packs: list[DrawnPack]) -> None:
    again = drawn_pack("coverage 0")
    assert again.rules == packs[0].rules
    histories = [drawn_history(drawn, "one", unknowns=True) for drawn in (packs[0], again)]
    assert histories[0] == histories[1]


def test_histories_are_accepted_and_say_less_where_they_should(packs: list[DrawnPack]) -> None:
    kinds: Counter[str] = Counter()
    for number, drawn in enumerate(packs):
        for seed in range(4):
            history = drawn_history(drawn, f"accepted {number}.{seed}", unknowns=bool(seed))
            assert is_accepted(history.records)
            kinds.update(_said(history.records))
    assert {"corrects", "voids", "one_of", "not_before", "not_after", "at_least", "null", "none"} <= set(kinds)


def _said(records: list[dict[str, Any]]) -> list[str]:
    values = [value for record in records for value in record.values()]
    keys = [key for value in values if isinstance(value, dict) for key in value]
    words = ["null" for value in values if value is None] + ["none" for value in values if value == "none"]
    return [*keys, *words, *(key for record in records for key in ("corrects", "voids") if key in record)]
