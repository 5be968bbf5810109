"""Whether a condition holds in one world; there everything is either so or not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zhifa_rules.norms.core import (
    AllOf,
    Always,
    AnyOf,
    Choice,
    Compare,
    CompareDates,
    Condition,
    Covers,
    DateOf,
    DutyIs,
    Exists,
    Members,
    Not,
    Path,
    Relation,
)
from zhifa_rules.records.facts import LAST_DAY, Fact
from zhifa_rules.records.known import ABSENT
from zhifa_rules.records.shapes import Kind

from .days import day_of

if TYPE_CHECKING:
    from zhifa_rules.norms.core import DateExpression

    from .scene import Scene


def holds(condition: Condition, scene: Scene) -> bool:
    """Tell whether a condition holds."""
    match condition:
        case Always(value=value):
            return value
        case AllOf(conditions=several):
            return all(holds(one, scene) for one in several)
        case AnyOf(conditions=several):
            return any(holds(one, scene) for one in several)
        case Not(condition=inner):
            return not holds(inner, scene)
        case Choice():
            return holds(scene.option(condition), scene)
        case Compare(path=path, relation=Relation.NAMED, operand=operand):
            return (scene.known(path) is not None) is operand
        case Compare(path=path, relation=relation, operand=operand):
            value = scene.value(path)
            other = scene.value(operand) if isinstance(operand, Path) else operand
            return _compare(_nothing(path, value), relation, _nothing(operand, other))
        case CompareDates(path=path, relation=relation, operand=operand):
            return _compare_days(scene.value(path), relation, day_of(operand, scene))
        case Members():
            return _members(condition, scene)
        case Covers():
            return _covers(condition, scene)
        case Exists():
            return exists(condition, scene)
        case DutyIs():
            from .references import duty_is

            return duty_is(condition, scene)
    raise AssertionError(condition)


def _nothing(path: object, value: Any) -> Any:  # noqa: ANN401
    """Give ``ABSENT`` for a date that never comes."""
    is_date = isinstance(path, Path) and path.steps and path.steps[-1].kind is Kind.DATE
    return ABSENT if is_date and value == LAST_DAY else value


def _compare(value: Any, relation: Relation, operand: Any) -> bool:  # noqa: ANN401
    if relation is Relation.PRESENT:
        return (value is not ABSENT and value != ()) is operand
    if value is ABSENT or operand is ABSENT:
        return False  # what is not there equals nothing
    held = value if isinstance(value, tuple) else (value,)
    match relation:
        case Relation.EQUAL:
            return _same(value, operand)
        case Relation.IN:
            return any(_same(value, one) for one in operand)
        case Relation.CONTAINS:
            members = operand if isinstance(operand, tuple) else (operand,)
            return all(member in held for member in members)
        case Relation.CONTAINS_ANY:
            return any(member in held for member in operand)
        case Relation.AT_LEAST:
            return bool(value >= operand)
        case Relation.AT_MOST:
            return bool(value <= operand)
        case Relation.STARTS_WITH:
            return any(str(value).startswith(prefix) for prefix in operand)
    raise AssertionError(relation)


def _same(value: Any, other: Any) -> bool:  # noqa: ANN401
    if isinstance(value, tuple) and isinstance(other, tuple):
        return set(value) == set(other)
    return bool(value == other) and isinstance(value, bool) is isinstance(other, bool)


def _compare_days(value: Any, relation: Relation, limit: int | None) -> bool:  # noqa: ANN401
    if value is ABSENT or value == LAST_DAY or limit is None or limit == LAST_DAY:
        return False  # what is not there, or never comes, is neither before nor after anything
    compared = {
        Relation.BEFORE: value < limit,
        Relation.ON_OR_BEFORE: value <= limit,
        Relation.AFTER: value > limit,
        Relation.ON_OR_AFTER: value >= limit,
    }
    return bool(compared[relation])


def _members(members: Members, scene: Scene) -> bool:
    value = scene.value(members.path)
    listed = () if value is ABSENT else value
    fitting = [member for member in listed if holds(members.where, scene.having(member=member))]
    if members.every:
        return len(fitting) == len(listed)
    number = len(fitting) if members.distinct is None else len({_field(m, members.distinct) for m in fitting})
    return (members.at_least is None or number >= members.at_least) and (
        members.at_most is None or number <= members.at_most
    )


def _field(member: Any, name: str) -> Any:  # noqa: ANN401
    found = member.values.get(name) if isinstance(member, Fact) else member
    return (member.key, name) if found is None else found


def _covers(covers: Covers, scene: Scene) -> bool:
    """Tell whether a list reaches all registered organs meant, or all that they list; else the record's own word."""
    from .rosters import exists_on

    act = scene.roots.get("act") or scene.roots["trigger"]
    day = scene.world.day(act, "on")
    units = [
        organ
        for organ in scene.world.setting.register.organs
        if exists_on(organ, day, scene) and holds(covers.units, scene.at_register(day).having(unit=organ))
    ]
    listed = scene.known(covers.path)
    stated = None if covers.stated is None else scene.known(covers.stated)
    if units and listed is not None:
        reached = set(scene.raw(covers.path))  # an office in the list does not stand for its organ
        if covers.gives is None:
            return set(units) <= reached
        inner = scene.at_register(day)
        lists = [inner.listed(unit, covers.gives) for unit in units]
        if not all(set(known) <= reached for known in lists if known is not None):
            return False
        if all(known is not None for known in lists):
            return True
        if isinstance(stated, bool):  # the register does not tell what they list: the record's own word decides
            return stated
        return all(set(inner.listing(unit, covers.gives)) <= reached for unit in units)
    word = ABSENT if covers.stated is None else scene.value(covers.stated)
    # That a record is known to say nothing of it, where the list is not known either, does not tell that any is left.
    return scene.world.maybe(("covers", act.key, str(covers.path))) if word is ABSENT else word is True


def exists(condition: Exists, scene: Scene) -> bool:
    """Tell whether there is a matching act between the dates, where they are given."""
    from .acts import acts_matching
    from .unseen import prior_may_be_unseen

    until, since = (_limit(expression, scene) for expression in (condition.until, condition.since))
    for act, day in acts_matching(condition.pattern, scene, proof=condition.proves_breach):
        if until is not None and not _by(act, day, until, condition, scene):
            continue
        if since is not None and not _from(act, day, since, condition, scene):
            continue
        return True
    return condition.proves_breach and prior_may_be_unseen(condition.pattern, until, scene)


def _limit(expression: DateExpression | None, scene: Scene) -> int | None:
    """Give the day of a limit; one that never comes limits nothing."""
    day = day_of(expression, scene)
    return None if day == LAST_DAY else day


def _by(act: Fact, day: int, until: int, condition: Exists, scene: Scene) -> bool:
    if day != until or condition.same_day:
        return day <= until
    other = _fact_dated(condition.until, scene)
    if other is None:
        return True
    return other.key != act.key and scene.world.comes_first(act, other)  # no act comes before itself


def _from(act: Fact, day: int, since: int, condition: Exists, scene: Scene) -> bool:
    return day >= since


def _fact_dated(expression: object, scene: Scene) -> Fact | None:
    """Give the act whose own day an expression names; another limit includes its whole day."""
    if not isinstance(expression, DateOf) or not expression.path.steps:
        return None
    *before, last = expression.path.steps
    found = scene.roots.get(expression.path.root)
    for step in before:
        found = found.links.get(step.name) if isinstance(found, Fact) else None
    is_act = isinstance(found, Fact) and found.type not in ("period", "in_force")
    return found if is_act and last.name in ("on", "received_on", "started_on") else None
