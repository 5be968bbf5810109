"""Writing out searches: loops over the acts of a subject that match a pattern by the date of the scene."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhifa_rules.engines.native.concrete.dates import live
from zhifa_rules.engines.native.straight.conditions import write_guard
from zhifa_rules.engines.native.straight.dates import write_date, write_day
from zhifa_rules.engines.native.straight.paths import write_value
from zhifa_rules.engines.native.straight.writer import Root
from zhifa_rules.norms.core import Choice
from zhifa_rules.norms.patterns import index_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from zhifa_rules.engines.native.straight.writer import Passage
    from zhifa_rules.norms.core import Path, Pattern, PatternChoice


def write_acts(place: Passage, patterns: Iterable[PatternChoice]) -> Iterator[tuple[str, str]]:
    """Write a loop for each type of act; gives the variables of the act and its day while its body is written.

    The body must look at every act: one that is not known may matter although another one was found.
    """
    for pattern in patterns:
        options = _options(place, pattern)
        if len(options) == 1:
            yield from _loops(place, options[0])
            continue
        lists = [_list(place, option) for option in options]
        for other in lists[1:]:
            place.lines.add(f"if not same_acts({other}, {lists[0]}): raise Unsettled")
        act, day = place.lines.fresh("act"), place.lines.fresh("day")
        with place.lines.block(f"for {act}, {day} in {lists[0]}:"):
            yield act, day


def _options(place: Passage, pattern: PatternChoice) -> list[Pattern]:
    """Give the patterns that the readings at hand take."""
    if isinstance(pattern, Choice):
        return [plain for option in live(pattern, place.options) for plain in _options(place, option)]
    return [pattern]


def _list(place: Passage, pattern: Pattern) -> str:
    """Write what lists the acts that one option of an open question lets count."""
    acts = place.lines.fresh("acts")
    place.lines.add(f"{acts} = []")
    for act, day in _loops(place, pattern):
        place.lines.add(f"{acts}.append(({act}, {day}))")
    return acts


def _loops(place: Passage, pattern: Pattern) -> Iterator[tuple[str, str]]:
    searched = "entries_of" if pattern.of is None else _looked_through(place, pattern.of)
    for type_ in pattern.types:
        act = place.lines.fresh("act")
        with place.lines.block(f"for {act} in {searched}({type_!r}, ()):"):
            yield act, _matching(place, pattern, act)


def _looked_through(place: Passage, path: Path) -> str:
    """Write what looks up all records that name an organ, a person or a case."""
    whose, searched = write_value(place, path), place.lines.fresh("searched")
    index = index_of(path) or "organ"
    place.lines.add(f"{searched} = stage.records_of({index!r}, {whose}).get")
    return searched


def _matching(place: Passage, pattern: Pattern, act: str) -> str:
    """Write the tests that an act must pass; gives the variable of the day that counts."""
    lines, attributes = place.lines, place.lines.fresh("values")
    inner = place.rooted(act=Root(act, attributes))
    lines.add(f"{attributes} = {act}[2]")
    write_guard(inner, pattern.where, "continue")
    day, own = write_date(inner, pattern.date), write_day(inner, act)
    if day != own:
        lines.add(f"if {day} is None or {day} > as_of: continue")
    elif place.past:  # else what is not yet a fact is no entry
        lines.add(f"if {day} > as_of: continue")
    if place.past:
        with lines.block(f"if {day} == as_of and {act} is not examined and examined is not None:"):
            lines.add(f"if not known_order({act}, examined): continue")
    return day


def missing_acts(place: Passage, types: tuple[str, ...], *, linked: str | bool, looked_through: bool) -> str:
    """Give the expression that tells whether acts that are not on file here may have happened all the same (S5)."""
    return (
        f"may_be_missing(stage, {place.lines.constant(types)}, (bearer, counterpart), "
        f"linked={linked}, looked_through={looked_through})"
    )
