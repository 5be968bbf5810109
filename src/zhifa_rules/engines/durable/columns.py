"""Columns: the fields of the flat facts, each worked out from the records before the engine sees it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from zhifa_rules.calendar import Period, Unit, end_of_period
from zhifa_rules.engines.durable.formulas import DUTY, Ref
from zhifa_rules.engines.durable.truth import truth
from zhifa_rules.errors import CalendarError
from zhifa_rules.records.facts import LAST_DAY
from zhifa_rules.records.known import ABSENT, UNKNOWN

if TYPE_CHECKING:
    from zhifa_rules.engines.durable.formulas import Formula
    from zhifa_rules.engines.durable.rows import PlainRow
    from zhifa_rules.norms.core import Path

YES, NO, NOTHING = "yes", "no", ""
ACT, MEMBER, UNIT = "act", "member", "unit"


@dataclass(frozen=True, eq=False)
class Column:
    """One field of the facts under an alias. ``number`` tells that it holds integers, such as days."""

    alias: str
    name: str
    number: bool = False

    def of(self, row: PlainRow) -> object:
        """Give the value: plain, ``ABSENT`` or ``UNKNOWN``."""
        raise NotImplementedError

    def pair(self, duty: PlainRow, act: PlainRow) -> object:
        """Give the value for a duty and an act together, for those columns that need both."""
        raise NotImplementedError

    def written(self, value: object) -> str | int:
        """Give a value as the engine takes it; what is absent or not known equals no constant of a rule."""
        if self.number:
            return value if isinstance(value, int) else 0
        if isinstance(value, bool):
            return YES if value else NO
        return value if isinstance(value, str) else NOTHING


@dataclass(frozen=True, eq=False)
class AtPath(Column):
    """What a path leads to."""

    path: Path | None = None

    def of(self, row: PlainRow) -> object:
        """Read the path."""
        assert self.path is not None
        return row.scene.read(self.path)


@dataclass(frozen=True, eq=False)
class Stated(Column):
    """Whether another column holds anything."""

    of_column: Column | None = None

    def of(self, row: PlainRow) -> object:
        """Tell whether the value is known to be there."""
        assert self.of_column is not None
        value = row.value(self.of_column)
        return UNKNOWN if value is UNKNOWN else value is not ABSENT


@dataclass(frozen=True, eq=False)
class NotEmpty(Column):
    """Whether an attribute is there, and not an empty list."""

    path: Path | None = None

    def of(self, row: PlainRow) -> object:
        """Tell whether it is."""
        assert self.path is not None
        value = row.scene.read(self.path)
        return UNKNOWN if value is UNKNOWN else value is not ABSENT and value != ()


@dataclass(frozen=True, eq=False)
class Named(Column):
    """Whether a record says to which matter or case it belongs; nothing can be in doubt there."""

    path: Path | None = None

    def of(self, row: PlainRow) -> object:
        """Tell whether it does."""
        assert self.path is not None
        return row.scene.read(self.path) is not UNKNOWN


@dataclass(frozen=True, eq=False)
class Holding(Column):
    """Whether a list holds one of some constants."""

    path: Path | None = None
    constants: tuple[object, ...] = ()

    def of(self, row: PlainRow) -> object:
        """Look for the constants in the list."""
        assert self.path is not None
        value = row.scene.read(self.path)
        if value is ABSENT:
            return False
        return any(one in self.constants for one in value) if isinstance(value, tuple) else UNKNOWN


@dataclass(frozen=True, eq=False)
class OneOfMany(Column):
    """Whether an attribute is one of many constants; durable-rules has no sets."""

    path: Path | None = None
    constants: tuple[object, ...] = ()

    def of(self, row: PlainRow) -> object:
        """Look for the attribute among them."""
        assert self.path is not None
        value = row.scene.read(self.path)
        return UNKNOWN if value is UNKNOWN else value in self.constants


@dataclass(frozen=True, eq=False)
class Beginning(Column):
    """Whether a text begins with one of some others."""

    path: Path | None = None
    prefixes: tuple[str, ...] = ()

    def of(self, row: PlainRow) -> object:
        """Compare the beginning."""
        assert self.path is not None
        value = row.scene.read(self.path)
        return UNKNOWN if value is UNKNOWN else value is not ABSENT and str(value).startswith(self.prefixes)


@dataclass(frozen=True, eq=False)
class ListAgainst(Column):
    """Whether a list of one fact holds what another attribute of the same fact names."""

    path: Path | None = None
    member: Path | None = None

    def of(self, row: PlainRow) -> object:
        """Look for the other attribute in the list."""
        assert self.path is not None
        assert self.member is not None
        entries, one = row.scene.read(self.path), row.scene.read(self.member)
        if entries is ABSENT or one is ABSENT or entries == ():
            return False
        return one in entries if isinstance(entries, tuple) and one is not UNKNOWN else UNKNOWN


# --- Days ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class DayInYear(Column):
    """A day of the calendar in the year that an attribute gives."""

    year: Path | None = None
    month: int = 1
    day: int = 1

    def of(self, row: PlainRow) -> object:
        """Give the day."""
        assert self.year is not None
        year = row.scene.read(self.year)
        return date(year, self.month, self.day).toordinal() if isinstance(year, int) else year


@dataclass(frozen=True, eq=False)
class EndOf(Column):
    """The end of a period that is counted in the calendar: working days, months, or with a roll."""

    anchor: Ref = field(default_factory=lambda: Ref(None))
    period: Period = field(default_factory=lambda: Period(Unit.DAYS, 0))
    rolls: bool = False
    include_start: bool = False

    def of(self, row: PlainRow) -> object:
        """Count the period; where the calendar is not published the end is not known."""
        start = row.day(self.anchor)
        if not isinstance(start, int):
            return start
        return ended(row, start, self.period, rolls=self.rolls, include_start=self.include_start)


def ended(row: PlainRow, start: int, period: Period, *, rolls: bool, include_start: bool) -> object:
    """Give the last day of a period."""
    calendar = row.scene.setting.calendar
    try:
        bounds = end_of_period(start, period, calendar, rolls=rolls, include_start=include_start)
    except CalendarError:
        return LAST_DAY
    return bounds.earliest if bounds.exact else UNKNOWN


@dataclass(frozen=True, eq=False)
class DocumentLimit(Column):
    """The limit that a document sets; ``ABSENT`` where it sets none, not known where it ended before it began."""

    days: Path | None = None
    last_day: Path | None = None
    anchor: Ref = field(default_factory=lambda: Ref(None))
    unit: Unit = Unit.DAYS
    include_start: bool = False

    def of(self, row: PlainRow) -> object:
        """Read the limit and count it."""
        start = row.day(self.anchor)
        number = ABSENT if self.days is None else row.scene.read(self.days)
        fixed = ABSENT if self.last_day is None else row.scene.read(self.last_day)
        if not isinstance(start, int):
            return UNKNOWN
        if isinstance(fixed, int):
            return fixed if start <= fixed else UNKNOWN
        if isinstance(number, int):
            return ended(row, start, Period(self.unit, number), rolls=False, include_start=self.include_start)
        return ABSENT if number is ABSENT and fixed is ABSENT else UNKNOWN


@dataclass(frozen=True, eq=False)
class Later(Column):
    """The later one of two days."""

    one: Ref = field(default_factory=lambda: Ref(None))
    other: Ref = field(default_factory=lambda: Ref(None))

    def of(self, row: PlainRow) -> object:
        """Compare them."""
        days = [row.day(ref) for ref in (self.one, self.other)]
        known = [day for day in days if isinstance(day, int)]
        return max(known) if len(known) == len(days) else UNKNOWN if UNKNOWN in days else ABSENT


@dataclass(frozen=True, eq=False)
class Chosen(Column):
    """The day of the first case that holds; cases look at the same fact only."""

    cases: tuple[tuple[Formula, Ref | None], ...] = ()

    def of(self, row: PlainRow) -> object:
        """Find the case."""
        for guard, ref in self.cases:
            found = truth(guard, {self.alias: row, DUTY: row})
            if found is None:
                return UNKNOWN
            if found:
                return ABSENT if ref is None else row.day(ref)
        return ABSENT
