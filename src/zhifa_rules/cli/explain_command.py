"""``zhifa-rules explain``: explain findings of a check."""

from __future__ import annotations

import string
from typing import TYPE_CHECKING, Any

import click

from zhifa_rules.cli.checking import make_report
from zhifa_rules.cli.options import HELP_NAMES, check_options, read_options
from zhifa_rules.cli.output import write, write_json
from zhifa_rules.errors import Problem, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zhifa_rules.report import Finding, Report
    from zhifa_rules.report.finding import Language

_HELP = """Explain the findings whose fingerprint begins with FINGERPRINT-PREFIX.

The prefix stands in the first column of the report; if several findings begin with it, all are explained.

\b
Examples:
  zhifa-rules explain 460af4a27309 history.jsonl --pack PACK --as-of 2025-12-31
  zhifa-rules explain 460a history.jsonl --as-of 2025-12-31 --lang en
  zhifa-rules explain 460a history.jsonl --as-of 2025-12-31 --format json

Exit codes: 0 explained, 2 bad usage or input, or no such finding.
"""


@click.command("explain", help=_HELP, context_settings=HELP_NAMES)
@click.argument("prefix", metavar="FINGERPRINT-PREFIX")
@check_options
def command(prefix: str, **given: Any) -> int:  # noqa: ANN401
    """Explain and print."""
    options = read_options(**given)
    wanted = prefix.strip().lower()
    if not wanted or set(wanted) - set(string.hexdigits):
        cure = "Take it from the first column of the report"
        raise UsageError(
            Problem("a fingerprint has hexadecimal digits only", cure, field="FINGERPRINT-PREFIX", value=prefix)
        )
    findings = _find(make_report(options), wanted)
    if options.output == "json":
        write_json([_as_json(finding) for finding in findings])
    else:
        lang: Language = "zh" if options.lang == "zh" else "en"
        write("\n\n".join(finding.explain(lang) for finding in findings))
    return 0


def _find(report: Report, prefix: str) -> Sequence[Finding]:
    """One finding per duty: one that is broken and still owed needs one explanation only."""
    found: dict[str, Finding] = {}
    for finding in report.find(prefix):
        known = found.get(finding.fingerprint)
        if known is None or _RANK.index(finding.kind.value) < _RANK.index(known.kind.value):
            found[finding.fingerprint] = finding
    if not found:
        cure = "Check prefix, files, packs and --as-of; 'zhifa-rules check' with the same options lists the findings"
        raise UsageError(Problem("no finding has this fingerprint", cure, field="FINGERPRINT-PREFIX", value=prefix))
    return list(found.values())


_RANK = ("violation", "undetermined", "required_action", "power")


def _as_json(finding: Finding) -> dict[str, object]:
    from zhifa_rules.report.json_format import finding_to_json  # noqa: PLC0415

    return {**finding_to_json(finding), "explanation": {"zh": finding.explain("zh"), "en": finding.explain("en")}}
