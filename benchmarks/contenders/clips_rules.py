"""clipspy: CLIPS rules over one environment with all matters, absence by ``not`` after an as-of fact."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import clips

from benchmarks.standard.facts import Fact, flattener, matters_of
from benchmarks.standard.work import AS_OF

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from benchmarks.standard.work import Record, Violation

TITLE = "clipspy, from mappings"
LIBRARIES: tuple[str, ...] = ("clipspy",)

_NUMBERS = frozenset({"day", "officers", "shown", "limited", "last", "hundredfold", "fivefold", "n"})
_SLOTS = {
    "matter_opened": (),
    "activity_performed": ("officers", "shown"),
    "document_issued": ("kind", "number", "limited"),
    "document_received": ("document", "issuer"),
    "document_sent": ("kind",),
    "request_filed": (),
    "correction_made": (),
    "decision_made": ("number", "last"),
    "document_published": ("document",),
    "matter_closed": (),
    "staff_counted": ("hundredfold", "fivefold"),
    "reviews": ("n",),
    "as-of": (),
    "violation": ("rule",),
}
_RULES = """
(defrule two-officers
  (activity_performed (matter ?m) (by ?by) (officers ?n) (shown ?shown))
  (test (or (< ?n 2) (= ?shown 0)))
  => (assert (violation (rule "two-officers") (by ?by) (matter ?m))))
(defrule limit
  (document_issued (matter ?m) (by ?by) (kind "notice") (limited 0))
  => (assert (violation (rule "limit") (by ?by) (matter ?m))))
(defrule after-visit
  (as-of) (document_issued (matter ?m) (by ?by) (kind "notice") (day ?day))
  (not (activity_performed (matter ?m) (by ?by) (day ?visit&:(<= ?visit ?day))))
  => (assert (violation (rule "after-visit") (by ?by) (matter ?m))))
(defrule rectify
  (as-of (day ?today)) (document_issued (matter ?m) (by ?issuer) (kind "notice") (number ?number))
  (document_received (matter ?m) (by ?by) (document ?number) (issuer ?issuer) (day ?day&:(> ?today (+ ?day 30))))
  (or (not (correction_made (matter ?m) (by ?by) (day ?done&:(<= ?done (+ ?day 30)))))
      (not (document_sent (matter ?m) (by ?by) (kind "correction_report") (day ?sent&:(<= ?sent (+ ?day 30))))))
  => (assert (violation (rule "rectify") (by ?by) (matter ?m))))
(defrule not-closed-early
  (as-of) (document_issued (matter ?m) (by ?issuer) (kind "notice") (number ?number))
  (document_received (matter ?m) (by ?by) (document ?number) (issuer ?issuer) (day ?day))
  (matter_closed (matter ?m) (by ?closer) (day ?closed&:(and (>= ?closed ?day) (<= ?closed (+ ?day 30)))))
  (not (correction_made (matter ?m) (by ?by) (day ?done&:(<= ?done ?closed))))
  => (assert (violation (rule "not-closed-early") (by ?closer) (matter ?m))))
(defrule decide
  (as-of (day ?today)) (document_issued (matter ?m) (by ?issuer) (kind "notice") (number ?number))
  (document_received (matter ?m) (by ?by) (document ?number) (issuer ?issuer) (day ?day&:(> ?today (+ ?day 30))))
  (matter_closed (matter ?m) (day ?closed&:(> ?closed (+ ?day 30))))
  (not (correction_made (matter ?m) (by ?by)))
  (not (document_issued (matter ?m) (by ?issuer) (kind "decision")))
  => (assert (violation (rule "decide") (by ?issuer) (matter ?m))))
(defrule publish
  (as-of (day ?today)) (decision_made (matter ?m) (by ?by) (number ?number) (last ?last&:(> ?today ?last)))
  (not (document_published (matter ?m) (document ?number) (day ?published&:(<= ?published ?last))))
  => (assert (violation (rule "publish") (by ?by) (matter ?m))))
(defrule reviewers
  (staff_counted (by ?by) (hundredfold ?part) (fivefold ?whole&:(< ?part ?whole)))
  => (assert (violation (rule "reviewers") (by ?by) (matter ""))))
(defrule yearly-review
  (reviews (by ?by) (n ?n&:(< ?n 2)))
  => (assert (violation (rule "yearly-review") (by ?by) (matter "2025"))))
"""


def prepare(records: Sequence[Record]) -> Callable[[], set[Violation]]:
    """Build the rules and lay down the calendar beforehand."""
    environment = clips.Environment()
    for name, slots in _SLOTS.items():
        environment.build(_template(name, ("matter", "by", "day", *slots)))
    for rule in _RULES.strip().split("\n(defrule"):
        environment.build(rule if rule.startswith("(defrule") else f"(defrule{rule}")
    templates = {name: environment.find_template(name) for name in _SLOTS}
    flat = flattener()
    return lambda: _violations(environment, templates, records, flat)


def _template(name: str, slots: tuple[str, ...]) -> str:
    typed = " ".join(f"(slot {slot} (type {'INTEGER' if slot in _NUMBERS else 'STRING'}))" for slot in slots)
    return f"(deftemplate {name} {typed})"


def _violations(
    environment: Any,  # noqa: ANN401
    templates: dict[str, Any],
    records: Sequence[Record],
    flat: Callable[[Record], Fact],
) -> set[Violation]:
    environment.reset()
    matters, counts, reviews = matters_of(records)
    for matter, listed in matters.items():
        for fact in map(flat, listed):
            templates[fact.pop("type")].assert_fact(matter=matter, **fact)
    for fact in map(flat, counts):
        templates[fact.pop("type")].assert_fact(**fact)
    for organ, number in reviews.items():
        templates["reviews"].assert_fact(by=organ, n=number)
    templates["as-of"].assert_fact(day=AS_OF.toordinal())
    environment.run()
    return {(fact["rule"], fact["by"], fact["matter"]) for fact in templates["violation"].facts()}
