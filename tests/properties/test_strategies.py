"""The strategies themselves: what they draw is accepted, and names in records are opaque."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from property_helpers import INVENTED, each_pack, few, pack_named, report_of

from zhifa_rules import UsageError
from zhifa_rules.testing.changes import is_acceptable
from zhifa_rules.testing.material import material_of
from zhifa_rules.testing.spots import LEFT_OUT, put
from zhifa_rules.testing.strategies import blurs, histories, mishaps, records, situations
from zhifa_rules.testing.weaving import set_apart, shifted


@each_pack
@few
@given(data=st.data())
def test_what_is_drawn_is_accepted(name: str, data: st.DataObject) -> None:
    pack = pack_named(name)
    drawn = data.draw(histories(pack))
    blur = data.draw(blurs(pack, drawn))
    assert is_acceptable(drawn, pack.catalogue)
    assert is_acceptable(data.draw(mishaps(pack, drawn)), pack.catalogue)
    assert blur is None or is_acceptable(blur.apply(drawn), pack.catalogue)
    pack.catalogue.validate(data.draw(records(pack)))


@each_pack
@few
@given(data=st.data())
def test_names_are_opaque(name: str, data: st.DataObject) -> None:
    """Other keys of organs, persons, matters and documents make no difference to any verdict."""
    pack = pack_named(name)
    drawn, day = data.draw(situations(pack))
    other = set_apart(drawn, pack.catalogue, "-z")
    one, two = (
        Counter((d.norm.rule, d.norm.facet, d.verdict) for d in report_of(rs, day, pack=pack).duties)
        for rs in (drawn, other)
    )
    assert one == two


@each_pack
def test_moving_there_and_back_changes_nothing(name: str) -> None:
    material = material_of(pack_named(name))
    for seed in material.seeds:
        moved = shifted(seed.records, material.catalogue, -400)
        assert shifted(moved, material.catalogue, 400) == list(seed.records) or "9999" in str(seed.records)


def test_a_pack_without_cases_is_refused() -> None:
    bare = replace(pack_named(INVENTED), sha256="bare", case_files=[])
    with pytest.raises(UsageError, match="there are no example cases"):
        material_of(bare)


def test_values_are_put_in_their_place() -> None:
    record = {"id": "a", "type": "t", "persons": [{"person": "p"}, {"person": "q", "role": "r"}]}
    assert put([record], "a", ("persons", 1, "role"), LEFT_OUT)[0]["persons"][1] == {"person": "q"}
    assert put([record], "a", ("persons", 7, "role"), "x") == [record]
    assert put([record], "b", ("persons",), None) == [record]
