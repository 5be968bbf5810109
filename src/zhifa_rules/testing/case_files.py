"""Reading the case files of a pack: errors name file, line, column and cure."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from zhifa_rules.errors import InputError, Location, PackError, Problem
from zhifa_rules.records import Element
from zhifa_rules.sources import Fields, Mapping, RawRecord, did_you_mean, field_location, join_path, load_yaml
from zhifa_rules.testing.expectation_reader import ExpectationReader, date_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Mapping as MappingABC

    from zhifa_rules.packs import Pack
    from zhifa_rules.records import EventRecord
    from zhifa_rules.sources import Localized
    from zhifa_rules.testing.expectations import Expectation

KINDS = ("complies", "violates", "pending", "undetermined", "near_miss")
Placed = tuple["EventRecord", Location]


@dataclass(frozen=True)
class Case:
    """One example case: records as of a day, and what a report on them must and must not say."""

    id: str
    kind: str
    about: Localized
    rules: tuple[str, ...]
    records: tuple[Placed, ...]
    as_of: date
    readings: MappingABC[str, str]
    known_on: date | None
    expect: tuple[Expectation, ...]
    must_not: tuple[Expectation, ...]
    location: Location = field(compare=False)


def read_cases(pack: Pack) -> tuple[Case, ...]:
    """Read all cases of a pack, in the order of its files; raises ``PackError`` with every problem."""
    problems: list[Problem] = []
    cases: list[Case] = []
    for file in pack.case_files:
        try:
            root = Fields.of(load_yaml(file.text, file.name), file.name).node
        except PackError as error:
            problems.extend(error.problems)
            continue
        cases += _FileReader(pack, problems).read(Fields(root, problems=problems))
    seen: dict[str, Case] = {}
    for case in cases:
        if case.id and case.id in seen:
            cure = f"The other one is at {seen[case.id].location}"
            problems.append(Problem("two cases have the same id", cure, case.location, "id", case.id))
        seen[case.id] = case
    if problems:
        raise PackError(sorted(problems, key=lambda problem: problem.location))
    return tuple(cases)


class _FileReader:
    """Reads one file of cases."""

    def __init__(self, pack: Pack, problems: list[Problem]) -> None:
        self._pack = pack
        self._problems = problems
        self._expectations = ExpectationReader(pack, problems)
        self._groups: dict[str, tuple[Placed, ...]] = {}

    def read(self, fields: Fields) -> list[Case]:
        groups = Fields(fields.mapping("groups") or Mapping((), fields.place), "groups", problems=self._problems)
        for name in groups.node.keys():  # noqa: SIM118
            self._groups[name] = self._records(groups, name, f"g-{name}-")
        cases = [self._case(entry) for entry in fields.each("cases", required=True)]
        fields.finish()
        return cases

    def _report(self, where: Location, path: str, message: str, cure: str, value: object = None) -> None:
        self._problems.append(Problem(message, cure, where, path, value))

    # --- cases ---

    def _case(self, fields: Fields) -> Case:
        groups = [self._group(fields, name) for name in fields.texts("use")]
        own = self._records(fields, "records", "r") if "records" in fields.node else ()
        records = (*(record for group in groups for record in group), *own)
        fields.take("records")
        named = frozenset(text for record, _ in records for text in _texts(record.__dict__))
        case = Case(
            id=fields.text("id", required=True),
            kind=fields.choice("kind", KINDS, required=True),
            about=fields.localized("about", required=True),
            rules=self._rules(fields),
            records=records,
            as_of=date_of(fields, "as_of", required=True) or date.min,
            readings=self._readings(fields),
            known_on=date_of(fields, "known_on"),
            expect=tuple(self._expectations.expected(entry, named) for entry in fields.each("expect")),
            must_not=tuple(self._expectations.forbidden(entry, named) for entry in fields.each("must_not")),
            location=fields.location,
        )
        if not case.expect and not case.must_not:
            fields.report(None, "the case expects nothing", "Add 'expect:' or 'must_not:'.")
        for rule in case.rules:
            self._check_asserted(fields, case, rule)
        fields.finish()
        return case

    def _check_asserted(self, fields: Fields, case: Case, rule: str) -> None:
        cites = self._pack.rules[rule].cites
        for entry in (*case.expect, *case.must_not):
            if entry.rule == rule or (entry.article is not None and any(map(entry.article.covers, cites))):
                return
        fields.report("rules", "the case says nothing of this rule", "Expect something of it, or leave it out.", rule)

    def _group(self, fields: Fields, name: str) -> tuple[Placed, ...]:
        if name not in self._groups:
            cure = f"{did_you_mean(name, self._groups)}Groups of this file: {', '.join(self._groups) or 'none'}."
            fields.report("use", "there is no such group of records", cure, name)
        return self._groups.get(name, ())

    def _rules(self, fields: Fields) -> tuple[str, ...]:
        names = fields.texts("rules", required=True)
        for name in names:
            self._expectations.check_rule(fields, "rules", name)
        return tuple(name for name in names if name in self._pack.rules)

    def _readings(self, fields: Fields) -> dict[str, str]:
        chosen = fields.fields("readings")
        if chosen is None:
            return {}
        found = {
            name: chosen.choice(name, self._expectations.options(chosen, name), required=True)
            for name in chosen.node.keys()  # noqa: SIM118
        }
        chosen.finish()
        return found

    # --- records ---

    def _records(self, fields: Fields, key: str, prefix: str) -> tuple[Placed, ...]:
        found: list[Placed] = []
        for number, node in enumerate(fields.sequence(key) or (), 1):
            path = join_path(join_path(fields.path, key), number - 1)
            if not isinstance(node, Mapping):
                self._report(node.location, path, "a record is a mapping", "Write {type: …, on: …}.", node.to_plain())
                continue
            data = {"id": f"{prefix}{number}", **node.to_plain()}
            try:
                found.append((self._pack.catalogue.validate(data, node.location), node.location))
            except InputError as error:
                self._problems.extend(_placed(problem, node, data, path) for problem in error.problems)
        return tuple(found)


def _texts(value: object) -> Iterable[str]:
    """List every text within the values of a record."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, tuple | list):
        for inner in value:
            yield from _texts(inner)
    elif isinstance(value, Element):
        yield from _texts(value.__dict__)


def _placed(problem: Problem, node: Mapping, data: dict[str, object], path: str) -> Problem:
    """Say where in the case file a field of a record is wrong."""
    where = field_location(RawRecord(data, node.location, node), problem.field)
    return replace(problem, location=where, field=join_path(path, problem.field) if problem.field else path)
