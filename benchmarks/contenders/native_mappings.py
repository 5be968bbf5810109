"""The native engine on plain mappings: validation and evaluation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.standard.native import named_violations, standard_pack
from benchmarks.standard.work import AS_OF
from zhifa_rules import check

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from benchmarks.standard.work import Record, Violation

TITLE = "native, from mappings"
LIBRARIES: tuple[str, ...] = ()


def prepare(records: Sequence[Record]) -> Callable[[], set[Violation]]:
    """Load the pack beforehand."""
    pack = standard_pack()
    return lambda: named_violations(check(records, packs=pack, as_of=AS_OF))
