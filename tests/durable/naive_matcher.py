"""What a program of the durable engine means: every combination of facts is tried. Shares nothing with the driver."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zhifa_rules.engines.durable.program import Copied, Firing

if TYPE_CHECKING:
    from zhifa_rules.engines.durable.program import DurableRule, Program, Subject

Fact = Mapping[str, Any]
Bound = dict[str, Fact]
Found = list[tuple[str, Bound]]

_OPERATORS: Mapping[str, Callable[[Any, Any], bool]] = {
    "$lt": operator.lt,
    "$lte": operator.le,
    "$gt": operator.gt,
    "$gte": operator.ge,
    "$neq": operator.ne,
    "$eq": operator.eq,
}


def firings(program: Program, facts: Sequence[Fact], as_of: int) -> Found:
    """Give every firing over the facts of one subject, stratum after stratum."""
    return _Matcher(program, facts).run(as_of)


@dataclass
class _Matcher:
    program: Program
    given: Sequence[Fact]

    def run(self, as_of: int) -> Found:
        self.facts = list(self.given)
        self.found: Found = []
        self.seen: set[Any] = set()
        self.concluded: set[Any] = set()
        self._saturate()
        for stratum in range(1 + max((rule.stratum for rule in self.program.rules), default=0)):
            asof = {"type": "$asof", "day": as_of, "stratum": stratum}
            timed = [rule for rule in self.program.rules if _timed(rule) and rule.stratum == stratum]
            self._fire(timed, [*self.facts, asof])
            self._saturate()
        return self.found

    def _saturate(self) -> None:
        rules = [rule for rule in self.program.rules if not _timed(rule)]
        before = -1
        while before != len(self.facts):
            before = len(self.facts)
            self._fire(rules, list(self.facts))

    def _fire(self, rules: Sequence[DurableRule], facts: Sequence[Fact]) -> None:
        for rule in rules:
            for bound in _matches(rule.antecedent["all"], facts, {}):
                key = (rule.name, tuple(sorted((alias, id(fact)) for alias, fact in bound.items() if alias != "g")))
                if key not in self.seen:
                    self.seen.add(key)
                    self.found.append((rule.name, bound))
                    self._conclude(rule, bound)

    def _conclude(self, rule: DurableRule, bound: Bound) -> None:
        if rule.conclusion is None:
            return
        values = rule.conclusion.fact.items()
        fact = {name: bound[v.alias][v.field] if isinstance(v, Copied) else v for name, v in values}
        key = repr(sorted(fact.items()))
        if key not in self.concluded:
            self.concluded.add(key)
            self.facts.append(fact)


def _timed(rule: DurableRule) -> bool:
    return any("$asof" in repr(entry) for entry in rule.antecedent["all"])


def _matches(patterns: Sequence[Mapping[str, Any]], facts: Sequence[Fact], bound: Bound) -> Iterator[Bound]:
    """Bind the patterns one after the other; a fact is used once."""
    if not patterns:
        yield bound
        return
    ((name, condition),) = patterns[0].items()
    free = [fact for fact in facts if not any(fact is used for used in bound.values())]
    hits = [fact for fact in free if _holds(condition, fact, bound)]
    if name.endswith("$not"):
        if not hits:
            yield from _matches(patterns[1:], facts, bound)
        return
    for fact in hits:
        yield from _matches(patterns[1:], facts, {**bound, name: fact})


def _holds(condition: Mapping[str, Any], fact: Fact, bound: Bound) -> bool:
    ((name, content),) = condition.items()
    if name == "$and":
        return all(_holds(term, fact, bound) for term in content)
    if not name.startswith("$"):
        name, content = "$eq", condition
    ((field, expected),) = content.items()
    if name == "$ex":
        return field in fact
    if name == "$nex":
        return field not in fact
    if field not in fact:
        return False
    return _OPERATORS[name](fact[field], _value(expected, fact, bound))


def _value(expected: object, fact: Fact, bound: Bound) -> Any:  # noqa: ANN401
    if not isinstance(expected, Mapping):
        return expected
    ((name, content),) = expected.items()
    if name == "$add":
        return _value(content["$l"], fact, bound) + content["$r"]
    return (fact if name == "$m" else bound[name])[content]


class Naive:
    """Runs programs by trying every combination of facts."""

    def run(
        self, program: Program, subjects: Iterable[Subject], as_of: int
    ) -> Iterator[tuple[Subject, Sequence[Firing]]]:
        for subject in subjects:
            found = firings(program, subject.facts, as_of)
            yield subject, [Firing(name, bound) for name, bound in found]
