"""Telling conditions of rules in words, as far as words can be found for them.

``condition_text`` gives ``None`` where it finds none; the summary of the rule must then speak for the condition.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhifa_rules.norms.core import (
    AllOf,
    Always,
    AnyOf,
    Choice,
    Compare,
    Condition,
    Covers,
    DutyIs,
    Exists,
    Members,
    Not,
    Path,
    Relation,
)
from zhifa_rules.records.shapes import Kind
from zhifa_rules.report.patterns import field_at, operand_text, pattern_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zhifa_rules.report.writer import Writer

_DUTY_STATES = {
    "overdue": ("已经逾期", "is overdue"),
    "cured_late": ("已经逾期补办", "was performed late"),
    "performed": ("已经履行", "has been performed"),
    "complied": ("已经遵守", "has been complied with"),
    "breached": ("已被违反", "has been broken"),
    "pending": ("尚未到期", "is still to be performed"),
}

_ORGANS = {"bearer": ("义务主体", "the organ bound"), "counterpart": ("相对机关", "the organ concerned")}

_NEGATIONS_ZH = (("”包括“", "”不包括“"), ("”为“", "”不是“"), ("没有“", "写明“"), ("写明“", "没有“"))
_NEGATIONS_EN = (("' includes '", "' does not include '"), ("' is '", "' is not '"))


def condition_text(condition: Condition, types: tuple[str, ...], writer: Writer) -> str | None:
    """Tell what a condition demands of an act of the record types given, or ``None``."""
    condition = _resolved(condition, writer)
    if isinstance(condition, Choice):
        return _by_reading(condition, types, writer)
    if isinstance(condition, AllOf):
        return _joined(condition.conditions, types, writer, either=False)
    if isinstance(condition, AnyOf):
        return _any_of(condition, types, writer)
    if isinstance(condition, Compare):
        return _compare(condition, types, writer)
    if isinstance(condition, Members):
        return _members(condition, types, writer)
    if isinstance(condition, Covers):
        label = writer.field(field_at(condition.path, types, writer), condition.path.steps[-1].name)
        return writer.say(f"“{label}”及于应当及于的全部", f"'{label}' reaches all that it has to reach")
    if isinstance(condition, Exists):
        named = pattern_text(condition.pattern, writer)
        return writer.say(f"此前已有“{named}”", f"'{named}' before it")
    if isinstance(condition, DutyIs):
        return _duty(condition, writer)
    return _negated(condition, types, writer) if isinstance(condition, Not) else None


def _resolved(condition: Condition, writer: Writer) -> Condition:
    """Take the option of a choice where a single one counts."""
    if not isinstance(condition, Choice):
        return condition
    names = _active(condition.question, writer)
    found = [option for name, option in condition.options if name in names]
    return _resolved(found[0], writer) if len(found) == 1 else condition


def _active(name: str, writer: Writer) -> tuple[str, ...]:
    question = writer.pack.questions.get(name)
    if question is None:
        return ()
    picked = writer.context.readings.get(question.id)
    return (picked,) if picked else question.live


def _by_reading(choice: Choice[Condition], types: tuple[str, ...], writer: Writer) -> str | None:
    told: list[str] = []
    question = writer.pack.questions.get(choice.question)
    names = _active(choice.question, writer)
    for name, option in choice.options:
        if question is None or name not in names or option == Always(value=False):
            continue
        says = writer.text(question.option(name).text)
        text = "" if option == Always(value=True) else condition_text(option, types, writer)
        if text is None:
            return None
        told.append(writer.say(f"按“{says}”的理解{text}", f"under the reading '{says}' {text}".strip()))
    return writer.listed(told, either=True) or None


def _any_of(condition: AnyOf, types: tuple[str, ...], writer: Writer) -> str | None:
    """Tell alternatives; "not A, or B" is told as "if A, then B".

    What organ the bearer is cannot be met by acting, so it is no alternative worth telling beside others.
    """
    acting = tuple(c for c in condition.conditions if not _of_organ(c))
    if acting and len(acting) < len(condition.conditions):
        return (
            condition_text(AnyOf(acting), types, writer)
            if len(acting) > 1
            else condition_text(acting[0], types, writer)
        )
    negated = [c for c in condition.conditions if isinstance(c, Not)]
    if len(negated) != 1 or len(condition.conditions) < 2:
        return _joined(condition.conditions, types, writer, either=True)
    others = [c for c in condition.conditions if not isinstance(c, Not)]
    premise = condition_text(negated[0].condition, types, writer)
    conclusion = _joined(others, types, writer, either=True)
    if premise is None or conclusion is None:
        return None
    return writer.say(f"{premise}的，{conclusion}", f"if {premise}, then {conclusion}")


def _of_organ(condition: Condition) -> bool:
    return isinstance(condition, Compare) and condition.path.root in _ORGANS


def _joined(conditions: Iterable[Condition], types: tuple[str, ...], writer: Writer, *, either: bool) -> str | None:
    told: list[str] = []
    for condition in conditions:
        resolved = _resolved(condition, writer)
        if isinstance(resolved, Always) and resolved.value is not either:
            continue
        text = condition_text(resolved, types, writer)
        if text is None:
            return None
        told.append(text)
    return writer.listed(told, either=either) or None


def _negated(condition: Not, types: tuple[str, ...], writer: Writer) -> str | None:
    inner = condition_text(condition.condition, types, writer)
    if inner is None:
        return None
    if isinstance(condition.condition, Compare):
        for plain, negative in _NEGATIONS_ZH if writer.zh else _NEGATIONS_EN:
            if plain in inner:
                return inner.replace(plain, negative, 1)
    return writer.say(f"不存在以下情形：{inner}", f"it is not so that {inner}")


def _compare(condition: Compare, types: tuple[str, ...], writer: Writer) -> str | None:
    if not condition.path.steps:
        return None
    types = _types_at(condition.path, types)
    name = condition.path.steps[-1].name
    label = writer.field(field_at(condition.path, types, writer), name)
    if isinstance(condition.operand, Path):
        if condition.relation is Relation.EQUAL:
            return _compare_organs(condition.operand, label, writer)
        return _compare_numbers(condition, condition.operand, label, types, writer)
    if condition.relation is Relation.PRESENT:
        if condition.operand is True:
            return writer.say(f"写明“{label}”", f"'{label}' is stated")
        return writer.say(f"没有“{label}”", f"there is no '{label}'")
    if condition.relation is Relation.NAMED:
        if condition.operand is True:
            return writer.say(f"写明所属“{label}”", f"its '{label}' is named")
        return writer.say(f"未写所属“{label}”", f"no '{label}' is named")
    words = operand_text(condition, types, writer)
    wordings = {
        Relation.EQUAL: (f"“{label}”为“{words}”", f"'{label}' is '{words}'"),
        Relation.IN: (f"“{label}”为“{words}”", f"'{label}' is '{words}'"),
        Relation.CONTAINS: (f"“{label}”包括“{words}”", f"'{label}' includes '{words}'"),
        Relation.CONTAINS_ANY: (f"“{label}”包括“{words}”", f"'{label}' includes '{words}'"),
        Relation.AT_LEAST: (f"“{label}”不少于{words}", f"'{label}' is at least {words}"),
        Relation.AT_MOST: (f"“{label}”不多于{words}", f"'{label}' is at most {words}"),
    }
    pair = wordings.get(condition.relation)
    return None if pair is None else writer.say(*pair)


def _types_at(path: Path, types: tuple[str, ...]) -> tuple[str, ...]:
    """Say where a path begins: at the register for an organ of the duty, else at the acts looked at."""
    return ("organ_registered",) if path.root in _ORGANS else types


def _compare_organs(operand: Path, label: str, writer: Writer) -> str | None:
    """Put an organ that an act names beside the one it has to be, such as the government of the bearer."""
    if operand.root not in _ORGANS:
        return None
    other = writer.say(*_ORGANS[operand.root])
    if operand.steps:
        field = field_at(operand, ("organ_registered",), writer)
        owned = writer.field(field, operand.steps[-1].name)
        other = writer.say(f"{other}的{owned}", f"the {owned} of {other}")
    return writer.say(f"“{label}”为{other}", f"'{label}' is {other}")


def _compare_numbers(
    condition: Compare, operand: Path, label: str, types: tuple[str, ...], writer: Writer
) -> str | None:
    """Put a number beside another one of the same record, such as a fine and its benchmark."""
    if not operand.steps or operand.root != condition.path.root:
        return None
    other = writer.field(field_at(operand, types, writer), operand.steps[-1].name)
    if condition.relation is Relation.AT_LEAST:
        return writer.say(f"“{label}”不少于“{other}”", f"'{label}' is at least '{other}'")
    if condition.relation is Relation.AT_MOST:
        return writer.say(f"“{label}”不多于“{other}”", f"'{label}' is at most '{other}'")
    return None


def _members(condition: Members, types: tuple[str, ...], writer: Writer) -> str | None:
    field = field_at(condition.path, types, writer)
    label = writer.field(field, condition.path.steps[-1].name)
    inner_types = (
        ("organ_registered",)
        if field is not None and field.kind is Kind.ORGAN
        else tuple(f"{name}:{condition.path.steps[-1].name}" for name in types)
    )
    where = "" if isinstance(condition.where, Always) else condition_text(condition.where, inner_types, writer)
    if where is None:
        return None
    if condition.every:
        return writer.say(f"每一{label}：{where}", f"each of the {label}: {where}")
    low, high = condition.at_least, condition.at_most
    number = writer.listed(
        [
            "" if low is None else writer.say(f"不少于{low}", f"at least {low}"),
            "" if high is None else writer.say(f"不多于{high}", f"at most {high}"),
        ]
    )
    unit = "人" if condition.distinct == "person" else ""
    if not where:
        return writer.say(f"{label}{number}{unit}", f"{number} {label}")
    return writer.say(f"{label}中{where}的{number}{unit}", f"{number} of the {label} with: {where}")


def _duty(condition: DutyIs, writer: Writer) -> str | None:
    rule = writer.pack.rules.get(condition.rule)
    if rule is None:
        return None
    cites = writer.cites(rule.cites)
    states = writer.listed((writer.say(*_DUTY_STATES.get(s, (s, s))) for s in sorted(condition.states)), either=True)
    return writer.say(f"{cites}的义务{states}", f"the duty of {cites} {states}")
