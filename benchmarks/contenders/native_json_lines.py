"""The native engine from a file of JSON Lines to the report: reading, validation and evaluation."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from benchmarks.standard.native import named_violations, standard_pack
from benchmarks.standard.work import AS_OF
from zhifa_rules import check
from zhifa_rules.sources import read_records

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from benchmarks.standard.work import Record, Violation

TITLE = "native, from a file of JSON Lines"
LIBRARIES: tuple[str, ...] = ()


def prepare(records: Sequence[Record]) -> Callable[[], set[Violation]]:
    """Write the file and load the pack beforehand."""
    pack, folder = standard_pack(), TemporaryDirectory()
    path = Path(folder.name) / "events.jsonl"
    path.write_text("".join(json.dumps(record, default=str) + "\n" for record in records), encoding="utf-8")

    def run() -> set[Violation]:
        with_places = ((raw.data, raw.location) for raw in read_records([Path(folder.name) / "events.jsonl"]))
        return named_violations(check(with_places, packs=pack, as_of=AS_OF))  # type: ignore[arg-type]

    return run
