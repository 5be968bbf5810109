"""What the second engine did, in words: how much it examined, and what it left out by rule and reason."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from zhifa_rules.engines.account import DOUBTS, UNSUITED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zhifa_rules.engines.account import Account, Doubt


def summary_line(account: Account) -> tuple[str, str]:
    """Say in one line, in Chinese and English, how much was examined, and what not by reason."""
    by_reason: Counter[Doubt] = Counter()
    for left in account.left:
        by_reason[left.doubt] += left.instances
    zh = "，".join(f"{DOUBTS[doubt].zh}{count}" for doubt, count in sorted(by_reason.items()))
    en = ", ".join(f"{DOUBTS[doubt].en} {count}" for doubt, count in sorted(by_reason.items()))
    number, rules = sum(by_reason.values()), len(account.not_lowered)
    done = ("durable 核对", "durable examined ")
    if account.engine == "both":
        done = ("两个引擎一致：比对", "the engines agree: compared ")
    return (
        f"{done[0]}义务{account.examined}项；未核对{number}项{f'（{zh}）' if zh else ''}；{rules}条规则不能转换",
        f"{done[1]}{account.examined} duty instances; not examined {number}{f' ({en})' if en else ''}; "
        f"{rules} rules have no form in it",
    )


def account_lines(account: Account) -> Iterator[tuple[str, str]]:
    """Say what was examined, then what was left out, rule by rule."""
    yield summary_line(account)
    by_rule: dict[str, list[tuple[Doubt, int]]] = defaultdict(list)
    for left in account.left:
        by_rule[left.rule].append((left.doubt, left.instances))
    for rule, found in by_rule.items():
        zh = "，".join(f"{DOUBTS[doubt].zh}{count}" for doubt, count in found)
        en = ", ".join(f"{DOUBTS[doubt].en} {count}" for doubt, count in found)
        yield f"未核对 {rule}：{zh}", f"not examined {rule}: {en}"
    for rule, reason in account.not_lowered:
        yield f"不能转换 {rule}：{UNSUITED[reason].zh}", f"not lowered {rule}: {UNSUITED[reason].en}"
