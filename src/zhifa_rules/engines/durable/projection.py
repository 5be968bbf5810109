"""Projection: the facts of a subject as flat facts, with exactly the columns that the rules of a program read."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from zhifa_rules.engines.durable.emission import AMONG, BASE, CIRCLE, ENTRY, FACT, PAIR, SELF, asked_circle
from zhifa_rules.engines.durable.formulas import (
    DUTY,
    All,
    Any_,
    Listed,
    Not,
    OfDuty,
    PairCell,
    columns_of,
    predicates_of,
)
from zhifa_rules.engines.durable.program import Subject
from zhifa_rules.engines.durable.rows import SUBJECT
from zhifa_rules.records.known import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zhifa_rules.engines.durable.columns import Column
    from zhifa_rules.engines.durable.formulas import Formula, Predicate
    from zhifa_rules.engines.durable.program import DurableFact, Value
    from zhifa_rules.engines.durable.rows import Circle, DutyRow, PlainRow
    from zhifa_rules.records.facts import Fact


class Projection:
    """Writes the subjects of one program; ``numbered`` gives the facts of each by their numbers."""

    def __init__(self, predicates: Sequence[Predicate]) -> None:
        asked = list(dict.fromkeys(_all_predicates(predicates)))
        self._acts = list(dict.fromkeys(act for predicate in asked for act in (*predicate.given, *predicate.acts)))
        formulas = [predicate.formula for predicate in asked]
        columns = dict.fromkeys(column for formula in formulas for column in columns_of(formula))
        atoms = list(dict.fromkeys(atom for formula in formulas for atom in _atoms(formula)))
        self._lists = [atom.entries for atom in atoms if isinstance(atom, Listed)]
        self._pairs = [atom for atom in atoms if isinstance(atom, PairCell)]
        special = {*self._lists, *(atom.column for atom in self._pairs)}
        self._of_duty: dict[str, list[Column]] = defaultdict(list)
        for one in asked:
            owners = [act.among for act in (*one.given, *one.acts) if act.among is not None]
            for column in (*columns_of(one.formula), *owners):
                if column.alias == DUTY and column not in special and column not in self._of_duty[one.duty]:
                    self._of_duty[one.duty].append(column)
        self._asked_by: dict[str, dict[str, None]] = defaultdict(dict)
        for one in asked:
            self._asked_by[one.duty].update((atom.rule, None) for atom in _of_others(one.formula) if not atom.base)
        self.numbered: dict[str, dict[str, Fact]] = {}
        self._of_acts = [column for column in columns if column.alias != DUTY and column not in special]

    def subject(self, key: str, rows: Sequence[DutyRow]) -> Subject:
        """Write the possible duties of one subject and every act that they can turn on."""
        facts: list[DurableFact] = []
        acts: dict[tuple[str, int], tuple[PlainRow, str]] = {}
        numbers: dict[int, str] = {}
        for number, row in enumerate(rows):
            row.number = number
        circles: dict[Circle, str] = {}
        for number, row in enumerate(rows):
            relations = {SELF: f"d{number}", **_relations(row), **self._circles(row, circles)}
            facts.append({"type": row.type, **relations, **_written(self._of_duty[row.type], row)})
            facts.extend(self._entries(DUTY, row, f"d{number}"))
            for act in self._acts:
                among = SUBJECT if act.among is None else row.value(act.among)
                assert isinstance(among, str) or among is UNKNOWN
                for found in row.acts(act) or ():
                    numbers.setdefault(id(found.fact), f"f{len(numbers)}")
                    acts[str(among), id(found.fact)] = found, numbers[id(found.fact)]
            facts.extend(self._cells(row, numbers))
        listed: dict[int, PlainRow] = {}
        for (among, identity), (found, its_number) in acts.items():
            assert found.fact is not None
            written = _written(self._of_acts, found)
            facts.append({"type": found.fact.type, FACT: its_number, AMONG: among, **written})
            listed[identity] = found
        for identity, found in listed.items():
            facts.extend(self._entries("", found, numbers[identity]))
        self.numbered[key] = {numbers[identity]: row.fact for identity, row in listed.items() if row.fact is not None}
        return Subject(key, tuple(facts))

    def _circles(self, row: DutyRow, circles: dict[Circle, str]) -> dict[str, Value]:
        """Name the circle of a duty, and those that it asks; one that it did not ask for decides nothing."""
        resolved = {} if row.others is None else row.others.resolved
        asked = {asked_circle(rule): resolved.get(rule) for rule in self._asked_by[row.type]}
        found = asked if row.circle is None else {**asked, CIRCLE: row.circle}
        return {
            name: "" if circle is None else circles.setdefault(circle, f"c{len(circles)}")
            for name, circle in found.items()
        }

    def _entries(self, alias: str, row: PlainRow, number: str) -> Iterator[DurableFact]:
        for name, column in dict.fromkeys((c.name, c) for c in self._lists if (c.alias == DUTY) is (alias == DUTY)):
            value = row.value(column)
            for entry in dict.fromkeys(value) if isinstance(value, tuple) else ():
                yield {"type": ENTRY, "list": name, FACT: number, "value": str(entry)}

    def _cells(self, row: DutyRow, numbers: dict[int, str]) -> Iterator[DurableFact]:
        for atom in self._pairs:
            for act in self._acts:
                if act.alias != atom.act:
                    continue
                for found in row.acts(act) or ():
                    if atom.column.pair(row, found) is True:
                        number = numbers[id(found.fact)]
                        yield {"type": PAIR, "cell": atom.column.name, SELF: f"d{row.number}", FACT: number}


def _relations(row: DutyRow) -> dict[str, Value]:
    """Give the parties of a duty that others turn on, and the number of the one on which a duty hangs."""
    parties: dict[str, Value] = {name: party or "" for name, party in row.parties.items()}
    return parties if row.base is None else {**parties, BASE: f"d{row.base.row.number}"}


def _written(columns: Sequence[Column], row: PlainRow) -> dict[str, Value]:
    return {column.name: column.written(row.value(column)) for column in columns}


def _all_predicates(predicates: Sequence[Predicate]) -> Iterator[Predicate]:
    for predicate in predicates:
        yield from predicates_of(predicate.formula)
        yield predicate


def _of_others(formula: Formula) -> Iterator[OfDuty]:
    match formula:
        case OfDuty():
            yield formula
        case Not(formula=inner):
            yield from _of_others(inner)
        case All(formulas=parts) | Any_(formulas=parts):
            for part in parts:
                yield from _of_others(part)


def _atoms(formula: Formula) -> Iterator[Listed | PairCell]:
    match formula:
        case Listed() | PairCell():
            yield formula
        case Not(formula=inner):
            yield from _atoms(inner)
        case All(formulas=parts) | Any_(formulas=parts):
            for part in parts:
                yield from _atoms(part)
