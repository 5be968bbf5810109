"""Explanations in Chinese and English."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zhifa_rules.report.finding import Finding


def explanation(finding: Finding, lang: str) -> str:
    """Explain a finding."""
    return finding.summary.zh if lang == "zh" else finding.summary.en
