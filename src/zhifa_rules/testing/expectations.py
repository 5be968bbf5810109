"""What a case expects of a report, and how a report that differs is described."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from zhifa_rules.engines.outcome import BREACHES, COMPLIANT, Verdict
from zhifa_rules.norms.core import Available

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from zhifa_rules.engines.outcome import Duty, Outcome
    from zhifa_rules.errors import Location
    from zhifa_rules.norms.core import Citation
    from zhifa_rules.report import Report

BREACH = "breach"
NONE = "none"
UNNAMED = "unnamed"
VERDICTS = (*(verdict.value for verdict in Verdict), BREACH, NONE)


@dataclass(frozen=True, slots=True)
class Provision:
    """A provision as a case names it; a part left out stands for any."""

    article: str
    paragraph: str = ""
    item: str = ""
    instrument: str = ""

    def __str__(self) -> str:
        prefix = f"{self.instrument}:" if self.instrument else ""
        return prefix + ".".join((self.article, self.paragraph, self.item)).rstrip(".")

    def covers(self, cite: Citation) -> bool:
        """Tell whether a citation lies within the provision."""
        return all(
            wanted in ("", found)
            for wanted, found in (
                (self.instrument, cite.instrument),
                (self.article, cite.article),
                (self.paragraph, cite.paragraph),
                (self.item, cite.item),
            )
        )


def parse_provision(text: str) -> Provision | None:
    """Read ``article[.paragraph[.item]]``, preceded by ``instrument:`` where the pack has several; else ``None``."""
    instrument, _, numbers = text.rpartition(":")
    parts = numbers.split(".")
    if len(parts) > 3 or not parts[0] or not all(part.isalnum() or not part for part in parts):
        return None
    article, paragraph, item = (*parts, "", "")[:3]
    return Provision(article, paragraph, item, instrument)


@dataclass(frozen=True)
class Expectation:
    """What is expected of the duty instances of a rule (or of the rules that cite an article) and a bearer.

    ``wanted`` holds what is stated of the outcome by the names of ``OUTCOME_KEYS``; ``deciding``, ``by_reading`` and
    ``count`` are what is stated of the duty. What is left out is not looked at.
    """

    rule: str | None
    article: Provision | None
    bearer: str | None
    wanted: Mapping[str, object]
    location: Location
    cause: str | None = None
    deciding: frozenset[str] = frozenset()
    by_reading: Mapping[str, Mapping[str, Mapping[str, object]]] = field(default_factory=dict)
    count: int | None = None

    def concerns(self, duty: Duty) -> bool:
        """Tell whether the expectation is about a duty instance."""
        if self.rule is not None and duty.norm.rule != self.rule:
            return False
        if self.article is not None and not any(
            self.article.covers(cite) for cite in (*duty.norm.cites, *duty.outcome.cites)
        ):
            return False
        return self.bearer is None or (duty.outcome.bearer or UNNAMED) == self.bearer

    def __str__(self) -> str:
        what = self.rule or f"article {self.article}"
        who = f" of {self.bearer}" if self.bearer else ""
        stated = [f"{key} {_text(value)}" for key, value in self.wanted.items()]
        stated += [f"cause {self.cause}"] if self.cause else []
        stated += [f"deciding {_text(tuple(sorted(self.deciding)))}"] if self.deciding else []
        stated += [
            f"under {question}={option} " + " ".join(f"{key} {_text(value)}" for key, value in wanted.items())
            for question, options in self.by_reading.items()
            for option, wanted in options.items()
        ]
        stated += [] if self.count is None else [f"count {self.count}"]
        return f"{what}{who}: {', '.join(stated) or 'a finding'}"


# --- outcomes -----------------------------------------------------------------------------------------------


def _date(day: int | None) -> object:
    return NONE if day is None else date.fromordinal(day)


def _latest(outcome: Outcome) -> object:
    return _date(outcome.due if outcome.due_latest is None else outcome.due_latest)


OUTCOME_KEYS: Mapping[str, Callable[[Outcome], object]] = {
    "verdict": lambda outcome: outcome.verdict.value,
    "due": lambda outcome: _date(outcome.due),
    "latest": _latest,
    "since": lambda outcome: _date(outcome.since),
    "missing": lambda outcome: frozenset(outcome.missing),
    "status": lambda outcome: NONE if outcome.reason is None else outcome.reason.value,
    "owed": lambda outcome: outcome.owed,
    "through": lambda outcome: outcome.through or UNNAMED,
    "counterpart": lambda outcome: outcome.counterpart or UNNAMED,
}
_ALWAYS_SHOWN = ("verdict", "due", "owed")


def _differing(wanted: Mapping[str, object], outcome: Outcome) -> Iterable[str]:
    for key, value in wanted.items():
        if key == "verdict" and value == BREACH:
            fits = outcome.verdict in BREACHES
        elif key == "verdict" and value == NONE:
            fits = outcome.verdict in COMPLIANT
        else:
            fits = OUTCOME_KEYS[key](outcome) == value
        if not fits:
            yield key


def _differences(expected: Expectation, duty: Duty) -> list[str]:
    wanted = {key: value for key, value in expected.wanted.items() if key != "cites"}
    found = list(_differing(wanted, duty.outcome))
    if "cites" in expected.wanted and expected.wanted["cites"] != _cites(duty):
        found.append("cites")
    if expected.cause is not None and (duty.cause is None or duty.cause.value != expected.cause):
        found.append("cause")
    if not expected.deciding <= _deciding(duty):
        found.append("deciding")
    for question, options in expected.by_reading.items():
        outcomes = duty.by_reading.get(question, {})
        for option, stated in options.items():
            if option not in outcomes:
                found.append(f"by_reading {question}={option}")
            else:
                found += [f"{key} under {question}={option}" for key in _differing(stated, outcomes[option])]
    return found


def _cites(duty: Duty) -> frozenset[str]:
    return frozenset(str(_provision(cite)) for cite in duty.outcome.cites or duty.norm.cites)


def _provision(cite: Citation) -> Provision:
    return Provision(cite.article, cite.paragraph, cite.item)


def _deciding(duty: Duty) -> frozenset[str]:
    return frozenset(variable.field or variable.record_type for variable in duty.deciding)


# --- checking -----------------------------------------------------------------------------------------------


def unmet(expected: Expectation, report: Report) -> str | None:
    """Say how a report fails to meet an expectation, or ``None`` if it meets it."""
    duties = [duty for duty in report.duties if expected.concerns(duty)]
    if expected.count is not None and len(duties) != expected.count:
        return _message(expected, [f"{len(duties)} duty instances", *(_described(duty) for duty in duties)])
    if expected.wanted.get("verdict") == NONE:
        wrong = [duty for duty in duties if not _is_power(duty) and _differences(expected, duty)]
        return _message(expected, [_described(duty, _differences(expected, duty)) for duty in wrong]) if wrong else None
    if any(not _differences(expected, duty) for duty in duties):
        return None
    if not duties and not _states_something(expected):
        return None
    return _message(
        expected, [_described(duty, _differences(expected, duty)) for duty in duties] or _nearest(expected, report)
    )


def _states_something(expected: Expectation) -> bool:
    return bool(expected.wanted or expected.cause or expected.deciding or expected.by_reading) or expected.count is None


def forbidden(unwanted: Expectation, report: Report) -> str | None:
    """Say what a report holds that a case forbids, or ``None``; with nothing stated of the outcome, any finding."""
    if unwanted.wanted:
        duties = [d for d in report.duties if unwanted.concerns(d) and not _differences(unwanted, d)]
    else:
        duties = [finding.duty for finding in report.findings if unwanted.concerns(finding.duty)]
    if not duties:
        return None
    return f"forbidden {unwanted}" + "".join(f"\n    found {line}" for line in dict.fromkeys(map(_described, duties)))


def _is_power(duty: Duty) -> bool:
    """A power or right is nothing owed, whatever its state (S7)."""
    return isinstance(duty.norm.body, Available)


def _message(expected: Expectation, found: Sequence[str]) -> str:
    return f"expected {expected}" + "".join(f"\n    found {line}" for line in found)


def _nearest(expected: Expectation, report: Report) -> list[str]:
    others = [d for d in report.duties if (expected.rule or "") in ("", d.norm.rule) and _same_article(expected, d)]
    return ["no such duty instance", *(f"for another: {_described(duty)}" for duty in others)]


def _same_article(expected: Expectation, duty: Duty) -> bool:
    return expected.article is None or any(expected.article.covers(cite) for cite in duty.norm.cites)


def _described(duty: Duty, differing: Sequence[str] = ()) -> str:
    outcome = duty.outcome
    facet = f" ({duty.norm.facet})" if duty.norm.facet else ""
    found = {key: read(outcome) for key, read in OUTCOME_KEYS.items()}
    shown = [key for key, value in found.items() if key in _ALWAYS_SHOWN or value not in (NONE, UNNAMED, frozenset())]
    parts = [f"{key} {_text(found[key])}" for key in shown]
    if duty.cause is not None:
        parts += [f"cause {duty.cause.value}", f"deciding {_text(_deciding(duty))}"]
    parts.append(f"cites {_text(_cites(duty))}")
    for question, outcomes in duty.by_reading.items():
        options = (f"{option} {o.verdict.value} due {_text(_date(o.due))}" for option, o in outcomes.items())
        parts.append(f"under {question}: {' / '.join(options)}")
    wrong = f" [differs: {', '.join(differing)}]" if differing else ""
    return f"{duty.norm.rule}{facet} of {outcome.bearer or UNNAMED}: {', '.join(parts)}{wrong}"


def _text(value: object) -> str:
    if isinstance(value, frozenset | tuple):
        return "(" + ", ".join(sorted(map(str, value))) + ")"
    return str(value).lower() if isinstance(value, bool) else str(value)
