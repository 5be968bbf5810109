"""Comparing the native engine and durable-rules over as many pairs of a rule and a history as asked, on all cores.

``python -m tests.durable.agree --pairs N --seed S`` prints what was compared and every disagreement. The work comes
in the pieces of ``tests.reference.agree``: drawn packs and histories of the packs' own cases that follow from the
seed, so that the same seed shows both comparisons the same histories, and ``--from`` goes on where another run stopped.
A pair counts where the rule has a form in durable-rules.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from tests.reference.arbiter import common_verdict_of
from tests.reference.chunks import DRAWN, draw_pairs, sound_pack
from tests.reference.drawn.histories import drawn_history
from tests.reference.drawn.packs import RULES, drawn_pack
from tests.reference.rounds import carry_out
from zhifa_rules.calendar import Calendar
from zhifa_rules.engines.agreement import compare
from zhifa_rules.engines.durable.engine import DurableEngine
from zhifa_rules.engines.durable.process import EngineProcess
from zhifa_rules.engines.native.engine import NativeEngine
from zhifa_rules.packs.choices import active_options, chosen_readings
from zhifa_rules.records.history import History

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from tests.reference.chunks import Piece
    from zhifa_rules.engines.agreement import Difference
    from zhifa_rules.engines.durable.concluded import Runner
    from zhifa_rules.engines.outcome import Duty
    from zhifa_rules.packs import Pack
    from zhifa_rules.records import EventRecord

    Situation = tuple[Sequence[EventRecord], date]

HISTORIES, SITUATIONS = 30, 30
"""Histories of a drawn pack and of a built-in one in a piece of work; programs are loaded once for all of them."""


@dataclass
class Total:
    """What was compared over many histories; ``live`` counts the pairs with a duty that both examined."""

    pairs: int = 0
    live: int = 0
    histories: int = 0
    compared: int = 0
    left: Counter[str] = field(default_factory=Counter)
    verdicts: Counter[str] = field(default_factory=Counter)
    disagreements: list[str] = field(default_factory=list)

    def add(self, other: Total) -> None:
        """Add what was compared over further histories."""
        self.pairs += other.pairs
        self.live += other.live
        self.histories += other.histories
        self.compared += other.compared
        self.left.update(other.left)
        self.verdicts.update(other.verdicts)
        self.disagreements += other.disagreements

    def summary(self) -> Sequence[str]:
        """Say what was compared, in lines."""
        return (f"{self.histories} histories, {self.live} pairs with a duty, {self.compared} duties compared",)

    def tables(self) -> Mapping[str, Mapping[str, int]]:
        """Give counts of it by title."""
        return {"found": self.verdicts, "not examined": self.left}


class Agreeing:
    """Both engines for one pack under one choice of readings."""

    def __init__(self, pack: Pack, readings: Mapping[str, str] | None = None, runner: Runner | None = None) -> None:
        self.pack = pack
        self._calendar = Calendar.builtin()
        self._options = active_options([pack], chosen_readings([pack], readings or {}))
        self._runner = runner
        self.durable = DurableEngine(pack.norms, self._calendar, self._options)

    @property
    def lowered(self) -> int:
        """How many rules of the pack have a form in durable-rules."""
        return len({rule.norm.rule for rule in self.durable.rules if rule.lowered is not None})

    def compare(self, situations: Iterable[Situation]) -> Total:
        """Compare over histories, each as of its day."""
        listed = list(situations)
        total = Total(len(listed) * self.lowered, histories=len(listed))
        days = [day.toordinal() for _, day in listed]
        ours = [self._history(records) for records, _ in listed]
        examinations = self.durable.examine_all(zip(ours, days, strict=True), self._runner)
        for (records, day), examination in zip(listed, examinations, strict=True):
            found = compare(self._native(records, day.toordinal()), examination, self.durable)
            total.compared += found.compared
            for (_, doubt), count in found.left.items():
                total.left[doubt.value] += count
            total.live += len({duty.norm.rule for duty in examination.duties})
            total.verdicts.update(duty.verdict.value for duty in examination.duties)
            told = [{**r.model_dump(mode="json", exclude_unset=True), "type": r.type} for r in records]
            text = json.dumps(told, ensure_ascii=False, default=str)
            wrong = [*found.differences, *(one for one in found.cautious if not self._confirmed(one, records, day))]
            total.disagreements += [f"as of {day}: {one}\n    {text}" for one in wrong]
        return total

    def _confirmed(self, difference: Difference, records: Sequence[EventRecord], day: date) -> bool:
        """Tell whether the reference, which tries every possible world, decides what native leaves open as durable."""
        found = common_verdict_of(difference.duty, self.pack, self._options, records, day)
        return found is None or (difference.durable is not None and found is difference.durable.verdict)

    def _history(self, records: Sequence[EventRecord]) -> History:
        history = History(self.pack.catalogue)
        for record in records:
            history.add(record)
        return history

    def _native(self, records: Sequence[EventRecord], as_of: int) -> Sequence[Duty]:
        history = History(self.pack.catalogue)
        engine = NativeEngine(self.pack.norms, history, self._calendar, self._options)
        for record in records:
            history.add(record)
        return engine.duties(as_of)


def drawn(pack: Pack, number: int, start: int) -> list[Situation]:
    """Draw histories of a pack's own cases, half of them fully known, half of them known in part."""
    found: list[Situation] = []

    def use(records: list[dict[str, Any]], day: date) -> None:
        found.append(([pack.catalogue.validate(record) for record in records], day))

    for unknowns in (False, True):
        draw_pairs(pack, max(number // 2, 1), start, unknowns=unknowns, use=use)
    return found


def invented(seed: object, number: int, rules: int = RULES) -> tuple[Pack, list[Situation]]:
    """Draw a pack of invented rules, and histories for it; less is known of every other one."""
    pack = drawn_pack(seed, rules)
    found = [drawn_history(pack, f"{seed}.{n}", unknowns=n % 2 == 1) for n in range(number)]
    return pack.pack, [([pack.pack.catalogue.validate(r) for r in one.records], one.day) for one in found]


# --- Pieces of work -----------------------------------------------------------------------------------------


@dataclass
class Done:
    """What was found in a piece of work."""

    piece: Piece
    found: Total

    @property
    def told(self) -> list[str]:
        """The disagreements with all that is needed to repeat them."""
        piece = self.piece
        return [f"{piece.source} {piece.seed}.{piece.number} {text}" for text in self.found.disagreements]


def work(piece: Piece) -> Done:
    """Do a piece of work."""
    if piece.source == DRAWN:
        pack, situations = invented(f"{piece.seed}.{piece.number}", HISTORIES)
        engines = Agreeing(pack, runner=_process())
    else:
        engines = _built_in(piece.source)
        situations = drawn(engines.pack, SITUATIONS, piece.seed * 1_000_003 + piece.number)
    return Done(piece, engines.compare(situations))


@cache
def _process() -> EngineProcess:
    """Give the process in which durable-rules runs; it ends with the worker."""
    return EngineProcess()


@cache
def _built_in(name: str) -> Agreeing:
    pack = sound_pack(name)
    assert pack is not None
    return Agreeing(pack, runner=_process())


def main(arguments: Iterable[str] | None = None) -> int:
    """Compare over as many pairs as asked and print what was found."""
    total = Total()
    return carry_out(__doc__, arguments, work, total, total.add)


if __name__ == "__main__":
    sys.exit(main())
