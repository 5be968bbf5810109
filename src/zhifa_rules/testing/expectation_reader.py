"""Reading what a case expects: rule or article, bearer, verdict, dates, parts and readings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhifa_rules.engines.outcome import Cause, Reason
from zhifa_rules.errors import Problem
from zhifa_rules.records.known import parse_date
from zhifa_rules.sources import did_you_mean, join_path
from zhifa_rules.testing.expectations import NONE, UNNAMED, VERDICTS, Expectation, parse_provision

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from zhifa_rules.norms.core import Citation
    from zhifa_rules.packs import Pack, Rule
    from zhifa_rules.sources import Fields
    from zhifa_rules.testing.expectations import Provision

_STATES = tuple(reason.value for reason in Reason)


class ExpectationReader:
    """Reads the entries of ``expect`` and ``must_not`` against the names of a pack."""

    def __init__(self, pack: Pack, problems: list[Problem]) -> None:
        self._pack = pack
        self._problems = problems

    def expected(self, fields: Fields, named: frozenset[str]) -> Expectation:
        """Read one entry of ``expect``; ``named`` are the texts that occur in the records of the case."""
        rule, article, bearer = self._target(fields, named)
        cites = frozenset(fields.texts("cites"))
        wanted = {**self._wanted(fields, VERDICTS, named), **({"cites": cites} if cites else {})}
        expectation = Expectation(
            rule=rule,
            article=article,
            bearer=bearer,
            wanted=wanted,
            location=fields.location,
            cause=fields.choice("cause", [cause.value for cause in Cause]),
            deciding=frozenset(fields.texts("deciding")),
            by_reading=self._by_reading(fields, named),
            count=fields.integer("count", minimum=0),
        )
        fields.finish()
        return expectation

    def forbidden(self, fields: Fields, named: frozenset[str]) -> Expectation:
        """Read one entry of ``must_not``."""
        rule, article, bearer = self._target(fields, named)
        wanted = self._wanted(fields, [word for word in VERDICTS if word != NONE], named)
        fields.finish()
        return Expectation(rule, article, bearer, wanted, fields.location)

    def check_rule(self, fields: Fields, key: str, name: str) -> None:
        """Refuse the name of a rule that the pack does not have."""
        if name not in self._pack.rules:
            cure = f"{did_you_mean(name, self._pack.rules)}Name a rule of the pack {self._pack.id}."
            fields.report(key, "there is no such rule", cure, name)

    def options(self, fields: Fields, question: str) -> list[str]:
        """Give the options of an open question; refuse one that the pack does not have."""
        if question in self._pack.questions:
            return [option.name for option in self._pack.questions[question].options]
        cure = f"{did_you_mean(question, self._pack.questions)}Name a question of the pack {self._pack.id}."
        where, path = fields.node.key_location(question), join_path(fields.path, question)
        self._problems.append(Problem("there is no such open question", cure, where, path, question))
        node = fields.node.get(question)
        return [] if node is None else [str(node.to_plain())]

    def _target(self, fields: Fields, named: frozenset[str]) -> tuple[str | None, Provision | None, str | None]:
        rule, written, bearer = fields.text("rule"), fields.text("article"), self._organ(fields, "bearer", named)
        if (rule is None) == (written is None):
            fields.report(None, "name the rule or the article, and only one of them", "Write 'rule: …'.")
        if rule is not None:
            self.check_rule(fields, "rule", rule)
        article = None if written is None else parse_provision(written)
        if written is not None and not self._is_cited(article):
            cure = 'Write it as "article.paragraph.item", such as "27.2"; leave parts out from the right.'
            fields.report("article", "no rule of the pack cites this provision", cure, written)
        return rule, article, bearer

    def _is_cited(self, article: Provision | None) -> bool:
        if article is None:
            return False
        return any(article.covers(cite) for rule in self._pack.rules.values() for cite in _all_cites(rule))

    def _organ(self, fields: Fields, key: str, named: frozenset[str]) -> str | None:
        organ = fields.text(key)
        if organ is not None and organ != UNNAMED and organ not in named:
            cure = f"{did_you_mean(organ, named)}Name an organ or person that occurs in a record of the case."
            fields.report(key, "nobody of this key occurs in the case", cure, organ)
        return organ

    def _wanted(self, fields: Fields, verdicts: Iterable[str], named: frozenset[str]) -> dict[str, object]:
        wanted: dict[str, object] = {
            "verdict": fields.choice("verdict", verdicts),
            "due": _date_or_none(fields, "due"),
            "latest": _date_or_none(fields, "latest"),
            "since": _date_or_none(fields, "since"),
            "missing": frozenset(fields.texts("missing")) or None,
            "status": fields.choice("status", _STATES),
            "owed": fields.boolean("owed"),
            "through": self._organ(fields, "through", named),
            "counterpart": self._organ(fields, "counterpart", named),
        }
        return {key: value for key, value in wanted.items() if value is not None}

    def _by_reading(self, fields: Fields, named: frozenset[str]) -> dict[str, dict[str, dict[str, object]]]:
        questions = fields.fields("by_reading")
        if questions is None:
            return {}
        found: dict[str, dict[str, dict[str, object]]] = {}
        for question in questions.node.keys():  # noqa: SIM118
            allowed = self.options(questions, question)
            options = questions.fields(question, required=True)
            found[question] = {}
            for option in options.node.keys():  # noqa: SIM118
                if option not in allowed and question in self._pack.questions:
                    where, path = options.node.key_location(option), join_path(options.path, option)
                    cure = f"{did_you_mean(option, allowed)}Allowed: {', '.join(allowed)}."
                    self._problems.append(Problem("the question has no such option", cure, where, path, option))
                outcome = options.fields(option, required=True)
                found[question][option] = self._wanted(outcome, VERDICTS, named)
                outcome.finish()
        return found


def date_of(fields: Fields, key: str, *, required: bool = False) -> date | None:
    """Take a calendar date."""
    text = fields.text(key, required=True) if required else fields.text(key)
    if not text:
        return None
    try:
        return parse_date(text)
    except ValueError:
        fields.report(key, "this is not a calendar date", "Write it as 2025-12-31.", text)
        return None


def _date_or_none(fields: Fields, key: str) -> date | str | None:
    node = fields.node.get(key)
    return fields.text(key) if node is not None and node.to_plain() == NONE else date_of(fields, key)


def _all_cites(rule: Rule) -> Iterable[Citation]:
    yield from rule.cites
    for norm in rule.norms:
        for _, cites in norm.also_cites:
            yield from cites
