"""Conditions on the state of another duty."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhifa_rules.engines.outcome import Reason
from zhifa_rules.records.facts import Fact
from zhifa_rules.records.known import ABSENT, UNKNOWN

from .days import day_of
from .duty import evaluate, states_of
from .instances import instances_in

if TYPE_CHECKING:
    from zhifa_rules.norms.core import DutyIs, Path

    from .instances import Instance
    from .scene import Scene


def duty_is(condition: DutyIs, scene: Scene) -> bool:
    """Tell whether some duty under another rule, in the same subject, is in one of the states at a date."""
    day = None if condition.at is None else day_of(condition.at, scene)
    at = scene.as_of if day is None else min(day, scene.as_of)  # how it will stand later nobody knows
    examined = scene.roots.get("trigger") if condition.at is not None else scene.examined
    setting = scene.world.setting
    for norm in setting.norms:
        if (norm.pack, norm.rule, norm.facet) != (scene.norm.pack, condition.rule, ""):
            continue
        for instance in instances_in(norm, scene.dossier, setting, scene.roots.get("period")):
            if condition.trigger is not None and not _is_of(condition.trigger, instance, scene):
                continue
            result = evaluate(instance, scene.world, at, examined)
            if result.reason is Reason.NOT_TRIGGERED:
                continue
            wanted = ((condition.bearer, result.bearer), (condition.counterpart, result.counterpart))
            if any(path is not None and scene.value(path) != found for path, found in wanted):
                continue
            if states_of(result, condition.part) & condition.states:
                return True
    return False


def _is_of(path: Path, instance: Instance, scene: Scene) -> bool:
    """Tell whether an instance arose from the document that a path leads to; which one that is may not be known."""
    document, holder = _document(path, scene), scene.roots.get(path.root)
    if document is None and isinstance(holder, Fact) and holder.values.get(path.steps[0].name, UNKNOWN) is not ABSENT:
        return scene.world.maybe(("names", holder.key, path.steps[0].name, instance.triggers[0].key))
    return document in instance.triggers


def _document(path: Path, scene: Scene) -> Fact | None:
    found = scene.roots.get(path.root)
    if not path.steps or not isinstance(found, Fact):
        return found if isinstance(found, Fact) else None
    return found.links.get(path.steps[0].name)
