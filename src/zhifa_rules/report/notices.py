"""Notices: what a reader should know of the records themselves, such as documents that are not on file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhifa_rules.records.register import ALL

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zhifa_rules.records.facts import Fact
    from zhifa_rules.records.history import History
    from zhifa_rules.records.register import Register

Notice = tuple[str, str]

NOT_BEGUN: Notice = ("截至该日尚无任何记录", "no record is dated on or before this day")


def notices_of(history: History, register: Register, dangling: Iterable[tuple[Fact, str]], as_of: int) -> list[Notice]:
    """List documents that are named but not on file, organs without a register row, and a history not yet begun."""
    found: list[Notice] = []
    missing = list(dangling)
    elsewhere = history.numbers_on_file(as_of) if missing else frozenset()
    for fact, number in missing:
        if number in elsewhere:
            continue  # it stands in a subject of its own
        records = ", ".join(fact.records)
        zh = f"记录 {records} 提到的文书“{number}”没有制发记录"
        found.append((zh, f"record {records} names document {number}, which is not on file"))
    unregistered = [organ for organ in history.names.organs if organ != ALL and not register.has(organ)]
    for organ in history.organs_named(unregistered, as_of):
        found.append((f"机关“{organ}”没有登记记录", f"organ {organ} has no register row"))
    if not history.has_begun(as_of):
        found.append(NOT_BEGUN)
    return sorted(set(found))
