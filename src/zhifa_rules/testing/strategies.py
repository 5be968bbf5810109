"""Hypothesis strategies: supervision histories, the days to look at them, and what may happen to their records.

``histories()`` is the one to begin with::

    @given(histories(), as_of_dates())
    def test_report(records, day):
        check(records, packs="enshi", as_of=day)

All strategies give plain record mappings that the library accepts, and shrink towards few, plain, certain records.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from zhifa_rules.records import builtin_catalogue
from zhifa_rules.records.shapes import FieldShape, Kind
from zhifa_rules.testing.diary import BOUNDARIES, CASTS, Record
from zhifa_rules.testing.histories import draw_matter, draw_register, draw_yearly_work

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from hypothesis.strategies import DrawFn, SearchStrategy

__all__ = [
    "Blur",
    "Record",
    "as_of_dates",
    "blurs",
    "boundary_dates",
    "histories",
    "mishaps",
    "rearranged",
    "renamed",
    "uncertain_values",
]

# Fields by which things are told apart or found: knowing less of them changes which duty is meant, not its verdict.
KEY_FIELDS = frozenset({"number", "document", "issuer", "by", "to", "organ", "person", "matter", "case"})
_DAYS_AFTER = (0, 1, -1, 10, 11, 15, 16, 30, 31, 32, 45, 365)


def boundary_dates() -> SearchStrategy[date]:
    """Give days around which something changes: entry into force, holidays, year ends, the end of the calendar."""
    near = st.sampled_from((0, 1, -1, 10, 15, 30, 31))
    return st.builds(lambda day, days: day + timedelta(days=days), st.sampled_from(BOUNDARIES), near)


def as_of_dates(records: Iterable[Mapping[str, Any]] = ()) -> SearchStrategy[date]:
    """Give days to report on; with ``records``, mostly days on which a period counted from their dates ends."""
    days = sorted({date.fromisoformat(r["on"]) for r in records if isinstance(r.get("on"), str) and len(r["on"]) == 10})
    if not days:
        return boundary_dates()
    near = st.builds(lambda d, n: d + timedelta(days=n), st.sampled_from(days), st.sampled_from(_DAYS_AFTER))
    return st.one_of(near, near, boundary_dates())


@st.composite
def histories(
    draw: DrawFn,
    pack: str = "enshi",
    *,
    max_matters: int = 2,
    yearly: bool = True,
    orderly: bool = False,
    mishap: bool = True,
) -> list[Record]:
    """Give a history: a register, some matters, yearly work, and (``mishap``) what goes wrong with records.

    ``orderly`` histories hold only possible sequences of dates. The result is always accepted as input; use
    ``mishaps`` for records that contradict each other.
    """
    cast = CASTS[pack]
    records = draw_register(draw, cast)
    counts = [n for n in (1, 1, 1, 2, 3) if n <= max_matters]
    for n in range(draw(st.sampled_from(counts))):
        records += draw_matter(draw, cast, f"M{n + 1}", orderly=orderly)
    if yearly and draw(st.integers(0, 99)) >= 50:
        records += draw_yearly_work(draw, cast)
    return draw(mishaps(records)) if mishap else records


# --- What is not known --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Blur:
    """Says that of one field of one record less is known than its value."""

    record: str
    field: str
    value: Any
    left_out: bool = False

    def apply(self, records: Iterable[Record]) -> list[Record]:
        """Give the records with the field blurred."""
        return [self._blurred(r) if r["id"] == self.record else dict(r) for r in records]

    def _blurred(self, record: Record) -> Record:
        rest = {k: v for k, v in record.items() if k != self.field}
        return rest if self.left_out else {**rest, self.field: self.value}


def uncertain_values(shape: FieldShape, value: Any) -> SearchStrategy[Any]:  # noqa: ANN401
    """Give ways to say less of a field than that it has ``value``: null, bounds or alternatives that contain it."""
    if shape.many or value == "none":
        return st.none()
    if shape.kind is Kind.DATE:
        day, slack = date.fromisoformat(value), st.sampled_from((0, 1, 2, 20))
        before = slack.map(lambda n: (day - timedelta(days=n)).isoformat())
        after = slack.map(lambda n: (day + timedelta(days=n)).isoformat())
        both = st.fixed_dictionaries({"not_before": before, "not_after": after})
        alternatives = st.tuples(before, st.just(value), after).map(lambda days: {"one_of": list(days)})
        one_end = st.fixed_dictionaries({"not_before": before}) | st.fixed_dictionaries({"not_after": after})
        return st.none() | both | one_end | alternatives
    if shape.kind is Kind.INTEGER:
        below, above = st.integers(0, 5).map(lambda n: value - n), st.integers(0, 5).map(lambda n: value + n)
        return st.none() | st.fixed_dictionaries({"at_least": below, "at_most": above}) | _one_of(value, above)
    if shape.kind is Kind.FLAG:
        return st.none() | _one_of(value, st.just(not value))
    if shape.words is not None:
        return st.none() | _one_of(value, st.sampled_from(tuple(shape.words.labels)))
    if shape.kind is Kind.ORGAN:
        return st.none() | _one_of(value, st.sampled_from(("urban", "lichuan", "nobody")))
    return st.none() | _one_of(value, st.sampled_from(("422801", "500101", "x")))


def _one_of(value: object, others: SearchStrategy[Any]) -> SearchStrategy[Any]:
    return others.map(lambda other: {"one_of": [value, other]})


def _blurrable(records: Iterable[Record], exclude: frozenset[str]) -> list[tuple[Record, FieldShape]]:
    types = builtin_catalogue().types
    return [
        (record, shape)
        for record in records
        for name, value in record.items()
        for shape in (types[record["type"]].shape.fields[name],)
        if shape.uncertain and name not in exclude and value is not None and not isinstance(value, dict)
    ]


@st.composite
def blurs(draw: DrawFn, records: Sequence[Record], exclude: frozenset[str] = KEY_FIELDS) -> Blur:
    """Give one blur of a known, uncertain field of one of the records; fields in ``exclude`` stay as they are."""
    record, shape = draw(st.sampled_from(_blurrable(records, exclude)))
    # A field with an assumption that is left out is assumed, so only null makes it unknown.
    required = builtin_catalogue().types[record["type"]].model.model_fields[shape.name].is_required()
    if shape.assumption is None and not required and draw(st.integers(0, 3)) == 3:
        return Blur(record["id"], shape.name, None, left_out=True)
    return Blur(record["id"], shape.name, draw(uncertain_values(shape, record[shape.name])))


# --- What goes wrong with records ---------------------------------------------------------------------------


def _blur(draw: DrawFn, records: list[Record], _: str) -> list[Record]:
    return draw(blurs(records, frozenset({"organ"}))).apply(records)


def _make_none(draw: DrawFn, records: list[Record], _: str) -> list[Record]:
    found = [(r, s) for r, s in _blurrable(records, frozenset({"on"})) if not s.many]
    if not found:
        return records
    record, shape = draw(st.sampled_from(found))
    return Blur(record["id"], shape.name, "none").apply(records)


def _repeat(draw: DrawFn, records: list[Record], _: str) -> list[Record]:
    return [*records, dict(draw(st.sampled_from(records)))]


def _copy(draw: DrawFn, records: list[Record], name: str) -> list[Record]:
    source = draw(st.sampled_from([r for r in records if "number" in r or "document" in r] or records))
    copy = {**source, "id": f"{source['id']}-{name}"}
    if draw(st.booleans()) and isinstance(copy.get("on"), str):
        copy["on"] = (date.fromisoformat(copy["on"]) + timedelta(days=draw(st.sampled_from((1, -1, 9))))).isoformat()
    copy.pop("corrects", None)
    copy.pop("voids", None)
    return [*records, copy]


def _correct(draw: DrawFn, records: list[Record], name: str) -> list[Record]:
    taken = {r.get("corrects") for r in records}
    free = [r for r in records if r["id"] not in taken and "voids" not in r]
    source = draw(st.sampled_from(free))
    new = {**source, "id": f"{source['id']}-{name}", "corrects": source["id"]}
    if isinstance(new.get("on"), str):
        new["on"] = (date.fromisoformat(new["on"]) + timedelta(days=draw(st.sampled_from((0, 1, -1, 7))))).isoformat()
    return [*records, new]


def _void(draw: DrawFn, records: list[Record], name: str) -> list[Record]:
    voided = {r.get("voids") for r in records}
    source = draw(st.sampled_from([r for r in records if r["id"] not in voided]))
    return [*records, {"id": f"{source['id']}-{name}", "type": "record_voided", "voids": source["id"]}]


def _record_late(draw: DrawFn, records: list[Record], _: str) -> list[Record]:
    source = draw(st.sampled_from(records))
    day = draw(boundary_dates()).isoformat()
    return [{**r, "recorded_on": day} if r["id"] == source["id"] else r for r in records]


def _drop(draw: DrawFn, records: list[Record], _: str) -> list[Record]:
    named = {r.get("corrects") for r in records} | {r.get("voids") for r in records}
    free = [r for r in records if r["id"] not in named]
    gone = draw(st.sampled_from(free))["id"]
    return [r for r in records if r["id"] != gone] or records


def _orphan(draw: DrawFn, records: list[Record], _: str) -> list[Record]:
    source = draw(st.sampled_from(records))
    field = draw(st.sampled_from(("matter", "by")))
    return [{k: v for k, v in r.items() if k != field} if r["id"] == source["id"] else r for r in records]


_MISHAPS = (_blur, _copy, _repeat, _correct, _void, _record_late, _drop, _orphan, _make_none, _blur)


@st.composite
def mishaps(draw: DrawFn, records: list[Record], max_mishaps: int = 4) -> list[Record]:
    """Do up to so many things to the records: less is known, copies, corrections, voids, gaps, late recording."""
    records = [dict(r) for r in records]
    counts = [n for n in (0, 0, 1, 1, 1, 2, 2, 3, 4) if n <= max_mishaps]
    for n in range(draw(st.sampled_from(counts))):
        happen = draw(st.sampled_from(_MISHAPS))
        records = _consistent(happen(draw, records, f"v{n}"))
    return records


def _consistent(records: list[Record]) -> list[Record]:
    """Keep repeated records equal after one of them has changed."""
    last = {r["id"]: r for r in records}
    return [dict(last[r["id"]]) for r in records]


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
