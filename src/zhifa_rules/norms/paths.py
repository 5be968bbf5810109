"""Reading paths such as ``trigger.document.kind`` and finding out what they lead to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhifa_rules.norms.core import Path, Step
from zhifa_rules.norms.scope import CLOCK_ROOT, DUTY_ROOT, ORGAN_ROOT, PERIOD_ROOT, PERSON_ROOT
from zhifa_rules.records.shapes import FieldShape, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from zhifa_rules.errors import Location
    from zhifa_rules.norms.scope import Scope

_PERIOD_FIELDS = {
    "year": Kind.INTEGER,
    "previous_year": Kind.INTEGER,
    "next_year": Kind.INTEGER,
    "first_day": Kind.DATE,
    "last_day": Kind.DATE,
}
_DUTY_FIELDS = {"due": Kind.DATE, "overdue_from": Kind.DATE}


def parse_path(scope: Scope, text: str, location: Location) -> Path | None:
    """Resolve a dotted path against the record types in scope; problems are collected and ``None`` returned."""
    names = text.split(".")
    if names[0] in scope.roots:
        root, names = names[0], names[1:]
    elif scope.relative is not None:
        root = scope.relative
    else:
        scope.report(location, "this path begins with no known name", scope.suggest(names[0], scope.roots), text)
        return None
    return _walk(scope, root, names, location)


def _walk(scope: Scope, root: str, names: list[str], location: Location) -> Path | None:
    types = scope.roots[root]
    steps: list[Step] = []
    for name in names:
        step = _step(scope, types, name)
        if step is None:
            scope.report(location, *_no_field(scope, root, types, name), name)
            return None
        steps.append(step)
        types = _hop(scope, step)
    if root == "clock" and steps:
        scope.report(location, "clock is a date and has no fields", "Write clock alone", ".".join(names))
        return None
    return Path(root, tuple(steps))


def _no_field(scope: Scope, root: str, types: tuple[str, ...], name: str) -> tuple[str, str]:
    """Say that a field is not there, or not in each of several record types, and what would be right."""
    having = [type_ for type_ in _expanded(scope, types) if name in _fields(scope, type_)]
    if having:
        lacking = ", ".join(type_ for type_ in types if type_ not in having)
        return f"{root} can also be {lacking}, which has no field {name}", "Write a pattern for each record type"
    return f"{root} ({', '.join(types)}) has no field {name}", scope.suggest(name, sorted(_field_names(scope, types)))


def _step(scope: Scope, types: tuple[str, ...], name: str) -> Step | None:
    for special, fields in ((PERIOD_ROOT, _PERIOD_FIELDS), (DUTY_ROOT, _DUTY_FIELDS)):
        if types == special:
            kind = fields.get(name)
            return None if kind is None else Step(name, kind, many=False)
    shape = field_shape(scope, types, name)
    return None if shape is None else Step(name, shape.kind, shape.many)


def field_shape(scope: Scope, types: tuple[str, ...], name: str) -> FieldShape | None:
    """Find a field; every type that it is asked of must have it, except behind a document reference."""
    expanded = _expanded(scope, types)
    shapes = [shape for t in expanded if (shape := _fields(scope, t).get(name)) is not None]
    complete = types == ("document",) or len(shapes) == len(expanded)
    return shapes[0] if shapes and complete else None


def _expanded(scope: Scope, types: tuple[str, ...]) -> tuple[str, ...]:
    if types == ORGAN_ROOT:
        return ("organ_registered",)
    if types == PERSON_ROOT:
        return ("person_registered",)
    if types == ("document",):
        return tuple(t for t, r in scope.catalogue.types.items() if "number" in r.shape.fields)
    return types


def _fields(scope: Scope, type_: str) -> Mapping[str, FieldShape]:
    if ":" in type_:  # an element of a list, written "record_type:field"
        owner, _, name = type_.partition(":")
        element = scope.catalogue.types[owner].shape.fields[name].element
        return element.fields if element else {}
    record_type = scope.catalogue.types.get(type_)
    return record_type.shape.fields if record_type else {}


def _field_names(scope: Scope, types: tuple[str, ...]) -> Iterable[str]:
    if types == PERIOD_ROOT:
        return _PERIOD_FIELDS
    if types == DUTY_ROOT:
        return _DUTY_FIELDS
    return {name for t in _expanded(scope, types) for name in _fields(scope, t)}


def _hop(scope: Scope, step: Step) -> tuple[str, ...]:
    """The record types in which a path goes on behind a field that refers to something."""
    if step.kind in (Kind.ORGAN, Kind.PERSON, Kind.DOCUMENT):
        return (step.kind.value,)
    return ()


def path_kind(scope: Scope, path: Path) -> tuple[Kind, bool]:
    """Tell what a path leads to, and whether to a list of it."""
    if path.steps:
        last = path.steps[-1]
        return last.kind, last.many
    types = scope.roots[path.root]
    if types == CLOCK_ROOT:
        return Kind.DATE, False
    if types == ORGAN_ROOT:
        return Kind.ORGAN, False
    if types == PERSON_ROOT:
        return Kind.PERSON, False
    return Kind.DOCUMENT, False


def path_words(scope: Scope, path: Path) -> frozenset[str] | None:
    """Give the words that the attribute can have, or ``None`` if it takes no words."""
    types = scope.roots[path.root]
    words: frozenset[str] | None = None
    for step in path.steps:
        if types in (PERIOD_ROOT, DUTY_ROOT):
            return None
        shapes = [shape for t in _expanded(scope, types) if (shape := _fields(scope, t).get(step.name)) is not None]
        vocabularies = [shape.words.known for shape in shapes if shape.words is not None]
        words = frozenset().union(*vocabularies) if vocabularies else None
        types = _hop(scope, step)
    return words
