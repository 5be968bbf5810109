"""``zhifa-rules test``: run the cases of a pack."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from zhifa_rules.cli.options import HELP_NAMES
from zhifa_rules.cli.output import colored, columns, write

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zhifa_rules.packs import Pack
    from zhifa_rules.testing.cases import CaseResult

_HELP = """Run the cases of a pack, or those named, and show failures and which rules have cases of which kind.

Without PACK, the cases of all built-in packs.

\b
Examples:
  zhifa-rules test
  zhifa-rules test PACK
  zhifa-rules test rules/PACK CASE CASE

Exit codes: 0 all cases pass, 1 some fail, 2 bad usage or a pack or case that cannot be read.
"""


@click.command("test", help=_HELP, context_settings=HELP_NAMES)
@click.argument("pack", required=False)
@click.argument("cases", nargs=-1, metavar="[CASE]...")
def command(pack: str | None, cases: Sequence[str]) -> int:
    """Run and print."""
    from zhifa_rules.packs import builtin_packs  # noqa: PLC0415  (start-up must be quick for --help)

    names = builtin_packs() if pack is None else [pack]
    failures = [_run(name, cases) for name in names]
    return 1 if any(failures) else 0


def _run(name: str, cases: Sequence[str]) -> int:
    """Run the cases of one pack and print what came out; give the number of failures."""
    from zhifa_rules.packs import load_pack  # noqa: PLC0415
    from zhifa_rules.testing.cases import run_cases  # noqa: PLC0415

    loaded = load_pack(name)
    results = run_cases(loaded, cases or None)
    failed = [result for result in results if not result.passed]
    lines = [failure for result in failed for failure in result.failures]
    if not cases:
        lines.append(_coverage(loaded, results))
    lines.append(f"{loaded.id}: {len(results)} cases: {len(results) - len(failed)} passed, {len(failed)} failed")
    write("\n".join(lines))
    return len(failed)


def _coverage(pack: Pack, results: Sequence[CaseResult]) -> str:
    """Draw a table: how many cases of each kind each rule has."""
    from io import StringIO  # noqa: PLC0415

    from rich.box import SIMPLE_HEAD  # noqa: PLC0415
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    from zhifa_rules.testing.case_files import KINDS  # noqa: PLC0415

    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
    table.add_column("rule", overflow="fold")
    for kind in KINDS:
        table.add_column(kind.replace("_", " "), justify="right")
    for rule in pack.rules:
        counts = [sum(1 for r in results if rule in r.case.rules and r.case.kind == kind) for kind in KINDS]
        style = "" if any(counts) else "red"
        table.add_row(rule, *(str(count) if count else "·" for count in counts), style=style)
    buffer = StringIO()
    color = colored()
    console = Console(
        file=buffer,
        width=columns(),
        force_terminal=color,
        no_color=not color,
        color_system="standard" if color else None,
    )
    console.print(table)
    return "\n".join(line.rstrip() for line in buffer.getvalue().split("\n"))
