"""The native engine on records that are validated already: the figure that counts as evaluation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.standard.native import named_violations, standard_pack
from benchmarks.standard.work import AS_OF
from zhifa_rules import check
from zhifa_rules.records import builtin_catalogue

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from benchmarks.standard.work import Record, Violation

TITLE = "native, from validated records"
LIBRARIES: tuple[str, ...] = ()


def prepare(records: Sequence[Record]) -> Callable[[], set[Violation]]:
    """Validate the records and load the pack beforehand."""
    catalogue, pack = builtin_catalogue(), standard_pack()
    models = [catalogue.validate(record) for record in records]
    return lambda: named_violations(check(models, packs=pack, as_of=AS_OF))
