"""Telling whom a rule binds: the part the organ plays in the trigger, and the class of organs addressed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zhifa_rules.norms.core import AllOf, AnyOf, Compare, OnRecord, OnRoster, Path, Registered, Relation, Text
from zhifa_rules.records.shapes import Kind
from zhifa_rules.report.conditions import condition_text
from zhifa_rules.report.pack_page.markdown import anchor, link, pair
from zhifa_rules.report.pack_page.terms import trigger_types
from zhifa_rules.report.patterns import field_at
from zhifa_rules.sources import Mapping, Scalar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zhifa_rules.norms.core import Condition, Norm
    from zhifa_rules.packs import Pack, Rule
    from zhifa_rules.report.pack_page.speaker import Speaker
    from zhifa_rules.report.writer import Writer

_ORGAN = ("organ_registered",)
_ACTOR = "trigger.by"
_SHORT = 4  # so many kinds of organs at most name a class in a table


@dataclass(frozen=True)
class OrganClass:
    """A class of organs that rules address, and the rules that do; ``defined`` if the pack gave it its name."""

    name: str
    defined: bool
    condition: Condition
    rules: Sequence[Rule]


def organ_classes(pack: Pack) -> list[OrganClass]:
    """Give the classes of organs addressed by the rules of a pack, in the order in which they first occur."""
    found: list[tuple[str, Condition, list[Rule]]] = []
    for rule in pack.rules.values():
        condition = next((norm.addressee for norm in rule.norms if norm.addressee is not None), None)
        if condition is None:
            continue
        known = next((rules for _, other, rules in found if other == condition), None)
        if known is None:
            found.append((_defined_name(rule), condition, [rule]))
        else:
            known.append(rule)
    numbered = enumerate(found, 1)
    return [OrganClass(name or f"class-{n}", bool(name), condition, rules) for n, (name, condition, rules) in numbered]


def _defined_name(rule: Rule) -> str:
    node = rule.node.get("addressee")
    name = node.get("definition") if isinstance(node, Mapping) else None
    return name.text if isinstance(name, Scalar) else ""


# --- Cells --------------------------------------------------------------------------------------------------


class Parties:
    """Names those whom rules bind, with links to the description of their class."""

    def __init__(self, speaker: Speaker) -> None:
        self._say = speaker
        self.classes = organ_classes(speaker.pack)

    def cell(self, norm: Norm, *, brief: bool = False) -> str:
        """Name those bound; ``brief`` leaves out that it is whoever acts, where the class of organs is named."""
        role = self._say.both(lambda writer: role_text(norm, writer))
        own = self._class_link(norm.addressee)
        if not own or not role.zh:
            return own or pair(role)
        return own if brief and str(norm.bearer) == _ACTOR else f"{pair(role)}<br>{own}"

    def _class_link(self, condition: Condition | None) -> str:
        found = next((one for one in self.classes if one.condition == condition), None)
        if found is None:
            return ""
        name = found.name.replace("-", " ") if found.defined else ""
        zh, en = self._say.zh, self._say.en
        label = Text(class_text(found.condition, zh, short=True), name or class_text(found.condition, en, short=True))
        return link(pair(label), self.target(found))

    @staticmethod
    def target(found: OrganClass) -> str:
        """Give the anchor of a class."""
        return anchor("who", found.name)

    def description(self, found: OrganClass) -> Text:
        """Describe a class in full."""
        return self._say.both(lambda writer: class_text(found.condition, writer))

    def title(self, found: OrganClass) -> str:
        """Give the name of a class as the pack uses it; empty if a rule describes it on the spot."""
        return f"`{found.name}`" if found.defined else ""


def role_text(norm: Norm, writer: Writer) -> str:
    """Tell which part the organ bound plays in the trigger; empty for a duty of every organ of its class."""
    path, source = norm.bearer, norm.source
    if isinstance(source, OnRoster):
        return _on_roster(source, path, writer)
    if path is None:
        return writer.say("条文未指明", "not named")
    if path.root == "item" and isinstance(source, OnRecord):
        return _each(source, path, writer)
    if not path.steps or path.root != "trigger":
        return writer.say("所涉机关", "the organ concerned")
    if len(path.steps) == 1:
        return _own_part(path, norm, writer)
    through = path.steps[-2]
    if through.kind is Kind.DOCUMENT:
        return writer.say("该文书的制发机关", "the organ that issued the document")
    return writer.say("所涉的", "its ") + writer.quoted(_label(path, trigger_types(norm, writer), writer))


def _on_roster(source: OnRoster, path: Path | None, writer: Writer) -> str:
    if source.person is None:
        return ""
    types = ("person_registered",)
    who = condition_text(source.person, types, writer)
    told = writer.say("每一在册人员", "each person on the register")
    told += writer.say(f"（{who}）", f" ({who})") if who else ""
    if path is None or not path.steps:
        return told
    return told + writer.say("的", ": ") + writer.quoted(_label(path, types, writer))


def _each(source: OnRecord, path: Path, writer: Writer) -> str:
    if isinstance(source.each, Registered):
        return writer.say("在册的", "on the register: ") + class_text(source.each.where, writer)
    if source.each is None:
        return writer.say("所涉机关", "the organ concerned")
    types = source.pattern.types
    label = _label(source.each, types, writer)
    told = writer.say(f"每一“{label}”", f"each of '{label}'")
    if not path.steps:
        return told
    elements = tuple(f"{type_}:{source.each.steps[-1].name}" for type_ in types)
    return told + writer.say("的", ": ") + writer.quoted(_label(path, elements, writer))


def _own_part(path: Path, norm: Norm, writer: Writer) -> str:
    if path.steps[0].name == "by":
        return writer.say("起因行为的主体", "the organ of the trigger")
    label = _label(path, trigger_types(norm, writer), writer)
    return writer.say(f"起因中的“{label}”", f"'{label}' of the trigger")


def _label(path: Path, types: tuple[str, ...], writer: Writer) -> str:
    return writer.field(field_at(path, types, writer), path.steps[-1].name)


# --- Classes of organs --------------------------------------------------------------------------------------


def class_text(condition: Condition, writer: Writer, *, short: bool = False) -> str:
    """Describe a class of organs; ``short`` names its first kinds only."""
    options = condition.conditions if isinstance(condition, AnyOf) else (condition,)
    if not short:
        return writer.sentences(_organs(option, writer) for option in options)
    found = [_split(option, writer) for option in options]
    kinds, levels, _ = found[0]
    if not kinds:
        return _organs(condition, writer)
    same = [one for one in found if one[1] == levels]
    all_kinds = list(dict.fromkeys(kind for one in same for kind in one[0]))
    named = _with_levels(all_kinds[:_SHORT], levels, writer)
    if len(same) < len(found) or len(all_kinds) > _SHORT:
        return named + writer.say("等", " and others")
    return named


def _organs(condition: Condition, writer: Writer) -> str:
    kinds, levels, restricted = _split(condition, writer)
    told = [condition_text(part, _ORGAN, writer) for part in restricted]
    limits = writer.listed(text or writer.say("另有条件，见规则", "with conditions, see the rule") for text in told)
    if not kinds:
        return limits
    named = _with_levels(kinds, levels, writer)
    return writer.say(f"{named}（{limits}）", f"{named} ({limits})") if limits else named


def _with_levels(kinds: Sequence[str], levels: Sequence[str], writer: Writer) -> str:
    named = writer.listed(kinds)
    if not levels:
        return named
    return writer.say(f"{'、'.join(levels)}的{named}", f"{named} ({' or '.join(levels)} level)")


def _split(condition: Condition, writer: Writer) -> tuple[list[str], list[str], list[Condition]]:
    """Take apart what a class is made of: kinds of organs, levels, and further conditions."""
    kinds: list[str] = []
    levels: list[str] = []
    further: list[Condition] = []
    for part in condition.conditions if isinstance(condition, AllOf) else (condition,):
        name = part.path.steps[-1].name if isinstance(part, Compare) and len(part.path.steps) == 1 else ""
        if isinstance(part, Compare) and part.relation in (Relation.EQUAL, Relation.IN) and name in ("kind", "level"):
            values = part.operand if isinstance(part.operand, tuple) else (part.operand,)
            field = field_at(part.path, _ORGAN, writer)
            (kinds if name == "kind" else levels).extend(writer.value(value, field) for value in values)
        else:
            further.append(part)
    return kinds, levels, further
