"""``ratio``: one number is at least a share of another, at a count of them or at the end of a period."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhifa_rules.norms.core import Measure, Norm, OnRoster, Path, Share
from zhifa_rules.norms.paths import parse_path, path_kind
from zhifa_rules.norms.patterns import ACT, parse_pattern, record_types
from zhifa_rules.records.shapes import Kind
from zhifa_rules.sources import Fields, Mapping, Scalar

if TYPE_CHECKING:
    from zhifa_rules.norms.rule import RuleReader
    from zhifa_rules.norms.scope import Scope
    from zhifa_rules.sources import Node

_PERCENT = 100
_HOLDS, _FAILS, _UNDETERMINED = "holds", "fails", "undetermined"


def lower(reader: RuleReader) -> list[Norm]:
    """Lower ``part``, ``whole``, ``at_least_percent`` and ``when_zero`` into a ``Share``."""
    part, whole = (_measure(reader, key) for key in ("part", "whole"))
    percent = reader.fields.integer("at_least_percent", minimum=1, required=True)
    word = reader.fields.choice("when_zero", [_HOLDS, _FAILS, _UNDETERMINED]) or _UNDETERMINED
    when_zero = {_HOLDS: True, _FAILS: False}.get(word)
    if part is None or whole is None or percent is None:
        return []
    return [reader.norm(Share(part, whole, percent, _PERCENT, when_zero))]


def _measure(reader: RuleReader, key: str) -> Measure | None:
    """Read a number: a field of the trigger, or acts that are counted, with those that state the number instead."""
    node = reader.fields.take(key, required=True)
    if isinstance(node, Scalar):
        return Measure(value=_number(reader.scope, node.text, node))
    if not isinstance(node, Mapping):
        return None
    fields = Fields(node, reader.id, problems=reader.scope.problems)
    counted, stated = fields.take("counted", required=True), fields.take("stated")
    value = fields.text("value") if stated is not None else None
    fields.finish()
    if not isinstance(reader.source, OnRoster) or reader.source.every is None:
        reader.fields.report(key, "acts are counted per period", "Write trigger: {every: year}, or name a number field")
    acts = None if counted is None else parse_pattern(reader.scope, counted)
    if stated is None or not isinstance(stated, Mapping):
        return None if acts is None else Measure(acts=acts)
    inner = reader.scope.with_root(ACT, record_types(reader.scope, stated) or ("figures_stated",))
    return Measure(_number(inner, value or "", stated), acts, parse_pattern(reader.scope, stated))


def _number(scope: Scope, text: str, node: Node) -> Path | None:
    path = parse_path(scope, text, node.location)
    if path is not None and path_kind(scope, path) != (Kind.INTEGER, False):
        scope.report(node.location, f"{path} is no number", "Name a number field such as trigger.officers", text)
    return path
