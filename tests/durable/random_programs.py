"""Random programs of the families in which durable-rules is right under the as-of protocol, and subjects for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zhifa_rules.engines.durable import canonical as c
from zhifa_rules.engines.durable.program import Conclusion, Copied, DurableRule, Program, Subject, Value

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

GIVEN = ("甲类", "B")
TEXTS = ("甲", '"引"\\', "1", "")
ORDERINGS = ("$lt", "$lte", "$gt", "$gte")
MANY, FEW = 40, 12
DAYS = range(-2, 7)


def draw_subjects(random: Random) -> list[Subject]:
    """Draw a few subjects, among them empty ones, and some for which the engine has to enlarge its tables."""
    counts = [random.randrange(MANY if random.random() < 0.1 else FEW) for _ in range(random.randrange(1, 5))]
    return [Subject(f"第{i}件", tuple(_fact(random) for _ in range(n))) for i, n in enumerate(counts)]


def draw_program(random: Random) -> Program:
    """Draw a program of one to six rules in up to three strata; conclusions feed later strata."""
    return Program("random", tuple(_rule(random, f"规则{i}") for i in range(random.randrange(1, 7))))


def _fact(random: Random) -> dict[str, Any]:
    fact: dict[str, Any] = {
        "type": random.choice([*GIVEN, *GIVEN, "unread"]),
        "text": random.choice(TEXTS),
        "level": random.randrange(3),
        "day": random.choice(DAYS),
        "flag": random.random() < 0.5,
    }
    if random.random() < 0.5:
        fact["maybe"] = random.choice(TEXTS)
    if random.random() < 0.5:
        fact["other.day"] = random.choice(DAYS)
    return fact


def _rule(random: Random, name: str) -> DurableRule:
    """Draw a rule: facts, then mostly the as-of fact, then often an absence."""
    stratum = random.choice([None, 0, 0, 1, 2])
    source = random.choice([None, None, 0, 1]) if stratum is None else None
    concluded = [f"{kind} {earlier}" for earlier in range(stratum or 0) for kind in ("first", "then")]
    readable = [*GIVEN, *GIVEN, *GIVEN, "at once", *concluded]
    aliases = "abc"[: random.choice([1, 1, 2, 2, 3])]
    patterns = []
    for place, alias in enumerate(aliases):
        type_ = f"first {source}" if source is not None and not place else random.choice(readable)
        joins = _joins(random, aliases[:place], 1) if place else []
        terms: list[c.Term | c.JoinTerm] = [*_tests(random), *joins]
        patterns.append(c.pattern(alias, type_, *terms))
    if stratum is not None:
        late = [_late(random, aliases) for _ in range(random.randrange(3))]
        patterns.append(c.asof_pattern("g", stratum, *late))
        if random.random() < 0.6:
            terms = [*_tests(random), *_joins(random, aliases, 0)]
            patterns.append(c.pattern("n", random.choice(readable), *terms, absent=True))
    conclusion = _conclusion(random, _concluded(stratum, source), aliases) if random.random() < 0.7 else None
    return DurableRule(name, c.antecedent(*patterns), stratum or 0, conclusion)


def _concluded(stratum: int | None, source: int | None) -> str:
    """Give the type that a rule may conclude, so that no rule reads at an as-of fact what is still to come."""
    if stratum is not None:
        return f"first {stratum}"
    return "at once" if source is None else f"then {source}"


def _tests(random: Random) -> list[c.Term]:
    return [term for _ in range(random.choice([0, 0, 0, 1, 1, 2])) for term in _test(random)]


def _test(random: Random) -> list[c.Term]:
    ordering, day = random.choice(ORDERINGS), random.choice(DAYS)
    match random.randrange(8):
        case 0:
            return [c.equals("text", random.choice(TEXTS))]
        case 1:
            return [c.equals("level", random.randrange(3))]
        case 2:
            return [c.equals("flag", random.random() < 0.5)]
        case 3:
            return [c.compares(ordering, "day", day)]
        case 4:
            return [c.compares("$neq", random.choice(["maybe", "text"]), random.choice(TEXTS))]
        case 5:
            return [c.exists("maybe")]
        case 6:
            return [c.missing(random.choice(["maybe", "other.day"]))]
    return [c.exists("other.day"), c.own("day", "other.day", operator=ordering, plus=random.randrange(-2, 3))]


def _joins(random: Random, aliases: Sequence[str], least: int) -> list[c.JoinTerm]:
    return [_join(random, random.choice(aliases)) for _ in range(random.choice([least, 1, 1, 2, 3]))]


def _join(random: Random, alias: str) -> c.JoinTerm:
    match random.randrange(6):
        case 0:
            return c.join("text", alias, "text")
        case 1:
            return c.join("flag", alias, "flag")
        case 2:
            return c.join("maybe", alias, "text")
        case 3:
            return c.join("level", alias, "level", operator=random.choice(["$eq", "$neq", "$lt"]))
        case 4:
            return c.join("day", alias, "day", plus=random.randrange(-3, 4))
    return c.join("day", alias, "day", operator=random.choice(ORDERINGS), plus=random.randrange(-3, 4))


def _late(random: Random, aliases: Sequence[str]) -> c.JoinTerm:
    alias, plus = random.choice(aliases), random.randrange(9)
    return c.join("day", alias, "day", operator=random.choice(ORDERINGS), plus=plus)


def _conclusion(random: Random, concluded: str, aliases: Sequence[str]) -> Conclusion:
    alias = random.choice(aliases)
    fact: dict[str, Value | Copied] = {
        "type": concluded,
        "text": random.choice(TEXTS),
        "level": random.randrange(3),
        "day": 3,
        "flag": True,
    }
    fact |= {name: Copied(alias, name) for name in ("text", "day", "flag") if random.random() < 0.5}
    return Conclusion(fact)
