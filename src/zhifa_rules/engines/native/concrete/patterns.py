"""Compiling patterns into finders of the acts that match by the date of the scene."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from zhifa_rules.engines.native.concrete.conditions import compile_condition, known_order
from zhifa_rules.engines.native.concrete.dates import agreed, compile_date, live
from zhifa_rules.engines.native.concrete.scene import Unsettled
from zhifa_rules.engines.native.concrete.values import compile_path
from zhifa_rules.norms.core import Choice
from zhifa_rules.norms.patterns import index_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from zhifa_rules.engines.native.concrete.dates import Options
    from zhifa_rules.engines.native.concrete.scene import Scene
    from zhifa_rules.norms.core import Pattern, PatternChoice
    from zhifa_rules.records.dossier import Dossier
    from zhifa_rules.records.facts import Fact

    Finder = Callable[[Scene], list[tuple[Fact, int]]]


def has_happened(scene: Scene, fact: Fact, day: int) -> bool:
    """Tell whether what counts on a day had happened by the date of the scene, and before the act examined (S3)."""
    examined = scene.examined
    if examined is None or day != scene.as_of or fact is examined:
        return day <= scene.as_of
    return known_order(fact, examined)


def compile_pattern(pattern: PatternChoice, options: Options) -> Finder:
    """Compile a pattern into a finder of the acts that match, each with the day that counts."""
    if isinstance(pattern, Choice):
        return agreed([compile_pattern(option, options) for option in live(pattern, options)])
    return _finder(pattern, options)


def compile_any(patterns: Sequence[PatternChoice], options: Options) -> Finder:
    """Compile several patterns into one finder of the acts that match any, each once for each day that counts."""
    finders = [compile_pattern(pattern, options) for pattern in patterns]
    if len(finders) == 1:
        return finders[0]

    def find(scene: Scene) -> list[tuple[Fact, int]]:
        found = {(act.key, day): (act, day) for finder in reversed(finders) for act, day in reversed(finder(scene))}
        return list(reversed(found.values()))

    return find


def _finder(pattern: Pattern, options: Options) -> Finder:
    where, day_of = compile_condition(pattern.where, options), compile_date(pattern.date, options)
    types = pattern.types

    def find(scene: Scene, searched: Dossier) -> list[tuple[Fact, int]]:
        found: list[tuple[Fact, int]] = []
        roots = scene.roots
        outer = roots.get("act")
        for type_ in types:
            for fact in searched.facts(type_):
                roots["act"] = fact
                if not where(scene):
                    continue
                day = day_of(scene)
                if fact.values.get("on").__class__ is not date:
                    raise Unsettled  # it may be no fact yet
                if day is not None and has_happened(scene, fact, day):
                    found.append((fact, day))
        roots["act"] = outer
        return found

    if pattern.of is None:
        return lambda scene: find(scene, scene.dossier)
    whose, index = compile_path(pattern.of), index_of(pattern.of) or "organ"
    return lambda scene: find(scene, scene.records_of(index, whose(scene)))
