"""The acts that may perform a duty, looked through only as far as the verdict hangs on them."""

from __future__ import annotations

from itertools import chain, islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from zhifa_rules.engines.native.frame import Frame
    from zhifa_rules.engines.native.patterns import Fits
    from zhifa_rules.engines.native.world import Day
    from zhifa_rules.records.facts import Fact


class Acts:
    """Acts that match, and that are not from before ``begin`` where that is a day."""

    def __init__(self, frame: Frame, begin: Day | None, *sources: Callable[[Fits], Iterable[tuple[Fact, Day]]]) -> None:
        self._world = frame.world
        self._begin = begin
        self._sources = sources

    def first(self, fits: Fits | None = None) -> Fact | None:
        """Give the first act that fits: one that is known to match if there is one, else one that does in this world.

        Whether an act matches is chosen only where it could be enough, and no act is known to be.
        """
        known = self._world.settled(self._first, fits)
        found = self._first(fits) if known is None else known
        return found[0][0] if found else None

    def _first(self, fits: Fits | None) -> list[tuple[Fact, Day]]:
        def counts(act: Fact, day: Day) -> bool:
            is_after = self._begin is None or self._world.le(self._begin, day)
            return is_after and (fits is None or fits(act, day))

        return list(islice(chain.from_iterable(source(counts) for source in self._sources), 1))
