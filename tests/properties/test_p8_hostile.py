"""P8: whatever is thrown at it, the library answers with a report or with an error that a user can act on."""

from __future__ import annotations

from collections.abc import Hashable
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from property_helpers import as_bytes, each_pack, enshi, few, pack_named, report_of

from zhifa_rules import InputError, Pack, Session, UsageError, ZhifaError, check, load_pack
from zhifa_rules.records import builtin_catalogue
from zhifa_rules.records.schema import records_schema
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


def _takes(records: list[Any], day: object, pack: Pack | None = None) -> None:
    """Either everything is taken and reported, or the error is one of ours and can be shown."""
    try:
        report = check(records, packs=[pack or enshi()], as_of=day)  # type: ignore[arg-type]
    except (InputError, UsageError) as error:
        assert error.problems
        assert str(error)
        return
    as_bytes(report).decode()


@each_pack
@few
@given(data=st.data())
def test_junk_in_a_field(name: str, data: st.DataObject) -> None:
    pack = pack_named(name)
    records = data.draw(histories(pack, max_cases=1, mishap=False))
    fields = sorted({f for t in pack.catalogue.types.values() for f in t.shape.fields})
    for _ in range(data.draw(st.integers(1, 3))):
        n = data.draw(st.integers(0, len(records) - 1))
        field = data.draw(st.sampled_from(sorted(records[n])) | st.sampled_from(fields))
        records[n] = {**records[n], field: data.draw(_junk())}
    _takes(records, "2025-09-01", pack)


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


@given(_junk(), _junk())
def test_junk_for_readings(name: object, option: object) -> None:
    whole = [{"rollover": option}, option, *([{name: "rolls"}] if isinstance(name, Hashable) else [])]
    for readings in whole:
        try:
            Session([enshi()], readings=readings)  # type: ignore[arg-type]
        except UsageError as error:
            assert str(error)


@given(_junk())
def test_junk_for_packs(packs: object) -> None:
    for given_packs in (packs, [packs], [enshi(), packs]):
        try:
            Session(given_packs)  # type: ignore[arg-type]
        except ZhifaError as error:
            assert error.problems
            assert str(error)


@given(_junk())
def test_junk_for_records(records: object) -> None:
    _takes(records, "2025-09-01")  # type: ignore[arg-type]


NO_LISTS: list[Any] = [None, 5, True, "records", b"records", object(), {"id": "a", "type": "matter_opened"}]


@pytest.mark.parametrize("records", NO_LISTS)
def test_records_come_as_a_list(records: object) -> None:
    with pytest.raises(UsageError, match="records: must be a list"):
        check(records, packs=[enshi()], as_of="2025-09-01")  # type: ignore[arg-type]


def test_one_model_is_no_list_of_records() -> None:
    model: Any = builtin_catalogue().validate({"id": "a", "type": "matter_opened"})
    with pytest.raises(UsageError, match="records: must be a list"):
        check(model, packs=[enshi()], as_of="2025-09-01")


@pytest.mark.parametrize("entry", [(), ({},), ({}, 1), ({}, {}, {}), ["a"]])
def test_records_come_one_by_one(entry: object) -> None:
    with pytest.raises(InputError, match="a record must be a mapping"):
        check([entry], packs=[enshi()], as_of="2025-09-01")  # type: ignore[list-item]


@pytest.mark.parametrize("packs", [None, 5, {}, [], [5], [None], b"enshi", [b"enshi"], [["enshi"]], object()])
def test_packs_are_named(packs: object) -> None:
    with pytest.raises(UsageError, match="packs: "):
        check([], packs=packs, as_of="2025-09-01")  # type: ignore[arg-type]


@pytest.mark.parametrize("pack", [None, 5, b"enshi", ["enshi"]])
def test_a_pack_is_loaded_by_name_or_path(pack: object) -> None:
    with pytest.raises(UsageError, match="this is no pack"):
        load_pack(pack)  # type: ignore[arg-type]


@pytest.mark.parametrize("readings", [5, [], "x", {5: "rolls"}, {"rollover": 5}, {None: None}, [("rollover", "rolls")]])
def test_readings_are_named(readings: object) -> None:
    with pytest.raises(UsageError, match="readings: must be "):
        check([], packs=[enshi()], as_of="2025-09-01", readings=readings)  # type: ignore[arg-type]


@pytest.mark.parametrize("calendar", [0, False, "2025", object()])
def test_a_calendar_is_a_calendar(calendar: object) -> None:
    with pytest.raises(UsageError, match="calendar: this is no calendar"):
        Session([enshi()], calendar=calendar)  # type: ignore[arg-type]


NO_SNAPSHOTS: list[Any] = [
    b"junk",
    b"",
    b"\xff",
    b"{}",
    b"null",
    b"[[]]",
    b"[[1, 2]]",
    b'[[{}, ["", 0]]]',
    b'[[{}, ["", 0, "x"]]]',
    b"[" * 100_000,
    None,
    5,
    "[]",
]


@pytest.mark.parametrize("snapshot", NO_SNAPSHOTS)
def test_junk_for_a_snapshot(snapshot: object) -> None:
    with pytest.raises(InputError, match="this is no snapshot"):
        Session([enshi()]).restore(snapshot)  # type: ignore[arg-type]


@given(st.data())
def test_a_damaged_snapshot_changes_nothing(data: st.DataObject) -> None:
    session = Session([enshi()])
    session.add_all(data.draw(histories(enshi(), max_cases=1)))
    before = as_bytes(session.report("2025-09-01"))
    whole = session.snapshot()
    cut = data.draw(st.integers(0, len(whole) - 1))
    with pytest.raises(InputError):
        session.restore(whole[:cut] + data.draw(st.sampled_from((b"", b"\x00", b'"'))))
    assert as_bytes(session.report("2025-09-01")) == before


@pytest.mark.parametrize("to", [{"one_of": [["urban"], ["water"]]}, {"not_before": "2025-01-01"}, {"at_least": 1}])
def test_a_list_is_known_wholly_or_not_at_all(to: object) -> None:
    """Neither the library nor its published schema takes bounds or alternatives of lists."""
    record = {"id": "L", "type": "document_issued", "to": to}
    with pytest.raises(InputError, match="a list takes neither bounds nor alternatives"):
        check([record], packs=[enshi()], as_of="2025-09-01")
    schema = records_schema(builtin_catalogue())["$defs"]["DocumentIssued"]["properties"]["to"]
    assert [way.get("type") for way in schema["anyOf"]] == ["array", None, "null"]


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
