"""Findings that one report of a session takes over from another are those that a report of its own would draw."""

from __future__ import annotations

import gc

import pytest
from report_helpers import REGISTER, Record, letter

import zhifa_rules as z
from zhifa_rules.report import kept

AS_OF = "2025-09-30"
FRESH = "2025-06-20"  # the day on which the letters have just been received


def _matter(number: int) -> list[Record]:
    """The records of one matter among many."""
    named = ("id", "matter", "number", "document")
    return [
        {**record, **{name: f"{record[name]}-{number}" for name in named if name in record}}
        for record in letter(received="2025-06-16")
    ]


def _session(matters: int) -> z.Session:
    session = z.Session("enshi")
    session.add_all([*REGISTER, *(record for number in range(matters) for record in _matter(number))])
    return session


def _batch(matters: int, *more: Record) -> z.Report:
    records = [*REGISTER, *(record for number in range(matters) for record in _matter(number)), *more]
    return z.check(records, packs="enshi", as_of=AS_OF)


def _closing(number: int) -> Record:
    return {"id": f"c-{number}", "type": "matter_closed", "matter": f"M1-{number}", "by": "k-gov", "on": "2025-09-01"}


@pytest.mark.parametrize("few", [0, 1000], ids=["all sorted anew", "place by place"])
def test_a_later_report_is_that_of_a_check(few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "_FEW", few)
    session = _session(3)
    assert session.report(AS_OF).findings
    session.add(_closing(1))
    assert session.report(AS_OF).to_json() == _batch(3, _closing(1)).to_json()
    session.add_all(_matter(3))
    assert session.report(AS_OF).to_json() == _batch(4, _closing(1)).to_json()


def test_an_earlier_report_stays_as_it_was() -> None:
    """Its findings are drawn when somebody asks for them, be it after later reports."""
    session = _session(2)
    earlier, alike = session.report(AS_OF), _batch(2)
    session.add_all(_matter(2))
    later = session.report(AS_OF)
    assert later.findings
    assert earlier.to_json() == alike.to_json()
    assert later.to_json() == _batch(3).to_json()


def test_findings_of_subjects_that_did_not_change_are_taken_over() -> None:
    session = _session(3)
    before = {id(finding): finding for finding in session.report(AS_OF).findings}
    session.add(_closing(1))
    made = [finding for finding in session.report(AS_OF).findings if id(finding) not in before]
    subjects = {finding.duty.subject for finding in made}
    assert ("matter", "M1-1") in subjects
    assert subjects.isdisjoint({("matter", "M1-0"), ("matter", "M1-2")})


def test_on_another_day_nothing_is_taken_over() -> None:
    session = _session(1)
    for day in (AS_OF, FRESH, AS_OF):
        assert {finding.context.as_of.isoformat() for finding in session.report(day).findings} == {day}


def test_what_was_drawn_for_another_day_takes_no_memory() -> None:
    """It goes before the duties of the new day come, lest a session need room for those of two days."""
    session = _session(2)
    assert session.report(AS_OF).findings
    session.report(FRESH)
    gc.collect()
    drawn = [thing for thing in gc.get_objects() if isinstance(thing, z.Finding)]
    days = {finding.context.as_of.isoformat() for finding in drawn if finding.duty.trigger.matter == "M1-1"}
    assert AS_OF not in days


def test_a_change_of_the_register_reaches_every_finding() -> None:
    session = _session(2)
    assert session.report(AS_OF).findings
    renamed: Record = {**REGISTER[2], "id": "o4", "name": "利川市城管局", "on": "2025-01-01"}
    session.add(renamed)
    assert session.report(AS_OF).to_json() == _batch(2, renamed).to_json()
