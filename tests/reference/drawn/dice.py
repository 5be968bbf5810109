"""Chance, from a seeded generator of random numbers or from Hypothesis."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from random import Random

T = TypeVar("T")


class Dice:
    """Draws from a source of random numbers."""

    def __init__(self, source: Random) -> None:
        self._source = source

    def chance(self, percent: int) -> bool:
        """Say yes so often in a hundred times."""
        return self._source.randrange(100) < percent

    def number(self, least: int, most: int) -> int:
        """Give a number, both ends included."""
        return self._source.randrange(least, most + 1)

    def pick(self, options: Sequence[T]) -> T:
        """Give one of several."""
        return options[self._source.randrange(len(options))]

    def maybe(self, options: Sequence[T]) -> T | None:
        """Give one of several, if there are any."""
        return self.pick(options) if options else None

    def some(self, options: Iterable[T], least: int, most: int) -> list[T]:
        """Give different ones of several, in an order that is drawn."""
        pool = list(options)
        number = min(len(pool), self.number(least, max(least, most)))
        return [pool.pop(self._source.randrange(len(pool))) for _ in range(number)]

    def weighted(self, options: Sequence[tuple[int, T]]) -> T:
        """Give one of several, each as often as its weight says."""
        at = self._source.randrange(sum(weight for weight, _ in options))
        for weight, option in options:
            at -= weight
            if at < 0:
                return option
        raise AssertionError(options)

    def shuffled(self, values: Iterable[T]) -> list[T]:
        """Give all in another order."""
        return self.some(pool := list(values), len(pool), len(pool))
