"""Several packs at once report what each of them reports alone (S10, S15)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st
from property_helpers import INVENTED, PACKS, each_pack, pack_named, very_few

from zhifa_rules import Pack, builtin_packs, check
from zhifa_rules.session import common_catalogue
from zhifa_rules.testing.strategies import Record, situations

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from zhifa_rules import Report


def _alone(pack: Pack, packs: Sequence[Pack]) -> Pack:
    """Give a pack that takes the record types of all, and has the rules of its own only."""
    common = common_catalogue(packs)
    known = [record_type for p in packs for record_type in p.declared]
    declared = [common.types[name] for name in dict.fromkeys(record_type.name for record_type in known)]
    return replace(pack, declared=declared, catalogue=common)


def _findings(report: Report) -> list[dict[str, Any]]:
    return list(report.to_json()["findings"])


def _check_union(records: list[Record], day: date, packs: Sequence[Pack], together: Report) -> None:
    alone = [check(records, packs=_alone(pack, packs), as_of=day) for pack in packs]
    union = [finding for report in alone for finding in _findings(report)]
    assert _findings(together) == sorted(union, key=lambda finding: (finding["fingerprint"], finding["kind"]))
    assert len(together.duties) == sum(len(report.duties) for report in alone)


@each_pack
@very_few
@given(data=st.data())
def test_two_packs_report_what_each_reports_alone(name: str, data: st.DataObject) -> None:
    other = data.draw(st.sampled_from([p for p in PACKS if p != name]))
    packs = [pack_named(name), pack_named(other)]
    records, day = data.draw(situations(packs))
    _check_union(records, day, packs, check(records, packs=packs, as_of=day))


@very_few
@given(data=st.data())
def test_auto_is_the_union_of_all_built_in_packs(data: st.DataObject) -> None:
    packs = [pack_named(name) for name in builtin_packs()]
    records, day = data.draw(situations(packs))
    _check_union(records, day, packs, check(records, packs="auto", as_of=day))


def test_the_invented_pack_is_not_built_in() -> None:
    assert INVENTED not in builtin_packs()
