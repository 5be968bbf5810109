"""How clauses are cited: 第十三条第二款第三项, 第（十三）点, 第7点, 六（一）, and the same in English.

A citation goes by what is printed. Where one printed number stands twice among neighbours, it adds the position.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zhifa_rules.packs.clauses.layout import Style
from zhifa_rules.packs.clauses.numerals import chinese_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from zhifa_rules.packs.clauses.splitting import Article, Block

# Behind the label of a point or part that has several paragraphs; without it the label is that of the whole.
FIRST_PARAGRAPH = ("第一段", ", para. 1")
_EN_UNITS = ("art.", "para.", "item")


@dataclass(frozen=True, slots=True)
class Place:
    """A clause by position, how it is cited in Chinese and in English, and its block."""

    id: str
    zh: str
    en: str
    block: Block


def clause_label(clause_id: str) -> str:
    """Cite a clause of a text in articles by its position: ``26.1.3`` is 第二十六条第一款第三项."""
    parts = zip(clause_id.split("."), "条款项", strict=False)
    return "".join(f"第{chinese_number(int(number))}{unit}" for number, unit in parts)


def clause_place(clause_id: str) -> str:
    """Cite the same in English: art. 26 para. 1 item 3."""
    return " ".join(f"{word} {number}" for word, number in zip(_EN_UNITS, clause_id.split("."), strict=False))


def places(articles: Iterable[Article]) -> Iterator[Place]:
    """Give the paragraphs and items of all articles with their places."""
    for position, article in enumerate(articles, 1):
        zh, en = _article(article, position)
        several = len(article.paragraphs) > 1
        for number, paragraph in enumerate(article.paragraphs, 1):
            in_zh, in_en = _paragraph(article, number, several=several)
            yield Place(f"{position}.{number}", zh + in_zh, en + in_en, paragraph)
            yield from _items(f"{position}.{number}", zh + in_zh, en + in_en, paragraph.items)


def _article(article: Article, position: int) -> tuple[str, str]:
    label = article.label
    if label is None:  # words under a heading that stand before its first article
        return f"第{chinese_number(article.heading)}部分引言", f"part {article.heading}, introduction"
    number, written = label.number, chinese_number(label.number)
    if label.style is Style.ARTICLE:
        inserted = (f"之{chinese_number(label.inserted)}", f"-{label.inserted}") if label.inserted else ("", "")
        return f"第{written}条{inserted[0]}", f"art. {number}{inserted[1]}"
    if article.heading and number != position:  # the numbers begin anew under each heading
        own = written if label.style is Style.COMMA else f"（{written}）" if label.style is Style.BRACKETS else number
        return f"{chinese_number(article.heading)}{own}", f"part {article.heading}, point {number}"
    if label.style is Style.COMMA:
        return f"第{written}部分", f"part {number}"
    return f"第（{written}）点" if label.style is Style.BRACKETS else f"第{number}点", f"point {number}"


def _paragraph(article: Article, number: int, *, several: bool) -> tuple[str, str]:
    if article.label is not None and article.label.style is Style.ARTICLE:
        return f"第{chinese_number(number)}款", f" para. {number}"
    return (f"第{chinese_number(number)}段", f", para. {number}") if several else ("", "")


def _items(clause_id: str, zh: str, en: str, items: list[Block]) -> Iterator[Place]:
    printed = Counter(item.number for item in items)
    comma = " " if en.startswith("art.") else ", "
    for position, item in enumerate(items, 1):
        in_zh, in_en = f"第{chinese_number(item.number)}项", f"{comma}item {item.number}"
        if printed[item.number] > 1 and item.number != position:
            in_zh, in_en = f"{in_zh}（实为第{chinese_number(position)}项）", f"{in_en} (the one in place {position})"
        yield Place(f"{clause_id}.{position}", zh + in_zh, en + in_en, item)
