"""The writer: what every sentence of a report needs, such as the language, names of organs and dates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from zhifa_rules.packs.clauses.numerals import chinese_number
from zhifa_rules.records.known import ABSENT, DateBounds, NumberBounds, OneOf, Uncertain
from zhifa_rules.records.shapes import Kind
from zhifa_rules.report.finding import norm_of, real_date
from zhifa_rules.report.phrases import cites_text, field_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zhifa_rules.norms.core import Citation, Text
    from zhifa_rules.packs import Pack
    from zhifa_rules.records.shapes import FieldShape
    from zhifa_rules.report.finding import Context, Finding, Language


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes names, dates and values of one report in one language, in the terms of one pack."""

    context: Context
    lang: Language
    pack_id: str

    @property
    def zh(self) -> bool:
        """Whether it writes Chinese."""
        return self.lang == "zh"

    @property
    def pack(self) -> Pack:
        """The pack whose rules are spoken of."""
        return self.context.packs[self.pack_id]

    def say(self, zh: str, en: str) -> str:
        """Give one of two wordings."""
        return zh if self.zh else en

    def text(self, text: Text) -> str:
        """Give a text of a pack."""
        return text.zh if self.zh else text.en

    def listed(self, items: Iterable[str], *, either: bool = False) -> str:
        """Join items: all of them, or with ``either`` as alternatives."""
        joint = self.say("或者", " or ") if either else self.say("、", ", ")
        return joint.join(dict.fromkeys(item for item in items if item))

    def sentences(self, items: Iterable[str]) -> str:
        """Join clauses into one line."""
        return self.say("；", "; ").join(item for item in items if item)

    def quoted(self, text: str) -> str:
        """Put a text into quotation marks."""
        return self.say(f"“{text}”", f"'{text}'")

    def bearer(self, finding: Finding) -> str:
        """Name the organ bound, or say whether the text does not name it or the records do not tell it."""
        if finding.bearer is not None:
            return self.organ(finding.bearer)
        if norm_of(finding.duty).bearer is None:
            return self.say("条文未指明的机关", "an organ that the text does not name")
        return self.say("尚不明确的机关", "an organ not known yet")

    def person_concerned(self, finding: Finding) -> str:
        """Name the person for whom an organ owes something, such as hours of training; empty if it is owed at large."""
        kind, *keys = finding.duty.subject
        return self.organ(keys[0]) if kind == "person" and keys[0] != finding.bearer else ""

    def organ(self, key: object) -> str:
        """Name an organ or person; the key stands in only where the register gives no name."""
        return self.context.register.name(key) if isinstance(key, str) else self.say("（机关不明）", "(organ unknown)")

    def cites(self, cites: Iterable[Citation], *, titles: bool = False) -> str:
        """Write provisions."""
        return cites_text(cites, self.pack, self.lang, titles=titles)

    # --- days ---

    def day(self, ordinal: int | None) -> str:
        """Write a day given as an ordinal."""
        found = real_date(ordinal)
        return self.say("日期不明", "an unknown day") if found is None else found.isoformat()

    def due(self, due: int | None, latest: int | None) -> str:
        """Write a due date, or the range in which it lies."""
        if latest is None or latest == due:
            return self.day(due)
        if real_date(due) is None:
            return self.day(due) if real_date(latest) is None else self.say("不迟于", "not after ") + self.day(latest)
        if real_date(latest) is None:
            return self.say(f"不早于{self.day(due)}，最迟日期不明", f"{self.day(due)} or later")
        return self.say(f"{self.day(due)}至{self.day(latest)}", f"{self.day(due)} to {self.day(latest)}")

    def period(self, label: str) -> str:
        """Name a period such as 2025, 2025-Q3 or 2025-09."""
        year, _, part = label.partition("-")
        if not part:
            return self.say(f"{year}年度", year)
        if part.startswith("Q"):
            return self.say(f"{year}年第{chinese_number(int(part[1:]))}季度", label)
        return self.say(f"{year}年{int(part)}月", label) if part.isdecimal() else label

    def date(self, value: object) -> str:
        """Write the value of a date field, which may be known only in part."""
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, OneOf):
            return self.listed((str(v) for v in value.values), either=True)
        if isinstance(value, DateBounds):
            low, high = value.not_before, value.not_after
            if low is not None and high is not None:
                return self.say(f"{low}至{high}之间某日", f"a day from {low} to {high}")
            if low is not None:
                return self.say(f"{low}或者以后某日", f"{low} or later")
            if high is not None:
                return self.say(f"{high}或者以前某日", f"{high} or earlier")
        return self.say("某日（日期不明）", "an unknown day")

    # --- other values ---

    def field(self, field: FieldShape | None, name: str) -> str:
        """Name a field."""
        return field_name(field, name, zh=self.zh)

    def value(self, value: object, field: FieldShape | None) -> str:
        """Write the value of a field; empty if nothing is known of it."""
        if value is None or value is ABSENT:
            return ""
        if isinstance(value, OneOf):
            return self.listed((self.value(v, field) for v in value.values), either=True)
        if isinstance(value, NumberBounds | DateBounds):
            return self._bounds(value)
        if isinstance(value, Uncertain):
            return ""
        if isinstance(value, tuple):
            return self.listed(self.value(v, field) for v in value)
        return self._plain(value, field)

    def _bounds(self, value: NumberBounds | DateBounds) -> str:
        if isinstance(value, DateBounds):
            return self.date(value)
        low = "" if value.at_least is None else self.say(f"不少于{value.at_least}", f"at least {value.at_least}")
        high = "" if value.at_most is None else self.say(f"不多于{value.at_most}", f"at most {value.at_most}")
        return self.listed([low, high])

    def _plain(self, value: object, field: FieldShape | None) -> str:
        if isinstance(value, bool):
            return self.say("是" if value else "否", "yes" if value else "no")
        if field is not None and field.words is not None and isinstance(value, str):
            labels = field.words.labels.get(value)
            return value if labels is None else self.say(*labels)
        if field is not None and field.kind in (Kind.ORGAN, Kind.PERSON):
            return self.organ(value)
        return str(value)
