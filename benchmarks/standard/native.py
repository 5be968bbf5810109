"""The ten rules as a pack, and what the project's own engines say of them in the words of the comparison."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from zhifa_rules.packs import Pack, load_pack

if TYPE_CHECKING:
    from benchmarks.standard.work import Violation
    from zhifa_rules.report import Report


@cache
def standard_pack() -> Pack:
    """Load the pack of the ten rules."""
    return load_pack(Path(__file__).parent / "pack")


def named_violations(report: Report) -> set[Violation]:
    """Give the violations of a report as rule, bearer and matter."""
    found: set[Violation] = set()
    for finding in report.violations:
        subject = finding.duty.subject
        of = subject[1] if subject[0] == "matter" else "2025" if finding.rule == "yearly-review" else ""
        found.add((finding.rule, str(finding.bearer), str(of)))
    return found
