"""Reading comparisons: what a field of a record has to be, beside a value, a list or another field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhifa_rules.norms.core import DATE_RELATIONS, Always, Compare, CompareDates, Condition, Path, Relation
from zhifa_rules.norms.dates import parse_date_expression
from zhifa_rules.norms.paths import parse_path, path_kind, path_words
from zhifa_rules.records.shapes import Kind
from zhifa_rules.sources import Mapping, Node, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Callable

    from zhifa_rules.norms.scope import Scope

NOTHING = Always(value=False)


def equal(scope: Scope, path: Path, node: Scalar) -> Condition:
    """Read a plain value: the field is that."""
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
    prefixes = texts_of(node)
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


def texts_of(node: Node) -> tuple[str, ...]:
    """Give the texts of one or several scalars."""
    items = node if isinstance(node, Sequence) else (node,)
    return tuple(item.text for item in items if isinstance(item, Scalar))


COMPARISONS: dict[str, Callable[[Scope, Path, Node], Condition]] = {
    "in": _in,
    "same_as": _same_as,
    "contains": _contains,
    "present": _present,
    "named": _named,
    "at_least": _number(Relation.AT_LEAST),
    "at_most": _number(Relation.AT_MOST),
    "starts_with": _starts_with,
    **{relation.value: _date(relation) for relation in DATE_RELATIONS},
}
