"""What a record may say of an attribute: a value, none, bounds, alternatives or nothing."""

from __future__ import annotations

import pickle
from datetime import date, datetime
from typing import Any

import pytest
from record_helpers import letter, record

from zhifa_rules import ABSENT, UNKNOWN, DateBounds, InputError, NumberBounds, OneOf
from zhifa_rules.records import builtin_catalogue
from zhifa_rules.records.known import parse_date

DAY = date(2025, 6, 3)


@pytest.mark.parametrize(
    ("given", "taken"),
    [
        ("2025-06-03", DAY),
        (DAY, DAY),
        (None, UNKNOWN),
        (UNKNOWN, UNKNOWN),
        ({"not_before": "2025-06-03"}, DateBounds(DAY, None)),
        ({"not_before": DAY, "not_after": DAY}, DateBounds(DAY, DAY)),
        ({"not_before": None, "not_after": None}, UNKNOWN),
        ({"one_of": ["2025-06-03", "2025-06-04"]}, OneOf((DAY, date(2025, 6, 4)))),
        ({"one_of": ["2025-06-03", "2025-06-03"]}, DAY),
        (DateBounds(DAY, None), DateBounds(DAY, None)),
    ],
)
def test_dates(given: object, taken: object) -> None:
    assert letter(on=given).on == taken


def test_left_out_is_unknown() -> None:
    assert record("matter_opened", "a").on is UNKNOWN


@pytest.mark.parametrize(
    "given",
    [
        "2025-6-3",
        "2025-02-29",
        "20250603",
        "2025-06-03T00:00:00",
        " 2025-06-03",
        "none",
        20250603,
        1748908800,
        1.0,
        True,
        datetime(2025, 6, 3),
        [],
        {},
        {"not_before": "2025-06-04", "not_after": "2025-06-03"},
        {"at_least": 1},
        {"not_before": "x"},
        {"not_before": "2025-06-03", "x": 1},
        {"one_of": []},
        {"one_of": "2025-06-03"},
        {"one_of": ["none"]},
        {"one_of": [None, "2025-06-03"]},
    ],
)
def test_refused_dates(given: object) -> None:
    with pytest.raises(InputError) as error:
        letter(on=given)
    assert error.value.problems[0].field.split(".")[0] == "on"


@pytest.mark.parametrize(
    ("given", "taken"),
    [
        (30, 30),
        (0, 0),
        ("none", ABSENT),
        (ABSENT, ABSENT),
        (None, UNKNOWN),
        ({"at_least": 1}, NumberBounds(1, None)),
        ({"at_least": 1, "at_most": 1}, NumberBounds(1, 1)),
        ({"one_of": [15, 30]}, OneOf((15, 30))),
    ],
)
def test_numbers(given: object, taken: object) -> None:
    assert letter(limit_days=given).limit_days == taken  # type: ignore[attr-defined]


@pytest.mark.parametrize("given", ["30", 30.0, True, "None", {"at_least": "1"}, {"at_least": True}, {"one_of": [True]}])
def test_refused_numbers(given: object) -> None:
    with pytest.raises(InputError):
        letter(limit_days=given)


def test_none_in_free_text_is_known_absence() -> None:
    assert letter(number="none").number is ABSENT  # type: ignore[attr-defined]


def test_none_of_a_list_is_the_empty_list() -> None:
    assert letter(orders="none").orders == ()  # type: ignore[attr-defined]


@pytest.mark.parametrize("given", ["recomendation", "Recommendation", "", 3, ["recommendation"], {"one_of": ["x"]}])
def test_words_come_from_the_vocabulary(given: object) -> None:
    with pytest.raises(InputError):
        letter(kind=given)


def test_misspelt_word_is_told_the_nearest() -> None:
    with pytest.raises(InputError, match="recommendation"):
        letter(kind="recomendation")


def test_alternatives_of_words() -> None:
    assert letter(kind={"one_of": ["decision", "reply"]}).kind == OneOf(("decision", "reply"))  # type: ignore[attr-defined]


@pytest.mark.parametrize("field", ["id", "by", "matter", "recorded_on", "corrects", "seq", "at"])
def test_keys_are_plain(field: str) -> None:
    with pytest.raises(InputError):
        builtin_catalogue().validate({"id": "L", "type": "matter_opened", field: {"one_of": ["a", "b"]}})


@pytest.mark.parametrize("value", [ABSENT, UNKNOWN, DateBounds(DAY, None), OneOf((1, 2)), NumberBounds(1)])
def test_pickled_values_are_the_same(value: object) -> None:
    copy = pickle.loads(pickle.dumps(value))
    assert copy == value
    assert (copy is value) == (value in (ABSENT, UNKNOWN))


@pytest.mark.parametrize(
    "fields",
    [
        {"on": {"not_before": "2025-06-03"}},
        {"limit_days": "none", "limit_on": None},
        {"limit_days": {"at_least": 1}},
        {"on": {"one_of": ["2025-06-03", "2025-06-04"]}},
    ],
)
def test_written_and_read_again(fields: dict[str, Any]) -> None:
    one = letter(**fields)
    again = one.model_dump(mode="json", exclude_unset=True)
    assert record("document_issued", "L", **{k: v for k, v in again.items() if k not in ("id", "type")}) == one
    assert {k: again[k] for k in fields} == fields


def test_parse_date_refuses_instants() -> None:
    with pytest.raises(ValueError, match="calendar date"):
        parse_date(datetime(2025, 1, 1))
