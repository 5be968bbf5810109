"""zhifa-rules: executable rule packs for the procedural law of administrative supervision (行政执法监督)."""

from zhifa_rules.calendar import Calendar
from zhifa_rules.errors import CalendarError, InputError, PackError, UsageError, ZhifaError
from zhifa_rules.packs import Pack, builtin_packs, load_pack
from zhifa_rules.records import ABSENT, UNKNOWN, DateBounds, EventRecord, NumberBounds, OneOf
from zhifa_rules.report import Finding, Report
from zhifa_rules.session import Session, check

__all__ = [
    "ABSENT",
    "UNKNOWN",
    "Calendar",
    "CalendarError",
    "DateBounds",
    "EventRecord",
    "Finding",
    "InputError",
    "NumberBounds",
    "OneOf",
    "Pack",
    "PackError",
    "Report",
    "Session",
    "UsageError",
    "ZhifaError",
    "builtin_packs",
    "check",
    "load_pack",
]
