"""Counting acts of which some may match or not, without going through all the combinations."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zhifa_rules.engines.native.exploring import OpenActs

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from zhifa_rules.engines.native.frame import Frame
    from zhifa_rules.engines.native.patterns import Finder, Fits
    from zhifa_rules.engines.outcome import Variable
    from zhifa_rules.records.facts import Fact

Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Sorted:
    """The acts that are known to match, and those of which it is not known."""

    certain: Sequence[Fact]
    open: Sequence[Fact]


def sorted_acts(frame: Frame, find: Finder, fits: Fits) -> Sorted | None:
    """Sort acts by whether they are known to match; ``None`` where even that hangs on what is not known."""
    certain: list[Fact] = []

    def look(_: Frame) -> Sequence[Fact]:
        try:
            certain.extend(act for act, _ in find(frame, fits))
        except OpenActs as error:
            return error.acts
        return ()

    still_open = frame.world.settled(look, frame)
    return None if still_open is None else Sorted(certain, still_open)


@dataclass(frozen=True, slots=True)
class Contribution:
    """What an act may add to a sum in some world or other, and the unknowns on which that hangs."""

    least: int
    most: int
    variables: tuple[Variable, ...]


def contributions(
    frame: Frame, acts: Sequence[Fact], gain: Callable[[Fact], int]
) -> tuple[Sequence[Contribution], Sequence[Key]] | None:
    """Give what each act may add, and the unknowns that several share; ``None`` if there are too many worlds."""
    found: list[Contribution] = []
    uses: Counter[Key] = Counter()
    for act in acts:
        answers = frame.world.answers(gain, act)
        if not answers.complete:
            return None
        variables = tuple(v for group in answers.variables.values() for v in group)
        found.append(Contribution(min(answers.all), max(answers.all), variables))
        uses.update(answers.variables.keys())
    return found, [key for key, number in uses.items() if number > 1]
