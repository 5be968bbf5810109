"""Reading patterns: which acts count, and which of their dates counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhifa_rules.norms.conditions import parse_condition
from zhifa_rules.norms.core import Always, Choice, Condition, DateOf, Path, Pattern, PatternChoice, Step
from zhifa_rules.norms.dates import parse_date_expression
from zhifa_rules.norms.paths import parse_path, path_kind
from zhifa_rules.records.shapes import Kind
from zhifa_rules.sources import Mapping, Node, Scalar, Sequence

if TYPE_CHECKING:
    from zhifa_rules.norms.scope import Scope

PATTERN_KEYS = frozenset({"record", "where", "date", "of"})
ACT = "act"


def parse_pattern(scope: Scope, node: Node, root: str = ACT) -> PatternChoice | None:
    """Read a pattern; in it, bare field names belong to the act, which is also called ``root``."""
    node = scope.expanded(node)
    choice = scope.choice(node, lambda inner, option: parse_pattern(inner, option, root))
    if choice is not None:
        return Choice(choice.question, tuple((name, p) for name, p in choice.options if p is not None))
    if not isinstance(node, Mapping):
        scope.report(node.location, "this is no pattern of acts", "Write {record: TYPE, where: {…}}")
        return None
    for key in node.keys():  # noqa: SIM118
        if key not in PATTERN_KEYS:
            scope.report(node.key_location(key), "this key is not known here", scope.suggest(key, PATTERN_KEYS), key)
    types = record_types(scope, node)
    if not types:
        return None
    inner = scope.relative_to(root, types)
    where_node, date_node = node.get("where"), node.get("date")
    where: Condition = Always(value=True) if where_node is None else parse_condition(inner, where_node)
    own_date = DateOf(Path(root, (Step("on", Kind.DATE, many=False),)))
    date = own_date if date_node is None else parse_date_expression(inner, date_node)
    return Pattern(types, where, date or own_date, _whose(scope, node))


def _whose(scope: Scope, node: Mapping) -> Path | None:
    """Read ``of``: the organ, person or case whose records are looked through, in whichever subject they stand."""
    found = node.get("of")
    if found is None:
        return None
    path = parse_path(scope, found.text if isinstance(found, Scalar) else "", found.location)
    if path is not None and index_of(path) is None and path_kind(scope, path) not in _OWNERS:
        cure = "Name an organ, a person, or the case: of: bearer"
        scope.report(found.location, "of tells whose records are looked through", cure, str(path))
        return None
    return path


_OWNERS = ((Kind.ORGAN, False), (Kind.PERSON, False))


def index_of(path: Path) -> str | None:
    """Tell under what the records are grouped that a path with ``of`` leads to: a person, a case; else an organ."""
    if not path.steps:
        return "person" if path.root == "person" else None
    last = path.steps[-1]
    return "case" if last.name == "case" else "person" if last.kind is Kind.PERSON else None


def record_types(scope: Scope, node: Mapping) -> tuple[str, ...]:
    """Read the key ``record``: one known record type or several."""
    found = node.get("record")
    if found is None:
        scope.report(node.location, "a pattern names its record type", "Add 'record: TYPE'")
        return ()
    items = found if isinstance(found, Sequence) else (found,)
    types: list[str] = []
    for item in items:
        name = item.text if isinstance(item, Scalar) else ""
        if name not in scope.catalogue.types:
            cure = scope.suggest(name, scope.catalogue.types)
            scope.report(item.location, "unknown record type", cure, name)
        else:
            types.append(name)
    return tuple(types)


def parse_patterns(scope: Scope, node: Node | None, root: str = ACT) -> tuple[PatternChoice, ...]:
    """Read one pattern or a list of patterns."""
    if node is None:
        return ()
    items = node if isinstance(node, Sequence) else (node,)
    return tuple(p for p in (parse_pattern(scope, item, root) for item in items) if p is not None)
