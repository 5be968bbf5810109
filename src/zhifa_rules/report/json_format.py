"""The JSON form of a report; ``json_schema.py`` publishes its JSON Schema."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from zhifa_rules.norms.core import Achieve
from zhifa_rules.report.finding import norm_of, real_date
from zhifa_rules.report.patterns import pattern_text
from zhifa_rules.report.phrases import describe_variable
from zhifa_rules.report.writer import Writer

if TYPE_CHECKING:
    from datetime import date

    from zhifa_rules.engines.account import Account
    from zhifa_rules.engines.outcome import Outcome, Variable
    from zhifa_rules.norms.core import Citation, Text
    from zhifa_rules.report.finding import Finding
    from zhifa_rules.report.report import Report

SCHEMA_VERSION = "1"


def report_to_json(report: Report) -> dict[str, Any]:
    """Give a report as plain data; the same input gives the same bytes when it is dumped with sorted keys."""
    calendar = report.context.calendar
    packs = report.context.packs
    return {
        "schema_version": SCHEMA_VERSION,
        "library_version": version("zhifa-rules"),
        "as_of": _iso(report.as_of),
        "known_on": _iso(report.known_on),
        "packs": [{"id": p.id, "version": p.version, "sha256": p.sha256} for _, p in sorted(packs.items())],
        "calendar": {"version": calendar.version, "published_to": _iso(calendar.published_to)},
        "readings": dict(sorted(report.readings.items())),
        "assumptions": [{"zh": a.zh, "en": a.en} for a in report.assumptions],
        "notices": [{"zh": zh, "en": en} for zh, en in report.notices],
        "findings": [finding_to_json(finding) for finding in report.findings],
        **({} if report.account is None else {"second_engine": _account(report.account)}),
    }


def _account(account: Account) -> dict[str, Any]:
    """Tell what the durable engine did; reports of the native engine alone have no such part."""
    return {
        "engine": account.engine,
        "examined": account.examined,
        "not_examined": [
            {"rule": left.rule, "reason": left.doubt.value, "instances": left.instances} for left in account.left
        ],
        "not_lowered": [{"rule": rule, "reason": reason.value} for rule, reason in account.not_lowered],
    }


def finding_to_json(finding: Finding) -> dict[str, Any]:
    """Give one finding as plain data."""
    return {
        "fingerprint": finding.fingerprint,
        "unstable_identity": finding.unstable_identity,
        "kind": finding.kind.value,
        "verdict": finding.verdict.value,
        "status": finding.status,
        "cause": None if finding.cause is None else finding.cause.value,
        "pack": finding.pack,
        "rule": finding.rule,
        "facet": finding.duty.norm.facet,
        "cites": [_cite(cite) for cite in finding.cites],
        "force": finding.force.value,
        "bearer": finding.bearer,
        "through": finding.through,
        "counterpart": finding.counterpart,
        "subject": [str(part) for part in finding.duty.subject],
        "trigger": {"type": finding.duty.trigger.type, "key": [str(part) for part in finding.duty.trigger_key]},
        "since": _iso(finding.since),
        "due": _due(finding),
        "days_left": finding.days_left,
        "not_before": _iso(finding.not_before),
        "missing_parts": list(finding.missing_parts),
        "uncovered": list(finding.uncovered),
        "evidence": list(finding.evidence),
        "deciding_facts": [_variable(finding, variable) for variable in finding.deciding_facts],
        "act": [dict(template) for template in finding.act],
        "forecloses": _forecloses(finding),
        "question": None if finding.duty.norm.question is None else _text(finding.duty.norm.question),
        "holds_under_every_reading": finding.holds_under_every_reading,
        "summary": _text(finding.summary),
    }


def _due(finding: Finding) -> dict[str, Any] | None:
    if finding.due is None and not finding.by_reading:
        return None
    derivation = finding.derivation
    return {
        "date": _iso(finding.due),
        "earliest": _iso(finding.due),
        "latest": _iso(finding.latest),
        "provisional": derivation is not None and derivation.provisional,
        "by_reading": {
            question: {option: _option(outcome) for option, outcome in sorted(options.items())}
            for question, options in sorted(finding.by_reading.items())
        },
        "derivation": None if derivation is None else derivation.to_json(),
    }


def _forecloses(finding: Finding) -> list[dict[str, str]]:
    body = norm_of(finding.duty).body
    if not isinstance(body, Achieve):
        return []
    zh, en = Writer(finding.context, "zh", finding.pack), Writer(finding.context, "en", finding.pack)
    return [{"zh": pattern_text(pattern, zh), "en": pattern_text(pattern, en)} for pattern in body.forecloses]


def _text(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}


def _option(outcome: Outcome) -> dict[str, Any]:
    return {"verdict": outcome.verdict.value, "due": _iso(real_date(outcome.due))}


def _cite(cite: Citation) -> dict[str, str]:
    return {
        "instrument": cite.instrument,
        "article": cite.article,
        "paragraph": cite.paragraph,
        "item": cite.item,
    }


def _variable(finding: Finding, variable: Variable) -> dict[str, Any]:
    return {
        "cause": variable.cause.value,
        "record_type": variable.record_type,
        "field": variable.field,
        "records": list(variable.records),
        "organ": variable.organ,
        "text": {lang: describe_variable(variable, finding.context, lang, finding.pack) for lang in ("zh", "en")},
    }


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
