"""Working days, periods and the derivation of due dates (S3, S8, S9)."""

from zhifa_rules.calendar.derivation import Derivation, SkippedSpan, derive
from zhifa_rules.calendar.period import (
    Bounds,
    CalendarPeriod,
    Period,
    PeriodKind,
    Unit,
    calendar_period_bounds,
    calendar_periods,
    end_of_period,
    fixed_date,
    nominal_end,
)
from zhifa_rules.calendar.table import Calendar, DayKind

__all__ = [
    "Bounds",
    "Calendar",
    "CalendarPeriod",
    "DayKind",
    "Derivation",
    "Period",
    "PeriodKind",
    "SkippedSpan",
    "Unit",
    "calendar_period_bounds",
    "calendar_periods",
    "derive",
    "end_of_period",
    "fixed_date",
    "nominal_end",
]
