"""Which kind of value each field holds: the engine joins 1 to "1" and true to "true" (G9), and misorders text (G11)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhifa_rules.engines.durable.patterns import EXISTS, MISSING, ORDERINGS, Own, Pattern, Place, Test
from zhifa_rules.engines.durable.program import ASOF, Copied

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from zhifa_rules.engines.durable.program import Conclusion

Kind = type
Spot = tuple[str, str]
"""A field of a type of facts."""

WORDS: Mapping[Kind, str] = {str: "text", int: "an integer", bool: "a truth value"}


class Kinds:
    """Fields that are compared with each other share one group, and a group holds values of one kind."""

    def __init__(self) -> None:
        self._parents: dict[Spot, Spot] = {}
        self._kinds: dict[Spot, Kind] = {}
        self._declare((ASOF, "day"), int)
        self._declare((ASOF, "stratum"), int)

    def group(self, spot: Spot) -> Spot:
        """Give the field that stands for all fields compared with this one."""
        path = []
        while (parent := self._parents.setdefault(spot, spot)) != spot:
            path.append(spot)
            spot = parent
        for passed in path:
            self._parents[passed] = spot
        return spot

    def kind(self, spot: Spot) -> Kind | None:
        """Give the kind that the rules ask of a field, if they do."""
        return self._kinds.get(self.group(spot))

    def read_patterns(self, patterns: Iterable[Pattern], place: Place) -> None:
        """Take over what the tests and joins of a rule say about kinds."""
        types = {}
        for pattern in patterns:
            types[pattern.alias] = pattern.type
            for term in pattern.terms:
                spot = (pattern.type, term.field)
                if isinstance(term, Test):
                    if term.operator not in (EXISTS, MISSING):
                        self._compare(spot, type(term.value), term.operator, place)
                    continue
                source = pattern.type if isinstance(term, Own) else types[term.alias]
                self._unite(spot, (source, term.other), place)
                if term.plus or term.operator in ORDERINGS:
                    self._compare(spot, int, term.operator, place)

    def read_conclusion(self, conclusion: Conclusion, types: Mapping[str, str], place: Place) -> None:
        """Take over what a conclusion says about kinds; ``types`` gives the type of each alias."""
        concluded = str(conclusion.fact["type"])
        for field, value in conclusion.fact.items():
            if field == "type":
                continue
            if isinstance(value, Copied):
                self._unite((concluded, field), (types[value.alias], value.field), place)
            else:
                self._require((concluded, field), type(value), place)

    def _compare(self, spot: Spot, kind: Kind, operator: str, place: Place) -> None:
        if operator in ORDERINGS and kind is not int:
            raise place.refuse("only integers have an order here; write dates as day numbers", value=spot[1])
        self._require(spot, kind, place)

    def _require(self, spot: Spot, kind: Kind, place: Place) -> None:
        have = self.kind(spot)
        if have is not None and have is not kind:
            raise place.refuse(f"{spot[0]}.{spot[1]} is compared with {WORDS[have]} and with {WORDS[kind]}")
        self._declare(spot, kind)

    def _declare(self, spot: Spot, kind: Kind) -> None:
        self._kinds[self.group(spot)] = kind

    def _unite(self, one: Spot, other: Spot, place: Place) -> None:
        first, second = self.group(one), self.group(other)
        if first == second:
            return
        kind = self._kinds.get(first)
        if kind is not None:
            self._require(second, kind, place)
        self._parents[first] = second
