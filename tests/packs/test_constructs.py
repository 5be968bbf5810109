"""What each construct of the pack language means, shown on an invented regulation."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from construct_helpers import LOG, duties, verdicts

from zhifa_rules.engines.outcome import Cause

PLAN: dict[str, Any] = {
    "type": "document_adopted",
    "kind": "annual_plan",
    "for_year": 2025,
    "by": "town",
    "on": "2025-03-31",
}
PUBLISHED: dict[str, Any] = {
    "type": "document_published",
    "kind": "annual_plan",
    "for_year": 2025,
    "by": "town",
    "document": "P1",
    "on": "2025-03-31",
}


# --- Rosters with a fixed day ---


@pytest.mark.parametrize(
    ("records", "as_of", "verdict"),
    [
        ([LOG], "2025-03-31", "pending"),
        ([LOG], "2025-04-01", "violated"),
        ([], "2025-03-31", "pending"),
        ([], "2025-04-01", "undetermined"),
        ([LOG, PLAN], "2025-04-01", "satisfied"),
        ([LOG, {**PLAN, "on": "2024-12-20"}], "2025-04-01", "satisfied"),
        ([LOG, {**PLAN, "on": "2025-04-01"}], "2025-04-01", "cured_late"),
        ([{**PLAN, "on": "2025-04-01"}], "2025-04-01", "undetermined"),
        ([LOG, {**PLAN, "for_year": 2026}], "2025-04-01", "violated"),
    ],
)
def test_a_day_of_each_year_is_missed_only_in_a_complete_log(
    records: list[dict[str, Any]], as_of: str, verdict: str
) -> None:
    (duty,) = (
        d
        for d in duties("yearly-plan", records, as_of)
        if d.trigger_key == ("period", "2025") and d.outcome.bearer == "town"
    )
    assert duty.verdict.value == verdict
    assert duty.outcome.due == date(2025, 3, 31).toordinal()


# --- Fan-out over the register and over the parts of a document ---


def test_each_registered_organ_of_the_day_owes_its_own_duty() -> None:
    later = {
        "type": "organ_registered",
        "organ": "new",
        "kind": "department",
        "government": "town",
        "on": "2025-04-01",
        "division": "990001",
    }
    other = {
        "type": "organ_registered",
        "organ": "far",
        "kind": "department",
        "government": "city",
        "division": "990001",
    }
    done = {"type": "document_adopted", "kind": "annual_programme", "for_year": 2025, "by": "north", "on": "2025-04-30"}
    assert verdicts("programme", [PUBLISHED, later, other, done], "2025-05-01") == {
        "north": "satisfied",
        "south": "violated",
    }


def test_an_organ_whose_government_is_not_known_is_asked_about() -> None:
    unclear = {"type": "organ_registered", "organ": "unclear", "kind": "department", "division": "990001"}
    assert verdicts("programme", [PUBLISHED, unclear], "2025-05-01")["unclear"] == "undetermined"


def test_each_task_of_a_plan_is_owed_by_its_own_day() -> None:
    tasks = [
        {"task": "supervision_report", "organ": "north", "due_on": "2025-11-30"},
        {"task": "supervision_report", "organ": "south", "due_on": "none"},
    ]
    found = verdicts("task", [{**PLAN, "tasks": tasks}], "2025-12-01")
    assert found == {"north": "violated", "south": "pending"}


@pytest.mark.parametrize("due", [None, "none", "2025-11-30"])
def test_learning_when_a_task_is_due_makes_no_other_task_of_it(due: str | None) -> None:
    tasks = [{"task": "supervision_report", "organ": "south", "due_on": due}]
    (duty,) = duties("task", [{**PLAN, "number": "P1", "tasks": tasks}], "2025-06-01")
    assert duty.trigger_key[-1] == "({'task': 'supervision_report', 'organ': 'south'}, 0)"


def test_two_equal_tasks_are_two_duties() -> None:
    task = {"task": "supervision_report", "organ": "south"}
    tasks = [{**task, "due_on": "2025-06-30"}, {**task, "due_on": "2025-11-30"}]
    found = duties("task", [{**PLAN, "number": "P1", "tasks": tasks}], "2025-07-31")
    assert len({duty.fingerprint for duty in found}) == 2


# --- Coverage ---

REVIEW: dict[str, Any] = {"type": "review_completed", "kind": "case_file_review", "by": "town", "on": "2025-06-01"}


@pytest.mark.parametrize(
    ("fields", "verdict"),
    [
        ({"covered": ["north", "south"], "all_categories": True}, "satisfied"),
        (
            {"covered": ["north"], "all_units": True, "all_categories": True},
            "not_applicable",
        ),  # the defect is reported there
        ({"all_units": True, "all_categories": True}, "satisfied"),
        ({"all_categories": True}, "satisfied"),  # whether it reached all is asked at the review, not again here
        ({"covered": ["north", "south"]}, "satisfied"),
        ({"covered": ["north", "south"], "all_categories": False}, "not_applicable"),
    ],
)
def test_coverage_is_read_off_the_register_else_off_the_record(fields: dict[str, Any], verdict: str) -> None:
    categories = {"type": "organ_registered", "organ": "town", "kind": "government", "division": "990001"}
    found = duties("full-review", [LOG, categories, {**REVIEW, **fields}], "2026-01-01")
    (duty,) = (d for d in found if d.trigger_key == ("period", "2025") and d.outcome.bearer == "town")
    assert duty.verdict.value == verdict


def test_the_record_speaks_where_the_register_lists_no_categories() -> None:
    review = {**REVIEW, "covered": ["north", "south"], "categories": ["许可"]}
    told = {True: "satisfied", False: "not_applicable"}
    for stated, verdict in told.items():
        found = duties("full-review", [LOG, {**review, "all_categories": stated}], "2026-01-01")
        (duty,) = (d for d in found if d.trigger_key == ("period", "2025") and d.outcome.bearer == "town")
        assert duty.verdict.value == verdict


def test_reaching_an_office_does_not_reach_its_organ() -> None:
    hall = {"type": "organ_registered", "organ": "hall", "kind": "internal_unit", "office_of": "north"}
    review = {**REVIEW, "covered": ["hall", "south"], "all_categories": True}
    (duty,) = duties("review-reaches-all", [hall, review], "2025-07-01")
    assert duty.outcome.uncovered == ("north",)


def test_what_was_not_covered_is_named() -> None:
    licensing = {
        "type": "organ_registered",
        "organ": "west",
        "kind": "department",
        "government": "town",
        "division": "990001",
    }
    review = {**REVIEW, "covered": ["north", "west"], "categories": ["检查"]}
    (duty,) = duties("review-reaches-all", [{**licensing, "categories": ["许可", "检查"]}, review], "2025-07-01")
    assert duty.outcome.missing == ("units", "categories")
    assert duty.outcome.uncovered == ("south", "许可")


def test_before_the_period_ends_a_defective_review_leaves_one_owed() -> None:
    found = duties("full-review", [LOG, {**REVIEW, "covered": ["north"], "all_categories": True}], "2025-12-31")
    (duty,) = (d for d in found if d.trigger_key == ("period", "2025") and d.outcome.bearer == "town")
    assert (duty.verdict.value, duty.outcome.owed) == ("pending", True)


def test_without_any_review_the_quota_itself_is_broken() -> None:
    found = duties("full-review", [LOG], "2026-01-01")
    (duty,) = (d for d in found if d.trigger_key == ("period", "2025") and d.outcome.bearer == "town")
    assert duty.verdict.value == "violated"


def test_an_organ_created_after_the_review_need_not_be_covered() -> None:
    later = {
        "type": "organ_registered",
        "organ": "new",
        "kind": "department",
        "government": "town",
        "on": "2025-09-01",
        "division": "990001",
    }
    review = {**REVIEW, "covered": ["north", "south"], "all_categories": True}
    (duty,) = (
        d
        for d in duties("full-review", [LOG, later, review], "2026-01-01")
        if d.trigger_key == ("period", "2025") and d.outcome.bearer == "town"
    )
    assert duty.verdict.value == "satisfied"


# --- Persons and sums ---


def _course(hours: object, on: str = "2025-05-01", **more: object) -> dict[str, Any]:
    return {
        "type": "training_held",
        "kind": "professional",
        "by": "north",
        "on": on,
        "hours": hours,
        "attended_by": ["li"],
        **more,
    }


@pytest.mark.parametrize(
    ("courses", "verdict"),
    [
        ([_course(30)], "satisfied"),
        ([_course(29)], "violated"),
        ([_course(10, number="88"), _course(10, number="88"), _course(19)], "violated"),
        ([_course(10, number="88"), _course(10, number="88"), _course(20)], "satisfied"),
        ([_course(10), _course({"at_least": 5, "at_most": 19})], "violated"),
        ([_course(10), _course({"at_least": 5, "at_most": 20})], "undetermined"),
        ([_course(10), _course({"at_least": 20})], "satisfied"),
        ([_course(30, on="2026-01-01")], "violated"),
        ([_course(30, attended_by=["wu"])], "violated"),
        ([], "violated"),
    ],
)
def test_hours_are_added_up_per_person_and_year(courses: list[dict[str, Any]], verdict: str) -> None:
    li = {"type": "person_registered", "person": "li", "organ": "north", "role": "enforcement_officer"}
    wu = {"type": "person_registered", "person": "wu", "organ": "north", "role": "other"}
    found = duties("training", [LOG, li, wu, *courses], "2026-01-01")
    assert {d.subject for d in found} == {("person", "li")}
    (duty,) = (d for d in found if d.trigger_key == ("period", "2025"))
    assert (duty.outcome.bearer, duty.verdict.value) == ("north", verdict)


# --- Ratios ---


@pytest.mark.parametrize(
    ("officers", "reviewers", "verdict"),
    [
        (40, 2, "satisfied"),
        (41, 2, "violated"),
        (0, 0, "undetermined"),
        (40, {"at_least": 2}, "satisfied"),
        (40, {"at_most": 1}, "violated"),
        (40, {"at_least": 1, "at_most": 2}, "undetermined"),
        ({"at_least": 41}, 2, "violated"),
        (None, 2, "undetermined"),
        (10**18, 5 * 10**16, "satisfied"),
        (10**18, 5 * 10**16 - 1, "violated"),
    ],
)
def test_a_ratio_is_compared_in_exact_integers(officers: object, reviewers: object, verdict: str) -> None:
    count = {"type": "staff_counted", "by": "north", "on": "2025-06-30", "officers": officers, "reviewers": reviewers}
    assert verdicts("reviewers", [count], "2025-07-01") == {"north": verdict}


def test_a_zero_whole_is_a_matter_of_judgement() -> None:
    count = {"type": "staff_counted", "by": "north", "on": "2025-06-30", "officers": 0, "reviewers": 0}
    (duty,) = duties("reviewers", [count], "2025-07-01")
    assert duty.cause is Cause.JUDGEMENT


def test_a_share_is_to_be_restored_until_a_later_count() -> None:
    first = {"type": "staff_counted", "by": "north", "on": "2025-06-30", "officers": 40, "reviewers": 1}
    later = {**first, "on": "2025-07-15", "reviewers": 2}
    assert [d.outcome.owed for d in duties("reviewers", [first], "2025-07-31")] == [True]
    found = duties("reviewers", [first, later], "2025-07-31")
    assert sorted((d.verdict.value, d.outcome.owed) for d in found) == [("satisfied", False), ("violated", False)]


def test_two_counts_of_one_organ_are_told_apart_whatever_their_ids() -> None:
    count = {"type": "staff_counted", "by": "north", "on": "2025-06-30", "officers": 40, "reviewers": 1}
    later = {**count, "on": "2025-07-15", "reviewers": 2}
    one, other = (duties("reviewers", records, "2025-07-31") for records in ([count, later], [later, count]))
    assert len({duty.fingerprint for duty in one}) == 2
    assert {(d.fingerprint, d.verdict) for d in one} == {(d.fingerprint, d.verdict) for d in other}


def _decision(number: str, *, assisted: bool) -> dict[str, Any]:
    helpers = ["legal_adviser"] if assisted else []
    return {
        "type": "decision_made",
        "by": "north",
        "on": "2025-02-01",
        "number": number,
        "review_required": True,
        "assisted_by": helpers,
    }


FIGURES = {"type": "figures_stated", "by": "north", "on": "2026-01-01", "for_year": 2025, "to_review": 1000}


@pytest.mark.parametrize(
    ("records", "verdict"),
    [
        ([_decision(str(n), assisted=n == 0) for n in range(5)], "satisfied"),
        ([_decision(str(n), assisted=n == 0) for n in range(6)], "violated"),
        (
            [
                _decision("1", assisted=True),
                _decision("1", assisted=True),
                *[_decision(str(n), assisted=False) for n in range(2, 8)],
            ],
            "violated",
        ),
        ([{**FIGURES, "assisted": 199}], "violated"),
        ([{**FIGURES, "assisted": 200}], "satisfied"),
        ([], "satisfied"),
    ],
)
def test_a_yearly_share_is_counted_or_stated(records: list[dict[str, Any]], verdict: str) -> None:
    found = duties("assisted", [LOG, *records], "2026-01-01")
    (duty,) = (d for d in found if d.outcome.bearer == "north" and d.trigger_key == ("period", "2025"))
    assert duty.verdict.value == verdict


# --- Numbers against numbers, conflicts across records, documents as subjects ---


@pytest.mark.parametrize(
    ("fine", "low", "high", "verdict"),
    [
        (30_000, 10_000, 30_000, "satisfied"),
        (30_001, 10_000, 30_000, "violated"),
        (9_999, 10_000, 30_000, "violated"),
        (20_000, None, None, "undetermined"),
        ({"at_least": 40_000}, 10_000, 30_000, "violated"),
        (20_000, 10_000, {"at_least": 20_000}, "satisfied"),
    ],
)
def test_a_number_is_compared_with_another(fine: object, low: object, high: object, verdict: str) -> None:
    decision = {"type": "decision_made", "kind": "penalty", "by": "north", "on": "2025-02-01", "fine": fine}
    assert verdicts("benchmark", [{**decision, "benchmark_low": low, "benchmark_high": high}], "2025-03-01") == {
        "north": verdict
    }


@pytest.mark.parametrize(
    ("handlers", "case", "verdict"),
    [
        (["zhao"], "C1", "violated"),
        (["qian"], "C1", "satisfied"),
        (["zhao"], "C2", "satisfied"),
        (None, "C1", "undetermined"),
    ],
)
def test_who_handled_a_case_may_not_supervise_it(handlers: object, case: str, verdict: str) -> None:
    decision = {"type": "decision_made", "by": "north", "on": "2025-02-01", "case": case, "handlers": handlers}
    check = {
        "type": "activity_performed",
        "activity": "file_inspection",
        "by": "town",
        "on": "2025-03-01",
        "case": "C1",
        "matter": "M1",
        "persons": [{"person": "zhao", "role": "supervision_officer"}],
    }
    assert verdicts("impartial", [decision, check], "2025-03-02") == {"town": verdict}


@pytest.mark.parametrize("link", [{}, {"case": "C1"}, {"matter": "M1"}])
def test_an_act_that_names_the_document_is_found_without_matter_or_case(link: dict[str, str]) -> None:
    decision = {"type": "decision_made", "kind": "licence", "by": "north", "on": "2025-02-10", "number": "D1", **link}
    published = {"type": "document_published", "document": "D1", "by": "north", "on": "2025-02-17"}
    assert verdicts("publish", [decision, published], "2025-03-01") == {"north": "satisfied"}
    assert verdicts("publish", [decision], "2025-03-01") == {"north": "violated"}
    assert verdicts("publish", [decision, {**published, "on": "2025-02-18"}], "2025-03-01") == {"north": "cured_late"}


def test_a_person_can_be_bound() -> None:
    finding = {
        "type": "finding_recorded",
        "kind": "official_misconduct_clue",
        "person": "liu",
        "by": "town",
        "on": "2025-02-01",
    }
    assert verdicts("answer-for-it", [finding], "2025-03-01") == {"liu": "violated"}


@pytest.mark.parametrize(
    ("on", "verdict"), [("2025-12-31", "violated"), ("2026-01-01", "undetermined"), ("2026-01-02", "not_applicable")]
)
def test_the_end_of_validity_can_be_an_open_question(on: str, verdict: str) -> None:
    finding = {"type": "finding_recorded", "kind": "official_misconduct_clue", "person": "liu", "by": "town", "on": on}
    (duty,) = duties("answer-for-it", [finding], "2026-02-01")
    assert duty.verdict.value == verdict
    assert (duty.cause is Cause.READING) is (verdict == "undetermined")


# --- Acts in whichever subject they stand, and the links that they name ---

REFUSAL: dict[str, Any] = {"type": "response_given", "response": "refused", "by": "north", "on": "2025-03-03"}


@pytest.mark.parametrize(
    ("records", "verdict"),
    [
        ([], "pending"),
        ([{"type": "document_adopted", "kind": "work_rules", "by": "north", "on": "2023-05-01"}], "satisfied"),
        ([{"type": "document_adopted", "kind": "work_rules", "by": "north", "on": "2025-05-01"}], "satisfied"),
        ([{**REFUSAL, "final": True}], "violated"),
        ([{**REFUSAL, "final": False}], "pending"),
        ([REFUSAL], "undetermined"),
        ([{**REFUSAL, "final": True, "matter": "M1"}], "pending"),
        ([{**REFUSAL, "matter": "M1"}], "pending"),
    ],
)
def test_a_standing_duty_is_looked_for_among_all_records_of_its_bearer(
    records: list[dict[str, Any]], verdict: str
) -> None:
    assert verdicts("rules-kept", records, "2025-06-30") == {"north": verdict, "south": "pending"}


@pytest.mark.parametrize(
    ("found_in", "told_in", "verdict"),
    [
        ({"matter": "M1"}, {"matter": "M1"}, "satisfied"),
        ({"matter": "M1"}, {}, "satisfied"),
        ({}, {"matter": "M1"}, "satisfied"),
        ({}, {}, "satisfied"),
        ({"matter": "M1"}, {"matter": "M2"}, "violated"),
    ],
)
def test_an_act_that_names_no_matter_may_belong_to_any(
    found_in: dict[str, str], told_in: dict[str, str], verdict: str
) -> None:
    finding = {"type": "finding_recorded", "kind": "enforcement_problem", "by": "north", "on": "2025-03-03", **found_in}
    letter = {"type": "document_sent", "kind": "problem_notification", "by": "north", "on": "2025-03-04", **told_in}
    assert verdicts("told", [finding, letter], "2025-03-31") == {"north": verdict}


# --- Limits in working days, persons, documents that are not on file ---


@pytest.mark.parametrize(("stated", "due"), [(10, "2025-03-17"), ("none", "2025-03-10")])
def test_a_stated_limit_can_be_in_working_days(stated: int | str, due: str) -> None:
    decision = {"type": "decision_made", "kind": "reward", "by": "north", "number": "A1", "on": "2025-03-03"}
    (duty,) = duties("publish-as-stated", [{**decision, "publication_days": stated}], "2025-03-04")
    assert duty.outcome.due == date.fromisoformat(due).toordinal()


@pytest.mark.parametrize(
    ("rows", "verdict"),
    [
        ([{"certificates": ["enforcement"]}], "satisfied"),
        ([{"certificates": []}], "violated"),
        ([{}], "undetermined"),
        ([], "undetermined"),
        ([{"certificates": []}, {"certificates": ["enforcement"], "on": "2025-01-01"}], "satisfied"),
        ([{"certificates": []}, {"certificates": ["enforcement"], "on": "2025-06-01"}], "violated"),
    ],
)
def test_a_path_leads_to_the_state_of_a_person_on_the_day(rows: list[dict[str, Any]], verdict: str) -> None:
    people = [{"type": "person_registered", "person": "liu", "organ": "north", **row} for row in rows]
    act = {"type": "enforcement_performed", "by": "north", "on": "2025-03-03", "persons": [{"person": "liu"}]}
    assert verdicts("certified", [*people, act], "2025-03-31") == {"north": verdict}


def test_the_issuer_that_a_record_names_is_that_of_the_document_not_on_file() -> None:
    undone = {"type": "decision_annulled", "by": "town", "document": "A1", "on": "2025-03-03"}
    assert verdicts("nothing-undone", [{**undone, "issuer": "north"}], "2025-03-31") == {"north": "violated"}
    assert verdicts("nothing-undone", [undone], "2025-03-31") == {"None": "undetermined"}


def test_a_circumstance_may_lie_before_the_decision_whose_number_it_bears() -> None:
    decision = {"type": "decision_made", "kind": "licence", "by": "north", "number": "A1", "on": "2025-03-03"}
    circumstance = {"type": "circumstance_recorded", "by": "north", "document": "A1", "on": "2025-02-03"}
    assert verdicts("publish", [decision, circumstance], "2025-03-31") == {"north": "violated"}


# --- Offices, dissolved organs, arrivals, registered roles ---


@pytest.mark.parametrize("office_of", [None, "village"])
def test_a_duty_of_an_office_alone_does_not_vanish_behind_its_organ(office_of: str | None) -> None:
    village = {"type": "organ_registered", "organ": "village", "kind": "township_government", "division": "990001"}
    hall = {
        "type": "organ_registered",
        "organ": "hall",
        "kind": "government",
        "division": "990001",
        "office_of": office_of,
    }
    late = {"type": "document_adopted", "kind": "annual_plan", "for_year": 2025, "by": "hall", "on": "2025-04-02"}
    found = {
        d.outcome.bearer: d
        for d in duties("yearly-plan", [LOG, village, hall, late], "2025-05-01")
        if d.trigger_key[-1] == "2025"
    }
    assert found["hall"].verdict.value == "cured_late"


def test_an_office_owes_nothing_twice() -> None:
    office = {
        "type": "organ_registered",
        "organ": "hall",
        "kind": "government",
        "division": "990001",
        "office_of": "town",
    }
    found = duties("yearly-plan", [LOG, office, PLAN], "2025-05-01")
    assert "hall" not in {duty.outcome.bearer for duty in found}


@pytest.mark.parametrize(
    ("until", "verdict"), [("2025-03-30", "not_applicable"), ("2025-03-31", "violated"), ("none", "violated")]
)
def test_an_organ_dissolved_before_the_day_owes_nothing_more(until: str, verdict: str) -> None:
    gone = {"type": "organ_registered", "organ": "gone", "kind": "government", "division": "990001", "until": until}
    (duty,) = (
        d
        for d in duties("yearly-plan", [LOG, gone], "2025-05-01")
        if (d.outcome.bearer, d.trigger_key[-1]) == ("gone", "2025")
    )
    assert duty.verdict.value == verdict
