"""Facts of records: merging, assumptions, order of dates, and the subjects to which they belong."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from record_helpers import history, letter, opened, receipt, record

from zhifa_rules import ABSENT, UNKNOWN, DateBounds, OneOf, builtin_packs, load_pack
from zhifa_rules.errors import InputError
from zhifa_rules.records.facts import narrowed_date
from zhifa_rules.records.history import History
from zhifa_rules.testing.strategies import histories

END = date(2027, 1, 1).toordinal()


def merged(field: str, one: object, other: object) -> object:
    copies = history(letter("a", **{field: one}), letter("b", **{field: other}))
    (fact,) = copies.facts("document_issued", END)
    assert fact.records == ("a", "b")
    return fact.values[field]


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        (30, 30, 30),
        (30, 20, UNKNOWN),
        (30, None, 30),
        (30, "none", UNKNOWN),
        (30, {"one_of": [15, 30]}, 30),
        (20, {"one_of": [15, 30]}, UNKNOWN),
        (30, {"at_least": 10}, 30),
        (5, {"at_least": 10}, UNKNOWN),
    ],
)
def test_copies(one: object, other: object, both: object) -> None:
    assert merged("limit_days", one, other) == both
    assert merged("limit_days", other, one) == both


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        ("2025-06-03", "2025-06-04", UNKNOWN),
        ("2025-06-03", {"not_after": "2025-06-04"}, date(2025, 6, 3)),
        ({"not_before": "2025-06-01"}, {"not_after": "2025-06-04"}, DateBounds(date(2025, 6, 1), date(2025, 6, 4))),
        ({"not_before": "2025-06-05"}, {"not_after": "2025-06-04"}, UNKNOWN),
    ],
)
def test_copies_with_dates(one: object, other: object, both: object) -> None:
    assert merged("on", one, other) == both
    assert merged("on", other, one) == both


@given(st.permutations([30, 20, None, {"one_of": [20, 30]}, {"at_least": 1}, {"one_of": [20, 25]}]), st.integers(2, 6))
def test_copies_in_any_order(values: list[Any], count: int) -> None:
    """What several copies say together does not depend on which id each has."""
    one = history(*(letter(f"r{n}", limit_days=v) for n, v in enumerate(values[:count])))
    other = history(*(letter(f"r{n}", limit_days=v) for n, v in enumerate(reversed(values[:count]))))
    (a,), (b,) = one.facts("document_issued", END), other.facts("document_issued", END)
    assert a.values["limit_days"] == b.values["limit_days"]


@pytest.mark.parametrize("part", ["by", "number"])
def test_unknown_key_part_does_not_merge(part: str) -> None:
    found = history(letter("a", **{part: None}), letter("b")).facts("document_issued", END)
    assert sorted(f.stable for f in found) == [False, True]


def test_known_absent_key_part_does_not_merge() -> None:
    assert len(history(letter("a", number="none"), letter("b", number="none")).facts("document_issued", END)) == 2


@pytest.mark.parametrize(
    ("sent", "arrived", "expected"),
    [
        ("2025-06-03", "2025-06-05", (date(2025, 6, 3), date(2025, 6, 5))),
        ("2025-06-05", "2025-06-03", (UNKNOWN, UNKNOWN)),
        (None, "2025-06-05", (DateBounds(None, date(2025, 6, 5)), date(2025, 6, 5))),
        ("2025-06-03", None, (date(2025, 6, 3), DateBounds(date(2025, 6, 3), None))),
        ({"one_of": ["2025-06-03", "2025-06-09"]}, "2025-06-05", (date(2025, 6, 3), date(2025, 6, 5))),
    ],
)
def test_declared_order_narrows(sent: object, arrived: object, expected: tuple[object, object]) -> None:
    filed = record("request_filed", "a", on=sent, received_on=arrived, by="urban")
    (fact,) = history(filed).facts("request_filed", END)
    assert (fact.values["on"], fact.values["received_on"]) == expected


def test_assumptions_are_made_and_listed_only_where_left_out() -> None:
    silent, open_ = letter("a"), letter("b", number="2", limit_on=None)
    both = history(silent, open_)
    values = {f.records[0]: f.values["limit_on"] for f in both.facts("document_issued", END)}
    assert values["a"] is ABSENT
    assert values["b"] is UNKNOWN
    assert any("last day" in a.en for a in both.assumptions(END))
    assert not history(open_).assumptions(END) or all("last day" not in a.en for a in history(open_).assumptions(END))


def test_assumption_copies_another_field() -> None:
    (fact,) = history(record("review_completed", "a", on="2025-06-03", by="urban")).facts("review_completed", END)
    assert fact.values["organisers"] == ("urban",)
    assert fact.values["started_on"] == date(2025, 6, 3)


@pytest.mark.parametrize("backwards", [False, True])
def test_facts_without_a_matter_follow_the_document_they_name(backwards: bool) -> None:
    records = [letter(matter="M"), receipt(matter=None)]
    found = history(*(reversed(records) if backwards else records))
    assert list(found.homes) == [("matter", "M")]


def test_document_in_two_matters_takes_nobody_along() -> None:
    found = history(letter("a", matter="M"), letter("b", by="other", matter="N"), receipt(matter=None))
    assert ("document", "1") in found.homes


def test_facts_dated_later_are_not_there_yet() -> None:
    found = history(opened("a", on="2025-04-01"), opened("b", on={"not_before": "2025-05-01"}), opened("c", on=None))
    seen = {f.records[0] for f in found.facts("matter_opened", date(2025, 4, 30).toordinal())}
    assert seen == {"a", "c"}


def test_copy_dated_later_is_not_there_yet() -> None:
    found = history(letter("a", limit_days=30), letter("b", limit_days=20, on="2025-06-10"))
    (early,) = found.facts("document_issued", date(2025, 6, 5).toordinal())
    assert (early.records, early.values["limit_days"]) == (("a",), 30)


def _snapshot(found: History) -> dict[Any, Any]:
    found.settle()
    types = found.catalogue.types
    facts = {f.key: (f.records, repr(f.values), f.matter) for t in types for f in found.facts(t, END)}
    homes = {home: sorted(map(repr, found.stated_in(home)[0])) for home in found.homes}
    return {"facts": facts, "homes": homes}


@given(st.data())
def test_growing_history_equals_a_history_made_at_once(data: st.DataObject) -> None:
    pack = load_pack(data.draw(st.sampled_from(builtin_packs())))
    records = [pack.catalogue.validate(r) for r in data.draw(histories(pack))]
    growing, at_once = History(pack.catalogue), History(pack.catalogue)
    for one in records:
        at_once.add(one)
    for one in data.draw(st.permutations(records)):
        growing.add(one)
        if data.draw(st.booleans()):
            try:
                growing.settle()
            except InputError as error:
                assert "not there" in str(error) or "corrected twice" in str(error)
    assert _snapshot(growing) == _snapshot(at_once)


@pytest.mark.parametrize(
    ("value", "low", "high", "kept"),
    [
        (DateBounds(date(2025, 1, 1), date(2025, 1, 9)), date(2025, 1, 5), date(2025, 1, 5), date(2025, 1, 5)),
        (OneOf((date(2025, 1, 1), date(2025, 1, 9))), date(2025, 1, 5), date(2025, 2, 1), date(2025, 1, 9)),
        (OneOf((date(2025, 1, 1), date(2025, 1, 9))), date(2025, 1, 3), date(2025, 1, 5), None),
        (date(2025, 1, 1), date(2025, 1, 2), date(2025, 1, 5), None),
        (UNKNOWN, date.min, date.max, UNKNOWN),
    ],
)
def test_narrowing(value: object, low: date, high: date, kept: object) -> None:
    assert narrowed_date(value, low.toordinal(), high.toordinal()) == kept
