"""Compiling paths into readers of known values."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from zhifa_rules.engines.native.concrete.scene import Unsettled
from zhifa_rules.records.facts import Fact
from zhifa_rules.records.known import ABSENT, OPEN, UNKNOWN
from zhifa_rules.records.shapes import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from zhifa_rules.engines.native.concrete.scene import Scene
    from zhifa_rules.norms.core import Path, Step

    Reader = Callable[[Scene], Any]


def compile_path(path: Path) -> Reader:
    """Compile a path into a reader that gives a plain value or ``ABSENT``; organs are given by their principal."""
    root, steps = path.root, path.steps
    if not steps:
        return lambda scene: _root_value(scene, root)
    last = steps[-1]
    if len(steps) == 1:
        return _read_organ(root, last.name) if last.kind is Kind.ORGAN else _read_field(root, last.name)

    def read(scene: Scene) -> Any:  # noqa: ANN401
        current = fact_behind(scene, scene.roots[root])
        for step, after in pairwise(steps):
            following = _hop(scene, current, step, as_office=after.name == "office_of")
            if following is None:
                return ABSENT
            current = following
        value = current.values.get(last.name, UNKNOWN)
        if value.__class__ in OPEN:
            raise Unsettled
        return _principal(scene, value) if last.kind is Kind.ORGAN else value

    return read


def compile_organ(path: Path) -> Callable[[Scene], str | None]:
    """Compile a path into a reader of the organ itself: an office under its own key, not that of its principal."""
    root, steps = path.root, path.steps

    def read(scene: Scene) -> str | None:
        value = scene.roots.get(root)
        if steps:
            current = fact_behind(scene, value)
            for step, after in pairwise(steps):
                following = _hop(scene, current, step, as_office=after.name == "office_of")
                if following is None:
                    return None
                current = following
            value = current.values.get(steps[-1].name)
        return value if isinstance(value, str) else None

    return read


def _read_field(root: str, name: str) -> Reader:
    def read(scene: Scene) -> Any:  # noqa: ANN401
        fact = scene.roots[root]
        if fact.__class__ is not Fact:
            fact = fact_behind(scene, fact)
        value = fact.values.get(name, UNKNOWN)
        if value.__class__ in OPEN:
            raise Unsettled
        return value

    return read


def _read_organ(root: str, name: str) -> Reader:
    def read(scene: Scene) -> Any:  # noqa: ANN401
        fact = scene.roots[root]
        if fact.__class__ is not Fact:
            fact = fact_behind(scene, fact)
        value = fact.values.get(name, UNKNOWN)
        if value.__class__ is str:
            return scene.principals.get(value, value)
        if value.__class__ in OPEN:
            raise Unsettled
        return _principal(scene, value)

    return read


def _root_value(scene: Scene, root: str) -> Any:  # noqa: ANN401
    value = scene.roots[root]
    if value.__class__ is str:
        return scene.principals.get(value, value)
    if isinstance(value, Fact):
        value = value.values.get("person" if value.type == "person_registered" else "number")
    if value.__class__ in OPEN:
        raise Unsettled
    return value


def _principal(scene: Scene, value: Any) -> Any:  # noqa: ANN401
    principals = scene.principals
    if isinstance(value, str):
        return principals.get(value, value)
    return tuple(principals.get(organ, organ) for organ in value) if isinstance(value, tuple) else value


def fact_behind(scene: Scene, value: object) -> Fact:
    """Give the fact behind a root: the fact itself, or the register row of an organ."""
    if isinstance(value, Fact):
        return value
    if isinstance(value, str):
        return organ_state(scene, value)
    raise Unsettled


def organ_state(scene: Scene, organ: str) -> Fact:
    """Give the state of an organ on the day of the trigger."""
    return scene.register.lasting.get(organ) or _state(scene, scene.register.rows(organ))


def _state(scene: Scene, rows: Sequence[Fact]) -> Fact:
    if len(rows) == 1:
        return rows[0]
    if not rows:
        raise Unsettled
    trigger = scene.roots.get("trigger")
    day = known_day(trigger.values.get("on")) if isinstance(trigger, Fact) else scene.as_of
    chosen = rows[0]
    for row in rows[1:]:
        if known_day(row.values.get("on")) <= day:
            chosen = row
    return chosen


def known_day(value: Any) -> int:  # noqa: ANN401
    """Give a known date as an ordinal."""
    if value.__class__ in OPEN or value is ABSENT:
        raise Unsettled
    day: int = value.toordinal()
    return day


def _hop(scene: Scene, fact: Fact, step: Step, *, as_office: bool) -> Fact | None:
    """Follow a field that names an organ, person or document; ``None`` where it is known to name none."""
    if step.kind is Kind.DOCUMENT:
        linked = fact.links.get(step.name)
        if linked is not None:
            return linked
    value = fact.values.get(step.name, UNKNOWN)
    if value is ABSENT:
        return None
    if value.__class__ is not str:
        raise Unsettled
    if step.kind is Kind.ORGAN:
        return organ_state(scene, value if as_office else scene.principals.get(value, value))
    if step.kind is Kind.PERSON:
        return _state(scene, scene.register.person_rows(value))
    raise Unsettled


def is_registered_on(scene: Scene, organ: str, day: int) -> bool:
    """Tell whether an organ existed on a day, as far as its rows say."""
    rows = scene.register.rows(organ)
    if not any(known_day(row.values.get("on")) <= day for row in rows):
        return False
    until = rows[-1].values.get("until")
    return until is ABSENT or day <= known_day(until)


def has_ended(scene: Scene, organ: str | None, due: int | None) -> bool:
    """Tell whether an organ was dissolved before a duty of its own fell due: then nobody is left to owe it."""
    rows = scene.register.rows(organ) if organ is not None else ()
    if not rows or rows[-1].values.get("until", ABSENT) is ABSENT:
        return False
    end = known_day(rows[-1].values.get("until"))
    return end < scene.as_of and (due is None or end < due)
