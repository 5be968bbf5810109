"""``zhifa-rules check``: check records against packs and print the report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from zhifa_rules.cli.checking import make_report
from zhifa_rules.cli.options import HELP_NAMES, check_options, engine_option, read_options
from zhifa_rules.cli.output import colored, columns, write, write_json

if TYPE_CHECKING:
    from zhifa_rules.engines.account import Account
    from zhifa_rules.report import Report

_HELP = """Check records against rule packs as of a day and print what was broken, what is owed and what is open.

FILE is JSON Lines, JSON or YAML; '-' or no file at all means standard input.

\b
Examples:
  zhifa-rules check history.jsonl --pack PACK --as-of 2025-12-31
  zhifa-rules check 2025/*.yaml --as-of 2025-12-31 --reading PACK/QUESTION=OPTION
  cat history.jsonl | zhifa-rules check --as-of 2025-12-31 --format json
  zhifa-rules check history.jsonl --as-of 2025-12-31 --known-on 2025-11-30 --lang en
  zhifa-rules check history.jsonl --as-of 2025-12-31 --engine both

Exit codes: 0 compliant, 1 violations, 2 bad usage or input, 3 nothing violated but something undetermined
(with --engine durable also what it did not examine). With --engine both, a disagreement of the engines ends with 2.
"""


@click.command("check", help=_HELP, context_settings=HELP_NAMES)
@check_options
@engine_option
def command(**given: Any) -> int:  # noqa: ANN401
    """Check and print."""
    options = read_options(**given)
    report = make_report(options)
    if options.output == "json":
        write_json(report.to_json())
    else:
        write(_text(report, options.lang))
    if report.account is not None:
        _tell(report.account, zh=options.lang == "zh")
    return report.exit_code


def _tell(account: Account, *, zh: bool) -> None:
    """Say in one line beside the report how much the second engine examined."""
    from zhifa_rules.report.accounts import summary_line  # noqa: PLC0415

    click.echo(summary_line(account)[0 if zh else 1], err=True)


def _text(report: Report, lang: str) -> str:
    from zhifa_rules.report.text import render_text  # noqa: PLC0415  (JSON needs no tables)

    return render_text(report, "zh" if lang == "zh" else "en", width=columns(), color=colored())
