"""``zhifa-rules lint``: look for mistakes in a pack."""

from __future__ import annotations

import click

from zhifa_rules.cli.options import HELP_NAMES
from zhifa_rules.cli.output import write

_HELP = """Look for mistakes in a pack: unknown names, contradictions, cycles, gaps in the ledger, rules without cases.

PATH is the directory of a pack, or the name of a built-in one.

\b
Examples:
  zhifa-rules lint rules/enshi
  zhifa-rules lint enshi

Exit codes: 0 no errors (there may be warnings), 1 errors, 2 bad usage or a pack that cannot be loaded.
"""


@click.command("lint", help=_HELP, context_settings=HELP_NAMES)
@click.argument("path")
def command(path: str) -> int:
    """Lint and print."""
    from zhifa_rules.packs import load_pack  # noqa: PLC0415  (start-up must be quick for --help)
    from zhifa_rules.packs.lint import Severity, lint_pack  # noqa: PLC0415

    problems = lint_pack(load_pack(path))
    errors = sum(1 for problem in problems if problem.severity is Severity.ERROR)
    lines = [str(problem) for problem in problems]
    write("\n".join([*lines, f"{path}: {errors} errors, {len(problems) - errors} warnings"]))
    return 1 if errors else 0
