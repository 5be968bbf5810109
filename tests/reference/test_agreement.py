"""The native engine and the reference evaluator agree on every duty (P7).

Each built-in pack is tried on its own example cases, on their day and the days around it, and on drawn histories,
fully known ones and such in which less is known. ``ZHIFA_HYPOTHESIS=deep`` takes all cases and many histories.
"""

from __future__ import annotations

import json
import os
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from zhifa_rules.packs import builtin_packs
from zhifa_rules.testing.case_files import read_cases

from .agree import agree_on, draw_pairs, sound_pack
from .agreement import compare

if TYPE_CHECKING:
    from zhifa_rules.packs import Pack

DEEP = os.environ.get("ZHIFA_HYPOTHESIS") == "deep"
CASES = 10_000 if DEEP else 4
KNOWN, UNKNOWN = (300, 300) if DEEP else (4, 2)
AROUND = (-1, 0, 1, 31) if DEEP else (0, 1)
MOST_WORLDS = 2000 if DEEP else 60


@pytest.fixture(params=builtin_packs())
def pack(request: pytest.FixtureRequest) -> Pack:
    found = sound_pack(request.param)
    if found is None:
        pytest.skip(f"the linter finds errors in {request.param}")
    return found


def test_on_the_example_cases(pack: Pack) -> None:
    cases = read_cases(pack)
    for case in cases[:: max(1, len(cases) // CASES)]:
        records = [record for record, _ in case.records]
        for days in AROUND:
            day = case.as_of + timedelta(days)
            found = compare(pack, records, day, case.readings, limit=MOST_WORLDS)
            assert not found.disagreements, f"case {case.id} as of {day}:\n" + "\n".join(found.disagreements)


@pytest.mark.parametrize("unknowns", [False, True], ids=["known", "partly-known"])
def test_on_drawn_histories(pack: Pack, unknowns: bool) -> None:
    def check(records: list[dict[str, Any]], day: date) -> None:
        found = agree_on(pack, records, day, MOST_WORLDS)
        told = json.dumps(records, ensure_ascii=False)
        assert not found.disagreements, f"as of {day}:\n" + "\n".join(found.disagreements) + f"\n{told}"

    draw_pairs(pack, UNKNOWN if unknowns else KNOWN, 1, unknowns=unknowns, use=check)
