"""Run programs in a child process, so that a crash, a hang or a lost fact is an error and never a missing finding."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Self

import zhifa_rules
from zhifa_rules.engines.durable.availability import require
from zhifa_rules.engines.durable.facts import FactRail
from zhifa_rules.engines.durable.program import ASOF, DurableFact, Firing, Program, Subject
from zhifa_rules.engines.durable.rails import CheckedProgram, checked
from zhifa_rules.errors import EngineError, Problem

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator

TIME_LIMIT = 60.0
"""Seconds that the child may take for one batch, or to build the rules of a program."""

_BATCH_SUBJECTS = 200
_BATCH_FACTS = 2000
_CLOSING = 5.0

_ALLOCATOR = {"MALLOC_MMAP_THRESHOLD_": str(2**25), "MALLOC_TRIM_THRESHOLD_": str(2**27)}
"""Lets the GNU C library reuse the memory of one session for the next; that nearly halves the time."""

Checked = tuple[Subject, tuple[Firing, ...]]
Batch = list[tuple[Subject, list[tuple[int, str]]]]


def run(
    program: Program, subjects: Iterable[Subject], as_of: int, *, time_limit: float = TIME_LIMIT
) -> Generator[Checked]:
    """Run a program over subjects as of the end of a day (an ordinal), in a child process of its own.

    Raises ``EngineError`` for a program or a fact outside the limits of durable-rules, when the child process dies,
    hangs or loses a fact, and when durable-rules is not installed.
    """
    with EngineProcess(time_limit=time_limit) as engine:
        yield from engine.run(program, subjects, as_of)


class EngineProcess:
    """A child process that runs one program after another. Use it as a context manager, in one thread."""

    def __init__(self, *, time_limit: float = TIME_LIMIT) -> None:
        self._time_limit = time_limit
        self._child: _Child | None = None
        self._busy = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def pid(self) -> int | None:
        """The id of the child process, while there is one."""
        return None if self._child is None else self._child.pid

    def close(self) -> None:
        """End the child process; a later run starts another."""
        child, self._child = self._child, None
        if child is not None:
            child.close()

    def run(self, program: Program, subjects: Iterable[Subject], as_of: int) -> Generator[Checked]:
        """Give each subject with what fired, in order. Subjects are taken in batches, memory does not grow."""
        ready = checked(program)
        require()
        if not self._busy.acquire(blocking=False):
            raise _failure(ready, "this engine process is still at work on another run", "Finish that run first")
        finished = False
        try:
            yield from self._batches(ready, subjects, as_of)
            finished = True
        finally:
            if not finished:
                self._stop()
            self._busy.release()

    def _batches(self, program: CheckedProgram, subjects: Iterable[Subject], as_of: int) -> Generator[Checked]:
        child = self._running()
        rail = FactRail(program)
        child.load(program, as_of, self._time_limit)
        batches = _batches(subjects, rail)
        batch = next(batches, None)
        while batch is not None:
            child.send(program, batch, self._time_limit)
            upcoming = next(batches, None)  # written while the child works
            for subject, reply in child.replies(program, batch, self._time_limit):
                yield subject, _firings(program, subject, reply, as_of)
            batch = upcoming

    def _running(self) -> _Child:
        if self._child is None or not self._child.usable():
            self.close()
            self._child = _Child()
        return self._child

    def _stop(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            child.kill()


class _Child:
    """The process and its pipes."""

    def __init__(self) -> None:
        self._owner = os.getpid()
        self._overdue = threading.Event()
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115  (closed with the process)
        package = str(Path(zhifa_rules.__file__).parent.parent)
        path = os.pathsep.join(filter(None, [os.environ.get("PYTHONPATH"), package]))
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "zhifa_rules.engines.durable.child"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._errors,
                env={**_ALLOCATOR, **os.environ, "PYTHONPATH": path},
            )
        except OSError as error:
            cure = "A process of the same Python must be allowed here; the native engine needs none"
            raise EngineError(Problem(f"the process for durable-rules did not start: {error}", cure)) from error

    @property
    def pid(self) -> int:
        return self._process.pid

    def usable(self) -> bool:
        """Whether it still runs, and belongs to this process and not to one that this was forked from (G12)."""
        return self._owner == os.getpid() and self._process.poll() is None

    def load(self, program: CheckedProgram, as_of: int, seconds: float) -> None:
        """Let the child build the rules of a program."""
        content = {
            "ruleset": program.ruleset,
            "conclusions": program.conclusions,
            "strata": program.strata,
            "as_of": as_of,
        }
        with self._limited(seconds):
            self._write(_line({"program": content, "seconds": seconds}))
            self._reply(program, "the rules")

    def send(self, program: CheckedProgram, batch: Batch, seconds: float) -> None:
        """Send a batch of subjects."""
        parts = [_line({"subjects": len(batch), "seconds": seconds})]
        for subject, lines in batch:
            parts.append(f"{len(subject.facts)}\n")
            parts.extend(f"{number} {line}\n" for number, line in lines)
            parts.append("\n")
        with self._limited(seconds):
            self._write("".join(parts))

    def replies(
        self, program: CheckedProgram, batch: Batch, seconds: float
    ) -> Iterator[tuple[Subject, dict[str, Any]]]:
        """Give the reply on each subject; the first subject without one was at work when the child ended."""
        with self._limited(seconds):
            replies = []
            for subject, _ in batch:
                replies.append((subject, self._reply(program, f"subject {subject.key}")))
        yield from replies

    def close(self) -> None:
        """Let the child end by itself; kill it if it does not."""
        if self._owner != os.getpid():
            return
        with contextlib.suppress(OSError):
            self._stdin.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(_CLOSING)
        self.kill()

    def kill(self) -> None:
        """End the child now and reap it."""
        if self._owner != os.getpid():
            return
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout, self._errors):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()

    # --- Pipes and time -------------------------------------------------------------------------------------

    @property
    def _stdin(self) -> IO[bytes]:
        assert self._process.stdin is not None
        return self._process.stdin

    def _write(self, text: str) -> None:
        with contextlib.suppress(BrokenPipeError):  # the reply that does not come tells what happened
            self._stdin.write(text.encode())
            self._stdin.flush()

    @contextlib.contextmanager
    def _limited(self, seconds: float) -> Iterator[None]:
        """Kill the child when the time is over, so that whoever waits for it goes on."""

        def end() -> None:
            self._overdue.set()
            self._process.kill()

        timer = threading.Timer(seconds, end)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _reply(self, program: CheckedProgram, what: str) -> dict[str, Any]:
        """Read one reply; no reply, or a failure, is an error that says what was at work."""
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        reply: dict[str, Any] = json.loads(line) if line.endswith(b"\n") else {}
        if "failed" in reply:
            raise _failure(program, f"the engine failed at {what}: {reply['failed']}")
        if reply:
            return reply
        if self._overdue.is_set():
            raise _failure(program, f"the engine took too long and was stopped at {what}")
        code = self._process.wait()
        raise _failure(program, f"the engine process ended at {what} ({_ending(code)}){self._last_words()}")

    def _last_words(self) -> str:
        self._errors.seek(0)
        lines = self._errors.read().decode(errors="replace").strip().splitlines()
        return f": {lines[-1][:200]}" if lines else ""


# --- Between the two processes ------------------------------------------------------------------------------


def _batches(subjects: Iterable[Subject], rail: FactRail) -> Iterator[Batch]:
    batch: Batch = []
    facts = 0
    for subject in subjects:
        lines = rail.lines(subject)
        batch.append((subject, lines))
        facts += len(lines)
        if len(batch) >= _BATCH_SUBJECTS or facts >= _BATCH_FACTS:
            yield batch
            batch, facts = [], 0
    if batch:
        yield batch


def _firings(program: CheckedProgram, subject: Subject, reply: dict[str, Any], as_of: int) -> tuple[Firing, ...]:
    concluded: list[DurableFact] = reply["concluded"]
    given = len(subject.facts)

    def fact(number: int) -> DurableFact:
        if number < 0:
            return {"type": ASOF, "day": as_of, "stratum": -1 - number}
        return subject.facts[number] if number < given else concluded[number - given]

    rules = program.program.rules
    return tuple(
        Firing(rules[rule].name, {alias: fact(number) for alias, number in bound.items()})
        for rule, bound in reply["firings"]
    )


def _line(message: dict[str, Any]) -> str:
    return json.dumps(message, ensure_ascii=False, separators=(",", ":")) + "\n"


def _ending(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"exit code {code}"


def _failure(program: CheckedProgram, message: str, cure: str = "") -> EngineError:
    cure = cure or "Nothing was decided here; the native engine can check this alone"
    return EngineError(Problem(message, cure, field=f"durable program {program.name}"))
