"""Words for what packs are made of, in Chinese and English."""

from __future__ import annotations

from calendar import month_name
from datetime import date
from typing import TYPE_CHECKING

from zhifa_rules.norms.core import Choice, Force, Text
from zhifa_rules.packs.ledger import Treatment
from zhifa_rules.records.facts import LAST_DAY
from zhifa_rules.report.pack_page.timetable import EVERY_MONTH

if TYPE_CHECKING:
    from zhifa_rules.norms.core import Governance
    from zhifa_rules.packs.readings import Option, Question
    from zhifa_rules.report.pack_page.timetable import Entry

_FEBRUARY = 2

FORMS = {
    "deadline": Text("期限义务", "duty to act"),
    "requirement": Text("行为要求", "requirement on an act"),
    "precedence": Text("先后顺序", "order of acts"),
    "prohibition": Text("禁止", "prohibition"),
    "quota": Text("定期定量", "quota per period"),
    "ratio": Text("比例", "ratio"),
    "power": Text("职权或者权利", "power or right"),
    "judgement": Text("由人判断", "human judgement"),
}
FORCES = {
    Force.MANDATORY: Text("应当", "mandatory"),
    Force.IN_PRINCIPLE: Text("原则上应当", "in principle"),
    Force.PERMISSIVE: Text("可以", "permissive"),
}
TREATMENTS = {
    Treatment.ENCODED: Text("已编为规则", "encoded in rules"),
    Treatment.DEFINITION: Text("定义或者适用范围", "definition or scope"),
    Treatment.PRINCIPLE: Text("原则，没有可核对的行为", "principle, no act to check"),
    Treatment.POWER: Text("职权，不行使不违反", "power, need not be used"),
    Treatment.NEEDS_JUDGEMENT: Text("须由人判断", "needs human judgement"),
    Treatment.NOT_MACHINE_CHECKABLE: Text("无法由程序核对", "not machine-checkable"),
}
CASE_KINDS = {
    "complies": Text("合规", "complies"),
    "violates": Text("违反", "violates"),
    "pending": Text("待办", "pending"),
    "undetermined": Text("无法判定", "undetermined"),
    "near_miss": Text("近似而不违反", "near miss"),
}


def form_text(form: str) -> Text:
    """Name a norm form; one without a name of its own goes by its id."""
    return FORMS.get(form, Text(form, form.replace("_", " ")))


def standing(question: Question, option: Option) -> Text:
    """Tell how an option stands: the default, one of several live ones, or a minority opinion."""
    if not option.live:
        return Text("少数意见", "minority")
    return Text("默认", "default") if len(question.live) == 1 else Text("并列", "live")


def validity_text(governance: Governance) -> Text:
    """Tell from when to when an instrument is in force; the beginning may be known within bounds only."""
    begin, latest = date.fromordinal(governance.first_day), date.fromordinal(governance.first_day_latest)
    ends = _ends(governance)
    if begin == latest and len(ends) == 1 and ends[0] < LAST_DAY:
        last = date.fromordinal(ends[0])
        return Text(f"{begin}至{last}施行", f"in force {begin} to {last}")
    zh, en = f"{begin}起施行", f"in force since {begin}"
    if begin != latest:
        zh, en = f"{begin}至{latest}之间某日起施行", f"in force since a day from {begin} to {latest}"
    if ends == [LAST_DAY]:
        return Text(zh, en)
    told = [_end(day) for day in ends]
    return Text(f"{zh}，{'或者'.join(end.zh for end in told)}", f"{en}, {' or '.join(end.en for end in told)}")


def _ends(governance: Governance) -> list[int]:
    end = governance.last_day
    days = [day for _, day in end.options] if isinstance(end, Choice) else [end]
    return list(dict.fromkeys(min(day, LAST_DAY) for day in days))


def _end(day: int) -> Text:
    if day == LAST_DAY:
        return Text("没有终止日", "without an end")
    last = date.fromordinal(day)
    return Text(f"至{last}止", f"until {last}")


# --- Days ---------------------------------------------------------------------------------------------------


def month_title(month: int) -> Text:
    """Name a month."""
    return Text(f"{month}月", month_name[month])


def last_day_text(entry: Entry) -> Text:
    """Write the last day of an entry of the duty calendar, and what else must be known of it."""
    notes = [note for note in (_neighbour(entry.before), _undated(entry), _alternative(entry)) if note is not None]
    day = _day_text(entry)
    if not notes:
        return day
    zh, en = "；".join(note.zh for note in notes), "; ".join(note.en for note in notes)
    return Text(f"{day.zh}（{zh}）", f"{day.en} ({en})")


def _day_text(entry: Entry) -> Text:
    month, day = entry.on.month, entry.on.day
    if entry.year is not None:
        return Text(f"{entry.year}年{month}月{day}日（一次性）", f"{day} {month_name[month]} {entry.year} (once)")
    if entry.on.last_of_month and month in (EVERY_MONTH, _FEBRUARY):
        return Text("当月最后一日", "last day of the month")
    zh = f"{day}日" if month == EVERY_MONTH else f"{month}月{day}日"
    en = f"day {day}" if month == EVERY_MONTH else f"{day} {month_name[month]}"
    return Text(zh, en) if entry.on.exact else Text(f"约{zh}，各年不同", f"about {en}, not the same every year")


def _neighbour(before: int) -> Text | None:
    if before == 0:
        return None
    return Text("就上一期间", "for the period before") if before > 0 else Text("就下一期间", "for the next period")


def _undated(entry: Entry) -> Text | None:
    return None if entry.dated else Text("条文未定日期", "no date in the text")


def _alternative(entry: Entry) -> Text | None:
    return Text("视理解或者情形而定", "depends on a reading or on the case") if entry.alternative else None
