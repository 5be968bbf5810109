"""A history checked in parts, whatever subjects go together, gives the report of the whole, byte for byte (S15)."""

from __future__ import annotations

import json
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from construct_helpers import REGISTER, schools
from hypothesis import given, settings
from hypothesis import strategies as st
from property_helpers import each_pack, pack_named, very_few

from tests.reference.drawn.histories import drawn_history
from tests.reference.drawn.packs import drawn_pack
from tests.reference.drawn.words import CASES, MATTERS, NUMBERS, ORGANS, PERSONS
from tests.reference.small import TOWN, numbered, small_pack
from zhifa_rules import UsageError, check
from zhifa_rules.partition import Owner, Subject, by_hash, merge, shards
from zhifa_rules.testing.strategies import situations

if TYPE_CHECKING:
    from datetime import date

    from zhifa_rules import Pack

Record = dict[str, Any]
Records = list[Record]
_SUBJECTS = frozenset({*MATTERS, *CASES, *NUMBERS})
_ACTORS = frozenset({*ORGANS, *PERSONS})
_PACKS_DRAWN, _RULES = 12, 12


def at_random(count: int, salt: int) -> Owner:
    """Divide subjects without any system."""
    return lambda subject: Random(f"{salt} {subject}").randrange(count)


def check_parts(
    records: Records, pack: Pack, day: date | str, count: int, owner: Owner, *, known: bool = False
) -> None:
    """Check a history as a whole and in parts; the reports must be the same bytes."""
    known_on = day if known else None
    whole = check(records, packs=[pack], as_of=day, known_on=known_on).to_json()
    parts = shards(records, [pack], count, owner)
    merged = merge([check(part, packs=[pack], as_of=day, known_on=known_on).to_json() for part in parts], owner)
    assert json.dumps(merged, sort_keys=True) == json.dumps(whole, sort_keys=True)


# --- Histories of several subjects ---


def woven(histories: list[Records], *, same_actors: bool) -> Records:
    """Put histories side by side in subjects of their own, under the same organs and persons or under others."""
    found: Records = []
    for number, records in enumerate(histories):
        renamed = _SUBJECTS if same_actors else _SUBJECTS | _ACTORS
        names = {name: f"{name}.{number}" for name in renamed} if number else {}
        for record in records:
            ids: Record = {key: f"{record[key]}.{number}" for key in ("id", "corrects", "voids") if key in record}
            found.append({**_renamed(record, names), "type": record["type"], **ids})
    return found


def _renamed(value: Any, names: dict[str, str]) -> Any:  # noqa: ANN401
    if isinstance(value, dict):
        return {key: _renamed(inner, names) for key, inner in value.items()}
    if isinstance(value, list):
        return [_renamed(inner, names) for inner in value]
    return names.get(value, value) if isinstance(value, str) else value


@settings(max_examples=2 * settings().max_examples)
@given(data=st.data())
def test_parts_under_drawn_packs(data: st.DataObject) -> None:
    drawn = drawn_pack(f"S15 {data.draw(st.integers(1, _PACKS_DRAWN))}", _RULES)
    seeds = data.draw(st.lists(st.integers(0, 10_000), min_size=1, max_size=4))
    histories = [drawn_history(drawn, seed, unknowns=bool(seed % 2)) for seed in seeds]
    records = woven([history.records for history in histories], same_actors=data.draw(st.booleans()))
    count, salt = data.draw(st.integers(1, 6)), data.draw(st.integers(0, 100))
    check_parts(records, drawn.pack, histories[0].day, count, at_random(count, salt))


@each_pack
@very_few
@given(data=st.data())
def test_parts_under_the_packs(name: str, data: st.DataObject) -> None:
    pack = pack_named(name)
    records, day = data.draw(situations(pack))
    count, salt = data.draw(st.integers(1, 6)), data.draw(st.integers(0, 100))
    check_parts(records, pack, day, count, at_random(count, salt))


@each_pack
def test_each_subject_on_its_own(name: str) -> None:
    """The finest partition: one part for each subject that can be told apart by its first letters."""
    pack = pack_named(name)

    @very_few
    @given(found=situations(pack), known=st.booleans())
    def look(found: tuple[Records, date], known: bool) -> None:
        records, day = found
        check_parts(records, pack, day, 16, by_hash(16), known=known)

    look()


# --- What goes where ---


def _published(matter: str, number: str) -> Records:
    decision = {"type": "decision_made", "kind": "licence", "by": "north", "on": "2025-06-02", "number": number}
    shown = {"type": "document_published", "document": number, "by": "north", "on": "2025-06-03"}
    return [{"id": f"{number}-d", "matter": matter, **decision}, {"id": f"{number}-p", "matter": matter, **shown}]


def _row(n: int, record: Record) -> Record:
    return {"id": f"r{n}", **record}


def _part_of(matter: str) -> Owner:
    """Give one matter to the second part, everything else to the first one."""

    def owner(subject: Subject) -> int:
        return int(subject == ("matter", matter))

    return owner


def test_a_part_has_the_registers_and_what_its_subjects_need() -> None:
    pack = drawn_pack("S15 none", 0).pack
    register = [_row(n, record) for n, record in enumerate(REGISTER)]
    records = [*register, *_published("A", "D-1"), *_published("B", "D-2"), *_published("C", "D-3")]
    parts = shards(records, [pack], 2, _part_of("B"))
    assert [record["id"] for record in parts[1]] == ["r0", "r1", "r2", "D-2-d", "D-2-p"]  # type: ignore[index]


def test_corrections_go_where_the_corrected_record_goes() -> None:
    first, shown = _published("A", "D-1")
    corrected = {**first, "id": "new", "matter": "B", "corrects": first["id"]}
    parts = shards([first, shown, corrected], [schools()], 2, _part_of("B"))
    assert {"new", "D-1-d"} <= {record["id"] for record in parts[1]}  # type: ignore[index]


def test_a_document_of_two_matters_is_known_to_be_of_two() -> None:
    loose = {"id": "p", "type": "document_published", "document": "D-1", "by": "north", "on": "2025-06-03"}
    records = [*map(_row, range(3), REGISTER), _published("A", "D-1")[0], loose]
    other = {**_published("B", "D-1")[0], "id": "other", "by": "south"}
    for owner in (_part_of("A"), _part_of("B"), by_hash(2)):
        check_parts([*records, other], schools(), "2025-07-01", 2, owner)


# --- What rules look up beyond their subject ---

REFUSED = {"type": "transfer_refused", "on": "2025-06-02", "by": "town", "matter": "B"}


def check_apart(rule: str, records: Records, day: str = "2025-07-01") -> None:
    """Check with each matter, and with each organ, person and what stands alone, in a part of its own."""
    listed = numbered([TOWN, *records])
    for subject in (("matter", "A"), ("matter", "B"), ("organ", "town"), ("person", "ada"), ("alone",)):
        check_parts(listed, small_pack(rule), day, 2, lambda other, subject=subject: int(other == subject))  # type: ignore[misc]


def test_acts_that_are_looked_up_by_their_organ() -> None:
    rule = """
    - id: met
      form: precedence
      trigger: {record: transfer_refused}
      bearer: trigger.by
      prior: [{id: met, act: {record: expert_meeting_held, of: bearer}}]
    """
    check_apart(rule, [REFUSED, {"type": "expert_meeting_held", "on": "2025-05-02", "by": "town", "matter": "A"}])


def test_acts_that_are_looked_up_by_an_organ_found_in_the_register() -> None:
    rule = """
    - id: met
      form: precedence
      trigger: {record: transfer_refused}
      bearer: trigger.by
      prior: [{id: met, act: {record: expert_meeting_held, of: bearer.government.superior}}]
    """
    town = {"type": "organ_registered", "organ": "town", "on": "2020-01-01", "government": "city", "division": "990001"}
    city = {"type": "organ_registered", "organ": "city", "superior": "province", "division": "990000"}
    meeting = {"type": "expert_meeting_held", "on": "2025-05-02", "by": "province", "matter": "A"}
    check_apart(rule, [town, city, REFUSED, meeting])


def test_acts_that_are_looked_up_from_acts_that_were_looked_up() -> None:
    rule = """
    - id: met
      form: precedence
      trigger: {record: transfer_refused}
      bearer: trigger.by
      find: {meeting: {record: expert_meeting_held, of: trigger.by}}
      prior: [{id: opened, act: {record: matter_opened, of: meeting.through}}]
    """
    meeting = {"type": "expert_meeting_held", "on": "2025-05-02", "by": "town", "through": "club", "matter": "A"}
    opened = {"type": "matter_opened", "on": "2025-05-01", "by": "club", "matter": "C"}
    check_apart(rule, [REFUSED, meeting, opened])


def test_acts_that_are_looked_up_by_their_case() -> None:
    rule = """
    - id: impartial
      form: prohibition
      trigger: {record: transfer_refused}
      bearer: trigger.by
      when: {exists: {record: decision_made, of: trigger.case}}
    """
    decision = {"type": "decision_made", "on": "2025-05-02", "by": "shop", "number": "N", "matter": "A", "case": "C"}
    check_apart(rule, [{**REFUSED, "case": "C"}, decision])


def test_an_act_of_no_known_matter_may_belong_to_any() -> None:
    rule = """
    - id: made
      form: precedence
      trigger: {record: transfer_refused}
      bearer: trigger.by
      prior: [{id: made, act: {record: correction_made}}]
    """
    check_apart(rule, [REFUSED, {"type": "correction_made", "on": "2025-05-02", "by": "town"}])


def test_yearly_duties_look_at_all_records_of_their_organ() -> None:
    rule = """
    - id: plan
      form: deadline
      trigger: {every: half}
      must: {record: document_adopted, within: none}
    - id: training
      form: quota
      trigger: {every: year, each: person}
      bearer: person.organ
      act: {record: training_held}
      credited_to: act.attended_by
    """
    plan = {"type": "document_adopted", "on": "2025-02-03", "by": "town", "number": "P", "matter": "A"}
    ada = {"type": "person_registered", "person": "ada", "organ": "town"}
    training = {"type": "training_held", "on": "2025-02-03", "by": "city", "number": "T", "attended_by": ["ada"]}
    check_apart(rule, [plan, ada, {**training, "matter": "B"}], "2025-03-01")


def test_a_share_is_to_be_restored_until_the_next_count_wherever_that_is() -> None:
    rule = """
    - id: reviewers
      form: ratio
      trigger: {record: staff_counted}
      bearer: trigger.by
      part: trigger.reviewers
      whole: trigger.officers
      at_least_percent: 50
    """
    counted = {"type": "staff_counted", "on": "2025-05-02", "by": "town", "reviewers": 1, "officers": 9}
    check_apart(rule, [{**counted, "matter": "A"}, {**counted, "matter": "B", "on": "2025-06-02"}])


def test_an_office_stands_for_its_organ() -> None:
    rule = """
    - id: met
      form: precedence
      trigger: {record: transfer_refused}
      bearer: trigger.by
      prior: [{id: met, act: {record: expert_meeting_held, of: bearer}}]
    """
    desks = [{"type": "organ_registered", "organ": name, "office_of": "town"} for name in ("desk", "other")]
    meeting = {"type": "expert_meeting_held", "on": "2025-05-02", "by": "desk", "matter": "A"}
    check_apart(rule, [*desks, {**REFUSED, "by": "other"}, meeting])


# --- Whole reports ---


def test_nothing_has_begun_only_if_it_has_in_no_part() -> None:
    check_parts(_published("A", "D-1"), schools(), "2025-07-01", 5, by_hash(5))
    check_parts(_published("A", "D-1"), schools(), "2024-07-01", 5, by_hash(5))
    check_parts([], schools(), "2024-07-01", 3, by_hash(3))


def test_reports_of_different_checks_are_not_merged() -> None:
    reports = [check([], packs=[schools()], as_of=day).to_json() for day in ("2025-07-01", "2025-07-02")]
    with pytest.raises(UsageError, match="report 2 differs from the first one in its as_of"):
        merge(reports)
    with pytest.raises(UsageError, match="there is no report"):
        merge([])


@pytest.mark.parametrize("count", [0, -1, True, "2"])
def test_a_history_has_at_least_one_part(count: Any) -> None:  # noqa: ANN401
    with pytest.raises(UsageError, match="at least one part"):
        shards([], [schools()], count)
