"""``zhifa-rules packs``: list the built-in packs."""

from __future__ import annotations

import click

from zhifa_rules.cli.options import HELP_NAMES, lang_option
from zhifa_rules.cli.output import write

_HELP = """List the built-in rule packs: id, title, version, validity and number of rules.

\b
Example:
  zhifa-rules packs --lang en
"""


@click.command("packs", help=_HELP, context_settings=HELP_NAMES)
@lang_option
def command(lang: str) -> int:
    """List and print."""
    from zhifa_rules.cli.describing import pack_line  # noqa: PLC0415  (start-up must be quick for --help)
    from zhifa_rules.packs import builtin_packs, load_pack  # noqa: PLC0415

    write("\n".join(pack_line(load_pack(name), zh=lang == "zh") for name in builtin_packs()))
    return 0
