"""Running the programs of a norm over possible duties, and what durable-rules concluded of each."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Protocol

from zhifa_rules.engines.durable.emission import FACT, SELF
from zhifa_rules.engines.durable.formulas import DUTY, proving
from zhifa_rules.engines.durable.projection import Projection
from zhifa_rules.engines.durable.standings import Standing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from zhifa_rules.engines.durable.formulas import Predicate
    from zhifa_rules.engines.durable.lowering.norm import LoweredNorm, Piece
    from zhifa_rules.engines.durable.program import Firing, Program, Subject
    from zhifa_rules.engines.durable.rows import DutyRow
    from zhifa_rules.records.facts import Fact


class Runner(Protocol):
    """Runs a program over subjects and gives each with what fired."""

    def run(
        self, program: Program, subjects: Iterable[Subject], as_of: int
    ) -> Iterable[tuple[Subject, Sequence[Firing]]]:
        """Run the program."""
        ...


MOST_DUTIES = 30
"""Possible duties after which those of one subject go on in another session."""

Group = tuple[Standing, ...]  # under one combination of readings, trigger by trigger


def _with_others(rows: Iterable[DutyRow]) -> Iterator[DutyRow]:
    """Give the duties on which some others turn, and then these."""
    for row in rows:
        if row.base is not None:
            yield from _with_others((row.base.row,))
        for circle in () if row.others is None else row.others.resolved.values():
            yield from _with_others(other.row for other in circle.duties)
        yield row


def _sessions(settled: Iterable[Group]) -> Iterator[list[DutyRow]]:
    """Give the duties of each subject in sessions of a size that durable-rules runs fast and holds safely."""
    open_: dict[int, dict[DutyRow, None]] = {}
    for group in settled:
        rows = open_.setdefault(id(group[0].instance.dossier), {})
        rows.update(dict.fromkeys(row for standing in group for row in _with_others(standing.rows)))
        if len(rows) >= MOST_DUTIES:
            yield list(open_.pop(id(group[0].instance.dossier)))
    yield from (list(rows) for rows in open_.values())


class Concluded:
    """What durable-rules concluded of the possible duties of a norm."""

    def __init__(self, process: Runner, lowered: LoweredNorm, settled: Sequence[Group]) -> None:
        self._found: dict[DutyRow, set[str]] = {}
        self._acts: dict[DutyRow, dict[Fact, None]] = defaultdict(dict)
        self._proving = {name for predicate in lowered.body.predicates for name in proving(predicate)}
        sessions = list(_sessions(settled))
        for piece in lowered.programs if sessions else ():
            self._run(process, piece, sessions)

    def _run(self, process: Runner, piece: Piece, groups: Sequence[Sequence[DutyRow]]) -> None:
        program = piece.program
        concluded = {rule.name: str(rule.conclusion.fact["type"]) for rule in program.rules if rule.conclusion}
        projection = Projection(piece.predicates)
        as_of = groups[0][0].scene.setting.as_of  # every duty carries the day of its own history

        def subjects() -> Iterator[Subject]:
            for number, rows in enumerate(groups):
                yield projection.subject(f"{number}: {'/'.join(map(str, rows[0].dossier.key))}", rows)

        for group, (subject, firings) in zip(groups, process.run(program, subjects(), as_of), strict=True):
            numbered = projection.numbered.pop(subject.key)
            rows = {f"d{number}": row for number, row in enumerate(group)}  # as projected
            for row in group:
                self._found.setdefault(row, set())
            for firing in firings:
                row = rows[str(firing.bound[DUTY][SELF])]
                self._found[row].add(concluded[firing.rule])
                if concluded[firing.rule] in self._proving:
                    found = (numbered.get(str(fact.get(FACT))) for fact in firing.bound.values())
                    self._acts[row].update({act: None for act in found if act is not None})

    def acts(self, standing: Standing) -> Iterator[Fact]:
        """Give the acts by which what the verdict rests on was concluded."""
        for row in standing.rows:
            yield from self._acts.get(row, ())

    def ask(self, row: DutyRow, predicate: Predicate) -> bool:
        """Tell whether the engine concluded a predicate of a possible duty."""
        return predicate.name in self._found[row]
