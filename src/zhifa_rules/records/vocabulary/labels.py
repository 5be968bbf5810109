"""How a word is told to people."""

from __future__ import annotations

Labels = tuple[str, str]
"""The Chinese and the English label of a word."""
