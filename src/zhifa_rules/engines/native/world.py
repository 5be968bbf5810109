"""Possible worlds: a rule is evaluated as if everything were known, once for each way the unknown can lie.

When the evaluation asks for something that is not known (is this date before that one, is this word that word), the
world *chooses* an answer and narrows what it takes the unknown to be; later questions about the same unknown get
answers consistent with it. ``explore`` repeats the evaluation until every combination of answers has been taken.
This is bounded symbolic execution; it gives strong Kleene results at least and often sharper ones, since one unknown
date used by several clocks is one date (S5). Where two unknown dates are compared with each other the answer is
taken both ways without narrowing them, which can only lead to ``undetermined``, never to a wrong verdict.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zhifa_rules.engines.native.exploring import Exploration, Interval
from zhifa_rules.engines.outcome import Cause, Variable
from zhifa_rules.records.facts import LAST_DAY, date_range
from zhifa_rules.records.known import NumberBounds, OneOf, Uncertain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_FAR = LAST_DAY - 40_000
_MOST = 10**18


class Doubt:
    """A value that is not known exactly, with the variable that stands for it."""

    __slots__ = ("value", "variable")

    def __init__(self, variable: Variable, value: Uncertain) -> None:
        self.variable = variable
        self.value = value


class DateTerm:
    """A date that depends, without ever falling as it rises, on one unknown date."""

    __slots__ = ("high", "low", "name", "shift", "variable")

    def __init__(
        self,
        variable: Variable,
        low: int,
        high: int,
        shift: Callable[[int], int] | None = None,
        name: tuple[Any, ...] = (),
    ) -> None:
        self.variable = variable
        self.low = low
        self.high = high
        self.shift = shift
        self.name = name

    def at(self, day: int) -> int:
        """Give the date if the unknown date were ``day``; what never happens stays never."""
        if self.shift is None:
            return day
        return LAST_DAY if day >= _FAR else self.shift(day)

    def then(self, shift: Callable[[int], int], name: tuple[Any, ...]) -> DateTerm:
        """Give the date that lies a monotone step further."""
        earlier = self.at
        return DateTerm(self.variable, self.low, self.high, lambda day: shift(earlier(day)), (*self.name, *name))


Day = int | DateTerm


def date_term(doubt: Doubt) -> DateTerm:
    """Turn a date that is not known exactly into a term."""
    low, high = date_range(doubt.value)
    return DateTerm(doubt.variable, low, high)


class World(Exploration):
    """Answers questions about the unknown, consistently within one evaluation."""

    # --- dates ---

    def le(self, one: Day, other: Day) -> bool:
        """Tell whether one date is not after the other."""
        if isinstance(one, int):
            return one <= other if isinstance(other, int) else not self._at_most(other, one - 1)
        if isinstance(other, int):
            return self._at_most(one, other)
        return self._terms_le(one, other)

    def lt(self, one: Day, other: Day) -> bool:
        """Tell whether one date is before the other."""
        return not self.le(other, one)

    def _interval(self, term: DateTerm) -> Interval:
        narrowed = self._intervals.get(term.variable.key)
        if narrowed is None:
            return term.low, term.high
        self.doubts += 1
        return narrowed

    def _at_most(self, term: DateTerm, limit: int) -> bool:
        low, high = self._interval(term)
        if term.at(high) <= limit:
            return True
        if term.at(low) > limit:
            return False
        below, above = low, high  # at(below) <= limit < at(above)
        while above - below > 1:
            middle = (below + above) // 2
            below, above = (middle, above) if term.at(middle) <= limit else (below, middle)
        if self._choose(2, term.variable.key, term.variable) == 0:
            self._intervals[term.variable.key] = (low, below)
            return True
        self._intervals[term.variable.key] = (above, high)
        return False

    def _terms_le(self, one: DateTerm, other: DateTerm) -> bool:
        (low, high), (other_low, other_high) = self._interval(one), self._interval(other)
        if one.at(high) <= other.at(other_low):
            return True
        if one.at(low) > other.at(other_high):
            return False
        if one.variable.key == other.variable.key:
            if one.name == other.name or (not one.name and all(w[0] == "after" for w in other.name)):
                return True
            if not other.name and low == high:
                return one.at(low) <= other.at(low)
        key = ("le", one.variable.key, one.name, other.variable.key, other.name)
        return self.test(key, one.variable, other.variable)

    def bounds(self, day: Day) -> Interval:
        """Give the first and last day that a date can be, as far as this world has settled."""
        if isinstance(day, int):
            return day, day
        low, high = self._interval(day)
        return day.at(low), day.at(high)

    # --- other values ---

    def doubt_is(self, doubt: Doubt, value: object) -> bool:
        """Tell whether an unknown value is a given one."""
        key = doubt.variable.key
        if isinstance(doubt.value, NumberBounds) and isinstance(value, int):
            return self.at_least(doubt, value) and not self.at_least(doubt, value + 1)
        narrowed = self._values.get(key)
        self.doubts += narrowed is not None
        known, closed = narrowed or _initial(doubt)
        if (value in known) != closed:
            return False  # ruled out: not among the alternatives, or excluded before
        if closed and len(known) == 1:
            return True
        if self._choose(2, key, doubt.variable) == 0:
            self._values[key] = frozenset([value]), True
            return True
        self._values[key] = (known - {value}, True) if closed else (known | {value}, False)
        return False

    def at_least(self, doubt: Doubt, limit: int) -> bool:
        """Tell whether an unknown number is at least ``limit``."""
        key = doubt.variable.key
        narrowed = self._intervals.get(key)
        self.doubts += narrowed is not None
        low, high = narrowed or number_range(doubt.value)
        if low >= limit:
            return True
        if high < limit:
            return False
        if self._choose(2, key, doubt.variable) == 0:
            self._intervals[key] = limit, high
            return True
        self._intervals[key] = low, limit - 1
        return False

    def has_any(self, doubt: Doubt, words: Iterable[Any]) -> bool:
        """Tell whether an unknown list contains at least one of some words."""
        key = ("contains", doubt.variable.key)
        narrowed = self._lists.get(key)
        self.doubts += narrowed is not None
        excluded, some_of = narrowed or (frozenset(), ())
        possible = frozenset(words) - excluded
        if not possible:
            return False
        if any(some - excluded <= possible for some in some_of):
            return True
        if self._choose(2, key, doubt.variable) == 0:
            self._lists[key] = excluded, (*some_of, possible)
            return True
        self._lists[key] = excluded | possible, some_of
        return False

    def test(self, key: tuple[Any, ...], *variables: Variable) -> bool:
        """Take a question that only the missing facts can answer, the same way throughout this world."""
        self.doubts += 1
        if key not in self._tests:
            self._tests[key] = self._choose(2, key, *variables) == 0
        return self._tests[key]

    def reading(self, question: str, options: tuple[str, ...]) -> str:
        """Take one of the options of an open question, the same throughout this world."""
        if len(options) == 1:
            return options[0]
        self.doubts += 1
        if question not in self._readings:
            key = ("reading", question)
            variable = Variable(key, Cause.READING, field=question)
            self._readings[question] = options[self._choose(len(options), key, variable)]
        return self._readings[question]

    def taken(self, question: str) -> str | None:
        """Give the option of an open question that this world has taken already."""
        option = self._readings.get(question)
        self.doubts += option is not None
        return option


def _initial(doubt: Doubt) -> tuple[frozenset[Any], bool]:
    """What an unknown value can be: a closed set of alternatives, or anything but the values excluded so far."""
    if isinstance(doubt.value, OneOf):
        return frozenset(doubt.value.values), True
    return frozenset(), False


def number_range(value: Uncertain) -> Interval:
    """Give the least and the greatest number that an unknown one can be."""
    if isinstance(value, NumberBounds):
        low = -_MOST if value.at_least is None else value.at_least
        return low, _MOST if value.at_most is None else value.at_most
    if isinstance(value, OneOf):
        return min(value.values), max(value.values)
    return -_MOST, _MOST
