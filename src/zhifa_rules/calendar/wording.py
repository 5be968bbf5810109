"""The sentences of a derivation, in Chinese and in English."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from zhifa_rules.calendar.period import Period, Unit

if TYPE_CHECKING:
    from zhifa_rules.calendar.derivation import Derivation, SkippedSpan

_ZH_DAYS = ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")
_EN_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_ZH_UNITS = {
    Unit.DAYS: "日",
    Unit.WORKING_DAYS: "个工作日",
    Unit.MONTHS: "个月",
    Unit.QUARTERS: "个季度",
    Unit.YEARS: "年",
}


def period_zh(period: Period) -> str:
    """Write the length of a period in Chinese, such as 30日."""
    return f"{period.count}{_ZH_UNITS[period.unit]}"


def period_en(period: Period) -> str:
    """Write the length of a period in English, such as ``30 days``."""
    unit = period.unit.value.replace("_", " ")
    return f"{period.count} {unit.removesuffix('s') if period.count == 1 else unit}"


def steps_zh(derivation: Derivation) -> list[str]:
    """Return the sentences in Chinese."""
    steps = [_count_zh(derivation)]
    spans = "、".join(_span_zh(span) for span in derivation.skipped)
    if derivation.rolled:
        steps.append(
            f"末日{_day_zh(derivation.nominal_end)}为休息日（{derivation.skipped[0].cause_zh}），"
            f"顺延至其后第一个工作日{_day_zh(derivation.due)}；顺延经过：{spans}"
        )
    elif spans:
        steps.append(f"不计入的休息日：{spans}")
    steps += [f"{_day_zh(day)}为调休上班日，按工作日计" for day in derivation.make_up_days]
    if derivation.provisional:
        steps.append(_provisional_zh(derivation))
    else:
        steps.append(f"到期日：{derivation.due}")
    return steps


def steps_en(derivation: Derivation) -> list[str]:
    """Return the sentences in English."""
    steps = [_count_en(derivation)]
    spans = ", ".join(_span_en(span) for span in derivation.skipped)
    if derivation.rolled:
        steps.append(
            f"The last day, {_day_en(derivation.nominal_end)}, is a rest day "
            f"({derivation.skipped[0].cause_en}), so the end moves to the next working day, "
            f"{_day_en(derivation.due)}; passed over: {spans}"
        )
    elif spans:
        steps.append(f"Rest days not counted: {spans}")
    steps += [f"{_day_en(day)} is a make-up working day and counts as a working day" for day in derivation.make_up_days]
    if derivation.provisional:
        steps.append(_provisional_en(derivation))
    else:
        steps.append(f"Due: {derivation.due}")
    return steps


def _count_zh(derivation: Derivation) -> str:
    length = period_zh(Period(derivation.unit, derivation.count))
    return f"{_origin_zh(derivation)}，期间{length}，至{derivation.nominal_end}"


def _origin_zh(derivation: Derivation) -> str:
    first = _first_counted(derivation)
    if first is None or first == derivation.start:
        return f"自{derivation.start}当日起算"
    return f"自{derivation.start}的次日（{first}）起算"


def _count_en(derivation: Derivation) -> str:
    length = period_en(Period(derivation.unit, derivation.count))
    verb = "ends" if derivation.count == 1 else "end"
    return f"{_origin_en(derivation)}, {length} {verb} on {derivation.nominal_end}"


def _origin_en(derivation: Derivation) -> str:
    first = _first_counted(derivation)
    if first is None or first == derivation.start:
        return f"Counted from {derivation.start}, that day included"
    return f"Counted from the day after {derivation.start} ({first})"


def _first_counted(derivation: Derivation) -> date | None:
    """Return the first day of the period; None if it has no day or would begin after the year 9999."""
    by_the_day = derivation.unit in (Unit.DAYS, Unit.WORKING_DAYS)
    if derivation.count == 0 or derivation.start == date.max:
        return None
    return derivation.start + timedelta(days=0 if derivation.include_start and by_the_day else 1)


def _provisional_zh(derivation: Derivation) -> str:
    years = "、".join(map(str, derivation.unpublished_years))
    step = f"{years}年的节假日安排尚未公布，暂按已知节假日前后区间推算："
    if derivation.due == derivation.latest:
        return f"{step}到期日{derivation.due}"
    return f"{step}到期日最早为{derivation.due}，最迟为{derivation.latest}"


def _provisional_en(derivation: Derivation) -> str:
    years = ", ".join(map(str, derivation.unpublished_years))
    step = f"The calendar of {years} is not published; by the known windows around the holidays"
    if derivation.due == derivation.latest:
        return f"{step} the due date is {derivation.due}"
    return f"{step} the due date is {derivation.due} at the earliest and {derivation.latest} at the latest"


def _span_zh(span: SkippedSpan) -> str:
    return f"{_range(span, '至')}（{span.cause_zh}）"


def _span_en(span: SkippedSpan) -> str:
    return f"{_range(span, ' to ')} ({span.cause_en})"


def _range(span: SkippedSpan, joint: str) -> str:
    return f"{span.first}" if span.first == span.last else f"{span.first}{joint}{span.last}"


def _day_zh(day: date) -> str:
    return f"{day}（{_ZH_DAYS[day.weekday()]}）"


def _day_en(day: date) -> str:
    return f"{_EN_DAYS[day.weekday()]} {day}"
