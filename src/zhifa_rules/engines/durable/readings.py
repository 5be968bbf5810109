"""Open questions of a norm: which option a possible duty is looked at under, and which others it turns on."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING, TypeVar, cast

from zhifa_rules.errors import Location
from zhifa_rules.norms.core import Choice, Norm, Pattern
from zhifa_rules.norms.walk import parts_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from zhifa_rules.engines.durable.rows import Circle

T = TypeVar("T")

READINGS = "readings at hand"
"""The name under which a possible duty has the readings at hand."""

MOST_COMBINATIONS = 256
"""Combinations of options under which one possible duty is looked at."""


class Readings:
    """One combination of options; a question is asked only where the verdict turns on it, and then has an answer.

    ``others`` are the duties under other rules as they are under this combination.
    """

    def __init__(self, options: Mapping[str, tuple[str, ...]], chosen: Mapping[str, str] | None = None) -> None:
        self._options = options
        self._chosen = dict(chosen or {})
        self.others: dict[object, Circle] = {}

    def option(self, question: str) -> str:
        """Give the option of a question; the first one, where none was chosen before."""
        if question not in self._chosen:
            self._chosen[question] = self._options[question][0]
        return self._chosen[question]

    def following(self) -> Readings | None:
        """Give the next combination of options of the questions that were asked; ``None`` after the last one."""
        chosen = list(self._chosen.items())
        while chosen:
            question, option = chosen.pop()
            options = self._options[question]
            place = options.index(option) + 1
            if place < len(options):
                return Readings(self._options, {**dict(chosen), question: options[place]})
        return None


def is_open(norms: Iterable[Norm]) -> bool:
    """Tell whether anything in some norms differs between options."""
    return any(isinstance(part, Choice) for part in parts_of(tuple(norms)))


def ways_of(norms: Iterable[Norm], options: Mapping[str, tuple[str, ...]]) -> dict[Pattern, tuple[Pattern, ...]]:
    """Give for each pattern that differs between options the patterns of all of them, to be evaluated or not.

    What is missing may be on file elsewhere if that is so under any option: a log has to cover the types of them all.
    """
    found: dict[Pattern, tuple[Pattern, ...]] = {}
    for part in parts_of(tuple(norms)):
        if isinstance(part, Choice):
            patterns = tuple(plain_patterns(part))
            found.update({narrowed(pattern, options): patterns for pattern in patterns})
    return found


def plain_patterns(choice: object) -> Iterator[Pattern]:
    """Give the patterns under every option."""
    if isinstance(choice, Choice):
        for _, option in choice.options:
            yield from plain_patterns(option)
    elif isinstance(choice, Pattern):
        yield choice


def narrowed(value: T, options: Mapping[str, tuple[str, ...]]) -> T:
    """Leave of every part that differs between options only those to be evaluated; where that is one, the part itself.

    An option may have no part of its own, where the rule asks for nothing under it.
    """
    if isinstance(value, Choice):
        live = options[value.question]
        parts = tuple((name, narrowed(part, options)) for name, part in value.options if name in live)
        return cast("T", parts[0][1] if len(live) == len(parts) == 1 else Choice(value.question, parts))
    if isinstance(value, tuple):
        return cast("T", tuple(narrowed(member, options) for member in value))
    if not is_dataclass(value) or isinstance(value, type | Location):
        return value
    changes = {}
    for field in fields(value):
        old = getattr(value, field.name)
        new = narrowed(old, options)
        if new is not old and new != old:
            changes[field.name] = new
    return cast("T", replace(value, **changes)) if changes else value
