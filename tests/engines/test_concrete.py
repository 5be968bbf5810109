"""What is decided concretely is what looking at all possible worlds decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from zhifa_rules import Session
from zhifa_rules.engines.native.light import LightDuty
from zhifa_rules.packs import builtin_packs, load_pack
from zhifa_rules.testing import read_cases

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zhifa_rules.engines.outcome import Duty
    from zhifa_rules.packs import Pack

EVERY = 7  # all cases are run elsewhere; here each duty is evaluated twice


def duties(pack: Pack, step: int) -> Iterator[Duty]:
    for case in list(read_cases(pack))[::step]:
        session = Session(pack, readings=case.readings)
        session.add_all(case.records)
        yield from session.report(case.as_of, case.known_on).duties


@pytest.mark.parametrize("name", builtin_packs())
def test_light_duties_agree_with_the_symbolic_evaluator(name: str) -> None:
    light = [duty for duty in duties(load_pack(name), EVERY) if isinstance(duty, LightDuty)]
    for duty in light:
        told = (duty.bearer, duty.reason, duty.owed)
        assert told == (duty.outcome.bearer, duty.outcome.reason, duty.outcome.owed)
        assert duty.verdict is not None
    assert light
