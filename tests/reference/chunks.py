"""Work for comparing many pairs: pieces that each follow from the seed and their number, in any order, on any core."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, Phase, given, seed, settings

from zhifa_rules.errors import ZhifaError
from zhifa_rules.packs import builtin_packs, load_pack
from zhifa_rules.packs.lint import Severity, lint_pack
from zhifa_rules.testing.strategies import situations

from .agreement import MOST_WORLDS, Agreement, compare
from .drawn.histories import drawn_history
from .drawn.packs import drawn_pack

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from zhifa_rules.packs import Pack

History = list[dict[str, Any]]
HISTORIES = 20  # of one drawn pack
SITUATIONS = 10  # of one built-in pack
DRAWN = "drawn"


@dataclass(frozen=True)
class Piece:
    """A piece of work: a drawn pack or a built-in one, and which of its histories."""

    source: str
    seed: int
    number: int
    worlds: int = MOST_WORLDS
    histories: int = HISTORIES


@dataclass
class Done:
    """What was found in a piece of work; ``told`` holds the disagreements with all that is needed to repeat them."""

    piece: Piece
    found: Agreement = field(default_factory=Agreement)
    told: list[str] = field(default_factory=list)

    def add(self, one: Agreement, place: str, records: History, day: date) -> None:
        """Add the comparison of a history."""
        self.found.add(one)
        for text in one.disagreements:
            self.told.append(f"{place} as of {day}: {text}\n    {json.dumps(records, ensure_ascii=False)}")


def work(piece: Piece) -> Done:
    """Do a piece of work."""
    return _drawn(piece) if piece.source == DRAWN else _built_in(piece)


def _drawn(piece: Piece) -> Done:
    done = Done(piece)
    name = f"{piece.seed}.{piece.number}"
    drawn = drawn_pack(name)
    for number in range(piece.histories):
        history = drawn_history(drawn, f"{name}.{number}", unknowns=number % 2 == 1)
        found = agree_on(drawn.pack, history.records, history.day, piece.worlds)
        done.add(found, f"drawn {name}.{number}", history.records, history.day)
    return done


def _built_in(piece: Piece) -> Done:
    done = Done(piece)
    pack = sound_pack(piece.source)
    assert pack is not None

    def use(records: History, day: date) -> None:
        done.add(agree_on(pack, records, day, piece.worlds), piece.source, records, day)

    for unknowns in (False, True):
        start = piece.seed * 1_000_003 + piece.number
        draw_pairs(pack, piece.histories // 2, start, unknowns=unknowns, use=use)
    return done


@cache
def sound_pack(name: str) -> Pack | None:
    """Load a built-in pack; ``None`` if the linter finds errors in it."""
    try:
        pack = load_pack(name)
    except ZhifaError:
        return None
    return None if any(problem.severity is Severity.ERROR for problem in lint_pack(pack)) else pack


def sound_packs() -> list[str]:
    """Name the built-in packs in which the linter finds no error."""
    return [name for name in builtin_packs() if sound_pack(name) is not None]


def draw_pairs(pack: Pack, number: int, start: int, *, unknowns: bool, use: Callable[[History, date], None]) -> None:
    """Draw histories with a day to look at; with ``unknowns`` also such in which less is known."""

    @seed(start)
    @settings(
        max_examples=number,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(situations(pack, max_cases=1, mishap=unknowns))
    def draw(found: tuple[History, date]) -> None:
        use(*found)

    draw()


def agree_on(pack: Pack, records: History, day: date, limit: int = MOST_WORLDS) -> Agreement:
    """Compare over one history of plain mappings."""
    return compare(pack, [pack.catalogue.validate(record) for record in records], day, limit=limit)
