"""What the register says of organs, offices and log scopes on a day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from record_helpers import history, record

from zhifa_rules.records import UNKNOWN

if TYPE_CHECKING:
    from zhifa_rules import EventRecord
    from zhifa_rules.records.register import Register


def day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


def register(*records: EventRecord) -> Register:
    return history(*records).register(day("2027-01-01"))


def organ(key: str, id_: str = "", **fields: object) -> EventRecord:
    return record("organ_registered", id_ or f"r-{key}", organ=key, **fields)


def scope(id_: str = "s", **fields: object) -> EventRecord:
    base = {"on": "2026-01-01", "organs": ["a"], "types": ["all"]}
    return record("log_scope_declared", id_, **base | {"covers_from": "2025-01-01", "covers_to": "2025-12-31"} | fields)


def test_successive_states() -> None:
    found = register(organ("a", "1", level="county"), organ("a", "2", on="2025-06-01", level="prefecture"))
    assert found.state("a", day("2025-05-31")).values["level"] == "county"
    assert found.state("a", day("2025-06-01")).values["level"] == "prefecture"


@pytest.mark.parametrize("ids", [("1", "2"), ("2", "1")])
def test_rows_of_one_day_are_one_state_unknown_where_they_differ(ids: tuple[str, str]) -> None:
    rows = organ("a", ids[0], level="county", kind="government"), organ("a", ids[1], level="county", kind="court")
    state = register(*rows).state("a", day("2025-05-31"))
    assert (state.values["level"], state.values["kind"], state.records) == ("county", UNKNOWN, ("1", "2"))


def test_organ_without_a_row_is_unknown() -> None:
    found = register(organ("a"))
    assert not found.has("b")
    assert "kind" not in found.state("b", day("2025-01-01")).values
    assert (found.name("b"), found.principal("b")) == ("b", "b")


def test_row_from_a_later_day_is_not_there_yet() -> None:
    found = history(organ("a", on="2026-01-01"))
    assert not found.register(day("2025-12-31")).has("a")
    assert found.register(day("2026-01-01")).has("a")


def test_names_are_the_latest() -> None:
    assert register(organ("a", "1", name="old"), organ("a", "2", on="2025-06-01", name="new")).name("a") == "new"


def test_office_of_an_office() -> None:
    found = register(organ("a", office_of="b"), organ("b", office_of="c"), organ("c"))
    assert [found.principal(o) for o in "abc"] == ["c", "c", "c"]


def test_successor() -> None:
    found = register(organ("old"), organ("new", succeeds="old"))
    assert [found.principal(o) for o in ("old", "new")] == ["new", "new"]


@pytest.mark.parametrize("rows", [[("a", "a")], [("a", "b"), ("b", "a")], [("a", "b"), ("b", "c"), ("c", "b")]])
def test_circular_offices_end(rows: list[tuple[str, str]]) -> None:
    found = register(*(organ(one, office_of=other) for one, other in rows))
    for one, _ in rows:
        assert found.principal(one) in "abc"


@pytest.mark.parametrize(
    ("scopes", "state"),
    [
        ([], None),
        ([scope()], True),
        ([scope(organs=["all"])], True),
        ([scope(organs=["b"])], None),
        ([scope(types=["correction_made"])], True),
        ([scope(types=["matter_opened"])], None),
        ([scope(covers_from="2025-01-02")], None),
        ([scope(covers_to="2025-12-30")], None),
        ([scope(complete=False)], False),
        ([scope(), scope("t", complete=False, covers_from="2025-12-31")], False),
        ([scope(), scope("t", complete=False, covers_from="2026-01-01", covers_to="2026-02-01")], True),
        ([scope(covers_to="2025-06-30"), scope("t", covers_from="2025-07-01")], True),
        ([scope(covers_to="2025-06-30"), scope("t", covers_from="2025-07-02")], None),
        ([scope(covers_from={"not_after": "2025-01-01"})], True),
        ([scope(covers_from={"not_before": "2025-01-01"})], None),
        ([scope(covers_to=None)], None),
    ],
)
def test_log_state(scopes: list[EventRecord], state: bool | None) -> None:
    found = register(organ("a"), *scopes)
    assert found.log_state("a", "correction_made", day("2025-01-01"), day("2025-12-31")) is state


def test_scope_of_an_office_covers_its_principal() -> None:
    found = register(organ("a"), organ("office", office_of="a"), scope(organs=["office"]))
    assert found.log_state("a", "correction_made", day("2025-01-01"), day("2025-12-31")) is True
