"""Reading date expressions: a date attribute, a fixed day, the end of a period, a stated limit."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from zhifa_rules.calendar import Period, Unit
from zhifa_rules.norms.core import (
    After,
    Choice,
    DateExpression,
    DateOf,
    DayOfYear,
    Either,
    FixedDate,
    Path,
    StatedLimit,
)
from zhifa_rules.norms.paths import parse_path, path_kind
from zhifa_rules.records.shapes import Kind
from zhifa_rules.sources import Mapping, Node, Scalar

if TYPE_CHECKING:
    from zhifa_rules.norms.scope import Scope

_UNITS = tuple(unit.value for unit in Unit)
_STATED = "stated_days", "stated_day", "stated_working_days"
NO_DATE = "none"
_LEAST_LONG_YEAR = 2001  # not a leap year: its days exist in every year


def parse_date_expression(scope: Scope, node: Node) -> DateExpression | None:
    """Read a date expression; ``none`` (the text sets no date) gives ``None``."""
    node = scope.expanded(node)
    choice = scope.choice(node, parse_date_expression)
    if choice is not None:
        return choice
    if isinstance(node, Scalar):
        return _from_text(scope, node)
    if isinstance(node, Mapping):
        return _from_mapping(scope, node)
    scope.report(node.location, "this is no date", "Write a path such as trigger.on, or {days: 10, after: …}")
    return None


def _from_mapping(scope: Scope, node: Mapping) -> DateExpression | None:
    if "when" in node:
        return _either(scope, node)
    if "of_year" in node:
        return _day_of_year(scope, node)
    return _stated(scope, node) if any(key in node for key in _STATED) else _after(scope, node)


def _either(scope: Scope, node: Mapping) -> DateExpression | None:
    from zhifa_rules.norms.conditions import parse_condition  # noqa: PLC0415  (conditions contain dates)

    _refuse_others(scope, node, {"when", "then", "otherwise"})
    when, then, otherwise = (node.get(key) for key in ("when", "then", "otherwise"))
    if when is None or then is None or otherwise is None:
        scope.report(node.location, "a choice between dates needs when, then and otherwise", "Add what is missing")
        return None
    first, second = parse_date_expression(scope, then), parse_date_expression(scope, otherwise)
    return Either(parse_condition(scope, when), first, second)


def _day_of_year(scope: Scope, node: Mapping) -> DateExpression | None:
    _refuse_others(scope, node, {"month", "day", "of_year"})
    month, day = (_whole(node.get(key)) for key in ("month", "day"))
    year_node = node.get("of_year")
    year = parse_path(scope, _text(year_node) if year_node else "", node.location)
    try:
        date(_LEAST_LONG_YEAR, month, day)
    except ValueError:
        cure = "Write {month: 3, day: 31, of_year: period.year}; 29 February exists only in leap years"
        scope.report(node.location, "there is no such day in every year", cure, node.to_plain())
        return None
    if year is not None and path_kind(scope, year) != (Kind.INTEGER, False):
        scope.report(node.location, "of_year needs a year", "Name a field such as period.year", str(year))
        return None
    return None if year is None else DayOfYear(month, day, year)


def _whole(node: Node | None) -> int:
    return node.value if isinstance(node, Scalar) and isinstance(node.value, int) else 0


def _from_text(scope: Scope, node: Scalar) -> DateExpression | None:
    if node.text == NO_DATE:
        return None
    try:
        return FixedDate(date.fromisoformat(node.text).toordinal())
    except ValueError:
        path = parse_date_path(scope, node)
        return None if path is None else DateOf(path)


def parse_date_path(scope: Scope, node: Node) -> Path | None:
    """Read a path that must lead to a date."""
    text = node.text if isinstance(node, Scalar) else ""
    path = parse_path(scope, text, node.location)
    if path is not None and path_kind(scope, path) != (Kind.DATE, False):
        scope.report(node.location, "this path does not lead to a date", "Name a date field such as on", text)
        return None
    return path


def _after(scope: Scope, node: Mapping) -> DateExpression | None:
    units = [key for key in node.keys() if key in _UNITS]  # noqa: SIM118
    allowed = {*_UNITS, "after", "rolls", "include_start"}
    _refuse_others(scope, node, allowed)
    anchor_node = node.get("after")
    if len(units) != 1 or anchor_node is None:
        cure = f"Give exactly one of {', '.join(_UNITS)}, and the date it follows with after"
        scope.report(node.location, "this is no period after a date", cure)
        return None
    count = node.get(units[0])
    if not isinstance(count, Scalar) or not isinstance(count.value, int) or isinstance(count.value, bool):
        scope.report(node.location, "the length of a period must be a whole number", "Write digits without quotes")
        return None
    anchor = parse_date_expression(scope, anchor_node)
    if anchor is None:
        return None
    period = Period(Unit(units[0]), count.value)
    return After(anchor, period, _flag(scope, node, "rolls"), _flag(scope, node, "include_start"))


def _stated(scope: Scope, node: Mapping) -> DateExpression | None:
    _refuse_others(scope, node, {*_STATED, "after", "otherwise", "include_start"})
    days_node, day_node, working_node = (node.get(k) for k in _STATED)
    anchor_node, otherwise = node.get("after"), node.get("otherwise")
    if anchor_node is None:
        scope.report(node.location, "a stated limit needs the date from which its days count", "Add 'after: …'")
        return None
    if days_node is not None and working_node is not None:
        scope.report(node.location, "a limit is stated in days or in working days", "Keep one of the two")
    anchor = parse_date_expression(scope, anchor_node)
    number = days_node or working_node
    days = None if number is None else parse_path(scope, _text(number), number.location)
    day = None if day_node is None else parse_date_path(scope, day_node)
    fallback = None if otherwise is None else parse_date_expression(scope, otherwise)
    if anchor is None:
        return None
    include_start, working = _flag(scope, node, "include_start"), working_node is not None
    return StatedLimit(days, day, anchor, fallback, include_start, working)


def _text(node: Node) -> str:
    return node.text if isinstance(node, Scalar) else ""


def _flag(scope: Scope, node: Mapping, key: str) -> bool | Choice[bool]:
    found = node.get(key)
    if found is None:
        return False
    return _parse_flag(scope, found)


def _parse_flag(scope: Scope, node: Node) -> bool | Choice[bool]:
    node = scope.expanded(node)
    choice = scope.choice(node, _plain_flag)
    return _plain_flag(scope, node) if choice is None else choice


def _plain_flag(scope: Scope, node: Node) -> bool:
    if isinstance(node, Scalar) and isinstance(node.value, bool):
        return node.value
    scope.report(node.location, "expected true or false", "Write true, false or {reading: …}")
    return False


def _refuse_others(scope: Scope, node: Mapping, allowed: set[str]) -> None:
    for key in node.keys():  # noqa: SIM118
        if key not in allowed:
            scope.report(node.key_location(key), "this key is not known here", scope.suggest(key, allowed), key)
