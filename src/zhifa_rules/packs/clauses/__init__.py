"""Splitting the text of a regulation into its clauses, each with the hash that the ledger keeps (S12).

A clause is identified by its position: ``26.1.3`` is the third item of the first paragraph of article 26; in a text of
points, a point is an article. What the text prints in front of it (``第二十六条``, ``（三）``) is kept beside, since
printed numbers can be wrong. The hash is taken over the clause's own words alone, so that a new layout, other page
breaks or other brackets do not change it.
"""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import dataclass, field

from zhifa_rules.packs.clauses.labels import FIRST_PARAGRAPH, Place, clause_label, clause_place, places
from zhifa_rules.packs.clauses.layout import IN_ARTICLES, Layout, Style, read_layout
from zhifa_rules.packs.clauses.lines import without_space
from zhifa_rules.packs.clauses.splitting import split_articles

__all__ = [
    "FIRST_PARAGRAPH",
    "IN_ARTICLES",
    "ClauseText",
    "Layout",
    "Style",
    "clause_hash",
    "clause_label",
    "clause_place",
    "read_layout",
    "split_clauses",
    "split_texts",
]


@dataclass(frozen=True, slots=True)
class ClauseText:
    """One clause of a text: its place by position, what is printed before it, and the hash of its words.

    ``zh`` and ``en`` cite it. ``text`` are the normalised words themselves; they stay in memory and are not shown.
    """

    id: str
    label: str
    sha256: str
    zh: str = ""
    en: str = ""
    text: str = field(default="", repr=False, compare=False)


def split_texts(text: str, layout: Layout = IN_ARTICLES) -> list[list[ClauseText]]:
    """Split every text in a file that has this layout, such as a notice and the plan annexed to it."""
    return [[_clause(place) for place in places(articles)] for articles in split_articles(text, layout)]


def split_clauses(text: str, layout: Layout = IN_ARTICLES) -> list[ClauseText]:
    """Split the longest text in a file that has this layout: every paragraph of every article, and every item of it."""
    return max(split_texts(text, layout), key=len, default=[])


def clause_hash(words: str) -> str:
    """Give the SHA-256 hash of a clause's words: NFKC, without white space."""
    return hashlib.sha256(without_space(unicodedata.normalize("NFKC", words)).encode()).hexdigest()


def _clause(place: Place) -> ClauseText:
    words = place.block.words
    return ClauseText(place.id, place.block.label, clause_hash(words), place.zh, place.en, words)
