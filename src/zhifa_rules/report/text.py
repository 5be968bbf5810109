"""The text report: what a clerk of a county justice bureau would read."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from zhifa_rules.norms.core import OnRoster
from zhifa_rules.report.phrases import REASONS, clean
from zhifa_rules.report.rows import by_urgency, is_open, rows_of
from zhifa_rules.report.sheet import BOLD, DIM, PLAIN, Piece, Sheet, Style, gaps
from zhifa_rules.report.wrap import wrapped

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from zhifa_rules.report.finding import Finding, Language
    from zhifa_rules.report.report import Report
    from zhifa_rules.report.rows import Row

MIN_WIDTH = 72
PIPED_WIDTH = 110

_MARK, _WHEN = 12, 16  # the widths of the first two columns
_COLORS = {"violation": "red", "action": "yellow", "undetermined": "magenta", "power": "cyan"}


def render_text(report: Report, lang: Language = "zh", *, width: int = PIPED_WIDTH, color: bool = False) -> str:
    """Give the report as text; without ``color`` it holds no control sequences at all."""
    sheet = Sheet(max(width, MIN_WIDTH), color=color)
    _TextReport(report, lang, sheet).print()
    return sheet.text


class _TextReport:
    """Prints one report in one language."""

    def __init__(self, report: Report, lang: Language, sheet: Sheet) -> None:
        self.report = report
        self.lang: Language = lang
        self.sheet = sheet

    def say(self, zh: str, en: str) -> str:
        return zh if self.lang == "zh" else en

    def print(self) -> None:
        self._header()
        self._violations()
        self._required()
        self._undetermined()
        self._powers()
        self._remarks(self.say("关于记录的提示", "Notices on the records"), self.report.notices)
        self._remarks(self.say("推定", "Assumptions"), [(a.zh, a.en) for a in self.report.assumptions])
        if self.report.account is not None:
            from zhifa_rules.report.accounts import account_lines  # noqa: PLC0415  (most reports have no account)

            self._remarks(self.say("第二引擎", "Second engine"), account_lines(self.report.account))
        self._tally()

    # --- the parts ---

    def _header(self) -> None:
        context = self.report.context
        self._line(self.say("行政执法监督核对报告", "Check of administrative supervision"), BOLD)
        known = self.report.known_on
        until = "" if known is None else self.say(f"（以{known}已登记的记录为限）", f" (on records known by {known})")
        self._fact(self.say("核对日期", "as of"), f"{self.report.as_of}{until}")
        for _, pack in sorted(context.packs.items()):
            title = self.say(f"《{pack.title.zh}》", pack.title.en)
            self._fact(self.say("规则包", "pack"), f"{title} {pack.id} {pack.version} ({pack.sha256[:12]})")
        published = context.calendar.published_to
        published_to = self.say(f"工作日已公布至{published}", f"working days published to {published}")
        self._fact(self.say("日历", "calendar"), f"{context.calendar.version}{self.say('，', ', ')}{published_to}")
        chosen = [self._reading(name, option) for name, option in sorted(self.report.readings.items())]
        self._fact(
            self.say("选定的理解", "readings chosen"), self.say("；", "; ").join(chosen) or self.say("无", "none")
        )

    def _reading(self, name: str, option: str) -> str:
        pack, _, question = name.partition("/")
        text = self.report.context.packs[pack].questions[question].option(option).text
        return f"{name}={option}{self.say(f'（{text.zh}）', f' ({text.en})')}"

    def _violations(self) -> None:
        found = sorted(self.report.violations, key=lambda f: (f.since is None, str(f.since), f.fingerprint))
        self._section(self.say("违反", "Violations"), found, "violation")

    def _required(self) -> None:
        found = by_urgency(self.report.required_actions)
        self._section(self.say("应办事项", "Required actions"), found, "action")

    def _undetermined(self) -> None:
        found = by_urgency(self.report.undetermined)
        self._section(self.say("无法判定", "Undetermined"), found, "undetermined")

    def _powers(self) -> None:
        powers = self.report.powers
        available = by_urgency(f for f in powers if is_open(f))
        self._section(self.say("可行使的权力", "Powers and rights"), available, "power")
        others = Counter(f.outcome.reason for f in powers if not is_open(f) and f.outcome.reason is not None)
        told = [f"{self.say(*REASONS[reason])}{self.say('', ' ')}{n}" for reason, n in sorted(others.items())]
        if told:
            self._line(self.say("  另有权利：", "  Other rights: ") + self.say("，", ", ").join(told), DIM)

    def _section(self, title: str, findings: Sequence[Finding], kind: str) -> None:
        self.sheet.line()
        self._line(f"{title}{self.say(f'（{len(findings)}）', f' ({len(findings)})')}", Style(_COLORS[kind], bold=True))
        if not findings:
            self._line(self.say("  无", "  none"), DIM)
            return
        rows = rows_of(findings, self.report.context, self.lang)
        self._table(rows, _COLORS[kind])
        standing = sum(1 for f in findings if isinstance(f.duty.norm.source, OnRoster))
        if len(rows) < len(findings) and standing:
            self._line(
                self.say(
                    "  同一规则下多个机关的经常性义务合为一行，只列第一个机关的编号；全部编号见 --format json。",
                    "  Standing duties of several organs share a row and show the first mark; --format json lists all.",
                ),
                DIM,
            )

    def _table(self, rows: Iterable[Row], color: str) -> None:
        rest = self.sheet.width - _MARK - _WHEN - gaps(4)
        who = max(18, min(30, rest // 3))
        widths = (_MARK, _WHEN, who, rest - who)
        heads = (("编号", "mark"), ("期限", "when"), ("机关", "who"), ("规定和情况", "what"))
        self.sheet.cells([[Piece(self.say(*head), DIM)] for head in heads], widths)
        self.sheet.across("─")
        for row in rows:
            overdue = Style("red", bold=True) if row.overdue else PLAIN
            cells = (
                [Piece(row.mark, DIM)],
                _cell(row.when, _WHEN, overdue, overdue),
                _cell(row.who, who),
                _cell(row.what, rest - who, Style(color)),
            )
            self.sheet.cells(cells, widths)

    def _remarks(self, title: str, remarks: Iterable[tuple[str, str]]) -> None:
        listed = [self.say(zh, en) for zh, en in remarks]
        if not listed:
            return
        self.sheet.line()
        self._line(title, BOLD)
        for remark in listed:
            self._line(f"  · {remark}")

    def _tally(self) -> None:
        report = self.report
        overdue = sum(1 for f in report.required_actions if f.days_left is not None and f.days_left < 0)
        available = sum(1 for f in report.powers if is_open(f))
        broken, owed, open_ = len(report.violations), len(report.required_actions), len(report.undetermined)
        self.sheet.line()
        self._line(
            self.say(
                f"合计：违反{broken}项，应办{owed}项（其中已过期{overdue}项），无法判定{open_}项，可行使的权力{available}项。",
                f"Total: {broken} violations, {owed} required actions ({overdue} of them overdue), "
                f"{open_} undetermined, {available} powers and rights open.",
            ),
            BOLD,
        )

    # --- lines ---

    def _fact(self, label: str, value: str) -> None:
        self._line(f"  {label}{self.say('：', ': ')}{value}")

    def _line(self, text: str, style: Style = PLAIN) -> None:
        indent = " " * (len(text) - len(text.lstrip(" ")))
        for line in _lines(text.lstrip(" "), self.sheet.width - len(indent)):
            self.sheet.line(Piece(indent + line, style))


def _cell(lines: Sequence[str], width: int, first: Style = PLAIN, style: Style = PLAIN) -> list[Piece]:
    return [
        Piece(part, style if number else first) for number, line in enumerate(lines) for part in _lines(line, width)
    ]


def _lines(text: str, width: int) -> list[str]:
    return [part for line in wrapped(clean(text).expandtabs(), width) for part in line.split("\n")]
