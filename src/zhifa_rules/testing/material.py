"""What histories of some packs are made of: their own example cases, their words, and the days that matter to them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zhifa_rules.calendar import Calendar
from zhifa_rules.errors import Problem, UsageError
from zhifa_rules.packs import Pack, builtin_packs, load_pack
from zhifa_rules.records.facts import FIRST_DAY, LAST_DAY
from zhifa_rules.records.shapes import Kind
from zhifa_rules.session import AUTO, as_packs, common_catalogue
from zhifa_rules.testing.case_files import read_cases
from zhifa_rules.testing.spots import Record, spots

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from zhifa_rules.norms.core import Governance
    from zhifa_rules.packs.readings import Question
    from zhifa_rules.records import Catalogue, EventRecord
    from zhifa_rules.session import PackSource

_MOST_DISTANCES = 60
_HORIZON = 5 * 365


@dataclass(frozen=True, repr=False)
class Seed:
    """The records of one example case, as plain mappings, and the day on which it looks at them."""

    records: tuple[Record, ...]
    as_of: date


@dataclass(frozen=True, repr=False)
class Material:
    """What histories are made of.

    ``distances`` are the numbers of days that lie between the days of the example cases, nearest first: the periods
    of the rules and the days around their ends. ``texts`` holds the values of free text in use, by field. No history is
    looked at after ``horizon``, since yearly duties make far looks slow and say nothing new.
    """

    packs: Sequence[str]
    catalogue: Catalogue
    seeds: Sequence[Seed]
    boundaries: Sequence[date]
    horizon: date
    distances: Sequence[int]
    texts: Mapping[str, Sequence[str]]
    questions: Sequence[Question]

    def __repr__(self) -> str:
        return f"<material of {', '.join(self.packs)}>"


_found: dict[tuple[str, ...], Material] = {}


def material_of(packs: PackSource | Iterable[PackSource]) -> Material:
    """Give the material of packs by name, path or object; a named pack is read once only."""
    sources = [packs] if isinstance(packs, str | Path | Pack) else list(packs)
    names = [name for source in sources for name in (builtin_packs() if source == AUTO else (source,))]
    loaded = as_packs([source if isinstance(source, Pack) else _loaded(source) for source in names])
    key = tuple(pack.sha256 for pack in loaded)
    if key not in _found:
        _found[key] = _gather(loaded)
    return _found[key]


@cache
def _loaded(source: str | Path) -> Pack:
    return load_pack(source)


def _gather(packs: Sequence[Pack]) -> Material:
    catalogue = common_catalogue(packs)
    seeds = tuple(
        Seed(tuple(_plain(record) for record, _ in case.records), case.as_of)
        for pack in packs
        for case in read_cases(pack)
        if case.records
    )
    names = [pack.id for pack in packs]
    if not seeds:
        cure = "Add cases to the folder cases of a pack, since histories are made of them"
        raise UsageError(Problem("there are no example cases", cure, field="packs", value=names))
    return Material(
        names,
        catalogue,
        seeds,
        boundaries=_boundaries(packs, [seed.as_of for seed in seeds]),
        horizon=Calendar.builtin().published_to + timedelta(days=_HORIZON),
        distances=_distances(seeds),
        texts=_texts(seeds, catalogue),
        questions=tuple(question for pack in packs for question in pack.questions.values()),
    )


def _plain(record: EventRecord) -> Record:
    return {**record.model_dump(mode="json", exclude_unset=True), "type": record.type}


def days_of(records: Iterable[Mapping[str, Any]]) -> list[date]:
    """List the days on which the records say that something happened."""
    stated = (record.get("on") for record in records)
    return sorted({date.fromisoformat(on) for on in stated if isinstance(on, str)})


def _distances(seeds: Iterable[Seed]) -> Sequence[int]:
    counted = Counter({0: 1, 1: 1, -1: 1})
    for seed in seeds:
        days = days_of(seed.records)
        counted.update((seed.as_of - day).days for day in days)
        counted.update((later - earlier).days for earlier, later in pairwise(days))
    common = [distance for distance, _ in counted.most_common(_MOST_DISTANCES)]
    return tuple(sorted({0, 1, -1, *common}, key=lambda distance: (abs(distance), -distance)))


def _texts(seeds: Iterable[Seed], catalogue: Catalogue) -> Mapping[str, Sequence[str]]:
    found: dict[str, dict[str, None]] = {}
    for seed in seeds:
        for spot in spots(seed.records, catalogue):
            if spot.shape.kind is Kind.TEXT and spot.is_plain:
                values = spot.value if spot.shape.many else [spot.value]
                found.setdefault(spot.shape.name, {}).update(dict.fromkeys(values))
    return {name: tuple(values) for name, values in found.items()}


# --- Days on which something changes ---


def _boundaries(packs: Iterable[Pack], looks: Sequence[date]) -> Sequence[date]:
    """Give the first and last days of the instruments, of years and short months, and of holidays."""
    found: set[date] = {Calendar.builtin().published_to}
    for pack in packs:
        for instrument in pack.instruments.values():
            found.update(date.fromordinal(day) for day in _edges(instrument.governance))
    last = Calendar.builtin().published_to.year
    years = range(max(min(looks, default=date.max).year, last - 10), min(max(looks, default=date.min).year, last) + 1)
    for year in years:
        found.update((date(year, 1, 1), date(year, 1, 31), date(year, 3, 1) - timedelta(days=1), date(year, 12, 31)))
        found.update(_holiday_edges(year))
    return tuple(sorted(found))


def _edges(governance: Governance) -> Iterator[int]:
    for day in (governance.first_day, governance.first_day_latest, governance.last_possible_day):
        yield from (near for near in (day - 1, day, day + 1) if FIRST_DAY < near < LAST_DAY)


def _holiday_edges(year: int) -> Iterator[date]:
    """Give the last day before each holiday of a year and the last day of the holiday."""
    calendar = Calendar.builtin()
    first = date(year, 1, 1).toordinal()
    for day in range(first + 1, first + 364):
        if (calendar.holiday_name(day) is None) != (calendar.holiday_name(day + 1) is None):
            yield date.fromordinal(day)
