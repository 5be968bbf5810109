"""Trying every answer to what is not known, one complete combination after the other."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

T = TypeVar("T")


class Impossible(Exception):  # noqa: N818  (no error: such a world is passed over)
    """No value is left for something: there is no such world."""


class Guide:
    """Answers questions about unknowns as a script says, and the first option where the script ends."""

    def __init__(self, script: Sequence[int]) -> None:
        self._script = script
        self.answers: dict[Any, Any] = {}
        self._taken: list[tuple[int, int]] = []

    def choose(self, key: Any, options: Sequence[Any]) -> Any:  # noqa: ANN401
        """Give the answer to a question; the same question has the same answer throughout a world."""
        if key not in self.answers:
            if not options:
                raise Impossible
            number = len(self._taken)
            index = self._script[number] if number < len(self._script) else 0
            self._taken.append((index, len(options)))
            self.answers[key] = options[index]
        return self.answers[key]

    def following(self) -> list[int] | None:
        """Give the script of the next combination, or ``None`` after the last."""
        taken = list(self._taken)
        while taken and taken[-1][0] + 1 == taken[-1][1]:
            taken.pop()
        if not taken:
            return None
        return [index for index, _ in taken[:-1]] + [taken[-1][0] + 1]


def explore(evaluate: Callable[[Guide], T], limit: int) -> tuple[list[tuple[T, dict[Any, Any]]], bool]:
    """Evaluate in every world, with the answers that make it, up to a number of worlds; tell whether that was all."""
    found: list[tuple[T, dict[Any, Any]]] = []
    script: list[int] = []
    for _ in range(limit):
        guide = Guide(script)
        with contextlib.suppress(Impossible):
            found.append((evaluate(guide), guide.answers))
        following = guide.following()
        if following is None:
            return found, True
        script = following
    return found, False
