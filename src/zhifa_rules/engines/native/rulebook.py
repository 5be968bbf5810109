"""The rules of the packs at hand, compiled once and sorted by what they arise from."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from zhifa_rules.engines.native.dates import end_or_never
from zhifa_rules.engines.native.norms import CompiledNorm
from zhifa_rules.engines.native.reach import fields_read
from zhifa_rules.engines.native.straight.duties import arising
from zhifa_rules.norms.core import Norm, OnDuty, OnRecord

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from zhifa_rules.calendar import Bounds, Calendar, Period
    from zhifa_rules.engines.native.concrete.scene import Found
    from zhifa_rules.engines.native.straight.stage import Stage
    from zhifa_rules.records.entries import Entry
    from zhifa_rules.records.shapes import RecordType

    Options = Mapping[str, Mapping[str, tuple[str, ...]]]
    Evaluation = Callable[[Stage, Entry], Found | None]


OFTEN = 200  # a norm evaluated more often is worth writing out as a function


@dataclass(frozen=True, slots=True)
class Programme:
    """How to evaluate norms: by listing their possible duties, or ``written_out`` as functions.

    Those come with the norm on whose duties they hang, if they do, each type of record that can be the trigger, and
    what evaluates the duty of such a one.
    ``rare`` were not evaluated often yet when this was laid down.
    """

    listed: Sequence[CompiledNorm]
    written_out: Sequence[tuple[CompiledNorm, CompiledNorm | None, str, Evaluation]]
    rare: Sequence[CompiledNorm]


class Rulebook:
    """Compiled norms; ``options`` gives, for each open question of each pack, the options to be evaluated."""

    def __init__(
        self, norms: Iterable[Norm], calendar: Calendar, options: Options, types: Mapping[str, RecordType]
    ) -> None:
        self.calendar = calendar
        self.options = options
        self.types = types
        self.by_rule: dict[tuple[str, str], list[CompiledNorm]] = defaultdict(list)
        self.on_roster: list[CompiledNorm] = []
        self._on_record: dict[str, list[CompiledNorm]] = defaultdict(list)
        self._on_duty: list[CompiledNorm] = []
        self._place: dict[CompiledNorm, int] = {}
        self._programmes: dict[tuple[str, ...], Programme] = {}
        self._writes = OFTEN < 0
        self._ends: dict[tuple[int, Period, bool, bool], Bounds] = {}
        self._compile([CompiledNorm(norm, options.get(norm.pack, {})) for norm in norms])

    def _compile(self, compiled: Sequence[CompiledNorm]) -> None:
        for one in compiled:
            if not one.norm.facet:
                self.by_rule[one.norm.pack, one.norm.rule].append(one)
        for one in compiled:
            for general in one.norm.displaces:
                for displaced in self.by_rule[one.norm.pack, general]:
                    displaced.specials.append(one)
        for number, one in enumerate(compiled):
            self._place[one] = number
            if not one.norm.displaces:  # a special norm is evaluated in the place of the general rule
                self._dispatch(one)

    def _dispatch(self, one: CompiledNorm) -> None:
        source = one.norm.source
        if isinstance(source, OnRecord):
            for type_ in one.types:
                self._on_record[type_].append(one)
        elif isinstance(source, OnDuty):
            self._on_duty.append(one)
            for base in self.by_rule[one.norm.pack, source.rule]:
                base.is_base = True
        else:
            self.on_roster.append(one)

    def programme(self, types: Iterable[str]) -> Programme:
        """Tell how to evaluate the norms that can arise in a subject with facts of these types."""
        key = tuple(types)
        found = self._programmes.get(key)
        if found is None or any(one.times > OFTEN for one in found.rare):
            found = self._programmes[key] = self._programme(self._arising_from(key))
        return found

    @property
    def read(self) -> frozenset[str] | None:
        """The names of all fields that norms written out can read; ``None`` as long as there are none."""
        return self._fields if self._writes else None

    @cached_property
    def _fields(self) -> frozenset[str]:
        return fields_read(one.norm for one in self._place)

    def _arising_from(self, types: Iterable[str]) -> Sequence[CompiledNorm]:
        on_record = {one for type_ in types for one in self._on_record.get(type_, ())}
        return (*sorted(on_record, key=self._place.__getitem__), *self._on_duty)

    def _programme(self, norms: Iterable[CompiledNorm]) -> Programme:
        listed: list[CompiledNorm] = []
        written_out: list[tuple[CompiledNorm, CompiledNorm | None, str, Evaluation]] = []
        for one in norms:
            if one.times <= OFTEN or not self._is_written_out(one):
                listed.append(one)
            elif isinstance(one.norm.source, OnDuty):
                written_out += [(one, b, type_, arising(one, b)) for b in self._bases(one) for type_ in b.types]
            else:
                written_out += [(one, None, type_, arising(one, None)) for type_ in one.types]
        self._writes = self._writes or bool(written_out)
        return Programme(listed, written_out, [one for one in listed if one.times <= OFTEN])

    def _is_written_out(self, one: CompiledNorm) -> bool:
        """Tell whether a norm, and those on whose duties it hangs, can be evaluated as functions."""
        return one.straight is not None and all(base.types and base.straight is not None for base in self._bases(one))

    def _bases(self, one: CompiledNorm) -> Sequence[CompiledNorm]:
        source = one.norm.source
        return self.by_rule[one.norm.pack, source.rule] if isinstance(source, OnDuty) else ()

    def end_of(self, start: int, period: Period, rolls: bool, include_start: bool) -> Bounds:
        """Give the end of a period after a known day; few different ones occur, so they are kept."""
        key = (start, period, rolls, include_start)
        bounds = self._ends.get(key)
        if bounds is None:
            bounds = end_or_never(start, period, self.calendar, rolls=rolls, include_start=include_start)
            self._ends[key] = bounds
        return bounds
