"""What a drawn pack and its histories speak of: a few record types, words, numbers, days, organs and open questions.

Few of each, so that what a rule asks for often happens in a history.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from zhifa_rules.packs import load_pack
from zhifa_rules.records.shapes import FieldShape, Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zhifa_rules.records import Catalogue

    from .dice import Dice

REGISTERS = ("organ_registered", "person_registered", "log_scope_declared")
_NO_ACTS = (*REGISTERS, "record_voided")
_DOCUMENTS = ("document_issued", "document_sent", "document_adopted", "request_filed", "decision_made")
_LISTING = ("activity_performed", "document_adopted", "review_completed", "training_held", "enforcement_performed")
# Fields by which records are told apart or described for readers; no rule is drawn about them.
UNASKED = frozenset({"id", "type", "at", "seq", "recorded_on", "corrects", "voids", "note", "name", "line", "through"})
ORGANS = ("town", "north", "south", "office", "far")
PERSONS = ("ada", "ben")
MATTERS, CASES, NUMBERS = ("M1", "M2"), ("C1", "C2"), ("D1", "D2", "D3")
TEXTS = ("一类", "二类")
DIVISIONS = ("990001", "990100", "880001")
UNITS = ("days", "working_days", "months", "quarters", "years")
PERIODS = ("year", "half", "quarter", "month")
FIRST, LAST = date(2024, 12, 1), date(2026, 2, 28)
# The days after the holidays published, around which a due date is provisional.
BEYOND = (date(2026, 12, 30), date(2027, 2, 5))
_TURNS = (
    "2025-01-26",
    "2025-02-08",
    "2025-04-30",
    "2025-09-28",
    "2025-10-08",
    "2024-12-31",
    "2025-12-31",
    "2026-01-31",
)


def both(text: str) -> dict[str, str]:
    """Give a text in both languages."""
    return {"zh": text, "en": text}


_FIELDS: dict[str, dict[str, Any]] = {
    "number": {"kind": "text"},
    "state": {"kind": "word", "words": {"sound": both("好"), "broken": both("坏"), "gone": both("无")}},
    "signs": {"kind": "word", "many": True, "words": {"red": both("红"), "blue": both("蓝")}},
    "again_on": {"kind": "date"},
    "screws": {"kind": "integer"},
    "painted": {"kind": "flag"},
    "about": {"kind": "document"},
    "keepers": {"kind": "organ", "many": True},
    "keeper": {"kind": "organ"},
    "helpers": {"kind": "person", "many": True},
    "planks": {
        "kind": "element",
        "fields": {
            "wood": {
                "kind": "word",
                "label": both("木"),
                "meaning": both("木"),
                "words": {"oak": both("橡"), "pine": both("松")},
            },
            "organ": {"kind": "organ", "label": both("谁"), "meaning": both("谁")},
            "by_day": {"kind": "date", "label": both("日"), "meaning": both("日")},
            "length": {"kind": "integer", "label": both("长"), "meaning": both("长")},
        },
    },
}
DECLARED: dict[str, Any] = {
    "record_types": {
        "bench_checked": {
            "label": both("查"),
            "meaning": both("查"),
            "natural_key": ["by", "number"],
            "fields": {name: {"label": both(name), "meaning": both(name), **shape} for name, shape in _FIELDS.items()},
        }
    },
    "extends": {"matter_opened": {"fields": {"urgent": {"kind": "flag", "label": both("急"), "meaning": both("急")}}}},
}


@cache
def catalogue() -> Catalogue:
    """Give the record types of drawn packs: those of the library and one that they declare."""
    instrument = {
        "id": "i",
        "title": both("t"),
        "number": "1",
        "issuer": both("x"),
        "territory": ["99"],
        "validity": {"from": "2025-01-01", "until": "none"},
    }
    pack = {"pack": "p", "version": "1", "title": both("t"), "instruments": [instrument], **DECLARED}
    with TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "pack.yaml").write_text(json.dumps(pack), encoding="utf-8")
        (root / "ledger.yaml").write_text(json.dumps({"clauses": []}), encoding="utf-8")
        return load_pack(root).catalogue


@dataclass
class Words:
    """What one pack speaks of; ``questions`` maps each open question to its options."""

    dice: Dice
    types: tuple[str, ...] = ()
    questions: dict[str, tuple[str, ...]] = field(default_factory=dict)
    lengths: tuple[int, ...] = ()
    numbers: tuple[int, ...] = ()
    years: tuple[int, ...] = (2025, 2026)
    salt: int = 0
    _words: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def drawn(cls, dice: Dice) -> Words:
        """Draw what a pack speaks of."""
        words = cls(dice, salt=dice.number(0, 10**9))
        acts = [name for name in catalogue().types if name not in _NO_ACTS]
        chosen = ["document_issued", "document_received", dice.pick(_DOCUMENTS), dice.pick(_LISTING)]
        chosen += dice.some(acts, 3, 4)
        words.types = tuple(dict.fromkeys([*(["bench_checked"] if dice.chance(50) else []), *chosen]))
        words.lengths = tuple(dice.pick((0, 1, 2, 3, 5, 7, 10, 15, 30)) for _ in range(3))
        words.numbers = tuple(dice.number(0, 4) for _ in range(3))
        for n in range(dice.number(1, 4)):
            words.questions[f"q{n}"] = ("one", "two", "three")[: dice.weighted([(4, 2), (1, 3)])]
        return words

    def with_dice(self, dice: Dice) -> Words:
        """Give the same words for draws from another source."""
        return replace(self, dice=dice)

    def shapes(self, type_: str) -> Mapping[str, FieldShape]:
        """Give the fields of a record type of which rules may be drawn."""
        return {n: s for n, s in catalogue().types[type_].shape.fields.items() if n not in UNASKED}

    def words(self, shape: FieldShape) -> tuple[str, ...]:
        """Give the few words of a vocabulary that this pack uses; they are the same wherever it is used."""
        assert shape.words is not None
        labels = list(shape.words.labels)
        name = "/".join(labels[:3])
        if name not in self._words:  # whoever asks first, the words are the same
            self._words[name] = tuple(type(self.dice)(Random(f"{self.salt} {name}")).some(labels, 2, 3))
        return self._words[name]

    def values(self, shape: FieldShape) -> tuple[Any, ...]:
        """Give the plain values that one such field has in rules and histories."""
        kind, name = shape.kind, shape.name
        if shape.words is not None:
            return self.words(shape)
        if kind is Kind.INTEGER:
            return self.years if name.endswith("year") else self.lengths if "days" in name else self.numbers
        fixed: dict[Kind, tuple[Any, ...]] = {
            Kind.FLAG: (True, False),
            Kind.ORGAN: ORGANS,
            Kind.PERSON: PERSONS,
            Kind.DOCUMENT: NUMBERS,
        }
        texts = {"number": NUMBERS, "matter": MATTERS, "case": CASES, "division": DIVISIONS}
        return fixed.get(kind) or texts.get(name, TEXTS)

    def day(self) -> date:
        """Give a day: often one around which holidays, years or the instrument begin or end."""
        dice = self.dice
        if dice.chance(40):
            return date.fromisoformat(dice.pick(_TURNS)) + timedelta(dice.number(-1, 1))
        return FIRST + timedelta(dice.number(0, (LAST - FIRST).days))
