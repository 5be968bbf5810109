"""A crash, a hang or a lost fact in the child is an error that names the subject, and no process stays behind."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from rule_helpers import program, rule

from zhifa_rules.engines.durable import canonical as c
from zhifa_rules.engines.durable.availability import obstacle
from zhifa_rules.engines.durable.process import EngineProcess, run
from zhifa_rules.engines.durable.program import Subject
from zhifa_rules.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = pytest.mark.skipif(bool(obstacle()), reason=obstacle())

HERE = Path(__file__).parent
PAIR = program(rule("pair", c.pattern("a", "A"), c.pattern("b", "B", c.join("matter", "a", "matter"))))
NEVER = 3600.0


def subject(key: str, matter: str = "案") -> Subject:
    return Subject(key, ({"type": "A", "matter": matter}, {"type": "B", "matter": matter}))


def gone(pid: int | None) -> bool:
    """Whether a process has ended and was reaped, soon."""
    assert pid is not None

    def ended() -> bool:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        return False

    return soon(ended)


def soon(condition: Callable[[], bool]) -> bool:
    """Whether a condition comes true within some seconds."""
    for _ in range(200):
        if condition():
            return True
        time.sleep(0.05)
    return False


@pytest.fixture
def faulty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(HERE / "faulty"))


# --- Faults of the engine -----------------------------------------------------------------------------------


@pytest.mark.usefixtures("faulty")
@pytest.mark.parametrize(
    ("fault", "message"),
    [
        ("crash", r"the engine process ended at subject 第7件 \(signal 6\)"),
        ("end", r"the engine process ended at subject 第7件 \(exit code 3\)"),
        ("hang", "the engine took too long and was stopped at subject 第7件"),
        ("lose", "the engine failed at subject 第7件: facts were lost: 3 were asserted, 1 are there"),
        ("refuse", "the engine failed at subject 第7件: a fact was refused: .* 303"),
    ],
)
def test_faults(fault: str, message: str) -> None:
    subjects = [subject(f"第{i}件", fault if i == 7 else "案") for i in range(20)]
    with EngineProcess(time_limit=2.0) as engine:
        running = engine.run(PAIR, (found for found in subjects), 1)
        with pytest.raises(EngineError, match=f"durable program 试: {message}"):
            list(running)
        assert engine.pid is None, "the process is gone"
        assert len(list(engine.run(PAIR, [subject("后")], 1))) == 1, "another one takes over"


@pytest.mark.usefixtures("faulty")
def test_what_the_engine_prints_is_no_answer() -> None:
    assert [len(fired) for _, fired in run(PAIR, [subject("一", "print"), subject("二")], 1)] == [1, 1]


def test_killed_from_outside() -> None:
    def subjects() -> Iterator[Subject]:
        yield from (subject(str(i)) for i in range(300))
        assert engine.pid is not None
        os.kill(engine.pid, signal.SIGKILL)
        yield from (subject(str(i)) for i in range(300, 900))

    with EngineProcess() as engine, pytest.raises(EngineError, match=r"ended at subject \d+ \(signal 9\)"):
        list(engine.run(PAIR, subjects(), 1))


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals")
def test_stopped_from_outside() -> None:
    def subjects() -> Iterator[Subject]:
        yield from (subject(str(i)) for i in range(300))
        assert engine.pid is not None
        os.kill(engine.pid, signal.SIGSTOP)
        yield from (subject(str(i)) for i in range(300, 900))

    with EngineProcess(time_limit=1.0) as engine, pytest.raises(EngineError, match="took too long and was stopped"):
        list(engine.run(PAIR, subjects(), 1))


def test_rules_that_the_engine_refuses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rules are built in the child too; here without the rails that would have refused them."""
    monkeypatch.setattr("zhifa_rules.engines.durable.rails.check_program", lambda *_: None)
    many = program(*(rule(f"r{i}", c.pattern("a", f"T{i}")) for i in range(600)))
    with pytest.raises(EngineError, match="took too long and was stopped at the rules"):
        list(run(many, [], 1, time_limit=1.0))
    equal = program(*(rule(f"r{i}", c.pattern("a", "A")) for i in range(300)))
    with pytest.raises(EngineError, match="the engine failed at the rules: the rules were refused"):
        list(run(equal, [], 1))


# --- Nothing stays behind -----------------------------------------------------------------------------------


def test_end_of_a_run() -> None:
    with EngineProcess() as engine:
        list(engine.run(PAIR, [subject("一")], 1))
        pid = engine.pid
        list(engine.run(PAIR, [subject("二")], 2))
        assert engine.pid == pid, "one process serves several programs"
    assert gone(pid)


def test_run_that_nobody_finishes() -> None:
    engine = EngineProcess()
    running = engine.run(PAIR, (subject(str(i)) for i in range(10_000)), 1)
    next(running)
    pid = engine.pid
    running.close()
    assert gone(pid)


def test_error_of_the_caller() -> None:
    def subjects() -> Iterator[Subject]:
        yield subject("一")
        raise LookupError

    engine = EngineProcess()
    with pytest.raises(LookupError):
        list(engine.run(PAIR, subjects(), 1))
    assert engine.pid is None


def test_one_run_at_a_time() -> None:
    with EngineProcess() as engine:
        running = engine.run(PAIR, [subject("一")], 1)
        next(running)
        with pytest.raises(EngineError, match="still at work on another run"):
            next(engine.run(PAIR, [subject("一")], 1))
        running.close()
        assert len(list(engine.run(PAIR, [subject("一")], 1))) == 1


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_forked_process_uses_its_own() -> None:
    """A process that was forked off leaves the child of its parent alone (G12)."""
    with EngineProcess() as engine:
        list(engine.run(PAIR, [subject("一")], 1))
        pid = os.fork()
        if not pid:
            with contextlib.suppress(BaseException):
                mine = engine.pid
                ended = len(list(engine.run(PAIR, [subject("二")], 1))) == 1 and engine.pid != mine
                engine.close()
                os._exit(0 if ended else 1)
            os._exit(2)
        assert os.waitpid(pid, 0)[1] == 0
        assert len(list(engine.run(PAIR, [subject("三")], 1))) == 1


_PARENT = """
import signal, sys, time
signal.signal(signal.SIGINT, signal.default_int_handler)  # whoever runs the tests in the background may ignore it
sys.path.insert(0, {here!r})
from test_process import PAIR, EngineProcess, subject

def subjects():
    yield from (subject(str(i)) for i in range(300))
    print(engine.pid, flush=True)
    time.sleep(60)

with EngineProcess() as engine:
    list(engine.run(PAIR, subjects(), 1))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals")
@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGKILL])
def test_end_of_the_parent(sent: signal.Signals) -> None:
    """Ctrl-C reaches the whole group of processes; a parent that was killed leaves a child that sees its input end."""
    command = [sys.executable, "-c", _PARENT.format(here=str(HERE))]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, process_group=0
    ) as parent:
        assert parent.stdout is not None
        assert parent.stderr is not None
        child = int(parent.stdout.readline())
        (os.killpg if sent == signal.SIGINT else os.kill)(parent.pid, sent)
        said = parent.stderr.read()
    assert gone(child)
    assert ("KeyboardInterrupt" in said) == (sent == signal.SIGINT)


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_the_child_has_one_thread() -> None:
    """Between batches: during one, a second thread watches the time."""

    def alone() -> bool:
        return "\nThreads:\t1\n" in Path(f"/proc/{engine.pid}/status").read_text()

    with EngineProcess() as engine:
        list(engine.run(PAIR, [subject("一")], 1))
        assert soon(alone)


# --- Much work ----------------------------------------------------------------------------------------------


def test_order_and_number_of_subjects() -> None:
    """Batches end where they may: at many subjects, at many facts, and with subjects without facts."""
    counts = [0, 1, 2000, 3, 0, *[1] * 450, 0]
    subjects = [Subject(str(i), tuple({"type": "A", "matter": "案"} for _ in range(n))) for i, n in enumerate(counts)]
    once = program(rule("once", c.pattern("a", "A")))
    found = list(run(once, iter(subjects), 1))
    assert [subject for subject, _ in found] == subjects
    assert [len(fired) for _, fired in found] == counts


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_memory_stays_flat() -> None:
    def resident() -> int:
        status = Path(f"/proc/{engine.pid}/status").read_text()
        return int(status.partition("VmRSS:")[2].split()[0])

    with EngineProcess() as engine:
        sizes = [
            resident()
            for i, _ in enumerate(engine.run(PAIR, (subject(str(i)) for i in range(9000)), 1))
            if i % 2999 == 2998
        ]
    assert len(sizes) == 3
    assert sizes[-1] < sizes[0] + 1000, f"kB after 3,000, 6,000 and 9,000 subjects: {sizes}"
