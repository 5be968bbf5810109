"""Which values are tried for an attribute that is not known: all on which something could turn, and one besides."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from zhifa_rules.calendar import Period, Unit, end_of_period
from zhifa_rules.errors import CalendarError
from zhifa_rules.norms.core import (
    After,
    Compare,
    Constant,
    DayOfYear,
    FixedDate,
    Members,
    Norm,
    Path,
    StatedLimit,
    Tally,
)
from zhifa_rules.records.facts import FIRST_DAY, LAST_DAY, date_range
from zhifa_rules.records.known import ABSENT, DateBounds, NumberBounds, OneOf
from zhifa_rules.records.shapes import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from zhifa_rules.calendar import Calendar

OTHER = "\x00other"
_FAR = 400
_NARROW = 12


def parts_of(value: object) -> Iterable[object]:
    """Give every node of a norm."""
    if isinstance(value, tuple):
        for member in value:
            yield from parts_of(member)
    elif hasattr(value, "__dataclass_fields__"):
        yield value
        for name in value.__dataclass_fields__:
            yield from parts_of(getattr(value, name))


class Mentions:
    """What the norms of a pack mention: periods, days, words and numbers by the name of the field compared."""

    def __init__(self, norms: Sequence[Norm]) -> None:
        self.periods: set[tuple[Period, bool]] = set()
        self.days: set[int] = set()
        self.dates_of_year: set[tuple[int, int]] = set()
        self.words: dict[str, set[Constant]] = {}
        self.numbers: set[int] = {0, 1}
        for node in (node for norm in norms for node in parts_of(norm)):
            self._note(node)
        for norm in norms:
            governance = norm.governance
            self.words.setdefault("division", set()).update(governance.divisions)
            self.days |= {governance.first_day, governance.first_day_latest, governance.last_possible_day + 1}

    def _note(self, node: object) -> None:
        match node:
            case After(period=period):
                self.periods |= {(period, False), (period, True)}
            case FixedDate(day=day):
                self.days.add(day)
            case DayOfYear(month=month, day=day):
                self.dates_of_year.add((month, day))
            case StatedLimit():
                self.numbers.add(30)
            case Compare(path=Path(steps=(*_, last)), operand=operand) if not isinstance(operand, Path):
                found = operand if isinstance(operand, tuple) else (operand,)
                self.words.setdefault(last.name, set()).update(found)
                self.numbers |= {n for n in found if type(n) is int}
            case Members(at_least=least, at_most=most):
                self.numbers |= {n for n in (least, most) if n is not None}
            case Tally(component_path=Path(steps=(*_, last)), components=components, at_least=least):
                self.words.setdefault(last.name, set()).update(components)
                self.numbers.add(least)


def is_wide(value: object, low: int, high: int) -> bool:
    """Tell whether a date can lie on more days than are all tried."""
    own_low, own_high = date_range(value)
    return not isinstance(value, OneOf) and min(high, own_high) - max(low, own_low) > _NARROW


def days_within(value: object, low: int, high: int, turning: Sequence[int] = ()) -> list[int]:
    """Give the days tried for a date: all of a few, else its ends and the days on which something turns."""
    own_low, own_high = date_range(value)
    low, high = max(low, own_low), min(high, own_high)
    if isinstance(value, OneOf):
        return [day.toordinal() for day in value.values if low <= day.toordinal() <= high]
    if high - low <= _NARROW:
        return list(range(low, high + 1))
    inner = turning[bisect_right(turning, low) : bisect_left(turning, high)]
    return [low, *inner, high]


def turning_days(near: Iterable[int], mentions: Mentions, calendar: Calendar) -> list[int]:
    """Give every day on which something can turn, and the days beside it, in order."""
    turning = {*near, *mentions.days}
    turning |= {
        date(y, m, d).toordinal()
        for t in list(turning)
        if FIRST_DAY < t < LAST_DAY
        for y in (date.fromordinal(t).year,)
        for m, d in mentions.dates_of_year | {(1, 1), (12, 31)}
    }
    ends = set(turning)
    for period, rolls in mentions.periods:
        for day in turning:
            if FIRST_DAY + _FAR * 9 < day < LAST_DAY - _FAR * 9:
                ends |= _around(day, period, rolls, calendar)
    return sorted({day + step for day in ends for step in (-1, 0, 1)})


@cache
def _around(day: int, period: Period, rolls: bool, calendar: Calendar) -> set[int]:
    """Give the end of the period after a day, and the days after which it ends on or about that day."""
    try:
        end = end_of_period(day, period, calendar, rolls=rolls).earliest
    except CalendarError:
        return set()
    back = day - (end - day)
    if not rolls and period.unit is Unit.DAYS:
        return {end, back}
    # A period never ends earlier for beginning later, so that the last beginning in time is found by halving.
    before = range(back - 15, day + 1)
    number = bisect_right(before, day, key=lambda d: end_of_period(d, period, calendar, rolls=rolls).earliest)
    return {end, before[number - 1] if number else back}


def numbers_tried(value: object, near: Iterable[int], mentions: Mentions) -> list[Any]:
    """Give the numbers tried: thresholds and their neighbours, within the bounds."""
    if isinstance(value, OneOf):
        return list(value.values)
    bounds = value if isinstance(value, NumberBounds) else NumberBounds()
    least = 0 if bounds.at_least is None else bounds.at_least
    most = 10**6 if bounds.at_most is None else bounds.at_most
    tried = {n + step for n in (*mentions.numbers, *near) for step in (-1, 0, 1)} | {least, most}
    found: list[Any] = sorted(n for n in tried if least <= n <= most)
    return found if isinstance(value, NumberBounds) else [*found, ABSENT]


def words_tried(value: object, kind: Kind, mentioned: Iterable[Any]) -> list[Any]:
    """Give the words tried: those mentioned and one other; a flag is true or false; the unknown may be none."""
    if isinstance(value, OneOf):
        return list(value.values)
    if kind is Kind.FLAG:
        return [True, False]
    return [*sorted({str(word) for word in mentioned}), OTHER, ABSENT]


def lists_tried(mentioned: Iterable[Any]) -> list[tuple[Any, ...]]:
    """Give the lists tried of an unknown list: empty, each word alone, all, all but one, something else."""
    words = tuple(sorted({str(word) for word in mentioned}))
    singles = [(word,) for word in words]
    lacking = [tuple(w for w in words if w != word) for word in words] if len(words) > 2 else []
    return list(dict.fromkeys([(), *singles, *lacking, words, (OTHER,)]))


def is_bounded(value: object) -> bool:
    """Tell whether something is known of an unknown value."""
    return isinstance(value, DateBounds | NumberBounds | OneOf)
