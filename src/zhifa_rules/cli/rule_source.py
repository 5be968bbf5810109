"""The YAML of a rule as its author wrote it."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zhifa_rules.packs import Rule


def rule_yaml(rule: Rule) -> list[str]:
    """Give the lines of a rule; from a pack that is no directory, its content written anew."""
    try:
        lines = Path(rule.location.file).read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError):
        return _written_anew(rule)
    start, column = rule.location.line - 1, rule.location.column - 1
    if not 0 <= start < len(lines):
        return _written_anew(rule)
    end = start + 1
    while end < len(lines) and (not lines[end].strip() or _indent(lines[end]) >= column):
        end += 1
    return (
        textwrap.dedent("\n".join([" " * column + lines[start][column:], *lines[start + 1 : end]])).rstrip().split("\n")
    )


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _written_anew(rule: Rule) -> list[str]:
    import yaml  # noqa: PLC0415  (only for packs that are no directory)

    written: str = yaml.safe_dump(rule.node.to_plain(), allow_unicode=True, sort_keys=False)
    return written.rstrip().split("\n")
