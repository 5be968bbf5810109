"""Mutating a pack: every number, unit, condition, exception and citation is changed once, and a case should notice.

A mutant that no case of its rule notices has survived: either a case is missing or the change makes no difference in
law. Rules are changed after they were read, so that mutants do not depend on how the YAML is written.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from zhifa_rules.norms.core import DutyIs, OnDuty
from zhifa_rules.norms.walk import parts_of
from zhifa_rules.testing.case_files import read_cases
from zhifa_rules.testing.cases import run_case
from zhifa_rules.testing.variants import variants

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from zhifa_rules.norms.core import Norm
    from zhifa_rules.packs import Pack, Rule
    from zhifa_rules.testing.case_files import Case


@dataclass(frozen=True, slots=True)
class Mutant:
    """A rule with one thing changed; ``change`` says what.

    ``shared`` is what was changed where several rules have it in common: whom they bind, or validity and territory.
    """

    rule: str
    change: str
    pack: Pack
    shared: object = None


@dataclass(frozen=True, slots=True)
class Tested:
    """A mutant and the case that noticed the change; ``None`` if it survived."""

    mutant: Mutant
    noticed_by: str | None


def mutants(pack: Pack, rules: Iterable[str] | None = None) -> Iterator[Mutant]:
    """Give every mutant of the rules named, or of all; each pack holds only what the rule needs."""
    for name in pack.rules if rules is None else rules:
        needed = _needed(pack, name)
        rule = needed[name]
        for number, norm in enumerate(rule.norms):
            for change, changed in variants(norm):
                norms = (*rule.norms[:number], changed, *rule.norms[number + 1 :])
                changed_pack = replace(pack, rules={**needed, name: replace(rule, norms=norms)})
                yield Mutant(name, change, changed_pack, _shared(norm, changed))


def run_mutants(pack: Pack, rules: Sequence[str] | None = None) -> Iterator[Tested]:
    """Run the cases of each mutant's rule until one notices the change."""
    cases = read_cases(pack)
    by_rule = {name: [case for case in cases if name in case.rules] for name in pack.rules}
    for mutant in mutants(pack, rules):
        yield Tested(mutant, _noticed(mutant, by_rule[mutant.rule]))


def survivors(tested: Iterable[Tested]) -> list[Mutant]:
    """Give the changes that nobody noticed; one in what rules share is noticed if the cases of any of them do."""
    results = list(tested)
    seen = {(t.mutant.change, t.mutant.shared) for t in results if t.noticed_by is not None}
    return [
        t.mutant
        for t in results
        if t.noticed_by is None and (t.mutant.shared is None or (t.mutant.change, t.mutant.shared) not in seen)
    ]


def _shared(norm: Norm, changed: Norm) -> object:
    if changed.addressee != norm.addressee:
        return norm.addressee
    return norm.governance if changed.governance != norm.governance else None


def _noticed(mutant: Mutant, cases: Iterable[Case]) -> str | None:
    # What a special rule finds stands under the general rule that it displaces.
    names = {mutant.rule, *(name for norm in mutant.pack.rules[mutant.rule].norms for name in norm.displaces)}
    for case in cases:
        own = replace(
            case,
            expect=tuple(e for e in case.expect if e.rule in names),
            must_not=tuple(e for e in case.must_not if e.rule in names),
        )
        if (own.expect or own.must_not) and not run_case(mutant.pack, own).passed:
            return case.id
    return None


def _needed(pack: Pack, name: str) -> dict[str, Rule]:
    """Give the rule with those that it refers to, displaces or is displaced by, however far."""
    found: dict[str, Rule] = {}
    waiting = [name]
    while waiting:
        current = waiting.pop()
        if current in found or current not in pack.rules:
            continue
        found[current] = pack.rules[current]
        waiting += [other for norm in pack.rules[current].norms for other in _linked(norm)]
        waiting += [rule.id for rule in pack.rules.values() if any(current in n.displaces for n in rule.norms)]
    return {rule: pack.rules[rule] for rule in pack.rules if rule in found}


def _linked(norm: Norm) -> Iterator[str]:
    yield from norm.displaces
    if isinstance(norm.source, OnDuty):
        yield norm.source.rule
    yield from (part.rule for part in parts_of(norm) if isinstance(part, DutyIs))
