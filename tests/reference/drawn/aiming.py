"""Acts that fit what a rule asks for, as far as that can be read off its data without evaluating it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .words import ORGANS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from .dice import Dice

Data = Any


def patterns_in(data: Data) -> Iterator[dict[str, Data]]:
    """Give every pattern of acts in the data of a rule."""
    if isinstance(data, dict):
        if "record" in data:
            yield data
        for value in data.values():
            yield from patterns_in(value)
    elif isinstance(data, list):
        for value in data:
            yield from patterns_in(value)


def lengths_in(data: Data) -> Iterator[tuple[str, int]]:
    """Give every period in the data of a rule."""
    if isinstance(data, dict):
        if "after" in data:
            yield from ((u, data[u]) for u in ("days", "working_days", "months", "quarters", "years") if u in data)
        for value in data.values():
            yield from lengths_in(value)
    elif isinstance(data, list):
        for value in data:
            yield from lengths_in(value)


def fitting(dice: Dice, where: Mapping[str, Data], known: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Give values for the fields of an act with which it fits a ``where``; what is too hard is left out.

    ``known`` holds the acts at hand by the names that the rule has for them.
    """
    found: dict[str, Any] = {}
    for key, wanted in where.items():
        name = key.removeprefix("act.").removeprefix("trigger.")
        if key == "any_of" and isinstance(wanted, list):
            found |= fitting(dice, dice.pick(wanted), known)
        elif key == "all_of" and isinstance(wanted, list):
            for one in wanted:
                found |= fitting(dice, one, known)
        elif "." not in name and name not in ("not", "exists", "duty"):
            value = _value(dice, wanted, known)
            if value is not None:
                found[name] = value
    return found


def _value(dice: Dice, wanted: Data, known: Mapping[str, Mapping[str, Any]]) -> Data:
    if not isinstance(wanted, dict):
        return wanted
    if "reading" in wanted:
        return _value(dice, next(value for key, value in wanted.items() if key != "reading"), known)
    ((word, operand),) = wanted.items()
    match word:
        case "in":
            return dice.pick(operand) if operand else None
        case "same_as":
            return looked_up(operand, known)
        case "contains":
            inner = _value(dice, operand, known) if isinstance(operand, dict) else operand
            return None if inner is None else inner if isinstance(inner, list) else [inner]
        case "at_least" | "at_most" if isinstance(operand, int):
            return operand + dice.pick((0, 0, 1, -1)) if operand else operand
        case "covers":
            return dice.some(ORGANS, 2, len(ORGANS)) if "gives" not in operand else None
    return None


def looked_up(path: str, known: Mapping[str, Mapping[str, Any]]) -> Any:  # noqa: ANN401
    """Give what a path of one or two names leads to in the acts at hand."""
    root, _, field = path.partition(".")
    holder = known.get(root)
    if holder is None or "." in field:
        return None
    found = holder.get(field or "#itself")
    return None if found == "none" or isinstance(found, dict) else found
