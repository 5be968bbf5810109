"""Which duties of another rule a condition means: those of the document that it leads to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zhifa_rules.engines.native.values import doubt_of
from zhifa_rules.engines.native.world import Doubt
from zhifa_rules.records.known import ABSENT, UNKNOWN, Absent

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zhifa_rules.engines.native.norms import Instance
    from zhifa_rules.engines.native.world import World
    from zhifa_rules.norms.core import Path
    from zhifa_rules.records.facts import Fact


def named_document(roots: Mapping[str, Any], path: Path) -> Fact | Doubt | Absent:
    """Give the document to which a path of one field leads; it may not be known which one that is."""
    fact: Fact = roots[path.root]
    if not path.steps:
        return fact
    field = path.steps[0].name
    value = fact.values.get(field, UNKNOWN)
    return fact.links.get(field) or (ABSENT if value is ABSENT else doubt_of(fact, field, value))


def is_meant(world: World, document: Fact | Doubt | Absent | None, instance: Instance) -> bool:
    """Tell whether a duty is one of the document that is meant, or of any if none is."""
    if isinstance(document, Doubt):
        key = ("names", document.variable.key, instance.triggers[0].key)
        return world.test(key, document.variable)
    return document is None or document in instance.triggers
