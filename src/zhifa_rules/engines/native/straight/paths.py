"""Writing out paths: lines that read a known value, or raise ``Unsettled``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhifa_rules.engines.native.concrete.scene import Unsupported
from zhifa_rules.records.shapes import Kind

if TYPE_CHECKING:
    from zhifa_rules.engines.native.straight.writer import Passage, Root
    from zhifa_rules.norms.core import Path, Step

ORGANS = ("bearer", "counterpart", "item")


def write_value(place: Passage, path: Path) -> str:
    """Write what reads a path; gives the variable that holds a plain value or ``ABSENT``, organs by principal."""
    root = place.root(path.root)
    if not path.steps:
        return _root_value(place, path.root, root)
    lines, read = place.lines, (root, path.steps)
    value = lines.recall(read)
    if value is None:
        value = lines.fresh(path.steps[-1].name)
        _follow(place, root.variable, attributes_of(place, root), path.steps, value, by_principal=True)
    return lines.remember(read, value)


def write_organ(place: Passage, path: Path) -> str:
    """Write what reads the organ itself: an office under its own key."""
    root = place.root(path.root)
    if not path.steps:
        return str(root.variable)
    value = place.lines.fresh("office")
    _follow(place, root.variable, attributes_of(place, root), path.steps, value, by_principal=False)
    return value


def attributes_of(place: Passage, root: Root) -> str:
    """Give the variable that holds the attributes of a root; those of an organ are those of its only register row."""
    if root.attributes is not None:
        return root.attributes
    if root.variable is None:
        raise Unsupported
    return _row(place, root.variable)


def _row(place: Passage, organ: str) -> str:
    lines = place.lines
    known = lines.recall(("row", organ))
    if known is not None:
        return known
    row = lines.remember(("row", organ), lines.fresh("row"))
    lines.add(f"{row} = lasting.get({organ})")
    lines.add(f"if {row} is None: raise Unsettled")
    lines.add(f"{row} = {row}.values")
    return row


def _root_value(place: Passage, name: str, root: Root) -> str:
    lines = place.lines
    if name not in ORGANS or root.variable is None:
        if root.variable is not None and root.attributes is None:
            return root.variable  # a word of a list
        raise Unsupported
    value = lines.recall(root)
    if value is None:
        value = lines.fresh(name)
        lines.add(f"{value} = principals.get({root.variable}, {root.variable})")
        lines.add(f"if {value} is None: raise Unsettled")
    return lines.remember(root, value)


def _follow(
    place: Passage, fact: str | None, attributes: str, steps: tuple[Step, ...], into: str, *, by_principal: bool
) -> None:
    """Write what follows the steps of a path and leaves its value in ``into``."""
    lines, step, rest = place.lines, steps[0], steps[1:]
    if not rest:
        _read(place, attributes, step, into, by_principal=by_principal)
        return
    named = lines.fresh(step.name)
    if step.kind is Kind.DOCUMENT:
        following = None if fact is None else f"{fact}[3].get({step.name!r})"
        lines.add(f"{named} = {following}")
        with lines.block(f"if {named} is None:"):
            lines.add(f"if {attributes}.get({step.name!r}) is not ABSENT: raise Unsettled")
            lines.add(f"{into} = ABSENT")
        with lines.block("else:"):
            _behind(place, named, rest, into, by_principal=by_principal)
    elif step.kind is Kind.ORGAN:
        lines.add(f"{named} = {attributes}.get({step.name!r})")
        with lines.block(f"if {named} is ABSENT:"):
            lines.add(f"{into} = ABSENT")
        with lines.block("else:"):
            lines.add(f"if {named}.__class__ is not str: raise Unsettled")
            as_office = rest[0].name == "office_of"
            row = _row(place, named if as_office else f"principals.get({named}, {named})")
            _follow(place, None, row, rest, into, by_principal=by_principal)
    else:
        raise Unsupported


def _behind(place: Passage, fact: str, steps: tuple[Step, ...], into: str, *, by_principal: bool) -> None:
    attributes = place.lines.fresh("values")
    place.lines.add(f"{attributes} = {fact}[2]")
    _follow(place, fact, attributes, steps, into, by_principal=by_principal)


def _read(place: Passage, attributes: str, step: Step, into: str, *, by_principal: bool) -> None:
    lines = place.lines
    lines.add(f"{into} = {attributes}.get({step.name!r})")
    if step.kind is Kind.ORGAN and by_principal:
        one, several = f"principals.get({into}, {into})", f"principals_of({into}, principals)"
        lines.add(f"{into} = {one} if {into}.__class__ is str else {several}")
    else:
        lines.add(f"if {into}.__class__ in OPEN: raise Unsettled")
