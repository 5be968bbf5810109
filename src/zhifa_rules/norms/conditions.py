"""Reading conditions: ``where`` mappings on a record and free conditions such as those of ``unless``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhifa_rules.norms.core import (
    DATE_RELATIONS,
    AllOf,
    Always,
    AnyOf,
    Compare,
    CompareDates,
    Condition,
    Covers,
    DutyIs,
    Exists,
    Members,
    Not,
    Path,
    Relation,
)
from zhifa_rules.norms.dates import parse_date_expression
from zhifa_rules.norms.paths import parse_path, path_kind, path_words
from zhifa_rules.norms.scope import ORGAN_ROOT
from zhifa_rules.records.shapes import Kind
from zhifa_rules.sources import Mapping, Node, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Callable

    from zhifa_rules.norms.scope import Scope

DUTY_STATES = frozenset({"pending", "performed", "overdue", "cured_late", "breached", "complied", "undetermined"})
NOTHING = Always(value=False)


def parse_condition(scope: Scope, node: Node) -> Condition:
    """Read a condition; problems are collected and a stand-in returned."""
    return scope.once(_condition, node)


def _condition(scope: Scope, node: Node) -> Condition:
    choice = scope.choice(node, parse_condition)
    if choice is not None:
        return choice
    if isinstance(node, Scalar) and isinstance(node.value, bool):
        return Always(node.value)
    if isinstance(node, Sequence):
        return AllOf(tuple(parse_condition(scope, item) for item in node))
    if not isinstance(node, Mapping):
        scope.report(node.location, "this is no condition", "Write 'field: value' lines, all_of, any_of, not or exists")
        return NOTHING
    return _all([_entry(scope, key, value, node) for key, value in node.items()])


def _all(conditions: list[Condition]) -> Condition:
    return conditions[0] if len(conditions) == 1 else AllOf(tuple(conditions))


def _entry(scope: Scope, key: str, value: Node, parent: Mapping) -> Condition:
    special = _SPECIAL.get(key)
    if special is not None:
        return special(scope, value)
    path = parse_path(scope, key, parent.key_location(key))
    return NOTHING if path is None else _matcher(scope, path, value)


def _several(scope: Scope, node: Node) -> tuple[Condition, ...]:
    if not isinstance(node, Sequence):
        scope.report(node.location, "expected a list of conditions", "Begin each with '- '")
        return ()
    return tuple(parse_condition(scope, item) for item in node)


def _exists(scope: Scope, node: Node) -> Condition:
    from zhifa_rules.norms.patterns import parse_pattern  # noqa: PLC0415  (patterns contain conditions)

    if not isinstance(node, Mapping):
        scope.report(node.location, "exists needs a pattern", "Write exists: {record: TYPE, where: {…}}")
        return NOTHING
    extras = {key: node.get(key) for key in ("until", "since")}
    same_day = node.get("same_day")
    own = ("until", "since", "same_day")
    rest = Mapping(tuple((k, v) for k, v in node.entries if k.value not in own), node.place)
    limits = {key: None if found is None else parse_date_expression(scope, found) for key, found in extras.items()}
    counts = isinstance(same_day, Scalar) and same_day.value is True
    pattern = parse_pattern(scope, rest)
    return NOTHING if pattern is None else Exists(pattern, limits["until"], limits["since"], counts)


def _duty(scope: Scope, node: Node) -> Condition:
    if not isinstance(node, Mapping):
        scope.report(node.location, "duty needs a rule and a state", "Write duty: {rule: ID, is: overdue}")
        return NOTHING
    keys = ("bearer", "counterpart", "trigger")
    rule, part, states = duty_reference(scope, node, {"at", *keys})
    at, found = node.get("at"), {key: node.get(key) for key in keys}
    paths = {k: parse_path(scope, n.text, n.location) if isinstance(n, Scalar) else None for k, n in found.items()}
    day = None if at is None else parse_date_expression(scope, at)
    return DutyIs(rule, part, states, day, paths["bearer"], paths["counterpart"], paths["trigger"])


def duty_reference(scope: Scope, node: Mapping, others: set[str]) -> tuple[str, str | None, frozenset[str]]:
    """Read the keys ``rule``, ``part`` and ``is`` of a reference to another rule."""
    allowed = {"rule", "part", "is", *others}
    for key in node.keys():  # noqa: SIM118
        if key not in allowed:
            scope.report(node.key_location(key), "this key is not known here", scope.suggest(key, allowed), key)
    rule, part, state = node.get("rule"), node.get("part"), node.get("is")
    states = _texts(state) if state is not None else ()
    for word in states:
        if word not in DUTY_STATES:
            scope.report(node.location, "unknown state of a duty", scope.suggest(word, DUTY_STATES), word)
    if not isinstance(rule, Scalar) or not states:
        scope.report(node.location, "a reference to a duty names its rule and its state", "Add 'rule: ID' and 'is: …'")
        return "", None, frozenset()
    scope.used_rules.add((rule.text, node.location))
    return rule.text, part.text if isinstance(part, Scalar) else None, frozenset(states)


def _texts(node: Node) -> tuple[str, ...]:
    items = node if isinstance(node, Sequence) else (node,)
    return tuple(item.text for item in items if isinstance(item, Scalar))


_SPECIAL: dict[str, Callable[[Scope, Node], Condition]] = {
    "all_of": lambda scope, node: AllOf(_several(scope, node)),
    "any_of": lambda scope, node: AnyOf(_several(scope, node)),
    "not": lambda scope, node: Not(parse_condition(scope, node)),
    "exists": _exists,
    "duty": _duty,
}


# --- Matchers: what stands behind a field -------------------------------------------------------------------


def _matcher(scope: Scope, path: Path, node: Node) -> Condition:
    node = scope.expanded(node)
    choice = scope.choice(node, lambda inner, option: _matcher(inner, path, option))
    if choice is not None:
        return choice
    if isinstance(node, Scalar):
        return _equal(scope, path, node)
    if isinstance(node, Mapping) and len(node.keys()) == 1:
        ((operator, operand),) = node.items()
        known = _OPERATORS.get(operator)
        if known is not None:
            return known(scope, path, operand)
        scope.report(node.location, "unknown comparison", scope.suggest(operator, _OPERATORS), operator)
        return NOTHING
    scope.report(node.location, f"{path} needs a value or one comparison", "Write 'field: value' or 'field: {in: […]}'")
    return NOTHING


def _equal(scope: Scope, path: Path, node: Scalar) -> Condition:
    kind, many = path_kind(scope, path)
    if many:
        scope.report(node.location, f"{path} is a list", "Write {contains: …}, {every: …} or {count: …}", node.value)
        return NOTHING
    constant = _constant(scope, path, node, kind)
    return NOTHING if constant is None else Compare(path, Relation.EQUAL, constant)


def _constant(scope: Scope, path: Path, node: Node, kind: Kind) -> str | int | bool | None:
    value = node.value if isinstance(node, Scalar) else None
    words = path_words(scope, path)
    if words is not None and isinstance(value, str) and value not in words:
        scope.report(node.location, f"{path} never has this value", scope.suggest(value, words), value)
        return None
    expected: type = {Kind.INTEGER: int, Kind.FLAG: bool}.get(kind, str)
    if isinstance(value, bool) is not (expected is bool) or not isinstance(value, expected):
        cure = f"Write a value of the kind {kind}"
        scope.report(node.location, f"{path} cannot be compared with this", cure, _plain(node))
        return None
    assert isinstance(value, str | int | bool)
    return value


def _plain(node: Node) -> object:
    return node.to_plain()


def _in(scope: Scope, path: Path, node: Node) -> Condition:
    kind, _ = path_kind(scope, path)
    items = node if isinstance(node, Sequence) else (node,)
    constants = tuple(c for c in (_constant(scope, path, item, kind) for item in items) if c is not None)
    return Compare(path, Relation.IN, constants)


def _same_as(scope: Scope, path: Path, node: Node) -> Condition:
    other = parse_path(scope, node.text, node.location) if isinstance(node, Scalar) else None
    if other is None:
        return NOTHING
    ours, theirs = path_kind(scope, path), path_kind(scope, other)
    if ours[1] and not theirs[1]:
        return Compare(path, Relation.CONTAINS, other)
    return Compare(path, Relation.EQUAL, other)


def _contains(scope: Scope, path: Path, node: Node) -> Condition:
    kind, many = path_kind(scope, path)
    if not many:
        scope.report(node.location, f"{path} is no list", "Compare its value instead")
        return NOTHING
    if isinstance(node, Mapping):
        other = node.get("same_as")
        found = parse_path(scope, other.text, other.location) if isinstance(other, Scalar) else None
        return NOTHING if found is None else Compare(path, Relation.CONTAINS, found)
    if isinstance(node, Sequence):
        constants = tuple(c for c in (_constant(scope, path, item, kind) for item in node) if c is not None)
        return Compare(path, Relation.CONTAINS_ANY, constants)
    constant = _constant(scope, path, node, kind)
    return NOTHING if constant is None else Compare(path, Relation.CONTAINS, constant)


def _present(scope: Scope, path: Path, node: Node) -> Condition:
    if isinstance(node, Scalar) and isinstance(node.value, bool):
        return Compare(path, Relation.PRESENT, node.value)
    scope.report(node.location, "present takes true or false", "Write {present: true} or {present: false}")
    return NOTHING


_KEYS = ("matter", "case")


def _named(scope: Scope, path: Path, node: Node) -> Condition:
    """Read ``named``: whether a record says to which matter or case it belongs; nothing can be in doubt there."""
    if not path.steps or path.steps[-1].name not in _KEYS:
        scope.report(node.location, "only a matter or a case can be named", "Write {present: …} for other fields")
        return NOTHING
    if isinstance(node, Scalar) and isinstance(node.value, bool):
        return Compare(path, Relation.NAMED, node.value)
    scope.report(node.location, "named takes true or false", "Write {named: true} or {named: false}")
    return NOTHING


def _number(relation: Relation) -> Callable[[Scope, Path, Node], Condition]:
    def read(scope: Scope, path: Path, node: Node) -> Condition:
        if isinstance(node, Scalar) and isinstance(node.value, str) and not node.value.isdigit():
            other = parse_path(scope, node.value, node.location)
            if other is not None and path_kind(scope, other) != (Kind.INTEGER, False):
                scope.report(node.location, f"{other} is no number", "Name a number field, or write a number")
            return NOTHING if other is None else Compare(path, relation, other)
        constant = _constant(scope, path, node, Kind.INTEGER)
        return NOTHING if constant is None else Compare(path, relation, constant)

    return read


def _starts_with(scope: Scope, path: Path, node: Node) -> Condition:
    prefixes = _texts(node)
    if not prefixes:
        scope.report(node.location, "starts_with takes a text or a list of texts", 'Quote digits: "4228"')
    return Compare(path, Relation.STARTS_WITH, prefixes)


def _date(relation: Relation) -> Callable[[Scope, Path, Node], Condition]:
    def read(scope: Scope, path: Path, node: Node) -> Condition:
        operand = parse_date_expression(scope, node)
        if path_kind(scope, path) != (Kind.DATE, False):
            scope.report(node.location, f"{path} is no date", "Compare a date field such as on")
            return NOTHING
        return NOTHING if operand is None else CompareDates(path, relation, operand)

    return read


def _members(scope: Scope, path: Path, node: Node, *, every: bool, at_least: int | None) -> Condition:
    inner = _element_scope(scope, path, node)
    if inner is None:
        return NOTHING
    return Members(path, parse_condition(inner, node), at_least=at_least, every=every)


def _count(scope: Scope, path: Path, node: Node) -> Condition:
    inner = _element_scope(scope, path, node)
    if inner is None or not isinstance(node, Mapping):
        return NOTHING
    known = {"where", "distinct", "at_least", "at_most"}
    for key in node.keys():  # noqa: SIM118
        if key not in known:
            scope.report(node.key_location(key), "this key is not known here", scope.suggest(key, known), key)
    where, distinct, least, most = (node.get(k) for k in ("where", "distinct", "at_least", "at_most"))
    condition = Always(value=True) if where is None else parse_condition(inner, where)
    numbers = [n.value if isinstance(n, Scalar) and isinstance(n.value, int) else None for n in (least, most)]
    if numbers == [None, None]:
        scope.report(node.location, "a count needs at_least or at_most", "Add 'at_least: N'")
    name = distinct.text if isinstance(distinct, Scalar) else None
    return Members(path, condition, numbers[0], numbers[1], distinct=name)


def _covers(scope: Scope, path: Path, node: Node) -> Condition:
    if not isinstance(node, Mapping) or not path_kind(scope, path)[1]:
        cure = "Write a list field: {covers: {units: {…}, gives: categories, stated: act.all_units}}"
        scope.report(node.location, "covers tells which registered organs a list must reach", cure)
        return NOTHING
    known = {"units", "gives", "stated"}
    for key in node.keys():  # noqa: SIM118
        if key not in known:
            scope.report(node.key_location(key), "this key is not known here", scope.suggest(key, known), key)
    units, gives, stated = (node.get(key) for key in ("units", "gives", "stated"))
    if units is None:
        scope.report(node.location, "covers needs the organs to be reached", "Add 'units: {kind: department}'")
        return NOTHING
    inner = scope.relative_to("unit", ORGAN_ROOT)
    field = gives.text if isinstance(gives, Scalar) else None
    if field is not None:
        given = parse_path(inner, field, node.location)
        if given is None or not path_kind(inner, given)[1]:
            scope.report(node.location, "gives names a list of an organ", "Write gives: categories", field)
            return NOTHING
    flag = parse_path(scope, stated.text, stated.location) if isinstance(stated, Scalar) else None
    if flag is not None and path_kind(scope, flag) != (Kind.FLAG, False):
        scope.report(node.location, f"{flag} is neither true nor false", "Name a field such as act.all_units")
    return Covers(path, parse_condition(inner, units), field, flag)


def _element_scope(scope: Scope, path: Path, node: Node) -> Scope | None:
    kind, many = path_kind(scope, path)
    if many and kind is Kind.ORGAN:
        return scope.relative_to("member", ORGAN_ROOT)
    if not many or kind is not Kind.ELEMENT:
        scope.report(node.location, f"{path} is no list of parts", "Use this only on lists such as persons or to")
        return None
    owner = scope.roots[path.root][0]
    return scope.relative_to("member", (f"{owner}:{path.steps[-1].name}",))


_OPERATORS: dict[str, Callable[[Scope, Path, Node], Condition]] = {
    "in": _in,
    "not": lambda scope, path, node: Not(_matcher(scope, path, node)),
    "same_as": _same_as,
    "contains": _contains,
    "present": _present,
    "named": _named,
    "at_least": _number(Relation.AT_LEAST),
    "at_most": _number(Relation.AT_MOST),
    "starts_with": _starts_with,
    "every": lambda scope, path, node: _members(scope, path, node, every=True, at_least=None),
    "some": lambda scope, path, node: _members(scope, path, node, every=False, at_least=1),
    "count": _count,
    "covers": _covers,
    **{relation.value: _date(relation) for relation in DATE_RELATIONS},
}
