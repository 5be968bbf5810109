"""Lowering all norms of packs, each under all options that are to be evaluated."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zhifa_rules.engines.account import Unsuited
from zhifa_rules.engines.durable.lowering.norm import LoweredNorm, lower_norm
from zhifa_rules.engines.durable.lowering.scope import NotLoweredError
from zhifa_rules.errors import EngineError
from zhifa_rules.norms.core import DutyIs, OnDuty
from zhifa_rules.norms.walk import parts_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from zhifa_rules.norms.core import Norm


@dataclass(frozen=True)
class LoweredRule:
    """A norm, and what it was lowered to; where it has no form in durable-rules, the reason."""

    norm: Norm
    lowered: LoweredNorm | None
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
    """Give the norms whose state a norm asks for, and whose state those ask for, by rule."""
    found: dict[str, Norm] = {}
    ahead = [norm]
    while ahead:
        for part in parts_of(ahead.pop()):
            if isinstance(part, DutyIs | OnDuty) and part.rule not in found:
                norms = named[norm.pack, part.rule]
                if len(norms) == 1:
                    found[part.rule] = norms[0]
                    ahead.append(norms[0])
    return found


def _lowered(
    norm: Norm, options: Mapping[str, tuple[str, ...]], asked: Mapping[str, Norm], *, displaced: bool
) -> LoweredRule:
    if displaced:
        return LoweredRule(norm, None, Unsuited.DISPLACEMENT)
    try:
        lowered = lower_norm(norm, name_of(norm), options, asked)
        _ = lowered.programs
    except NotLoweredError as error:
        return LoweredRule(norm, None, error.why)
    except EngineError:
        return LoweredRule(norm, None, Unsuited.SIZE)
    return LoweredRule(norm, lowered)
