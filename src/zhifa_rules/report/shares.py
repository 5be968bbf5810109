"""Telling a share: what has to be at least so many per cent of what, and what was counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhifa_rules.report.patterns import field_at, pattern_text

if TYPE_CHECKING:
    from zhifa_rules.norms.core import Measure, Norm, Share
    from zhifa_rules.report.finding import Finding
    from zhifa_rules.report.writer import Writer


def share_text(norm: Norm, body: Share, writer: Writer) -> str:
    """Say what the share demands."""
    part, whole = (_measure_text(norm, measure, writer) for measure in (body.part, body.whole))
    least = f"{body.numerator * 100 / body.denominator:g}%"
    return writer.say(f"{part}不少于{whole}的{least}", f"{part}: at least {least} of {whole}")


def share_lines(finding: Finding, norm: Norm, body: Share, writer: Writer) -> list[str]:
    """Tell what was demanded and, where the numbers stand on the trigger, what they were."""
    lines = [writer.say("要求：", "demanded: ") + share_text(norm, body, writer)]
    numbers = [_stated(finding, measure) for measure in (body.part, body.whole)]
    if all(number is not None for number in numbers):
        part, whole = numbers
        lines.append(writer.say(f"登记的数字：{part}比{whole}", f"on record: {part} of {whole}"))
    return lines


def _measure_text(norm: Norm, measure: Measure, writer: Writer) -> str:
    if measure.acts is not None:
        name = pattern_text(measure.acts, writer)
        return writer.say(f"“{name}”的数量", f"the number of '{name}'")
    assert measure.value is not None
    types = norm.source.pattern.types if hasattr(norm.source, "pattern") else ()
    field = field_at(measure.value, types, writer)
    return writer.field(field, measure.value.steps[-1].name)


def _stated(finding: Finding, measure: Measure) -> object:
    if measure.acts is not None or measure.value is None or measure.value.root != "trigger":
        return None
    value = finding.duty.trigger.values.get(measure.value.steps[-1].name)
    return value if isinstance(value, int) else None
