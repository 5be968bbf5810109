"""Read the JSON of a rule as patterns of the one form in which durable-rules was right, and refuse every other."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zhifa_rules.engines.durable.program import ASOF, Value
from zhifa_rules.errors import EngineError, Problem

if TYPE_CHECKING:
    from zhifa_rules.engines.durable.program import DurableRule

COMPARISONS = frozenset({"$lt", "$lte", "$gt", "$gte", "$neq"})
ORDERINGS = COMPARISONS - {"$neq"}
EQUAL = "$eq"
EXISTS = "$ex"
MISSING = "$nex"
SAME_FACT = "$m"
NOT = "$not"

_ALIAS = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,40}")
_FIELD = re.compile(r'[^$"\\\x00-\x1f][^"\\\x00-\x1f]{0,199}')
_BUILD = "Build patterns with zhifa_rules.engines.durable.canonical"


@dataclass(frozen=True, slots=True)
class Test:
    """A field against a constant; ``value`` says nothing where the operator is ``$ex`` or ``$nex``."""

    operator: str
    field: str
    value: Value


@dataclass(frozen=True, slots=True)
class Own:
    """A field against another field of the same fact, plus a constant."""

    operator: str
    field: str
    other: str
    plus: int = 0


@dataclass(frozen=True, slots=True)
class Join:
    """A field against a field of a fact that is already bound, plus a constant."""

    operator: str
    field: str
    alias: str
    other: str
    plus: int = 0


Term = Test | Own | Join


@dataclass(frozen=True, slots=True)
class Pattern:
    """What one fact must look like, or must not, if ``absent``. The tests come before the joins."""

    alias: str
    absent: bool
    type: str
    tests: tuple[Test | Own, ...]
    joins: tuple[Join, ...]

    @property
    def terms(self) -> tuple[Term, ...]:
        """All terms but the one on the type."""
        return (*self.tests, *self.joins)


class Place:
    """Where in a program something is wrong, for the message."""

    def __init__(self, program: str, rule: str = "") -> None:
        self._field = f"{program}/{rule}" if rule else program

    def refuse(self, message: str, cure: str = "", value: object = None) -> EngineError:
        """Make the error; the caller raises it."""
        return EngineError(Problem(message, cure, field=f"durable program {self._field}", value=value))


def read_patterns(rule: DurableRule, place: Place) -> tuple[Pattern, ...]:
    """Read the antecedent of a rule; anything outside the canonical form is an error (G1, G4, G5, G10)."""
    entries = rule.antecedent.get("all")
    if set(rule.antecedent) != {"all"} or not isinstance(entries, Sequence) or not entries:
        raise place.refuse('a rule must be {"all": [pattern, ...]} and nothing else', _BUILD, rule.antecedent)
    known: list[str] = []
    patterns = []
    for entry in entries:
        pattern = _pattern(entry, known, place)
        patterns.append(pattern)
        known.append(pattern.alias)
    _check_order(patterns, rule, place)
    return tuple(patterns)


# --- The order of patterns ----------------------------------------------------------------------------------


def _check_order(patterns: Sequence[Pattern], rule: DurableRule, place: Place) -> None:
    """Absence is tested last and after the as-of fact, which comes after all other facts (G4)."""
    if any(pattern.absent for pattern in patterns[:-1]):
        raise place.refuse("an absence must be the last pattern, and the only absence of its rule", "Use more strata")
    present = patterns[:-1] if patterns[-1].absent else patterns
    if any(pattern.type == ASOF for pattern in present[:-1]) or (patterns[-1].absent and patterns[-1].type == ASOF):
        raise place.refuse(f"the {ASOF} pattern must come after all other facts and before an absence", _BUILD)
    tested = present[-1].tests if present and present[-1].type == ASOF else None
    if tested is None:
        if patterns[-1].absent:
            raise place.refuse(f"an absence must follow an {ASOF} pattern", _BUILD)
        if rule.stratum:
            raise place.refuse(f"a rule without an {ASOF} pattern belongs to stratum 0", _BUILD, rule.stratum)
    elif Test(EQUAL, "stratum", rule.stratum) not in tested:
        raise place.refuse(f"the {ASOF} pattern must test the stratum of the rule", _BUILD, rule.stratum)


# --- One pattern --------------------------------------------------------------------------------------------


def _pattern(entry: object, known: Sequence[str], place: Place) -> Pattern:
    name, condition = _single(entry, place)
    absent = name.endswith(NOT)
    alias = name.removesuffix(NOT)
    if not _ALIAS.fullmatch(alias):
        raise place.refuse("an alias must be an ASCII name of at most 41 characters", _BUILD, name)
    if alias in known:
        raise place.refuse("an alias must be used once in a rule", _BUILD, name)
    terms = [_term(term, known, place) for term in _conjuncts(condition, place)]
    match terms:
        case [Test("$eq", "type", str(kind)), *others]:
            return Pattern(alias, absent, kind, *_parted(others, place))
    raise place.refuse("a pattern must test the type first", _BUILD, condition)


def _conjuncts(condition: object, place: Place) -> Sequence[object]:
    match condition:
        case {"$and": [_, *_] as terms, **others} if not others:
            return list(terms)
        case {**entries} if len(entries) == 1 and not entries.keys() & {"$and", "$or"}:
            return [condition]
    raise place.refuse("a condition must be one $and of terms; an $or becomes several rules", _BUILD, condition)


def _parted(terms: Sequence[Term], place: Place) -> tuple[tuple[Test | Own, ...], tuple[Join, ...]]:
    """Part tests from joins; the last join must stand there twice, for the engine may read on past it (G1)."""
    tests = [term for term in terms if not isinstance(term, Join)]
    joins = [term for term in terms if isinstance(term, Join)]
    if list(terms) != [*tests, *joins]:
        raise place.refuse("joins must come after all other terms of a pattern", _BUILD)
    if any(test.field == "type" for test in tests):
        raise place.refuse("a pattern must test the type once", _BUILD)
    if not joins:
        return tuple(tests), ()
    if len(joins) == 1 or joins[-1] != joins[-2]:
        raise place.refuse("the last join of a pattern must be written twice", _BUILD, str(joins[-1]))
    return tuple(tests), tuple(joins[:-1])


# --- One term -----------------------------------------------------------------------------------------------


def _term(term: object, known: Sequence[str], place: Place) -> Term:
    operator, operand = _single(term, place)
    if not operator.startswith("$"):
        return _comparison(EQUAL, operator, operand, known, place)
    if operator not in COMPARISONS | {EXISTS, MISSING}:
        raise place.refuse("there is no such operator here", _BUILD, operator)
    field, value = _single(operand, place)
    if operator not in COMPARISONS:
        return Test(operator, _field(field, place), True)
    return _comparison(operator, field, value, known, place)


def _comparison(operator: str, field: str, value: object, known: Sequence[str], place: Place) -> Test | Own | Join:
    field = _field(field, place)
    match value:
        case bool() | int() | str():
            return Test(operator, field, value)
        case {"$add": {"$l": source, "$r": int(plus)} as sum_} if len(sum_) == 2 and not isinstance(plus, bool):
            alias, other = _single(source, place)
        case Mapping():
            (alias, other), plus = _single(value, place), 0
        case _:
            raise place.refuse("a constant must be text, an integer or a truth value", _BUILD, value)
    if not isinstance(other, str):
        raise place.refuse("this names no field of a fact", _BUILD, value)
    if alias == SAME_FACT:
        return Own(operator, field, _field(other, place), plus)
    if alias not in known:
        raise place.refuse("no earlier pattern has this alias", f"Known here: {', '.join(known) or 'none'}", alias)
    return Join(operator, field, alias, _field(other, place), plus)


def _field(name: str, place: Place) -> str:
    if not _FIELD.fullmatch(name) or name in {"id", "sid"}:
        raise place.refuse(
            "no field may have this name", "Names with $, quotes and the names id and sid are kept", name
        )
    return name


def _single(value: object, place: Place) -> tuple[str, Any]:
    """Take a mapping of one entry apart."""
    if isinstance(value, Mapping) and len(value) == 1:
        ((name, content),) = value.items()
        if isinstance(name, str):
            return name, content
    raise place.refuse("this must be a mapping of one entry", _BUILD, value)
