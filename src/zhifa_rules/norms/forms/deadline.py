"""``deadline``: on a trigger, the bearer must do something within a period, or without a date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhifa_rules.norms.conditions import parse_condition
from zhifa_rules.norms.core import Achieve, Always, Clock, Norm, Part, PatternChoice, Restart
from zhifa_rules.norms.dates import parse_date_expression
from zhifa_rules.norms.patterns import PATTERN_KEYS, parse_pattern, parse_patterns
from zhifa_rules.norms.scope import CLOCK_ROOT, Scope
from zhifa_rules.sources import Fields, Mapping, Scalar, Sequence

if TYPE_CHECKING:
    from zhifa_rules.norms.rule import RuleReader


def lower(reader: RuleReader) -> list[Norm]:
    """Lower ``must``, ``clock`` and ``forecloses`` into an ``Achieve``."""
    clock = _clock(reader)
    scope = reader.scope.with_root("clock", CLOCK_ROOT) if clock else reader.scope
    parts, any_of = _parts(reader, scope)
    forecloses = parse_patterns(scope, reader.fields.take("forecloses"))
    return [reader.norm(Achieve(parts, any_of, clock, forecloses))]


def _parts(reader: RuleReader, scope: Scope) -> tuple[tuple[Part, ...], bool]:
    node = reader.fields.take("must", required=True)
    any_of = isinstance(node, Mapping) and "any_of" in node
    if isinstance(node, Mapping) and any_of:
        node = node.get("any_of")
    items = tuple(node) if isinstance(node, Sequence) else (node,) if node is not None else ()
    parts = [_part(reader, scope, item) for item in items if isinstance(item, Mapping)]
    found = tuple(part for part in parts if part is not None)
    if len({part.id for part in found}) < len(found):
        reader.fields.report("must", "two parts have the same id", "Give each part an id of its own")
    if not found:
        reader.fields.report("must", "there is nothing to do", "Write must: {record: TYPE, within: …}")
    return found, any_of


def _part(reader: RuleReader, scope: Scope, node: Mapping) -> Part | None:
    fields = Fields(node, reader.id, problems=scope.problems)
    name = fields.text("id") or "act"
    within = fields.take("within", required=True)
    may_precede = fields.boolean("may_precede") or False
    also_by = parse_patterns(scope, fields.take("also_by"))
    act = fields.take("act")
    if act is None:
        own = Mapping(tuple((k, v) for k, v in node.entries if k.value in PATTERN_KEYS), node.place)
        for key in PATTERN_KEYS:
            fields.take(key)
        act = own
    fields.finish()
    pattern = parse_pattern(scope, act)
    due = None if within is None else parse_date_expression(scope, within)
    return None if pattern is None else Part(name, pattern, due, may_precede, also_by)


def _clock(reader: RuleReader) -> Clock | None:
    fields = reader.fields.fields("clock")
    if fields is None:
        return None
    scope = reader.scope
    start_node = fields.take("start", required=True)
    start = None if start_node is None else parse_date_expression(scope, start_node)
    stopped = parse_patterns(scope, fields.take("stopped_by"))
    restarted = tuple(r for entry in fields.each("restarted_by") if (r := _restart(scope, entry)) is not None)
    ended = parse_patterns(scope, fields.take("ended_by"))
    fields.finish()
    return None if start is None else Clock(start, stopped, restarted, ended)


def _restart(scope: Scope, entry: Fields) -> Restart | None:
    acts_node = entry.take("act", required=True)
    start_node = entry.take("start", required=True)
    running = entry.take("also_running")
    entry.finish()
    if acts_node is None or start_node is None:
        return None
    acts = parse_pattern(scope, acts_node)
    if acts is None:
        return None
    inner = scope.with_root("act", _types(acts))
    start = parse_date_expression(inner, start_node)
    condition = parse_condition(inner, running or Scalar(False, "false", entry.place))
    if start is None:
        scope.report(entry.location, "a restarted clock needs a day to start from", "Write start: act.on")
        return None
    return Restart(acts, start, condition if running is not None else Always(value=False))


def _types(pattern: PatternChoice) -> tuple[str, ...]:
    while not hasattr(pattern, "types"):
        pattern = pattern.options[0][1]
    return pattern.types
