"""Duties that arise without a record: one per organ of the register, and per calendar period (S10)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhifa_rules.engines.native.norms import CompiledNorm, Instance
from zhifa_rules.engines.periods import periods_of

if TYPE_CHECKING:
    from zhifa_rules.records.dossier import Dossier
    from zhifa_rules.records.facts import Fact
    from zhifa_rules.records.register import Register


def organ_instances(one: CompiledNorm, dossier: Dossier, organ: str, register: Register, as_of: int) -> list[Instance]:
    """Give one instance per period in which both the instrument and the organ exist, or one for all time."""
    return [
        Instance(one, dossier, (period,), roots={"bearer": organ, "period": period})
        for period in periods_of(one.norm, register.rows(organ), as_of)
    ]


def person_instances(
    one: CompiledNorm, dossier: Dossier, person: str, register: Register, as_of: int
) -> list[Instance]:
    """Give one instance per period in which both the instrument and a row of the person exist.

    Of several rows of a person that lie in one period the last is taken: the state at its end.
    """
    rows = register.person_rows(person)
    latest = {period.key: (row, period) for row in rows for period in periods_of(one.norm, [row], as_of)}
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
