"""The ten rules over a Polars frame."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from benchmarks.standard.publication import publication_table
from benchmarks.standard.work import AS_OF

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.standard.work import Violation

_KEY = ["matter", "by"]
_TODAY = pl.lit(AS_OF)


def frame_violations(events: Any) -> set[Violation]:  # noqa: ANN401
    """Run all rules over the frame and gather what they accuse."""
    found = pl.concat(pl.collect_all([*_matter_rules(events.lazy()), *_organ_rules(events.lazy())]))
    return set(found.rows())


def _named(frame: Any, rule: str, by: str = "by", of: Any = "matter") -> Any:  # noqa: ANN401
    of = pl.col(of) if of == "matter" else pl.lit(of)
    return frame.select(rule=pl.lit(rule), by=pl.col(by), of=of)


def _matter_rules(events: Any) -> Iterator[Any]:  # noqa: ANN401
    of_type = {kind: events.filter(pl.col("type") == kind) for kind in _TYPES}
    visits, closings, corrections = (of_type[t] for t in ("activity_performed", "matter_closed", "correction_made"))
    notices = of_type["document_issued"].filter(pl.col("kind") == "notice")
    officer = pl.element().struct.field("role") == "supervision_officer"
    officers = pl.col("persons").list.eval(pl.element().filter(officer).struct.field("person")).list.n_unique()
    shown = pl.element().struct.field("certificates_shown").list.contains("supervision")
    yield _named(visits.filter((officers < 2) | ~pl.col("persons").list.eval(shown).list.all()), "two-officers")
    yield _named(notices.filter(pl.col("unlimited")), "limit")
    before = notices.join(visits.select(*_KEY, visit="on"), on=_KEY).filter(pl.col("visit") <= pl.col("on"))
    yield _named(notices.join(before, on=_KEY, how="anti"), "after-visit")

    named = notices.select("matter", document="number", issuer="by")
    receipts = of_type["document_received"].join(named, on=["matter", "document", "issuer"])
    receipts = receipts.select("matter", "by", "on", "issuer", due=pl.col("on").dt.offset_by("30d"))
    expired = receipts.filter(pl.col("due") < _TODAY)
    reports = of_type["document_sent"].filter(pl.col("kind") == "correction_report")
    late = [expired.join(_in_time(expired, acts), on=_KEY, how="anti") for acts in (corrections, reports)]
    yield _named(pl.concat(late), "rectify")
    closed = receipts.join(closings.select("matter", closer="by", closed="on"), on="matter")
    early = closed.filter(pl.col("closed").is_between(pl.col("on"), pl.col("due")))
    done = early.join(corrections.select(*_KEY, done="on"), on=_KEY).filter(pl.col("done") <= pl.col("closed"))
    yield _named(early.join(done, on=_KEY, how="anti"), "not-closed-early", "closer")
    decided = of_type["document_issued"].filter(pl.col("kind") == "decision")
    undone = closed.filter((pl.col("due") < _TODAY) & (pl.col("closed") > pl.col("due")))
    undone = undone.join(corrections, on=_KEY, how="anti")
    undone = undone.join(decided, left_on=["matter", "issuer"], right_on=_KEY, how="anti")
    yield _named(undone, "decide", "issuer")
    yield _publication(of_type["decision_made"], of_type["document_published"])


def _in_time(receipts: Any, acts: Any) -> Any:  # noqa: ANN401
    return receipts.join(acts.select(*_KEY, done="on"), on=_KEY).filter(pl.col("done") <= pl.col("due"))


def _publication(decisions: Any, published: Any) -> Any:  # noqa: ANN401
    days = publication_table()
    calendar = pl.LazyFrame({"on": list(days.keys()), "last": list(days.values())})
    expired = decisions.join(calendar, on="on").filter(pl.col("last") < _TODAY)
    named = published.select("matter", number="document", public="on")
    public = expired.join(named, on=["matter", "number"]).filter(pl.col("public") <= pl.col("last"))
    return _named(expired.join(public, on=["matter", "number"], how="anti"), "publish")


def _organ_rules(events: Any) -> Iterator[Any]:  # noqa: ANN401
    governments = events.filter((pl.col("type") == "organ_registered") & (pl.col("kind") == "government"))
    held = events.filter((pl.col("type") == "review_completed") & (pl.col("on").dt.year() == 2025))
    reviews = held.group_by("by").agg(n=pl.len())
    counted = governments.join(reviews, left_on="organ", right_on="by", how="left")
    yield _named(counted.filter(pl.col("n").fill_null(0) < 2), "yearly-review", "organ", "2025")
    counts = events.filter(pl.col("type") == "staff_counted")
    yield _named(counts.filter(pl.col("reviewers") * 100 < pl.col("officers") * 5), "reviewers", of="")


_TYPES = (
    "activity_performed",
    "document_issued",
    "document_received",
    "document_sent",
    "correction_made",
    "decision_made",
    "document_published",
    "matter_closed",
)
