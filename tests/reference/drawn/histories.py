"""Drawn histories: acts that fit rules of a pack, others beside them, and what goes wrong with records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING, Any

from zhifa_rules.errors import InputError
from zhifa_rules.records.log import RecordLog
from zhifa_rules.records.shapes import FieldShape, Kind

from .aiming import fitting, looked_up, patterns_in
from .dice import Dice
from .records import Days, Record, act, log_scopes, registers, value_of
from .words import REGISTERS, catalogue

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from .packs import DrawnPack

_LATEST = date(2027, 12, 31)
_MOST_ACTS = 9


@dataclass
class DrawnHistory:
    """Records as plain mappings and a day to look at them."""

    records: list[Record]
    day: date


def drawn_history(drawn: DrawnPack, seed: object, *, unknowns: bool) -> DrawnHistory:
    """Draw a history for a pack; with ``unknowns`` less is known of it, and records are copied and corrected."""
    dice = Dice(Random(f"history {seed}"))
    return _Maker(drawn, dice).make(unknowns=unknowns)


def history_from(drawn: DrawnPack, source: Random, *, unknowns: bool) -> DrawnHistory:
    """Draw a history from any source of random numbers, such as that of Hypothesis."""
    return _Maker(drawn, Dice(source)).make(unknowns=unknowns)


class _Maker:
    def __init__(self, drawn: DrawnPack, dice: Dice) -> None:
        self.drawn, self.dice = drawn, dice
        self.words = drawn.words.with_dice(dice)
        self.days = Days(self.words, drawn.lengths)
        self.acts: list[Record] = []

    def make(self, *, unknowns: bool) -> DrawnHistory:
        dice = self.dice
        rules = list(self.drawn.rules.values())
        while len(self.acts) < dice.number(2, _MOST_ACTS):
            if rules and dice.chance(75):
                self._play(dice.pick(rules))
            else:
                self.acts.append(act(self.words, dice.pick(self.words.types), self.days, {}))
        rows = registers(self.words, self.days)
        found = _numbered([*rows, *log_scopes(self.words), *self.acts])
        if unknowns:
            for n in range(dice.number(1, 3)):
                found = _tried(found, dice.weighted(_MISHAPS), self, f"m{n}")
        if dice.chance(30):
            found = dice.shuffled(found)
        return DrawnHistory(found, self._look())

    def _look(self) -> date:
        """Give a day to look at the history: on or after one of its days, often where a period ends."""
        dice = self.dice
        day = dice.pick(self.days.known)
        if dice.chance(25):
            day = max(self.days.known)
        day = self.days.near(day) if dice.chance(60) else day + timedelta(dice.pick((0, 1, 30, 200)))
        return min(day, _LATEST)

    # --- what fits a rule ---

    def _play(self, rule: Mapping[str, Any]) -> None:
        """Let a rule be triggered and some of the acts happen that it speaks of."""
        dice, known = self.dice, {}
        trigger = rule["trigger"]
        if "record" in trigger:
            made = self._fitting(trigger, {})
            known = {"trigger": made}
            bearer = looked_up(rule["bearer"], known) if "bearer" in rule else None
            known["bearer"] = {"#itself": bearer if isinstance(bearer, str) else made.get("by")}
        else:
            known["bearer"] = {"#itself": dice.pick(("town", "north", "south"))}
        rest = {key: value for key, value in rule.items() if key not in ("trigger", "addressee")}
        patterns = [p for p in patterns_in(rest) if "counted" not in p]
        for pattern in dice.some(patterns, 0, 3):
            self._fitting(pattern, known)

    def _fitting(self, pattern: Mapping[str, Any], known: Mapping[str, Mapping[str, Any]]) -> Record:
        dice, listed = self.dice, pattern["record"]
        type_ = listed if isinstance(listed, str) else dice.pick(listed)
        given = fitting(dice, pattern.get("where", {}), known) if dice.chance(90) else {}
        shapes = self.words.shapes(type_)
        given = {name: value for name, value in given.items() if name in shapes and _suits(shapes[name], value)}
        trigger = known.get("trigger", {})
        for key in ("matter", "case"):
            if key in trigger and dice.chance(85):
                given.setdefault(key, trigger[key])
        found = act(self.words, type_, self.days, given)
        self.acts.append(found)
        return found


def _suits(shape: FieldShape, value: Any) -> bool:  # noqa: ANN401
    return isinstance(value, list) is shape.many


def _numbered(records: list[Record]) -> list[Record]:
    return [{"id": f"e{n}", **record} for n, record in enumerate(records)]


# --- what goes wrong with records ---


def _tried(
    records: list[Record], mishap: Callable[[_Maker, list[Record], str], list[Record]], maker: _Maker, name: str
) -> list[Record]:
    """Give the records after a mishap, or as they were if they could not be taken any more."""
    after = mishap(maker, records, name)
    return after if is_accepted(after) else records


def is_accepted(records: Sequence[Record]) -> bool:
    """Tell whether a history is taken as input."""
    log = RecordLog()
    try:
        for record in records:
            log.add(catalogue().validate(record))
        log.check()
    except InputError:
        return False
    return True


def _spots(records: Sequence[Record]) -> list[tuple[int, FieldShape]]:
    found = []
    for number, record in enumerate(records):
        shapes = catalogue().types[record["type"]].shape.fields
        found += [(number, shapes[name]) for name in record if name in shapes and shapes[name].uncertain]
    return found


def _blur(maker: _Maker, records: list[Record], _: str) -> list[Record]:
    """Say less of a field: nothing, bounds or alternatives."""
    spots = _spots(records)
    acts = [spot for spot in spots if records[spot[0]]["type"] not in REGISTERS]
    at, shape = maker.dice.pick(acts if acts and maker.dice.chance(75) else spots)
    dates = [spot for spot in acts if spot[1].kind is Kind.DATE]
    if dates and maker.dice.chance(35):
        at, shape = maker.dice.pick(dates)
    numbers = [spot for spot in acts if spot[1].kind is Kind.INTEGER]
    if numbers and maker.dice.chance(10):
        at, shape = maker.dice.pick(numbers)
    changed = dict(records[at])
    blurred = _less(maker, shape, changed[shape.name])
    changed[shape.name] = blurred
    return [*records[:at], changed, *records[at + 1 :]]


def _less(maker: _Maker, shape: FieldShape, value: Any) -> Any:  # noqa: ANN401
    dice = maker.dice
    if shape.many or value == "none" or value is None or isinstance(value, dict) or dice.chance(25):
        return None
    if shape.kind is Kind.DATE:
        day = date.fromisoformat(value)
        low, high = ((day + timedelta(n)).isoformat() for n in (-dice.number(0, 3), dice.pick((0, 1, 3, 20))))
        ways = (
            {"not_before": low, "not_after": high},
            {"not_before": low},
            {"not_after": high},
            {"one_of": [low, high]},
        )
        return dice.pick(ways)
    if shape.kind is Kind.INTEGER and dice.chance(60):
        return dice.pick(({"at_least": max(0, value - 1)}, {"at_least": max(0, value - 1), "at_most": value + 2}))
    return {"one_of": [value, value_other(maker, shape)]}


def value_other(maker: _Maker, shape: FieldShape) -> Any:  # noqa: ANN401
    """Give another plain value of a field."""
    while (found := value_of(maker.words, shape, maker.days)) == "none":
        pass
    return found


def _leave_out(maker: _Maker, records: list[Record], _: str) -> list[Record]:
    at = maker.dice.number(0, len(records) - 1)
    optional = [n for n in records[at] if n not in ("id", "type", "organ", "person")]
    if not optional:
        return records
    gone = maker.dice.pick([n for n in optional if n in ("by", "matter", "case")] or optional)
    return [*records[:at], {k: v for k, v in records[at].items() if k != gone}, *records[at + 1 :]]


def _drop(maker: _Maker, records: list[Record], _: str) -> list[Record]:
    at = maker.dice.number(0, len(records) - 1)
    return [*records[:at], *records[at + 1 :]]


def _repeat(maker: _Maker, records: list[Record], _: str) -> list[Record]:
    return [*records, dict(maker.dice.pick(records))]


def _copy(maker: _Maker, records: list[Record], name: str) -> list[Record]:
    """Record one thing a second time under another id; the copy may say something else."""
    keyed = [r for r in records if catalogue().types[r["type"]].natural_key] or records
    copy = {**maker.dice.pick(keyed), "id": name}
    return [*records, _altered(maker, copy) if maker.dice.chance(60) else copy]


def _altered(maker: _Maker, record: Record) -> Record:
    shapes = maker.words.shapes(record["type"])
    fields = [n for n in record if n in shapes and n not in ("by", "number", "organ", "person")]
    if not fields:
        return record
    name = maker.dice.pick(fields)
    return {**record, name: value_of(maker.words, shapes[name], maker.days)}


def _correct(maker: _Maker, records: list[Record], name: str) -> list[Record]:
    old = maker.dice.pick(records)
    return [*records, _altered(maker, {**old, "id": name, "corrects": old["id"]})]


def _void(maker: _Maker, records: list[Record], name: str) -> list[Record]:
    return [*records, {"id": name, "type": "record_voided", "voids": maker.dice.pick(records)["id"]}]


_MISHAPS: Sequence[tuple[int, Callable[[_Maker, list[Record], str], list[Record]]]] = (
    (10, _blur),
    (3, _leave_out),
    (2, _drop),
    (1, _repeat),
    (2, _copy),
    (2, _correct),
    (1, _void),
)
