"""The native engine as a session: validated records come one by one, then one report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.standard.native import named_violations, standard_pack
from benchmarks.standard.work import AS_OF
from zhifa_rules import Session
from zhifa_rules.records import builtin_catalogue

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from benchmarks.standard.work import Record, Violation

TITLE = "native as a session, validated records one by one"
LIBRARIES: tuple[str, ...] = ()


def prepare(records: Sequence[Record]) -> Callable[[], set[Violation]]:
    """Validate the records and load the pack beforehand."""
    catalogue, pack = builtin_catalogue(), standard_pack()
    models = [catalogue.validate(record) for record in records]

    def run() -> set[Violation]:
        session = Session(pack)
        for model in models:
            session.add(model)
        return named_violations(session.report(AS_OF))

    return run
