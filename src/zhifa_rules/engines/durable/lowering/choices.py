"""Lowering what differs between readings: every option with the test that it is the one looked at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from zhifa_rules.engines.durable.columns import Column
from zhifa_rules.engines.durable.formulas import DUTY, TRUE, Formula, Test
from zhifa_rules.engines.durable.readings import READINGS, Readings
from zhifa_rules.norms.core import Choice

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zhifa_rules.engines.durable.lowering.scope import Scope
    from zhifa_rules.engines.durable.rows import PlainRow

T = TypeVar("T")


@dataclass(frozen=True, eq=False)
class ReadingOf(Column):
    """The option of an open question under which a duty is looked at."""

    question: str = ""

    def of(self, row: PlainRow) -> object:
        """Ask for it, by which the verdict comes to turn on it."""
        readings = row.scene.roots[READINGS]
        assert isinstance(readings, Readings)
        return readings.option(self.question)


def options_of(choice: Choice[T], scope: Scope) -> Iterator[tuple[Formula, T]]:
    """Give each option of a part with the formula that it is the one looked at."""
    for option, part in choice.options:
        yield _reads(choice.question, option, scope), part


def ways_to_read(value: T | Choice[T], scope: Scope) -> Iterator[tuple[Formula, T]]:
    """Give each value with the formula under which it is the one; what is not open always is."""
    if isinstance(value, Choice):
        yield from options_of(value, scope)
    else:
        yield TRUE, value


def _reads(question: str, option: str, scope: Scope) -> Formula:
    def make(alias: str, name: str) -> Column:
        return ReadingOf(alias, name, question=question)

    return Test(scope.column(DUTY, f"reading of {question}", make, question), "is", option)
