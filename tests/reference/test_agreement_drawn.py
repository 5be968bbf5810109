"""The native engine and the reference evaluator agree on drawn packs and histories (P7): a few thousand pairs."""

from __future__ import annotations

import json
import os
from functools import cache
from random import Random  # noqa: TC003  (Hypothesis reads the annotation)

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from .agreement import Agreement
from .chunks import agree_on
from .drawn.histories import history_from
from .drawn.packs import DrawnPack, drawn_pack

DEEP = os.environ.get("ZHIFA_HYPOTHESIS") == "deep"
PACKS, EXAMPLES = (200, 5000) if DEEP else (16, 120)
MOST_WORLDS = 200 if DEEP else 40


@cache
def pack_numbered(number: int) -> DrawnPack:
    """Draw a pack once."""
    return drawn_pack(f"suite {number}")


def test_on_drawn_packs_and_histories() -> None:
    total, told = Agreement(), list[str]()

    @settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
    @given(number=st.integers(0, PACKS - 1), source=st.randoms(), unknowns=st.booleans())
    def compare(number: int, source: Random, unknowns: bool) -> None:
        drawn = pack_numbered(number)
        history = history_from(drawn, source, unknowns=unknowns)
        found = agree_on(drawn.pack, history.records, history.day, MOST_WORLDS)
        total.add(found)
        if found.disagreements:
            records = json.dumps(history.records, ensure_ascii=False)
            told.append(f"'suite {number}' as of {history.day}: {found.disagreements}\n{records}")

    compare()
    print(f"{total.pairs} pairs, {total.live} with a duty, {total.duties} duties, {total.worlds} worlds")
    assert not total.disagreements, "\n".join(told)
    assert total.pairs > 2000
