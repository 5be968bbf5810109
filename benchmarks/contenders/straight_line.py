"""Straight-line Python: what one would write by hand for these ten rules and no others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.standard.plain import PlainEvent, violations

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from benchmarks.standard.work import Record, Violation

TITLE = "straight-line Python, from plain models"
LIBRARIES: tuple[str, ...] = ()


def prepare(records: Sequence[Record]) -> Callable[[], set[Violation]]:
    """Validate the records beforehand."""
    models = [PlainEvent.model_validate(record) for record in records]
    return lambda: violations(models)
