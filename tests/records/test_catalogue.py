"""Every problem of a record names the record, the field, the value and the cure."""

from __future__ import annotations

from typing import Any

import pytest
from record_helpers import opened

from zhifa_rules import InputError, Session
from zhifa_rules.errors import Location, Problem
from zhifa_rules.records import Catalogue, builtin_catalogue
from zhifa_rules.records import catalogue as catalogue_module

PLACE = Location("f.yaml", 3, 5)


def problems_of(data: dict[str, Any]) -> tuple[Problem, ...]:
    with pytest.raises(InputError) as error:
        builtin_catalogue().validate(data, PLACE)
    return error.value.problems


@pytest.mark.parametrize(
    ("change", "field", "says"),
    [
        ({"type": "document_isued"}, "type", "Did you mean document_issued?"),
        ({"type": None}, "type", "no type"),
        ({"type": 5}, "type", "unknown record type"),
        ({"id": ""}, "id", "at least 1 character"),
        ({"id": None}, "id", "valid string"),
        ({"nunber": "1"}, "nunber", "Did you mean number?"),
        ({"zzz": 1}, "zzz", "unknown field"),
        ({"kind": "desision"}, "kind", "Did you mean decision?"),
        ({"to": "urban"}, "to", ""),
        ({"to": [1]}, "to", ""),
        ({"limit_days": "thirty"}, "limit_days", ""),
        ({"orders": ["revok"]}, "orders", ""),
        ({"on": "none"}, "on", "without a day"),
        ({"seq": "1"}, "seq", "integer"),
        ({"recorded_on": "soon"}, "recorded_on", "calendar date"),
    ],
)
def test_problem(change: dict[str, Any], field: str, says: str) -> None:
    data = {"id": "r1", "type": "document_issued", "on": "2025-06-03", "kind": "decision", **change}
    problem = problems_of(data)[0]
    assert problem.field.split(".")[0] == field
    assert says in f"{problem.message}. {problem.cure}"
    assert problem.location == PLACE
    assert str(problem).startswith("f.yaml:3:5: ")
    assert problem.cure


def test_required_field() -> None:
    assert problems_of({"id": "r", "type": "document_received"})[0].message.endswith("required field is missing")


def test_one_problem_per_wrong_value() -> None:
    found = problems_of({"id": "r", "type": "document_issued", "limit_days": "x", "kind": "x", "on": "x", "y": 1})
    assert sorted(p.field.split(".")[0] for p in found) == ["kind", "limit_days", "on", "y"]


def test_inside_a_list() -> None:
    persons = [{"role": "head"}, {"role": "hed"}]
    (problem,) = problems_of({"id": "r", "type": "activity_performed", "persons": persons})
    assert problem.field == "persons.1.role"


def test_all_problems_of_a_batch_at_once() -> None:
    session = Session("enshi")
    with pytest.raises(InputError) as error:
        session.add_all([{"id": "a", "type": "x"}, {"id": "b", "type": "matter_opened", "on": 3}])
    assert len(error.value.problems) == 2


def test_models_are_taken_as_they_are() -> None:
    one = opened("a")
    assert builtin_catalogue().validate(one) is one


def test_records_cannot_change() -> None:
    with pytest.raises(ValueError, match="frozen"):
        setattr(opened("a"), "matter", "M")  # noqa: B010


def _stated(id_: str, **more: str) -> dict[str, Any]:
    return {"id": id_, "type": "matter_opened", "on": "2025-04-01", **more}


def test_records_that_state_the_same_fields_share_the_set_of_their_names() -> None:
    """A set of names takes as much room as the values of a record; a copy that states more has its own."""
    catalogue = Catalogue(builtin_catalogue().types.values())
    one, other = catalogue.validate(_stated("a")), catalogue.validate(_stated("b"))
    assert one.model_fields_set is other.model_fields_set
    assert one.model_fields_set == {"id", "type", "on"}
    assert other.model_copy(update={"note": "checked"}).model_fields_set == {"id", "type", "on", "note"}
    assert one.model_fields_set == {"id", "type", "on"}


def test_sets_of_names_are_not_kept_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogue_module, "_MOST_SHARED", 1)
    catalogue = Catalogue(builtin_catalogue().types.values())
    shared = [catalogue.validate(_stated(name)) for name in "ab"]
    rare = [catalogue.validate(_stated(name, note="rare")) for name in "cd"]
    assert shared[0].model_fields_set is shared[1].model_fields_set
    assert rare[0].model_fields_set == rare[1].model_fields_set
    assert rare[0].model_fields_set is not rare[1].model_fields_set
