"""Reading the case files of a pack: errors name file, line, column and cure."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from zhifa_rules.engines.outcome import Cause, Reason
from zhifa_rules.errors import InputError, Location, PackError, Problem
from zhifa_rules.records import Element
from zhifa_rules.records.known import parse_date
from zhifa_rules.sources import Fields, Mapping, RawRecord, did_you_mean, field_location, join_path, load_yaml
from zhifa_rules.testing.expectations import NONE, UNNAMED, VERDICTS, Expectation, parse_provision

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Mapping as MappingABC

    from zhifa_rules.norms.core import Citation
    from zhifa_rules.packs import Pack, Rule
    from zhifa_rules.records import EventRecord
    from zhifa_rules.sources import Localized, Node
    from zhifa_rules.testing.expectations import Provision

KINDS = ("complies", "violates", "pending", "undetermined", "near_miss")
_DATE = "Write it as 2025-12-31."
_STATES = tuple(reason.value for reason in Reason)

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
        self._groups: dict[str, tuple[Placed, ...]] = {}

    def read(self, fields: Fields) -> list[Case]:
        groups = Fields(fields.mapping("groups") or Mapping((), fields.location), "groups", problems=self._problems)
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
            as_of=self._date(fields, "as_of", required=True) or date.min,
            readings=self._readings(fields),
            known_on=self._date(fields, "known_on"),
            expect=tuple(self._expectation(entry, named) for entry in fields.each("expect")),
            must_not=tuple(self._forbidden(entry, named) for entry in fields.each("must_not")),
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
            self._check_rule(fields, "rules", name)
        return tuple(name for name in names if name in self._pack.rules)

    def _check_rule(self, fields: Fields, key: str, name: str) -> None:
        if name not in self._pack.rules:
            cure = f"{did_you_mean(name, self._pack.rules)}Name a rule of the pack {self._pack.id}."
            fields.report(key, "there is no such rule", cure, name)

    def _readings(self, fields: Fields) -> dict[str, str]:
        chosen = fields.fields("readings")
        if chosen is None:
            return {}
        found = {
            name: chosen.choice(name, self._options(chosen, name), required=True)
            for name in chosen.node.keys()  # noqa: SIM118
        }
        chosen.finish()
        return found

    def _options(self, fields: Fields, question: str) -> list[str]:
        if question in self._pack.questions:
            return [option.name for option in self._pack.questions[question].options]
        cure = f"{did_you_mean(question, self._pack.questions)}Name a question of the pack {self._pack.id}."
        where = fields.node.key_location(question)
        self._report(where, join_path(fields.path, question), "there is no such open question", cure, question)
        node = fields.node.get(question)
        return [] if node is None else [str(node.to_plain())]

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

    # --- expectations ---

    def _expectation(self, fields: Fields, named: frozenset[str]) -> Expectation:
        rule, article, bearer = self._target(fields, named)
        cites = frozenset(fields.texts("cites"))
        wanted = {**self._wanted(fields, VERDICTS), **({"cites": cites} if cites else {})}
        expectation = Expectation(
            rule=rule,
            article=article,
            bearer=bearer,
            wanted=wanted,
            location=fields.location,
            cause=fields.choice("cause", [cause.value for cause in Cause]),
            deciding=frozenset(fields.texts("deciding")),
            by_reading=self._by_reading(fields),
            count=fields.integer("count", minimum=0),
        )
        fields.finish()
        return expectation

    def _forbidden(self, fields: Fields, named: frozenset[str]) -> Expectation:
        rule, article, bearer = self._target(fields, named)
        wanted = self._wanted(fields, [word for word in VERDICTS if word != NONE])
        fields.finish()
        return Expectation(rule, article, bearer, wanted, fields.location)

    def _target(self, fields: Fields, named: frozenset[str]) -> tuple[str | None, Provision | None, str | None]:
        rule, written, bearer = fields.text("rule"), fields.text("article"), fields.text("bearer")
        if (rule is None) == (written is None):
            fields.report(None, "name the rule or the article, and only one of them", "Write 'rule: …'.")
        if rule is not None:
            self._check_rule(fields, "rule", rule)
        article = None if written is None else parse_provision(written)
        if written is not None and not self._is_cited(article):
            cure = 'Write it as "article.paragraph.item", such as "27.2"; leave parts out from the right.'
            fields.report("article", "no rule of the pack cites this provision", cure, written)
        if bearer is not None and bearer != UNNAMED and bearer not in named:
            cure = f"{did_you_mean(bearer, named)}Name an organ or person that occurs in a record of the case."
            fields.report("bearer", "nobody of this key occurs in the case", cure, bearer)
        return rule, article, bearer

    def _is_cited(self, article: Provision | None) -> bool:
        if article is None:
            return False
        return any(article.covers(cite) for rule in self._pack.rules.values() for cite in _all_cites(rule))

    def _wanted(self, fields: Fields, verdicts: Iterable[str]) -> dict[str, object]:
        wanted: dict[str, object] = {
            "verdict": fields.choice("verdict", verdicts),
            "due": self._date_or_none(fields, "due"),
            "latest": self._date_or_none(fields, "latest"),
            "missing": frozenset(fields.texts("missing")) or None,
            "status": fields.choice("status", _STATES),
            "owed": fields.boolean("owed"),
        }
        return {key: value for key, value in wanted.items() if value is not None}

    def _by_reading(self, fields: Fields) -> dict[str, dict[str, dict[str, object]]]:
        found: dict[str, dict[str, dict[str, object]]] = {}
        questions = fields.fields("by_reading")
        for question in () if questions is None else questions.node.keys():
            options = questions.fields(question, required=True) if questions is not None else None
            allowed = self._options(questions, question) if questions is not None else []
            if options is None:
                continue
            found[question] = {}
            for option in options.node.keys():  # noqa: SIM118
                if option not in allowed and question in self._pack.questions:
                    cure = f"{did_you_mean(option, allowed)}Allowed: {', '.join(allowed)}."
                    self._report(options.node.key_location(option), options.path, "no such option", cure, option)
                outcome = options.fields(option, required=True)
                found[question][option] = self._wanted(outcome, VERDICTS)
                outcome.finish()
        return found

    # --- dates ---

    def _date(self, fields: Fields, key: str, *, required: bool = False) -> date | None:
        text = fields.text(key, required=True) if required else fields.text(key)
        if not text:
            return None
        try:
            return parse_date(text)
        except ValueError:
            fields.report(key, "this is not a calendar date", _DATE, text)
            return None

    def _date_or_none(self, fields: Fields, key: str) -> date | str | None:
        return fields.text(key) if _is_none(fields.node.get(key)) else self._date(fields, key)


def _is_none(node: Node | None) -> bool:
    return node is not None and node.to_plain() == NONE


def _all_cites(rule: Rule) -> Iterable[Citation]:
    yield from rule.cites
    for norm in rule.norms:
        for _, cites in norm.also_cites:
            yield from cites


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
