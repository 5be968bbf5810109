"""What can happen to the records of a history: other facts, less knowledge, copies, corrections, gaps, late entries.

Every change takes Hypothesis's ``draw``, the records, the material and a fresh name; ``changed`` carries some out
and leaves away those after which the records could not be taken.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from zhifa_rules.errors import InputError
from zhifa_rules.records.log import RecordLog
from zhifa_rules.records.shapes import Kind
from zhifa_rules.testing.material import Material, days_of
from zhifa_rules.testing.spots import NONE, Record, Spot, put, spots
from zhifa_rules.testing.values import Blur, less_known, plain_values
from zhifa_rules.testing.weaving import moved

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hypothesis.strategies import DrawFn

    from zhifa_rules.records import Catalogue

Change = Callable[["DrawFn", list[Record], Material, str], list[Record]]

_REFERENCES = ("corrects", "voids")
_REGISTERS = ("organ_registered", "person_registered")
_FIXED = frozenset({"id", "type", "corrects", "voids", "recorded_on", "note"})


def changed(
    draw: DrawFn, records: Sequence[Record], material: Material, choices: Sequence[Change], most: int
) -> list[Record]:
    """Carry out up to ``most`` changes; the result is accepted as input."""
    current = [dict(record) for record in records]
    for n in range(draw(st.sampled_from([n for n in (0, 0, 1, 1, 1, 2, 2, 3, 4) if n <= most]))):
        change = draw(st.sampled_from(choices))
        after = _consistent(change(draw, current, material, f"v{n}"))
        current = after if after and is_acceptable(after, material.catalogue) else current
    return current


def is_acceptable(records: Iterable[Record], catalogue: Catalogue) -> bool:
    """Tell whether records are valid one by one and do not contradict each other."""
    log = RecordLog()
    try:
        for record in records:
            log.add(catalogue.validate(record))
        log.check()
    except InputError:
        return False
    return True


def _consistent(records: list[Record]) -> list[Record]:
    """Keep repeated records equal after one of them has changed."""
    last = {record["id"]: record for record in records}
    return [dict(last[record["id"]]) for record in records]


def _free_spots(records: Iterable[Record], material: Material) -> list[Spot]:
    found = spots(records, material.catalogue)
    return [spot for spot in found if spot.is_plain and spot.path[0] not in _FIXED]


def blurrable(records: Iterable[Record], material: Material, exclude: frozenset[str]) -> list[Spot]:
    """List the known values of uncertain fields, those of fields in ``exclude`` left away."""
    found = spots(records, material.catalogue)
    return [s for s in found if s.shape.uncertain and s.shape.name not in exclude and (s.is_plain or s.value == NONE)]


# --- Other facts --------------------------------------------------------------------------------------------


def _other_value(draw: DrawFn, records: list[Record], material: Material, _: str) -> list[Record]:
    found = [spot for spot in _free_spots(records, material) if spot.shape.kind is not Kind.DATE]
    if not found:
        return records
    spot = draw(st.sampled_from(found))
    return put(records, spot.record, spot.path, draw(plain_values(spot, records, material)))


def _other_word(draw: DrawFn, records: list[Record], material: Material, _: str) -> list[Record]:
    found = [spot for spot in _free_spots(records, material) if spot.shape.words is not None]
    if not found:
        return records
    spot = draw(st.sampled_from(found))
    return put(records, spot.record, spot.path, draw(plain_values(spot, records, material)))


def _other_day(draw: DrawFn, records: list[Record], material: Material, _: str) -> list[Record]:
    """Move one date by a distance that occurs, or to such a distance from another date of the history."""
    found = [spot for spot in _free_spots(records, material) if spot.shape.kind is Kind.DATE and not spot.shape.many]
    if not found:
        return records
    spot = draw(st.sampled_from(found))
    start = draw(st.sampled_from([spot.value, *(day.isoformat() for day in days_of(records))]))
    distance = draw(st.sampled_from(material.distances))
    return put(records, spot.record, spot.path, moved(start, distance))


def _drop(draw: DrawFn, records: list[Record], _: Material, __: str) -> list[Record]:
    gone = draw(st.sampled_from(records))["id"]
    return [record for record in records if record["id"] != gone]


def _more_from_the_cases(draw: DrawFn, records: list[Record], material: Material, name: str) -> list[Record]:
    """Add one record of another case, as if it belonged to a matter of this history."""
    other = draw(st.sampled_from(draw(st.sampled_from(material.seeds)).records))
    added = {**other, "id": f"{other['id']}-{name}"}
    matters = sorted({r["matter"] for r in records if isinstance(r.get("matter"), str)})
    if "matter" in added and matters:
        added["matter"] = draw(st.sampled_from(matters))
    return [*records, added]


def _later_state(draw: DrawFn, records: list[Record], material: Material, name: str) -> list[Record]:
    """Add a further state to a row of a register, in which something is different."""
    rows = [record for record in records if record["type"] in _REGISTERS]
    if not rows:
        return records
    row = {**draw(st.sampled_from(rows)), "id": name}
    if draw(st.booleans()):
        row["on"] = draw(st.sampled_from(material.boundaries)).isoformat()
    return _other_value(draw, [row], material, name) + records


def _log(draw: DrawFn, records: list[Record], material: Material, name: str) -> list[Record]:
    """Declare the log complete, or open one that was, for a span between days that matter."""
    days = material.boundaries
    first, last = sorted((draw(st.sampled_from(days)), draw(st.sampled_from(days))))
    used = sorted({record["type"] for record in records})
    scope: Record = {"id": name, "type": "log_scope_declared", "organs": ["all"]}
    scope["types"] = draw(st.sampled_from((["all"], *([type_] for type_ in used))))
    scope |= {"covers_from": first.isoformat(), "covers_to": last.isoformat()}
    if draw(st.integers(0, 2)) == 2:
        scope["complete"] = False
    return [*records, scope]


def _time(draw: DrawFn, records: list[Record], _: Material, __: str) -> list[Record]:
    """Say at what time, or as which of its day, something happened."""
    source = draw(st.sampled_from(records))
    orders: list[Record] = [{"at": "09:00"}, {"at": "15:30"}, {"seq": 1}, {"seq": 2}]
    order = draw(st.sampled_from(orders))
    return [{**record, **order} if record["id"] == source["id"] else record for record in records]


# --- Less knowledge -----------------------------------------------------------------------------------------


def draw_blur(draw: DrawFn, records: Sequence[Record], material: Material, exclude: frozenset[str]) -> Blur | None:
    """Draw a way to say less of one of the known values; ``None`` if there is none to say less of."""
    found = blurrable(records, material, exclude)
    if not found:
        return None
    spot = draw(st.sampled_from(found))
    blur = Blur(spot.record, spot.path, draw(less_known(spot, records, material)))
    # A field that must be there can still be said to be unknown.
    return blur if is_acceptable(blur.apply(records), material.catalogue) else replace(blur, value=None)


def _blur(draw: DrawFn, records: list[Record], material: Material, _: str) -> list[Record]:
    blur = draw_blur(draw, records, material, frozenset())
    return records if blur is None else blur.apply(records)


def _none(draw: DrawFn, records: list[Record], material: Material, _: str) -> list[Record]:
    found = blurrable(records, material, frozenset({"on"}))
    if not found:
        return records
    spot = draw(st.sampled_from(found))
    return put(records, spot.record, spot.path, NONE)


def _orphan(draw: DrawFn, records: list[Record], _: Material, __: str) -> list[Record]:
    """Leave out of one record who acted, or in which matter or case."""
    source = draw(st.sampled_from(records))
    field = draw(st.sampled_from(("matter", "by", "case")))
    return [{k: v for k, v in r.items() if k != field} if r["id"] == source["id"] else r for r in records]


# --- What goes wrong with records ---------------------------------------------------------------------------


def _repeat(draw: DrawFn, records: list[Record], _: Material, __: str) -> list[Record]:
    return [*records, dict(draw(st.sampled_from(records)))]


def _copy(draw: DrawFn, records: list[Record], material: Material, name: str) -> list[Record]:
    """Record one thing a second time under another id, the copy perhaps saying something else."""
    keyed = [r for r in records if all(part in r for part in material.catalogue.types[r["type"]].natural_key or ("_",))]
    source = draw(st.sampled_from(keyed or records))
    copy = {k: v for k, v in source.items() if k not in _REFERENCES} | {"id": f"{source['id']}-{name}"}
    return [*records, *(_other_value(draw, [copy], material, name) if draw(st.booleans()) else [copy])]


def _correct(draw: DrawFn, records: list[Record], material: Material, name: str) -> list[Record]:
    source = draw(st.sampled_from(records))
    new = {k: v for k, v in source.items() if k != "voids"} | {"id": f"{source['id']}-{name}", "corrects": source["id"]}
    change = draw(st.sampled_from((_other_day, _other_value, _blur)))
    return [*records, *change(draw, [new], material, name)]


def _void(draw: DrawFn, records: list[Record], _: Material, name: str) -> list[Record]:
    source = draw(st.sampled_from(records))
    return [*records, {"id": f"{source['id']}-{name}", "type": "record_voided", "voids": source["id"]}]


def _record_late(draw: DrawFn, records: list[Record], material: Material, _: str) -> list[Record]:
    source = draw(st.sampled_from(records))
    day = draw(st.sampled_from(material.boundaries)).isoformat()
    return [{**r, "recorded_on": day} if r["id"] == source["id"] else r for r in records]


OTHER_VALUES: Sequence[Change] = (_other_day, _other_word, _other_value)
OTHER_FACTS: Sequence[Change] = (
    *OTHER_VALUES,
    _other_day,
    _drop,
    _more_from_the_cases,
    _log,
    _later_state,
    _time,
)
MISHAPS: Sequence[Change] = (
    _blur,
    _copy,
    _repeat,
    _correct,
    _void,
    _record_late,
    _drop,
    _orphan,
    _none,
    _blur,
)
