"""Going through possible worlds: every combination of answers to what is not known, one complete one after the other.

What cannot change the answer is not chosen: while ``probing``, nothing is, and a question that hangs on what is not
known raises ``Open``. So of two conditions that both must hold, the one that is known not to settles the other.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from zhifa_rules.engines.outcome import Outcome, Variable
    from zhifa_rules.records.facts import Fact

MAX_WORLDS = 512

Interval = tuple[int, int]
Contents = tuple[frozenset[Any], tuple[frozenset[Any], ...]]  # what a list does not contain; what it has some of
T = TypeVar("T")
A = TypeVar("A")


class Open(Exception):  # noqa: N818  (no error: it tells that an answer has to be chosen)
    """What was asked while probing hangs on what is not known."""


class OpenActs(Open):
    """Of some acts it is not known whether they match; the others were told."""

    def __init__(self, acts: Sequence[Fact]) -> None:
        super().__init__()
        self.acts = acts


@dataclass(frozen=True, slots=True)
class PossibleWorld:
    """One possible world: the outcome, and what the unknown was taken to be."""

    outcome: Outcome
    intervals: Mapping[tuple[Any, ...], Interval]
    values: Mapping[tuple[Any, ...], tuple[frozenset[Any], bool]]
    tests: Mapping[tuple[Any, ...], bool]
    readings: Mapping[str, str]
    lists: Mapping[tuple[Any, ...], Contents] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answers(Generic[T]):
    """The answers to a question in the worlds that are left, and the unknowns on which they may hang."""

    all: Sequence[T]
    variables: Mapping[tuple[Any, ...], tuple[Variable, ...]]
    complete: bool


class Exploration:
    """What has been chosen in the world at hand, and which choices are left."""

    def __init__(self) -> None:
        self.variables: dict[tuple[Any, ...], tuple[Variable, ...]] = {}
        self.complete = True
        self.probing = False
        self.doubts = 0  # how often an answer hung on what this world takes the unknown to be
        self._choices: list[list[int]] = []
        self._depth = 0
        self._begin()

    def _begin(self) -> None:
        self._depth = 0
        self._intervals: dict[tuple[Any, ...], Interval] = {}
        self._values: dict[tuple[Any, ...], tuple[frozenset[Any], bool]] = {}
        self._tests: dict[tuple[Any, ...], bool] = {}
        self._readings: dict[str, str] = {}
        self._lists: dict[tuple[Any, ...], Contents] = {}

    def explore(self, evaluate: Callable[[], Outcome]) -> list[PossibleWorld]:
        """Evaluate in every possible world; ``complete`` then tells whether that were all there are."""
        self.variables.clear()
        paths: list[PossibleWorld] = []

        def look() -> bool:
            self._begin()
            outcome = evaluate()
            taken = self._intervals, self._values, self._tests, self._readings, self._lists
            paths.append(PossibleWorld(outcome, *taken))
            return False

        self._choices = []
        self.complete = self._repeat(look)
        return paths

    def _repeat(self, look: Callable[[], bool]) -> bool:
        """Look, until that is enough or every combination of answers has been taken; tell whether it came to that."""
        for _ in range(MAX_WORLDS):
            if look():
                return False
            while self._choices and self._choices[-1][0] + 1 == self._choices[-1][1]:
                self._choices.pop()
            if not self._choices:
                return True
            self._choices[-1][0] += 1
        return False

    def answers(self, ask: Callable[[A], T], about: A, *, until: T | None = None) -> Answers[T]:
        """Give the answers to a question in all worlds that this one can still be; none of them is chosen.

        It is for what no verdict hangs on; nothing of it is asked while probing. The answer ``until`` is the last one.
        """
        found: list[T] = []
        if self.probing:
            return Answers(found, {}, complete=False)
        intervals, values, tests, readings = self._intervals, self._values, self._tests, self._readings
        lists = self._lists
        choices, depth, variables = self._choices, self._depth, self.variables

        def look() -> bool:
            self._depth = 0
            self._intervals, self._values = dict(intervals), dict(values)
            self._tests, self._readings, self._lists = dict(tests), dict(readings), dict(lists)
            found.append(ask(about))
            return until is not None and found[-1] == until

        self._choices, self.variables = [], {}
        complete = self._repeat(look)
        answers = Answers(found, self.variables, complete=complete)
        self._choices, self._depth, self.variables = choices, depth, variables
        self._intervals, self._values, self._tests, self._readings = intervals, values, tests, readings
        self._lists = lists
        return answers

    def can_be(self, answer: T, ask: Callable[[A], T], about: A) -> bool:
        """Tell whether a question has this answer in some world that this one can still be."""
        return answer in self.answers(ask, about, until=answer).all

    def settled(self, ask: Callable[[A], T], about: A) -> T | None:
        """Give the answer to a question if it is known to be the same in all worlds that this one can still be."""
        outer, self.probing = self.probing, True
        try:
            return ask(about)
        except Open:
            return None
        finally:
            self.probing = outer

    def _choose(self, count: int, key: tuple[Any, ...], *variables: Variable) -> int:
        self.doubts += 1
        if self.probing:
            raise Open
        self.variables[key] = variables
        if self._depth == len(self._choices):
            self._choices.append([0, count])
        choice = self._choices[self._depth][0]
        self._depth += 1
        return choice
