"""Writing out searches: loops over the acts of a subject that match a pattern by the date of the scene."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhifa_rules.engines.native.concrete.scene import Unsupported
from zhifa_rules.engines.native.straight.conditions import write_guard
from zhifa_rules.engines.native.straight.dates import only, write_date, write_day
from zhifa_rules.engines.native.straight.writer import Root
from zhifa_rules.norms.core import Choice

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from zhifa_rules.engines.native.straight.writer import Passage
    from zhifa_rules.norms.core import Pattern, PatternChoice


def write_acts(place: Passage, patterns: Iterable[PatternChoice], done: str | None = None) -> Iterator[tuple[str, str]]:
    """Write a loop for each type of act; gives the variables of the act and its day while its body is written.

    ``done`` is a variable that tells, once it is true, that no further loop is needed.
    """
    lines, first = place.lines, True
    for pattern in (_plain(place, pattern) for pattern in patterns):
        for type_ in pattern.types:
            header = f"for {(act := lines.fresh('act'))} in acts_of({type_!r}, ()):"
            if done is None or first:
                with lines.block(header):
                    yield act, _matching(place, pattern, act)
            else:
                with lines.block(f"if not {done}:"), lines.block(header):
                    yield act, _matching(place, pattern, act)
            first = False


def _plain(place: Passage, pattern: PatternChoice) -> Pattern:
    while isinstance(pattern, Choice):
        pattern = only(place, pattern)
    if pattern.of is not None:  # the acts of an organ, person or case may change while those of the subject do not
        raise Unsupported
    return pattern


def _matching(place: Passage, pattern: Pattern, act: str) -> str:
    """Write the tests that an act must pass; gives the variable of the day that counts."""
    lines, attributes = place.lines, place.lines.fresh("values")
    inner = place.rooted(act=Root(act, attributes))
    lines.add(f"{attributes} = {act}.values")
    write_guard(inner, pattern.where, "continue")
    day, own = write_date(inner, pattern.date), write_day(inner, act)
    lines.add(f"if {day} > as_of: continue" if day == own else f"if {day} is None or {day} > as_of: continue")
    with lines.block(f"if examined is not None and {day} == as_of and {act} is not examined:"):
        lines.add(f"if not known_order({act}, examined): continue")
    return day


def missing_acts(place: Passage, types: tuple[str, ...], *, linked: str | bool, looked_through: bool) -> str:
    """Give the expression that tells whether acts that are not on file here may have happened all the same (S5)."""
    return (
        f"may_be_missing(scene, {place.lines.constant(types)}, (bearer, counterpart), "
        f"linked={linked}, looked_through={looked_through})"
    )
