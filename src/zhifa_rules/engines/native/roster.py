"""Duties that arise without a record: one per organ of the register, and per calendar period (S10)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from zhifa_rules.calendar import calendar_periods
from zhifa_rules.engines.native.norms import CompiledNorm, Instance
from zhifa_rules.norms.core import Norm, OnRoster
from zhifa_rules.records.facts import Fact
from zhifa_rules.records.register import Register, beginning_of, lasting_to

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zhifa_rules.records.dossier import Dossier


def organ_instances(one: CompiledNorm, dossier: Dossier, organ: str, register: Register, as_of: int) -> list[Instance]:
    """Give one instance per period in which both the instrument and the organ exist, or one for all time."""
    return [
        Instance(one, dossier, (period,), roots={"bearer": organ, "period": period})
        for period in _periods(one.norm, register.rows(organ), as_of)
    ]


def person_instances(
    one: CompiledNorm, dossier: Dossier, person: str, register: Register, as_of: int
) -> list[Instance]:
    """Give one instance per period in which both the instrument and a row of the person exist.

    Of several rows of a person that lie in one period the last is taken: the state at its end.
    """
    rows = register.person_rows(person)
    latest = {period.key: (row, period) for row in rows for period in _periods(one.norm, [row], as_of)}
    return [
        Instance(one, dossier, (period,), once_for=person, roots={"person": row, "period": period})
        for row, period in latest.values()
    ]


def instances_within(
    one: CompiledNorm, dossier: Dossier, outer: Fact | None, register: Register, as_of: int
) -> list[Instance]:
    """Give the instances of another roster rule for the same organ or person in the periods that lie within one."""
    index, key = dossier.key[0], dossier.key[-1]
    if index not in ("organ", "person"):
        return []  # the linter refuses such a reference
    listed = (organ_instances if index == "organ" else person_instances)(one, dossier, key, register, as_of)
    if outer is None or outer.type != "period":
        return listed
    first, last = outer.values["first_day"], outer.values["last_day"]
    within = (i.triggers[0].values for i in listed)
    return [i for i, v in zip(listed, within, strict=True) if first <= v["first_day"] and v["last_day"] <= last]


def _periods(norm: Norm, rows: Sequence[Fact], as_of: int) -> Iterator[Fact]:
    assert isinstance(norm.source, OnRoster)
    if not rows:
        return  # of whom the register knows nothing
    first = max(norm.governance.first_day, min(beginning_of(row) for row in rows))
    last = min(as_of, norm.governance.last_possible_day, max(lasting_to(row) for row in rows))
    if first > last:
        return
    if norm.source.every is None:
        yield _period_fact("in_force", "", first, first, last)
        return
    for period in calendar_periods(norm.source.every, first, last):  # type: ignore[arg-type]
        yield _period_fact("period", period.label, max(period.first, first), period.first, period.last)


def _period_fact(type_: str, label: str, on: int, first: int, last: int) -> Fact:
    days = {"on": date.fromordinal(on), "first_day": date.fromordinal(first), "last_day": date.fromordinal(last)}
    year = days["first_day"].year
    years = {"year": year, "previous_year": year - 1, "next_year": year + 1}
    return Fact(type_, {**days, **years}, (type_, label) if label else (type_,))
