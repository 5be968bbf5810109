"""``precedence``: an act only after prior acts, or only while another duty is in a given state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhifa_rules.norms.conditions import parse_condition
from zhifa_rules.norms.core import Condition, DateOf, Exists, Hold, Norm, Path, Step
from zhifa_rules.norms.dates import parse_date_expression
from zhifa_rules.norms.patterns import parse_pattern
from zhifa_rules.records.shapes import Kind

if TYPE_CHECKING:
    from zhifa_rules.norms.rule import RuleReader
    from zhifa_rules.sources import Fields

_TRIGGER_DAY = DateOf(Path("trigger", (Step("on", Kind.DATE, many=False),)))


def lower(reader: RuleReader) -> list[Norm]:
    """Lower ``prior``, a list of acts or conditions that must come first, into a ``Hold``."""
    conditions: list[tuple[str, Condition]] = []
    for entry in reader.fields.each("prior", required=True):
        name = entry.text("id", required=True)
        condition = _prior(reader, entry)
        entry.finish()
        if condition is not None:
            conditions.append((name, condition))
    return [reader.norm(Hold(tuple(conditions)))]


def _prior(reader: RuleReader, entry: Fields) -> Condition | None:
    that = entry.take("that")
    if that is not None:
        return parse_condition(reader.scope, that)
    act, until, since = entry.take("act", required=True), entry.take("until"), entry.take("since")
    same_day = entry.boolean("same_day")
    pattern = None if act is None else parse_pattern(reader.scope, act)
    if pattern is None:
        return None
    limit = _TRIGGER_DAY if until is None else parse_date_expression(reader.scope, until)
    start = None if since is None else parse_date_expression(reader.scope, since)
    return Exists(pattern, limit, start, same_day is True, proves_breach=True)
