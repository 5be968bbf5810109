"""The clauses of a text, each with its place by position and the hash of its words."""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from zhifa_rules.packs.clauses.labels import places
from zhifa_rules.packs.clauses.layout import IN_ARTICLES
from zhifa_rules.packs.clauses.lines import without_space
from zhifa_rules.packs.clauses.splitting import split_articles

if TYPE_CHECKING:
    from zhifa_rules.packs.clauses.labels import Place
    from zhifa_rules.packs.clauses.layout import Layout


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
