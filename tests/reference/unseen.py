"""What may have happened although it is not on file where it is looked for (S5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhifa_rules.norms.core import AllOf, Compare, Condition, OnRoster, Part, Path, PatternChoice, Relation
from zhifa_rules.records.facts import FIRST_DAY
from zhifa_rules.records.shapes import Kind

from .acts import pattern_in
from .scene import DAY

if TYPE_CHECKING:
    from .scene import Scene

_YEAR = 366


def is_logged(acts: PatternChoice, organ: str | None, first: int, last: int, scene: Scene) -> bool:
    """Tell whether the log of all types of a pattern is declared complete for an organ and period."""
    register = scene.world.setting.register
    return all(register.log_state(organ or "", t, first, last) is True for t in pattern_in(acts, scene).types)


def is_open(acts: PatternChoice, organ: str | None, first: int, last: int, scene: Scene) -> bool:
    """Tell whether the log of some type of a pattern is declared to be incomplete."""
    register = scene.world.setting.register
    return any(register.log_state(organ or "", t, first, last) is False for t in pattern_in(acts, scene).types)


def log_may_lack(part: Part, scene: Scene) -> bool:
    """Tell whether in this world an act in time is missing from a log that is declared open."""
    bearer, first = scene.roots.get("bearer"), scene.roots[DAY]
    opened = any(is_open(way, bearer, first, scene.as_of, scene) for way in (part.acts, *part.also_by))
    return opened and scene.world.maybe(("log", scene.norm.rule, (part.acts, *part.also_by)))


def may_be_unseen(part: Part, scene: Scene, due: int | None, *, on_file: bool) -> bool:
    """Tell whether in this world a part that seems breached was performed in time by an act that is not on file here.

    ``on_file`` tells that a late one is.
    """
    bearer, first = scene.roots.get("bearer"), scene.roots[DAY]
    ways = (part.acts, *part.also_by)
    if isinstance(scene.norm.source, OnRoster):
        if due is None:
            return False
        since = first - (_YEAR if part.may_precede else 0)
        logged = all(is_logged(way, bearer, since, due, scene) for way in ways)
        return not logged and scene.world.maybe(("log", scene.norm.rule, ways))  # of other acts, it is another question
    return not on_file and any(stands_elsewhere(way, scene) for way in ways)


def prior_may_be_unseen(acts: PatternChoice, until: int | None, scene: Scene) -> bool:
    """Tell whether in this world an act, the want of which would be a breach, is done but not on file here."""
    last = scene.as_of if until is None else until
    if is_open(acts, scene.roots.get("bearer"), FIRST_DAY, last, scene) and scene.world.maybe(("log", acts)):
        return True
    return stands_elsewhere(acts, scene)


def stands_elsewhere(acts: PatternChoice, scene: Scene) -> bool:
    """Tell whether in this world the act stands in a matter of which the trigger does not say that it is its own."""
    pattern = pattern_in(acts, scene)
    if scene.dossier.key[0] not in ("document", "record") or pattern.of is not None or names_trigger(pattern.where):
        return False
    return scene.world.maybe(("elsewhere", scene.roots["trigger"].key))


def names_trigger(where: Condition) -> bool:
    """Tell whether an act must name the document of the trigger; then it stands in the same subject."""
    if isinstance(where, AllOf):
        return any(names_trigger(one) for one in where.conditions)
    if not isinstance(where, Compare) or where.relation is not Relation.EQUAL or not isinstance(where.operand, Path):
        return False
    own = where.path.root == "act" and len(where.path.steps) == 1 and where.path.steps[0].kind is Kind.DOCUMENT
    return own and where.operand.root == "trigger"
