"""Lowering what gives rise to a duty: a record, a period of a roster, or the state of another duty."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from zhifa_rules.engines.durable.cells import existed
from zhifa_rules.engines.durable.columns import Column
from zhifa_rules.engines.durable.formulas import DUTY, Formula, Holds, OfDuty, Ref, Test, every, not_after
from zhifa_rules.engines.durable.lowering.conditions import formula_of
from zhifa_rules.engines.durable.lowering.dates import one_day
from zhifa_rules.engines.durable.lowering.patterns import as_of, on_record
from zhifa_rules.engines.durable.lowering.scope import Scope
from zhifa_rules.engines.durable.lowering.states import reached
from zhifa_rules.norms.core import OnDuty, OnRoster, Registered
from zhifa_rules.records.facts import Fact
from zhifa_rules.records.known import UNKNOWN

if TYPE_CHECKING:
    from zhifa_rules.engines.durable.lowering.norm import LoweredNorm
    from zhifa_rules.engines.durable.rows import PlainRow
    from zhifa_rules.norms.core import Path, Source


@dataclass(frozen=True, eq=False)
class DayOfTrigger(Column):
    """The day on which a period begins, or the instrument to govern."""

    number: bool = True

    def of(self, row: PlainRow) -> object:
        """Give the day."""
        assert row.fact is not None
        return row.fact.values["on"].toordinal()


@dataclass(frozen=True, eq=False)
class ItemExisted(Column):
    """Whether the organ in question existed on the day of the trigger."""

    day: Column | None = None

    def of(self, row: PlainRow) -> object:
        """Ask the register."""
        assert self.day is not None
        day, organ = row.value(self.day), row.scene.roots["item"]
        assert isinstance(organ, str)
        found = existed(row.scene, organ, day) if isinstance(day, int) else None
        return UNKNOWN if found is None else found


@dataclass(frozen=True, eq=False)
class DayAfterDue(Column):
    """The day after the due date of the duty on which this one hangs."""

    number: bool = True

    def of(self, row: PlainRow) -> object:
        """Give the day."""
        duty = row.scene.roots["duty"]
        assert isinstance(duty, Fact)
        day = duty.values["overdue_from"]
        return day.toordinal() if isinstance(day, date) else UNKNOWN


def duty_reached(source: Source, base: LoweredNorm, scope: Scope) -> Formula:
    """Give the formula that the duty on which this one hangs is in one of the states."""
    assert isinstance(source, OnDuty)
    states = sorted(source.states)
    predicate = Scope(base.names, duty=base.type).predicate(
        f"{source.rule} is {' or '.join(states)}", reached(base, source.part, states)
    )
    return Holds(scope.predicate("reached", OfDuty(source.rule, predicate, base=True)))


def day_of_source(source: Source, scope: Scope) -> Column:
    """Lower the day on which a duty arises."""
    if isinstance(source, OnDuty):
        return scope.column(DUTY, "day", DayAfterDue)
    if isinstance(source, OnRoster):
        return scope.column(DUTY, "day", DayOfTrigger)
    return one_day(source.pattern.date, scope, DUTY, "day")


def arises(source: Source, scope: Scope, day: Column) -> Formula:
    """Give the formula that a record, or a period of a roster, gives rise to the duty."""
    assert not isinstance(source, OnDuty)
    if isinstance(source, OnRoster):
        return every() if source.person is None else formula_of(source.person, scope)
    where = formula_of(source.pattern.where, scope)
    meant: Formula = every()
    if isinstance(source.each, Registered):

        def make(alias: str, name: str) -> Column:
            return ItemExisted(alias, name, day=day)

        existing = scope.column(DUTY, "item existed", make)
        meant = every(formula_of(source.each.where, scope), Test(existing, "is", True))
    happened = every(scope.stated(day), not_after(Ref(day), as_of(scope)), on_record(source.pattern, "trigger", scope))
    return every(where, happened, meant)


@dataclass(frozen=True, eq=False)
class DocumentOf(Column):
    """Which document something names, as the trigger of another duty."""

    path: Path | None = None

    def of(self, row: PlainRow) -> object:
        """Follow the link."""
        assert self.path is not None
        fact: object = row.scene.roots.get(self.path.root)
        if isinstance(fact, Fact) and self.path.steps:
            fact = fact.links.get(self.path.steps[0].name)
        return repr(fact.key) if isinstance(fact, Fact) else UNKNOWN


def document_of(path: Path, scope: Scope) -> Column:
    """Lower the way to the document from which another duty arises."""

    def make(alias: str, name: str) -> Column:
        return DocumentOf(alias, name, path=path)

    return scope.column(scope.alias(path.root), f"document {path}", make, path)
