"""Which acts match a pattern, and on which day each of them counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhifa_rules.norms.core import Always, Choice, Pattern, PatternChoice

from .conditions import holds
from .days import day_of
from .setting import REGISTER, facts_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zhifa_rules.records.dossier import Dossier
    from zhifa_rules.records.facts import Fact

    from .scene import Scene

_OWNERS = ("case", "person")
_BARE = Always(value=True)


def pattern_in(choice: PatternChoice, scene: Scene) -> Pattern:
    """Give the pattern that counts under the readings of this world."""
    while isinstance(choice, Choice):
        choice = scene.option(choice)
    return choice


def acts_matching(choice: PatternChoice, scene: Scene, *, proof: bool = False) -> list[tuple[Fact, int]]:
    """Give the acts that had happened by the day of the scene and match, each with the day that counts, by day.

    Those of one day come in the order of the file: by what they say of their own day, time and number.

    ``proof`` tells that finding none may be held against somebody: then an act of which nobody knows where it belongs
    may belong here.
    """
    pattern = pattern_in(choice, scene)
    found: list[tuple[Fact, int]] = []
    for act in _among(pattern, scene, proof=proof):
        day = matched_on(act, pattern, scene)
        if day is not None and _belongs(act, pattern, scene):
            found.append((act, day))
    return sorted(found, key=lambda pair: (pair[1], pair[0].order))


def _among(pattern: Pattern, scene: Scene, *, proof: bool) -> Iterable[Fact]:
    setting = scene.world.setting
    dossier: Dossier | None = scene.dossier
    if pattern.of is not None:
        owner = scene.value(pattern.of)
        last = pattern.of.steps[-1] if pattern.of.steps else None
        index = "case" if last and last.name == "case" else _kind_of(pattern, scene)
        dossier = setting.naming(index, owner) if isinstance(owner, str) else None
    own = [] if dossier is None else [fact for fact in facts_of(dossier) if fact.type in pattern.types]
    yield from own
    if proof and pattern.of is None and dossier is not None and dossier.key[0] in ("matter", "case", "document"):
        yield from (fact for fact in setting.strays if fact.type in pattern.types and fact not in own)


def _kind_of(pattern: Pattern, scene: Scene) -> str:
    assert pattern.of is not None
    if not pattern.of.steps:
        return "person" if pattern.of.root == "person" else "organ"
    return "person" if pattern.of.steps[-1].kind.value == "person" else "organ"


def _belongs(act: Fact, pattern: Pattern, scene: Scene) -> bool:
    """Tell whether an act belongs to the subject; of one that names no matter, case or document it is not known."""
    setting = scene.world.setting
    home = setting.dossier_of.get(act.key)
    if pattern.of is not None or home is None or home.key[0] != "record" or home.key == scene.dossier.key:
        return True
    if scene.dossier.key[0] not in ("matter", "case", "document"):
        return True
    by = act.values.get("by")
    if isinstance(by, str) and setting.principal(by) not in (scene.roots.get("bearer"), scene.roots.get("counterpart")):
        return False  # only the acts of those concerned, and of nobody knows whom, may be the missing one
    return scene.world.maybe(("stray", act.key, scene.dossier.key))


def matched_on(act: Fact, pattern: Pattern, scene: Scene, root: str = "act") -> int | None:
    """Give the day on which an act that matches counts; ``None`` if it does not match or had not happened."""
    inner = scene.having(**{root: act})
    world = scene.world
    if act.type not in REGISTER and world.day(act, "on") > scene.as_of:
        return None
    if pattern.where != _BARE and not holds(pattern.where, inner):
        return None
    day = day_of(pattern.date, inner)
    if day is None or day > scene.as_of:
        return None
    examined = scene.examined
    if day == scene.as_of and examined is not None and act.key != examined.key and not world.comes_first(act, examined):
        return None
    return day
