"""Generated supervision histories of any size: many matters, each with the chain of letters and answers."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

Record = dict[str, Any]
START = date(2025, 3, 3)
DEPARTMENTS_PER_GOVERNMENT = 20


def history(size: int, seed: int = 1) -> list[Record]:
    """Give about ``size`` records: one register per two hundred matters, and matters until the size is reached."""
    rng = random.Random(seed)
    records: list[Record] = []
    matter = 0
    while len(records) < size:
        if matter % 200 == 0:
            records.extend(_register(matter // 200))
        records.extend(_matter(rng, matter))
        matter += 1
    return records


def _register(number: int) -> Iterator[Record]:
    government = f"gov{number}"
    place = {"division": f"4228{number % 100:02d}", "level": "county", "type": "organ_registered"}
    yield {**place, "id": f"o-{government}", "organ": government, "kind": "government"}
    for n in range(DEPARTMENTS_PER_GOVERNMENT):
        organ = f"{government}-dep{n}"
        yield {**place, "id": f"o-{organ}", "organ": organ, "kind": "department", "government": government}


def _matter(rng: random.Random, number: int) -> Iterator[Record]:
    government = f"gov{number // 200}"
    organ = f"{government}-dep{rng.randrange(DEPARTMENTS_PER_GOVERNMENT)}"
    matter, day = f"m{number}", START + timedelta(days=rng.randrange(200))

    def record(type_: str, after: int, by: str, **fields: Any) -> Record:  # noqa: ANN401
        on = (day + timedelta(days=after)).isoformat()
        return {"id": f"{matter}-{type_}-{after}", "type": type_, "on": on, "by": by, "matter": matter, **fields}

    letter = f"L{number}"
    yield record("matter_opened", 0, government, concerning=organ)
    yield record("finding_recorded", 20, government, kind="unlawful_act", outcome="substantiated", concerning=organ)
    issue: Record = {"kind": "recommendation", "number": letter, "to": [organ], "limit_days": 30}
    yield record("document_issued", 25, government, **issue)
    yield record("document_received", 26, organ, document=letter, issuer=government)
    start = 26
    if rng.random() < 0.3:
        filed = 26 + rng.randrange(1, 13)
        arrives = (day + timedelta(days=filed)).isoformat()
        yield record(
            "request_filed", filed, organ, kind="objection", to=government, against=letter, received_on=arrives
        )
        answered = filed + rng.randrange(5, 20)
        reply: Record = {"kind": "reply", "number": f"R{number}", "to": [organ], "result": "refused"}
        yield record("document_issued", answered, government, **reply)
        yield record("document_received", answered, organ, document=f"R{number}", issuer=government)
        start = answered
    done = start + rng.randrange(5, 40)
    if rng.random() < 0.9:
        yield record("correction_made", done, organ, extent="full")
        sent = (day + timedelta(days=done)).isoformat()
        yield record("document_sent", done, organ, kind="correction_report", to=[government], received_on=sent)
    yield record(
        "activity_performed",
        10,
        government,
        activity="on_site_supervision",
        concerning=organ,
        persons=[
            {"person": f"p{n}", "role": "supervision_officer", "certificates_shown": ["supervision"]}
            for n in range(rng.choice((1, 2, 2, 2)))
        ],
    )
