"""What the command line says when something fails: a message on standard error, never a traceback."""

from __future__ import annotations

import contextlib
import os
import sys
import traceback

import click

from zhifa_rules.errors import ZhifaError

BAD_INPUT = 2
INTERRUPTED = 130
MOST_PROBLEMS = 100
DEBUG = "ZHIFA_RULES_DEBUG"


def report_failure(error: BaseException) -> int:
    """Say what went wrong and give the exit code."""
    match error:
        case SystemExit():
            return error.code if isinstance(error.code, int) else BAD_INPUT
        case KeyboardInterrupt() | click.Abort():
            _say("interrupted")
            return INTERRUPTED
        case click.exceptions.Exit():
            return error.exit_code
        case click.ClickException():
            _quietly(error)
            return BAD_INPUT
        case ZhifaError():
            print_problems(error)
            return BAD_INPUT
        case BrokenPipeError():
            silence_stdout()
            return BAD_INPUT
        case OSError(filename=None):  # errors with files name them; this is standard output
            silence_stdout()
            say_unwritable(error)
            return BAD_INPUT
    return _defect(error)


def say_unwritable(error: OSError) -> None:
    """Say that standard output takes nothing more."""
    _say(f"the output cannot be written: {error.strerror}. Send it somewhere else, or make room")


def print_problems(error: ZhifaError) -> None:
    """Print every problem in a line of its own: ``file:line:col: field: message (value: …). cure``."""
    from zhifa_rules.report.phrases import clean  # noqa: PLC0415  (only when something is wrong)

    for problem in error.problems[:MOST_PROBLEMS]:
        _say(clean(" ".join(str(problem).split("\n"))))
    if len(error.problems) > MOST_PROBLEMS:
        _say(f"… and {len(error.problems) - MOST_PROBLEMS} more problems")


def silence_stdout() -> None:
    """Let nothing more be written to a pipe that nobody reads."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):
        sys.stdout = None


def _quietly(error: click.ClickException) -> None:
    with contextlib.suppress(OSError):
        error.show()


def _defect(error: BaseException) -> int:
    if os.environ.get(DEBUG):
        traceback.print_exception(error)
    text = " ".join(str(error).split())[:300]
    _say(f"zhifa-rules failed: {type(error).__name__}: {text}")
    _say(f"This is a defect of zhifa-rules. Please report it; {DEBUG}=1 shows where it arose.")
    return BAD_INPUT


def _say(text: str) -> None:
    with contextlib.suppress(OSError):
        click.echo(text, err=True)
