"""durable-rules by hand: canonical JSON rulesets on its C module, a session per matter, absence after an as-of fact.

Only positive joins and an absence as last pattern, after the as-of fact; the last join term of each conjunction stands
twice; a boot rule fires once in each session; a session is dropped after use. Anything less canonical than this crashes
or loses facts with the version measured.
"""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any

import durable_rules_engine
import orjson

from benchmarks.standard.facts import Fact, flattener, matters_of
from benchmarks.standard.work import AS_OF

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from benchmarks.standard.work import Record, Violation

TITLE = "durable-rules by hand, from mappings"
LIBRARIES: tuple[str, ...] = ("durable_rules", "orjson")

_LOST = 2
_BOOT: dict[str, Any] = {"$boot": 1}
_DAY: dict[str, Any] = {"type": "$asof", "id": "day", "day": AS_OF.toordinal()}
_Term = dict[str, Any]


def _same(field: str, alias: str, other: str | None = None) -> _Term:
    return {field: {alias: other or field}}


def _against(relation: str, field: str, alias: str, other: str = "day", days: int = 0) -> _Term:
    """Compare a field with one of an earlier fact, so many days later."""
    value: _Term = {alias: other}
    return {f"${relation}": {field: {"$add": {"$l": value, "$r": days}} if days else value}}


def _fact(kind: str, *terms: _Term) -> _Term:
    return {"$and": [{"type": kind}, *terms]} if terms else {"type": kind}


def _joined(kind: str, *terms: _Term) -> _Term:
    return _fact(kind, *terms, terms[-1])


_NOTICE = {"n": _fact("document_issued", {"kind": "notice"})}
_RECEIPT = {"r": _joined("document_received", _same("document", "n", "number"), _same("issuer", "n", "by"))}
_AS_OF = {"g": {"type": "$asof"}}
_EXPIRED = {"g": _joined("$asof", _against("gt", "day", "r", days=30))}
_IN_TIME = (_same("by", "r"), _against("lte", "day", "r", days=30))

_MATTER_RULES: dict[str, list[_Term]] = {
    "two-officers:v:1": [{"v": _fact("activity_performed", {"$lt": {"officers": 2}})}],
    "two-officers:v:2": [{"v": _fact("activity_performed", {"shown": 0})}],
    "limit:n:1": [{"n": _fact("document_issued", {"kind": "notice"}, {"limited": 0})}],
    "after-visit:n:1": [
        _NOTICE,
        _AS_OF,
        {"v$not": _joined("activity_performed", _same("by", "n"), _against("lte", "day", "n"))},
    ],
    "rectify:r:1": [_NOTICE, _RECEIPT, _EXPIRED, {"c$not": _joined("correction_made", *_IN_TIME)}],
    "rectify:r:2": [
        _NOTICE,
        _RECEIPT,
        _EXPIRED,
        {"s$not": _joined("document_sent", {"kind": "correction_report"}, *_IN_TIME)},
    ],
    "not-closed-early:c:1": [
        _NOTICE,
        _RECEIPT,
        {"c": _joined("matter_closed", _against("gte", "day", "r"), _against("lte", "day", "r", days=30))},
        _AS_OF,
        {"d$not": _joined("correction_made", _same("by", "r"), _against("lte", "day", "c"))},
    ],
    "$overdue:r:1": [_NOTICE, _RECEIPT, _EXPIRED, {"c$not": _joined("correction_made", _same("by", "r"))}],
    "decide:n:1": [
        {"o": {"type": "$overdue"}},
        {"n": _joined("document_issued", {"kind": "notice"}, _same("number", "o", "document"))},
        {"c": _joined("matter_closed", _against("gt", "day", "o"))},
        _AS_OF,
        {"d$not": _joined("document_issued", {"kind": "decision"}, _same("by", "n"))},
    ],
    "publish:d:1": [
        {"d": _fact("decision_made")},
        {"g": _joined("$asof", _against("gt", "day", "d", "last"))},
        {"p$not": _joined("document_published", _same("document", "d", "number"), _against("lte", "day", "d", "last"))},
    ],
}
_ORGAN_RULES: dict[str, list[_Term]] = {
    "reviewers:s:1": [{"s": _fact("staff_counted", {"$lt": {"hundredfold": {"$m": "fivefold"}}})}],
    "yearly-review:q:1": [{"q": _fact("$reviews", {"$lt": {"n": 2}})}],
}


class _Ruleset:
    """One ruleset, driven by pulling: no host, no threads, no callbacks."""

    def __init__(self, name: str, rules: dict[str, list[_Term]]) -> None:
        bodies = {rule: {"all": body} for rule, body in rules.items()}
        bodies["$boot"] = {"all": [{"z": _BOOT}]}
        self._handle = durable_rules_engine.create_ruleset(name, _dumps(bodies))
        self._ids = count()

    def fired(self, session: str, facts: Iterable[Fact]) -> list[tuple[str, Fact]]:
        """Assert facts one by one and give each rule that fired with the fact that it accuses."""
        found: list[tuple[str, Fact]] = []
        for fact in facts:
            self._pull(self._assert({"id": f"f{next(self._ids)}", **fact, "sid": session}), found)
        return found

    def retract(self, session: str, fact: Fact) -> None:
        """Take a fact away."""
        durable_rules_engine.retract_fact(self._handle, _dumps({**fact, "sid": session}))

    def drop(self, session: str) -> None:
        """Forget a session."""
        durable_rules_engine.delete_state(self._handle, session)

    def close(self) -> None:
        """Free the ruleset, once all of its sessions are dropped."""
        durable_rules_engine.delete_ruleset(self._handle)

    def _assert(self, fact: Fact) -> int:
        code, offset = durable_rules_engine.assert_fact(self._handle, _dumps(fact))
        if code == _LOST:
            message = f"durable-rules has lost the fact {fact}"
            raise RuntimeError(message)
        return int(offset)

    def _pull(self, offset: int, found: list[tuple[str, Fact]]) -> None:
        started = durable_rules_engine.start_action_for_state(self._handle, offset)
        firing = started[1] if started else None
        while firing:
            ((rule, facts),) = orjson.loads(firing).items()
            if rule != "$boot":
                name, alias, _ = rule.split(":")
                found.append((name, facts[alias]))
            firing = durable_rules_engine.complete_and_start_action(self._handle, offset)


def prepare(records: Sequence[Record]) -> Callable[[], set[Violation]]:
    """Lay down the calendar beforehand."""
    flat = flattener()
    return lambda: _violations(records, flat)


def _violations(records: Sequence[Record], flat: Callable[[Record], Fact]) -> set[Violation]:
    matters, counts, reviews = matters_of(records)
    found: set[Violation] = set()
    ruleset = _Ruleset("matters", _MATTER_RULES)
    for matter, listed in matters.items():
        found.update((rule, by, matter) for rule, by in _of_matter(ruleset, matter, map(flat, listed)))
        ruleset.drop(matter)
    ruleset.close()
    ruleset = _Ruleset("organs", _ORGAN_RULES)
    cells: list[tuple[Fact, str]] = [(flat(record), "") for record in counts]
    cells += [({"type": "$reviews", "by": organ, "n": n}, "2025") for organ, n in reviews.items()]
    for cell, of in cells:
        found.update((rule, fact["by"], of) for rule, fact in ruleset.fired(cell["by"], (_BOOT, cell)))
        ruleset.drop(cell["by"])
    ruleset.close()
    return found


def _of_matter(ruleset: _Ruleset, matter: str, facts: Iterable[Fact]) -> set[tuple[str, str]]:
    """Assert all facts, then the day; what is overdue then triggers the next duty in a second round."""
    fired = ruleset.fired(matter, (_BOOT, *facts, _DAY))
    overdue = [fact for rule, fact in fired if rule == "$overdue"]
    found = {(rule, fact["by"]) for rule, fact in fired if rule != "$overdue"}
    if overdue:
        chained = [{"type": "$overdue", "document": fact["document"], "day": fact["day"] + 30} for fact in overdue]
        ruleset.retract(matter, _DAY)
        fired = ruleset.fired(matter, (*chained, {**_DAY, "id": "again"}))
        found.update((rule, fact["by"]) for rule, fact in fired if rule != "$overdue")
    return found


def _dumps(value: object) -> str:
    text: str = orjson.dumps(value).decode()
    return text
