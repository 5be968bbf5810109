"""A jurisdiction woven from the example cases of a pack: a roster of organs that stays, and matters that come and go.

Cases from everywhere in the pack stand once each, under organs of their own, until the roster is full; then the acts
of their matters and enforcement cases recur week after week in new matters, with other documents, under the same
organs. What belongs to no matter (registers, yearly plans, head counts) does not recur. One declaration closes the log
for everything, as one export would. Cases about what cannot be decided are left out: in a jurisdiction they are the
exception.
"""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from zhifa_rules.packs import load_pack
from zhifa_rules.session import common_catalogue
from zhifa_rules.testing.case_files import read_cases
from zhifa_rules.testing.weaving import set_apart, shifted

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from zhifa_rules.packs import Pack
    from zhifa_rules.records import Catalogue, EventRecord
    from zhifa_rules.testing.case_files import Case
    from zhifa_rules.testing.spots import Record

_WEEK = 7
_WEEKS = 26
_SCOPE = "log_scope_declared"
_SHARE_OF_LOOKS = 0.9


def jurisdictions(packs: Sequence[str], events: int, organs: int) -> tuple[list[Record], date]:
    """Give about so many records, in equal shares for each of the packs, and the day to report on.

    ``organs`` is about how many organs the roster of each pack has.
    """
    records: list[Record] = [_whole_log()]
    looks = []
    for name in packs:
        pack = load_pack(name)
        cases = _chosen(pack, organs)
        days = sorted(case.as_of for case in cases)
        looks.append(days[int(_SHARE_OF_LOOKS * len(days))])
        records += _woven(cases, common_catalogue([pack]), name, events // len(packs))
    return records, max(looks)


def _chosen(pack: Pack, organs: int) -> Sequence[Case]:
    """Take cases from everywhere in the pack, which together have so many organs."""
    decided = [case for case in read_cases(pack) if case.kind != "undetermined" and not case.readings and case.records]
    registered = [sum(record.type == "organ_registered" for record, _ in case.records) for case in decided]
    return decided[:: max(sum(registered) // organs, 1)]


def _whole_log() -> Record:
    covers = {"organs": ["all"], "types": ["all"], "covers_from": "2015-01-01", "covers_to": "2035-12-31"}
    return {"id": "whole-log", "type": _SCOPE, **covers}


def _woven(cases: Sequence[Case], catalogue: Catalogue, pack: str, events: int) -> list[Record]:
    records: list[Record] = []
    recurring: list[list[Record]] = []
    for number, case in enumerate(cases):
        plain = [_plain(record) for record, _ in case.records if record.type != _SCOPE]
        own = set_apart(plain, catalogue, f"-{pack}{number}")
        records += own
        recurring.append([record for record in own if "matter" in record or "case" in record])
    for week in count(1):
        for acts in recurring:
            if len(records) >= events:
                return records
            apart = set_apart(acts, catalogue, f"+{week}", actors=False)
            records += shifted(apart, catalogue, week % _WEEKS * _WEEK)
    raise AssertionError


def _plain(record: EventRecord) -> Record:
    return {**record.model_dump(mode="json", exclude_unset=True), "type": record.type}
