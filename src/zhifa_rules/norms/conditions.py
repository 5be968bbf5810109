"""Reading conditions: ``where`` mappings on a record and free conditions such as those of ``unless``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhifa_rules.norms.comparisons import COMPARISONS, NOTHING, equal, texts_of
from zhifa_rules.norms.core import AllOf, Always, AnyOf, Condition, Covers, DutyIs, Exists, Members, Not, Path
from zhifa_rules.norms.dates import parse_date_expression
from zhifa_rules.norms.paths import parse_path, path_kind
from zhifa_rules.norms.scope import ORGAN_ROOT
from zhifa_rules.records.shapes import Kind
from zhifa_rules.sources import Mapping, Node, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Callable

    from zhifa_rules.norms.scope import Scope

DUTY_STATES = frozenset({"pending", "performed", "overdue", "cured_late", "breached", "complied", "undetermined"})


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
    states = texts_of(state) if state is not None else ()
    for word in states:
        if word not in DUTY_STATES:
            scope.report(node.location, "unknown state of a duty", scope.suggest(word, DUTY_STATES), word)
    if not isinstance(rule, Scalar) or not states:
        scope.report(node.location, "a reference to a duty names its rule and its state", "Add 'rule: ID' and 'is: …'")
        return "", None, frozenset()
    scope.used_rules.add((rule.text, node.location))
    return rule.text, part.text if isinstance(part, Scalar) else None, frozenset(states)


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
        return equal(scope, path, node)
    if isinstance(node, Mapping) and len(node.keys()) == 1:
        ((operator, operand),) = node.items()
        known = _OPERATORS.get(operator)
        if known is not None:
            return known(scope, path, operand)
        scope.report(node.location, "unknown comparison", scope.suggest(operator, _OPERATORS), operator)
        return NOTHING
    scope.report(node.location, f"{path} needs a value or one comparison", "Write 'field: value' or 'field: {in: […]}'")
    return NOTHING


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
    **COMPARISONS,
    "not": lambda scope, path, node: Not(_matcher(scope, path, node)),
    "every": lambda scope, path, node: _members(scope, path, node, every=True, at_least=None),
    "some": lambda scope, path, node: _members(scope, path, node, every=False, at_least=1),
    "count": _count,
    "covers": _covers,
}
