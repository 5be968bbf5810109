"""Rows: what stands under an alias while a formula is looked at, with the values of its columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from zhifa_rules.engines.durable.formulas import DUTIES, DUTY
from zhifa_rules.engines.durable.setting import Scene
from zhifa_rules.records.known import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from zhifa_rules.engines.durable.columns import Column
    from zhifa_rules.engines.durable.formulas import Act, OfDuty, Ref, Truth
    from zhifa_rules.engines.durable.instances import Instance
    from zhifa_rules.engines.durable.setting import Setting
    from zhifa_rules.records.dossier import Dossier
    from zhifa_rules.records.facts import Fact

SUBJECT = "subject"
AS_OF, EXAMINED = "day looked at", "act examined"
"""Names under which a duty has the day as of which it is looked at, and the act at whose date that is."""


@dataclass(eq=False)
class OtherDuty:
    """A duty under another rule; ``settled`` tells whether everything is known on which its state turns.

    Of ``parties`` one that is not known is ``None``, one that there is not is empty.
    """

    row: DutyRow
    parties: Mapping[str, str | None]
    settled: Callable[[], bool]
    arises_from: Instance | None = None


@dataclass(eq=False)
class Circle:
    """The duties of a subject under another rule, as they stand on one day under one combination of readings."""

    duties: tuple[OtherDuty, ...]


class Others(Protocol):
    """The duties under other rules on whose state one turns, by what is asked of them."""

    @property
    def resolved(self) -> Mapping[str, Circle]:
        """Those that were asked for."""
        ...

    def under(self, asked: str, row: DutyRow) -> Circle | None:
        """Give them; ``None`` where it is not known on which day they are meant."""
        ...


class PlainRow:
    """A scene whose columns are read once each."""

    def __init__(self, scene: Scene, fact: Fact | None = None) -> None:
        self.scene = scene
        self.fact = fact
        self.known: dict[object, Truth] = {}
        self._values: dict[Column, object] = {}

    @property
    def as_of(self) -> int:
        """The day as of which it is looked at: that of the report, if none was named."""
        named = self.scene.roots.get(AS_OF)
        return named if isinstance(named, int) else self.scene.setting.as_of

    def value(self, column: Column) -> object:
        """Give the value of a column: plain, ``ABSENT`` or ``UNKNOWN``."""
        if column not in self._values:
            self._values[column] = column.of(self)
        return self._values[column]

    def day(self, ref: Ref) -> object:
        """Give the day that a reference to columns of this row leads to."""
        if ref.column is None:
            return ref.plus
        value = self.value(ref.column)
        return value + ref.plus if isinstance(value, int) else value

    def having(self, **roots: object) -> PlainRow:
        """Give the same row with further things at hand."""
        return PlainRow(self.scene.having(**roots), self.fact)

    def on(self, day: int) -> PlainRow:
        """Give the same row with the registers as of a day."""
        return PlainRow(self.scene.on(day), self.fact)

    def acts(self, act: Act) -> Sequence[PlainRow] | None:
        """Only a duty looks for acts."""
        raise NotImplementedError

    def some_duty(self, asked: OfDuty) -> Truth:
        """Only a duty looks for other duties."""
        raise NotImplementedError


class ActRows:
    """The rows of acts, one per fact, whichever duty looks for them."""

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self._rows: dict[int, PlainRow] = {}

    def row(self, fact: Fact) -> PlainRow:
        """Give the row of an act. Its organs are asked for what they are in every state of the register."""
        row = self._rows.get(id(fact))
        if row is None:
            row = self._rows[id(fact)] = PlainRow(Scene(self._setting, {"act": fact}, None), fact)
        return row


class DutyRow(PlainRow):
    """A possible duty: what gave rise to it, whom it binds, and the facts among which acts are looked for."""

    def __init__(self, scene: Scene, fact: Fact, dossier: Dossier, act_rows: ActRows) -> None:
        super().__init__(scene, fact)
        self.dossier = dossier
        self.number = 0
        self.type = DUTIES
        self.base: OtherDuty | None = None
        self.parties: Mapping[str, str | None] = {}
        self.circle: Circle | None = None
        self.others: Others | None = None
        self._act_rows = act_rows

    def having(self, **roots: object) -> DutyRow:
        """Give the same duty with further things at hand."""
        assert self.fact is not None
        row = DutyRow(self.scene.having(**roots), self.fact, self.dossier, self._act_rows)
        row.base, row.others = self.base, self.others
        return row

    def some_duty(self, asked: OfDuty) -> Truth:
        """Tell whether a predicate holds of some duty under another rule, where that is settled."""
        from zhifa_rules.engines.durable.truth import holds  # noqa: PLC0415  (truth is asked of rows)

        found = self._asked_of(asked)
        if found is None:
            return None
        doubtful = False
        for other in found:
            wanted = [(other.parties.get(name), self.value(column)) for name, column in asked.parties]
            if any(isinstance(want, str) and there is not None and there != want for there, want in wanted):
                continue
            known = other.settled() and all(isinstance(want, str) and there is not None for there, want in wanted)
            answer = holds(asked.predicate, {DUTY: other.row}) if known else None
            if answer:
                return True
            doubtful = doubtful or answer is None
        return None if doubtful else False

    def _asked_of(self, asked: OfDuty) -> Sequence[OtherDuty] | None:
        if asked.base:
            return () if self.base is None else (self.base,)
        assert self.others is not None
        circle = self.others.under(asked.rule, self)
        return None if circle is None else circle.duties

    def acts(self, act: Act) -> Sequence[PlainRow] | None:
        """Give the rows of the acts of some types, in the subject or among the facts that name somebody."""
        dossier = self.dossier if act.among is None else self.among(act.among)
        if dossier is None:
            return None
        return [self._act_rows.row(fact) for type_ in act.types for fact in dossier.facts(type_)]

    def among(self, column: Column) -> Dossier | None:
        """Give the facts that name somebody; ``None`` if it is not known whom."""
        name = self.value(column)
        if name is UNKNOWN:
            return None
        assert isinstance(name, str)
        if name == SUBJECT:
            return self.dossier
        index, _, key = name.partition(":")
        return self.scene.setting.named(index, key)
