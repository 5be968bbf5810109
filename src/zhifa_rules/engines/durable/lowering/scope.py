"""Where a part of a norm stands while it is lowered: which alias each name has, and the columns asked for so far."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeVar, cast

from zhifa_rules.engines.durable.columns import AtPath, Column, Stated
from zhifa_rules.engines.durable.formulas import DUTIES, DUTY, Formula, Holds, Predicate, Test, some
from zhifa_rules.engines.durable.readings import plain_patterns
from zhifa_rules.records.shapes import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zhifa_rules.engines.account import Unsuited
    from zhifa_rules.engines.durable.formulas import Act, Ref
    from zhifa_rules.engines.durable.rows import PlainRow
    from zhifa_rules.norms.core import DutyIs, Path, Pattern, PatternChoice

C = TypeVar("C", bound=Column)
NUMBERS = frozenset({Kind.INTEGER, Kind.DATE})
Cases = tuple[tuple[Formula, "Ref | None"], ...]
"""A date: for each case under which formula it holds, and the day, or ``None`` for no date."""


StateOf = Callable[["DutyIs", "Scope"], Formula]
"""How the state of a duty under another rule is asked for."""


class NotLoweredError(Exception):
    """A norm, or a part of it, that has no form in durable-rules."""

    def __init__(self, why: Unsuited) -> None:
        self.why = why
        super().__init__(why.value)


@dataclass
class Names:
    """Names that a norm has used so far; equal columns are one column."""

    columns: dict[tuple[object, ...], Column] = field(default_factory=dict)
    labels: dict[tuple[object, ...], str] = field(default_factory=dict)
    taken: dict[str, int] = field(default_factory=dict)
    sought: dict[tuple[object, ...], object] = field(default_factory=dict)
    ways: Mapping[Pattern, tuple[Pattern, ...]] = field(default_factory=dict)

    def alternatives(self, choice: PatternChoice) -> tuple[Pattern, ...]:
        """Give the patterns of a choice, and those that other options of a question put in their place."""
        patterns = (way for pattern in plain_patterns(choice) for way in self.ways.get(pattern, (pattern,)))
        return tuple(dict.fromkeys(patterns))

    def types(self, choice: PatternChoice) -> tuple[str, ...]:
        """Give the types that a log has to cover for a pattern."""
        return tuple(dict.fromkeys(type_ for one in self.alternatives(choice) for type_ in one.types))

    def beside(self) -> Names:
        """Give names for another norm in the same program, none of which these have."""
        return Names(labels=self.labels, taken=self.taken, ways=self.ways)

    def unique(self, name: str) -> str:
        """Give a name that nothing else has."""
        self.taken[name] = count = self.taken.get(name, 0) + 1
        return name if count == 1 else f"{name} {count}"


@dataclass(frozen=True)
class Scope:
    """The aliases of the names at one place; every name that is not listed belongs to the duty.

    ``examined`` tells that the state of the duty is asked for at the date of an act.
    """

    names: Names
    aliases: Mapping[str, str] = field(default_factory=dict)
    acts: tuple[Act, ...] = ()
    clock: Cases | None = None
    duty: str = DUTIES
    state: StateOf | None = None
    examined: bool = False

    def alias(self, root: str) -> str:
        """Give the alias under which a name stands."""
        return self.aliases.get(root, DUTY)

    def at_act(self, act: Act) -> Scope:
        """Give the scope inside a pattern, where ``act`` is the fact looked at."""
        return replace(self, aliases={**self.aliases, "act": act.alias}, acts=(*self.acts, act))

    def with_alias(self, root: str, alias: str) -> Scope:
        """Give a scope with one more name."""
        return replace(self, aliases={**self.aliases, root: alias})

    # --- columns ---

    def column(self, alias: str, name: str, make: Callable[[str, str], C], *key: object) -> C:
        """Give the column for something; asked twice for the same it is one column."""
        what = (make.__qualname__, name, *key)
        found = self.names.columns.get((alias, *what))
        if found is None:
            group = "duty" if alias == DUTY else "act"
            label = self.names.labels.get((group, *what))
            if label is None:
                label = self.names.labels[group, *what] = self.names.unique(f"{group}|{name}").partition("|")[2]
            found = self.names.columns[alias, *what] = make(alias, label)
        return cast("C", found)  # what is made under one name is of one kind

    def at(self, path: Path) -> AtPath:
        """Give the column of what a path leads to."""
        kind = path.steps[-1].kind if path.steps else Kind.DATE if path.root == "clock" else Kind.TEXT
        number = kind in NUMBERS

        def make(alias: str, name: str) -> AtPath:
            return AtPath(alias, name, number, path)

        return self.column(self.alias(path.root), self.label(path), make, path)

    def label(self, path: Path) -> str:
        """Name a column after a path; behind the alias of an act the word ``act`` says nothing."""
        return str(path) if self.alias(path.root) == DUTY else str(path).removeprefix("act.")

    def stated(self, column: Column) -> Formula:
        """Give the formula that a column holds anything."""

        def make(alias: str, name: str) -> Stated:
            return Stated(alias, name, number=False, of_column=column)

        return Test(self.column(column.alias, f"{column.name} stated", make, column), "is", True)

    # --- predicates ---

    def predicate(
        self,
        label: str,
        formula: Formula,
        *,
        given: tuple[Act, ...] = (),
        acts: tuple[Act, ...] = (),
        doubt: Callable[[PlainRow], bool] | None = None,
    ) -> Predicate:
        """Name a formula, so that others can ask whether it holds."""
        return Predicate(self.names.unique(f":{label}")[1:], given, acts, formula, self.duty, doubt)

    def any_of(self, label: str, predicates: Sequence[Predicate]) -> Predicate:
        """Name the question whether one of several predicates of a duty holds."""
        if len(predicates) == 1:
            return predicates[0]
        return self.predicate(label, some(*(Holds(predicate) for predicate in predicates)))
