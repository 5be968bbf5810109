"""Lowering the order of acts of one day, as far as times and numbers on record say it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zhifa_rules.engines.durable.columns import Column
from zhifa_rules.engines.durable.formulas import (
    DUTY,
    Any_,
    Formula,
    Not,
    PairCell,
    Ref,
    Same,
    Test,
    contrary,
    every,
    not_after,
    some,
)
from zhifa_rules.engines.durable.rows import EXAMINED
from zhifa_rules.norms.core import Path
from zhifa_rules.records.known import ABSENT, UNKNOWN

if TYPE_CHECKING:
    from zhifa_rules.engines.durable.lowering.patterns import Sought
    from zhifa_rules.engines.durable.lowering.scope import Cases, Scope
    from zhifa_rules.engines.durable.rows import PlainRow


@dataclass(frozen=True, eq=False)
class Moment(Column):
    """The time of day or the sequence number of an act, by which acts of one day are ordered."""

    path: Path | None = None
    field: str = "at"

    def of(self, row: PlainRow) -> object:
        """Give minutes since midnight, or the number."""
        assert self.path is not None
        fact: object = row.scene.roots.get(self.path.root)
        for step in self.path.steps:
            fact = getattr(fact, "links", {}).get(step.name)
        value = getattr(fact, "values", {}).get(self.field)
        if value is None or value is UNKNOWN:
            return ABSENT
        return value if isinstance(value, int) else _minutes(str(value))


def _minutes(text: str) -> object:
    """Give minutes since midnight; of a time in another form it is not known what it orders."""
    hours, _, minutes = text.partition(":")
    return int(hours) * 60 + int(minutes) if len(text) == len("09:30") and (hours + minutes).isdigit() else UNKNOWN


def said_before(one: tuple[str, Path], other: tuple[str, Path], scope: Scope) -> tuple[Formula, Formula]:
    """Give when an act of a day is said to have come before another, and whether the records say the order at all.

    Each act is given by its alias and the way to it.
    """
    says: list[Formula] = []
    first: list[Formula] = []
    for field in ("at", "seq"):
        mine, theirs = (_moment(alias, path, field, scope) for alias, path in (one, other))
        stated = every(scope.stated(mine), scope.stated(theirs))
        differ = every(stated, Not(Same(mine, theirs)))
        first.append(every(*(contrary(said) for said in says), differ, not_after(Ref(mine), Ref(theirs))))
        says.append(differ)
    return some(*first), some(*says)


def _moment(alias: str, path: Path, field: str, scope: Scope) -> Column:
    def make(alias: str, name: str) -> Column:
        return Moment(alias, name, number=True, path=path, field=field)

    label = field if alias != DUTY else f"{path}.{field}"
    return scope.column(alias, label, make, path, field)


def earlier_than(found: Sought, until: Cases, examined: Path, scope: Scope) -> Formula:
    """Give when an act came early enough: on the last day itself only if it came before the act examined."""
    alias = scope.alias(examined.root)
    first, said = said_before((found.act.alias, Path("act", ())), (alias, examined), scope)
    before = some(
        *(
            every(g, h, not_after(Ref(day.column, day.plus + 1), ref))
            for g, day in found.days
            for h, ref in until
            if day is not None and ref is not None
        )
    )
    # Where the records do not say the order of two acts of one day it is not known.
    return Any_((before, first, every(contrary(said), Test(unsaid(scope), "is", True))))


@dataclass(frozen=True, eq=False)
class IsExamined(Column):
    """Whether an act is itself the one at whose date the state of a duty is asked for."""

    def pair(self, duty: PlainRow, act: PlainRow) -> object:
        """Compare them."""
        return act.fact is duty.scene.roots[EXAMINED]


def came_before_examined(scope: Scope) -> Formula:
    """Tell of an act of the day whether it came before the act examined, or is it."""
    act = scope.acts[-1].alias
    same = PairCell(scope.column(act, "is examined", IsExamined), act)
    first, said = said_before((act, Path("act", ())), (DUTY, Path(EXAMINED, ())), scope)
    return Any_((same, first, every(contrary(same), contrary(said), Test(unsaid(scope), "is", True))))


@dataclass(frozen=True, eq=False)
class Unsaid(Column):
    """What the records do not say."""

    def of(self, row: PlainRow) -> object:
        """Nothing is known of it."""
        return UNKNOWN


def unsaid(scope: Scope) -> Column:
    """Give a column of which nothing is known: what turns on it is not examined."""
    return scope.column(DUTY, "unsaid", Unsaid)
