"""The driver and durable-rules together do what a naive matcher says, on random programs."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from naive_matcher import Found, firings
from random_programs import draw_program, draw_subjects

from zhifa_rules.engines.durable.availability import obstacle
from zhifa_rules.engines.durable.process import EngineProcess

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

pytestmark = pytest.mark.skipif(bool(obstacle()), reason=obstacle())

DEEP = settings().max_examples > 1000
EXAMPLES = settings().max_examples if DEEP else 1000
AS_OF = 10
_ENOUGH_FIRINGS = 1000


@pytest.fixture(scope="module")
def engine() -> Iterator[EngineProcess]:
    with EngineProcess() as process:
        yield process


def test_random_programs(engine: EngineProcess) -> None:
    compared: Counter[str] = Counter()

    @settings(max_examples=EXAMPLES)
    @given(random=st.randoms(use_true_random=not DEEP))
    def check(random: Random) -> None:
        program, several = draw_program(random), draw_subjects(random)
        found = list(engine.run(program, several, AS_OF))
        assert [subject for subject, _ in found] == several
        for subject, fired in found:
            got = _counted([(firing.rule, dict(firing.bound)) for firing in fired])
            assert got == _counted(firings(program, subject.facts, AS_OF)), (program, subject)
            compared["subjects"] += 1
            compared["firings"] += got.total()

    check()
    print(dict(compared))
    assert compared["firings"] > _ENOUGH_FIRINGS, "the programs hardly ever fire"


def _counted(found: Found) -> Counter[str]:
    return Counter(
        f"{rule} {sorted((alias, sorted(fact.items())) for alias, fact in bound.items())}" for rule, bound in found
    )
