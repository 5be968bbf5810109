"""All contenders side by side on the same work; they must report the same violations, or the run fails.

``python -m benchmarks.compare`` takes ten thousand matters, about a hundred thousand events, under ten rules of all
forms. Before every run of a contender the records are validated with pydantic into one plain model without unions; the
ratio of a row is its time against the validations next to it, so that it stands on a machine with other work too.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import click
from pydantic import TypeAdapter

from benchmarks.contenders import NAMES, Contender, Unavailable, contender, left_out, versions
from benchmarks.measure import Spent, Stopwatch, is_enough, median
from benchmarks.standard.native import standard_pack
from benchmarks.standard.plain import PlainEvent, violations
from benchmarks.standard.work import AS_OF, events
from benchmarks.tables import Figures, as_format
from zhifa_rules.records import builtin_catalogue

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from benchmarks.standard.work import Violation

MATTERS = 10_000
RUNS = 5
_COLUMNS = ("contender", "CPU s", "wall s", "events/s (CPU)", "ratio (CPU)", "ratio (wall)", "runs", "violations")
_SHOWN = 5


class Disagreement(Exception):  # noqa: N818  (the finding of a comparison)
    """A contender reports other violations than straight-line Python; the message gives the first differences."""


@dataclass
class _Measured:
    """The runs of one contender, and the validations next to them."""

    title: str
    own: list[Spent] = field(default_factory=list)
    validations: list[Spent] = field(default_factory=list)
    violations: int | None = None

    def row(self, events: int) -> tuple[str, float, float, float, float, float, int, int | None]:
        own, yardstick = median(self.own), median(self.validations or self.own)
        ratios = own.cpu / yardstick.cpu, own.wall / yardstick.wall
        return (self.title, own.cpu, own.wall, events / own.cpu, *ratios, len(self.own), self.violations)


@click.command()
@click.option("--matters", default=MATTERS, show_default=True, help="How many matters of ten events each.")
@click.option("--runs", default=RUNS, show_default=True, help="Runs of each contender; fewer of very slow ones.")
@click.option("--only", multiple=True, type=click.Choice(NAMES), help="Only this contender; may be repeated.")
@click.option("--collect", is_flag=True, help="Leave the search for cyclic garbage on while the time runs.")
@as_format
def main(matters: int, runs: int, only: Sequence[str], collect: bool, form: str) -> None:
    """Measure all contenders on the same work."""
    contest = Contest(matters, runs, Stopwatch(collecting=collect))
    figures = contest.hold(only or NAMES)
    figures.print(form)
    sys.exit(1 if contest.differences else 0)


class Contest:
    """The same work for every contender, and what straight-line Python finds in it."""

    def __init__(self, matters: int, runs: int, watch: Stopwatch | None = None) -> None:
        self.differences: list[str] = []
        self._records = events(matters)
        self._matters = matters
        self._expected = violations(map(PlainEvent.model_validate, self._records))
        self._plain = TypeAdapter(PlainEvent)
        self._runs = runs
        self._watch = watch or Stopwatch()

    def hold(self, names: Iterable[str]) -> Figures:
        """Measure the contenders of these names one after the other."""
        figures = Figures(f"{self._size()}, as of {AS_OF}; medians", _COLUMNS)
        measured: list[_Measured] = []
        taken: list[Contender] = []
        for name in names:
            try:
                module = contender(name)
                work, unexamined = module.prepare(self._records), left_out(module)
                measured.append(self._measure(module.TITLE, work, unexamined))
                taken.append(module)
                if unexamined:
                    figures.notes.append(
                        f"{name} has no form for, and was not compared on: {', '.join(sorted(unexamined))}"
                    )
            except Unavailable as reason:
                figures.notes.append(f"not run: {name}: {reason}")
            except Disagreement as difference:
                self.differences.append(f"{name}: {difference}")
        divisor = _Measured("pydantic validate_python, one plain model", [s for m in measured for s in m.validations])
        rows = [divisor, self._library_validation(), *measured]
        figures.rows.extend(row.row(len(self._records)) for row in rows if row.own)
        figures.notes.extend(
            [self._about_garbage(), _about_versions(taken), *(self.differences or [self._agreement()])]
        )
        return figures

    def _measure(self, title: str, work: Callable[[], set[Violation]], unexamined: frozenset[str]) -> _Measured:
        expected = {violation for violation in self._expected if violation[0] not in unexamined}
        measured = _Measured(title, violations=len(expected))
        while not is_enough(measured.own, self._runs):
            measured.validations.append(self._watch.timed(self._validate)[0])
            spent, found = self._watch.timed(work)
            measured.own.append(spent)
            if found != expected:
                raise Disagreement(_difference(expected, found))
        return measured

    def _library_validation(self) -> _Measured:
        """Measure validation into the models of this library: more is known of each field, and each has fewer."""
        catalogue = builtin_catalogue()
        measured = _Measured("validation into the library's own models")
        for _ in range(self._runs):
            measured.validations.append(self._watch.timed(self._validate)[0])
            spent, _models = self._watch.timed(lambda: [catalogue.validate(record) for record in self._records])
            measured.own.append(spent)
        return measured

    def _validate(self) -> list[PlainEvent]:
        return [self._plain.validate_python(record) for record in self._records]

    def _size(self) -> str:
        types = len({record["type"] for record in self._records})
        rules = len(standard_pack().rules)
        return f"{len(self._records)} events of {types} types, {self._matters} matters, {rules} rules"

    def _about_garbage(self) -> str:
        return f"the search for cyclic garbage {'goes on' if self._watch.collecting else 'pauses'} while the time runs"

    def _agreement(self) -> str:
        return f"the same violations from each, in the rules compared, as straight-line Python: {len(self._expected)}"


def _about_versions(taken: Sequence[Contender]) -> str:
    return "versions: " + ", ".join(f"{name} {number}" for name, number in versions(taken).items())


def _difference(expected: set[Violation], found: set[Violation]) -> str:
    sides = (("missing", expected - found), ("not in straight-line Python", found - expected))
    return "; ".join(f"{len(rest)} {name}: {sorted(rest)[:_SHOWN]}" for name, rest in sides if rest)


if __name__ == "__main__":
    main()
