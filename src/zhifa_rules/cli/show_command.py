"""``zhifa-rules show``: show a pack, or one of its rules."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

import click

from zhifa_rules.cli.options import HELP_NAMES, lang_option
from zhifa_rules.cli.output import write
from zhifa_rules.errors import Problem, UsageError

if TYPE_CHECKING:
    from zhifa_rules.packs import Pack, Rule

_HELP = """Show a pack with its open questions and rules, or one rule with its provisions, readings, YAML and cases.

\b
Examples:
  zhifa-rules show PACK
  zhifa-rules show PACK RULE --lang en
  zhifa-rules show path/to/pack --page > pack.md
"""


@click.command("show", help=_HELP, context_settings=HELP_NAMES)
@click.argument("pack")
@click.argument("rule", required=False)
@click.option("--page", is_flag=True, help="A Markdown page in both languages: duty calendar, deadlines, clauses.")
@lang_option
def command(pack: str, rule: str | None, page: bool, lang: str) -> int:
    """Show and print."""
    from zhifa_rules.cli.describing import pack_overview, rule_page  # noqa: PLC0415
    from zhifa_rules.packs import load_pack  # noqa: PLC0415

    loaded = load_pack(pack)
    if page:
        write(_page(loaded, rule))
        return 0
    zh = lang == "zh"
    write(pack_overview(loaded, zh=zh) if rule is None else rule_page(loaded, _rule(loaded, rule), zh=zh))
    return 0


def _page(pack: Pack, rule: str | None) -> str:
    from zhifa_rules.report.pack_page import pack_page  # noqa: PLC0415
    from zhifa_rules.testing.case_files import read_cases  # noqa: PLC0415

    if rule is not None:
        raise UsageError(Problem("a page is of a whole pack", "Leave out RULE, or --page", field="RULE", value=rule))
    return pack_page(pack, [case.kind for case in read_cases(pack)])


def _rule(pack: Pack, name: str) -> Rule:
    found = pack.rules.get(name.removeprefix(f"{pack.id}/"))
    if found is None:
        near = difflib.get_close_matches(name, pack.rules, n=1)
        cure = f"Did you mean {near[0]}?" if near else f"Rules of {pack.id}: {', '.join(pack.rules)}"
        raise UsageError(Problem(f"the pack {pack.id} has no such rule", cure, field="RULE", value=name))
    return found
