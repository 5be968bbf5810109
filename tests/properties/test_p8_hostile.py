"""P8: whatever is thrown at it, the library answers with a report or with an error that a user can act on."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from property_helpers import as_bytes, enshi, report_of

from zhifa_rules import InputError, Session, UsageError, ZhifaError, check, load_pack
from zhifa_rules.records import builtin_catalogue
from zhifa_rules.testing.strategies import Record, histories

_ODD: list[Any] = [
    None,
    "",
    "none",
    "None",
    "2025-02-30",
    "0001-01-01",
    "9999-12-31",
    "2025-06-03T00:00:00",
    "\ud800",
    "x" * 10_000,
    "第（一）",
    0,
    -1,
    10**30,
    -(10**30),
    1.5,
    float("nan"),
    float("inf"),
    True,
    date(2025, 6, 3),
    datetime(2025, 6, 3, 12),
    b"bytes",
    [],
    {},
    [[]],
    [None],
    ["all"],
    {"one_of": []},
    {"one_of": [None]},
    {"one_of": "2025"},
    {"one_of": [{"one_of": [1]}]},
    {"one_of": [["urban"], ["water"]]},
    {"not_before": None},
    {"not_before": "2025-01-01", "not_after": "2024-01-01"},
    {"not_before": "9999-12-31"},
    {"not_after": "0001-01-01"},
    {"at_least": 10**30},
    {"at_least": True},
    {"at_least": 5, "at_most": 1},
    {1: 2},
    object(),
    {"unhashable": set()},
    ("urban",),
]
_DEEP: Any = []
for _ in range(300):
    _DEEP = [_DEEP]
_DEEP_MAP: Any = {}
for _ in range(300):
    _DEEP_MAP = {"one_of": [_DEEP_MAP]}

_FIELDS = sorted({f for t in builtin_catalogue().types.values() for f in t.shape.fields} | {"unknown_field"})


def _junk() -> st.SearchStrategy[Any]:
    odd = st.sampled_from([*_ODD, _DEEP, _DEEP_MAP])
    leaf = st.one_of(odd, st.text(max_size=5), st.integers(), st.floats(), st.dates())
    return st.recursive(
        leaf, lambda x: st.lists(x, max_size=2) | st.dictionaries(st.text(max_size=5), x, max_size=2), max_leaves=4
    )


def _takes(records: list[Any], day: object) -> None:
    """Either everything is taken and reported, or the error is one of ours and can be shown."""
    try:
        report = check(records, packs=[enshi()], as_of=day)  # type: ignore[arg-type]
    except (InputError, UsageError) as error:
        assert error.problems
        assert str(error)
        return
    as_bytes(report).decode()


@given(st.data())
def test_junk_in_a_field(data: st.DataObject) -> None:
    records = data.draw(histories(max_matters=1, mishap=False, yearly=False))
    for _ in range(data.draw(st.integers(1, 3))):
        n = data.draw(st.integers(0, len(records) - 1))
        field = data.draw(st.sampled_from(sorted(records[n])) | st.sampled_from(_FIELDS))
        records[n] = {**records[n], field: data.draw(_junk())}
    _takes(records, "2025-09-01")


@given(st.lists(st.one_of(_junk(), st.dictionaries(st.sampled_from(_FIELDS), _junk(), max_size=4)), max_size=3))
def test_junk_for_a_record(records: list[Any]) -> None:
    _takes(records, "2025-09-01")


@given(st.data())
def test_random_record_of_a_type(data: st.DataObject) -> None:
    type_ = data.draw(st.sampled_from(sorted(builtin_catalogue().types)))
    fields = sorted(builtin_catalogue().types[type_].shape.fields)
    record = data.draw(st.dictionaries(st.sampled_from(fields), _junk(), max_size=6))
    _takes([{**record, "id": "r", "type": type_}], "2025-09-01")


@given(_junk())
def test_junk_for_a_date(day: object) -> None:
    _takes([], day)
    try:
        check([], packs=[enshi()], as_of="2025-09-01", known_on=day)  # type: ignore[arg-type]
    except UsageError as error:
        assert str(error)


@given(_junk())
def test_junk_for_readings(reading: object) -> None:
    for readings in ({"rollover": reading}, {reading: "rolls"} if isinstance(reading, str) else {}):
        try:
            Session([enshi()], readings=readings)  # type: ignore[arg-type]
        except UsageError as error:
            assert str(error)


@pytest.mark.parametrize("name", ["", "nowhere", "../..", "/", "\0", "x" * 5000])
def test_junk_for_a_pack(name: str) -> None:
    with pytest.raises(ZhifaError):
        load_pack(name)


@pytest.mark.parametrize("day", ["0001-01-01", "2025-03-01", "9999-12-31", "9999-12-01"])
def test_ends_of_time(day: str) -> None:
    letter: Record = {"id": "L", "type": "document_issued", "by": "a", "to": ["b"], "number": "1", "matter": "M"}
    letter["kind"] = "recommendation"
    records = [
        {**letter, "on": day},
        {"id": "R", "type": "document_received", "by": "b", "document": "1", "on": day, "matter": "M"},
        {"id": "O", "type": "request_filed", "by": "b", "against": "1", "on": day, "kind": "objection", "matter": "M"},
    ]
    _takes(records, "9999-12-31")
    _takes(records, "2025-06-01")


@pytest.mark.parametrize("limit", [0, -1, 10**6, 10**9, 10**30, -(10**30)])
def test_absurd_limits(limit: int) -> None:
    letter: Record = {"id": "L", "type": "document_issued", "by": "a", "to": ["b"], "number": "1", "matter": "M"}
    letter |= {"kind": "recommendation", "on": "2025-05-01", "limit_days": limit}
    receipt = {"id": "R", "type": "document_received", "by": "b", "document": "1", "on": "2025-05-02", "matter": "M"}
    _takes([letter, receipt], "2025-06-15")
    _takes([{**letter, "limit_days": {"at_least": limit}}, receipt], "2025-06-15")


def test_many_unknowns_do_not_hang() -> None:
    """More possible worlds than can be looked at: nothing is decided, and nothing crashes."""
    letter: Record = {"id": "L", "type": "document_issued", "on": "2025-02-25", "number": "L", "matter": "M"}
    objection = {"id": "O", "type": "request_filed", "on": "2025-02-27", "by": "b", "kind": "objection", "against": "L"}
    bounds = {"not_before": "2025-02-27", "not_after": "2025-03-19"}
    records = [
        {**letter, "limit_days": 60},
        {"id": "R", "type": "document_received", "on": "2025-02-28", "by": "b", "document": "L"},
        {**objection, "received_on": bounds},
        {"id": "W", "type": "request_withdrawn", "on": "2025-02-28", "kind": "objection", "against": "L"},
    ]
    report = report_of(records, "2025-06-03")
    assert not report.violations
