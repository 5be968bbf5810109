"""Compiling paths: from a named fact to one of its attributes, across organs and documents."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from zhifa_rules.engines.native.world import Doubt, date_term
from zhifa_rules.engines.outcome import Cause, Variable
from zhifa_rules.records.facts import Fact
from zhifa_rules.records.known import ABSENT, OPEN, UNKNOWN, OneOf, Uncertain
from zhifa_rules.records.shapes import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from zhifa_rules.engines.native.frame import Frame
    from zhifa_rules.engines.native.world import Day
    from zhifa_rules.norms.core import Path, Step


def compile_path(path: Path) -> Callable[[Frame], Any]:
    """Compile a path into a reader that gives a plain value, ``ABSENT`` or a ``Doubt``.

    Organs are given by their principal, since the acts of an office count for the organ it acts for (S10).
    """
    root, steps = path.root, path.steps
    if not steps:
        return lambda frame: _root_value(frame, root)
    last = steps[-1]
    if len(steps) == 1:
        return _read_organ(root, last.name) if last.kind is Kind.ORGAN else _read_field(root, last.name)

    def read(frame: Frame) -> Any:  # noqa: ANN401
        if frame.roots[root] is ABSENT:
            return ABSENT
        current = _fact(frame, root)
        for step, after in pairwise(steps):
            # Behind an office lies the organ it acts for; only whose office it is, is asked of the office itself.
            following = _hop(frame, current, step, as_office=after.name == "office_of")
            if not isinstance(following, Fact):
                return following
            current = following
        value = current.values.get(last.name, UNKNOWN)
        if value.__class__ in OPEN:
            if last.kind is Kind.ORGAN:
                return _organ_in_doubt(frame, current, last.name, value)
            return doubt_of(current, last.name, value)
        return _principal(frame, value) if last.kind is Kind.ORGAN else value

    return read


def compile_organ(path: Path) -> Callable[[Frame], str | None]:
    """Compile a path into a reader of the organ itself: an office under its own key, not that of its principal."""
    root, steps = path.root, path.steps

    def read(frame: Frame) -> str | None:
        value = frame.roots.get(root)
        if steps:
            holder = _fact(frame, root) if len(steps) == 1 else _holder(frame, path)
            value = holder.values.get(steps[-1].name)
        return value if isinstance(value, str) else None

    return read


def _holder(frame: Frame, path: Path) -> Fact:
    """Follow a path up to its last step and give what holds that."""
    current = _fact(frame, path.root)
    for step, after in pairwise(path.steps):
        following = _hop(frame, current, step, as_office=after.name == "office_of")
        if not isinstance(following, Fact):
            return Fact("", {}, (current.key, step.name))
        current = following
    return current


def _read_field(root: str, name: str) -> Callable[[Frame], Any]:
    def read(frame: Frame) -> Any:  # noqa: ANN401
        fact = frame.roots[root]
        if fact.__class__ is not Fact:
            if fact is ABSENT:
                return ABSENT
            fact = _fact(frame, root)
        value = fact.values.get(name, UNKNOWN)
        if value.__class__ in OPEN:
            return doubt_of(fact, name, value)
        return value

    return read


def _read_organ(root: str, name: str) -> Callable[[Frame], Any]:
    def read(frame: Frame) -> Any:  # noqa: ANN401
        fact = frame.roots[root]
        if fact.__class__ is not Fact:
            if fact is ABSENT:
                return ABSENT
            fact = _fact(frame, root)
        value = fact.values.get(name, UNKNOWN)
        if value.__class__ is str:
            return frame.host.register.principal(value)
        if value.__class__ in OPEN:
            return _organ_in_doubt(frame, fact, name, value)
        return _principal(frame, value)

    return read


def _root_value(frame: Frame, root: str) -> Any:  # noqa: ANN401
    value = frame.roots[root]
    if isinstance(value, Fact):
        return value.values.get("person" if value.type == "person_registered" else "number", UNKNOWN)
    if value is None:
        return Doubt(Variable(("root", *_unknown(frame, root)), Cause.FACT, field=root), UNKNOWN)
    return frame.host.register.principal(value) if isinstance(value, str) else value


def _principal(frame: Frame, value: Any) -> Any:  # noqa: ANN401
    principal = frame.host.register.principal
    if isinstance(value, str):
        return principal(value)
    return tuple(principal(organ) for organ in value) if isinstance(value, tuple) else value


def doubt_of(fact: Fact, field: str, value: Any) -> Doubt:  # noqa: ANN401
    """Give the doubt about an attribute that is not known exactly; ``None`` says nothing of it."""
    return Doubt(variable_of(fact, field), UNKNOWN if value is None else value)


def _organ_in_doubt(frame: Frame, fact: Fact, field: str, value: Any) -> Any:  # noqa: ANN401
    """Give the doubt about an organ; offices among the alternatives stand for the organs that they act for."""
    if not isinstance(value, OneOf):
        return doubt_of(fact, field, value)
    organs = tuple(dict.fromkeys(_principal(frame, organ) for organ in value.values))
    return organs[0] if len(organs) == 1 else doubt_of(fact, field, OneOf(organs))


def identity(value: object) -> object:
    """Give what tells a root from another one: the fact or organ that it stands for."""
    return value.key if isinstance(value, Fact) else value


def variable_of(fact: Fact, field: str) -> Variable:
    """Give the variable that stands for an attribute of a fact."""
    organ = fact.values.get("organ") if fact.type == "organ_registered" else None
    return Variable((fact.key, field), Cause.FACT, fact.type, field, fact.records, organ or "")


def _fact(frame: Frame, root: str) -> Fact:
    """Give the fact behind a root: the fact itself, or the register row of an organ."""
    value = frame.roots.get(root)
    if isinstance(value, Fact):
        return value
    if isinstance(value, str):
        return organ_state(frame, value)
    return Fact("organ_registered", {}, ("organ", *_unknown(frame, root)))


def _unknown(frame: Frame, root: str) -> tuple[object, ...]:
    """Name an organ of which nobody knows who it is: the counterparts of two bearers may be two."""
    return (root, frame.roots.get("bearer")) if root == "counterpart" else (root,)


def organ_state(frame: Frame, organ: str) -> Fact:
    """Give the state of an organ on the day of the trigger."""
    register = frame.host.register
    rows = register.rows(organ)
    return _state(frame, rows) if rows else register.state(organ, 1)


def _person_state(frame: Frame, person: str) -> Fact:
    """Give the state of a person on the day of the trigger; of one without a row nothing is known (S5)."""
    rows = frame.host.register.person_rows(person)
    return _state(frame, rows) if rows else Fact("person_registered", {"person": person}, ("person", person))


def _state(frame: Frame, rows: Sequence[Fact]) -> Fact:
    """Give the last row that began by the day of the trigger, else the first."""
    if len(rows) == 1:
        return rows[0]
    day = _register_day(frame)
    chosen = rows[0]
    for row in rows[1:]:
        if frame.world.le(fact_day(row, "on"), day):
            chosen = row
    return chosen


def _register_day(frame: Frame) -> Day:
    if frame.register_day is not None:
        return frame.register_day
    trigger = frame.roots.get("trigger")
    return fact_day(trigger, "on") if isinstance(trigger, Fact) else frame.as_of


def is_registered_on(frame: Frame, organ: str, day: Day) -> bool:
    """Tell whether an organ existed on a day, as far as its rows say."""
    rows = frame.host.register.rows(organ)
    if not any(frame.world.le(fact_day(row, "on"), day) for row in rows):
        return False
    until = rows[-1].values.get("until", UNKNOWN)
    return until is ABSENT or frame.world.le(day, fact_day(rows[-1], "until"))


def has_ended(frame: Frame, organ: str | None, due: Day | None) -> bool:
    """Tell whether an organ was dissolved before a duty of its own fell due: then nobody is left to owe it."""
    rows = frame.host.register.rows(organ) if organ is not None else ()
    if not rows or rows[-1].values.get("until", ABSENT) is ABSENT:
        return False
    end = fact_day(rows[-1], "until")
    return frame.world.lt(end, frame.as_of) and (due is None or frame.world.lt(end, due))


def _hop(frame: Frame, fact: Fact, step: Step, *, as_office: bool) -> object:
    """Follow a field that names an organ, person or document."""
    if step.kind is Kind.DOCUMENT:
        linked = fact.links.get(step.name)
        if linked is not None:
            return linked
    value = fact.values.get(step.name, UNKNOWN)
    if value is ABSENT:
        return ABSENT
    if value.__class__ in OPEN:
        # Nothing is known of what an unknown reference leads to, but it is one and the same thing throughout.
        return Fact("", {}, (fact.key, step.name), fact.records)
    if step.kind is Kind.ORGAN:
        return organ_state(frame, value if as_office else frame.host.register.principal(value))
    if step.kind is Kind.PERSON:
        return _person_state(frame, value)
    return Fact("", {}, (fact.key, step.name), fact.records)


def fact_day(fact: Fact, field: str) -> Day:
    """Give a date of a fact as an ordinal or a term; a date that is absent never comes."""
    value = fact.values.get(field, UNKNOWN)
    if isinstance(value, date):
        return value.toordinal()
    uncertain = value if isinstance(value, Uncertain) else UNKNOWN
    return date_term(Doubt(variable_of(fact, field), uncertain))
