"""``prohibition``: an act not at all, or not while a condition holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhifa_rules.norms.core import Always, Hold, Norm, Not

if TYPE_CHECKING:
    from zhifa_rules.norms.rule import RuleReader


def lower(reader: RuleReader) -> list[Norm]:
    """Lower ``when``, the condition under which the act is forbidden, into a ``Hold`` of its contrary."""
    when = reader.condition("when")
    return [reader.norm(Hold((("forbidden", Always(value=False) if when is None else Not(when)),)))]
