"""Making a disagreement over a drawn pack as small as it gets: fewer rules, records, fields and conditions.

``python -m tests.reference.shrink drawn 1.19.10 r18`` prints the rule and the history that are left.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
from dataclasses import dataclass
from datetime import date  # noqa: TC003  (the type of a field)
from typing import TYPE_CHECKING, Any

import yaml

from zhifa_rules.errors import ZhifaError

from .agreement import compare
from .drawn.histories import drawn_history
from .drawn.packs import drawn_pack, pack_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

Data = Any
_PAIR = re.compile(r"engine (\w+) .*reference (\w+)")
_KEPT = frozenset({"id", "form", "summary", "cites", "type", "bearer", "counterpart"})


@dataclass
class Case:
    """A pack as data, a history and a day."""

    header: dict[str, Any]
    rules: dict[str, dict[str, Any]]
    records: list[dict[str, Any]]
    day: date


def signs(case: Case, worlds: int) -> dict[str, str]:
    """Give what disagrees by its kind; a pack or history that is refused disagrees in nothing."""
    try:
        pack = pack_of(case.header, case.rules, lint=any("displaces" in rule for rule in case.rules.values()))
        records = [pack.catalogue.validate(record) for record in case.records]
        found = compare(pack, records, case.day, limit=worlds)
    except ZhifaError:
        return {}
    return {sign_of(text): text for text in found.disagreements}


def sign_of(text: str) -> str:
    """Name the kind of a disagreement, and the rule where it names one."""
    rule = text[2:5] if text.startswith("('r") else ""
    if "fails:" in text:
        return f"{rule} {text.partition('fails: ')[2]}"
    pair = _PAIR.search(text)
    if pair:
        return f"{rule} {pair[1]}/{pair[2]}"
    for word in ("no such duty", "only the engine", "one fingerprint", "missing is", "owed is", "due is", "bearer is"):
        if word in text:
            return f"{rule} {word}"
    return f"{rule} {text}"


def smallest(case: Case, sign: str, worlds: int, seconds: float) -> Case:
    """Take away whatever can go, one thing after the other, until nothing more can or the time is over."""
    end = time.monotonic() + seconds

    def still(other: Case) -> bool:
        return time.monotonic() < end and sign in signs(other, worlds)

    changed = True
    while changed:
        changed = False
        for smaller in (_only_one_rule, _fewer_rules, _fewer_records, _less_in_records, _less_in_rules):
            found = _reduced(case, smaller, still)
            changed = changed or found is not case
            case = found
    return case


def _reduced(case: Case, smaller: Callable[[Case], Iterable[Case]], still: Callable[[Case], bool]) -> Case:
    again = True
    while again:
        again = False
        for other in smaller(case):
            if still(other):
                case, again = other, True
                break
    return case


def _only_one_rule(case: Case) -> Iterator[Case]:
    for name in case.rules if len(case.rules) > 3 else ():
        yield Case(case.header, {name: case.rules[name]}, case.records, case.day)


def _fewer_rules(case: Case) -> Iterator[Case]:
    names = list(case.rules)
    half = len(names) // 2
    for group in ([names[half:], names[:half]] if half > 1 else []) + [[name] for name in names]:
        rest = {name: rule for name, rule in case.rules.items() if name not in group}
        if rest:
            yield Case(case.header, rest, case.records, case.day)


def _fewer_records(case: Case) -> Iterator[Case]:
    for n in range(len(case.records)):
        yield Case(case.header, case.rules, case.records[:n] + case.records[n + 1 :], case.day)


def _less_in_records(case: Case) -> Iterator[Case]:
    for n, record in enumerate(case.records):
        for key in record:
            if key not in _KEPT:
                less = {k: v for k, v in record.items() if k != key}
                yield Case(case.header, case.rules, [*case.records[:n], less, *case.records[n + 1 :]], case.day)


def _less_in_rules(case: Case) -> Iterator[Case]:
    for name, rule in case.rules.items():
        for less in _less(rule):
            yield Case(case.header, {**case.rules, name: less}, case.records, case.day)


def _less(data: Data) -> Iterator[Data]:
    """Give the data with one part left out, or with a choice replaced by one of its options."""
    if isinstance(data, dict):
        if isinstance(data.get("any_of"), list):
            yield from ({**{k: v for k, v in data.items() if k != "any_of"}, **one} for one in data["any_of"])
        if "reading" in data:
            yield from (value for key, value in data.items() if key != "reading")
        for key in data:
            if key not in _KEPT:
                yield {k: v for k, v in data.items() if k != key}
                yield from ({**data, key: inner} for inner in _less(data[key]))
    elif isinstance(data, list):
        for n in range(len(data)):
            if len(data) > 1:
                yield data[:n] + data[n + 1 :]
            yield from ([*data[:n], inner, *data[n + 1 :]] for inner in _less(data[n]))


def main(arguments: list[str] | None = None) -> int:
    """Print the smallest case of a disagreement."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", help="the name of the history, such as 1.19.10")
    parser.add_argument("rule", nargs="?", default="", help="the rule that disagrees")
    parser.add_argument("--seconds", type=float, default=60, help="time for making it smaller")
    parser.add_argument("--worlds", type=int, default=60)
    options = parser.parse_args(arguments)
    pack_name, _, number = options.name.rpartition(".")
    drawn = drawn_pack(pack_name)
    history = drawn_history(drawn, options.name, unknowns=int(number) % 2 == 1)
    case = Case(drawn.header, drawn.rules, history.records, history.day)
    fitting = [sign for sign in signs(case, options.worlds) if sign.startswith(options.rule)]
    for sign in fitting[:1]:
        found = smallest(case, sign, options.worlds, options.seconds)
        print(f"# {options.name} {sign}\n# {signs(found, options.worlds)[sign]}")
        print(yaml.safe_dump(list(found.rules.values()), allow_unicode=True, sort_keys=False, width=150))
        for record in found.records:
            print(json.dumps(record, ensure_ascii=False))
        validity = [(i["id"], i["validity"], i["territory"]) for i in found.header["instruments"]]
        print(f"as of {found.day}; {validity}")
        print(
            {name: {o: v["status"] for o, v in q["options"].items()} for name, q in found.header["questions"].items()}
        )
    return 0 if fitting else 1


if __name__ == "__main__":
    sys.exit(main())
