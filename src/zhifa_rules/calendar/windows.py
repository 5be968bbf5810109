"""The windows around the statutory holidays, in which an unpublished day may work or rest (S9)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml

MonthDay = tuple[int, int]
_LOADER: Any = yaml.CBaseLoader if yaml.__with_libyaml__ else yaml.BaseLoader


@dataclass(frozen=True, slots=True)
class Window:
    """A range of days of the year around a holiday, both ends included; it may cross the year's end."""

    zh: str
    en: str
    first: MonthDay
    last: MonthDay

    def covers(self, month: int, day: int) -> bool:
        """Say whether the day of any year lies in the window."""
        if self.first <= self.last:
            return self.first <= (month, day) <= self.last
        return (month, day) >= self.first or (month, day) <= self.last


@cache
def holiday_windows() -> tuple[Window, ...]:
    """Return the windows of ``holiday_windows.yaml``, which states how they were derived."""
    text = resources.files(__package__).joinpath("holiday_windows.yaml").read_text(encoding="utf-8")
    # BaseLoader leaves every scalar a string: 12-26 must become neither a date nor a number.
    data: dict[str, Any] = yaml.load(text, Loader=_LOADER)
    return tuple(_window(entry) for entry in data["windows"])


def window_name(month: int, day: int) -> tuple[str, str] | None:
    """Return the Chinese and English name of the holiday whose window covers the day, if one does."""
    for window in holiday_windows():
        if window.covers(month, day):
            return window.zh, window.en
    return None


def _window(entry: dict[str, str]) -> Window:
    return Window(entry["zh"], entry["en"], _month_day(entry["from"]), _month_day(entry["to"]))


def _month_day(text: str) -> MonthDay:
    month, day = text.split("-")
    return int(month), int(day)
