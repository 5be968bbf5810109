"""``zhifa-rules lint``: look for mistakes in a pack."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from zhifa_rules.cli.options import HELP_NAMES
from zhifa_rules.cli.output import write

if TYPE_CHECKING:
    from collections.abc import Sequence

_HELP = """Look for mistakes in packs: unknown names, contradictions, cycles, gaps in the ledger, rules without cases.

PATH is the directory of a pack, or the name of a built-in one; without any, all built-in packs are looked at.

\b
Examples:
  zhifa-rules lint
  zhifa-rules lint rules/PACK

Exit codes: 0 no errors (there may be warnings), 1 errors, 2 bad usage or a pack that cannot be loaded.
"""


@click.command("lint", help=_HELP, context_settings=HELP_NAMES)
@click.argument("paths", nargs=-1, metavar="[PATH]...")
def command(paths: Sequence[str]) -> int:
    """Lint and print."""
    from zhifa_rules.packs import builtin_packs  # noqa: PLC0415  (start-up must be quick for --help)

    errors = [_lint(path) for path in paths or builtin_packs()]
    return 1 if any(errors) else 0


def _lint(path: str) -> int:
    """Print the problems of one pack; give the number of errors."""
    from zhifa_rules.packs import load_pack  # noqa: PLC0415
    from zhifa_rules.packs.lint import Severity, lint_pack  # noqa: PLC0415

    problems = lint_pack(load_pack(path))
    errors = sum(1 for problem in problems if problem.severity is Severity.ERROR)
    lines = [str(problem) for problem in problems]
    write("\n".join([*lines, f"{path}: {errors} errors, {len(problems) - errors} warnings"]))
    return errors
