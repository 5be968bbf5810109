"""Year files: a YAML file that adds the holiday notice of one year before the built-in tables know it.

```yaml
year: 2027
source: 国办发明电〔2026〕N号
holidays: [2027-01-01, {from: 2027-02-05, to: 2027-02-11}]  # days off, weekends inside them optional
workdays: [2027-02-14]  # Saturdays and Sundays worked to make up
```

All four keys are required: a forgotten list must not pass for "none". A notice also moves days of the
December before its year, so those may stand in the file.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml

from zhifa_rules.errors import CalendarError, Location, Problem

_KEYS = ("year", "source", "holidays", "workdays")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_YEAR = re.compile(r"[0-9]{4}")


@dataclass(frozen=True, slots=True)
class YearFile:
    """The content of one year file: ``holidays`` and ``workdays`` map the ordinal of a day to its place."""

    year: int
    source: str
    holidays: dict[int, Location]
    workdays: dict[int, Location]
    location: Location

    @property
    def digest(self) -> str:
        """Return a short SHA-256 of the days, whatever the layout and the comments of the file."""
        content = f"{self.year}|{sorted(self.holidays)}|{sorted(self.workdays)}"
        return hashlib.sha256(content.encode()).hexdigest()[:8]


def read_year_file(path: str | Path) -> YearFile:
    """Read and check a year file; CalendarError with every problem found in it."""
    return _Reader(str(path)).read(_root(path))


def _root(path: str | Path) -> yaml.Node | None:
    """Return the YAML tree of the file; its nodes keep the text as written, so that no date is misread."""
    place = Location(str(path))
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError, ValueError) as error:
        raise CalendarError(
            Problem(f"the calendar file cannot be read: {error}", "Give a readable UTF-8 file", place)
        ) from error
    try:
        return yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        if mark is not None:
            place = Location(str(path), mark.line + 1, mark.column + 1)
        raise CalendarError(Problem(f"no valid YAML: {error.problem}", "Mend the syntax", place)) from error
    except (yaml.YAMLError, RecursionError) as error:
        raise CalendarError(Problem(f"no valid YAML: {error}", "Mend the syntax", place)) from error


class _Reader:
    """Turns the tree of one file into a YearFile and gathers the problems on the way."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.year = 0
        self.problems: list[Problem] = []

    def read(self, root: yaml.Node | None) -> YearFile:
        entries = self._mapping(root, "", _KEYS, required=_KEYS)
        self.year = self._year(entries.get("year"))
        source = self._source(entries.get("source"))
        holidays = self._days(entries.get("holidays"), "holidays")
        workdays = self._days(entries.get("workdays"), "workdays")
        if "holidays" in entries and not holidays and not self.problems:
            self._complain(entries["holidays"], "holidays", "no holiday is listed", "List every day off of the notice")
        self._check_workdays(holidays, workdays)
        if self.problems:
            raise CalendarError(self.problems)
        return YearFile(self.year, source, holidays, workdays, Location(self.file))

    def _complain(self, node: yaml.Node | None, field: str, message: str, cure: str, value: object = None) -> None:
        place = self._place(node) if node is not None else Location(self.file)
        self.problems.append(Problem(message, cure, place, field, value))

    def _place(self, node: yaml.Node) -> Location:
        return Location(self.file, node.start_mark.line + 1, node.start_mark.column + 1)

    def _mapping(
        self, node: yaml.Node | None, field: str, keys: tuple[str, ...], required: tuple[str, ...]
    ) -> dict[str, yaml.Node]:
        """Return the entries of a mapping that may hold ``keys`` only, each once."""
        if not isinstance(node, yaml.MappingNode):
            self._complain(node, field, "a mapping is expected here", f"Write the keys {', '.join(keys)}")
            return {}
        entries: dict[str, yaml.Node] = {}
        for key_node, value_node in node.value:
            key = key_node.value if isinstance(key_node, yaml.ScalarNode) else "?"
            path = f"{field}.{key}".lstrip(".")
            if key not in keys:
                self._complain(key_node, path, "unknown key", f"Use only {', '.join(keys)}", key)
            elif key in entries:
                self._complain(key_node, path, "the key stands here twice", "Keep one of them", key)
            else:
                entries[key] = value_node
        for key in required:
            if key not in entries:
                path = f"{field}.{key}".lstrip(".")
                self._complain(node, path, "the key is missing", "Add it (an empty list where there is none)")
        return entries

    def _year(self, node: yaml.Node | None) -> int:
        if node is None:
            return 0
        if not isinstance(node, yaml.ScalarNode) or not _YEAR.fullmatch(node.value) or node.value == "0000":
            self._complain(node, "year", "not a year", "Write four digits, such as 2027", _text(node))
            return 0
        return int(node.value)

    def _source(self, node: yaml.Node | None) -> str:
        if isinstance(node, yaml.ScalarNode) and node.value.strip():
            return str(node.value).strip()
        if node is not None:
            cure = "Name the notice, such as its document number"
            self._complain(node, "source", "no source is named", cure, _text(node))
        return ""

    def _days(self, node: yaml.Node | None, field: str) -> dict[int, Location]:
        """Return the days of a list of dates and ranges."""
        days: dict[int, Location] = {}
        if node is None:
            return days
        if not isinstance(node, yaml.SequenceNode):
            cure = "Write a list of dates and of {from: DATE, to: DATE}"
            self._complain(node, field, "a list is expected here", cure, _text(node))
            return days
        for index, item in enumerate(node.value):
            path = f"{field}[{index}]"
            for day in self._item(item, path):
                if day in days:
                    self._complain(item, path, "the day is listed twice", "List it once", _iso(day))
                days[day] = self._place(item)
        return days

    def _item(self, node: yaml.Node, field: str) -> range:
        """Return the ordinals of one item, a date or a range; none if it is wrong."""
        if isinstance(node, yaml.ScalarNode):
            day = self._date(node, field)
            return range(0) if day is None else range(day, day + 1)
        ends = self._mapping(node, field, ("from", "to"), required=("from", "to"))
        if len(ends) != 2:
            return range(0)
        first, last = (self._date(ends[key], f"{field}.{key}") for key in ("from", "to"))
        if first is None or last is None:
            return range(0)
        if first > last:
            self._complain(node, field, "the range ends before it begins", "Swap the dates", _iso(first))
            return range(0)
        return range(first, last + 1)

    def _date(self, node: yaml.Node, field: str) -> int | None:
        """Return the ordinal of a date that the notice of the file's year can settle."""
        text = _text(node)
        try:
            day = date.fromisoformat(text) if _DATE.fullmatch(text) else None
        except ValueError:
            day = None
        if day is None:
            self._complain(node, field, "not a date", "Write an existing day as YYYY-MM-DD", text)
            return None
        if self.year and day.year != self.year and (day.year, day.month) != (self.year - 1, 12):
            cure = f"List only days of {self.year} (and of the December before it)"
            self._complain(node, field, f"the day lies outside the year {self.year}", cure, text)
            return None
        return day.toordinal()

    def _check_workdays(self, holidays: dict[int, Location], workdays: dict[int, Location]) -> None:
        for day, place in workdays.items():
            if day in holidays:
                message, cure = "the day is both a holiday and a working day", "Take it out of one list"
            elif date.fromordinal(day).weekday() < 5:
                message = "the day is an ordinary weekday"
                cure = "List only Saturdays and Sundays that are worked"
            else:
                continue
            self.problems.append(Problem(message, cure, place, "workdays", _iso(day)))


def _text(node: yaml.Node) -> str:
    return str(node.value) if isinstance(node, yaml.ScalarNode) else "(a list or mapping)"


def _iso(ordinal: int) -> str:
    return date.fromordinal(ordinal).isoformat()
