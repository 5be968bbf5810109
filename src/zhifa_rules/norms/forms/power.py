"""``power``: the bearer may act while a condition holds; a right may have a window and an exclusive use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhifa_rules.norms.conditions import parse_condition
from zhifa_rules.norms.core import Available, Force, Hold, Norm, OnRecord, Path, Pattern
from zhifa_rules.norms.dates import parse_date_expression
from zhifa_rules.norms.paths import parse_path
from zhifa_rules.norms.patterns import parse_pattern
from zhifa_rules.norms.scope import ORGAN_ROOT
from zhifa_rules.norms.walk import parts_of

if TYPE_CHECKING:
    from zhifa_rules.norms.rule import RuleReader
    from zhifa_rules.norms.scope import Scope
    from zhifa_rules.sources import Fields


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
    alone = reader.scope.without_roots()
    pattern = None if trigger is None else parse_pattern(alone, trigger, "trigger")
    if not isinstance(pattern, Pattern) or grounds is None:
        return None
    scope = (
        alone.with_root("trigger", pattern.types).with_root("bearer", ORGAN_ROOT).with_root("counterpart", ORGAN_ROOT)
    )
    bearer, counterpart = _organ(fields, scope, "bearer"), _organ(fields, scope, "counterpart")
    exceptions = reader.exceptions(fields, scope)
    fields.finish()
    body = Hold((("grounds", parse_condition(scope, grounds)),))
    _refuse_what_concerns_the_power(reader)
    return reader.norm(
        body,
        source=OnRecord(pattern),
        bearer=bearer,
        counterpart=counterpart,
        finds=(),
        exceptions=exceptions,
        displaces=(),  # a special power does not displace the use of the general one
        facet="use",
        force=Force.MANDATORY,
    )


_OF_THE_POWER = ("located_by", "governed_at", "also_cites")


def _refuse_what_concerns_the_power(reader: RuleReader) -> None:
    """The use is judged at the act; what is said of the circumstances of the power does not hold there."""
    cure = "Write the breach as a rule of its own, with the form requirement"
    for key in _OF_THE_POWER:
        if key in reader.fields.node:
            reader.fields.report(key, "a power with exclusive use cannot have this key", cure)
    roots = {part.root for part in parts_of(reader.addressee) if isinstance(part, Path)}
    if roots - {"bearer", "counterpart"}:
        reader.fields.report("addressee", "the addressee of a power with exclusive use asks for the bearer only", cure)


def _organ(fields: Fields, scope: Scope, key: str) -> Path | None:
    text, node = fields.text(key), fields.node.get(key)
    return None if text is None or node is None else parse_path(scope, text, node.location)
