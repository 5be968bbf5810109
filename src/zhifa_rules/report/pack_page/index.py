"""The page that lists all packs."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from zhifa_rules.packs.ledger import Treatment
from zhifa_rules.report.pack_page.markdown import escaped, pair, table
from zhifa_rules.report.pack_page.words import validity_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zhifa_rules.packs import Pack

_HEAD = ("规则包 Pack", "名称 Title", "效力 Validity", "规则 Rules", "条款 Clauses", "其中已编 Encoded", "案例 Cases")


def index_page(packs: Iterable[tuple[Pack, int]]) -> str:
    """List packs in Markdown, each with the number of its cases and a link to its page."""
    lines = [
        "# 规则包 Rule packs",
        "",
        "每个规则包一页：办事日历、期限、规则、不同理解和条款台账。 "
        "One page per pack: calendar, deadlines, rules, readings and clauses.",
        "",
        *table(_HEAD, [_row(pack, cases) for pack, cases in packs]),
        "",
        "自己的规则包也可以生成这样的一页。 Such a page can be made of any pack: `zhifa-rules show PACK --page`.",
    ]
    return "\n".join(lines) + "\n"


def _row(pack: Pack, cases: int) -> tuple[str, ...]:
    treatments = Counter(clause.treatment for clause in pack.ledger)
    validity = dict.fromkeys(validity_text(i.governance) for i in pack.instruments.values())
    return (
        f"[{escaped(pack.id)}]({pack.id}.md)",
        pair(pack.title),
        "<br>".join(pair(one) for one in validity),
        str(len(pack.rules)),
        str(len(pack.ledger)),
        str(treatments[Treatment.ENCODED]),
        str(cases),
    )
