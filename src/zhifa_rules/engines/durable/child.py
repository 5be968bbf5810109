"""The process that the engine runs in: lines of JSON in, one line of JSON out for each subject.

In: ``{"program": ...}`` with a checked program, then batches: ``{"subjects": N, "seconds": S}`` and N blocks, each the
number of facts of a subject, a line ``NUMBER FACT`` for each that is asserted, and an empty line. Out:
``{"ready": true}`` after a program, ``{"firings": ..., "concluded": ...}`` after each subject, and
``{"failed": REASON}`` instead before the process ends.
"""

from __future__ import annotations

import faulthandler
import json
import os
import signal
import sys
from typing import TYPE_CHECKING, Any, TextIO

from zhifa_rules.engines.durable.driver import BrokenEngineError, Ruleset

if TYPE_CHECKING:
    from collections.abc import Callable

GRACE = 10.0
"""Seconds after the time limit at which the process ends by itself, should nobody be left to end it."""

Reply = dict[str, Any]


def main() -> int:
    """Serve until the input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent is interrupted too, and ends this process
    out = os.fdopen(os.dup(1), "w", encoding="utf-8", newline="\n")
    os.dup2(2, 1)  # whatever the C library prints must not mix with the replies
    source = open(0, encoding="utf-8", newline="\n", closefd=False)  # noqa: SIM115

    def reply(message: Reply) -> None:
        out.write(json.dumps(message, ensure_ascii=False, separators=(",", ":")) + "\n")
        out.flush()

    try:
        _serve(source, reply)
    except (BrokenEngineError, ImportError, MemoryError) as error:
        reply({"failed": str(error) or type(error).__name__})
        return 1
    return 0


def _serve(source: TextIO, reply: Callable[[Reply], None]) -> None:
    ruleset: Ruleset | None = None
    try:
        while header := source.readline():
            message = json.loads(header)
            if "program" in message:
                if ruleset is not None:
                    ruleset.close()
                ruleset = None
                ruleset = _ruleset(message["program"], message["seconds"])
                reply({"ready": True})
            elif ruleset is not None:
                _run_batch(ruleset, message, source, reply)
    finally:
        if ruleset is not None:
            ruleset.close()


def _ruleset(program: Reply, seconds: float) -> Ruleset:
    with _Watchdog(seconds):
        try:
            return Ruleset(**program)
        except Exception as error:
            raise BrokenEngineError(f"the rules were refused: {error}") from error


def _run_batch(ruleset: Ruleset, batch: Reply, source: TextIO, reply: Callable[[Reply], None]) -> None:
    blocks = [_block(source) for _ in range(batch["subjects"])]  # all of them first, or both sides might wait to write
    with _Watchdog(batch["seconds"]):
        for count, lines in blocks:
            answer = ruleset.run(count, lines)
            reply({"firings": answer.firings, "concluded": answer.concluded})


def _block(source: TextIO) -> tuple[int, list[tuple[int, str]]]:
    count = int(source.readline())
    lines = []
    while (line := source.readline()) not in ("\n", ""):
        number, _, fact = line.partition(" ")
        lines.append((int(number), fact[:-1]))
    return count, lines


class _Watchdog:
    """Ends this process when a batch takes too long; it works even while C code never returns."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds

    def __enter__(self) -> None:
        faulthandler.dump_traceback_later(self._seconds + GRACE, exit=True)

    def __exit__(self, *_: object) -> None:
        faulthandler.cancel_dump_traceback_later()


if __name__ == "__main__":
    sys.exit(main())
