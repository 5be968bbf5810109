"""Counts, shares and coverage of which some members are not known have the verdict that all ways to know them have."""

from __future__ import annotations

from itertools import product
from typing import Any

from construct_helpers import LOG, duties
from hypothesis import given, settings
from hypothesis import strategies as st

HELPERS: dict[str, Any] = {"nobody": [], "adviser": ["legal_adviser"], "unknown": None}
DECISIONS = st.lists(st.tuples(st.sampled_from([True, None]), st.sampled_from(sorted(HELPERS))), min_size=1, max_size=9)


def ways(*, required: bool | None, helpers: str) -> set[tuple[int, int]]:
    """Give what a decision can add to the part and to the whole."""
    assisted = {"nobody": [0], "adviser": [1], "unknown": [0, 1]}[helpers]
    return {(one * whole, whole) for whole in ([1] if required else [0, 1]) for one in assisted}


@settings(max_examples=60, deadline=None)
@given(DECISIONS)
def test_a_share_has_the_verdict_that_all_ways_to_count_have(decisions: list[tuple[bool | None, str]]) -> None:
    totals = {(0, 0)}
    for required, helpers in decisions:
        more = ways(required=required, helpers=helpers)
        totals = {(part + p, whole + w) for (part, whole), (p, w) in product(totals, more)}
    holds = {part * 100 >= whole * 20 for part, whole in totals}
    records: list[dict[str, Any]] = [
        {
            "type": "decision_made",
            "by": "north",
            "on": "2025-02-01",
            "number": str(number),
            "review_required": required,
            "assisted_by": HELPERS[helpers],
        }
        for number, (required, helpers) in enumerate(decisions)
    ]
    found = duties("assisted", [LOG, *records], "2026-01-01")
    (duty,) = (d for d in found if d.outcome.bearer == "north" and d.trigger_key == ("period", "2025"))
    expected = "undetermined" if len(holds) > 1 else "satisfied" if holds == {True} else "violated"
    assert duty.verdict.value == expected


UNITS = st.lists(st.tuples(st.sampled_from(["capital", "town", None]), st.booleans()), min_size=1, max_size=8)


@settings(max_examples=60, deadline=None)
@given(UNITS)
def test_coverage_has_the_verdict_that_all_ways_to_place_the_organs_have(units: list[tuple[str | None, bool]]) -> None:
    place: dict[str, Any] = {"type": "organ_registered", "division": "990002"}
    registered = [{**place, "organ": "capital", "kind": "government", "level": "county"}]
    for number, (government, _) in enumerate(units):
        own = {"organ": f"unit{number}", "kind": "department", "government": government, "categories": ["一类"]}
        registered.append({**place, **own})
    listed = [f"unit{number}" for number, (_, is_listed) in enumerate(units) if is_listed]
    review = {
        "type": "review_completed",
        "by": "capital",
        "on": "2025-05-01",
        "matter": "M1",
        "kind": "case_file_review",
    }
    stated = {"covered": listed, "categories": ["一类"], "all_units": False, "all_categories": False}
    (duty,) = duties("review-reaches-all", [LOG, *registered, {**review, **stated}], "2025-06-01")

    reached = set()
    for places in product(*([government] if government else ["capital", "town"] for government, _ in units)):
        meant = {f"unit{number}" for number, where in enumerate(places) if where == "capital"}
        reached.add(bool(meant) and meant <= {*listed})  # of none it is decided by what the record says of itself
    expected = "undetermined" if len(reached) > 1 else "satisfied" if reached == {True} else "violated"
    assert duty.verdict.value == expected
