"""The second engine of a session: durable-rules alone, or to confirm the native engine duty by duty."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

from zhifa_rules.engines.agreement import Difference, account_of, compare, rule_name, smallest
from zhifa_rules.engines.durable.engine import DurableEngine, Examination
from zhifa_rules.engines.native.engine import NativeEngine
from zhifa_rules.errors import EngineError, InputError, Problem
from zhifa_rules.records.history import History

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from zhifa_rules.calendar import Calendar
    from zhifa_rules.engines.account import Account
    from zhifa_rules.engines.outcome import Duty
    from zhifa_rules.norms.core import Norm
    from zhifa_rules.records import EventRecord


class SecondEngine:
    """The durable engine for some norms; it is lowered once and then asked about any history."""

    def __init__(
        self, norms: Iterable[Norm], calendar: Calendar, options: Mapping[str, Mapping[str, tuple[str, ...]]]
    ) -> None:
        self._norms = list(norms)
        self._calendar = calendar
        self._options = options
        self._engine = DurableEngine(self._norms, calendar, options)

    def alone(self, history: History, as_of: int) -> tuple[Examination, Account]:
        """Examine a history without the native engine."""
        examination = self._engine.examine(history, as_of)
        return examination, account_of(self._engine, examination, None)

    def confirm(self, duties: Sequence[Duty], history: History, as_of: int) -> Account:
        """Compare with what the native engine found; raises ``EngineError`` where they differ."""
        examination = self._engine.examine(history, as_of)
        comparison = compare(duties, examination, self._engine)
        if comparison.differences:
            raise self._error(comparison.differences, history, as_of)
        return account_of(self._engine, examination, comparison)

    # --- disagreements ---

    def _error(self, differences: Sequence[Difference], history: History, as_of: int) -> EngineError:
        found = min(differences, key=lambda one: (len(one.duty.trigger.records), str(one)))
        records = self._smallest(found, history, as_of)
        lines = [{**record.model_dump(mode="json", exclude_unset=True), "type": record.type} for record in records]
        text = json.dumps(lines, ensure_ascii=False, default=str)
        return EngineError(
            Problem(
                f"the engines differ on {len(differences)} duties, the smallest of them: {found}; as of "
                f"{date.fromordinal(as_of)} these records show it: {text}",
                "One of the engines is wrong: please report it with these records",
                field=rule_name(found.duty.norm),
            )
        )

    def _smallest(self, found: Difference, history: History, as_of: int) -> Sequence[EventRecord]:
        """Give the fewest records that still show a difference on the rule."""
        norms = [norm for norm in self._norms if norm.pack == found.duty.norm.pack]
        name = rule_name(found.duty.norm)
        engine = DurableEngine([norm for norm in norms if rule_name(norm) == name], self._calendar, self._options)

        def differ(records: Sequence[EventRecord]) -> bool:
            ours, theirs = History(history.catalogue), History(history.catalogue)
            native = NativeEngine(norms, ours, self._calendar, self._options)
            for record in records:
                ours.add(record)
                theirs.add(record)
            try:
                duties = native.duties(as_of)
                return bool(compare(duties, engine.examine(theirs, as_of), engine).differences)
            except InputError:  # such as a correction of a record that was left out
                return False

        return smallest(list(history.log.records.values()), differ)
