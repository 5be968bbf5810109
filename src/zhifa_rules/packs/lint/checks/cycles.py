"""Rules that refer to each other in a circle, so that none of them could be evaluated first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhifa_rules.packs.lint.problem import LintProblem, error
from zhifa_rules.packs.lint.walk import displaced

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zhifa_rules.errors import Location
    from zhifa_rules.packs.lint.source import LintSource

ID = "cycle"
FINDS = "rules that refer to each other in a circle, by the state of a duty or by displacing"

Edges = dict[str, dict[str, "Location"]]


def check(source: LintSource) -> Iterator[LintProblem]:
    """Follow the references from every rule; each circle is reported once."""
    edges = _edges(source)
    done: set[str] = set()
    for start in edges:
        circle = _circle(edges, start, done)
        done.add(start)
        if circle:
            place = edges[circle[0]][circle[1]]
            cure = "Remove one of the references, or state its condition by records"
            yield error(ID, place, "rules refer to each other in a circle", cure, " → ".join(circle))


def _edges(source: LintSource) -> Edges:
    """Give what each rule needs: the rules it names, and those that displace it."""
    rules = source.pack.rules
    edges: Edges = {name: {} for name in rules}
    for rule in rules.values():
        for name, place in rule.references:
            if name in rules:
                edges[rule.id].setdefault(name, place)
        for name, place in displaced(source, rule):
            if name in rules:
                edges[name].setdefault(rule.id, place)
    return edges


def _circle(edges: Edges, start: str, done: set[str]) -> list[str] | None:
    """Find the shortest way from a rule back to itself that avoids the rules already looked at."""
    ways = [[start]]
    seen: set[str] = set()
    for way in ways:
        for name in edges[way[-1]]:
            if name == start:
                return [*way, start]
            if name not in seen and name not in done:
                seen.add(name)
                ways.append([*way, name])
    return None
