"""What is decided concretely, and by rules written out as functions, is what looking at all possible worlds decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from zhifa_rules import Session
from zhifa_rules.engines.native import rulebook
from zhifa_rules.engines.native.light import LightDuty
from zhifa_rules.engines.outcome import is_noteworthy
from zhifa_rules.packs import builtin_packs, load_pack
from zhifa_rules.testing import read_cases

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zhifa_rules.engines.outcome import Duties
    from zhifa_rules.packs import Pack

EVERY = 7  # all cases are run elsewhere; here each duty is evaluated twice


def reports(pack: Pack) -> Iterator[Duties]:
    for case in list(read_cases(pack))[::EVERY]:
        session = Session(pack, readings=case.readings)
        session.add_all(case.records)
        yield session.report(case.as_of, case.known_on).duties


@pytest.mark.parametrize("name", builtin_packs())
def test_rules_written_out_find_what_listing_all_duties_finds(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    pack = load_pack(name)
    listed = [[(d.fingerprint, d.verdict, d.due) for d in found if is_noteworthy(d)] for found in reports(pack)]
    monkeypatch.setattr(rulebook, "OFTEN", -1)
    for found, expected in zip(reports(pack), listed, strict=True):
        noteworthy = [duty for unit in found.units for duty in unit.noteworthy]
        assert sorted((d.fingerprint, d.verdict, d.due) for d in noteworthy) == sorted(expected)
        for duty in noteworthy:
            assert duty.outcome is not None  # worked out in all possible worlds, which must confirm the outline
        assert len(found) >= len(noteworthy)  # listing the rest must come to the same number


@pytest.mark.parametrize("name", builtin_packs())
def test_light_duties_agree_with_the_symbolic_evaluator(name: str) -> None:
    light = [duty for found in reports(load_pack(name)) for duty in found if isinstance(duty, LightDuty)]
    for duty in light:
        told = (duty.bearer, duty.reason, duty.owed)
        assert told == (duty.outcome.bearer, duty.outcome.reason, duty.outcome.owed)
        assert duty.verdict is not None
    assert light
