"""Native beside pydantic's validation and straight-line Python, on the same work in one run.

``python -m benchmarks.compare 10000`` takes ten thousand matters (a hundred thousand events). All must report the same
violations, or the run fails. Machines are noisy: read the ratios, not the seconds.
"""

from __future__ import annotations

import gc
import statistics
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter

from benchmarks.standard.plain import PlainEvent, Violation, violations
from benchmarks.standard.work import AS_OF, events
from zhifa_rules import Session
from zhifa_rules.packs import load_pack
from zhifa_rules.records import builtin_catalogue

if TYPE_CHECKING:
    from collections.abc import Callable

    from zhifa_rules.report import Report

PACK = load_pack(Path(__file__).parent / "standard" / "pack")
MATTERS = 10_000
RUNS = 5


def main(matters: int = MATTERS, runs: int = RUNS) -> int:
    """Measure each contender ``runs`` times and print the medians and their ratio to validation."""
    work = events(matters)
    plain = TypeAdapter(PlainEvent)
    catalogue = builtin_catalogue()
    models = [catalogue.validate(record) for record in work]
    plain_models = [plain.validate_python(record) for record in work]
    contenders: list[tuple[str, Callable[[], Any]]] = [
        ("pydantic validate_python", lambda: [plain.validate_python(record) for record in work]),
        ("straight-line Python", lambda: violations(plain_models)),
        ("native, validated records", lambda: _checked(models)),
        ("native, mappings", lambda: _checked(work)),
    ]
    seconds = {name: [_timed(call)[0] for _ in range(runs)] for name, call in contenders}
    base = statistics.median(seconds["pydantic validate_python"])
    print(f"{len(work)} events, {matters} matters, {len(PACK.rules)} rules; median of {runs}")
    print(f"{'':28} {'seconds':>9} {'events/s':>10} {'ratio':>7}")
    for name, times in seconds.items():
        middle = statistics.median(times)
        print(f"{name:28} {middle:>9.3f} {len(work) / middle:>10.0f} {middle / base:>7.2f}")
    return _agree(violations(plain_models), _named(_checked(models)))


def _checked(records: Any) -> Report:  # noqa: ANN401
    session = Session(PACK)
    session.add_all(records)
    report = session.report(AS_OF)
    assert report.violations
    return report


def _named(report: Report) -> set[Violation]:
    found = set()
    for finding in report.violations:
        subject = finding.duty.subject
        of = subject[1] if subject[0] == "matter" else "2025" if finding.rule == "yearly-review" else ""
        found.add((finding.rule, str(finding.bearer), str(of)))
    return found


def _agree(expected: set[Violation], found: set[Violation]) -> int:
    if expected == found:
        print(f"the same {len(found)} violations")
        return 0
    for name, rest in (("only straight-line", expected - found), ("only native", found - expected)):
        print(f"{name}: {sorted(rest)[:5]} ({len(rest)})")
    return 1


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    gc.collect()
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


if __name__ == "__main__":
    sys.exit(main(*(int(argument) for argument in sys.argv[1:])))
