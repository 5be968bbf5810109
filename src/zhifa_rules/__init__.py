"""zhifa-rules: executable rule packs for the procedural law of administrative supervision (行政执法监督).

The names below are imported when they are first used, so that the command line starts without what it does not need.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zhifa_rules.calendar import Calendar
    from zhifa_rules.errors import CalendarError, EngineError, InputError, PackError, UsageError, ZhifaError
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
    "EngineError",
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

if not TYPE_CHECKING:  # type checkers read the imports above, and know every other name to be wrong
    _MODULES = {
        "calendar": ("Calendar",),
        "errors": ("CalendarError", "EngineError", "InputError", "PackError", "UsageError", "ZhifaError"),
        "packs": ("Pack", "builtin_packs", "load_pack"),
        "records": ("ABSENT", "UNKNOWN", "DateBounds", "EventRecord", "NumberBounds", "OneOf"),
        "report": ("Finding", "Report"),
        "session": ("Session", "check"),
    }

    def __getattr__(name):  # noqa: ANN001, ANN202
        """Import a public name, or one of the modules that hold them."""
        from importlib import import_module  # noqa: PLC0415

        for module, names in _MODULES.items():
            if name == module:
                return import_module(f"{__name__}.{module}")
            if name in names:
                globals()[name] = found = getattr(import_module(f"{__name__}.{module}"), name)
                return found
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

    def __dir__():  # noqa: ANN202
        """List the public names, also those not yet imported."""
        return sorted({*globals(), *__all__})
