"""The registry of checks, and running all of them over a pack."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from typing import TYPE_CHECKING, Protocol, cast

from zhifa_rules.errors import PackError
from zhifa_rules.packs.lint import checks as package
from zhifa_rules.packs.lint.problem import LintProblem, Severity
from zhifa_rules.packs.lint.source import LintSource
from zhifa_rules.packs.loader import load_pack

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from zhifa_rules.packs.pack import Pack

LOAD = "load"


class Check(Protocol):
    """The parts that every module of ``checks`` has."""

    ID: str
    FINDS: str

    def check(self, source: LintSource) -> Iterator[LintProblem]:
        """Find the problems."""
        ...


@cache
def all_checks() -> Mapping[str, Check]:
    """Give every check by its id; a module of ``checks`` is a check by being there."""
    names = sorted(module.name for module in pkgutil.iter_modules(package.__path__))
    modules = [cast("Check", importlib.import_module(f"{package.__name__}.{name}")) for name in names]
    return {module.ID: module for module in modules}


def lint_pack(pack: Pack) -> list[LintProblem]:
    """Run every check over a loaded pack; the problems are sorted by their place."""
    source = LintSource(pack)
    return _sorted(problem for check in all_checks().values() for problem in check.check(source))


def lint_path(source: str | Path) -> list[LintProblem]:
    """Load a pack, by name or from its directory, and run every check over it.

    What keeps the pack from loading is reported under the id ``load``, and nothing else then. Raises ``UsageError``
    if there is no such pack.
    """
    try:
        pack = load_pack(source)
    except PackError as refused:
        return _sorted(LintProblem(LOAD, Severity.ERROR, problem) for problem in refused.problems)
    return lint_pack(pack)


def _sorted(problems: Iterable[LintProblem]) -> list[LintProblem]:
    return sorted({str(problem): problem for problem in problems}.values(), key=lambda problem: problem.order)
