"""One complete world: everything that is asked for has a value."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from zhifa_rules.records.facts import FIRST_DAY, LAST_DAY, Fact, date_range
from zhifa_rules.records.known import ABSENT, UNKNOWN, Uncertain
from zhifa_rules.records.shapes import Kind

from .candidates import (
    OTHER,
    Mentions,
    days_within,
    is_wide,
    lists_tried,
    numbers_tried,
    turning_days,
    words_tried,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from zhifa_rules.norms.core import Step

    from .guide import Guide
    from .setting import FieldKey, Setting

_MOST_MEMBERS = 3
_REFERENCES = (Kind.ORGAN, Kind.PERSON, Kind.DOCUMENT)


class World:
    """Reads attributes; what the records leave open is answered by the guide, the same way every time."""

    def __init__(self, setting: Setting, mentions: Mentions, guide: Guide) -> None:
        self.setting = setting
        self.mentions = mentions
        self.guide = guide
        self._days_chosen: set[int] = set()

    def unnamed(self, party: str) -> Any:  # noqa: ANN401
        """Give a party that the text does not name: taken to be nobody, though it may be somebody."""
        return self.guide.choose(("unnamed", party), (ABSENT,))

    def reading(self, pack: str, question: str) -> str:
        """Give the option of an open question that counts in this world."""
        options = self.setting.options[pack][question]
        return str(self.guide.choose(("reading", question), options)) if len(options) > 1 else options[0]

    def read(self, fact: Fact, step: Step) -> Any:  # noqa: ANN401
        """Give the value of an attribute: plain, a day as an ordinal, a tuple, or ``ABSENT``."""
        value = fact.values.get(step.name, UNKNOWN)
        if step.kind is Kind.DATE and not step.many:
            return self.day(fact, step.name)
        if value is None or isinstance(value, Uncertain):
            key = (fact.key, step.name)
            options = self._tried(fact, step, UNKNOWN if value is None else value)
            value = self.guide.choose(key, options)
        if step.kind is Kind.ELEMENT and isinstance(value, tuple):
            return tuple(self._element(fact, step.name, n, member) for n, member in enumerate(value))
        return value

    def day(self, fact: Fact, name: str) -> int:
        """Give a date as an ordinal; one that is known to be absent never comes."""
        value = fact.values.get(name, UNKNOWN)
        if value is ABSENT:
            return LAST_DAY
        if isinstance(value, date):
            return value.toordinal()
        key = (fact.key, name)
        if key not in self.guide.answers:
            stated = UNKNOWN if value is None else value
            self.guide.choose(key, self._days_tried(stated, *self._limits(fact, name, stated)))
        day = int(self.guide.answers[key])
        self._days_chosen.add(day)
        return day

    def _days_tried(self, value: Any, low: int, high: int) -> Sequence[int]:  # noqa: ANN401
        if not is_wide(value, low, high):
            return days_within(value, low, high)
        kept, near = self.setting.kept, frozenset(self._days_chosen)
        if near not in kept:
            kept[near] = turning_days(self.setting.days_on_file | near, self.mentions, self.setting.calendar)
        return days_within(value, low, high, kept[near])

    def _limits(self, fact: Fact, name: str, stated: object) -> tuple[int, int]:
        """Give the days between which the declared order leaves a date, after what has been answered already."""
        key = fact.key, name
        earliest, latest = self._between(key, _stated_day)
        own_earliest, own_latest = date_range(stated)
        if max(earliest, own_earliest) > min(latest, own_latest):
            return FIRST_DAY, LAST_DAY  # what contradicts itself says nothing
        low, high = self._between(key, self._answered)
        return (low, high) if low <= high else (FIRST_DAY, LAST_DAY)

    def _between(self, key: FieldKey, day_of: Callable[[Fact, str], int | None]) -> tuple[int, int]:
        earlier = [day_of(f, n) for f, n in self.setting.never_before.get(key, ())]
        later = [day_of(f, n) for f, n in self.setting.never_after.get(key, ())]
        low = max((day for day in earlier if day is not None and day < LAST_DAY), default=FIRST_DAY)
        return low, min((day for day in later if day is not None), default=LAST_DAY)

    def _answered(self, fact: Fact, name: str) -> int | None:
        found = _stated_day(fact, name)
        answer = self.guide.answers.get((fact.key, name)) if found is None else found
        return answer if isinstance(answer, int) else None

    def _tried(self, fact: Fact, step: Step, value: Any) -> Sequence[Any]:  # noqa: ANN401
        if step.kind is Kind.INTEGER:
            return numbers_tried(value, self.setting.numbers_on_file, self.mentions)
        if step.kind is Kind.ELEMENT:
            return [tuple({} for _ in range(n)) for n in range(_MOST_MEMBERS + 1)]
        mentioned = self._mentioned(step)
        if step.many:
            return lists_tried(mentioned)
        tried = words_tried(value, step.kind, mentioned)
        surely_there = (step.kind is Kind.ORGAN and step.name == "by") or step.name == "division"
        return [t for t in tried if t is not ABSENT] if surely_there else tried

    def _mentioned(self, step: Step) -> set[Any]:
        kept = self.setting.kept
        if ("mentioned", step) not in kept:
            kept["mentioned", step] = self._found(step)
        found: set[Any] = kept["mentioned", step]
        return found

    def _found(self, step: Step) -> set[Any]:
        found: set[Any] = set(self.mentions.words.get(step.name, ()))
        if step.kind in _REFERENCES or step.kind is Kind.TEXT:
            names = {step.name} | ({"number"} if step.kind is Kind.DOCUMENT else set())
            for fact in self.setting.facts:
                found |= self._names_in(fact, step.kind, names)
        return found

    def _names_in(self, fact: Fact, kind: Kind, names: set[str]) -> set[Any]:
        record_type = self.setting.catalogue.types.get(fact.type)
        shapes = record_type.shape.fields if record_type else {}
        values = [v for n, v in fact.values.items() if n in names or (n in shapes and shapes[n].kind is kind)]
        flat = {m for v in values for m in (v if isinstance(v, tuple) else (v,)) if isinstance(m, str)}
        return {self.setting.principal(m) for m in flat} if kind is Kind.ORGAN else flat

    def _element(self, fact: Fact, name: str, number: int, member: Any) -> Fact:  # noqa: ANN401
        values = dict(member if isinstance(member, dict) else member.__dict__)
        if not values:
            values = {"person": f"{OTHER}{number}"} if name in ("persons", "attended") else {}
        return Fact(f"{fact.type}:{name}", values, (fact.key, name, number), fact.records)

    # --- registers ---

    def organ(self, organ: str, day: int) -> Fact:
        """Give the register row of an organ that holds on a day; its first one where none began by then."""
        unknown = Fact("organ_registered", {"organ": organ}, ("organ", organ))
        return self._holding(self.setting.register.rows(organ), day) or unknown

    def person(self, person: str, day: int) -> Fact:
        """Give the register row of a person that holds on a day."""
        unknown = Fact("person_registered", {"person": person}, ("person", person))
        return self._holding(self.setting.register.person_rows(person), day) or unknown

    def _holding(self, rows: Sequence[Fact], day: int) -> Fact | None:
        if len(rows) < 2:
            return rows[0] if rows else None
        begun = [row for row in rows[1:] if self.day(row, "on") <= day]
        return begun[-1] if begun else rows[0]

    def comes_first(self, one: Fact, other: Fact) -> bool:
        """Tell whether one act of a day came before another: by their time, else number, else it is not known."""
        for name in ("at", "seq"):
            mine: Any = one.values.get(name)
            theirs: Any = other.values.get(name)
            if mine.__class__ is theirs.__class__ and mine.__class__ in (str, int) and mine != theirs:
                return bool(mine < theirs)
        first, second = sorted((one.key, other.key), key=repr)
        answer = bool(self.guide.choose(("order", first, second), (True, False)))
        return answer if one.key == first else not answer

    def is_told(self, one: Fact, other: Fact) -> bool:
        """Tell whether the records say in which order two acts of a day came."""
        pairs = ((one.values.get(name), other.values.get(name)) for name in ("at", "seq"))
        return any(mine is not None and theirs is not None and mine != theirs for mine, theirs in pairs)

    def maybe(self, key: Any) -> bool:  # noqa: ANN401
        """Ask something that is either so or not."""
        return bool(self.guide.choose(key, (False, True)))


def _stated_day(fact: Fact, name: str) -> int | None:
    value = fact.values.get(name, UNKNOWN)
    return value.toordinal() if isinstance(value, date) else None
