"""Believable supervision histories, piece by piece: a register, matters from opening to closure, yearly work.

Every function takes Hypothesis's ``draw`` and gives plain record mappings, as an export of a real system would hold
them. ``orderly`` keeps to possible sequences of dates; without it a receipt may lie before the issue, a correction
before the letter, and so on.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from zhifa_rules.testing.diary import BOUNDARIES, Cast, Diary, Record

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn


def draw_register(draw: DrawFn, cast: Cast) -> list[Record]:
    """Draw register rows: the first three organs always, the others sometimes, and now and then a second state."""
    rows = [dict(row) for n, row in enumerate(cast.rows) if n < 3 or draw(st.integers(0, 99)) >= 25]
    if draw(st.integers(0, 99)) >= 90:
        changed = dict(draw(st.sampled_from(rows)))
        begins = draw(st.sampled_from(BOUNDARIES))
        change = draw(st.sampled_from(({"leadership": "vertical"}, {"kind": "other"}, {"division": "420000"}, {})))
        rows.append({**changed, "id": changed["id"] + "-later", "on": begins.isoformat(), **change})
    return rows


def draw_matter(draw: DrawFn, cast: Cast, key: str, *, orderly: bool) -> list[Record]:
    """Draw one matter with the whole chain from its opening to its closure, any link of which may be missing."""
    diary = Diary(draw, key, orderly, matter=key)
    letter_day = draw(st.sampled_from(BOUNDARIES)) + timedelta(days=draw(st.sampled_from((0, 1, 2, 3))))
    by, through = draw(st.sampled_from(cast.supervisors))
    target = draw(st.sampled_from(tuple(t for t in cast.supervised if t != by)))
    _opening(diary, letter_day, by, target)
    start = letter_day
    if diary.maybe(90):
        start = _letter(diary, letter_day, by, through, target)
    _rectification(diary, cast, start, by, target)
    if diary.maybe(40):
        _decision(diary, cast, start, by, target)
    if diary.maybe(30):
        reason = diary.one("rectified", "terminated", "unfounded", "archived")
        diary.add("close", "matter_closed", diary.day(start, 31, 0, 5, 30, 60), by, reason=reason)
    if diary.maybe(25):
        _side_events(diary, cast, start, by, target)
    return diary.records


def _opening(diary: Diary, letter_day: date, by: str, target: str) -> None:
    if diary.maybe(85):
        diary.add("open", "matter_opened", diary.day(letter_day, -20, -1, 0, disorder=(1,)), by, concerning=target)
    if diary.maybe(85):
        diary.add(
            "found",
            "finding_recorded",
            diary.day(letter_day, -5, -1, 0, disorder=(1,)),
            by,
            kind=diary.one("unlawful_act", "unlawful_act", "prominent_problems"),
            outcome=diary.one("substantiated", "substantiated", "unsubstantiated"),
            concerning=target,
        )


def _letter(diary: Diary, letter_day: date, by: str, through: str | None, target: str) -> date:
    """Issue and receive a letter, perhaps object to it; give the day from which the thirty days run."""
    number = f"{diary.prefix}-L"
    issued = diary.day(letter_day, 0, -1, -3, disorder=(2,))
    limit = diary.one({"limit_days": 30}, {"limit_days": 15}, {"limit_days": "none"}, {}, {"limit_days": 60})
    if diary.maybe(10):
        limit = {**limit, "limit_on": diary.day(letter_day, 30, 20, 45, disorder=(-2,))}
    to = diary.one([target], [target], [target], [target, "urban"])
    diary.add("L", "document_issued", issued, by, through=through, number=number, kind="recommendation", to=to, **limit)
    received = max(letter_day, issued) if diary.orderly else letter_day
    if diary.maybe(80):
        issuer = by if diary.maybe(20) else None
        diary.add("Lr", "document_received", received, target, document=number, issuer=issuer)
    if diary.maybe(55):
        return _objection(diary, received, by, target, number)
    return received


def _objection(diary: Diary, received: date, by: str, target: str, number: str) -> date:
    filed = diary.day(received, 5, 0, 9, 10, 11, 12, disorder=(-1,))
    arrived = diary.one(filed, filed + timedelta(days=1), filed + timedelta(days=3), None)
    own = f"{diary.prefix}-O" if diary.maybe(50) else None
    to = diary.one(by, by, "justice", "enshi")
    diary.add(
        "O",
        "request_filed",
        filed,
        target,
        kind="objection",
        to=to,
        against=number,
        received_on=arrived,
        number=own,
    )
    if diary.maybe(20):
        withdrawn = diary.day(filed, 1, 0, 10, 14, 16, disorder=(-2,))
        diary.add("W", "request_withdrawn", withdrawn, target, kind="objection", against=number)
    if not diary.maybe(65):
        return received
    issued = diary.day(arrived or filed, 14, 1, 15, 16, 17, disorder=(-1,))
    reply = f"{diary.prefix}-R"
    result = diary.one("refused", "granted", "partly")
    diary.add("R", "document_issued", issued, by, number=reply, kind="reply", result=result, to=[target], answers=own)
    answered = diary.day(issued, 0, 1, 2, disorder=(-1,))
    if diary.maybe(75):
        diary.add("Rr", "document_received", answered, target, document=reply)
    return answered


def _rectification(diary: Diary, cast: Cast, start: date, by: str, target: str) -> None:
    for suffix in ("C", "C2"):
        if diary.maybe(50):
            corrected = diary.day(start, 30, 29, 31, 32, 5, 0, 45, -3)
            diary.add(suffix, "correction_made", corrected, target, extent=diary.one("full", "partial"))
    if diary.maybe(50):
        sent = diary.day(start, 30, 29, 31, 32, 5, 45)
        arrived = diary.one(None, sent, sent + timedelta(days=1), sent + timedelta(days=2))
        to = diary.one([by], [by], ["justice"], [cast.others[0]], [])
        diary.add("S", "document_sent", sent, target, kind="correction_report", to=to, received_on=arrived)


def _decision(diary: Diary, cast: Cast, start: date, by: str, target: str) -> None:
    number = f"{diary.prefix}-D"
    issued = diary.day(start, 31, 30, 29, 32, 10, 60)
    orders = diary.one(["revoke"], ["perform"], None, [])
    limit = diary.one(None, 20, 30, 45, "none")
    diary.add(
        "D",
        "document_issued",
        issued,
        by,
        number=number,
        kind="decision",
        to=[target],
        orders=orders,
        limit_days=limit,
    )
    received = diary.day(issued, 0, 1, 3, disorder=(-1,))
    if diary.maybe(75):
        diary.add("Dr", "document_received", received, target, document=number)
    if diary.maybe(50):
        sent = diary.day(received, 30, 29, 31, 32, 2, disorder=(-1,))
        arrived = diary.one(None, sent, sent + timedelta(days=2))
        to = diary.one([by], ["justice"], [cast.others[0]])
        diary.add("E", "document_sent", sent, target, kind="execution_report", to=to, received_on=arrived)
    if diary.maybe(25):
        diary.add("I", "interview_held", diary.day(issued, 1, 0, -1), by, concerning=target)


def _side_events(diary: Diary, cast: Cast, start: date, by: str, target: str) -> None:
    """Add a clue, a complaint, an on-site activity or a refusal to cooperate."""
    event = diary.one("clue", "complaint", "on_site", "refusal", "recusal")
    day = diary.day(start, 0, -1, 1, 10)
    if event == "clue":
        found = {"kind": "official_misconduct_clue", "outcome": "substantiated", "concerning": target}
        diary.add("clue", "finding_recorded", day, by, **found)
        if diary.maybe(60):
            to = diary.one([cast.others[0]], ["urban"], [cast.ghost])
            diary.add("pass", "document_sent", diary.day(day, 5, 0, 40), by, kind="clue_transfer", to=to)
    elif event == "complaint":
        diary.add("cp", "request_filed", day, "citizen", kind="complaint", to=by, received_on=day)
        if diary.maybe(60):
            handled = diary.one("supplied", "refused")
            diary.add("ch", "matter_handled", diary.day(day, 0, 10), by, response=handled)
    elif event == "on_site":
        diary.add(
            "site", "activity_performed", day, by, activity="on_site_supervision", persons=draw_persons(diary.draw)
        )
    elif event == "refusal":
        response = diary.one("refused", "supplied", "obstructed")
        diary.add("ref", "response_given", day, target, response=response, to=by)
    else:
        diary.add("rq", "request_filed", day, target, kind="recusal", to=by)
        if diary.maybe(50):
            outcome = diary.one("substantiated", "unsubstantiated")
            diary.add("rf", "finding_recorded", diary.day(day, 1, 0), by, kind="impartiality", outcome=outcome)


def draw_persons(draw: DrawFn) -> list[Record]:
    """Draw those who took part in an activity."""
    person = st.fixed_dictionaries(
        {"role": st.sampled_from(("supervision_officer", "expert"))},
        optional={
            "person": st.sampled_from(("p1", "p2", "p3")),
            "certificates_shown": st.sampled_from((["supervision"], [], ["enforcement"])),
        },
    )
    return draw(st.lists(person, max_size=3))


def draw_yearly_work(draw: DrawFn, cast: Cast) -> list[Record]:
    """Draw plans, reviews, assessments, mechanisms, and declarations of how complete the log is."""
    diary = Diary(draw, "Y", orderly=True)
    for n in range(draw(st.integers(0, 3))):
        by = diary.one("lichuan", "justice", "urban", "enshi")
        end = draw(st.sampled_from((date(2025, 12, 31), date(2026, 1, 1), date(2025, 2, 28), date(2025, 3, 1))))
        kind = diary.one("case_file_review", "assessment", "plan", "mechanism")
        if kind == "plan":
            year = diary.one(2025, 2026)
            diary.add(f"plan{n}", "document_adopted", end, by, kind="annual_plan", for_year=year)
        elif kind == "mechanism":
            which = diary.one("joint_conference", "hotline_cooperation", "contact_points")
            diary.add(f"mech{n}", "mechanism_established", end, by, mechanism=which)
        else:
            organisers = diary.one(None, [by], ["lichuan", "urban"], [])
            parts = diary.one(["internal", "external"], ["internal"], ["external"], None)
            began = diary.one(None, end, end - timedelta(days=30))
            common = {"kind": kind, "organisers": organisers, "started_on": began}
            diary.add(f"rev{n}", "review_completed", end, by, parts=parts, **common)
    return [*diary.records, *_log_scopes(diary, cast)]


def _log_scopes(diary: Diary, cast: Cast) -> list[Record]:
    scopes: list[Record] = []
    for n in range(diary.draw(st.integers(0, 2))):
        scope: Record = {"id": f"scope{n}", "type": "log_scope_declared", "on": "2026-03-01"}
        scope["organs"] = diary.one(["all"], ["lichuan"], [cast.rows[2]["organ"]])
        scope["types"] = diary.one(["all"], ["review_completed", "document_adopted"], ["correction_made"])
        scope["covers_from"] = diary.one("2025-01-01", "2025-03-01", "2025-07-01")
        scope["covers_to"] = diary.one("2025-12-31", "2026-02-28", "2025-06-30", "2025-12-30")
        if scope["covers_from"] > scope["covers_to"]:
            scope["covers_to"] = "2025-12-31"
        if diary.maybe(40):
            scope["complete"] = False
        scopes.append(scope)
    return scopes
