"""Comparing the engine and the reference over drawn histories.

``python -m tests.reference.agree --pairs N --seed S`` prints what was compared and every disagreement.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from functools import cache
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, Phase, given, seed, settings

from zhifa_rules.errors import ZhifaError
from zhifa_rules.packs import builtin_packs, load_pack
from zhifa_rules.packs.lint import Severity, lint_pack
from zhifa_rules.testing.strategies import situations

from .agreement import MOST_WORLDS, Agreement, compare

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from zhifa_rules.packs import Pack

History = list[dict[str, Any]]


@cache
def sound_pack(name: str) -> Pack | None:
    """Load a built-in pack; ``None`` if the linter finds errors in it."""
    try:
        pack = load_pack(name)
    except ZhifaError:
        return None
    return None if any(problem.severity is Severity.ERROR for problem in lint_pack(pack)) else pack


def _packs(names: Iterable[str]) -> Iterable[tuple[str, Pack]]:
    """Give the packs with these names, else all built-in ones in which the linter finds no error."""
    named = [(name, load_pack(name)) for name in names]
    yield from named
    for name in () if named else builtin_packs():
        pack = sound_pack(name)
        if pack is None:
            print(f"{name}: left out, since the linter finds errors in it")
        else:
            yield name, pack


def draw_pairs(pack: Pack, number: int, start: int, *, unknowns: bool, use: Callable[[History, date], None]) -> None:
    """Draw histories with a day to look at; with ``unknowns`` also such in which less is known."""

    @seed(start)
    @settings(
        max_examples=number,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(situations(pack, max_cases=1, mishap=unknowns))
    def draw(found: tuple[History, date]) -> None:
        use(*found)

    draw()


def agree_on(pack: Pack, records: History, day: date, limit: int = MOST_WORLDS) -> Agreement:
    """Compare over one history of plain mappings."""
    return compare(pack, [pack.catalogue.validate(record) for record in records], day, limit=limit)


def main(arguments: Iterable[str] | None = None) -> int:
    """Compare over as many histories as asked and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=100, help="histories per pack, half of them fully known")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pack", action="append", help="only this pack (again for several), also one with lint errors")
    parser.add_argument("--worlds", type=int, default=MOST_WORLDS, help="most worlds tried per duty")
    options = parser.parse_args(None if arguments is None else list(arguments))
    wrong = 0
    for name, pack in _packs(options.pack or ()):
        total, begin = Agreement(), time.perf_counter()
        for unknowns in (False, True):
            number = options.pairs // 2

            def use(records: History, day: date, pack: Pack = pack, total: Agreement = total) -> None:
                found = agree_on(pack, records, day, options.worlds)
                for text in found.disagreements:
                    print(f"  as of {day}: {text}\n    {json.dumps(records, ensure_ascii=False)}")
                total.add(found)

            draw_pairs(pack, number, options.seed, unknowns=unknowns, use=use)
        counts = ", ".join(f"{what} {n}" for what, n in sorted(total.counts.items()))
        took = time.perf_counter() - begin
        print(f"{name}: {total.pairs} histories, {total.duties} duties, {total.worlds} worlds", end=", ")
        print(f"seed {options.seed}, {took:.1f} s")
        print(f"  {counts}\n  disagreements: {len(total.disagreements)}")
        wrong += len(total.disagreements)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
