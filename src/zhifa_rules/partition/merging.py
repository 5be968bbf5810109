"""Putting the JSON reports of the parts of a history together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zhifa_rules.errors import Problem, UsageError
from zhifa_rules.partition.ownership import by_hash
from zhifa_rules.report.notices import NOT_BEGUN

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from zhifa_rules.partition.ownership import Owner

_UNITED = ("assumptions", "notices", "findings")
_CURE = "Give the reports of all parts, in the order in which shards gave the parts"


def merge(reports: Iterable[Mapping[str, Any]], owner: Owner | None = None) -> dict[str, Any]:
    """Give the JSON report of a history from those of its parts, in the order of the parts.

    ``owner`` is the same as was given to ``shards``. Raises ``UsageError`` if the reports are not of one check: of
    other packs, another day, other readings.
    """
    listed = list(reports)
    if not listed:
        raise UsageError(Problem("there is no report", _CURE, field="reports"))
    owns = owner or by_hash(len(listed))
    header = {key: value for key, value in listed[0].items() if key not in _UNITED}
    for number, report in enumerate(listed):
        for key, value in header.items():
            if report.get(key) != value:
                message = f"report {number + 1} differs from the first one in its {key}"
                raise UsageError(Problem(message, "Check all parts with the same options", field=key))
    findings = [
        finding
        for number, report in enumerate(listed)
        for finding in report["findings"]
        if owns(tuple(finding["subject"])) == number
    ]
    return {
        **header,
        "assumptions": _united(listed, "assumptions"),
        "notices": _notices(listed),
        "findings": sorted(findings, key=lambda finding: (finding["fingerprint"], finding["kind"])),
    }


def _united(reports: Sequence[Mapping[str, Any]], key: str) -> list[dict[str, str]]:
    texts = {text["en"]: text for report in reports for text in report[key]}
    return [dict(texts[en]) for en in sorted(texts)]


def _notices(reports: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """Unite the notices; that nothing has happened yet holds only if it holds of every part."""
    pairs = {(text["zh"], text["en"]) for report in reports for text in report["notices"]}
    begun = any(NOT_BEGUN[1] not in (text["en"] for text in report["notices"]) for report in reports)
    return [{"zh": zh, "en": en} for zh, en in sorted(pairs) if not (begun and (zh, en) == NOT_BEGUN)]
