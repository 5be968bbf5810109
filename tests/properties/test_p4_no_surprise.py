"""P4: what is overdue was announced on every day on which its clock ran (S16)."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st
from property_helpers import by_fingerprint, describe, each_pack, few, pack_named

from zhifa_rules import Report, Session
from zhifa_rules.engines.outcome import BREACHES, Duty, Reason, Verdict
from zhifa_rules.norms.core import Achieve, OnRoster, Tally
from zhifa_rules.records.register import Register, beginning_of
from zhifa_rules.testing.strategies import situations


def _is_overdue(duty: Duty) -> bool:
    timed = isinstance(duty.norm.body, Achieve | Tally)
    return timed and duty.verdict in BREACHES and duty.outcome.due is not None and not duty.outcome.foreclosed


@each_pack
@few
@given(data=st.data())
def test_no_surprise(name: str, data: st.DataObject) -> None:
    pack = pack_named(name)
    records, day = data.draw(situations(pack))
    session = Session([pack])
    session.add_all(records)
    day += timedelta(days=data.draw(st.sampled_from((60, 0, 400))))
    overdue = {k: d for k, d in by_fingerprint(session.report(day)).items() if _is_overdue(d)}
    reports: dict[date, Report] = {}
    for key, duty in list(overdue.items())[:2]:
        _announced(session, key, duty, data, reports)


def _first_day(duty: Duty, register: Register) -> int:
    """Give the first day of the clock: a yearly duty is owed since the rule is in force and its bearer is there."""
    outcome = duty.outcome
    first = outcome.not_before if outcome.count is None else outcome.count.start
    if first is None:
        return outcome.due or 0
    if not isinstance(duty.norm.source, OnRoster):
        return first
    rows = [*register.rows(outcome.bearer or ""), *register.person_rows(str(duty.subject[-1]))]
    return max(first, duty.norm.governance.first_day, *(beginning_of(rows[0]) for _ in rows[:1]))


def _announced(session: Session, key: str, duty: Duty, data: st.DataObject, reports: dict[date, Report]) -> None:
    outcome = duty.outcome
    assert outcome.due is not None
    due = date.fromordinal(outcome.due)
    length = max(0, outcome.due - _first_day(duty, session.report(due).context.register))
    for back in {0, 1, length, data.draw(st.integers(0, length))}:
        day = due - timedelta(days=min(back, length))
        report = reports.setdefault(day, reports.get(day) or session.report(day))
        earlier = by_fingerprint(report).get(key)
        assert earlier is not None, (day, describe(duty))
        if earlier.outcome.reason in (Reason.STOPPED, Reason.ENDED):
            continue  # the clock did not run on that day
        if duty.verdict is Verdict.CURED_LATE and earlier.verdict is Verdict.SATISFIED:
            raise AssertionError((day, describe(duty), describe(earlier)))
        announced = [f for f in (*report.required_actions, *report.undetermined) if f.fingerprint == key]
        assert announced, (day, describe(duty), describe(earlier))
