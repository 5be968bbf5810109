"""Hypothesis strategies: histories for any pack, the days to look at them, and what may happen to their records.

``situations(packs)`` is the one to begin with; ``packs`` takes what ``check`` takes::

    @given(situations(PACK))
    def test_report(situation):
        records, day = situation
        check(records, packs=PACK, as_of=day)

Histories are made of the example cases of the packs themselves: their records are moved in time, changed, known in
part, copied, corrected and woven together. All strategies give plain record mappings that the library accepts, and
shrink towards few records of one example case.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from zhifa_rules.testing.changes import MISHAPS, OTHER_FACTS, OTHER_VALUES, changed, draw_blur, is_acceptable
from zhifa_rules.testing.material import Material, days_of, material_of
from zhifa_rules.testing.spots import Record, key_fields
from zhifa_rules.testing.values import Blur, uncertain_values
from zhifa_rules.testing.weaving import later, set_apart, shifted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from hypothesis.strategies import DrawFn, SearchStrategy

    from zhifa_rules.session import PackSource

    Packs = PackSource | Iterable[PackSource]

__all__ = [
    "Blur",
    "Record",
    "as_of_dates",
    "blurs",
    "boundary_dates",
    "histories",
    "key_fields_of",
    "mishaps",
    "readings",
    "rearranged",
    "records",
    "renamed",
    "situations",
    "uncertain_values",
]

# Fields that name who or what is concerned: knowing less of them changes which duty is meant, not its verdict.
_NAMING_FIELDS = frozenset({"number", "document", "issuer", "by", "to", "organ", "person", "matter", "case"})
# Two cases in one history: in matters of the same name, in matters of their own under the same organs, wholly apart.
_SHARING = ((False, False), (True, False), (True, True))
_JITTER = (0, 0, 1, -1, 30, 400)


def boundary_dates(packs: Packs) -> SearchStrategy[date]:
    """Give days around which something changes: entry into force, holidays, ends of years and short months."""
    return _boundary_dates(material_of(packs))


def _boundary_dates(material: Material) -> SearchStrategy[date]:
    return st.builds(later, st.sampled_from(material.boundaries), st.sampled_from(material.distances))


def as_of_dates(packs: Packs, records: Iterable[Mapping[str, Any]] = ()) -> SearchStrategy[date]:
    """Give days to report on; with ``records``, mostly days on which a period counted from their dates ends."""
    material = material_of(packs)
    return _as_of_dates(material, records).map(lambda day: min(day, material.horizon))


def _as_of_dates(material: Material, records: Iterable[Mapping[str, Any]]) -> SearchStrategy[date]:
    days = days_of(records)
    if not days:
        return _boundary_dates(material)
    ends = st.builds(later, st.sampled_from(days), st.sampled_from(material.distances))
    near = st.builds(later, ends, st.sampled_from(_JITTER))
    return st.one_of(near, near, _boundary_dates(material))


def readings(packs: Packs) -> SearchStrategy[dict[str, str]]:
    """Give options for some of the open questions of the packs, minority ones included; mostly for none of them."""
    choices = {q.id: st.sampled_from([o.name for o in q.options]) for q in material_of(packs).questions}
    some = st.fixed_dictionaries({}, optional=choices)
    return st.one_of(st.just({}), some)


def records(packs: Packs) -> SearchStrategy[Record]:
    """Give one record such as the packs deal with."""
    return _records(material_of(packs))


@st.composite
def _records(draw: DrawFn, material: Material) -> Record:
    record = draw(st.sampled_from(draw(st.sampled_from(material.seeds)).records))
    alone = {k: v for k, v in record.items() if k not in ("corrects", "voids") or record["type"] == "record_voided"}
    return changed(draw, [alone], material, OTHER_VALUES, 2)[0]


def situations(
    packs: Packs, *, max_cases: int = 2, changes: bool = True, mishap: bool = True
) -> SearchStrategy[tuple[list[Record], date]]:
    """Give a history and a day to report on, mostly near the day on which the example case is looked at.

    The parameters are those of ``histories``.
    """
    return _situations(material_of(packs), max_cases, changes, mishap)


@st.composite
def _situations(
    draw: DrawFn, material: Material, max_cases: int, changes: bool, mishap: bool
) -> tuple[list[Record], date]:
    found: list[Record] = []
    looks: list[date] = []
    for n in range(draw(st.sampled_from([n for n in (1, 1, 2, 3) if n <= max_cases]))):
        case, look = _case(draw, material, f"-{n + 1}" if n else "")
        found += case
        looks.append(look)
    if changes:
        found = changed(draw, found, material, OTHER_FACTS, 4)
    if mishap:
        found = changed(draw, found, material, MISHAPS, 4)
    near = st.builds(later, st.sampled_from(looks), st.sampled_from(_JITTER))
    day = draw(st.one_of(near, near, _as_of_dates(material, found)))
    return found, min(day, material.horizon)


def histories(
    packs: Packs, *, max_cases: int = 2, changes: bool = True, mishap: bool = True
) -> SearchStrategy[list[Record]]:
    """Give a history: up to ``max_cases`` example cases of the packs, side by side and moved in time.

    ``changes`` lets things happen otherwise than in the cases; ``mishap`` lets go wrong what can go wrong with
    records. The result is always accepted as input.
    """
    return situations(packs, max_cases=max_cases, changes=changes, mishap=mishap).map(lambda found: found[0])


def _case(draw: DrawFn, material: Material, mark: str) -> tuple[list[Record], date]:
    """Draw a case, some of its records left out, set apart from other cases and moved in time."""
    seed = draw(st.sampled_from(material.seeds))
    kept = [record for record in seed.records if draw(st.integers(0, 99)) >= 3]
    chosen = list(kept) if kept and is_acceptable(kept, material.catalogue) else list(seed.records)
    if mark:
        subjects, actors = draw(st.sampled_from(_SHARING))
        chosen = set_apart(chosen, material.catalogue, mark, subjects=subjects, actors=actors)
    days = days_of(chosen)
    if not days or draw(st.integers(0, 2)) < 2:
        return chosen, seed.as_of
    offset = (draw(st.sampled_from(material.boundaries)) - draw(st.sampled_from(days))).days
    return shifted(chosen, material.catalogue, offset), later(seed.as_of, offset)


# --- What is not known --------------------------------------------------------------------------------------


def key_fields_of(packs: Packs) -> frozenset[str]:
    """Name the fields by which things are told apart or found."""
    return _NAMING_FIELDS | key_fields(material_of(packs).catalogue)


def blurs(
    packs: Packs, records: Sequence[Record], exclude: frozenset[str] | None = None
) -> SearchStrategy[Blur | None]:
    """Give one blur of a known, uncertain field of one of the records; ``None`` if there is no such field.

    Fields in ``exclude`` stay as they are; unless it is given, those that tell things apart.
    """
    return _blurs(material_of(packs), records, key_fields_of(packs) if exclude is None else exclude)


@st.composite
def _blurs(draw: DrawFn, material: Material, records: Sequence[Record], exclude: frozenset[str]) -> Blur | None:
    return draw_blur(draw, records, material, exclude)


def mishaps(packs: Packs, records: Sequence[Record], max_mishaps: int = 4) -> SearchStrategy[list[Record]]:
    """Do up to so many things to the records: less is known, copies, corrections, voids, gaps, late recording."""
    return _mishaps(material_of(packs), records, max_mishaps)


@st.composite
def _mishaps(draw: DrawFn, material: Material, records: Sequence[Record], most: int) -> list[Record]:
    return changed(draw, records, material, MISHAPS, most)


# --- What must not matter -----------------------------------------------------------------------------------


@st.composite
def rearranged(draw: DrawFn, records: Sequence[Record]) -> list[Record]:
    """Give the same records in another order, some of them several times."""
    repeated = draw(st.lists(st.sampled_from(records), max_size=3)) if records else []
    return draw(st.permutations([*records, *repeated]))


def renamed(records: Iterable[Record], names: Mapping[str, str]) -> list[Record]:
    """Give the records under other ids; references by ``corrects`` and ``voids`` follow."""
    return [
        {k: names.get(v, v) if k in ("id", "corrects", "voids") else v for k, v in record.items()} for record in records
    ]
