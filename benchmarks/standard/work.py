"""Generates the standard work: matters of ten events each, in provinces of two hundred matters."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Record = dict[str, Any]
Violation = tuple[str, str, str]
"""Rule, bearer and matter; the year for a yearly rule, nothing for a rule on head counts."""

AS_OF = date(2026, 1, 31)
LIVE_AS_OF = date(2025, 3, 7)
"""A day on which every matter of ``events(matters, spread=10)`` has been served its notice and none is decided."""

_START = date(2025, 1, 6)
_PER_PROVINCE = 200
_DEPARTMENTS = 10


_SPREAD = 250


def events(matters: int, seed: int = 1, spread: int = _SPREAD) -> list[Record]:
    """Give the records of so many matters, ten each, and the register, reviews and head counts of their organs.

    The matters begin within ``spread`` days.
    """
    return list(each_event(range(matters), seed, spread))


def each_event(matters: Iterable[int], seed: int = 1, spread: int = _SPREAD) -> Iterator[Record]:
    """Give the records of the matters of these numbers one by one, for work that does not fit into memory."""
    rng = random.Random(seed)
    for number in matters:
        if number % _PER_PROVINCE == 0:
            yield from _province(rng, number // _PER_PROVINCE)
        yield from _matter(rng, number, spread)


def _province(rng: random.Random, number: int) -> Iterator[Record]:
    government = f"gov{number}"
    place = {"division": f"9900{number % 100:02d}", "type": "organ_registered"}
    yield {**place, "id": f"o-{government}", "organ": government, "kind": "government"}
    yield {
        "id": f"log-{government}",
        "type": "log_scope_declared",
        "organs": [government],
        "types": ["all"],
        "covers_from": date(2024, 1, 1),
        "covers_to": date(2026, 12, 31),
    }
    for n in range(rng.choice((1, 2, 3))):
        on = date(2025, 3 + n, 1)
        yield {"id": f"rev-{government}-{n}", "type": "review_completed", "on": on, "by": government, "number": f"V{n}"}
    for n in range(_DEPARTMENTS):
        organ = f"{government}-d{n}"
        yield {**place, "id": f"o-{organ}", "organ": organ, "kind": "department", "government": government}
        counts = {"officers": 40, "reviewers": rng.choice((1, 2, 3))}
        yield {"id": f"staff-{organ}", "type": "staff_counted", "on": date(2025, 6, 30), "by": organ, **counts}


def _matter(rng: random.Random, number: int, spread: int) -> Iterator[Record]:
    government = f"gov{number // _PER_PROVINCE}"
    organ = f"{government}-d{rng.randrange(_DEPARTMENTS)}"
    matter, start = f"m{number}", _START + timedelta(days=rng.randrange(spread))
    serial = 0

    def event(type_: str, after: int, by: str, **fields: Any) -> Record:  # noqa: ANN401
        nonlocal serial
        serial += 1
        day = start + timedelta(days=after)
        return {"id": f"{matter}-{serial}", "type": type_, "on": day, "by": by, "matter": matter, **fields}

    yield event("matter_opened", 0, government, concerning=organ)
    yield event("activity_performed", rng.choice((1, 1, 1, 30)), government, persons=_officers(rng))
    notice: Record = {"kind": "notice", "number": f"N{number}", "to": [organ]}
    limit = rng.choice((30, 30, 30, "none"))
    yield event("document_issued", 20, government, limit_days=limit, **notice)
    yield event("document_received", 22, organ, document=f"N{number}", issuer=government)
    late = rng.random() < 0.1
    done = 22 + rng.randrange(31, 40) if late else 22 + rng.randrange(1, 30)
    if rng.random() < 0.3:
        yield event("request_filed", 25, organ, kind="objection", to=government, against=f"N{number}")
    if rng.random() < 0.95:
        yield event("correction_made", done, organ, answers=f"N{number}")
    yield event("document_sent", done, organ, kind="correction_report", to=[government], answers=f"N{number}")
    yield event("activity_performed", 35, government, persons=_officers(rng))
    yield event("decision_made", 60, organ, number=f"D{number}")
    if rng.random() < 0.97:
        yield event("document_published", 60 + rng.choice((1, 3, 8, 20)), organ, document=f"D{number}")
    yield event("matter_closed", rng.choice((40, 80, 90)), government)


def _officers(rng: random.Random) -> list[Record]:
    return [
        {"person": f"p{n}", "role": "supervision_officer", "certificates_shown": ["supervision"]}
        for n in range(rng.choice((1, 2, 2, 2, 2, 2)))
    ]


def further_visit(matter: int, on: date) -> Record:
    """Give one more record of a live matter: a visit by one officer only."""
    persons = [{"person": "p0", "role": "supervision_officer", "certificates_shown": ["supervision"]}]
    government = f"gov{matter // _PER_PROVINCE}"
    return {
        "id": f"m{matter}-further-{on}",
        "type": "activity_performed",
        "on": on,
        "by": government,
        "matter": f"m{matter}",
        "persons": persons,
    }
