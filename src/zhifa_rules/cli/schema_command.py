"""``zhifa-rules schema``: print the JSON Schema of the records, of the report or of the comparison of a text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from zhifa_rules.cli.options import AUTO, HELP_NAMES, pack_option
from zhifa_rules.cli.output import write_json

if TYPE_CHECKING:
    from collections.abc import Sequence

_HELP = """Print a JSON Schema: of the records that 'check' reads (the default), or of the report that it writes,
or of what 'source verify' or 'compile' write.

The record types that packs declare are part of the schema of the records.

\b
Examples:
  zhifa-rules schema records > records.schema.json
  zhifa-rules schema report > report.schema.json
  zhifa-rules schema verification > verification.schema.json
  zhifa-rules schema rulesets > rulesets.schema.json
  zhifa-rules schema records --pack ./my-pack
"""


@click.command("schema", help=_HELP, context_settings=HELP_NAMES)
@click.argument("what", type=click.Choice(["records", "report", "verification", "rulesets"]), default="records")
@pack_option
def command(what: str, packs: Sequence[str]) -> int:
    """Print the schema asked for."""
    if what == "report":
        from zhifa_rules.report.json_schema import report_schema  # noqa: PLC0415  (start-up must be quick for --help)

        write_json(report_schema())
        return 0
    if what == "verification":
        from zhifa_rules.report.verification_formats import verification_schema  # noqa: PLC0415

        write_json(verification_schema())
        return 0
    if what == "rulesets":
        from zhifa_rules.report.rulesets import rulesets_schema  # noqa: PLC0415

        write_json(rulesets_schema())
        return 0
    from zhifa_rules.records.schema import records_schema  # noqa: PLC0415
    from zhifa_rules.session import as_packs, common_catalogue  # noqa: PLC0415

    write_json(records_schema(common_catalogue(as_packs([AUTO] if not packs else list(packs)))))
    return 0
