"""What the linter reports."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from zhifa_rules.errors import NOWHERE, Location, Problem


class Severity(StrEnum):
    """Whether the pack is wrong, or only not as good as it should be."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class LintProblem:
    """One problem with a pack: the check that found it, how grave it is, and the problem itself."""

    check: str
    severity: Severity
    problem: Problem

    @property
    def location(self) -> Location:
        """Where the problem is."""
        return self.problem.location

    @property
    def order(self) -> tuple[Location, str, str]:
        """What problems are sorted by: place, check, message."""
        return self.location, self.check, self.problem.message

    def __str__(self) -> str:
        text = replace(self.problem, location=NOWHERE)
        return f"{self.location}: {self.severity}[{self.check}]: {text}"


def error(check: str, location: Location, message: str, cure: str, value: object = None) -> LintProblem:
    """Make a problem that makes the pack wrong."""
    return LintProblem(check, Severity.ERROR, Problem(message, cure, location, value=value))


def warning(check: str, location: Location, message: str, cure: str, value: object = None) -> LintProblem:
    """Make a problem that only makes the pack worse than it should be."""
    return LintProblem(check, Severity.WARNING, Problem(message, cure, location, value=value))
