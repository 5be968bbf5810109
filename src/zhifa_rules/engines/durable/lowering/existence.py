"""Lowering the question whether there is an act, and what would leave it open that none is on file."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from zhifa_rules.engines.account import Unsuited
from zhifa_rules.engines.durable.formulas import Formula, Holds, every, some
from zhifa_rules.engines.durable.lowering.choices import options_of
from zhifa_rules.engines.durable.lowering.dates import cases_of
from zhifa_rules.engines.durable.lowering.order import earlier_than
from zhifa_rules.engines.durable.lowering.patterns import between, names, sought_ways
from zhifa_rules.engines.durable.lowering.scope import NotLoweredError
from zhifa_rules.engines.durable.rows import DutyRow
from zhifa_rules.norms.core import AllOf, Choice, Compare, Condition, DateExpression, DateOf, Exists, Path, Relation
from zhifa_rules.records.facts import FIRST_DAY
from zhifa_rules.records.shapes import Kind

if TYPE_CHECKING:
    from collections.abc import Callable

    from zhifa_rules.engines.durable.lowering.patterns import Sought
    from zhifa_rules.engines.durable.lowering.scope import Cases, Scope
    from zhifa_rules.engines.durable.rows import PlainRow
    from zhifa_rules.norms.core import Pattern

_DAYS_OF_ACTS = ("on", "received_on", "started_on")


def existence(condition: Exists, scope: Scope) -> Formula:
    """Lower the question whether there is a matching act, between two dates where they are given."""
    if isinstance(condition.until, Choice):
        limits = options_of(condition.until, scope)
        return some(*(every(guard, existence(replace(condition, until=until), scope)) for guard, until in limits))
    return some(*(_exists(condition, found, condition.until, scope) for found in sought_ways(condition.pattern, scope)))


def _exists(condition: Exists, found: Sought, until: DateExpression | None, scope: Scope) -> Formula:
    since = None if condition.since is None else cases_of(condition.since, scope)
    limit = None if until is None else cases_of(until, scope)
    fits = every(found.fits, between(found, scope, since=since, until=limit))
    examined = None if condition.same_day else _act_of_day(until)
    if examined is not None and limit is not None:
        fits = every(fits, earlier_than(found, limit, examined, scope))
    given = tuple(act for act in scope.acts if names(fits, act.alias))
    doubt = _doubt(scope.names.alternatives(condition.pattern), limit) if condition.proves_breach else None
    if doubt is not None and given:
        raise NotLoweredError(Unsuited.DATES)
    label = f"some {' or '.join(found.act.types)}"
    return Holds(scope.predicate(label, fits, given=given, acts=(found.act,), doubt=doubt))


def _doubt(alternatives: tuple[Pattern, ...], until: Cases | None) -> Callable[[PlainRow], bool]:
    """Tell of which duties an act may exist that is not on file; what is missing may be so under any reading."""
    types = tuple(dict.fromkeys(type_ for way in alternatives for type_ in way.types))
    linked = len(alternatives) == 1 and names_the_trigger(alternatives[0].where)
    owned = len(alternatives) == 1 and alternatives[0].of is not None

    def doubt(row: PlainRow) -> bool:
        assert isinstance(row, DutyRow)
        setting, bearer = row.scene.setting, row.scene.roots.get("bearer")
        last = _last_day(row, until)
        if any(setting.register.log_state(str(bearer or ""), t, FIRST_DAY, last) is False for t in types):
            return True
        if owned:
            return False
        kind = row.dossier.key[0]
        parties = [row.scene.roots.get(name) for name in ("bearer", "counterpart")]
        known = [party if isinstance(party, str) else None for party in parties]
        if kind not in ("organ", "person", "record") and setting.strays(types, known):
            return True
        return not linked and row.dossier.matter is None and kind not in ("organ", "person", "case")

    return doubt


def _last_day(row: DutyRow, until: Cases | None) -> int:
    """Give the last day that any case of a limit leads to; without one the day of the report."""
    days = [row.day(ref) for _, ref in until or () if ref is not None]
    return max((day for day in days if isinstance(day, int)), default=row.as_of)


def names_the_trigger(where: Condition) -> bool:
    """Tell whether an act must name the document of the trigger; then none can be on file elsewhere."""
    if isinstance(where, Choice):
        return all(names_the_trigger(option) for _, option in where.options)
    if isinstance(where, AllOf):
        return any(names_the_trigger(part) for part in where.conditions)
    if not isinstance(where, Compare) or where.relation is not Relation.EQUAL or not isinstance(where.operand, Path):
        return False
    names = where.path.root == "act" and len(where.path.steps) == 1 and where.path.steps[0].kind is Kind.DOCUMENT
    return names and where.operand.root == "trigger"


def _act_of_day(until: DateExpression | None) -> Path | None:
    """Give the way to the act whose own day a limit is; a limit of another kind includes its whole day."""
    if not isinstance(until, DateOf) or not until.path.steps or until.path.steps[-1].name not in _DAYS_OF_ACTS:
        return None
    return Path(until.path.root, until.path.steps[:-1])
