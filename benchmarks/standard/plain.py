"""The same ten rules as straight-line Python over plain pydantic models: the yardstick of the comparison."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from benchmarks.standard.publication import last_day_to_publish
from benchmarks.standard.work import AS_OF, Violation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class PlainPerson(BaseModel):
    """Somebody who took part."""

    person: str
    role: str
    certificates_shown: list[str]


class PlainEvent(BaseModel):
    """Any event, without unions: the divisor of all ratios."""

    id: str
    type: str
    on: date | None = None
    by: str | None = None
    matter: str | None = None
    number: str | None = None
    kind: str | None = None
    to: Any = None
    limit_days: Any = None
    document: str | None = None
    issuer: str | None = None
    answers: str | None = None
    against: str | None = None
    persons: list[PlainPerson] = []
    organ: str | None = None
    concerning: str | None = None
    division: str | None = None
    government: str | None = None
    organs: list[str] = []
    types: list[str] = []
    covers_from: date | None = None
    covers_to: date | None = None
    officers: int | None = None
    reviewers: int | None = None


_THIRTY = timedelta(days=30)


def violations(events: Iterable[PlainEvent]) -> set[Violation]:
    """Check with one pass to group and one function per matter."""
    matters: dict[str, list[PlainEvent]] = defaultdict(list)
    reviews: dict[str, int] = {}
    found: set[Violation] = set()
    for event in events:
        if event.matter is not None:
            matters[event.matter].append(event)
        elif event.type == "organ_registered" and event.kind == "government":
            reviews.setdefault(str(event.organ), 0)
        elif event.type == "review_completed":
            reviews[str(event.by)] = reviews.get(str(event.by), 0) + 1
        elif event.type == "staff_counted" and (event.reviewers or 0) * 100 < (event.officers or 0) * 5:
            found.add(("reviewers", str(event.by), ""))
    found.update(("yearly-review", organ, "2025") for organ, number in reviews.items() if number < 2)
    last_days: dict[date, date] = {}
    for matter, listed in matters.items():
        found.update((rule, by, matter) for rule, by in _of_matter(listed, last_days))
    return found


def _of_matter(events: list[PlainEvent], last_days: dict[date, date]) -> Iterator[tuple[str, str]]:
    by_type: dict[str, PlainEvent] = {event.type: event for event in events}
    visits = [event for event in events if event.type == "activity_performed"]
    notice, receipt, closing = (by_type[t] for t in ("document_issued", "document_received", "matter_closed"))
    for visit in visits:
        officers = {person.person for person in visit.persons if person.role == "supervision_officer"}
        if len(officers) < 2 or not all("supervision" in person.certificates_shown for person in visit.persons):
            yield "two-officers", str(visit.by)
    if notice.limit_days == "none":
        yield "limit", str(notice.by)
    if not any(_day(visit) <= _day(notice) for visit in visits):
        yield "after-visit", str(notice.by)
    due, closed = _day(receipt) + _THIRTY, _day(closing)
    correction, report = by_type.get("correction_made"), by_type.get("document_sent")
    done = None if correction is None else correction.on
    reported = None if report is None else report.on
    if (done is None or reported is None or done > due or reported > due) and due < AS_OF:
        yield "rectify", str(receipt.by)
    if closed <= due and (done is None or done > closed):
        yield "not-closed-early", str(closing.by)
    if done is None and due < AS_OF and closed > due:
        yield "decide", str(notice.by)
    yield from _publication(by_type, last_days)


def _publication(by_type: dict[str, PlainEvent], last_days: dict[date, date]) -> Iterator[tuple[str, str]]:
    decision, published = by_type["decision_made"], by_type.get("document_published")
    decided = _day(decision)
    last = last_days.get(decided)
    if last is None:
        last = last_days[decided] = last_day_to_publish(decided)
    if (published is None or _day(published) > last) and last < AS_OF:
        yield "publish", str(decision.by)


def _day(event: PlainEvent) -> date:
    assert event.on is not None
    return event.on
