"""``zhifa-rules compile``: print the rules of packs as rulesets of durable-rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from zhifa_rules.cli.options import HELP_NAMES
from zhifa_rules.cli.output import write, write_json

if TYPE_CHECKING:
    from collections.abc import Sequence

_HELP = """Print the rules of PACK (a built-in pack or a directory) as rulesets of durable-rules, for each rule one or
several per combination of open readings, and the rules that have no form in it, with the reason.

Each ruleset is valid for 'set_rulesets' once the host adds a 'run' to each rule; 'conclusions' tells which fact a
firing asserts and in which stratum, after the fact {"type": "$asof", "stratum": N} of that stratum.

\b
Examples:
  zhifa-rules compile PACK --to durable > rulesets.json
  zhifa-rules compile ./my-pack --to durable --format text
"""


@click.command("compile", help=_HELP, context_settings=HELP_NAMES)
@click.argument("packs", metavar="PACK...", nargs=-1, required=True)
@click.option("--to", "target", type=click.Choice(["durable"]), required=True, help="For which engine.")
@click.option(
    "--format", "output", type=click.Choice(["json", "text"]), default="json", show_default=True, help="Output."
)
def command(packs: Sequence[str], target: str, output: str) -> int:
    """Lower and print."""
    from zhifa_rules.engines.durable.lowering.pack import lower_norms  # noqa: PLC0415  (--help must be quick)
    from zhifa_rules.packs.choices import active_options  # noqa: PLC0415
    from zhifa_rules.report.rulesets import rulesets_to_json, rulesets_to_text  # noqa: PLC0415
    from zhifa_rules.session import as_packs  # noqa: PLC0415

    del target  # there is only one so far
    loaded = as_packs(list(packs))
    rules = lower_norms([norm for pack in loaded for norm in pack.norms], active_options(loaded, {}))
    if output == "text":
        write(rulesets_to_text(rules))
    else:
        write_json(rulesets_to_json(rules))
    return 0
