"""Running the example cases of a pack, and telling which rules have cases of which kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zhifa_rules.errors import Problem, UsageError, ZhifaError
from zhifa_rules.packs import Pack, load_pack
from zhifa_rules.session import Session
from zhifa_rules.sources import did_you_mean
from zhifa_rules.testing.case_files import KINDS, Case, read_cases
from zhifa_rules.testing.expectations import forbidden, unmet

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class CaseResult:
    """A case and how the report differs from it; each failure names file, line, case, expected and found."""

    case: Case
    failures: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Whether the report is as the case says."""
        return not self.failures

    def __str__(self) -> str:
        return "\n".join(self.failures) or f"{self.case.id}: as expected"


def run_cases(pack: Pack | str | Path, names: Iterable[str] | None = None) -> list[CaseResult]:
    """Run the cases of a pack, or those with the ids ``names``.

    Raises ``PackError`` for case files that cannot be read, ``UsageError`` for ids that do not exist.
    """
    loaded = pack if isinstance(pack, Pack) else load_pack(pack)
    cases = {case.id: case for case in read_cases(loaded)}
    chosen = list(cases) if names is None else list(names)
    unknown = [name for name in chosen if name not in cases]
    if unknown:
        problems = [Problem("there is no such case", did_you_mean(name, cases), value=name) for name in unknown]
        raise UsageError(problems)
    return [run_case(loaded, cases[name]) for name in chosen]


def run_case(pack: Pack, case: Case) -> CaseResult:
    """Report on the records of a case and compare the report with what the case says."""
    try:
        session = Session(pack, readings=case.readings)
        session.add_all(case.records)
        report = session.report(case.as_of, case.known_on)
    except ZhifaError as error:
        return CaseResult(case, (f"{case.location}: case {case.id}: its records cannot be taken: {error}",))
    checks = [(expected, unmet(expected, report)) for expected in case.expect]
    checks += [(unwanted, forbidden(unwanted, report)) for unwanted in case.must_not]
    failures = [f"{entry.location}: case {case.id} as of {case.as_of}: {text}" for entry, text in checks if text]
    return CaseResult(case, tuple(failures))


@dataclass(frozen=True, slots=True)
class Coverage:
    """Which kinds of case each rule of a pack has."""

    kinds: Mapping[str, tuple[str, ...]]

    @property
    def without_cases(self) -> tuple[str, ...]:
        """The rules of which there is no case at all."""
        return tuple(rule for rule, kinds in self.kinds.items() if not kinds)

    def missing(self, rule: str) -> tuple[str, ...]:
        """The kinds of which a rule has no case."""
        return tuple(kind for kind in KINDS if kind not in self.kinds[rule])


def coverage(pack: Pack, cases: Iterable[Case]) -> Coverage:
    """Tell, for every rule of a pack, of which kinds there are cases."""
    found: dict[str, set[str]] = {rule: set() for rule in pack.rules}
    for case in cases:
        for rule in case.rules:
            found[rule].add(case.kind)
    return Coverage({rule: tuple(kind for kind in KINDS if kind in kinds) for rule, kinds in found.items()})
