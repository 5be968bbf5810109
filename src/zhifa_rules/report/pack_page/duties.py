"""What a pack demands, in the order in which a clerk meets it: by month, on events, standing, and at each act."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from zhifa_rules.norms.core import Achieve, Ask, Available, OnRoster, Text
from zhifa_rules.report.pack_page.markdown import heading, pair, table
from zhifa_rules.report.pack_page.terms import act_text, brief_term, trigger_text
from zhifa_rules.report.pack_page.timetable import EVERY_MONTH, calendar_entries, has_day
from zhifa_rules.report.pack_page.words import last_day_text, month_title
from zhifa_rules.report.patterns import pattern_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zhifa_rules.norms.core import Norm
    from zhifa_rules.packs import Pack
    from zhifa_rules.report.pack_page.parties import Parties
    from zhifa_rules.report.pack_page.speaker import Speaker
    from zhifa_rules.report.pack_page.timetable import Entry
    from zhifa_rules.report.writer import Writer

_WHEN, _WHO, _WHAT, _BASIS, _OPEN = "起因 When", "谁 Who", "办什么 What", "依据 Provision", "问题 Questions"
_NONE = "没有。 None."
_MONTHS_NOTE = (
    "没有列出的月份没有固定到期的义务；因事件起算的期限见下一节。 "
    "No fixed day lies in the months not listed; for periods that events set off see the next section."
)
_EVENTS_NOTE = (
    "权利的期限也在此列。按日历日还是工作日计算、末日是否顺延，见所列问题。 "
    "Windows of rights are among them. How days are counted, and whether the last day moves: see the questions."
)
_UNDATED_NOTE = (
    "条文没有定期限，不因时间经过而逾期；“为时已晚”所列行为发生而仍未办理的，才是违反。 "
    "Lapse of time breaks none of these; they are broken when an act of the column 'too late after' comes first."
)


class Duties:
    """The sections on duties of one page."""

    def __init__(self, speaker: Speaker, parties: Parties) -> None:
        self._say = speaker
        self._parties = parties

    # --- by month ---

    def calendar(self) -> list[str]:
        """Tell who owes what in which month."""
        entries = calendar_entries(self._say.pack)
        lines = heading(2, "办事日历 Duty calendar", "calendar")
        if not entries:
            return [*lines, "没有按月份到期的义务。 No duty falls due in a month of the year."]
        lines += [_MONTHS_NOTE]
        for month, found in groupby(entries, key=lambda entry: entry.on.month):
            title = "每月 Every month" if month == EVERY_MONTH else pair(month_title(month), joint=" ")
            lines += heading(3, title, f"month-{month}")
            lines += table(("最后一日 Last day", _WHO, _WHAT, _BASIS, _OPEN), [self._entry(e) for e in found])
        return lines

    def _entry(self, entry: Entry) -> tuple[str, ...]:
        norm, part = entry.norm, entry.part
        several = isinstance(norm.body, Achieve) and len(norm.body.parts) > 1
        act = Text("", "")
        if part is not None and several:
            acts = part.acts
            act = self._say.both(lambda writer: pattern_text(acts, writer))
        what = f"**{pair(act, joint=' ')}**<br>{pair(norm.summary)}" if act.zh else pair(norm.summary)
        return (pair(last_day_text(entry)), self._who(norm), what, *self._ground(norm))

    # --- on events ---

    def events(self) -> list[str]:
        """Tell the periods that events set off: trigger, period, bearer."""
        rows = [
            (self._when(n), self._period(n), self._who(n), pair(n.summary), *self._ground(n))
            for n in event_norms(self._say.pack)
        ]
        lines = heading(2, "事件触发的期限 Deadlines set off by events", "events")
        return [*lines, _EVENTS_NOTE, "", *(table((_WHEN, "期限 Period", _WHO, _WHAT, _BASIS, _OPEN), rows) or [_NONE])]

    def undated(self) -> list[str]:
        """Tell the duties for which the text sets no day, and what makes it too late."""
        norms = undated_norms(self._say.pack)
        standing = [n for n in norms if isinstance(n.source, OnRoster)]
        others = [n for n in norms if not isinstance(n.source, OnRoster)]
        lines = [*heading(2, "没有期限的义务 Duties without a date", "undated"), _UNDATED_NOTE]
        if others:
            rows = [(self._when(n), self._who(n), pair(n.summary), self._too_late(n), *self._ground(n)) for n in others]
            lines += heading(3, "因事件产生 Set off by an event", "undated-events")
            lines += table((_WHEN, _WHO, _WHAT, "为时已晚 Too late after", _BASIS, _OPEN), rows)
        if standing:
            lines += heading(3, "自施行起存在 Standing from entry into force", "undated-standing")
            lines += table(
                (_WHO, _WHAT, _BASIS, _OPEN), [(self._who(n), pair(n.summary), *self._ground(n)) for n in standing]
            )
        return lines if norms else [*lines, "", _NONE]

    # --- at each act ---

    def requirements(self) -> list[str]:
        """Tell what must be observed when an act is done, all that concerns one act together."""
        lines = heading(2, "办事时的要求 What to observe when acting", "requirements")
        grouped: dict[tuple[str, str], list[Norm]] = {}
        for norm in requirement_norms(self._say.pack):
            grouped.setdefault((self._when(norm), self._who(norm)), []).append(norm)
        rows = [(*key, "<br>".join(self._point(norm) for norm in norms)) for key, norms in grouped.items()]
        return [*lines, *(table(("做什么 When doing", _WHO, "要求 What to observe"), rows) or [_NONE])]

    def _point(self, norm: Norm) -> str:
        basis, questions = self._ground(norm)
        return f"• {pair(norm.summary)} {basis} {questions}".rstrip()

    def powers(self) -> list[str]:
        """Tell the powers without a period, and what a human has to judge."""
        lines = heading(2, "职权和由人判断的事项 Powers, and what a human judges", "powers")
        rows = [(self._when(n), self._who(n), _what(n), *self._ground(n)) for n in power_norms(self._say.pack)]
        note = "职权不行使不违反。 A power need not be used."
        return [*lines, note, "", *(table((_WHEN, _WHO, _WHAT, _BASIS, _OPEN), rows) or [_NONE])]

    # --- cells ---

    def _when(self, norm: Norm) -> str:
        return self._say.cell(lambda writer: trigger_text(norm.source, writer, each=False))

    def _who(self, norm: Norm) -> str:
        return self._parties.cell(norm, brief=True)

    def _period(self, norm: Norm) -> str:
        return self._say.cell(lambda writer: period_text(norm, writer))

    def _too_late(self, norm: Norm) -> str:
        return self._say.cell(lambda writer: too_late(norm, writer)) or "—"

    def _ground(self, norm: Norm) -> tuple[str, str]:
        rule = self._say.pack.rules[norm.rule]
        return self._say.rule_link(rule), self._say.question_links(rule.questions)


# --- Which norm stands where --------------------------------------------------------------------------------


def event_norms(pack: Pack) -> list[Norm]:
    """Give the norms with a period that an event sets off, rights with a window among them."""
    return [norm for norm in pack.norms if not has_day(norm, pack) and _has_term(norm)]


def undated_norms(pack: Pack) -> list[Norm]:
    """Give the duties to act without any date."""
    return [n for n in pack.norms if isinstance(n.body, Achieve) and not _has_term(n) and not has_day(n, pack)]


def requirement_norms(pack: Pack) -> list[Norm]:
    """Give what holds at acts, and what holds all the time."""
    others = (Achieve, Available, Ask)
    return [norm for norm in pack.norms if not isinstance(norm.body, others) and not has_day(norm, pack)]


def power_norms(pack: Pack) -> Iterable[Norm]:
    """Give the powers without a window, and the questions for a human."""
    return [norm for norm in pack.norms if isinstance(norm.body, Available | Ask) and not _has_term(norm)]


def _has_term(norm: Norm) -> bool:
    body = norm.body
    if isinstance(body, Achieve):
        return any(part.within is not None for part in body.parts)
    return isinstance(body, Available) and body.until is not None


# --- Texts --------------------------------------------------------------------------------------------------


def period_text(norm: Norm, writer: Writer) -> str:
    """Tell the periods of the parts of a duty, or the window of a right, in short."""
    body = norm.body
    if isinstance(body, Available):
        return brief_term(body.until, norm, writer)
    if not isinstance(body, Achieve):
        return ""
    terms = [(pattern_text(part.acts, writer), brief_term(part.within, norm, writer)) for part in body.parts]
    told = [writer.say(f"{name}：{term}", f"{name}: {term}") for name, term in terms]
    if len({term for _, term in terms}) == 1:
        told = [terms[0][1]]
    if body.clock is not None and (body.clock.stopped_by or body.clock.restarted_by):
        told.append(
            writer.say("期限可以中止、重新起算，见规则", "the period can be stopped and restarted, see the rule")
        )
    return writer.sentences(told)


def too_late(norm: Norm, writer: Writer) -> str:
    """Name the acts that make it too late; empty if the rule names none."""
    acts = norm.body.forecloses if isinstance(norm.body, Achieve) else ()
    return writer.listed((act_text(act, writer) for act in acts), either=True)


def _what(norm: Norm) -> str:
    return pair(norm.summary) if norm.question is None else f"{pair(norm.summary)}<br>{pair(norm.question)}"
