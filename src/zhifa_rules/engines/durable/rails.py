"""Check a whole program before the engine sees it, and gather what its facts must look like."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from zhifa_rules.engines.durable.kinds import Kinds
from zhifa_rules.engines.durable.limits import check_constant, check_program, check_rule
from zhifa_rules.engines.durable.patterns import MISSING, Own, Pattern, Place, Test, read_patterns
from zhifa_rules.engines.durable.program import ASOF, Conclusion, Copied, DurableRule, Program

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

BOOT = "$boot"
PULSE = "$pulse"
KEPT_TYPES = frozenset({ASOF, BOOT})


@dataclass(frozen=True)
class CheckedProgram:
    """A program that passed every rail that looks at rules.

    ``read`` gives, for each type, the fields that must be asserted; ``needed`` those that every fact of it must have.
    """

    program: Program
    kinds: Kinds
    read: Mapping[str, frozenset[str]]
    needed: Mapping[str, frozenset[str]]

    @property
    def name(self) -> str:
        """The name of the program, for messages."""
        return self.program.name

    @cached_property
    def strata(self) -> int:
        """How many strata there are; at least one, so that every run ends with a proof that the session answers."""
        return max((rule.stratum for rule in self.program.rules), default=0) + 1

    @cached_property
    def ruleset(self) -> str:
        """The JSON that the engine takes. Rules have numbers; the boot rule (G3) and the pulse rule come first."""
        rules: dict[str, Any] = {
            BOOT: {"all": [{"z": {"type": BOOT}}]},
            PULSE: {"all": [{"z": {"type": ASOF}}]},
        }
        rules.update({str(i): rule.antecedent for i, rule in enumerate(self.program.rules)})
        return json.dumps(rules, ensure_ascii=False)

    @cached_property
    def conclusions(self) -> dict[str, dict[str, Any]]:
        """What each rule concludes, by number: a constant as it is, a copied value as [alias, field]."""
        return {
            str(i): {
                field: [value.alias, value.field] if isinstance(value, Copied) else value
                for field, value in rule.conclusion.fact.items()
            }
            for i, rule in enumerate(self.program.rules)
            if rule.conclusion is not None
        }


def checked(program: Program) -> CheckedProgram:
    """Check every rule and the program as a whole; the first thing that is wrong is an error."""
    names: set[str] = set()
    kinds = Kinds()
    read: dict[str, set[str]] = defaultdict(set)
    needed: dict[str, set[str]] = defaultdict(set)
    antecedents: list[Sequence[Pattern]] = []
    for rule in program.rules:
        place = Place(program.name, rule.name)
        if rule.name in names:
            raise place.refuse("two rules of a program must not have one name")
        names.add(rule.name)
        patterns = read_patterns(rule, place)
        _check_types(patterns, place)
        check_rule(patterns, place)
        kinds.read_patterns(patterns, place)
        if rule.conclusion is not None:
            _check_conclusion(rule.conclusion, patterns, place)
            kinds.read_conclusion(rule.conclusion, {p.alias: p.type for p in patterns}, place)
        _read_fields(patterns, rule, read, needed)
        antecedents.append(patterns)
    place = Place(program.name)
    check_program([*antecedents], place)
    _check_concluded_fields(program, needed)
    _check_strata(program, antecedents)
    return CheckedProgram(program, kinds, _frozen(read), _frozen(needed))


def _check_types(patterns: Iterable[Pattern], place: Place) -> None:
    for pattern in patterns:
        if pattern.type == BOOT:
            raise place.refuse("this type is the driver's own", value=pattern.type)


# --- Fields -------------------------------------------------------------------------------------------------


def _read_fields(
    patterns: Sequence[Pattern], rule: DurableRule, read: dict[str, set[str]], needed: dict[str, set[str]]
) -> None:
    """Note what a rule reads. A field that another pattern looks at must be there (G9), if its own does not test it."""
    by_alias = {pattern.alias: pattern for pattern in patterns}
    looked_at = [(by_alias[join.alias], join.other) for pattern in patterns for join in pattern.joins]
    if rule.conclusion is not None:
        copied = [value for value in rule.conclusion.fact.values() if isinstance(value, Copied)]
        looked_at += [(by_alias[value.alias], value.field) for value in copied]
    for pattern in patterns:
        tested = {"type"}
        for term in pattern.terms:
            if isinstance(term, Own):
                read[pattern.type].add(term.other)
                needed[pattern.type].update({term.other} - tested)
            if not (isinstance(term, Test) and term.operator == MISSING):
                tested.add(term.field)
            read[pattern.type].add(term.field)
        others = {name for looked, name in looked_at if looked is pattern}
        read[pattern.type].update(others)
        needed[pattern.type].update(others - tested)


def _frozen(fields: Mapping[str, set[str]]) -> dict[str, frozenset[str]]:
    return {type_: frozenset(names - {"type"}) for type_, names in fields.items()}


# --- Conclusions and strata ---------------------------------------------------------------------------------


def _check_conclusion(conclusion: Conclusion, patterns: Sequence[Pattern], place: Place) -> None:
    fact = conclusion.fact
    concluded = fact.get("type")
    if not isinstance(concluded, str) or concluded in KEPT_TYPES:
        raise place.refuse("a conclusion must have a type of its own", value=concluded)
    bound = {pattern.alias for pattern in patterns if not pattern.absent}
    for name, value in fact.items():
        if name in {"id", "sid"} or name.startswith("$"):
            raise place.refuse("no field may have this name", value=name)
        if isinstance(value, Copied):
            if value.alias not in bound:
                raise place.refuse("no fact is bound to this alias", value=value.alias)
        elif not isinstance(value, str | int):
            raise place.refuse("a conclusion must hold text, integers and truth values", value=value)
        else:
            check_constant(value, place)


def _check_concluded_fields(program: Program, needed: Mapping[str, set[str]]) -> None:
    """A concluded fact must have what the rules need of its type, like any other (G9)."""
    for rule in program.rules:
        if rule.conclusion is None:
            continue
        fact = rule.conclusion.fact
        if lacking := needed.get(str(fact["type"]), set()) - set(fact):
            place = Place(program.name, rule.name)
            raise place.refuse("the conclusion lacks fields that rules look at", value=sorted(lacking))


def _check_strata(program: Program, antecedents: Sequence[Sequence[Pattern]]) -> None:
    """What a rule reads at an as-of fact must be complete by then: concluded in an earlier stratum."""
    complete = _levels(program, antecedents)
    for rule, patterns in zip(program.rules, antecedents, strict=True):
        if all(pattern.type != ASOF for pattern in patterns):
            continue
        late = sorted({p.type for p in patterns if complete.get(p.type, -1) >= rule.stratum})
        if late:
            cure = f"Give the rule a stratum of at least {max(complete[type_] for type_ in late) + 1}"
            raise Place(program.name, rule.name).refuse(
                "rules of its stratum or later conclude what it reads", cure, late
            )


def _levels(program: Program, antecedents: Sequence[Sequence[Pattern]]) -> dict[str, int]:
    """Give for each concluded type the stratum after which no more facts of it arise; a given type has -1."""
    levels: dict[str, int] = {}
    changed = True
    while changed:
        changed = False
        for rule, patterns in zip(program.rules, antecedents, strict=True):
            if rule.conclusion is None:
                continue
            timed = any(pattern.type == ASOF for pattern in patterns)
            level = rule.stratum if timed else max(levels.get(pattern.type, -1) for pattern in patterns)
            concluded = str(rule.conclusion.fact["type"])
            if level > levels.get(concluded, -1):
                levels[concluded] = level
                changed = True
    return levels
