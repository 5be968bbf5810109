"""Comparing the native engine and durable-rules over as many pairs of a rule and a history as asked, on all cores.

``python -m tests.durable.agree --pairs N --seed S`` prints what was compared and every disagreement. The work comes
in the pieces of ``tests.reference.agree``: drawn packs and histories of the packs' own cases that follow from the
seed, so that the same seed shows both comparisons the same histories, and ``--from`` goes on where another run stopped.
A pair counts where the rule has a form in durable-rules.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from multiprocessing import Pool
from typing import TYPE_CHECKING, Any

from tests.reference.agree import MOST_WORLDS, pieces
from tests.reference.arbiter import common_verdict_of
from tests.reference.chunks import DRAWN, draw_pairs, sound_pack, sound_packs
from tests.reference.drawn.histories import drawn_history
from tests.reference.drawn.packs import RULES, drawn_pack
from zhifa_rules.calendar import Calendar
from zhifa_rules.engines.agreement import compare
from zhifa_rules.engines.durable.engine import DurableEngine
from zhifa_rules.engines.durable.process import EngineProcess
from zhifa_rules.engines.native.engine import NativeEngine
from zhifa_rules.packs.choices import active_options, chosen_readings
from zhifa_rules.records.history import History

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
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

_EVERY_SECONDS = 30.0


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


class Account:
    """What has been found so far, and telling of it."""

    def __init__(self, seed: int, wanted: int) -> None:
        self.seed, self.wanted = seed, wanted
        self.total = Total()
        self.by_source: Counter[str] = Counter()
        self.finished = 0
        self._begin = self._told = time.perf_counter()

    def take(self, done: Done) -> None:
        """Add a piece of work; tell of its disagreements at once, and of the progress now and then."""
        self.total.add(done.found)
        self.finished += 1
        self.by_source[done.piece.source] += done.found.pairs
        for text in done.found.disagreements:
            print(f"  {done.piece.source} {done.piece.seed}.{done.piece.number} {text}", flush=True)
        if time.perf_counter() - self._told > _EVERY_SECONDS:
            self._told = time.perf_counter()
            print(f"… {self._progress()}, piece {done.piece.number}", flush=True)

    def _progress(self) -> str:
        took = time.perf_counter() - self._begin
        share = f"{self.total.pairs} of {self.wanted} pairs"
        rate = self.total.pairs / took
        return f"{share}, {rate:.0f} a second, {len(self.total.disagreements)} disagreements, {took:.0f} s"

    def tell(self, start: int, last: int) -> None:
        """Print the whole account."""
        total = self.total
        print(f"{self._progress()}; seed {self.seed}, pieces {start} to {last}")
        print(f"  {total.histories} histories, {total.live} pairs with a duty, {total.compared} duties compared")
        for title, counts in (("by pack", self.by_source), ("found", total.verdicts), ("not examined", total.left)):
            print(f"  {title}: " + ", ".join(f"{what} {n}" for what, n in sorted(counts.items())))
        print(f"  disagreements: {len(total.disagreements)}")


def main(arguments: Iterable[str] | None = None) -> int:
    """Compare over as many pairs as asked and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=10_000, help="pairs of a rule and a history")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes, by default one per core")
    parser.add_argument("--random", action="store_true", help="only drawn packs")
    parser.add_argument("--pack", action="append", help="only this built-in pack (again for several)")
    parser.add_argument("--from", dest="start", type=int, default=0, help="the first piece of work, to go on")
    options = parser.parse_args(None if arguments is None else list(arguments))
    sources = [DRAWN] if options.random else options.pack or [DRAWN, *sound_packs()]
    account, last = Account(options.seed, options.pairs), options.start
    todo = pieces(sources, options.seed, options.start, MOST_WORLDS)
    with Pool(options.jobs) as pool:
        for done in pool.imap(work, _while_wanted(todo, account, options.jobs)):
            account.take(done)
            last = done.piece.number
    account.tell(options.start, last)
    return 1 if account.total.disagreements else 0


def _while_wanted(todo: Iterator[Piece], account: Account, jobs: int) -> Iterator[Piece]:
    """Hand out work until enough has been done, only a little ahead of what is finished."""
    for handed, piece in enumerate(todo):
        while handed - account.finished > 2 * jobs:
            time.sleep(0.05)
        if account.total.pairs >= account.wanted:
            return
        yield piece


if __name__ == "__main__":
    sys.exit(main())
