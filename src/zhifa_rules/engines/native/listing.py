"""Listing the possible duties of a norm that fans out over a list or the register, or takes the first of many."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zhifa_rules.engines.native.conditions import compile_condition
from zhifa_rules.engines.native.norms import CompiledNorm, Instance
from zhifa_rules.engines.native.values import compile_path
from zhifa_rules.engines.outcome import Outcome, Reason, Verdict
from zhifa_rules.norms.core import OnRecord, Path
from zhifa_rules.records.facts import Fact

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from zhifa_rules.engines.native.frame import Frame
    from zhifa_rules.records.dossier import Dossier

    FrameOf = Callable[[Dossier, dict[str, Any]], Frame]

_POSSIBLE = Outcome(Verdict.SATISFIED)
_IMPOSSIBLE = Outcome(Verdict.NOT_APPLICABLE, Reason.NOT_TRIGGERED)


class Listing:
    """Lists the instances of one norm."""

    def __init__(self, compiled: CompiledNorm) -> None:
        source = compiled.norm.source
        assert isinstance(source, OnRecord)
        self._compiled = compiled
        self._where = compile_condition(source.pattern.where)
        self._each_path = source.each if isinstance(source.each, Path) else None
        self._each = None if self._each_path is None else compile_path(self._each_path)
        self._once = source.once or source.once_per is not None
        self._once_per = None if source.once_per is None else compile_path(source.once_per)

    def instances(self, facts: Sequence[Fact], dossier: Dossier, frame_of: FrameOf) -> Iterator[Instance]:
        """List the possible duties to which these facts of a dossier give rise."""
        if self._once:
            yield from self._first_of(facts, dossier, frame_of)
            return
        for fact in facts:
            frame = frame_of(dossier, {"trigger": fact})
            if self._where_possible(frame):
                yield from (Instance(self._compiled, dossier, (fact,), item) for item in self._items(frame, fact))

    def _items(self, frame: Frame, fact: Fact) -> Iterator[Any]:
        """List the members of the list, or the organs of the register, for each of which a duty arises."""
        if self._each is None:
            yield from frame.host.register.organs
            return
        listed = self._each(frame)
        if not isinstance(listed, tuple):
            yield None
            return
        seen: set[str] = set()
        for number, entry in enumerate(listed):
            if not isinstance(entry, str):
                yield _element(fact, self._each_path, number, entry)
            elif entry not in seen:
                seen.add(entry)
                yield entry

    def _first_of(self, facts: Sequence[Fact], dossier: Dossier, frame_of: FrameOf) -> Iterator[Instance]:
        """Group the triggers of which only the first counts; one whose group is not known stands alone."""
        groups: dict[Any, list[Fact]] = {}
        for fact in facts:
            value = None if self._once_per is None else self._once_per(frame_of(dossier, {"trigger": fact}))
            groups.setdefault((value, None) if isinstance(value, str | None) else (None, fact.key), []).append(fact)
        for (value, _), members in groups.items():
            yield Instance(self._compiled, dossier, tuple(members), once_for=value or "")

    def _where_possible(self, frame: Frame) -> bool:
        paths = frame.world.explore(lambda: _POSSIBLE if self._where(frame) else _IMPOSSIBLE)
        return not frame.world.complete or any(path.outcome is _POSSIBLE for path in paths)


def _element(owner: Fact, path: Path | None, number: int, entry: Any) -> Fact:  # noqa: ANN401
    """Turn a member of a list, such as a task of a plan, into a fact that paths can go through."""
    name = path.steps[-1].name if path is not None else ""
    values = entry if isinstance(entry, dict) else entry.__dict__
    return Fact(f"{owner.type}:{name}", dict(values), (owner.key, name, number), owner.records)
