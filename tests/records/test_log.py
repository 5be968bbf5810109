"""Which records stand after corrections and voids."""

from __future__ import annotations

from datetime import date

import pytest
from record_helpers import opened, record

from zhifa_rules import EventRecord, InputError
from zhifa_rules.errors import NOWHERE, Location
from zhifa_rules.records.log import RecordLog


def log_of(*records: EventRecord) -> RecordLog:
    log = RecordLog()
    for one in records:
        log.add(one)
    return log


def void(id_: str, target: str) -> EventRecord:
    return record("record_voided", id_, voids=target)


def facts(log: RecordLog) -> list[str]:
    log.check()
    return sorted(i for i, record in log.records.items() if log.is_fact(record))


def test_repeated_record_counts_once() -> None:
    log = RecordLog()
    assert log.add(opened("a"))
    assert not log.add(opened("a"))


def test_same_id_other_content_names_both_places() -> None:
    log = RecordLog()
    log.add(opened("a"), Location("one.yaml", 2))
    with pytest.raises(InputError) as error:
        log.add(opened("a", on="2025-04-02"), Location("two.yaml", 7))
    assert "one.yaml:2" in str(error.value)
    assert "two.yaml:7" in str(error.value)
    assert log.records["a"] == opened("a")


def test_of_records_that_contradict_each_other_none_is_taken_and_every_contradiction_told() -> None:
    log = log_of(opened("a"), opened("b"))
    moved = [opened("a", on="2025-04-02"), opened("new", corrects="b"), opened("c"), opened("c", on="2025-04-02")]
    places = [Location("one.yaml", line) for line in range(1, 5)]
    with pytest.raises(InputError) as error:
        log.add_all(zip(moved, places, strict=True))
    assert [problem.value for problem in error.value.problems] == ["a", "c"]
    assert "one.yaml:3" in str(error.value.problems[1])
    assert facts(log) == ["a", "b"]
    assert log.add_all([(opened("a"), NOWHERE), (opened("c"), NOWHERE)]) == [opened("c")]


def test_left_out_and_null_are_the_same_content_only_where_they_mean_the_same() -> None:
    log = log_of(opened("a", matter=None))
    assert not log.add(opened("a"))


@pytest.mark.parametrize(
    ("others", "standing"),
    [
        ([], ["a"]),
        ([opened("b", corrects="a")], ["b"]),
        ([opened("b", corrects="a"), opened("c", corrects="b")], ["c"]),
        ([void("v", "a")], []),
        ([void("v", "a"), void("w", "v")], ["a"]),
        ([opened("b", corrects="a"), void("v", "b")], ["a"]),
        ([opened("b", corrects="a"), opened("c", corrects="a"), void("v", "b")], ["c"]),
        ([opened("b", corrects="a"), void("v", "a")], ["b"]),
        ([void("v", "a"), void("w", "a")], []),
    ],
)
@pytest.mark.parametrize("backwards", [False, True])
def test_standing(others: list[EventRecord], standing: list[str], backwards: bool) -> None:
    records = [opened("a"), *others]
    assert facts(log_of(*(reversed(records) if backwards else records))) == standing


@pytest.mark.parametrize(
    ("records", "says"),
    [
        ([opened("b", corrects="a")], "b refers to a record that is not there"),
        ([void("v", "a")], "v refers to a record that is not there"),
        ([opened("a"), opened("b", corrects="a"), opened("c", corrects="a")], "corrected twice, by b and c"),
        ([opened("a", corrects="a")], "circle: a"),
        ([opened("a", corrects="b"), opened("b", corrects="a")], "circle: a, b"),
        ([void("a", "b"), void("b", "a")], "circle: a, b"),
    ],
)
def test_impossible_corrections(records: list[EventRecord], says: str) -> None:
    with pytest.raises(InputError, match=says):
        log_of(*records).check()


def test_every_impossible_correction_is_named() -> None:
    with pytest.raises(InputError) as error:
        log_of(void("v", "x"), void("w", "y")).check()
    assert len(error.value.problems) == 2


def test_long_chain_of_corrections() -> None:
    chain = [opened("c0"), *(opened(f"c{n}", corrects=f"c{n - 1}") for n in range(1, 1500))]
    assert facts(log_of(*chain)) == ["c1499"]


def test_known_on() -> None:
    log = log_of(
        opened("early", on="2025-04-01"),
        opened("late", on="2025-04-03"),
        opened("entered late", on="2025-04-01", recorded_on="2025-04-03"),
        opened("entered early", on="2025-04-03", recorded_on="2025-04-01"),
        opened("undated", on=None),
        opened("bounded", on={"not_before": "2025-04-03"}),
    )
    known = set(log.known_on(date(2025, 4, 2)).records)
    assert {"early", "entered early", "undated"} <= known
    assert not known & {"late", "entered late"}
