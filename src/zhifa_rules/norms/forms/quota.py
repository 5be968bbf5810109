"""``quota``: each addressed organ does an act at least so often in each period."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhifa_rules.norms.conditions import parse_condition
from zhifa_rules.norms.core import Always, Condition, Norm, OnRoster, Path, Tally
from zhifa_rules.norms.paths import parse_path, path_kind, path_words
from zhifa_rules.norms.patterns import ACT, record_types
from zhifa_rules.records.shapes import Kind
from zhifa_rules.sources import Mapping, Scalar

if TYPE_CHECKING:
    from zhifa_rules.norms.rule import RuleReader
    from zhifa_rules.norms.scope import Scope


def lower(reader: RuleReader) -> list[Norm]:
    """Lower ``act``, ``at_least``, ``credited_to``, ``sum``, ``components`` and ``defective`` into a ``Tally``."""
    if not isinstance(reader.source, OnRoster) or reader.source.every is None:
        reader.fields.report("trigger", "a quota is owed per period", "Write trigger: {every: year}")
    acts = reader.pattern("act", required=True)
    node = reader.fields.node.get("act")
    scope = reader.scope
    if isinstance(node, Mapping):
        scope = scope.with_root(ACT, record_types(scope, node) or ("document_issued",))
    credited = _credited(reader, scope)
    least = reader.fields.integer("at_least", minimum=1) or 1
    path, components, exempt = _components(reader, scope)
    undated = reader.fields.boolean("undated") or False
    may_precede = reader.fields.boolean("may_precede") or False
    total = _total(reader, scope)
    defective = reader.pattern("defective")
    if acts is None or credited is None:
        return []
    tally = Tally(acts, credited, least, components, path, exempt, not undated, may_precede, total, defective)
    return [reader.norm(tally)]


def _total(reader: RuleReader, scope: Scope) -> Path | None:
    """Read ``sum``, a number of the act that is added up instead of counting acts."""
    text = reader.fields.text("sum")
    node = reader.fields.node.get("sum")
    if text is None or node is None:
        return None
    path = parse_path(scope, text, node.location)
    if path is not None and path_kind(scope, path) != (Kind.INTEGER, False):
        reader.fields.report("sum", "only numbers can be added up", "Name a field such as act.hours", text)
    return path


def _credited(reader: RuleReader, scope: Scope) -> Path | None:
    text = reader.fields.text("credited_to", required=True)
    node = reader.fields.node.get("credited_to")
    path = parse_path(scope, text, node.location) if node is not None else None
    if path is not None and path_kind(scope, path)[0] not in (Kind.ORGAN, Kind.PERSON):
        cure = "Name a field such as act.by"
        reader.fields.report("credited_to", "this path leads neither to organs nor to persons", cure, text)
    return path


def _components(reader: RuleReader, scope: Scope) -> tuple[Path | None, tuple[str, ...], Condition]:
    fields = reader.fields.fields("components")
    never = Always(value=False)
    if fields is None:
        return None, (), never
    text = fields.text("of", required=True)
    node = fields.node.get("of")
    path = parse_path(scope, text, node.location) if isinstance(node, Scalar) else None
    words = fields.texts("all_of", required=True)
    unless = fields.take("unless")
    fields.finish()
    known = None if path is None else path_words(scope, path)
    for word in words:
        if known is not None and word not in known:
            fields.report("all_of", "this word never occurs there", scope.suggest(word, known), word)
    return path, words, never if unless is None else parse_condition(scope, unless)
