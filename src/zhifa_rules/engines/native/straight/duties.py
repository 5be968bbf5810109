"""How other duties stand, for functions of rules that hang on them or ask for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhifa_rules.engines.native.concrete.norm import has_reached, is_between
from zhifa_rules.engines.native.concrete.scene import Unsettled
from zhifa_rules.records.known import ABSENT, Absent

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from zhifa_rules.engines.native.concrete.scene import Found
    from zhifa_rules.engines.native.norms import CompiledNorm
    from zhifa_rules.engines.native.straight.stage import Stage
    from zhifa_rules.records.entries import Entry


def arising(norm: CompiledNorm, base: CompiledNorm | None) -> Callable[[Stage, Entry], Found | None]:
    """Give what evaluates the duty that arises from a trigger, or hangs on the one that does, as a function."""
    assert norm.straight is not None
    now = norm.straight.now
    if base is not None:

        def hanging(stage: Stage, trigger: Entry) -> Found | None:
            stands = standing(stage, base, trigger)
            return None if stands is None else now(stage, trigger, base=stands)

        return hanging
    return (lambda stage, trigger: standing(stage, norm, trigger)) if norm.is_base else now


def standing(stage: Stage, norm: CompiledNorm, trigger: Entry) -> Found | None:
    """Tell how the duty of a trigger stands as of the day of the scene, on which others hang."""
    key = (norm, trigger[1])
    known = stage.stood
    if key not in known:
        assert norm.straight is not None
        known[key] = norm.straight.now(stage, trigger, True)
    return known[key]


def named(entry: Entry, field: str) -> Entry | Absent:
    """Give the document that a field of an entry names."""
    document = entry[3].get(field)
    if document is not None:
        return document
    if entry[2].get(field) is not ABSENT:
        raise Unsettled
    nothing: Absent = ABSENT
    return nothing


def duty_stands(
    stage: Stage,
    asked: tuple[str, str, str | None, frozenset[str]],
    at: int,
    document: Entry | Absent | None,
    *,
    examined: Entry | None,
    parties: Sequence[object],
) -> bool:
    """Tell whether some instance of another rule is in one of the states at a date.

    ``document`` is the trigger of the instances that are meant (``None`` if any is, ``ABSENT`` if there is none),
    ``examined`` the act at whose date it is asked.
    """
    pack, rule, part, states = asked
    for one in stage.surroundings.norms_of(pack, rule):
        written = one.asked_for(part).straight
        if written is None or not one.types:
            raise Unsettled
        evaluate = written.then
        for type_ in one.types:
            for trigger in stage.entries_of(type_, ()):
                if document is not None and document is not trigger:
                    continue
                standing = evaluate(stage, trigger, at, examined)
                if standing is None or not has_reached(standing, part, states):
                    continue
                if is_between(standing, parties, stage.principals):
                    return True
    return False
