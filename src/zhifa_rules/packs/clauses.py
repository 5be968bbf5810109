"""Splitting the text of a regulation into its clauses, each with the hash that the ledger keeps (S12).

A clause is identified by its position: ``26.1.3`` is the third item of the first paragraph of article 26. What the
text prints in front of it (``第二十六条``, ``（三）``) is kept beside, since printed numbers can be wrong. The hash is
taken over the clause's own words alone, so that a new layout, other page breaks or other brackets do not change it.

So far texts in articles are understood; a further layout needs a further reader of lines beside ``_Articles``.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_DIGITS = "零一二三四五六七八九"
_NUMBER = r"[0-9〇零一二三四五六七八九十百]+"
_ARTICLE = re.compile(rf"第\s*({_NUMBER})\s*条(之{_NUMBER})?(\s*)")
_ITEM = re.compile(rf"\(\s*{_NUMBER}\s*\)(?!\s*(?:项|目|、|至|和|或|\())")
_HEADING = re.compile(rf"第\s*{_NUMBER}\s*[编章节](\s.*|$)")
_PAGE_NUMBER = re.compile(r"[-—–_·.\s]*\d{1,4}[-—–_·.\s]*|第\s*\d+\s*页(\s*[,/]?\s*共\s*\d+\s*页)?")
_RULER = re.compile(r"[-—–_=*·\s]+")
_MARKUP = re.compile(r"^(?:[#>]+\s*|[-*+•]\s+)+")
_SENTENCE_ENDS = ("。", "!", "?", ":", ";", "...")
_CLOSERS = "\"'”’)]」』》"
_TRAILERS = ("附件", "附:", "附表", "抄送", "(此件")
_LONGEST_HEADING = 40


@dataclass(frozen=True, slots=True)
class ClauseText:
    """One clause of a text: its place by position, what is printed before it, and the hash of its words.

    ``text`` are the normalised words themselves; they stay in memory and are not shown.
    """

    id: str
    label: str
    sha256: str
    text: str = field(default="", repr=False, compare=False)


def split_clauses(text: str) -> list[ClauseText]:
    """Split the text of a regulation into its clauses: every paragraph of every article, and every item of it.

    What stands before the first article, chapter headings, page numbers and what follows the last article are left
    out. A line goes on in the next one unless it ends like a sentence or the next one begins an article or an item.
    """
    articles = _Articles()
    for line in _lines(text):
        articles.take(line)
    return list(_clauses(articles.finished()))


def clause_hash(words: str) -> str:
    """Give the SHA-256 hash of a clause's words: NFKC, without white space."""
    return hashlib.sha256(_without_space(unicodedata.normalize("NFKC", words)).encode()).hexdigest()


def clause_label(clause_id: str) -> str:
    """Write the place of a clause as Chinese law does: ``26.1.3`` is 第二十六条第一款第三项."""
    parts = zip(clause_id.split("."), "条款项", strict=False)
    return "".join(f"第{chinese_number(int(number))}{unit}" for number, unit in parts)


def chinese_number(number: int) -> str:
    """Write a number from 1 to 999 in Chinese numerals."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    text = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else _DIGITS[tens]) + "十"
    elif hundreds and ones:
        text += "零"
    return text + (_DIGITS[ones] if ones else "")


def read_number(text: str) -> int:
    """Read a number in digits or in Chinese numerals."""
    if text.isascii() and text.isdigit():
        return int(text)
    total = digit = 0
    for char in text.replace("〇", "零"):
        unit = {"十": 10, "百": 100}.get(char)
        if unit:
            total, digit = total + (digit or 1) * unit, 0
        else:
            digit = int(char) if char.isdigit() else _DIGITS.index(char)
    return total + digit


# --- Lines --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that carries words: as printed, and without marks of layout in NFKC."""

    printed: str
    words: str


def _lines(text: str) -> Iterator[_Line]:
    for raw in text.removeprefix("\ufeff").splitlines():
        words = unicodedata.normalize("NFKC", raw).strip()
        if not words or _PAGE_NUMBER.fullmatch(words) or _RULER.fullmatch(words):
            continue
        bare = _MARKUP.sub("", words).replace("**", "").replace("__", "").strip()
        if bare and not _PAGE_NUMBER.fullmatch(bare):
            yield _Line(raw, bare)


def _without_space(words: str) -> str:
    return "".join(words.split())


def _is_complete(words: str) -> bool:
    """Tell whether a text ends like a sentence, so that the next line begins something new."""
    return words.rstrip(_CLOSERS).endswith(_SENTENCE_ENDS)


# --- Articles -----------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Block:
    """A paragraph with its items, or an item: the printed label and the words."""

    label: str
    words: str
    items: list[_Block] = field(default_factory=list)


class _Articles:
    """Takes lines one by one and builds articles, their paragraphs and their items."""

    def __init__(self) -> None:
        self._articles: list[list[_Block]] = []
        self._last: _Block | None = None
        self._number = 0
        self._complete = True

    def take(self, line: _Line) -> None:
        """Take the next line that carries words."""
        if _HEADING.fullmatch(line.words) and self._is_heading(line.words):
            self._complete = True
            return
        article = _ARTICLE.match(line.words)
        item = _ITEM.match(line.words)
        if article and self._begins_article(article):
            self._number = read_number(article.group(1))
            label = _printed(line.printed, _without_space(article.group(0)))
            self._articles.append([])
            self._paragraph(label, line.words[article.end() :])
        elif not self._articles:
            self._complete = _is_complete(line.words)
        elif item:
            self._item(_printed(line.printed, _without_space(item.group(0))), line.words[item.end() :])
        elif self._complete:
            self._paragraph("", line.words)
        else:
            self._go_on(line.words)

    def _is_heading(self, words: str) -> bool:
        return len(words) <= _LONGEST_HEADING and not _is_complete(words)

    def _begins_article(self, found: re.Match[str]) -> bool:
        """An article can be referred to at the beginning of a line; two of three signs tell that it begins there."""
        spaced = found.group(3) != "" or found.end() == len(found.string)
        inserted = found.group(2) is not None  # 第十条之一 stands between articles 10 and 11
        follows = read_number(found.group(1)) == self._number + (0 if inserted else 1)
        return spaced + follows + self._complete >= 2

    def _paragraph(self, label: str, words: str) -> None:
        self._last = _Block(label, "")
        self._articles[-1].append(self._last)
        self._go_on(words)

    def _item(self, label: str, words: str) -> None:
        self._last = _Block(label, "")
        self._articles[-1][-1].items.append(self._last)
        self._go_on(words)

    def _go_on(self, words: str) -> None:
        assert self._last is not None
        self._last.words += _without_space(words)
        self._complete = _is_complete(self._last.words)

    def finished(self) -> list[list[_Block]]:
        """Give the articles; what stands below the last one, such as a signature, is left out."""
        if self._articles:
            last = self._articles[-1]
            end = next((n for n, block in enumerate(last) if n and _is_trailer(block)), len(last))
            del last[end:]
        return self._articles


def _is_trailer(block: _Block) -> bool:
    return block.words.startswith(_TRAILERS) or not (block.items or _is_complete(block.words))


def _printed(raw: str, wanted: str) -> str:
    """Give the label as it is printed: the shortest beginning of the line that normalises to it."""
    bare = raw.strip().lstrip("#>*-+• 　").replace("*", "")
    for end in range(1, len(bare) + 1):
        if _without_space(unicodedata.normalize("NFKC", bare[:end])) == wanted:
            return _without_space(bare[:end])
    return wanted


def _clauses(articles: Iterable[list[_Block]]) -> Iterator[ClauseText]:
    for article, paragraphs in enumerate(articles, 1):
        for number, paragraph in enumerate(paragraphs, 1):
            yield _clause(f"{article}.{number}", paragraph)
            for position, item in enumerate(paragraph.items, 1):
                yield _clause(f"{article}.{number}.{position}", item)


def _clause(clause_id: str, block: _Block) -> ClauseText:
    return ClauseText(clause_id, block.label, clause_hash(block.words), block.words)
