"""Errors that a user can act on: each names the place, the field, the value and the cure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a source file; ``line`` and ``column`` count from 1, 0 means not known."""

    file: str = ""
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        parts = [self.file or "<input>"]
        if self.line:
            parts.append(str(self.line))
            if self.column:
                parts.append(str(self.column))
        return ":".join(parts)


NOWHERE = Location()


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with what the user supplied.

    ``message`` says what is wrong, ``cure`` what to do about it, ``field`` the dotted path of the
    field concerned and ``value`` the offending value as the user wrote it.
    """

    message: str
    cure: str = ""
    location: Location = NOWHERE
    field: str = ""
    value: object = None

    def __str__(self) -> str:
        text = f"{self.location}: " if self.location != NOWHERE else ""
        if self.field:
            text += f"{self.field}: "
        text += self.message
        if self.value is not None:
            text += f" (value: {_shortened(self.value)})"
        if self.cure:
            text += f". {self.cure}"
        return text


def _shortened(value: object, limit: int = 120) -> str:
    text = repr(value)
    return text if len(text) <= limit else text[: limit - 1] + "…"


class ZhifaError(Exception):
    """The common base of all errors that this library raises about what it was given.

    ``problems`` holds every problem found, in file order, so that a user can mend all at once.
    """

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        self.problems = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class InputError(ZhifaError):
    """Event records that cannot be taken: unreadable, invalid or contradicting each other."""


class PackError(ZhifaError):
    """A rule pack that cannot be loaded: unreadable, malformed or inconsistent."""


class UsageError(ZhifaError):
    """A call with options that do not exist or do not fit together, such as an unknown reading."""


class CalendarError(ZhifaError):
    """A calendar file that cannot be read or contradicts the published notices."""


class EngineError(ZhifaError):
    """An engine that cannot be used, a program outside its limits, or a run that cannot be trusted."""
