"""Cells: conditions on the members of lists and on coverage, worked out before the engine sees them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from zhifa_rules.engines.durable.columns import ACT, MEMBER, UNIT, Column
from zhifa_rules.engines.durable.formulas import DUTY, columns_of
from zhifa_rules.engines.durable.setting import day_of
from zhifa_rules.engines.durable.truth import truth
from zhifa_rules.records.facts import Fact
from zhifa_rules.records.known import ABSENT, UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zhifa_rules.engines.durable.formulas import Formula, Truth
    from zhifa_rules.engines.durable.rows import PlainRow
    from zhifa_rules.engines.durable.setting import Scene
    from zhifa_rules.norms.core import Path


@dataclass(frozen=True, eq=False)
class MembersFit(Column):
    """Whether so many members of a list fulfil a condition, or all of them."""

    path: Path | None = None
    where: Formula | None = None
    at_least: int | None = None
    at_most: int | None = None
    distinct: str | None = None
    every: bool = False

    def of(self, row: PlainRow) -> object:
        """Count the members that fulfil it."""
        return self._counted(row, {self.alias: row, DUTY: row})

    def pair(self, duty: PlainRow, act: PlainRow) -> object:
        """Count where the list or the condition needs both the duty and the act."""
        assert self.path is not None
        return self._counted(act if self.path.root == ACT else duty, {DUTY: duty, self.alias: act})

    def _counted(self, holder: PlainRow, rows: Mapping[str, PlainRow]) -> object:
        assert self.path is not None
        assert self.where is not None
        listed = holder.scene.read(self.path)
        entries = () if listed is ABSENT else listed
        if not isinstance(entries, tuple):
            return UNKNOWN
        members = [_member(holder, self.path, number, entry) for number, entry in enumerate(entries)]
        found = [truth(self.where, {**rows, MEMBER: holder.having(member=member)}) for member in members]
        if self.every:
            return False if False in found else UNKNOWN if None in found else True
        sure = self._count([m for m, fits in zip(members, found, strict=True) if fits])
        most = self._count([m for m, fits in zip(members, found, strict=True) if fits is not False])
        if sure is None or most is None:
            return UNKNOWN
        answers = {self._is_enough(count) for count in range(sure, most + 1)}
        return answers.pop() if len(answers) == 1 else UNKNOWN

    def _is_enough(self, count: int) -> bool:
        return (self.at_least is None or count >= self.at_least) and (self.at_most is None or count <= self.at_most)

    def _count(self, members: Sequence[object]) -> int | None:
        if self.distinct is None:
            return len(members)
        facts = [member for member in members if isinstance(member, Fact)]
        values = [fact.values.get(self.distinct) for fact in facts]
        if None in values:
            return None  # whether it is another one is not known
        return len(set(values)) + len(members) - len(facts)


def _member(holder: PlainRow, path: Path, number: int, entry: object) -> Fact | str:
    if isinstance(entry, str):
        return entry
    owner = holder.scene.roots[path.root]
    assert isinstance(owner, Fact)
    name = path.steps[-1].name
    values = entry if isinstance(entry, dict) else entry.__dict__
    return Fact(f"{owner.type}:{name}", values, (owner.key, name, number), owner.records)


@dataclass(frozen=True, eq=False)
class Coverage(Column):
    """Whether a list reaches every organ of the register that fulfils a condition on the day of the act."""

    path: Path | None = None
    units: Formula | None = None
    gives: str | None = None
    stated: Path | None = None

    def of(self, row: PlainRow) -> object:
        """Look for each organ in the list."""
        return self._covered(row, {self.alias: row, DUTY: row})

    def pair(self, duty: PlainRow, act: PlainRow) -> object:
        """Look where the condition needs both the duty and the act."""
        return self._covered(act, {DUTY: duty, self.alias: act})

    def _covered(self, holder: PlainRow, rows: Mapping[str, PlainRow]) -> object:
        assert self.path is not None
        fact = holder.scene.roots[self.path.root]
        assert isinstance(fact, Fact)
        day = day_of(fact)
        own = UNKNOWN if self.stated is None else holder.scene.read(self.stated)
        said = own if isinstance(own, bool) else UNKNOWN
        if day is None:
            return UNKNOWN
        scene = holder.scene.on(day)
        units = self._units(scene, {alias: row.on(day) for alias, row in rows.items()}, day)
        if units is None:
            return UNKNOWN
        reached = scene.read(self.path)
        if not units or reached is UNKNOWN:
            return said
        listed = _listed(scene, reached, fact.values.get(self.path.steps[-1].name))
        wanted = [_wanted(scene, unit, self.gives) for unit in units]
        if any(one not in listed for group in wanted if group is not None for one in group):
            return False
        return said if None in wanted else True

    def _units(self, scene: Scene, rows: Mapping[str, PlainRow], day: int) -> Sequence[str] | None:
        """Give the organs meant on a day; they are the same for all duties and acts that have the same in common."""
        assert self.units is not None
        asked = [column for column in columns_of(self.units) if column.alias != UNIT]
        common = tuple(rows[column.alias].value(column) for column in asked)
        if not all(value is UNKNOWN or isinstance(value, str | int) for value in common):
            return self._meant(scene, rows, day)
        key, known = (self, day, common), scene.setting.covering
        if key not in known:
            known[key] = self._meant(scene, rows, day)
        return known[key]

    def _meant(self, scene: Scene, rows: Mapping[str, PlainRow], day: int) -> Sequence[str] | None:
        assert self.units is not None
        units = []
        for organ in scene.setting.register.organs:
            exists = existed(scene, organ, day)
            unit = rows[self.alias].having(unit=organ)
            found = False if exists is False else truth(self.units, {**rows, UNIT: unit})
            if found is None or (exists is None and found):
                return None
            if found:
                units.append(organ)
        return units


def existed(scene: Scene, organ: str, day: int) -> Truth:
    """Tell whether an organ existed on a day, as far as its rows say."""
    rows = scene.setting.register.rows(organ)
    begun = [None if (on := day_of(row)) is None else on <= day for row in rows]
    if True not in begun:
        return None if None in begun else False
    until = rows[-1].values.get("until", UNKNOWN)
    if until is ABSENT:
        return True
    return day <= until.toordinal() if isinstance(until, date) else None


def _wanted(scene: Scene, unit: str, gives: str | None) -> tuple[object, ...] | None:
    if gives is None:
        return (unit,)
    values = scene.setting.organ(unit, scene.day).values.get(gives)
    return values if isinstance(values, tuple) else () if values is ABSENT else None


def _listed(scene: Scene, reached: object, raw: object) -> tuple[object, ...]:
    """Give what the list reaches: what it names, and for organs their successors; an office is not its organ."""
    if not isinstance(reached, tuple):
        return ()
    if not isinstance(raw, tuple):
        return reached
    state = scene.setting.register.state
    offices = [isinstance(key, str) and isinstance(state(key, 1).values.get("office_of"), str) for key in raw]
    return (*raw, *(organ for organ, office in zip(reached, offices, strict=True) if not office))
