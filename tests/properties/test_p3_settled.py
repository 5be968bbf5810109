"""P3: settled verdicts stay when time passes, and learning more only decides what was undetermined (S4, S5)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from hypothesis import assume, given
from hypothesis import strategies as st
from property_helpers import by_fingerprint, class_of, describe, report_of

from zhifa_rules.engines.outcome import Duty, Verdict
from zhifa_rules.report.fingerprint import fingerprint
from zhifa_rules.testing.strategies import Blur, Record, as_of_dates, blurs, histories

if TYPE_CHECKING:
    from zhifa_rules.report import Report

EVENT_DATES = ("on", "received_on", "started_on")


def _may_lie_after(value: object, day: date) -> bool:
    """Tell whether an attribute date can lie after a day."""
    if isinstance(value, str):
        return value > day.isoformat()
    if isinstance(value, dict):
        days = value.get("one_of") or [value.get("not_after") or "9999-12-31"]
        return bool(max(days) > day.isoformat())
    return value is None


def _happened_by(record: Record, day: date) -> bool:
    dates = [record[f] for f in EVENT_DATES if f in record and record[f] is not None]
    undated_register = record["type"] in ("organ_registered", "record_voided")
    return all(not _may_lie_after(d, day) for d in dates) and ("on" in record or undated_register)


@given(st.data())
def test_settled_verdicts_stay(data: st.DataObject) -> None:
    records = data.draw(histories())
    assume(not any("corrects" in r or "voids" in r for r in records))
    day = data.draw(as_of_dates(records))
    records = [r for r in records if _happened_by(r, day)]
    later = day + timedelta(days=data.draw(st.sampled_from((1, 2, 11, 16, 31, 33, 100, 400))))
    before, after = by_fingerprint(report_of(records, day)), by_fingerprint(report_of(records, later))
    for key, duty in before.items():
        if duty.verdict in (Verdict.SATISFIED, Verdict.VIOLATED, Verdict.CURED_LATE):
            assert key in after, describe(duty)
            assert class_of(after[key]) == class_of(duty), (describe(duty), describe(after[key]))


def _identity(duty: Duty) -> object:
    """Identify a duty by its trigger's records where its own identity rests on an ordinal by date."""
    if duty.stable and duty.subject != ("alone",):
        return fingerprint(duty)
    item = duty.trigger_key[-1] if duty.norm.source.__class__.__name__ == "OnRecord" else ""
    return duty.norm.rule, duty.norm.facet, duty.trigger.records, item if item in duty.trigger.values else ""


def _classes(report: Report) -> dict[object, tuple[str, str]]:
    found: dict[object, tuple[str, str]] = {}
    for duty in report.duties:
        found[_identity(duty)] = class_of(duty), describe(duty)
    return found


@given(st.data())
def test_learning_more_only_decides(data: st.DataObject) -> None:
    truth = data.draw(histories(max_matters=1, orderly=True, mishap=False, yearly=False))
    veils = {(b.record, b.field): b for b in data.draw(st.lists(blurs(truth), min_size=1, max_size=3))}
    day = data.draw(as_of_dates(truth))
    (learnt, others) = _split(list(veils.values()))
    clearer = truth
    for veil in others:
        clearer = veil.apply(clearer)
    vaguer = learnt.apply(clearer)
    known_before, known_after = _classes(report_of(vaguer, day)), _classes(report_of(clearer, day))
    for key, (verdict, text) in known_before.items():
        if verdict != "undetermined":
            now, now_text = known_after.get(key, ("compliant", "gone"))
            assert now == verdict, (learnt, text, now_text)
    for key, (verdict, text) in known_after.items():
        if key not in known_before:
            assert verdict in ("compliant", "undetermined"), (learnt, "new", text)


def _split(veils: list[Blur]) -> tuple[Blur, list[Blur]]:
    return veils[0], veils[1:]
