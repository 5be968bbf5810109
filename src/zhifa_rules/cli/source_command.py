"""``zhifa-rules source verify``: compare an official text with the clause ledger of a pack."""

from __future__ import annotations

from pathlib import Path

import click

from zhifa_rules.cli.options import HELP_NAMES, lang_option, output_option
from zhifa_rules.cli.output import write, write_json

MOST_BYTES = 2_000_000

_HELP = """Work with the official text of a regulation, which is not part of a pack.

\b
Examples:
  zhifa-rules source verify PACK regulation.txt
  zhifa-rules source verify --help
"""

_VERIFY_HELP = """Compare a text with the clause ledger of a pack: what is unchanged, moved, changed, missing or new.

PACK is the name of a built-in pack or the directory of one, TEXTFILE the official text as plain text in UTF-8. Page
breaks, spacing and the width of signs do not matter. For clauses that differ, the rules that they touch are named. No
sentence of the text is printed.

\b
Examples:
  zhifa-rules source verify PACK regulation.txt
  zhifa-rules source verify PACK notice-and-annex.txt --instrument notice --lang en
  zhifa-rules source verify PACK regulation.txt --format json > comparison.json

Exit codes: 0 all clauses are unchanged, 1 some differ, 2 bad usage or a file that cannot be read or holds another text.
"""


@click.group("source", help=_HELP, context_settings=HELP_NAMES)
def command() -> None:
    """Work with official texts."""


@command.command("verify", help=_VERIFY_HELP, context_settings=HELP_NAMES)
@click.argument("pack")
@click.argument("textfile")
@click.option(
    "--instrument", metavar="ID", help="Compare with this instrument; without it, with all that the file holds."
)
@click.option("--all", "everything", is_flag=True, help="Also list the clauses that are unchanged.")
@output_option
@lang_option
def verify(pack: str, textfile: str, instrument: str | None, output: str, lang: str, *, everything: bool) -> int:
    """Compare and print."""
    from zhifa_rules.packs import load_pack  # noqa: PLC0415  (start-up must be quick for --help)
    from zhifa_rules.packs.verification import verify_text  # noqa: PLC0415
    from zhifa_rules.report.verification_formats import verification_json, verification_text  # noqa: PLC0415
    from zhifa_rules.sources import decoded, read_file  # noqa: PLC0415

    loaded = load_pack(pack)
    text = decoded(read_file(Path(textfile), most_bytes=MOST_BYTES), textfile)
    found = verify_text(loaded, text, instrument=instrument, name=textfile)
    if output == "json":
        write_json(verification_json(loaded, found))
    else:
        write(verification_text(loaded, found, lang, everything=everything))
    return 0 if all(comparison.same for comparison in found) else 1
