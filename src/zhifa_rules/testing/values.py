"""Other values for a field: plain ones that could stand there as well, and ways to say less of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from zhifa_rules.records.shapes import FieldShape, Kind
from zhifa_rules.testing.spots import LEFT_OUT, NONE, Path, Record, Spot, put, spots
from zhifa_rules.testing.weaving import moved

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from hypothesis.strategies import SearchStrategy

    from zhifa_rules.records import Catalogue
    from zhifa_rules.testing.material import Material

STRANGER = "stranger"
_SLACK = (0, 1, 2, 20)
_NAMES = frozenset({Kind.ORGAN, Kind.PERSON, Kind.DOCUMENT})


@dataclass(frozen=True)
class Blur:
    """Says that of one field of one record less is known than its value."""

    record: str
    path: Path
    value: Any

    @property
    def field(self) -> str:
        """The field of the record; of a field inside a list of elements, the field that holds the list."""
        return str(self.path[0])

    def apply(self, records: Iterable[Record]) -> list[Record]:
        """Give the records with the field blurred."""
        return put(records, self.record, self.path, self.value)


def uncertain_values(shape: FieldShape, value: Any, others: Sequence[str] = (STRANGER,)) -> SearchStrategy[Any]:  # noqa: ANN401
    """Give ways to say less of a field than that it has ``value``: null, bounds or alternatives that contain it.

    ``others`` are alternatives for the fields that hold names or free text.
    """
    if shape.many or value == NONE:
        return st.none()
    if shape.kind is Kind.DATE:
        return _uncertain_dates(value)
    if shape.kind is Kind.INTEGER:
        below, above = st.integers(0, 5).map(lambda n: value - n), st.integers(0, 5).map(lambda n: value + n)
        return st.none() | st.fixed_dictionaries({"at_least": below, "at_most": above}) | _one_of(value, above)
    if shape.kind is Kind.FLAG:
        return st.none() | _one_of(value, st.just(not value))
    if shape.words is not None:
        return st.none() | _one_of(value, st.sampled_from(tuple(shape.words.labels)))
    return st.none() | _one_of(value, st.sampled_from(others or (STRANGER,)))


def _uncertain_dates(value: str) -> SearchStrategy[Any]:
    slack = st.sampled_from(_SLACK)
    before, after = slack.map(lambda n: moved(value, -n)), slack.map(lambda n: moved(value, n))
    both = st.fixed_dictionaries({"not_before": before, "not_after": after})
    alternatives = st.tuples(before, st.just(value), after).map(lambda days: {"one_of": list(days)})
    one_end = st.fixed_dictionaries({"not_before": before}) | st.fixed_dictionaries({"not_after": after})
    return st.none() | both | one_end | alternatives


def _one_of(value: object, others: SearchStrategy[Any]) -> SearchStrategy[Any]:
    return others.map(lambda other: {"one_of": [value, other]})


def names_in(records: Iterable[Record], catalogue: Catalogue, kind: Kind) -> Sequence[str]:
    """List the organs, persons or documents that the records name, and one that they do not."""
    found: dict[str, None] = {}
    for spot in spots(records, catalogue):
        if spot.shape.kind is kind and spot.is_plain:
            found.update(dict.fromkeys(spot.value if spot.shape.many else [spot.value]))
        elif kind is Kind.DOCUMENT and spot.shape.name == "number" and spot.is_plain:
            found[spot.value] = None
    return (*found, STRANGER)


def plain_values(spot: Spot, records: Iterable[Record], material: Material) -> SearchStrategy[Any]:
    """Give other plain values for a field: another word, a neighbouring day or number, another of those named."""
    shape, value = spot.shape, spot.value
    if shape.kind is Kind.ELEMENT:
        return _other_lists(value, st.sampled_from(value) if value else st.just({}))
    one = _other_value(shape, records, material)
    if shape.many:
        return _other_lists(value, one(None))
    return one(value)


def _other_value(
    shape: FieldShape, records: Iterable[Record], material: Material
) -> Callable[[Any], SearchStrategy[Any]]:
    """Give, for one value of the kind that a field holds, a strategy of others."""
    if shape.kind is Kind.DATE:
        return lambda day: st.sampled_from(material.distances).map(lambda n: moved(day, n))
    if shape.kind is Kind.INTEGER:
        return lambda number: st.sampled_from((1, -1, 2, 10)).map(lambda n: number + n)
    if shape.kind is Kind.FLAG:
        return lambda flag: st.just(not flag)
    choices: Sequence[str]
    if shape.words is not None:
        choices = tuple(shape.words.labels)
    elif shape.kind in _NAMES:
        choices = names_in(records, material.catalogue, shape.kind)
    else:
        choices = (*material.texts.get(shape.name, ()), STRANGER)
    return lambda _: st.sampled_from(choices)


def _other_lists(members: list[Any], more: SearchStrategy[Any]) -> SearchStrategy[list[Any]]:
    """Give the list without one of its members, with another one, or empty."""
    without = st.integers(0, max(0, len(members) - 1)).map(lambda n: members[:n] + members[n + 1 :])
    longer = more.map(lambda member: members if member in members else [*members, member])
    return without | longer | st.just([])


def less_known(spot: Spot, records: Iterable[Record], material: Material) -> SearchStrategy[Any]:
    """Give ways to say less of a field than its value; where nothing is assumed of it, also leaving it out."""
    shape = spot.shape
    others: Sequence[str] = ()
    if shape.kind in _NAMES:
        others = names_in(records, material.catalogue, shape.kind)
    elif shape.kind is Kind.TEXT:
        others = material.texts.get(shape.name, ())
    values = uncertain_values(shape, spot.value, others)
    # A field with an assumption that is left out is assumed, so only null makes it unknown.
    return values if shape.assumption is not None else values | st.just(LEFT_OUT)
