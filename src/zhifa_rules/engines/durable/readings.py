"""Open questions of a norm: each combination of their options gives a norm in which nothing is open."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from itertools import product
from math import prod
from typing import TYPE_CHECKING, TypeVar, cast

from zhifa_rules.errors import Location
from zhifa_rules.norms.core import Choice, Pattern
from zhifa_rules.norms.walk import parts_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from zhifa_rules.norms.core import Norm

T = TypeVar("T")


def settled_norms(
    norm: Norm, options: Mapping[str, tuple[str, ...]], asked: tuple[Norm, ...] = ()
) -> Iterator[tuple[dict[str, str], Norm]]:
    """Give the norm under every combination of the options to be evaluated, for itself and for what it asks about."""
    questions = _questions(norm, asked)
    for combination in product(*(options[question] for question in questions)):
        chosen = dict(zip(questions, combination, strict=True))
        yield chosen, settled(norm, chosen)


def combinations(norm: Norm, options: Mapping[str, tuple[str, ...]], asked: tuple[Norm, ...] = ()) -> int:
    """Count the combinations of options under which a norm is to be evaluated."""
    return prod(len(options[question]) for question in _questions(norm, asked))


def _questions(norm: Norm, asked: tuple[Norm, ...]) -> list[str]:
    return sorted({part.question for part in parts_of((norm, *asked)) if isinstance(part, Choice)})


def alternatives(norm: Norm, chosen: Mapping[str, str]) -> dict[Pattern, tuple[Pattern, ...]]:
    """Give for each pattern that differs between options the patterns of all of them, chosen or not.

    What is missing may be on file elsewhere if that is so under any option: a log has to cover the types of them all.
    """
    found: dict[Pattern, tuple[Pattern, ...]] = {}
    for part in parts_of(norm):
        if isinstance(part, Choice):
            pattern = settled(part, chosen)
            if isinstance(pattern, Pattern):
                found[pattern] = tuple(_plain(part))
    return found


def _plain(choice: object) -> Iterator[Pattern]:
    if isinstance(choice, Choice):
        for _, option in choice.options:
            yield from _plain(option)
    elif isinstance(choice, Pattern):
        yield choice


def settled(value: T, chosen: Mapping[str, str]) -> T:
    """Replace every part that differs between options by that of the option chosen."""
    if isinstance(value, Choice):
        return cast("T", settled(dict(value.options)[chosen[value.question]], chosen))
    if isinstance(value, tuple):
        return cast("T", tuple(settled(member, chosen) for member in value))
    if not is_dataclass(value) or isinstance(value, type | Location):
        return value
    changes = {}
    for field in fields(value):
        old = getattr(value, field.name)
        new = settled(old, chosen)
        if new is not old and new != old:
            changes[field.name] = new
    return cast("T", replace(value, **changes)) if changes else value
