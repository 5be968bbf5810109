"""``judgement``: a human must answer a question; until a finding is recorded nothing is decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhifa_rules.norms.conditions import parse_condition
from zhifa_rules.norms.core import Ask, Norm
from zhifa_rules.norms.patterns import ACT, record_types
from zhifa_rules.norms.rule import text_of
from zhifa_rules.sources import Mapping, Scalar

if TYPE_CHECKING:
    from zhifa_rules.norms.rule import RuleReader


def lower(reader: RuleReader) -> list[Norm]:
    """Lower ``question``, ``answer`` and ``breach`` into an ``Ask``."""
    question = text_of(reader.fields.localized("question", required=True))
    answer = reader.pattern("answer", required=True)
    node = reader.fields.node.get("answer")
    scope = reader.scope
    if isinstance(node, Mapping):
        scope = scope.with_root(ACT, record_types(scope, node) or ("finding_recorded",))
    breach_node = reader.fields.take("breach", required=True)
    breach = parse_condition(scope, breach_node or Scalar(False, "false", reader.fields.place))
    return [] if answer is None else [reader.norm(Ask(answer, breach), question=question)]
