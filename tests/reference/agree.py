"""Comparing the engine and the reference over as many pairs of a rule and a history as asked, on all cores.

``python -m tests.reference.agree --pairs N --seed S`` prints what was compared and every disagreement. The work
comes in numbered pieces that follow from the seed, so that ``--from`` goes on where another run stopped.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from itertools import count
from multiprocessing import Pool
from typing import TYPE_CHECKING

from .agreement import Agreement
from .chunks import DRAWN, HISTORIES, SITUATIONS, Done, Piece, agree_on, draw_pairs, sound_pack, sound_packs, work

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

__all__ = ["agree_on", "draw_pairs", "main", "sound_pack"]

MOST_WORLDS = 60
_EVERY_SECONDS = 30.0
_DRAWN_IN_A_ROUND = 5  # pieces of drawn packs for one piece of a built-in pack


def pieces(sources: Sequence[str], seed: int, start: int, worlds: int) -> Iterator[Piece]:
    """Give the pieces of work in their order, without an end; drawn packs have the larger part."""
    names = [name for name in sources if name != DRAWN]
    for number in count(start):
        own = DRAWN in sources and (not names or number % (_DRAWN_IN_A_ROUND + 1))
        name = DRAWN if own else names[number // (_DRAWN_IN_A_ROUND + 1 if DRAWN in sources else 1) % len(names)]
        yield Piece(name, seed, number, worlds, HISTORIES if own else SITUATIONS)


class Account:
    """What has been found so far, and telling of it."""

    def __init__(self, seed: int, wanted: int) -> None:
        self.seed, self.wanted = seed, wanted
        self.total = Agreement()
        self.by_source: dict[str, int] = {}
        self.finished = 0
        self._begin = self._told = time.perf_counter()

    def take(self, done: Done) -> None:
        """Add a piece of work; tell of its disagreements at once, and of the progress now and then."""
        self.total.add(done.found)
        self.finished += 1
        name = done.piece.source
        self.by_source[name] = self.by_source.get(name, 0) + done.found.pairs
        for text in done.told:
            print(f"  {text}", flush=True)
        if time.perf_counter() - self._told > _EVERY_SECONDS:
            self._told = time.perf_counter()
            print(f"… {self._progress()}, piece {done.piece.number}", flush=True)

    def _progress(self) -> str:
        took = time.perf_counter() - self._begin
        rate = self.total.pairs / took
        share = f"{self.total.pairs} of {self.wanted} pairs"
        return f"{share}, {rate:.0f} a second, {len(self.total.disagreements)} disagreements, {took:.0f} s"

    def tell(self, start: int, last: int) -> None:
        """Print the whole account."""
        total = self.total
        print(f"{self._progress()}; seed {self.seed}, pieces {start} to {last}")
        print(f"  {total.histories} histories, {total.live} pairs with a duty, {total.duties} duties", end=", ")
        print(f"{total.worlds} worlds")
        print(
            f"  compared in all their worlds: {total.duties - total.sampled} duties; in worlds drawn from too many:",
            end=" ",
        )
        print(f"{total.sampled}, of which the engine decided {total.sampled_decided}")
        for title, counts in (("by pack", self.by_source), ("duties by form", total.forms), ("found", total.counts)):
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
    parser.add_argument("--worlds", type=int, default=MOST_WORLDS, help="worlds tried per duty before drawing some")
    options = parser.parse_args(None if arguments is None else list(arguments))
    sources = [DRAWN] if options.random else options.pack or [DRAWN, *sound_packs()]
    account, last = Account(options.seed, options.pairs), options.start
    todo = pieces(sources, options.seed, options.start, options.worlds)
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
