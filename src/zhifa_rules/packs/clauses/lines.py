"""The lines of a text that carry words, without page numbers and marks of layout."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_PAGE_NUMBER = re.compile(r"[-—–_·.\s]*\d{1,4}[-—–_·.\s]*|第\s*\d+\s*页(\s*[,/]?\s*共\s*\d+\s*页)?")
_RULER = re.compile(r"[-—–_=*·\s]+")
_MARKUP = re.compile(r"^(?:[#>]+\s*|[-*+•]\s+)+")
_BOOKMARK = re.compile(r"\[bookmark:[^\]]*\]", re.IGNORECASE)  # left behind by converters of word processor files
_SENTENCE_ENDS = ("。", "!", "?", ":", ";", "...")
_CLOSERS = "\"'”’)]」』》"

_LONGEST_MARKS = 40  # white space within a label that is printed but not among its words


@dataclass(frozen=True, slots=True)
class Line:
    """A line that carries words: as printed, and without marks of layout in NFKC."""

    printed: str
    words: str

    def label(self, end: int) -> str:
        """Give the beginning of the line, up to ``end`` of its words, as it is printed."""
        wanted = without_space(self.words[:end])
        bare = _BOOKMARK.sub("", self.printed).strip().lstrip("#>*-+• 　").replace("*", "")
        for length in range(1, min(len(bare), end + _LONGEST_MARKS) + 1):
            if without_space(unicodedata.normalize("NFKC", bare[:length])) == wanted:
                return without_space(bare[:length])
        return wanted


def lines(text: str) -> Iterator[Line]:
    """Give the lines that carry words."""
    for raw in text.removeprefix("\ufeff").splitlines():
        words = _BOOKMARK.sub("", unicodedata.normalize("NFKC", raw)).strip()
        if not words or _PAGE_NUMBER.fullmatch(words) or _RULER.fullmatch(words):
            continue
        bare = _MARKUP.sub("", words).replace("**", "").replace("__", "").strip()
        if bare and not _PAGE_NUMBER.fullmatch(bare):
            yield Line(raw, bare)


def without_space(words: str) -> str:
    """Remove all white space."""
    return "".join(words.split())


def is_complete(words: str) -> bool:
    """Tell whether a text ends like a sentence, so that the next line begins something new."""
    return words[-_LONGEST_MARKS:].rstrip(_CLOSERS).endswith(_SENTENCE_ENDS)
