"""The command ``zhifa-rules``: finds the command asked for, runs it, and turns every failure into one clear message."""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import sys
from typing import Any, NoReturn

import click

from zhifa_rules.cli.failures import BAD_INPUT, report_failure, say_unwritable

_COMMANDS = {
    "check": "Check records against rule packs as of a day.",
    "explain": "Explain findings: provision, count of the period, records, what would have complied.",
    "packs": "List the built-in rule packs.",
    "show": "Show a pack or one of its rules.",
    "lint": "Look for mistakes in a pack that loads.",
    "test": "Run the cases of a pack.",
    "compile": "Print the rules of a pack as rulesets of durable-rules.",
    "mutate": "Change each part of a pack's rules and see whether its cases notice.",
    "source": "Compare an official text with the clause ledger of a pack.",
    "schema": "Print the JSON Schema of the records, of the report or of the comparison of a text.",
}

_OBJECTS_BETWEEN_COLLECTIONS = 200_000

_HELP = """Check records of administrative supervision (行政执法监督) against the regulations that govern it.

\b
Examples:
  zhifa-rules check history.jsonl --pack PACK --as-of 2025-12-31
  zhifa-rules check history.jsonl --as-of 2025-12-31 --format json > report.json
  zhifa-rules explain 460af4a2 history.jsonl --as-of 2025-12-31
  zhifa-rules show PACK RULE

\b
Exit codes:
  0  compliant          1  violations
  2  bad usage or input 3  nothing violated, but something undetermined
"""


class _Commands(click.Group):
    """A group whose commands are imported only when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name the commands in the order in which a newcomer needs them."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command by its name."""
        if cmd_name not in _COMMANDS:
            return None
        module = importlib.import_module(f"zhifa_rules.cli.{cmd_name}_command")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(_COMMANDS.items()))


@click.command(cls=_Commands, help=_HELP, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="zhifa-rules", prog_name="zhifa-rules")
def cli() -> None:
    """Run one of the commands."""


def run(arguments: list[str] | None = None) -> int:
    """Run the command line and give its exit code; nothing is raised."""
    try:
        code: Any = cli.main(args=arguments, prog_name="zhifa-rules", standalone_mode=False)
    except BaseException as error:
        return report_failure(error)
    return code if isinstance(code, int) else 0


def main() -> None:
    """Run the command line as a program."""
    # What is imported and loaded stays to the end: to search it for garbage every 700 objects would only take time.
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)
    _leave(run())


def _leave(code: int) -> NoReturn:
    """End the program at once; to free every object one by one first, as Python does, takes as long as many a check.

    Output that cannot be written is an error, unless whoever reads it has enough of it.
    """
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:
        pass
    except OSError as error:
        code = BAD_INPUT
        say_unwritable(error)
    with contextlib.suppress(OSError):  # there is nowhere left to say so
        sys.stderr.flush()
    os._exit(code)
