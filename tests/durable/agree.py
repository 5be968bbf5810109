"""Comparing the native engine and durable-rules over drawn histories: of the packs' own cases, and of drawn packs.

``python -m tests.durable.agree --pairs N --seed S`` prints what was compared and every disagreement; ``--drawn M``
adds M packs of invented rules with N histories each.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.reference.agree import draw_pairs, sound_pack
from tests.reference.drawn.histories import drawn_history
from tests.reference.drawn.packs import drawn_pack
from zhifa_rules.calendar import Calendar
from zhifa_rules.engines.agreement import compare
from zhifa_rules.engines.durable.engine import DurableEngine, Runner
from zhifa_rules.engines.native.engine import NativeEngine
from zhifa_rules.packs import builtin_packs
from zhifa_rules.packs.choices import active_options, chosen_readings
from zhifa_rules.records.history import History

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from zhifa_rules.engines.outcome import Duty
    from zhifa_rules.packs import Pack
    from zhifa_rules.records import EventRecord

    Situation = tuple[Sequence[EventRecord], date]

RULES = 12
"""Rules of a drawn pack; few, so that many packs are tried."""

AT_ONCE = 200
"""Histories that are examined in one run of each program."""


@dataclass
class Total:
    """What was compared over many histories."""

    pairs: int = 0
    compared: int = 0
    left: Counter[str] = field(default_factory=Counter)
    verdicts: Counter[str] = field(default_factory=Counter)
    disagreements: list[str] = field(default_factory=list)

    def add(self, other: Total) -> None:
        """Add what was compared over further histories."""
        self.pairs += other.pairs
        self.compared += other.compared
        self.left.update(other.left)
        self.verdicts.update(other.verdicts)
        self.disagreements += other.disagreements


class Agreeing:
    """Both engines for one pack under one choice of readings."""

    def __init__(self, pack: Pack, readings: Mapping[str, str] | None = None, runner: Runner | None = None) -> None:
        self._pack = pack
        self._calendar = Calendar.builtin()
        self._options = active_options([pack], chosen_readings([pack], readings or {}))
        self._runner = runner
        self.durable = DurableEngine(pack.norms, self._calendar, self._options)

    def compare(self, situations: Iterable[Situation]) -> Total:
        """Compare over histories, each as of its day."""
        listed = list(situations)
        total = Total(len(listed))
        days = [day.toordinal() for _, day in listed]
        ours = [self._history(records) for records, _ in listed]
        examinations = self.durable.examine_all(zip(ours, days, strict=True), self._runner)
        for (records, day), examination in zip(listed, examinations, strict=True):
            found = compare(self._native(records, day.toordinal()), examination, self.durable)
            total.compared += found.compared
            total.left.update({doubt.value: 0 for _, doubt in found.left})
            for (_, doubt), count in found.left.items():
                total.left[doubt.value] += count
            total.verdicts.update(duty.verdict.value for duty in examination.duties)
            told = [{**r.model_dump(mode="json", exclude_unset=True), "type": r.type} for r in records]
            text = json.dumps(told, ensure_ascii=False, default=str)
            total.disagreements += [f"as of {day}: {one}\n    {text}" for one in found.differences]
        return total

    def _history(self, records: Sequence[EventRecord]) -> History:
        history = History(self._pack.catalogue)
        for record in records:
            history.add(record)
        return history

    def _native(self, records: Sequence[EventRecord], as_of: int) -> Sequence[Duty]:
        history = History(self._pack.catalogue)
        engine = NativeEngine(self._pack.norms, history, self._calendar, self._options)
        for record in records:
            history.add(record)
        return engine.duties(as_of)


def drawn(pack: Pack, number: int, start: int) -> list[Situation]:
    """Draw histories, half of them fully known, half of them known in part."""
    found: list[Situation] = []

    def use(records: list[dict[str, Any]], day: date) -> None:
        found.append(([pack.catalogue.validate(record) for record in records], day))

    for unknowns in (False, True):
        draw_pairs(pack, max(number // 2, 1), start, unknowns=unknowns, use=use)
    return found


def invented(seed: object, number: int) -> tuple[Pack, list[Situation]]:
    """Draw a pack of invented rules, and histories for it; less is known of every other one."""
    pack = drawn_pack(seed, rules=RULES)
    found = [drawn_history(pack, f"{seed}.{n}", unknowns=n % 2 == 1) for n in range(number)]
    return pack.pack, [([pack.pack.catalogue.validate(r) for r in one.records], one.day) for one in found]


def main(arguments: Iterable[str] | None = None) -> int:
    """Compare over as many histories as asked and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=100, help="histories per pack, half of them fully known")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pack", action="append", help="only this pack (again for several)")
    parser.add_argument("--drawn", type=int, default=0, help="packs of invented rules besides")
    options = parser.parse_args(None if arguments is None else list(arguments))
    wrong = 0
    for name in options.pack or builtin_packs():
        pack = sound_pack(name)
        if pack is None:
            print(f"{name}: left out, since the linter finds errors in it")
            continue
        situations = drawn(pack, options.pairs, options.seed)
        wrong += _tried(f"{name}, seed {options.seed}", [(pack, situations)])
    if options.drawn:
        seeds = [f"durable {options.seed}.{number}" for number in range(options.drawn)]
        wrong += _tried(
            f"{options.drawn} drawn packs, seed {options.seed}", (invented(s, options.pairs) for s in seeds)
        )
    return 1 if wrong else 0


def _tried(name: str, packs: Iterable[tuple[Pack, Sequence[Situation]]]) -> int:
    """Compare over the histories of packs, print what was found, and give the number of disagreements."""
    begin, total = time.perf_counter(), Total()
    rules, lowered = 0, 0
    for pack, situations in packs:
        engines = Agreeing(pack)
        rules += len(engines.durable.rules)
        lowered += sum(1 for rule in engines.durable.rules if rule.variants)
        for start in range(0, len(situations), AT_ONCE):
            total.add(engines.compare(situations[start : start + AT_ONCE]))
    print(f"{name}: {total.pairs} histories, {time.perf_counter() - begin:.1f} s; {lowered} of {rules} norms lowered")
    print(f"  compared {total.compared} duties: {_counts(total.verdicts)}")
    print(f"  not examined {total.left.total()}: {_counts(total.left)}")
    print(f"  disagreements: {len(total.disagreements)}")
    for text in total.disagreements:
        print(f"  {text}")
    return len(total.disagreements)


def _counts(counted: Counter[str]) -> str:
    return ", ".join(f"{what} {count}" for what, count in sorted(counted.items()))


if __name__ == "__main__":
    sys.exit(main())
