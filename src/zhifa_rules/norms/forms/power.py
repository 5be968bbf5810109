"""``power``: the bearer may act while a condition holds; a right may have a window and an exclusive use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhifa_rules.norms.conditions import parse_condition
from zhifa_rules.norms.core import Available, Force, Hold, Norm, OnRecord, Pattern
from zhifa_rules.norms.dates import parse_date_expression
from zhifa_rules.norms.paths import parse_path
from zhifa_rules.norms.patterns import parse_pattern

if TYPE_CHECKING:
    from zhifa_rules.norms.rule import RuleReader


def lower(reader: RuleReader) -> list[Norm]:
    """Lower the power itself, and its use outside the grounds where ``exclusive`` says so, into two norms."""
    use = reader.pattern("use")
    until = reader.node("until", parse_date_expression)
    norms = [reader.norm(Available(use, until), force=Force.PERMISSIVE)]
    misuse = _exclusive(reader)
    return norms if misuse is None else [*norms, misuse]


def _exclusive(reader: RuleReader) -> Norm | None:
    """The use of the power, as a trigger of its own, holds only on the grounds."""
    fields = reader.fields.fields("exclusive")
    if fields is None:
        return None
    trigger, grounds = fields.take("use", required=True), fields.take("grounds", required=True)
    bearer_text = fields.text("bearer", required=True)
    bearer_node = fields.node.get("bearer")
    counterpart_text, counterpart_node = fields.text("counterpart"), fields.node.get("counterpart")
    fields.finish()
    if trigger is None or grounds is None or bearer_node is None:
        return None
    pattern = parse_pattern(reader.scope, trigger, "trigger")
    if not isinstance(pattern, Pattern):
        return None
    scope = reader.scope.with_root("trigger", pattern.types)
    bearer = parse_path(scope, bearer_text, bearer_node.location)
    counterpart = None
    if counterpart_text is not None and counterpart_node is not None:
        counterpart = parse_path(scope, counterpart_text, counterpart_node.location)
    body = Hold((("grounds", parse_condition(scope, grounds)),))
    return reader.norm(
        body,
        source=OnRecord(pattern),
        bearer=bearer,
        counterpart=counterpart,
        finds=(),
        exceptions=(),
        facet="use",
        force=Force.MANDATORY,
    )
