"""What the rules of packs become, and what their programs conclude, without durable-rules itself."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from agree import Agreeing
from jsonschema import Draft202012Validator
from naive_matcher import Naive

from tests.reference.invented import LOG, NORTH, TOWN, parks
from zhifa_rules.engines.account import DOUBTS, UNSUITED, Doubt, Unsuited
from zhifa_rules.engines.durable.lowering.pack import LoweredRule, lower_norms
from zhifa_rules.engines.durable.rails import checked
from zhifa_rules.packs import builtin_packs, load_pack
from zhifa_rules.packs.choices import active_options
from zhifa_rules.report.rulesets import rulesets_schema, rulesets_to_json, rulesets_to_text

if TYPE_CHECKING:
    from zhifa_rules.packs import Pack

Records = list[dict[str, Any]]

LEAST_LOWERED = 0.9


def lowered(pack: Pack) -> list[LoweredRule]:
    return lower_norms(pack.norms, active_options([pack], {}))


def agreed(records: Records, day: str) -> dict[str, int]:
    """Compare both engines over the invented regulation; give how often each verdict was found."""
    pack = parks()
    numbered = [{"id": f"r{n}", **record} for n, record in enumerate([TOWN, NORTH, LOG, *records])]
    situation = [pack.catalogue.validate(record) for record in numbered], date.fromisoformat(day)
    total = Agreeing(pack, runner=Naive()).compare([situation])
    assert not total.disagreements
    return dict(total.verdicts)


@pytest.fixture(scope="module", params=builtin_packs())
def rules(request: pytest.FixtureRequest) -> list[LoweredRule]:
    return lowered(load_pack(request.param))


def test_most_rules_are_lowered_and_the_others_say_why(rules: list[LoweredRule]) -> None:
    assert sum(1 for rule in rules if rule.lowered) >= LEAST_LOWERED * len(rules)
    assert all(rule.obstacle in UNSUITED for rule in rules if not rule.lowered)


def test_programs_pass_the_rails_and_are_valid_rulesets(rules: list[LoweredRule]) -> None:
    data = rulesets_to_json(rules)
    Draft202012Validator(rulesets_schema()).validate(data)
    programs = [piece.program for rule in rules if rule.lowered for piece in rule.lowered.programs]
    assert len(data["rulesets"]) == len(programs)
    for program in programs[:20]:
        checked(program)
    assert rulesets_to_text(rules).endswith(f"of {len(rules)}")


def test_every_reason_has_words() -> None:
    assert set(DOUBTS) == set(Doubt)
    assert set(UNSUITED) == set(Unsuited)


# --- What programs conclude, on an invented regulation ------------------------------------------------------

PLAN: dict[str, Any] = {"type": "document_adopted", "kind": "annual_plan", "by": "town"}
ORDER: dict[str, Any] = {
    "type": "document_issued",
    "kind": "correction_order",
    "number": "O1",
    "matter": "M",
    "by": "town",
    "to": ["north"],
    "on": "2025-06-02",
    "limit_days": 20,
}
RECEIPT = {"type": "document_received", "document": "O1", "by": "north", "on": "2025-06-03", "matter": "M"}
CORRECTION = {"type": "correction_made", "by": "north", "matter": "M"}


def test_done_in_time_late_and_not_at_all() -> None:
    assert agreed([{**PLAN, "on": "2025-03-31"}], "2025-12-31")["satisfied"] >= 1
    assert agreed([{**PLAN, "on": "2025-04-01"}], "2025-12-31")["cured_late"] == 1
    assert agreed([], "2025-04-01")["violated"] >= 1
    assert agreed([], "2025-03-31").get("violated", 0) == 0


def test_a_limit_that_a_document_states() -> None:
    on_time = [ORDER, RECEIPT, {**CORRECTION, "on": "2025-06-23"}]
    late = [ORDER, RECEIPT, {**CORRECTION, "on": "2025-06-24"}]
    assert agreed(on_time, "2025-12-31").get("cured_late", 0) == 0
    assert agreed(late, "2025-12-31")["cured_late"] == 1


def test_a_quota_is_counted_beforehand_and_compared() -> None:
    training = {"type": "training_held", "kind": "legal", "by": "town", "hours": 20}
    twice = [{**training, "on": "2025-02-01"}, {**training, "on": "2025-09-01"}]
    assert agreed(twice, "2026-01-01")["satisfied"] >= 1
    assert agreed(twice[:1], "2026-01-01")["violated"] >= 1


def test_what_is_not_known_is_not_examined() -> None:
    unknown = {"type": "training_held", "by": "town", "on": "2025-02-01"}
    pack = parks()
    records = [{"id": f"r{n}", **record} for n, record in enumerate([TOWN, NORTH, LOG, unknown])]
    situation = [pack.catalogue.validate(record) for record in records], date(2025, 12, 31)
    total = Agreeing(pack, runner=Naive()).compare([situation])
    assert total.left["figures"] > 0
    assert not total.disagreements


def test_without_a_log_a_missing_act_accuses_nobody() -> None:
    pack = parks()
    records = [{"id": f"r{n}", **record} for n, record in enumerate([TOWN, NORTH])]
    situation = [pack.catalogue.validate(record) for record in records], date(2025, 12, 31)
    total = Agreeing(pack, runner=Naive()).compare([situation])
    assert total.verdicts["undetermined"] > 0
    assert not total.disagreements
