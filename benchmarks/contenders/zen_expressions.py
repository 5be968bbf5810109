"""zen-engine: one expression per matter that gives an object with the bearer of each rule that is broken."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import zen

from benchmarks.standard.facts import Fact, flattener, matters_of
from benchmarks.standard.work import AS_OF

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from benchmarks.standard.work import Record, Violation

TITLE = "zen-engine, one expression per matter, from mappings"
LIBRARIES: tuple[str, ...] = ("zen-engine",)

_SINGLE = {
    "document_issued": "notice",
    "document_received": "receipt",
    "correction_made": "correction",
    "document_sent": "report",
    "decision_made": "decision",
    "document_published": "published",
    "matter_closed": "closing",
}
_MATTER = """{
  "two-officers": some(visits, #.officers < 2 or #.shown == 0) ? visits[0].by : null,
  "limit": notice.limited == 0 ? notice.by : null,
  "after-visit": none(visits, #.day <= notice.day) ? notice.by : null,
  "rectify": today > receipt.day + 30 and (correction == null or correction.day > receipt.day + 30
             or report == null or report.day > receipt.day + 30) ? receipt.by : null,
  "not-closed-early": closing.day <= receipt.day + 30 and (correction == null or correction.day > closing.day)
             ? closing.by : null,
  "decide": today > receipt.day + 30 and correction == null and closing.day > receipt.day + 30 ? notice.by : null,
  "publish": today > decision.last and (published == null or published.day > decision.last) ? decision.by : null
}"""


def prepare(records: Sequence[Record]) -> Callable[[], set[Violation]]:
    """Compile the expressions and lay down the calendar beforehand."""
    of_matter = zen.compile_expression(" ".join(_MATTER.split()))
    too_few_reviewers = zen.compile_expression("hundredfold < fivefold")
    too_few_reviews = zen.compile_expression("n < 2")
    flat = flattener()

    def run() -> set[Violation]:
        matters, counts, reviews = matters_of(records)
        found: set[Violation] = set()
        for matter, listed in matters.items():
            broken: dict[str, Any] = of_matter.evaluate(_context(map(flat, listed)))
            found.update((rule, by, matter) for rule, by in broken.items() if by is not None)
        for fact in map(flat, counts):
            if too_few_reviewers.evaluate(fact):
                found.add(("reviewers", fact["by"], ""))
        for organ, number in reviews.items():
            if too_few_reviews.evaluate({"n": number}):
                found.add(("yearly-review", organ, "2025"))
        return found

    return run


def _context(facts: Any) -> dict[str, Any]:  # noqa: ANN401
    """Give the acts of a matter under the names that the expression uses."""
    visits: list[Fact] = []
    context: dict[str, Any] = {"today": AS_OF.toordinal(), "visits": visits, **_NOTHING}
    for fact in facts:
        name = _SINGLE.get(fact["type"])
        if name is not None:
            context[name] = fact
        elif fact["type"] == "activity_performed":
            visits.append(fact)
    return context


_NOTHING = dict.fromkeys(_SINGLE.values())
