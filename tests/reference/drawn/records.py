"""Drawn records: acts with all their fields known, and registers of a few organs and persons."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from zhifa_rules.calendar import Calendar, Period, Unit, end_of_period
from zhifa_rules.records.shapes import FieldShape, Kind

from .words import BEYOND, CASES, MATTERS, ORGANS, PERSONS, UNASKED, Words, catalogue

if TYPE_CHECKING:
    from collections.abc import Mapping

Record = dict[str, Any]
_KEPT = ("on", "by", "matter", "case")
_JITTER = (0, 0, 0, 1, 1, -1)


class Days:
    """Days of a history: most lie where a period after an earlier day ends, or a day beside that."""

    def __init__(self, words: Words, lengths: list[tuple[str, int]]) -> None:
        self.words = words
        self.known: list[date] = [words.day()]
        self.lengths = lengths or [("days", 1)]
        if words.dice.chance(4):
            self.known = [words.dice.pick(BEYOND)]

    def next(self) -> date:
        """Give a further day and keep it."""
        dice = self.words.dice
        day = self.words.day() if dice.chance(12) else self.near(dice.pick(self.known))
        self.known.append(day)
        return day

    def near(self, day: date) -> date:
        """Give a day at or beside the end of a period after a day, or that day."""
        dice = self.words.dice
        if dice.chance(40):
            return day + timedelta(dice.pick((0, 0, 1, -1, 2, 40)))
        unit, count = dice.pick(self.lengths)
        if dice.chance(15):
            count += 1
        bounds = end_of_period(day.toordinal(), Period(Unit(unit), count), Calendar.builtin(), rolls=dice.chance(30))
        return date.fromordinal(dice.pick((bounds.earliest, bounds.latest)) + dice.pick(_JITTER))


def value_of(words: Words, shape: FieldShape, days: Days) -> Any:  # noqa: ANN401
    """Give a known value of a field; the word ``none`` now and then."""
    dice = words.dice
    if shape.uncertain and not shape.many and shape.name != "on" and dice.chance(8):
        return "none"
    if shape.kind is Kind.ELEMENT:
        return [element(words, shape, days) for _ in range(dice.number(0, 2))]
    if shape.kind is Kind.DATE:
        return days.next().isoformat()
    values = words.values(shape)
    if shape.many:
        return dice.some(values, 0, 2)
    if shape.kind is Kind.ORGAN and dice.chance(3):
        return "ghost"
    return dice.pick(values)


def element(words: Words, shape: FieldShape, days: Days) -> Record:
    """Give a member of a list of parts."""
    assert shape.element is not None
    fields = {n: s for n, s in shape.element.fields.items() if n not in UNASKED}
    return {name: value_of(words, inner, days) for name, inner in fields.items()}


def act(words: Words, type_: str, days: Days, given: Mapping[str, Any]) -> Record:
    """Give an act of which everything is known; what is given stands, the rest is drawn."""
    dice = words.dice
    found: Record = {"type": type_}
    for name, shape in words.shapes(type_).items():
        if name in given:
            found[name] = given[name]
        elif name == "on":
            found[name] = days.next().isoformat()
        elif name == "matter":
            if dice.chance(75):
                found[name] = dice.pick(MATTERS)
        elif name == "case":
            if dice.chance(40):
                found[name] = dice.pick(CASES)
        elif shape.assumption is None or dice.chance(50):
            found[name] = value_of(words, shape, days)
    if dice.chance(10):
        found |= dice.pick(({"at": "09:00"}, {"at": "15:30"}, {"seq": 1}, {"seq": 2}))
    _order_days(found)
    return found


def _order_days(record: Record) -> None:
    """Put dates of one record in the order that its type declares, so that they stay known."""
    for earlier, later in catalogue().types[record["type"]].order:
        one, other = record.get(earlier), record.get(later)
        if isinstance(one, str) and isinstance(other, str) and "none" not in (one, other) and one > other:
            record[earlier], record[later] = other, one


# --- registers ---


def registers(words: Words, days: Days) -> list[Record]:
    """Give the register of a town, two departments, an office and an organ elsewhere, and of two persons."""
    dice = words.dice
    rows = [
        _organ(words, "town", "government", "990001"),
        _organ(words, "north", "department", "990001", government="town"),
        _organ(words, "south", dice.pick(("department", "government")), dice.pick(("990100", "990001"))),
        _organ(words, "office", "department", "990001", office_of=dice.pick(("town", "north"))),
        _organ(words, "far", "department", "880001"),
    ]
    rows = [row for row in rows if dice.chance(88)]
    for row in list(rows):
        if dice.chance(10):
            row["on"] = days.words.day().isoformat()
        if dice.chance(6):
            row["until"] = days.words.day().isoformat()
        if dice.chance(8):
            rows.append({**row, **_organ(words, row["organ"], "department", "990001"), "on": days.next().isoformat()})
    rows += [_person(words, days, person) for person in PERSONS if dice.chance(75)]
    return rows


def _organ(words: Words, key: str, kind: str, division: str, **more: object) -> Record:
    shapes = catalogue().types["organ_registered"].shape.fields
    drawn = {
        "level": words.dice.pick(words.words(shapes["level"])),
        "categories": words.dice.some(words.values(shapes["categories"]), 0, 2),
        "roles": words.dice.some(words.words(shapes["roles"]), 0, 2),
        "field": words.dice.pick(words.values(shapes["field"])),
        "superior": "town",
        "government": "town",
    }
    return {"type": "organ_registered", "organ": key, "kind": kind, "division": division, **drawn, **more}


def _person(words: Words, days: Days, person: str) -> Record:
    dice = words.dice
    shapes = catalogue().types["person_registered"].shape.fields
    found: Record = {"type": "person_registered", "person": person, "organ": dice.pick(ORGANS[:3])}
    found["role"] = dice.pick(words.words(shapes["role"]))
    found["certificates"] = dice.some(words.words(shapes["certificates"]), 0, 2)
    if dice.chance(15):
        found["on"] = days.words.day().isoformat()
    return found


def log_scopes(words: Words) -> list[Record]:
    """Declare the log complete, in part or open, or say nothing of it."""
    dice = words.dice
    everything: Record = {"type": "log_scope_declared", "organs": ["all"], "types": ["all"]}
    everything |= {"covers_from": "2020-01-01", "covers_to": "2030-12-31"}
    found = [everything] if dice.chance(65) else []
    if dice.chance(20):
        part = {**everything, "covers_from": "2025-01-01", "covers_to": dice.pick(("2025-06-30", "2025-12-31"))}
        if dice.chance(50):
            part["organs"] = dice.some(ORGANS, 1, 2)
        if dice.chance(50):
            part["types"] = dice.some(words.types, 1, 3)
        if dice.chance(35):
            part["complete"] = False
        found.append(part)
    return found
