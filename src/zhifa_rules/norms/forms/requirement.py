"""``requirement``: every act of a kind meets the conditions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhifa_rules.norms.conditions import parse_condition
from zhifa_rules.norms.core import Condition, Hold, Norm

if TYPE_CHECKING:
    from zhifa_rules.norms.rule import RuleReader


def lower(reader: RuleReader) -> list[Norm]:
    """Lower ``must``, a list of named conditions, into a ``Hold``."""
    conditions: list[tuple[str, Condition]] = []
    for entry in reader.fields.each("must", required=True):
        name = entry.text("id", required=True)
        that = entry.take("that", required=True)
        entry.finish()
        if that is not None:
            conditions.append((name, parse_condition(reader.scope, that)))
    return [reader.norm(Hold(tuple(conditions)))]
