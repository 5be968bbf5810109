"""Cost per record at growing sizes, beside validating the same records with pydantic alone.

Run with ``make bench``. Machines are noisy: read the ratios, not the seconds.
"""

from __future__ import annotations

import gc
import sys
import time
from typing import TYPE_CHECKING, Any

from benchmarks.workload import Record, history
from zhifa_rules import Session
from zhifa_rules.records import EventRecord, builtin_catalogue

if TYPE_CHECKING:
    from collections.abc import Callable

SIZES = (10_000, 100_000)
AS_OF = "2025-12-31"


def main(sizes: tuple[int, ...] = SIZES) -> int:
    """Measure each size and print a table; the last line gives the growth of the cost per record."""
    print(f"{'records':>9} {'validate':>10} {'check':>10} {'us/record':>10} {'ratio':>7} {'violations':>11}")
    costs: list[float] = []
    for size in sizes:
        data = history(size)
        validating, records = _timed(_validated, data)
        checking, report = _timed(_checked, records)
        cost = checking / len(records) * 1e6
        costs.append(cost)
        ratio = checking / validating
        found = len(report.violations)
        print(f"{len(records):>9} {validating:>9.2f}s {checking:>9.2f}s {cost:>10.1f} {ratio:>7.2f} {found:>11}")
    print(f"cost per record, largest size against smallest: {costs[-1] / costs[0]:.2f}")
    return 0


def _validated(data: list[Record]) -> list[EventRecord]:
    catalogue = builtin_catalogue()
    return [catalogue.types[d["type"]].model.model_validate(d) for d in data]


def _checked(records: list[EventRecord]) -> Any:  # noqa: ANN401
    session = Session("enshi")
    session.add_all(records)
    report = session.report(AS_OF)
    assert report.findings
    return report


def _timed(work: Callable[[list[Any]], Any], argument: list[Any]) -> tuple[float, Any]:
    gc.collect()
    start = time.perf_counter()
    result = work(argument)
    return time.perf_counter() - start, result


if __name__ == "__main__":
    sys.exit(main(tuple(int(size) for size in sys.argv[1:]) or SIZES))
