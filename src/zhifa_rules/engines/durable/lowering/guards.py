"""Lowering what keeps a norm from applying: its validity, territory, addressees and exceptions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zhifa_rules.engines.durable.columns import Column
from zhifa_rules.engines.durable.formulas import DUTY, Formula, Predicate, Ref, Test, contrary, every, not_after, some
from zhifa_rules.engines.durable.lowering.choices import ways_to_read
from zhifa_rules.engines.durable.lowering.conditions import formula_of
from zhifa_rules.engines.durable.lowering.dates import cases_of
from zhifa_rules.engines.durable.truth import truth
from zhifa_rules.engines.outcome import Reason
from zhifa_rules.records.facts import Fact
from zhifa_rules.records.known import UNKNOWN

if TYPE_CHECKING:
    from zhifa_rules.engines.durable.lowering.scope import Scope
    from zhifa_rules.engines.durable.rows import PlainRow
    from zhifa_rules.norms.core import Governance, Norm, Path, Text


@dataclass(frozen=True)
class Guard:
    """What keeps a norm from applying; where ``turning_on`` is not known, it may or may not."""

    refuses: Predicate
    reason: Reason
    text: Text | None = None
    turning_on: Column | None = None


@dataclass(frozen=True, eq=False)
class EntryIntoForce(Column):
    """The day on which the instrument began to govern; where the text does not tell, as far as that matters."""

    number: bool = True
    governance: Governance | None = None
    decisive: tuple[tuple[Formula, Ref], ...] = ()

    def of(self, row: PlainRow) -> object:
        """Give the day; not known only if the trigger may lie before or after it."""
        assert self.governance is not None
        first, latest = self.governance.first_day, self.governance.first_day_latest
        days = [row.day(ref) for guard, ref in self.decisive if truth(guard, {DUTY: row})]
        return UNKNOWN if any(isinstance(day, int) and first <= day < latest for day in days) else first


@dataclass(frozen=True, eq=False)
class InTerritory(Column):
    """Whether the organ in question lies where the instrument governs; one without a division is unknown."""

    divisions: tuple[str, ...] = ()
    located_by: Path | None = None
    named: bool = False

    def of(self, row: PlainRow) -> object:
        """Ask the register."""
        scene = row.scene
        organ = scene.roots.get("bearer") if self.located_by is None else scene.read(self.located_by)
        if not isinstance(organ, str):
            organ = None
        if organ is None and not self.named and isinstance(row.fact, Fact):
            by = row.fact.values.get("by")
            organ = scene.setting.register.principal(by) if isinstance(by, str) else None
        if organ is None:
            return UNKNOWN
        division = scene.setting.organ(organ, scene.day).values.get("division")
        return division.startswith(self.divisions) if isinstance(division, str) else UNKNOWN


def lower_guards(norm: Norm, scope: Scope, day: Column) -> list[Guard]:
    """Lower what keeps a norm from applying, in the order in which it is asked."""
    governance = norm.governance
    decided = cases_of(governance.decided_by, scope)
    decisive = [(guard, Ref(day) if ref is None else ref) for guard, ref in decided]

    def begins(alias: str, name: str) -> Column:
        return EntryIntoForce(alias, name, governance=governance, decisive=tuple(decisive))

    def lies(alias: str, name: str) -> Column:
        named = norm.bearer is not None or norm.located_by is not None
        return InTerritory(alias, name, divisions=governance.divisions, located_by=norm.located_by, named=named)

    entry = scope.column(DUTY, "in force from", begins)
    before = [every(g, not_after(Ref(ref.column, ref.plus + 1), Ref(entry))) for g, ref in decisive]
    after = [
        every(read, g, not_after(Ref(None, last + 1), ref))
        for read, last in ways_to_read(governance.last_day, scope)
        for g, ref in decisive
    ]
    within = Test(scope.column(DUTY, "in territory", lies), "is", True)
    found = [
        Guard(scope.predicate("not in force", some(*before)), Reason.NOT_IN_FORCE, turning_on=entry),
        Guard(scope.predicate("lapsed", some(*after)), Reason.LAPSED),
        Guard(scope.predicate("outside", contrary(within)), Reason.TERRITORY),
    ]
    if norm.addressee is not None:
        refused = contrary(formula_of(norm.addressee, scope))
        found.append(Guard(scope.predicate("not addressed", refused), Reason.ADDRESSEE))
    for number, case in enumerate(norm.exceptions, 1):
        formula = formula_of(case.condition, scope)
        found.append(Guard(scope.predicate(f"exception {number}", formula), Reason.EXCEPTION, case.reason))
    return found
