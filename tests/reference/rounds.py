"""Comparing over many pieces of work on all cores, and telling of it: the frame of both long comparisons."""

from __future__ import annotations

import argparse
import os
import time
from collections import Counter
from itertools import count
from multiprocessing import Pool
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from .chunks import DRAWN, HISTORIES, SITUATIONS, Piece, sound_packs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

MOST_WORLDS = 60
_EVERY_SECONDS = 30.0
_DRAWN_IN_A_ROUND = 5  # pieces of drawn packs for one piece of a built-in pack


class Comparison(Protocol):
    """What was compared over some histories."""

    pairs: int
    disagreements: list[str]

    def summary(self) -> Sequence[str]:
        """Say what was compared, in lines."""
        ...

    def tables(self) -> Mapping[str, Mapping[str, int]]:
        """Give counts of it by title."""
        ...


C = TypeVar("C", bound=Comparison)
Found_co = TypeVar("Found_co", bound=Comparison, covariant=True)


class Finished(Protocol[Found_co]):
    """A piece of work that was done."""

    @property
    def piece(self) -> Piece:
        """The piece."""
        ...

    @property
    def found(self) -> Found_co:
        """What was compared in it."""
        ...

    @property
    def told(self) -> list[str]:
        """Its disagreements, with all that is needed to repeat them."""
        ...


class Account(Generic[C]):
    """What has been found so far, and telling of it."""

    def __init__(self, total: C, add: Callable[[C], None], seed: int, wanted: int) -> None:
        self.total, self._add = total, add
        self.seed, self.wanted = seed, wanted
        self.by_source: Counter[str] = Counter()
        self.finished = 0
        self._begin = self._told = time.perf_counter()

    def take(self, done: Finished[C]) -> None:
        """Add a piece of work; tell of its disagreements at once, and of the progress now and then."""
        self._add(done.found)
        self.finished += 1
        self.by_source[done.piece.source] += done.found.pairs
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
        print(f"{self._progress()}; seed {self.seed}, pieces {start} to {last}")
        for line in self.total.summary():
            print(f"  {line}")
        for title, counts in {"by pack": self.by_source, **self.total.tables()}.items():
            print(f"  {title}: " + ", ".join(f"{what} {n}" for what, n in sorted(counts.items())))
        print(f"  disagreements: {len(self.total.disagreements)}")


def pieces(sources: Sequence[str], seed: int, start: int, worlds: int) -> Iterator[Piece]:
    """Give the pieces of work in their order, without an end; drawn packs have the larger part."""
    names = [name for name in sources if name != DRAWN]
    for number in count(start):
        own = DRAWN in sources and (not names or number % (_DRAWN_IN_A_ROUND + 1))
        name = DRAWN if own else names[number // (_DRAWN_IN_A_ROUND + 1 if DRAWN in sources else 1) % len(names)]
        yield Piece(name, seed, number, worlds, HISTORIES if own else SITUATIONS)


def carry_out(
    description: str | None,
    arguments: Iterable[str] | None,
    work: Callable[[Piece], Finished[C]],
    total: C,
    add: Callable[[C], None],
) -> int:
    """Compare over as many pairs as the arguments of the command ask, and print what was found."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--pairs", type=int, default=10_000, help="pairs of a rule and a history")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes, by default one per core")
    parser.add_argument("--random", action="store_true", help="only drawn packs")
    parser.add_argument("--pack", action="append", help="only this built-in pack (again for several)")
    parser.add_argument("--from", dest="start", type=int, default=0, help="the first piece of work, to go on")
    parser.add_argument("--worlds", type=int, default=MOST_WORLDS, help="worlds tried per duty before drawing some")
    options = parser.parse_args(None if arguments is None else list(arguments))
    sources = [DRAWN] if options.random else options.pack or [DRAWN, *sound_packs()]
    account, last = Account(total, add, options.seed, options.pairs), options.start
    todo = pieces(sources, options.seed, options.start, options.worlds)
    with Pool(options.jobs) as pool:
        for done in pool.imap(work, _while_wanted(todo, account, options.jobs)):
            account.take(done)
            last = done.piece.number
    account.tell(options.start, last)
    return 1 if total.disagreements else 0


def _while_wanted(todo: Iterator[Piece], account: Account[C], jobs: int) -> Iterator[Piece]:
    """Hand out work until enough has been done, only a little ahead of what is finished."""
    for handed, piece in enumerate(todo):
        while handed - account.finished > 2 * jobs:
            time.sleep(0.05)
        if account.total.pairs >= account.wanted:
            return
        yield piece
