"""Whole packs: drawn as data, written as files, read by the loader and looked at by the linter."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from zhifa_rules.errors import PackError
from zhifa_rules.packs import load_pack
from zhifa_rules.packs.lint import Severity, lint_pack

from .aiming import lengths_in
from .dice import Dice
from .rules import drawn_rule
from .words import DECLARED, Words, both

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zhifa_rules.packs import Pack

    from .names import Made

RULES = 30
_KINDS = ("complies", "violates", "near_miss")
_ARTICLES = 3


@dataclass
class DrawnPack:
    """A pack, the data that it was read from, and why rules were left out of it."""

    pack: Pack
    words: Words
    rules: dict[str, dict[str, Any]]
    header: dict[str, Any]
    refused: Counter[str] = field(default_factory=Counter)

    @cached_property
    def lengths(self) -> list[tuple[str, int]]:
        """The periods that the rules count."""
        return list(lengths_in(list(self.rules.values())))


def drawn_pack(seed: object, rules: int = RULES) -> DrawnPack:
    """Draw a pack; the same seed gives the same pack. Rules that the loader or the linter refuses are left out."""
    dice = Dice(Random(f"pack {seed}"))
    words = Words.drawn(dice)
    header = _header(words)
    made: tuple[Made, ...] = ()
    data: dict[str, dict[str, Any]] = {}
    clauses = [clause for instrument in header["instruments"] for clause in _citable(instrument["id"])]
    for number in range(rules):
        rule, note = drawn_rule(words, f"r{number:02}", made, clauses)
        data[rule["id"]] = rule
        made = (*made, note)
    return _accepted(DrawnPack(None, words, data, header))  # type: ignore[arg-type]


def pack_of(header: Mapping[str, Any], rules: Mapping[str, Mapping[str, Any]], *, lint: bool = True) -> Pack:
    """Load a pack from the data of its header and rules; raises ``PackError``, also for what the linter finds."""
    with TemporaryDirectory() as folder:
        root = Path(folder)
        for name, content in _files(header, rules).items():
            (root / name).parent.mkdir(exist_ok=True)
            (root / name).write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
        pack = load_pack(root)
        faults = [p for p in lint_pack(pack) if p.severity is Severity.ERROR] if lint else []
        if faults:
            raise PackError([p.problem for p in faults])
    return pack


def _accepted(drawn: DrawnPack) -> DrawnPack:
    """Leave rules out until loader and linter accept the pack."""
    while True:
        try:
            drawn.pack = pack_of(drawn.header, drawn.rules)
        except PackError as error:
            named = {_rule_of(problem.location.file): problem.message for problem in error.problems}
            faulty = {name: message for name, message in named.items() if name in drawn.rules}
            if not faulty:
                raise
            for name, message in faulty.items():
                drawn.refused[message.partition(":")[2] or message] += 1
                del drawn.rules[name]
        else:
            return drawn


def _rule_of(file: str) -> str:
    return Path(file).stem


# --- files ---


def _files(header: Mapping[str, Any], rules: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    names = list(rules)
    cases = [{"id": f"c{n}", "kind": kind, "rules": names} for n, kind in enumerate(_KINDS)]
    files: dict[str, Any] = {
        "pack.yaml": header,
        "ledger.yaml": {"clauses": _ledger(header, rules)},
        "cases/all.yaml": {"cases": cases},
    }
    return files | {f"rules/{name}.yaml": {"rules": [rule]} for name, rule in rules.items()}


def _header(words: Words) -> dict[str, Any]:
    dice = words.dice
    questions = {
        name: {
            "question": both("如何理解？"),
            "options": {
                o: {"says": both(o), "status": "live" if n == 0 or dice.chance(70) else "minority"}
                for n, o in enumerate(options)
            },
        }
        for name, options in words.questions.items()
    }
    names = ["main", "notice"] if dice.chance(40) else ["main"]
    return {
        "pack": "drawn",
        "version": "1.0.0",
        "title": both("抽取的规则"),
        "instruments": [_instrument(words, name) for name in names],
        "questions": questions,
        "definitions": {"departments": {"kind": "department"}},
        **DECLARED,
    }


def _instrument(words: Words, name: str) -> dict[str, Any]:
    dice = words.dice
    begins: Any = dice.pick(("2024-01-01", "2025-03-01", "2025-01-01"))
    if dice.chance(15):
        begins = {"not_before": "2025-02-01", "not_after": dice.pick(("2025-02-03", "2025-06-30"))}
    until: Any = dice.pick(("none", "none", "none", "2025-11-30"))
    if dice.chance(15):
        question = dice.pick(list(words.questions))
        until = {"reading": question, **{o: f"2025-12-{30 + n % 2}" for n, o in enumerate(words.questions[question])}}
    return {
        "id": name,
        "title": both(name),
        "number": "1",
        "issuer": both("某局"),
        "validity": {"from": begins, "until": until},
        "territory": dice.pick((["99"], ["9900"], ["99", "88"])),
    }


def _citable(instrument: str) -> list[dict[str, str]]:
    """Give the places that rules cite: whole articles, a paragraph, an item."""
    places: list[dict[str, str]] = [{"article": str(n + 1)} for n in range(_ARTICLES)]
    places += [{"article": "4", "paragraph": "2"}, {"article": "4", "paragraph": "2", "item": "1"}]
    return [{"instrument": instrument, **place} for place in places]


def _ledger(header: Mapping[str, Any], rules: Mapping[str, Mapping[str, Any]]) -> list[dict[str, Any]]:
    ids = [*(f"{n + 1}.1" for n in range(_ARTICLES)), "4.1", "4.2", "4.2.1"]
    return [_clause(instrument["id"], name, rules) for instrument in header["instruments"] for name in ids]


def _clause(instrument: str, name: str, rules: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    naming = [rule_id for rule_id, rule in rules.items() if any(_place(c) == (instrument, name) for c in _cited(rule))]
    clause: dict[str, Any] = {"id": name, "instrument": instrument, "label": f"第{name}", "sha256": "0" * 64}
    if naming:
        return {**clause, "treatment": "encoded", "rules": naming}
    return {**clause, "treatment": "principle", "reason": both("无")}


def _cited(rule: Mapping[str, Any]) -> list[dict[str, str]]:
    return [*rule["cites"], *(cite for more in rule.get("also_cites", ()) for cite in more["cites"])]


def _place(cite: Mapping[str, str]) -> tuple[str, str]:
    parts = [cite["article"], cite.get("paragraph", "1"), *([cite["item"]] if "item" in cite else [])]
    return cite["instrument"], ".".join(parts)
