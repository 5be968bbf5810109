"""Choosing options of open questions, and telling which are to be evaluated (S11)."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from zhifa_rules.errors import Problem, UsageError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from zhifa_rules.packs.pack import Pack
    from zhifa_rules.packs.readings import Question


def chosen_readings(packs: Collection[Pack], readings: Mapping[str, str]) -> dict[str, str]:
    """Resolve chosen options to full question names; raises ``UsageError`` for unknown or ambiguous names."""
    chosen: dict[str, str] = {}
    problems: list[Problem] = []
    for name, option in readings.items():
        found = [q for pack in packs for q in pack.questions.values() if name in (q.id, q.name)]
        if len(found) == 1 and any(option == o.name for o in found[0].options):
            chosen[found[0].id] = option
        else:
            problems.append(_problem(name, option, found, packs))
    if problems:
        raise UsageError(problems)
    return chosen


def _problem(name: str, option: str, found: list[Question], packs: Iterable[Pack]) -> Problem:
    if len(found) > 1:
        cure = f"Write one of: {', '.join(q.id for q in found)}"
        return Problem("several packs have this open question", cure, field="readings", value=name)
    if not found:
        known = sorted(q.id for pack in packs for q in pack.questions.values())
        near = difflib.get_close_matches(name, [*known, *(k.partition("/")[2] for k in known)], n=1)
        cure = f"Did you mean {near[0]}?" if near else f"Open questions here: {', '.join(known) or 'none'}"
        return Problem("there is no such open question", cure, field="readings", value=name)
    cure = f"Options of {name}: {', '.join(o.name for o in found[0].options)}"
    return Problem(f"{name} has no such option", cure, field="readings", value=option)


def active_options(
    packs: Iterable[Pack], chosen: Mapping[str, str], *, minority: bool = False
) -> dict[str, dict[str, tuple[str, ...]]]:
    """Give, per pack and question, the options to evaluate: the chosen one, else all live ones (or really all)."""
    return {
        pack.id: {name: _active(question, chosen, minority) for name, question in pack.questions.items()}
        for pack in packs
    }


def _active(question: Question, chosen: Mapping[str, str], minority: bool) -> tuple[str, ...]:
    if question.id in chosen:
        return (chosen[question.id],)
    return tuple(option.name for option in question.options) if minority else question.live
