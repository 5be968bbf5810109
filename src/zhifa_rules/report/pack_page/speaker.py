"""Saying one thing in both languages, in the terms of one pack and without any records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from zhifa_rules.calendar import Calendar
from zhifa_rules.norms.core import Text
from zhifa_rules.records.register import Register
from zhifa_rules.report.finding import Context
from zhifa_rules.report.pack_page.markdown import anchor, escaped, link, pair
from zhifa_rules.report.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from zhifa_rules.norms.core import Norm
    from zhifa_rules.packs import Pack, Rule

NO_DAY = date(1, 1, 1)  # a page about a pack stands as of no day


@dataclass(frozen=True)
class Speaker:
    """Two writers on one pack, and the links within its page."""

    pack: Pack
    zh: Writer
    en: Writer

    @classmethod
    def on(cls, pack: Pack) -> Speaker:
        """Make the writers of a pack."""
        context = Context(NO_DAY, Calendar.builtin(), Register(()), {pack.id: pack}, pack.catalogue)
        return cls(pack, Writer(context, "zh", pack.id), Writer(context, "en", pack.id))

    def both(self, tell: Callable[[Writer], str]) -> Text:
        """Tell something in Chinese and in English."""
        return Text(tell(self.zh), tell(self.en))

    def cell(self, tell: Callable[[Writer], str]) -> str:
        """Tell something in both languages for a table."""
        return pair(self.both(tell))

    def rule_link(self, rule: Rule | Norm) -> str:
        """Link to a rule by its provisions."""
        name = rule.id if not hasattr(rule, "rule") else rule.rule
        return link(self.cell(lambda writer: writer.cites(rule.cites)), anchor("rule", name))

    def named_rule_link(self, name: str) -> str:
        """Link to a rule by its id; one that does not exist is named only."""
        return link(escaped(name), anchor("rule", name)) if name in self.pack.rules else escaped(name)

    def question_links(self, names: Iterable[str]) -> str:
        """Link to open questions by their numbers on the page, in that order."""
        numbers = {name: number for number, name in enumerate(self.pack.questions, 1)}
        return " ".join(question_link(name, numbers[name]) for name in sorted(names, key=lambda n: numbers[n]))


def question_link(name: str, number: int) -> str:
    """Link to an open question by its number."""
    return link(f"问{number}", anchor("q", name))
