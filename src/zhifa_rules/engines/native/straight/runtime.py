"""What the functions written out call by name."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from zhifa_rules.engines.native.bodies.achieve import CURED_LATE, FORECLOSED, OVERDUE, PENDING, PERFORMED
from zhifa_rules.engines.native.concrete.achieve import BREACHES, combined, of_one
from zhifa_rules.engines.native.concrete.conditions import may_be_missing
from zhifa_rules.engines.native.concrete.norm import since_when
from zhifa_rules.engines.native.concrete.scene import Found, Unsettled
from zhifa_rules.engines.native.conditions import order_of_attributes
from zhifa_rules.engines.outcome import Reason, Verdict
from zhifa_rules.records.entries import NO_LINKS
from zhifa_rules.records.known import ABSENT, OPEN

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zhifa_rules.calendar import Period
    from zhifa_rules.engines.native.straight.stage import Stage
    from zhifa_rules.records.entries import Entry


def known_order(act: Entry, other: Entry) -> bool:
    """Tell whether an act came before another of its day, where the records say so."""
    said = said_order(act, other)
    if said is None:
        raise Unsettled
    return said


def said_order(act: Entry, other: Entry) -> bool | None:
    """Tell the same; ``None`` where they do not."""
    return order_of_attributes(act[2], other[2])


def found(result: Found, bearer: str | None, counterpart: str | None) -> Found:
    """Complete what was found by the parties."""
    result.bearer, result.counterpart = bearer, counterpart
    return result


def day_or_none(value: Any) -> Any:  # noqa: ANN401
    """Give the day that a clock or a period holds as a number; ``None`` for no day."""
    return None if value is ABSENT else value


def principals_of(organs: Any, principals: Mapping[str, str]) -> Any:  # noqa: ANN401
    """Give the principals of several organs; what is known to be none stays that."""
    if organs.__class__ in OPEN:
        raise Unsettled
    return tuple([principals.get(organ, organ) for organ in organs]) if organs.__class__ is tuple else organs


def earliest(*days: int | None) -> int | None:
    """Give the earliest of the days that there are."""
    return min((day for day in days if day is not None), default=None)


def same_acts(one: Sequence[tuple[Entry, int]], other: Sequence[tuple[Entry, int]]) -> bool:
    """Tell whether two options of an open question let the same acts count, on the same days."""
    return [(id(act), day) for act, day in one] == [(id(act), day) for act, day in other]


def ordinal(value: Any) -> int:  # noqa: ANN401
    """Give a date as an ordinal; days of clocks and periods are ordinals already."""
    day: int = value.toordinal() if isinstance(value, date) else value
    return day


def exact_end(stage: Stage, start: int, period: Period, rolls: bool, include_start: bool) -> int:
    """Give the end of a period where the calendar is published."""
    bounds = stage.surroundings.end_of(start, period, rolls, include_start)
    if not bounds.exact:
        raise Unsettled
    return bounds.earliest


SURROUNDINGS: Mapping[str, Any] = {
    "ABSENT": ABSENT,
    "AVAILABLE": Reason.AVAILABLE,
    "BREACHES": BREACHES,
    "CURED_LATE": CURED_LATE,
    "EXCEPTION": Reason.EXCEPTION,
    "ADDRESSEE": Reason.ADDRESSEE,
    "FORECLOSED": FORECLOSED,
    "Found": Found,
    "LAPSED": Reason.LAPSED,
    "NOT_APPLICABLE": Verdict.NOT_APPLICABLE,
    "NOT_IN_FORCE": Reason.NOT_IN_FORCE,
    "NOT_FOUND": (None, ("find",), NO_LINKS, NO_LINKS, True),
    "ONCE": (None,),
    "OPEN": OPEN,
    "OVERDUE": OVERDUE,
    "PENDING": PENDING,
    "PENDING_DUTY": Verdict.PENDING,
    "PERFORMED": PERFORMED,
    "SATISFIED": Verdict.SATISFIED,
    "STILL_OPEN": Reason.OPEN,
    "TERRITORY": Reason.TERRITORY,
    "USED": Reason.USED,
    "USED_LATE": Reason.USED_LATE,
    "Unsettled": Unsettled,
    "VIOLATED": Verdict.VIOLATED,
    "WINDOW_CLOSED": Reason.WINDOW_CLOSED,
    "combined": combined,
    "date": date,
    "day_or_none": day_or_none,
    "earliest": earliest,
    "exact_end": exact_end,
    "found": found,
    "known_order": known_order,
    "may_be_missing": may_be_missing,
    "of_one": of_one,
    "ordinal": ordinal,
    "principals_of": principals_of,
    "said_order": said_order,
    "same_acts": same_acts,
    "since_when": since_when,
}
