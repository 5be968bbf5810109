"""``zhifa-rules mutate``: change every part of a pack's rules once and see whether its cases notice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from zhifa_rules.cli.options import HELP_NAMES
from zhifa_rules.cli.output import long_work, write
from zhifa_rules.errors import Problem, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zhifa_rules.packs import Pack

_HELP = """Change every number, unit, condition, exception and citation of a pack's rules once, and run the cases.

A change that no case notices is listed: it wants a case, or makes no difference in law. A whole pack takes minutes.

\b
Examples:
  zhifa-rules mutate PACK
  zhifa-rules mutate rules/PACK RULE RULE

Exit codes: 0 every change was noticed, 1 some were not, 2 bad usage or a pack or case that cannot be read.
"""


@click.command("mutate", help=_HELP, context_settings=HELP_NAMES)
@click.argument("pack")
@click.argument("rules", nargs=-1, metavar="[RULE]...")
def command(pack: str, rules: Sequence[str]) -> int:
    """Mutate, run and print."""
    from zhifa_rules.packs import load_pack  # noqa: PLC0415  (start-up must be quick for --help)
    from zhifa_rules.testing.mutation import run_mutants, survivors  # noqa: PLC0415

    loaded = load_pack(pack)
    chosen = _known(loaded, rules) or None
    with long_work(f"changing the rules of {loaded.id}"):
        tested = list(run_mutants(loaded, chosen))
    left = survivors(tested)
    lines = [f"{mutant.rule}: {mutant.change}: noticed by no case" for mutant in left]
    write("\n".join([*lines, f"{loaded.id}: {len(tested)} changes, {len(left)} of them noticed by no case"]))
    return 1 if left else 0


def _known(pack: Pack, names: Sequence[str]) -> list[str]:
    from zhifa_rules.sources import did_you_mean  # noqa: PLC0415

    unknown = [name for name in names if name not in pack.rules]
    if unknown:
        raise UsageError([Problem("there is no such rule", did_you_mean(n, pack.rules), value=n) for n in unknown])
    return list(names)
