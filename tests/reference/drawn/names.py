"""The names that a place in a drawn rule may use, and the paths that begin with them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from zhifa_rules.records.shapes import FieldShape, Kind

from .words import UNASKED, catalogue

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from .dice import Dice
    from .words import Words

Types = tuple[str, ...]
ORGAN: Types = ("organ",)
PERSON: Types = ("person",)
DOCUMENT: Types = ("document",)
PERIOD: Types = ("period",)
CLOCK: Types = ("clock",)
DUTY: Types = ("duty",)
_PERIOD = {
    "year": Kind.INTEGER,
    "previous_year": Kind.INTEGER,
    "next_year": Kind.INTEGER,
    "first_day": Kind.DATE,
    "last_day": Kind.DATE,
}
_DUTY = {"due": Kind.DATE, "overdue_from": Kind.DATE}
_HOPS = {Kind.ORGAN: ORGAN, Kind.PERSON: PERSON, Kind.DOCUMENT: DOCUMENT}
_ROOTS = frozenset({"trigger", "act", "item", "member", "unit", "person", "bearer", "counterpart", "period", "clock"})
_REGISTER_FIELDS = (
    "kind",
    "level",
    "government",
    "superior",
    "office_of",
    "categories",
    "roles",
    "designations",
    "division",
    "field",
    "leadership",
    "role",
    "organ",
    "certificates",
)


@dataclass(frozen=True)
class Way:
    """A path: its text, and what it leads to."""

    text: str
    kind: Kind
    many: bool
    shape: FieldShape | None = None
    root: str = ""
    length: int = 1

    @property
    def name(self) -> str:
        """The last name on the path."""
        return self.text.rpartition(".")[2]


@dataclass(frozen=True)
class Made:
    """What later rules need to know of a rule to refer to it: its subject, trigger, parts and whom it binds."""

    id: str
    form: str
    subject: tuple[str, int]
    source: str
    types: tuple[str, ...]
    parts: tuple[str, ...]
    special: bool = False
    common: Mapping[str, Any] = field(default_factory=dict)
    roots: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Names:
    """What is at hand at a place of a rule, as ``norms.scope.Scope`` keeps it when the rule is read."""

    words: Words
    made: tuple[Made, ...] = ()
    subject: tuple[str, int] = ("matter", 0)
    roots: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    relative: str | None = None
    depth: int = 0
    refers: bool = True

    @property
    def dice(self) -> Dice:
        """Where chance comes from."""
        return self.words.dice

    def having(self, name: str, types: tuple[str, ...]) -> Names:
        """Give names with one more."""
        return replace(self, roots={**self.roots, name: types})

    def within(self, root: str, types: tuple[str, ...]) -> Names:
        """Give names in which bare fields belong to a root."""
        return replace(self, roots={**self.roots, root: types}, relative=root)

    def deeper(self) -> Names:
        """Give the same names one level deeper in a condition."""
        return replace(self, depth=self.depth + 1)

    # --- paths ---

    def ways(self, *, hops: int = 1, own: bool = False) -> list[Way]:
        """Give the paths that can be written here; ``own`` only those to fields of the fact that is described."""
        roots = [self.relative] if own and self.relative else list(self.roots)
        found: list[Way] = []
        for root in roots:
            found += self._root(root)
            for way in self._fields(root, self.roots[root], root, 1):
                found.append(way)
                if hops and way.kind in _HOPS and not way.many:
                    found += self._fields(root, _HOPS[way.kind], way.text, 2)
        return found

    def _root(self, root: str) -> Iterable[Way]:
        types = self.roots[root]
        kind = {ORGAN: Kind.ORGAN, PERSON: Kind.PERSON, CLOCK: Kind.DATE}.get(types)
        if kind is not None:
            yield Way(root, kind, many=False, root=root, length=0)

    def _fields(self, root: str, types: tuple[str, ...], before: str, length: int) -> Iterable[Way]:
        prefix = "" if root == self.relative and before == root else f"{before}."
        if root == self.relative and before.startswith(f"{root}."):
            prefix = f"{before.partition('.')[2]}."
        for special, fields in ((PERIOD, _PERIOD), (DUTY, _DUTY)):
            if types == special:
                yield from (Way(f"{before}.{n}", k, many=False, root=root, length=length) for n, k in fields.items())
        for name, shape in self.shapes_of(types).items():
            text = prefix + name
            if root == self.relative and text.partition(".")[0] in {*_ROOTS, *self.roots}:
                text = f"{root}.{text}"  # a field with the name of a root
            yield Way(text, shape.kind, shape.many, shape, root, length)

    def shapes_of(self, types: tuple[str, ...]) -> Mapping[str, FieldShape]:
        """Give the fields that facts of all these types have."""
        if types in (PERIOD, DUTY, CLOCK):
            return {}
        if types in (ORGAN, PERSON):
            shapes = catalogue().types["organ_registered" if types == ORGAN else "person_registered"].shape.fields
            return {n: s for n, s in shapes.items() if n in _REGISTER_FIELDS and not (types == ORGAN and n == "organ")}
        if types == DOCUMENT:
            found: dict[str, FieldShape] = {}
            for type_ in self.words.types:
                if "number" in catalogue().types[type_].shape.fields:
                    found = {**self.words.shapes(type_), **found}
            return {n: s for n, s in found.items() if s.kind is not Kind.ELEMENT}
        if ":" in types[0]:
            owner, _, name = types[0].partition(":")
            element = catalogue().types[owner].shape.fields[name].element
            assert element is not None
            return {n: s for n, s in element.fields.items() if n not in UNASKED}
        first, *others = (self.words.shapes(type_) for type_ in types)
        return {n: s for n, s in first.items() if all(n in o and alike(s, o[n]) for o in others)}

    def leading(self, kind: Kind, *, many: bool = False, hops: int = 1) -> list[Way]:
        """Give the paths that lead to something of a kind."""
        return [way for way in self.ways(hops=hops) if way.kind is kind and way.many is many]

    # --- readings ---

    def by_reading(self, make: Any, percent: int = 5) -> Any:  # noqa: ANN401
        """Give what ``make`` gives, now and then another one under each option of an open question."""
        if self.depth < 2 and self.dice.chance(percent):
            question = self.dice.pick(list(self.words.questions))
            inner = replace(self, depth=2)
            return {"reading": question, **{o: make(inner) for o in self.words.questions[question]}}
        return make(self)


def alike(one: FieldShape, other: FieldShape) -> bool:
    """Tell whether two fields hold the same."""
    return (one.kind, one.many, one.words) == (other.kind, other.many, other.words)
