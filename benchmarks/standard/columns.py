"""The records as columns, for contenders that work on tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from benchmarks.standard.work import Record

TEXTS = (
    "type",
    "by",
    "matter",
    "kind",
    "number",
    "document",
    "issuer",
    "organ",
)
NUMBERS = ("officers", "reviewers")


def rows(records: Iterable[Record]) -> Iterator[dict[str, Any]]:
    """Give each record as a row of the columns that the rules need; that a notice sets no limit is one of its own."""
    for record in records:
        row = {name: record.get(name) for name in TEXTS}
        row["on"], row["persons"] = record.get("on"), record.get("persons")
        row |= {name: record.get(name) for name in NUMBERS}
        row["unlimited"] = record.get("limit_days") == "none"
        yield row
