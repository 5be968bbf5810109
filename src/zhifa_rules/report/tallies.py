"""Telling how often something was done in a period, or how much of it, and how much was owed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhifa_rules.norms.core import Pattern
from zhifa_rules.report.patterns import field_at, pattern_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zhifa_rules.norms.core import Path, PatternChoice, Tally
    from zhifa_rules.records.facts import Fact
    from zhifa_rules.report.finding import Finding
    from zhifa_rules.report.writer import Writer


def types_of(pattern: PatternChoice) -> set[str]:
    """Give the record types that a pattern can match."""
    if isinstance(pattern, Pattern):
        return set(pattern.types)
    return {type_ for _, option in pattern.options for type_ in types_of(option)}


def tally_lines(finding: Finding, body: Tally, writer: Writer) -> list[str]:
    """Tell what was found in the period beside what was owed."""
    name, types = pattern_text(body.acts, writer), types_of(body.acts)
    found = [{f.key: f for f in o.evidence if f.type in types} for o in finding.duty.outcomes if o.evidence]
    amounts = {_amount(acts.values(), body.total) for acts in found} or {0}
    if None in amounts:
        number = writer.say("不明", "unknown")
    else:
        known = sorted(amount for amount in amounts if amount is not None)
        number = "—".join(str(n) for n in dict.fromkeys((known[0], known[-1])))
    lines = [_told(name, number, body, writer)]
    missing = missing_components(finding, body, writer)
    if missing:
        lines.append(writer.say(f"没有查到：{missing}", f"not found: {missing}"))
    return lines


def _told(name: str, number: str, body: Tally, writer: Writer) -> str:
    if body.total is None:
        return writer.say(
            f"该期间内查到“{name}”{number}次，应当至少{body.at_least}次",
            f"acts of the kind '{name}' found in the period: {number}; at least {body.at_least} owed",
        )
    what = _total_label(body, body.total, writer)
    return writer.say(
        f"该期间内“{name}”的“{what}”合计{number}，应当至少{body.at_least}",
        f"'{what}' of '{name}' in the period: {number} in all; at least {body.at_least} owed",
    )


def owed_text(body: Tally, writer: Writer) -> str:
    """Tell what is owed in the period."""
    name = pattern_text(body.acts, writer)
    if body.total is None:
        return writer.say(f"“{name}”至少{body.at_least}次", f"'{name}' at least {body.at_least} times")
    what = _total_label(body, body.total, writer)
    return writer.say(f"“{name}”，“{what}”合计至少{body.at_least}", f"'{name}' with at least {body.at_least} '{what}'")


def _total_label(body: Tally, total: Path, writer: Writer) -> str:
    return writer.field(field_at(total, tuple(types_of(body.acts)), writer), total.steps[-1].name)


def _amount(acts: Iterable[Fact], total: Path | None) -> int | None:
    """Count the acts, or add up an attribute of theirs; ``None`` where one of them does not tell it."""
    if total is None:
        return sum(1 for _ in acts)
    amounts = [act.values.get(total.steps[-1].name) for act in acts]
    known = [amount for amount in amounts if isinstance(amount, int)]
    return sum(known) if len(known) == len(amounts) else None


def missing_components(finding: Finding, body: Tally, writer: Writer) -> str:
    """Name the components that no act of the period had."""
    path = body.component_path
    types = sorted(types_of(body.acts))
    record_type = writer.context.catalogue.types.get(types[0]) if types else None
    field = None if path is None or record_type is None else record_type.shape.fields.get(path.steps[-1].name)
    return writer.listed(writer.value(word, field) for word in finding.missing_parts)
