"""How a text is laid out: with which kinds of labels its articles, items and chapter headings begin.

A pack states it by examples: ``layout: {articles: ["（一）"], items: ["一是"], headings: ["一、"]}``. Texts in articles
(``第一条``, items ``（一）``) need no layout. Headings such as ``第一章`` are known in every text.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from zhifa_rules.packs.clauses.numerals import read_number

if TYPE_CHECKING:
    from zhifa_rules.sources import Fields

NUMBER = r"[0-9〇零一二三四五六七八九十百]{1,9}"
_NUMERAL = r"[一二三四五六七八九十百]{1,9}"


class Style(StrEnum):
    """A kind of label, written as its first one."""

    ARTICLE = "第一条"
    COMMA = "一、"
    BRACKETS = "（一）"
    POINT = "1."
    DIGIT_COMMA = "1、"
    RUNNING = "一是"  # stands inside the text of a paragraph


_PATTERNS = {
    Style.ARTICLE: re.compile(rf"第\s*({NUMBER})\s*条(?:之({NUMBER}))?\s*"),
    Style.COMMA: re.compile(rf"({_NUMERAL})\s*、\s*"),
    Style.BRACKETS: re.compile(rf"\(\s*({NUMBER})\s*\)(?!\s*(?:项|目|、|至|和|或|\())\s*"),
    Style.POINT: re.compile(r"(\d{1,3})\s*\.(?!\d)\s*"),
    Style.DIGIT_COMMA: re.compile(r"(\d{1,3})\s*、\s*"),
    Style.RUNNING: re.compile(rf"({_NUMERAL})是"),
}
_RUNNING_ITEM = re.compile(rf"(?:^|(?<=[。;:!?]))({_NUMERAL})是")


@dataclass(frozen=True, slots=True)
class Label:
    """A label found at the beginning of a line: its kind, its number, and where the words behind it begin.

    ``inserted`` is the number behind 之 in 第十条之一; ``spaced`` tells that white space or nothing follows.
    """

    style: Style
    number: int
    end: int
    inserted: int = 0
    spaced: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """With which kinds of labels articles, items and dropped headings begin; several kinds may stand for articles."""

    articles: tuple[Style, ...] = (Style.ARTICLE,)
    items: tuple[Style, ...] = (Style.BRACKETS,)
    headings: tuple[Style, ...] = ()

    @property
    def in_articles(self) -> bool:
        """Whether the text is cited by article (条), paragraph (款) and item (项)."""
        return Style.ARTICLE in self.articles

    @property
    def top(self) -> tuple[Style, ...]:
        """The kind of label with which a text begins."""
        return (self.headings or self.articles)[:1]


IN_ARTICLES = Layout()


def find_label(words: str, styles: tuple[Style, ...]) -> Label | None:
    """Find a label of one of these kinds at the beginning of words in NFKC."""
    for style in styles:
        if found := _PATTERNS[style].match(words):
            inserted = read_number(found.group(2)) if style is Style.ARTICLE and found.group(2) else 0
            spaced = found.group(0)[-1].isspace() or found.end() == len(words)
            return Label(style, read_number(found.group(1)), found.end(), inserted, spaced)
    return None


def running_items(words: str) -> tuple[str, list[tuple[str, str]]]:
    """Split running text at 一是, 二是, …: give the words before the first, and each label with its words."""
    found = list(_RUNNING_ITEM.finditer(words))
    first = next((n for n, one in enumerate(found) if one.group(1) == "一"), len(found))
    starts = found[first:]
    if not starts:
        return words, []
    ends = [one.start() for one in starts[1:]] + [len(words)]
    pieces = [(one.group(0), words[one.end() : end]) for one, end in zip(starts, ends, strict=True)]
    return words[: starts[0].start()], pieces


def read_layout(fields: Fields | None) -> Layout:
    """Read the key ``layout`` of an instrument in ``pack.yaml``."""
    if fields is None:
        return IN_ARTICLES
    articles = _styles(fields, "articles", without=(Style.RUNNING,), required=True)
    items = _styles(fields, "items", without=(Style.ARTICLE,))
    headings = _styles(fields, "headings", without=(Style.ARTICLE, Style.RUNNING))
    named = [*articles, *items, *headings]
    for style in dict.fromkeys(s for s in named if named.count(s) > 1):
        cure = "A label stands for an article, an item or a heading; keep it in one place"
        fields.report(None, "a kind of label is named twice", cure, style.value)
    fields.finish()
    return Layout(articles or IN_ARTICLES.articles, items, headings)


def _styles(fields: Fields, key: str, *, without: tuple[Style, ...], required: bool = False) -> tuple[Style, ...]:
    known = {unicodedata.normalize("NFKC", style.value): style for style in Style if style not in without}
    found = []
    for text in fields.texts(key, required=required):
        style = known.get(unicodedata.normalize("NFKC", text).strip())
        if style is None:
            allowed = " ".join(style.value for style in known.values())
            fields.report(key, "this is no kind of label", f"Write the first label of the text: {allowed}", text)
        else:
            found.append(style)
    return tuple(found)
