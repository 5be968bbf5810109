"""What is asked of durable-rules and what it answers: rules, subjects and firings, as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Value = str | int | bool
DurableFact = Mapping[str, Value]
"""A flat record. It carries ``type``; ``sid`` and ``id`` are added by the driver."""

ASOF = "$asof"
"""The type of the fact that opens a stratum: ``{"type": "$asof", "day": AS_OF, "stratum": N}``."""


@dataclass(frozen=True, slots=True)
class Copied:
    """A value that a conclusion takes over from the fact bound to ``alias``."""

    alias: str
    field: str


@dataclass(frozen=True, slots=True)
class Conclusion:
    """The fact that a firing asserts. Equal conclusions of one subject are asserted once."""

    fact: Mapping[str, Value | Copied]


@dataclass(frozen=True, slots=True)
class DurableRule:
    """A rule in durable-rules' own JSON, ``{"all": [{ALIAS: CONDITION}, ...]}``, without ``run``.

    One fact fills one pattern only, and what a rule binds does not count against its absence pattern.

    A rule with an ``$asof`` pattern fires in its ``stratum``, over all facts and all conclusions of earlier strata. A
    rule without one fires as soon as its facts are there, whatever the stratum, and names stratum 0.
    """

    name: str
    antecedent: Mapping[str, Any]
    stratum: int = 0
    conclusion: Conclusion | None = None


@dataclass(frozen=True, slots=True)
class Program:
    """The rules that run together over one subject at a time."""

    name: str
    rules: tuple[DurableRule, ...]


@dataclass(frozen=True, slots=True)
class Subject:
    """The facts of one matter; ``key`` names it in messages."""

    key: str
    facts: tuple[DurableFact, ...]


@dataclass(frozen=True, slots=True)
class Firing:
    """One match of a rule: for each alias the fact as it was asserted."""

    rule: str
    bound: Mapping[str, DurableFact]
