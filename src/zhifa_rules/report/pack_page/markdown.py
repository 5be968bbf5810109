"""Writing Markdown: escaped texts, links, anchors and tables."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from zhifa_rules.norms.core import Text

# Signs that Markdown would take for its own; an underscore is one only at the edge of a word.
_SIGNS = re.compile(r"[\\`*\[\]<|~]|&(?=#?\w+;)|(?<!\w)_|_(?!\w)")
_NO_ANCHOR = re.compile(r"[^\w-]+")


def escaped(text: str) -> str:
    """Write a text so that Markdown shows it as it is, in one line."""
    return _SIGNS.sub(lambda sign: f"\\{sign.group()}", " ".join(text.split()))


def pair(text: Text, *, joint: str = "<br>") -> str:
    """Write a text in both languages, one below the other."""
    return joint.join(dict.fromkeys(escaped(one) for one in (text.zh, text.en) if one))


def anchor(kind: str, name: str) -> str:
    """Give the name of an anchor, such as ``rule-report-execution``."""
    return f"{kind}-{_NO_ANCHOR.sub('-', name)}"


def link(label: str, target: str) -> str:
    """Link to an anchor of the page; ``label`` is Markdown."""
    return f"[{label}](#{target})"


def heading(level: int, title: str, target: str) -> list[str]:
    """Write a heading that can be linked to; ``title`` is Markdown."""
    return ["", f'{"#" * level} <a id="{target}"></a>{title}', ""]


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Write a table of cells in Markdown; nothing if it has no rows."""
    lines = [_row(cells) for cells in rows]
    return [_row(head), "|" + "---|" * len(head), *lines] if lines else []


def _row(cells: Sequence[str]) -> str:
    return "|" + "|".join(f" {cell} " for cell in cells) + "|"
