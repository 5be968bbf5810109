"""From formulas to the rules of a program: alternatives become several rules, absence a stratum of its own."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from zhifa_rules.engines.durable.canonical import (
    antecedent,
    asof_pattern,
    equals,
    join,
    pattern,
)
from zhifa_rules.engines.durable.formulas import (
    DUTY,
    All,
    Any_,
    Constantly,
    Formula,
    Holds,
    Listed,
    Not,
    OfDuty,
    PairCell,
    Predicate,
    Test,
    columns_of,
    predicates_of,
)
from zhifa_rules.engines.durable.program import Conclusion, Copied, DurableRule
from zhifa_rules.engines.durable.terms import term_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from zhifa_rules.engines.durable.canonical import JoinTerm, Term
    from zhifa_rules.engines.durable.formulas import Act
    from zhifa_rules.engines.durable.lowering.scope import Names

ENTRY, PAIR = "entry", "pair"
SELF, FACT, AMONG, BASE, CIRCLE = "duty", "fact", "among", "hangs on", "circle"
"""Fields: the number of a possible duty, of a fact, the facts among which an act stands, the duty on which one hangs,
and the duties with which one is looked at when another asks for their state."""

MOST_WAYS = 8
Literal = tuple[Formula, bool]


class Emission:
    """Writes the rules of a program, predicate by predicate."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._rules: list[DurableRule] = []
        self._levels: dict[str, int] = {}
        self._done: dict[Predicate, None] = {}
        self._contraries: dict[Predicate, Predicate] = {}

    def rules(self, predicates: Iterable[Predicate]) -> tuple[DurableRule, ...]:
        """Give the rules that conclude some predicates, and those that they turn on."""
        for predicate in predicates:
            for one in (*predicates_of(predicate.formula), predicate):
                self._conclude(one)
        return tuple(self._rules)

    def _conclude(self, predicate: Predicate) -> None:
        if predicate in self._done:
            return
        self._done[predicate] = None
        acts = (*predicate.given, *predicate.acts)
        ways = [
            way
            for way in self._ways(predicate.formula, positive=True, acts=acts, duty=predicate.duty)
            if _is_possible(way)
        ]
        level = -1
        number = 0
        for way in ways:
            for types in product(*(act.types for act in acts)):
                number += 1
                name = predicate.name if number == 1 else f"{predicate.name} / {number}"
                level = max(level, self._rule(name, predicate, way, dict(zip(acts, types, strict=True))))
        self._levels[predicate.name] = level

    # --- alternatives ---

    def _ways(self, formula: Formula, *, positive: bool, acts: Sequence[Act], duty: str) -> list[tuple[Literal, ...]]:
        """Give the ways in which a formula can hold (or not), each a list of what must hold together."""
        match formula:
            case Constantly(value=value):
                return [()] if value is positive else []
            case Not(formula=inner):
                return self._ways(inner, positive=not positive, acts=acts, duty=duty)
            case All(formulas=parts) | Any_(formulas=parts):
                together = isinstance(formula, All) is positive
                found = [self._ways(part, positive=positive, acts=acts, duty=duty) for part in parts]
                if not together:
                    return [way for ways in found for way in ways]
                return self._product(parts, found, positive=positive, acts=acts, duty=duty)
        return [((formula, positive),)]

    def _product(
        self,
        parts: Sequence[Formula],
        found: list[list[tuple[Literal, ...]]],
        *,
        positive: bool,
        acts: Sequence[Act],
        duty: str,
    ) -> list[tuple[Literal, ...]]:
        """Combine ways; where they become too many, the part with the most is concluded by itself first."""
        while _count(found) > MOST_WAYS:
            index = max(range(len(found)), key=lambda n: len(found[n]))
            part = parts[index] if positive else Not(parts[index])
            found[index] = [((Holds(self._named(part, acts, duty)), True),)]
        return [tuple(dict.fromkeys(literal for way in ways for literal in way)) for ways in product(*found)]

    def _named(self, formula: Formula, acts: Sequence[Act], duty: str) -> Predicate:
        asked = {column.alias for column in columns_of(formula)}
        asked |= {act.alias for predicate in _outer(formula) for act in predicate.given}
        given = tuple(act for act in acts if act.alias in asked)
        predicate = Predicate(self._names.unique(":one of several")[1:], given, (), formula, duty)
        self._conclude(predicate)
        return predicate

    # --- one rule ---

    def _rule(self, name: str, predicate: Predicate, way: Sequence[Literal], types: Mapping[Act, str]) -> int:
        positive = [atom.predicate for atom, holds in way if isinstance(atom, Holds) and holds]
        negative: list[Formula] = [
            atom for atom, holds in way if not holds and isinstance(atom, Holds | Listed | PairCell)
        ]
        positive += [self._contrary(atom, tuple(types), predicate.duty) for atom in negative[:-1]]
        absent = negative[-1:]
        aliases = [DUTY, *(act.alias for act in types)]
        terms: dict[str, list[Term | JoinTerm]] = {alias: [] for alias in aliases}
        for act in types:
            terms[act.alias].append(
                equals(AMONG, "subject") if act.among is None else join(AMONG, DUTY, act.among.name)
            )
        for atom, holds in way:
            if not isinstance(atom, Holds | Listed | PairCell | OfDuty):
                alias, term = term_of(atom, holds, aliases)
                terms[alias].append(term)
        patterns = [pattern(DUTY, predicate.duty, *terms[DUTY])]
        patterns += [pattern(act.alias, type_, *terms[act.alias]) for act, type_ in types.items()]
        cells = [atom for atom, holds in way if holds and isinstance(atom, Listed | PairCell)]
        patterns += [self._cell(f"e{n}", atom) for n, atom in enumerate(cells)]
        patterns += [_held(f"p{n}", one) for n, one in enumerate(positive)]
        others = [atom for atom, _ in way if isinstance(atom, OfDuty)]
        patterns += [one for n, atom in enumerate(others) for one in _of_duty(n, atom)]
        level = max([-1, *(self._levels[one.name] for one in (*positive, *(atom.predicate for atom in others)))])
        if absent:
            atom = absent[0]
            if isinstance(atom, Holds):
                level = max(level, self._levels[atom.predicate.name])
            level += 1
            patterns.append(asof_pattern("now", level))
            patterns.append(
                self._cell("n", atom, absent=True)
                if not isinstance(atom, Holds)
                else _held("n", atom.predicate, absent=True)
            )
        copied = {SELF: Copied(DUTY, SELF), **{_number(act): Copied(act.alias, FACT) for act in predicate.given}}
        conclusion = Conclusion({"type": predicate.name, **copied})
        self._rules.append(DurableRule(name, antecedent(*patterns), level if absent else 0, conclusion))
        return level

    def _contrary(self, atom: Formula, acts: tuple[Act, ...], duty: str) -> Predicate:
        """Give the predicate that something does not hold, concluded for every duty and act that it is about."""
        if isinstance(atom, Holds):
            known = self._contraries.get(atom.predicate)
            if known is None:
                name = self._names.unique(f":not {atom.predicate.name}")[1:]
                known = self._contraries[atom.predicate] = Predicate(
                    name, atom.predicate.given, (), Not(atom), atom.predicate.duty
                )
                self._conclude(known)
            return known
        return self._named(Not(atom), acts, duty)

    def _cell(self, alias: str, atom: Formula, *, absent: bool = False) -> Mapping[str, object]:
        if isinstance(atom, Listed):
            return pattern(
                alias,
                ENTRY,
                equals("list", f"{atom.entries.name}"),
                join(FACT, atom.entries.alias, SELF if atom.entries.alias == DUTY else FACT),
                join("value", atom.member.alias, atom.member.name),
                absent=absent,
            )
        assert isinstance(atom, PairCell)
        return pattern(
            alias,
            PAIR,
            equals("cell", atom.column.name),
            join(SELF, DUTY, SELF),
            join(FACT, atom.act, FACT),
            absent=absent,
        )


def _count(found: Sequence[Sequence[object]]) -> int:
    count = 1
    for ways in found:
        count *= len(ways)
    return count


def _outer(formula: Formula) -> list[Predicate]:
    """Give the predicates that a formula names itself, not those inside them."""
    match formula:
        case Holds(predicate=predicate):
            return [predicate]
        case Not(formula=inner):
            return _outer(inner)
        case All(formulas=parts) | Any_(formulas=parts):
            return [predicate for part in parts for predicate in _outer(part)]
    return []


def _number(act: Act) -> str:
    return f"act {act.alias}"


def _of_duty(number: int, atom: OfDuty) -> tuple[Mapping[str, object], Mapping[str, object]]:
    """Join the duty under another rule, then what is concluded of it."""
    joins = [join(name, DUTY, column.name) for name, column in atom.parties]
    joins.append(join(SELF, DUTY, BASE) if atom.base else join(CIRCLE, DUTY, asked_circle(atom.rule)))
    other = f"o{number}"
    return (
        pattern(other, atom.predicate.duty, *joins),
        pattern(f"q{number}", atom.predicate.name, join(SELF, other, SELF)),
    )


def asked_circle(rule: str) -> str:
    """Name the field that tells of a duty which others are meant when it asks for their state."""
    return f"asks {rule}"


def _held(alias: str, predicate: Predicate, *, absent: bool = False) -> Mapping[str, object]:
    joins = [join(SELF, DUTY, SELF), *(join(_number(act), act.alias, FACT) for act in predicate.given)]
    return pattern(alias, predicate.name, *joins, absent=absent)


def _is_possible(way: Sequence[Literal]) -> bool:
    """Leave out what can never fire: what turns on something unsaid, on a thing and its contrary, or on two of one."""
    if any(isinstance(atom, Test) and atom.column.name == "unsaid" for atom, _ in way):
        return False
    wanted = {
        (atom.column, atom.value) for atom, holds in way if isinstance(atom, Test) and atom.operator == "is" and holds
    }
    if len({column for column, _ in wanted}) < len(wanted):
        return False
    return not any((atom, not holds) in way for atom, holds in way)
