"""Records as flat facts with day numbers: what engines without dates and without counts within a list are given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from benchmarks.standard.publication import publication_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from benchmarks.standard.work import Record

Fact = dict[str, Any]


def flattener() -> Callable[[Record], Fact]:
    """Give the function that turns one record of a matter, or a head count, into a fact.

    The distinct officers of a visit are counted here, and a decision carries the last day for its publication.
    """
    last_days = {day: last.toordinal() for day, last in publication_table().items()}

    def flat(record: Record) -> Fact:
        kind = record["type"]
        fact: Fact = {"type": kind, "by": record["by"], "day": record["on"].toordinal()}
        if kind == "activity_performed":
            persons = record["persons"]
            fact["officers"] = len({p["person"] for p in persons if p["role"] == "supervision_officer"})
            fact["shown"] = int(all("supervision" in p["certificates_shown"] for p in persons))
        elif kind == "document_issued":
            fact["kind"], fact["number"] = record["kind"], record["number"]
            fact["limited"] = int(record["limit_days"] != "none")
        elif kind == "document_received":
            fact["document"], fact["issuer"] = record["document"], record["issuer"]
        elif kind == "document_sent":
            fact["kind"] = record["kind"]
        elif kind == "decision_made":
            fact["number"], fact["last"] = record["number"], last_days[record["on"]]
        elif kind == "document_published":
            fact["document"] = record["document"]
        elif kind == "staff_counted":
            fact["hundredfold"], fact["fivefold"] = record["reviewers"] * 100, record["officers"] * 5
        return fact

    return flat


def matters_of(records: Iterable[Record]) -> tuple[dict[str, list[Record]], list[Record], dict[str, int]]:
    """Group the records: by matter, the head counts, and the number of reviews of each government."""
    matters: dict[str, list[Record]] = {}
    counts: list[Record] = []
    reviews: dict[str, int] = {}
    for record in records:
        matter = record.get("matter")
        if matter is not None:
            matters.setdefault(matter, []).append(record)
        elif record["type"] == "staff_counted":
            counts.append(record)
        elif record["type"] == "organ_registered" and record["kind"] == "government":
            reviews.setdefault(record["organ"], 0)
        elif record["type"] == "review_completed":
            reviews[record["by"]] = reviews.get(record["by"], 0) + 1
    return matters, counts, reviews
