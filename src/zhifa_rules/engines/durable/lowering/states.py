"""The states that a duty reaches, as formulas: what other rules hang on, by forward chaining."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhifa_rules.engines.account import Unsuited
from zhifa_rules.engines.durable.formulas import Formula, Holds, contrary, every, some
from zhifa_rules.engines.durable.lowering.achieve import LoweredAchieve, LoweredPart
from zhifa_rules.engines.durable.lowering.hold import LoweredHold
from zhifa_rules.engines.durable.lowering.scope import NotLoweredError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zhifa_rules.engines.durable.lowering.norm import LoweredNorm

_BREACHED = frozenset({"breached"})


def reached(lowered: LoweredNorm, part: str | None, states: Iterable[str]) -> Formula:
    """Give the formula that a duty, or one part of it, is in one of some states."""
    applies = every(Holds(lowered.triggered), *(contrary(Holds(guard.refuses)) for guard in lowered.guards))
    body = lowered.body
    if isinstance(body, LoweredHold) and part is None and frozenset(states) == _BREACHED:
        return every(applies, contrary(every(*(Holds(one) for _, one in body.conditions))))
    if not isinstance(body, LoweredAchieve) or body.any_of:
        raise NotLoweredError(Unsuited.DUTY_STATE)
    found = _of_part(body, part) if part is not None or len(body.parts) == 1 else _together(body)
    if not found.keys() >= set(states):
        raise NotLoweredError(Unsuited.DUTY_STATE)
    return every(applies, some(*(found[state] for state in states)))


def part_of(lowered: LoweredNorm, part: str | None) -> LoweredPart:
    """Give the part on whose due date another duty hangs."""
    body = lowered.body
    parts = [one for one in body.parts if part in (None, one.id)] if isinstance(body, LoweredAchieve) else []
    if len(parts) != 1:
        raise NotLoweredError(Unsuited.CHAINED)
    return parts[0]


def _of_part(body: LoweredAchieve, part: str | None) -> dict[str, Formula]:
    return _states(next(one for one in body.parts if part in (None, one.id)))


def _states(part: LoweredPart) -> dict[str, Formula]:
    """Give each state of a part; where no date is set it is overdue once it is foreclosed."""
    dated = some(*(Holds(guard) for guard, ref in part.due if ref is not None))
    undated = some(*(Holds(guard) for guard, ref in part.due if ref is None))
    done, ended = Holds(part.done), Holds(part.ended)
    running = every(dated, contrary(ended), contrary(Holds(part.stopped)))
    closed = every(undated, Holds(part.closed), contrary(Holds(part.before_closing)))
    late = some(every(running, contrary(Holds(part.in_time)), done), every(closed, done))
    overdue = some(every(running, contrary(done), Holds(part.overdue)), every(closed, contrary(done)))
    return {"overdue": overdue, "cured_late": late, "breached": some(overdue, late)}


def _together(body: LoweredAchieve) -> dict[str, Formula]:
    """Give the breach of several parts together: some part is late or missing."""
    found = [_states(part) for part in body.parts]
    return {"breached": some(*(states["breached"] for states in found))}
