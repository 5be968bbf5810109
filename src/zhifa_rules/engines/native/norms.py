"""A norm as the engine holds it: what it arises from, compiled only when a subject first asks for it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from zhifa_rules.engines.native.patterns import can_match, required_words
from zhifa_rules.norms.core import Achieve, Norm, OnRecord, OnRoster

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from zhifa_rules.engines.native.concrete.norm import ConcreteNorm
    from zhifa_rules.engines.native.listing import FrameOf, Listing
    from zhifa_rules.engines.native.straight.norm import StraightNorm
    from zhifa_rules.engines.native.symbolic import SymbolicNorm
    from zhifa_rules.records.dossier import Dossier
    from zhifa_rules.records.facts import Fact


@dataclass(slots=True, eq=False)
class Instance:
    """One possible duty: a norm and what may give rise to it (``triggers`` are several where only the first counts).

    ``roots`` are given for duties of rosters: whose it is, and the period.
    """

    norm: CompiledNorm
    dossier: Dossier
    triggers: tuple[Fact, ...]
    item: Any = None
    base: Instance | None = None
    once_for: str = ""
    roots: Mapping[str, Any] = field(default_factory=dict)

    @property
    def origin(self) -> Instance:
        """The duty that arose from the trigger itself, on which this one hangs in the end."""
        found = self
        while found.base is not None:
            found = found.base
        return found


class CompiledNorm:
    """A norm and its evaluators; ``specials`` are the norms that displace it where they apply.

    ``is_base`` tells that other duties hang on its duties, ``by_person`` that they are those of a roster of persons.
    ``times`` counts how often it was evaluated, ``options`` gives, for each open question of its pack, the options to
    be evaluated.
    """

    def __init__(self, norm: Norm, options: Mapping[str, tuple[str, ...]]) -> None:
        self.norm = norm
        self.specials: list[CompiledNorm] = []
        self.is_base = False
        self.times = 0
        self._options = options
        self._asked_for: dict[str, CompiledNorm] = {}
        source = norm.source
        self.by_person = isinstance(source, OnRoster) and source.person is not None
        self.types = source.pattern.types if isinstance(source, OnRecord) else ()
        self._required = required_words(source.pattern.where, "trigger") if isinstance(source, OnRecord) else ()
        self.is_plain = isinstance(source, OnRecord) and not (source.each or source.once or source.once_per)

    def asked_for(self, part: str | None) -> CompiledNorm:
        """Give the norm without the other parts, where those do not matter to how one part stands."""
        body = self.norm.body
        if part is None or not isinstance(body, Achieve) or body.any_of or self.specials:
            return self
        alone = self._asked_for.get(part)
        if alone is None:
            parts = tuple(one for one in body.parts if one.id == part)
            norm = replace(self.norm, body=replace(body, parts=parts))
            alone = self._asked_for[part] = CompiledNorm(norm, self._options)
        return alone

    @cached_property
    def symbolic(self) -> SymbolicNorm:
        """Evaluates the norm in one possible world."""
        from zhifa_rules.engines.native.symbolic import SymbolicNorm  # noqa: PLC0415  (it holds instances)

        return SymbolicNorm(self.norm, self.specials)

    @cached_property
    def concrete(self) -> ConcreteNorm | None:
        """Evaluates the norm where everything is known."""
        from zhifa_rules.engines.native.concrete.norm import concrete_norm  # noqa: PLC0415  (it holds instances)

        return concrete_norm(self.norm, self._options, [special.concrete for special in self.specials])

    @cached_property
    def straight(self) -> StraightNorm | None:
        """Evaluates the norm where everything is known, written out as one function."""
        from zhifa_rules.engines.native.straight.norm import straight_norm  # noqa: PLC0415  (costs time to compile)

        return None if self.specials else straight_norm(self.norm, self._options)

    @cached_property
    def _listing(self) -> Listing:
        from zhifa_rules.engines.native.listing import Listing  # noqa: PLC0415  (it makes instances)

        return Listing(self)

    def instances(self, dossier: Dossier, frame_of: FrameOf) -> Iterable[Instance]:
        """List the possible duties that the records of a dossier give rise to."""
        facts = [fact for type_ in self.types for fact in dossier.facts(type_) if can_match(fact, self._required)]
        if self.is_plain:
            return [Instance(self, dossier, (fact,)) for fact in facts]
        return self._listing.instances(facts, dossier, frame_of)
