"""Where a rule stands while it is evaluated, and where its paths lead."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from zhifa_rules.norms.core import Path, Step
from zhifa_rules.records.facts import LAST_DAY, Fact
from zhifa_rules.records.known import ABSENT, Uncertain
from zhifa_rules.records.shapes import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zhifa_rules.norms.core import Choice, Norm
    from zhifa_rules.records.dossier import Dossier

    from .world import World


DAY = "#day"  # the root under which a scene keeps the day on which its trigger counts


@dataclass(frozen=True)
class Period:
    """A period of the calendar: its label and its first and last day."""

    label: str
    first: int
    last: int

    def field(self, name: str) -> int:
        """Give what rules may ask of a period."""
        year = int(self.label[:4])
        years = {"year": year, "previous_year": year - 1, "next_year": year + 1}
        return {**years, "first_day": self.first, "last_day": self.last}[name]


@dataclass(frozen=True)
class Scene:
    """A norm in a world, the subject whose acts it looks at, and what its paths may begin with."""

    world: World
    norm: Norm
    dossier: Dossier
    roots: Mapping[str, Any]
    as_of: int
    register_day: int | None = None
    examined: Fact | None = None

    def having(self, **roots: Any) -> Scene:  # noqa: ANN401
        """Give the same scene with further things at hand."""
        mine = {**self.roots, **roots}
        return Scene(self.world, self.norm, self.dossier, mine, self.as_of, self.register_day, self.examined)

    def option(self, choice: Choice[Any]) -> Any:  # noqa: ANN401
        """Give the part of a rule that counts under the reading of this world."""
        name = self.world.reading(self.norm.pack, choice.question)
        return dict(choice.options)[name]

    # --- paths ---

    def value(self, path: Path) -> Any:  # noqa: ANN401
        """Give the value that a path leads to; organs stand for their principals; behind nothing is nothing."""
        current = self.roots.get(path.root)
        if current is None and path.root in ("bearer", "counterpart", "item"):
            return self.world.unnamed(path.root)
        if not path.steps:
            return self._root(current)
        for number, step in enumerate(path.steps):
            if isinstance(current, Period):
                return current.field(step.name)
            if isinstance(current, dict):  # the state of a duty
                return LAST_DAY if current[step.name] is None else current[step.name]
            linked = self._fact(current).links.get(step.name)
            if linked is not None and number < len(path.steps) - 1:
                current = linked  # also where its number is not known
                continue
            value = self.world.read(self._fact(current), step)
            if number == len(path.steps) - 1:
                return self._principal(value) if step.kind is Kind.ORGAN else value
            if value is ABSENT:
                return ABSENT
            current = self._hop(self._fact(current), step, value, path.steps[number + 1].name)
        raise AssertionError(path)

    def itself(self, path: Path) -> str | None:
        """Give the organ that a path leads to under its own key, although it may be an office of another."""
        if not path.steps:
            value = self.roots.get(path.root)
        else:
            before = Path(path.root, path.steps[:-1])
            if before.steps and self.value(before) is ABSENT:
                return None
            holder = self.roots.get(path.root) if not before.steps else self._before_the_last(path)
            value = self.world.read(self._fact(holder), path.steps[-1])
        return value if isinstance(value, str) else None

    def _before_the_last(self, path: Path) -> Fact:
        """Give what holds the last field of a path."""
        current = self._fact(self.roots.get(path.root))
        for step, following in pairwise(path.steps):
            current = self._fact(self._hop(current, step, self.world.read(current, step), following.name))
        return current

    def _root(self, value: Any) -> Any:  # noqa: ANN401
        if isinstance(value, Fact):
            return value.values.get("person" if value.type == "person_registered" else "number", ABSENT)
        return self._principal(value)

    def _principal(self, value: Any) -> Any:  # noqa: ANN401
        if isinstance(value, tuple):
            return tuple(self._principal(member) for member in value)
        return self.world.setting.principal(value) if isinstance(value, str) else value

    def _fact(self, value: Any) -> Fact:  # noqa: ANN401
        if isinstance(value, Fact):
            return value
        if isinstance(value, str):
            return self.world.organ(value, self.day_of_register())
        return Fact("organ_registered", {}, ("organ", None))

    def day_of_register(self) -> int:
        """Give the day on which the register is looked up: that of the trigger, for a roster the day of the report."""
        if self.register_day is not None:
            return self.register_day
        trigger = self.roots.get("trigger")
        return self.world.day(trigger, "on") if isinstance(trigger, Fact) else self.as_of

    def _hop(self, fact: Fact, step: Step, value: Any, following: str) -> Any:  # noqa: ANN401
        if step.kind is Kind.ORGAN:
            organ = value if following == "office_of" else self.world.setting.principal(value)
            return self.world.organ(organ, self.day_of_register())
        if step.kind is Kind.PERSON:
            return self.world.person(value, self.day_of_register())
        linked = fact.links.get(step.name)
        if linked is not None:
            return linked
        return Fact("", {"number": value}, (fact.key, step.name), fact.records)

    def at_register(self, day: int) -> Scene:
        """Give the same scene with the register looked up on another day."""
        return replace(self, register_day=day)

    def known(self, path: Path) -> Any:  # noqa: ANN401
        """Give what a path leads to as far as it is on file; ``None`` if it is not known."""
        if isinstance(self.roots[path.root], Period | dict):
            return self.value(path)
        holder = self._holder(path)
        value = None if holder is None else holder if holder is ABSENT else holder.values.get(path.steps[-1].name)
        known = value is not None and not isinstance(value, Uncertain)
        return self._principal(value) if known and path.steps[-1].kind is Kind.ORGAN else value if known else None

    def _holder(self, path: Path) -> Any:  # noqa: ANN401
        """Give that of which the last step of a path is asked, ``None`` if it is not known, ``ABSENT`` for nothing."""
        current = self._fact(self.roots[path.root])
        for step, following in pairwise(path.steps):
            if step.name in current.links:
                current = current.links[step.name]
                continue
            value = current.values.get(step.name)
            if value is None or value is ABSENT or isinstance(value, Uncertain):
                return ABSENT if value is ABSENT else None
            current = self._fact(self._hop(current, step, value, following.name))
        return current

    def raw(self, path: Path) -> tuple[Any, ...]:
        """Give the members of a known list as they are named, offices not replaced by their principals."""
        value = self._fact(self.roots[path.root]).values.get(path.steps[-1].name)
        return value if isinstance(value, tuple) else ()

    def listed(self, organ: str, name: str) -> tuple[Any, ...] | None:
        """Give what a registered organ lists under a field as far as it is on file; ``None`` if it is not known."""
        found = self.world.organ(organ, self.day_of_register()).values.get(name)
        return () if found is ABSENT else found if isinstance(found, tuple) else None

    def listing(self, organ: str, name: str) -> tuple[Any, ...]:
        """Give what a registered organ lists under a field in this world."""
        step = Step(name, Kind.TEXT, many=True)
        found = self.world.read(self.world.organ(organ, self.day_of_register()), step)
        return found if isinstance(found, tuple) else ()

    def division(self, organ: str | None) -> Any:  # noqa: ANN401
        """Give the division code of an organ."""
        return self.world.read(self._fact(organ), Step("division", Kind.TEXT, many=False))
