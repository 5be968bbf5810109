"""Splitting a file into the texts it holds, and each text into articles, paragraphs and items.

A line goes on in the next one unless it ends like a sentence or the next one begins an article or an item. What stands
before the first article is left out, and so are headings, page numbers, signatures and annexes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from zhifa_rules.packs.clauses.layout import NUMBER, Layout, Style, find_label, running_items
from zhifa_rules.packs.clauses.lines import is_complete, lines, without_space
from zhifa_rules.packs.clauses.numerals import read_number

if TYPE_CHECKING:
    from zhifa_rules.packs.clauses.layout import Label
    from zhifa_rules.packs.clauses.lines import Line

_CHAPTER = re.compile(rf"第\s*(?P<number>{NUMBER})\s*[编章节](?P<title>.*)")
_NO_TITLE = re.compile(r"[的所规和或与及至、第中]")
_LONGEST_UNSPACED = 15
_TRAILER = re.compile(rf"附\s*[件表]?\s*(?:{NUMBER})?\s*(?:[:.]|$)|抄[送报]\s*:|\(此件")
_REFERENCE = re.compile(rf"(?:{NUMBER})?\s*[款项目条点]")
_LONGEST_HEADING = 40


@dataclass(slots=True)
class Block:
    """A paragraph with its items, or an item: the printed label, its number (0 without) and the words."""

    label: str
    number: int
    pieces: list[str] = field(default_factory=list)
    items: list[Block] = field(default_factory=list)

    @property
    def words(self) -> str:
        """The words of all its lines."""
        return "".join(self.pieces)


@dataclass(slots=True)
class Article:
    """An article: its label as printed and as understood (None: words without one), and the heading it stands under."""

    printed: str
    label: Label | None
    heading: int
    paragraphs: list[Block] = field(default_factory=list)


def split_articles(text: str, layout: Layout) -> list[list[Article]]:
    """Give the articles of each text in the file that has this layout."""
    splitter = _Splitter(layout)
    for line in lines(text):
        splitter.take(line)
    splitter.end()
    return [articles for articles in splitter.texts if not _is_contents(articles)] or splitter.texts


class _Splitter:
    """Takes lines one by one; outside a text until its first label, inside until its end."""

    def __init__(self, layout: Layout) -> None:
        self.texts: list[list[Article]] = []
        self._layout = layout
        self._inside = False
        self._complete = True
        self._chapter = 0
        self._begin()

    def _begin(self) -> None:
        self._articles: list[Article] = []
        self._last: Block | None = None
        self._numbers: dict[Style, int] = {}
        self._heading = 0
        self._heading_words = ""

    def take(self, line: Line) -> None:
        """Take the next line that carries words."""
        words = line.words
        if self._is_chapter(words):
            self._complete = True
            self._heading_words = ""
        elif self._inside and self._ends(words):
            self.end()
        elif (label := find_label(words, self._layout.headings)) and self._begins(label, words):
            self._open_heading(label, words)
        elif (label := find_label(words, self._layout.articles)) and self._begins(label, words):
            self._open_article(label, line)
        elif self._inside:
            self._take_inside(line)
        else:
            self._complete = is_complete(words)

    def _take_inside(self, line: Line) -> None:
        words = line.words
        if self._heading_words and self._goes_on_in_heading(words):
            self._heading_words += without_space(words)
        elif self._heading_words or not self._articles:
            self._add_article(Article("", None, self._heading), words)
        elif item := self._item(words):
            self._last = Block(line.label(item.end), item.number)
            self._articles[-1].paragraphs[-1].items.append(self._last)
            self._go_on(words[item.end :])
        elif self._complete and not self._is_running_item(words):
            self._paragraph(Block("", 0), words)
        else:
            self._go_on(words)

    # --- what a line begins ---

    def _is_chapter(self, words: str) -> bool:
        found = _CHAPTER.fullmatch(words)
        if found is None or len(words) > _LONGEST_HEADING or is_complete(words):
            return False
        number, title = read_number(found["number"]), found["title"]
        if title and not title[0].isspace() and not self._is_unspaced_heading(number, title):
            return False
        self._chapter = number
        return True

    def _is_unspaced_heading(self, number: int, title: str) -> bool:
        """Tell a title from a sentence that begins with a reference: it is short and its number is the next one."""
        next_one = number in (1, self._chapter + 1)
        return self._complete and next_one and len(title) <= _LONGEST_UNSPACED and not _NO_TITLE.match(title)

    def _ends(self, words: str) -> bool:
        if _TRAILER.match(words):
            return True
        if self._layout.in_articles:
            return False
        first = find_label(words, (Style.ARTICLE,))  # a regulation in articles is annexed
        return first is not None and first.number == 1 and first.spaced

    def _begins(self, label: Label, words: str) -> bool:
        """Labels are referred to at the beginning of lines, too, and printed numbers can be wrong."""
        first = label.number == 1 and not label.inserted
        if not self._inside and (label.style not in self._layout.top or not (first or label.style is Style.ARTICLE)):
            return False
        follows = label.number == self._numbers.get(label.style, 0) + (0 if label.inserted else 1)
        if label.style is Style.ARTICLE:  # two of three signs tell that an article begins here
            return label.spaced + follows + self._complete >= 2 or (first and label.spaced)
        return self._complete or ((follows or first) and not _REFERENCE.match(words[label.end :]))

    def _item(self, words: str) -> Label | None:
        label = find_label(words, tuple(style for style in self._layout.items if style is not Style.RUNNING))
        if label is None or label.style is Style.BRACKETS or self._complete:
            return label
        return label if label.number == len(self._articles[-1].paragraphs[-1].items) + 1 else None

    def _is_running_item(self, words: str) -> bool:
        return Style.RUNNING in self._layout.items and find_label(words, (Style.RUNNING,)) is not None

    # --- building ---

    def _open_heading(self, label: Label, words: str) -> None:
        self._begin_text_if_first(label)
        self._numbers[label.style] = self._heading = label.number
        self._heading_words = without_space(words)
        self._complete = True

    def _goes_on_in_heading(self, words: str) -> bool:
        short = len(self._heading_words) + len(words) <= _LONGEST_HEADING
        return short and not is_complete(self._heading_words) and not is_complete(words)

    def _open_article(self, label: Label, line: Line) -> None:
        self._begin_text_if_first(label)
        self._numbers[label.style] = label.number
        self._add_article(Article(line.label(label.end), label, self._heading), line.words[label.end :])

    def _begin_text_if_first(self, label: Label) -> None:
        """The first number of all begins a text, and ends one that came before."""
        if not self._inside or (label.style in self._layout.top and label.number == 1 and not label.inserted):
            self.end()
            self._inside = True

    def _add_article(self, article: Article, words: str) -> None:
        self._heading_words = ""
        self._articles.append(article)
        self._paragraph(Block(article.printed, article.label.number if article.label else 0), words)

    def _paragraph(self, block: Block, words: str) -> None:
        self._last = block
        self._articles[-1].paragraphs.append(block)
        self._go_on(words)

    def _go_on(self, words: str) -> None:
        assert self._last is not None
        piece = without_space(words)
        self._last.pieces.append(piece)
        self._complete = is_complete(piece) if piece else self._complete and len(self._last.pieces) > 1

    def end(self) -> None:
        """End the text that is being read, if any, without the signature below it."""
        if self._articles:
            _cut_signature(self._articles[-1])
            if Style.RUNNING in self._layout.items:
                _split_running_items(self._articles)
            self.texts.append(self._articles)
        self._inside = False
        self._begin()


def _is_contents(articles: list[Article]) -> bool:
    """Tell a table of contents, in which hardly an article holds a sentence (words below it can end the last one)."""
    said = sum(1 for article in articles if any(map(_is_said, article.paragraphs)))
    return 2 * said < len(articles)


def _is_said(block: Block) -> bool:
    return bool(block.items) or is_complete(block.words)


def _cut_signature(article: Article) -> None:
    blocks = article.paragraphs
    end = next((n for n, block in enumerate(blocks) if n and not _is_said(block)), len(blocks))
    del blocks[end:]


def _split_running_items(articles: list[Article]) -> None:
    for block in (block for article in articles for block in article.paragraphs):
        lead, pieces = running_items(block.words)
        block.pieces = [lead]
        block.items[:0] = [Block(label, read_number(label[:-1]), [words]) for label, words in pieces]
