"""Drawn date expressions."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from zhifa_rules.records.shapes import Kind

from .words import UNITS

if TYPE_CHECKING:
    from .names import Names, Way

Data = Any
_SHORT = {"days": 40, "working_days": 15, "months": 3, "quarters": 2, "years": 1}


def date_expression(names: Names, *, none: bool = False) -> Data:
    """Give a date, by reading now and then; with ``none`` it may say that the text sets none."""
    return names.by_reading(lambda inner: _plain(inner, none=none), 6)


def _plain(names: Names, *, none: bool) -> Data:
    if names.depth >= 3:
        return _path(names)
    kinds = [(8, _after), (3, _path), (1, _fixed), (2, _of_year), (2, _stated), (1, _either)]
    if none and names.dice.chance(15):
        return "none"
    return names.dice.weighted(kinds)(names.deeper())


def _path(names: Names) -> Data:
    """Give a date attribute: mostly the day of an act."""
    ways = names.leading(Kind.DATE)
    if not ways:
        return _fixed(names)
    near = [way for way in ways if way.name == "on" and way.length == 1] or ways
    return names.dice.pick(near if names.dice.chance(60) else ways).text


def _fixed(names: Names) -> Data:
    return names.words.day().isoformat()


def length_of(names: Names) -> dict[str, int]:
    """Give a period."""
    unit = names.dice.weighted([(6, "days"), (5, "working_days"), (2, "months"), (1, "quarters"), (1, "years")])
    assert unit in UNITS
    count = names.dice.pick(names.words.lengths) if unit in ("days", "working_days") else names.dice.number(0, 3)
    return {unit: min(count, _SHORT[unit])}


def _flag(names: Names, percent: int) -> Data:
    return replace(names, depth=0).by_reading(lambda inner: inner.dice.chance(50), percent)


def _after(names: Names) -> Data:
    found: dict[str, Data] = {**length_of(names), "after": _anchor(names)}
    if names.dice.chance(40):
        found["rolls"] = _flag(names, 15)
    if names.dice.chance(15):
        found["include_start"] = _flag(names, 15)
    return found


def _anchor(names: Names) -> Data:
    if "clock" in names.roots and names.dice.chance(60):
        return "clock"
    return _path(names) if names.dice.chance(85) else date_expression(names.deeper())


def _of_year(names: Names) -> Data:
    years = [way for way in names.leading(Kind.INTEGER) if way.name.endswith("year")]
    if not years:
        return _after(names)
    month, day = names.dice.pick(((1, 31), (3, 31), (6, 30), (10, 8), (12, 31), (2, 28)))
    return {"month": month, "day": day, "of_year": names.dice.pick(_near(years)).text}


def _near(ways: list[Way]) -> list[Way]:
    return [way for way in ways if way.length == 1] or ways


def _stated(names: Names) -> Data:
    days = [way for way in names.leading(Kind.INTEGER) if not way.name.endswith("year")]
    ends = [way for way in names.leading(Kind.DATE) if way.name not in ("on", "clock")]
    found: dict[str, Data] = {}
    if days and names.dice.chance(80):
        limits = [way for way in days if "days" in way.name] or days
        found[names.dice.weighted([(3, "stated_days"), (1, "stated_working_days")])] = names.dice.pick(limits).text
    if ends and (names.dice.chance(40) or not found):
        found["stated_day"] = names.dice.pick(ends).text
    if not found:
        return _after(names)
    found["after"] = _anchor(names)
    if names.dice.chance(60):
        found["otherwise"] = "none" if names.dice.chance(40) else date_expression(names.deeper())
    if names.dice.chance(15):
        found["include_start"] = _flag(names, 15)
    return found


def _either(names: Names) -> Data:
    from .conditions import condition

    then, otherwise = (date_expression(names.deeper()) for _ in range(2))
    return {"when": condition(names.deeper()), "then": then, "otherwise": otherwise}
