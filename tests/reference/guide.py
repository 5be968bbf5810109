"""Trying every answer to what is not known, one complete combination after the other."""

from __future__ import annotations

import contextlib
from math import prod
from random import Random
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

T = TypeVar("T")


class Impossible(Exception):  # noqa: N818  (no error: such a world is passed over)
    """No value is left for something: there is no such world."""


class Guide:
    """Answers questions about unknowns as a script says, the first option where it ends; or at random."""

    def __init__(self, script: Sequence[int], chance: Random | None = None) -> None:
        self._script = script
        self._chance = chance
        self.answers: dict[Any, Any] = {}
        self._taken: list[tuple[int, int]] = []

    def choose(self, key: Any, options: Sequence[Any]) -> Any:  # noqa: ANN401
        """Give the answer to a question; the same question has the same answer throughout a world."""
        if key not in self.answers:
            if not options:
                raise Impossible
            number = len(self._taken)
            index = self._script[number] if number < len(self._script) else 0
            if self._chance is not None:
                index = self._chance.randrange(len(options))
            self._taken.append((index, len(options)))
            self.answers[key] = options[index]
        return self.answers[key]

    @property
    def width(self) -> int:
        """How many worlds there are at least that answer the same questions as this one."""
        return prod(number for _, number in self._taken)

    def following(self) -> list[int] | None:
        """Give the script of the next combination, or ``None`` after the last."""
        taken = list(self._taken)
        while taken and taken[-1][0] + 1 == taken[-1][1]:
            taken.pop()
        if not taken:
            return None
        return [index for index, _ in taken[:-1]] + [taken[-1][0] + 1]


def explore(evaluate: Callable[[Guide], T], limit: int) -> tuple[list[tuple[T, dict[Any, Any]]], bool]:
    """Evaluate in every world, with the answers that make it; tell whether that was all.

    Where there are more worlds than the limit, half as many are taken one after the other and half at random.
    """
    found: list[tuple[T, dict[Any, Any]]] = []
    script: list[int] = []
    for number in range(limit):
        guide = Guide(script)
        with contextlib.suppress(Impossible):
            found.append((evaluate(guide), guide.answers))
        following = guide.following()
        if following is None:
            return found, True
        script = following
        if number >= limit // 2 and guide.width > limit:
            break
    for number in range(limit // 2):
        guide = Guide((), Random(number))
        with contextlib.suppress(Impossible):
            found.append((evaluate(guide), guide.answers))
    return found, False
