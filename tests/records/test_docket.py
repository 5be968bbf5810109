"""What a docket enters straight from the records of a subject is what its dossier would say."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.standard.work import AS_OF, events
from tests.reference.drawn.histories import drawn_history
from tests.reference.drawn.packs import drawn_pack
from zhifa_rules.errors import NOWHERE
from zhifa_rules.packs import builtin_packs, load_pack
from zhifa_rules.records import builtin_catalogue
from zhifa_rules.records.docket import Docketing
from zhifa_rules.records.facts import FactMaker
from zhifa_rules.records.history import History
from zhifa_rules.session import common_catalogue
from zhifa_rules.testing import read_cases

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zhifa_rules.records import Catalogue
    from zhifa_rules.records.entries import Entry

_PACKS_DRAWN, _RULES = 12, 12


def fields_of(catalogue: Catalogue) -> list[str]:
    """Give the names of all fields of records and of the parts that they list."""
    shapes = [one.shape for one in catalogue.types.values()]
    inner = [field.element for shape in shapes for field in shape.fields.values() if field.element is not None]
    return sorted({name for shape in (*shapes, *inner) for name in shape.fields})


def said(entry: Entry, read: frozenset[str]) -> tuple[Any, ...]:
    """Give what an entry says as far as it is read."""
    day, key, values, links, stable = entry
    told = {name: read_in(value, read) for name, value in values.items() if name in read}
    return day, key, told, {field: document[1] for field, document in links.items()}, stable


def read_in(value: Any, read: frozenset[str]) -> Any:  # noqa: ANN401
    """Give what is read of a value: of the parts of a list, the fields of those names."""
    if not isinstance(value, tuple):
        return value
    parts = [vars(part) if hasattr(part, "__dict__") else part for part in value]
    return [{k: v for k, v in part.items() if k in read} if isinstance(part, dict) else part for part in parts]


def plain_subjects(catalogue: Catalogue, records: Iterable[Any], as_of: int, read: frozenset[str]) -> int:
    """Compare the entries of every plain subject with its dossier; tells how many there were."""
    history = History(catalogue)
    for record in records:
        history.add(catalogue.validate(record, NOWHERE), NOWHERE)
    history.settle()
    register = history.register(as_of)
    docketing = Docketing(catalogue.types, {n: FactMaker(t) for n, t in catalogue.types.items()}, read)
    plain = 0
    for home in list(history.homes):
        stated = history.stated_in(home)
        entries = docketing.entries(*stated, as_of, register.principals)
        if entries is None:
            continue
        plain += 1
        dossier = history.dossier(home, as_of, register)
        assert not dossier.dangling
        entered = {type_: [said(entry, read) for entry in found] for type_, found in entries.items()}
        assembled = {type_: [said(entry, read) for entry in found] for type_, found in dossier.entries.items()}
        assert entered == assembled
    return plain


@settings(max_examples=10 * settings().max_examples)
@given(data=st.data())
def test_entries_say_what_the_dossier_of_a_drawn_history_says(data: st.DataObject) -> None:
    drawn = drawn_pack(f"docket {data.draw(st.integers(1, _PACKS_DRAWN))}", _RULES)
    seed, share = data.draw(st.integers(0, 100_000)), data.draw(st.sampled_from((0.0, 0.2, 0.6, 1.0)))
    history = drawn_history(drawn, seed, unknowns=bool(seed % 2))
    catalogue, random = common_catalogue([drawn.pack]), Random(seed)
    read = frozenset(name for name in fields_of(catalogue) if random.random() < share)
    plain_subjects(catalogue, history.records, history.day.toordinal(), read)


@pytest.mark.parametrize("name", builtin_packs())
def test_entries_say_what_the_dossiers_of_the_cases_say(name: str) -> None:
    pack = load_pack(name)
    catalogue = common_catalogue([pack])
    everything = frozenset(fields_of(catalogue))
    plain = 0
    for case in read_cases(pack):
        for read in (frozenset[str](), everything):
            plain += plain_subjects(catalogue, [record for record, _ in case.records], case.as_of.toordinal(), read)
    assert plain


def test_most_subjects_of_the_standard_work_are_plain() -> None:
    matters = 40
    read = frozenset({"by", "kind", "document", "number", "limit_days", "persons", "role", "person", "on"})
    assert plain_subjects(builtin_catalogue(), events(matters), AS_OF.toordinal(), read) >= matters
