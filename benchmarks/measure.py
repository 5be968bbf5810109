"""Timing after a fresh garbage collection: CPU of this process and of children that have ended, and wall time."""

from __future__ import annotations

import gc
import resource
import statistics
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, ParamSpec, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

P = ParamSpec("P")
T = TypeVar("T")
_SLOW = 20.0
_RUNS_WHEN_SLOW = 2


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds spent: ``cpu`` over all threads, ``wall`` as a clock shows."""

    cpu: float
    wall: float


@dataclass(frozen=True, slots=True)
class Stopwatch:
    """Measures work. The search for cyclic garbage is paused meanwhile, as by ``timeit``.

    That search takes two thirds of the time of a hundred thousand validations, and none of an engine that pauses it
    itself: with it, ratios would say more of garbage than of rules. ``collecting`` leaves it on.
    """

    collecting: bool = False

    def timed(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> tuple[Spent, T]:
        """Do the work once after a garbage collection and tell what it took."""
        gc.collect()
        return self.clocked(work, *args, **kwargs)

    def clocked(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> tuple[Spent, T]:
        """Do the work once and tell what it took; for one of many portions of the same work."""
        was_enabled = gc.isenabled()
        if not self.collecting:
            gc.disable()
        try:
            wall, cpu = time.perf_counter(), cpu_seconds()
            result = work(*args, **kwargs)
            return Spent(cpu_seconds() - cpu, time.perf_counter() - wall), result
        finally:
            if was_enabled:
                gc.enable()


timed, clocked = Stopwatch().timed, Stopwatch().clocked


def cpu_seconds() -> float:
    """Give the CPU seconds of this process so far, and of its children that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in used)


def median(spent: Sequence[Spent]) -> Spent:
    """Give the medians of CPU and of wall time."""
    return Spent(statistics.median(s.cpu for s in spent), statistics.median(s.wall for s in spent))


def is_enough(spent: Sequence[Spent], runs: int) -> bool:
    """Whether so many runs were made; of what takes longer than twenty seconds fewer are enough."""
    slow = any(s.wall > _SLOW for s in spent)
    return len(spent) >= (min(runs, _RUNS_WHEN_SLOW) if slow else runs)
