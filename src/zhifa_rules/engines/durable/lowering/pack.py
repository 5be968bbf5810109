"""Lowering all norms of packs: each under every combination of the options that are to be evaluated."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zhifa_rules.engines.account import Unsuited
from zhifa_rules.engines.durable.lowering.norm import LoweredNorm, lower_norm
from zhifa_rules.engines.durable.lowering.scope import NotLoweredError
from zhifa_rules.engines.durable.readings import alternatives, combinations, settled, settled_norms
from zhifa_rules.errors import EngineError
from zhifa_rules.norms.core import DutyIs, OnDuty
from zhifa_rules.norms.walk import parts_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from zhifa_rules.norms.core import Norm


MOST_COMBINATIONS = 32
"""Combinations of open readings under which one rule is lowered; each is a program of its own."""


@dataclass(frozen=True)
class LoweredRule:
    """A norm as programs, one per combination of options; without any where it has no form, with the reason."""

    norm: Norm
    variants: tuple[LoweredNorm, ...]
    obstacle: Unsuited | None = None

    @property
    def name(self) -> str:
        """The name by which the norm is listed."""
        return name_of(self.norm)


def name_of(norm: Norm) -> str:
    """Name a norm by pack and rule, and by its facet where a rule has several norms."""
    return f"{norm.pack}/{norm.rule}{f'/{norm.facet}' if norm.facet else ''}"


def lower_norms(norms: Iterable[Norm], options: Mapping[str, Mapping[str, tuple[str, ...]]]) -> list[LoweredRule]:
    """Lower norms; ``options`` gives, per pack and question, the options to be evaluated."""
    listed = list(norms)
    displaced = {(norm.pack, rule) for norm in listed for rule in norm.displaces}
    named: dict[tuple[str, str], list[Norm]] = defaultdict(list)
    for norm in listed:
        if not norm.facet:
            named[norm.pack, norm.rule].append(norm)
    return [
        _lowered(norm, options[norm.pack], _asked(norm, named), displaced=(norm.pack, norm.rule) in displaced)
        for norm in listed
    ]


def _asked(norm: Norm, named: Mapping[tuple[str, str], Sequence[Norm]]) -> dict[str, Norm]:
    """Give the norms whose state a norm asks for, by rule."""
    rules = {part.rule for part in parts_of(norm) if isinstance(part, DutyIs | OnDuty)}
    found = {rule: named[norm.pack, rule] for rule in rules}
    return {rule: norms[0] for rule, norms in found.items() if len(norms) == 1}


def _lowered(
    norm: Norm, options: Mapping[str, tuple[str, ...]], asked: Mapping[str, Norm], *, displaced: bool
) -> LoweredRule:
    if displaced:
        return LoweredRule(norm, (), Unsuited.DISPLACEMENT)
    variants = []
    try:
        if combinations(norm, options, tuple(asked.values())) > MOST_COMBINATIONS:
            return LoweredRule(norm, (), Unsuited.READINGS)
        for readings, plain in settled_norms(norm, options, tuple(asked.values())):
            name = name_of(norm) + "".join(f"?{question}={option}" for question, option in readings.items())
            ways = alternatives(norm, readings)
            rules = {rule: settled(other, readings) for rule, other in asked.items()}
            lowered = lower_norm(plain, name, readings, ways, rules)
            _ = lowered.programs
            variants.append(lowered)
    except NotLoweredError as error:
        return LoweredRule(norm, (), error.why)
    except EngineError:
        return LoweredRule(norm, (), Unsuited.SIZE)
    return LoweredRule(norm, tuple(variants))
