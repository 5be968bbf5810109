"""Drawn patterns of acts, and references to other duties."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zhifa_rules.records.shapes import Kind

from .conditions import described
from .dates import date_expression

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .names import Names

Data = Any


def choice_of_patterns(names: Names) -> Data:
    """Give a pattern where one by reading may stand."""
    return names.by_reading(plain_pattern, 8)


def plain_pattern(names: Names, root: str = "act", types: Sequence[str] = ()) -> dict[str, Data]:
    """Give a pattern of one or several record types."""
    dice = names.dice
    chosen = list(types) or dice.some(names.words.types, 1, 2 if dice.chance(15) else 1)
    inner = names.within(root, tuple(chosen))
    found: dict[str, Data] = {"record": chosen[0] if len(chosen) == 1 else chosen}
    where = described(inner, 0, 2)
    if root == "act" and "bearer" in names.roots and dice.chance(40):
        where = {**where, "by": {"same_as": "bearer"}}
    if where:
        found["where"] = where
    if dice.chance(12):
        days = [w.text for w in inner.leading(Kind.DATE, hops=0) if w.root == root]
        found["date"] = dice.pick(days) if dice.chance(75) else date_expression(inner.deeper().deeper())
    if root == "act" and dice.chance(20):
        whose = _whose(names)
        if whose is not None:
            found["of"] = whose
    return found


def _whose(names: Names) -> str | None:
    ways = [*names.leading(Kind.ORGAN, hops=0), *names.leading(Kind.PERSON, hops=0)]
    cases = [w for w in names.leading(Kind.TEXT, hops=0) if w.name == "case"]
    found = names.dice.maybe([w for w in (*ways, *cases) if w.root != "act"])
    return None if found is None else found.text


def existing(names: Names) -> dict[str, Data]:
    """Give the body of ``exists``."""
    found = plain_pattern(names.deeper())
    for key in ("until", "since"):
        if names.dice.chance(30):
            found[key] = date_expression(names.deeper())
    if names.dice.chance(20):
        found["same_day"] = names.dice.chance(70)
    return found


# --- Other duties ---


def duty_state(names: Names) -> dict[str, Data] | None:
    """Give the condition that another duty is in some state; ``None`` if there is none to refer to."""
    found = duty_reference(names)
    if found is None:
        return None
    dice = names.dice
    if dice.chance(40):
        found["at"] = date_expression(names.deeper())
    organs = [w.text for w in names.leading(Kind.ORGAN, hops=0) if w.length <= 1]
    for key in ("bearer", "counterpart"):
        if organs and dice.chance(25):
            found[key] = dice.pick(organs)
    documents = [w for w in names.leading(Kind.DOCUMENT, hops=0) if w.root in ("trigger", "act") and w.length == 1]
    if documents and dice.chance(25):
        found["trigger"] = dice.pick(documents).text
    return {"duty": found}


def duty_reference(names: Names) -> dict[str, Data] | None:
    """Refer to a rule made before with a subject that can be reached; ``None`` if there is none."""
    kind, fineness = names.subject
    fitting = [made for made in names.made if made.subject[0] == kind and made.subject[1] >= fineness]
    if not fitting or not names.refers:
        return None
    rule = names.dice.pick(fitting)
    found: dict[str, Data] = {"rule": rule.id}
    if rule.parts and names.dice.chance(40):
        found["part"] = names.dice.pick(rule.parts)
    states = ("pending", "performed", "overdue", "cured_late", "breached", "complied")
    chosen = names.dice.some(states, 1, 2)
    found["is"] = chosen[0] if len(chosen) == 1 else chosen
    return found
