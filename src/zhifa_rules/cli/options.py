"""Options that commands share, and what they stand for."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click

from zhifa_rules.errors import Problem, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

F = TypeVar("F", bound="Callable[..., Any]")

HELP_NAMES = {"help_option_names": ["-h", "--help"]}
AUTO = "auto"
ZONE = "Asia/Shanghai"


@dataclass(frozen=True, slots=True)
class CheckOptions:
    """What a check is asked for."""

    files: Sequence[str]
    packs: Sequence[str]
    as_of: date
    known_on: date | None
    calendars: Sequence[str]
    readings: dict[str, str]
    robust: bool
    lang: str
    output: str
    engine: str = "native"


def files_argument(command: F) -> F:
    """Add ``FILE...``."""
    return click.argument("files", metavar="[FILE]...", nargs=-1)(command)


def pack_option(command: F) -> F:
    """Add ``--pack``."""
    text = "Built-in pack or directory of a pack; may be repeated; 'auto' takes all built-in packs."
    return click.option("--pack", "packs", metavar="NAME|PATH", multiple=True, default=(AUTO,), help=text)(command)


def lang_option(command: F) -> F:
    """Add ``--lang``."""
    text = "Language of what is printed for people."
    return click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", show_default=True, help=text)(command)


def output_option(command: F) -> F:
    """Add ``--format``."""
    formats = click.Choice(["text", "json"])
    return click.option("--format", "output", type=formats, default="text", show_default=True, help="Output.")(command)


def engine_option(command: F) -> F:
    """Add ``--engine``."""
    text = "'durable' checks with durable-rules alone, 'both' confirms native by it, duty by duty."
    engines = click.Choice(["native", "durable", "both"])
    return click.option("--engine", type=engines, default="native", show_default=True, help=text)(command)


def check_options(command: F) -> F:
    """Add all options of a check."""
    for add in reversed(_CHECK_OPTIONS):
        command = add(command)
    return command


_CHECK_OPTIONS: tuple[Callable[[Any], Any], ...] = (
    files_argument,
    pack_option,
    click.option("--as-of", metavar="DATE", help=f"Report as of the end of this day; without it, today in {ZONE}."),
    output_option,
    lang_option,
    click.option(
        "--reading",
        "readings",
        metavar="ID=VALUE",
        multiple=True,
        help="Choose an option of an open question, written PACK/QUESTION=OPTION; may be repeated.",
    ),
    click.option("--known-on", metavar="DATE", help="Use only what was on record at the end of this day."),
    click.option(
        "--calendar", "calendars", metavar="FILE", multiple=True, help="Add the holiday notice of a further year."
    ),
    click.option("--robust", is_flag=True, help="Also tell which findings stand under minority readings."),
)


def read_options(
    *,
    files: Sequence[str],
    packs: Sequence[str],
    as_of: str | None,
    output: str,
    lang: str,
    readings: Sequence[str],
    known_on: str | None,
    calendars: Sequence[str],
    robust: bool,
    engine: str = "native",
) -> CheckOptions:
    """Check what click cannot check; raises ``UsageError``."""
    if not files and sys.stdin is not None and sys.stdin.isatty():
        click.echo("正在从标准输入读取记录" if lang == "zh" else "reading records from standard input", err=True)
    return CheckOptions(
        files=files or ("-",),
        packs=packs,
        as_of=_today(lang) if as_of is None else _day(as_of, "--as-of"),
        known_on=None if known_on is None else _day(known_on, "--known-on"),
        calendars=calendars,
        readings=_readings(readings),
        robust=robust,
        lang=lang,
        output=output,
        engine=engine,
    )


def _day(text: str, option: str) -> date:
    try:
        if len(text) == len("2025-12-31"):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise UsageError(Problem("must be a calendar date", "Write it as 2025-12-31", field=option, value=text))


def _today(lang: str) -> date:
    try:
        zone: Any = ZoneInfo(ZONE)
    except ZoneInfoNotFoundError:  # no time zone data on this machine; China keeps UTC+8 all year
        zone = timezone(timedelta(hours=8))
    today = datetime.now(zone).date()
    note = (
        f"核对日期取今日{today}（{ZONE}）；用 --as-of 可以指定"
        if lang == "zh"
        else f"as of {today}, today in {ZONE}; --as-of sets another day"
    )
    click.echo(note, err=True)
    return today


def _readings(pairs: Sequence[str]) -> dict[str, str]:
    chosen: dict[str, str] = {}
    problems: list[Problem] = []
    for pair in pairs:
        name, sign, option = pair.partition("=")
        if not (sign and name and option):
            cure = "Write it as ID=VALUE, such as PACK/QUESTION=OPTION"
            problems.append(Problem("a reading names a question and an option", cure, field="--reading", value=pair))
        elif chosen.setdefault(name, option) != option:
            cure = "Choose one option of each question"
            problems.append(Problem("two options of one question are chosen", cure, field="--reading", value=name))
    if problems:
        raise UsageError(problems)
    return chosen
