"""Look-ups in the registers at a date: what an organ is, whom it acts for, what the logs cover."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from zhifa_rules.records.facts import FIRST_DAY, LAST_DAY, Fact, date_range
from zhifa_rules.records.known import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

ALL = "all"
Span = tuple[int, int]


class Register:
    """The register rows and log scopes visible as of a day.

    An organ without a row is unknown, not outside (S10); ``state`` then gives a fact of which nothing is known.
    ``principals`` gives for each organ with a row the one for which it acts, ``lasting`` the only state of those that
    have one only and ``divisions`` their divisions; ``has_open_logs`` tells whether any scope declares a log open.
    """

    def __init__(self, facts: Iterable[Fact]) -> None:
        self._rows: dict[str, list[Fact]] = {}
        self._person_rows: dict[str, list[Fact]] = {}
        self._scopes: list[Fact] = []
        self._logs: dict[tuple[str, str], tuple[list[Span], list[Span]]] = {}
        for fact in facts:
            if fact.type == "organ_registered":
                self._rows.setdefault(fact.values["organ"], []).append(fact)
            elif fact.type == "person_registered":
                self._person_rows.setdefault(fact.values["person"], []).append(fact)
            elif fact.type == "log_scope_declared":
                self._scopes.append(fact)
        for rows in (*self._rows.values(), *self._person_rows.values()):
            rows[:] = _states(rows)
        self.lasting = {organ: rows[0] for organ, rows in self._rows.items() if len(rows) == 1}
        divisions = {organ: row.values.get("division") for organ, row in self.lasting.items()}
        self.divisions = {organ: code for organ, code in divisions.items() if isinstance(code, str)}
        successors = self._successors()
        self.principals = {organ: self._resolved(organ, successors) for organ in self._rows}
        self.has_open_logs = any(not scope.values["complete"] for scope in self._scopes)
        self._offices: dict[str, list[str]] = {}
        for organ, principal in self.principals.items():
            self._offices.setdefault(principal, []).append(organ)

    @property
    def organs(self) -> Sequence[str]:
        """All organs that have a row, in the order of their keys."""
        return sorted(self._rows)

    @property
    def persons(self) -> Sequence[str]:
        """All persons that have a row, in the order of their keys."""
        return sorted(self._person_rows)

    def person_rows(self, person: str) -> Sequence[Fact]:
        """Give the successive states of a person."""
        return self._person_rows.get(person, ())

    def person(self, person: str, day: int) -> Fact:
        """Give the state of a person on a day (an ordinal), as ``state`` does for organs."""
        rows = self._person_rows.get(person)
        if not rows:
            return Fact("person_registered", {"person": person}, ("person", person))
        return next((row for row in reversed(rows) if date_range(row.values["on"])[0] <= day), rows[0])

    def has(self, organ: str) -> bool:
        """Tell whether the organ has a row."""
        return organ in self._rows

    def rows(self, organ: str) -> Sequence[Fact]:
        """Give the successive states of an organ."""
        return self._rows.get(organ, ())

    def state(self, organ: str, day: int) -> Fact:
        """Give the state of an organ on a day (an ordinal): its last row that began by then, else its first row."""
        rows = self._rows.get(organ)
        if not rows:
            return Fact("organ_registered", {"organ": organ}, ("organ", organ))
        chosen = rows[0]
        for row in rows[1:]:
            if date_range(row.values["on"])[0] <= day:
                chosen = row
        return chosen

    def name(self, key: str) -> str:
        """Give the registered name of an organ or a person, or the key."""
        for row in reversed(self._rows.get(key) or self._person_rows.get(key, [])):
            if row.values.get("name"):
                return str(row.values["name"])
        return key

    def principal(self, organ: str) -> str:
        """Give the organ for which an office acts, or the successor to which its duties passed, else itself."""
        return self.principals.get(organ, organ)

    def offices(self, organ: str) -> Iterable[str]:
        """Give the organ and those whose acts count for it: the offices and predecessors whose principal it is."""
        return dict.fromkeys((organ, *self._offices.get(organ, ())))

    def _successors(self) -> Mapping[Any, str]:
        """Tell for each organ that another one succeeds, which one that is."""
        return {
            row.values["succeeds"]: key
            for key, rows in self._rows.items()
            for row in rows
            if row.values.get("succeeds")
        }

    def _resolved(self, organ: str, successors: Mapping[Any, str]) -> str:
        """Follow ``office_of`` upwards and ``succeeds`` forwards; a circle ends where it began."""
        seen = {organ}
        current = organ
        while True:
            rows = self._rows.get(current, [])
            following = next((r.values["office_of"] for r in rows if isinstance(r.values.get("office_of"), str)), None)
            following = following or successors.get(current)
            if following is None or following in seen:
                return current
            seen.add(following)
            current = following

    def log_state(self, organ: str, record_type: str, first: int, last: int) -> bool | None:
        """Tell whether the log of a type and organ over a period is declared complete, open, or not declared.

        Several scopes may together cover the period; one that declares the log open anywhere in it opens it.
        """
        covered, opened = self._declared(organ, record_type)
        if any(low <= last and high >= first for low, high in opened):
            return False
        return True if _covers(covered, first, last) else None

    def _declared(self, organ: str, record_type: str) -> tuple[list[Span], list[Span]]:
        """Give the spans over which the log of an organ and type is declared complete, and those declared open.

        A span with loose ends is complete over what is certain, and open over all that is possible.
        """
        found = self._logs.get((organ, record_type))
        if found is None:
            covered: list[Span] = []
            opened: list[Span] = []
            for scope in self._scopes_of(organ):
                values = scope.values
                if not self._types(values["types"], record_type):
                    continue
                starts, ends = date_range(values["covers_from"]), date_range(values["covers_to"])
                if values["complete"]:
                    covered.append((starts[1], ends[0]))
                else:
                    opened.append((starts[0], ends[1]))
            found = self._logs[organ, record_type] = sorted(covered), opened
        return found

    def _scopes_of(self, organ: str) -> Iterable[Fact]:
        """Give the log scopes that name an organ, its principal or one of the offices of that."""
        return dict.fromkeys((*self._named_scopes.get(ALL, ()), *self._named_scopes.get(self.principal(organ), ())))

    @cached_property
    def _named_scopes(self) -> Mapping[str, Sequence[Fact]]:
        """The log scopes by the principals of the organs that they name."""
        found: dict[str, list[Fact]] = {}
        for scope in self._scopes:
            for organ in scope.values["organs"]:
                found.setdefault(self.principal(organ), []).append(scope)
        return found

    @staticmethod
    def _types(types: tuple[str, ...], record_type: str) -> bool:
        return ALL in types or record_type in types

    def scopes(self) -> Sequence[Fact]:
        """Give the declared log scopes."""
        return self._scopes


def _states(rows: list[Fact]) -> list[Fact]:
    """Order the rows of one organ or person; rows of the same first day are one state, unknown where they differ."""
    by_day: dict[tuple[int, int], list[Fact]] = {}
    for row in rows:
        by_day.setdefault(date_range(row.values["on"]), []).append(row)
    return [_one_state(by_day[day]) for day in sorted(by_day)]


def _one_state(rows: list[Fact]) -> Fact:
    if len(rows) == 1:
        return rows[0]
    first = min(rows, key=lambda row: row.records)
    names = {name for row in rows for name in row.values}
    values = {name: _agreed([row.values.get(name) for row in rows]) for name in names}
    records = tuple(sorted(record for row in rows for record in row.records))
    return Fact(first.type, {**values, "id": first.values.get("id")}, first.key, records)


def _agreed(values: list[Any]) -> Any:  # noqa: ANN401
    """Give what all rows say; a row that says nothing does not contradict."""
    told = [value for value in values if value is not None and value is not UNKNOWN]
    if not told:
        return values[0]
    return told[0] if all(value == told[0] for value in told) else UNKNOWN


def _covers(spans: list[Span], first: int, last: int) -> bool:
    reached = first - 1
    for low, high in spans:
        if low > reached + 1:
            break
        reached = max(reached, high)
    return reached >= last


def lasting_to(row: Fact) -> int:
    """Give the last day (an ordinal) on which a register row can hold."""
    until: Any = row.values.get("until", UNKNOWN)
    return until.toordinal() if isinstance(until, date) else LAST_DAY


def beginning_of(row: Fact) -> int:
    """Give the first day (an ordinal) of a register row; the first day of all where it is not stated."""
    on = row.values.get("on")
    return on.toordinal() if isinstance(on, date) else FIRST_DAY
