"""Where a rule stands while it is evaluated concretely, and what is found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zhifa_rules.calendar import Bounds, Period
    from zhifa_rules.engines.native.norms import CompiledNorm, Instance
    from zhifa_rules.engines.outcome import Reason, Verdict
    from zhifa_rules.norms.core import DutyIs
    from zhifa_rules.records.dossier import Dossier
    from zhifa_rules.records.facts import Fact
    from zhifa_rules.records.register import Register


class Unsettled(Exception):  # noqa: N818  (no error: it hands the duty over to the symbolic evaluator)
    """Something is not known, or open between readings."""


class Unsupported(Exception):  # noqa: N818
    """A norm uses something that only the symbolic evaluator knows."""


class Surroundings(Protocol):
    """What is asked of the evaluator beyond the facts at hand."""

    register: Register
    as_of: int

    def end_of(self, start: int, period: Period, rolls: bool, include_start: bool) -> Bounds:
        """Give the end of a period after a known day."""
        ...

    def has_strays(self, types: tuple[str, ...], organ: str | None) -> bool:
        """Tell whether acts of an organ, or of nobody knows whom, are on file of which the subject is not known."""
        ...

    def records_of(self, index: str, key: object) -> Dossier:
        """Give the facts that name an ``organ``, ``person`` or ``case``, in whichever subject they stand."""
        ...

    def norms_of(self, pack: str, rule: str) -> Sequence[CompiledNorm]:
        """Give the norms that stand under the id of a rule."""
        ...

    def duty_stands(self, scene: Scene, condition: DutyIs, at: int, parties: Sequence[object]) -> bool:
        """Tell whether some instance of another rule, between the parties meant, is in one of the states at a date."""
        ...


class Evaluated(Protocol):
    """A norm ready for concrete evaluation."""

    def evaluate(self, scene: Scene, instance: Instance) -> Found | None:
        """Evaluate one possible duty."""
        ...


class Scene:
    """One subject as of a day; ``roots`` holds what paths of the duty at hand begin with, as in the symbolic frame.

    ``acts_of`` gives the facts of a type, ``lasting`` the only register row of an organ.
    ``known`` keeps what was found of duties on which others hang, with the roots that their evaluation left;
    ``instances`` lists the possible duties of norms in the subject; ``looked_up`` are the dossiers of organs, persons
    and cases that were asked for; ``trigger_day`` is the day on which the duty at hand arose.
    """

    __slots__ = (
        "acts_of",
        "as_of",
        "dossier",
        "examined",
        "instances",
        "key",
        "known",
        "lasting",
        "looked_up",
        "matter",
        "principals",
        "register",
        "roots",
        "surroundings",
        "trigger_day",
    )

    def __init__(
        self,
        surroundings: Surroundings,
        dossier: Dossier,
        as_of: int,
        examined: Fact | None = None,
    ) -> None:
        self.surroundings = surroundings
        self.register = surroundings.register
        self.principals = self.register.principals
        self.lasting = self.register.lasting
        self.dossier = dossier
        self.key, self.matter = dossier.key, dossier.matter
        self.acts_of = dossier.by_type.get
        self.as_of = as_of
        self.roots: dict[str, Any] = {}
        self.examined = examined
        self.trigger_day = 0
        self.looked_up: dict[tuple[str, str], Dossier] = {}
        self.instances: dict[CompiledNorm, Sequence[Instance]] = {}
        self.known: dict[int, tuple[Found | None, dict[str, Any], Instance]] = {}

    def at(self, day: int, examined: Fact | None, roots: Mapping[str, Any]) -> Scene:
        """Give the same subject as of another day, when an act of that day is examined."""
        scene = Scene(self.surroundings, self.dossier, day, examined)
        scene.roots = {**roots}
        scene.instances, scene.looked_up = self.instances, self.looked_up
        return scene

    def records_of(self, index: str, key: object) -> Dossier:
        """Give all records of an organ, person or case."""
        if not isinstance(key, str):
            raise Unsettled
        dossier = self.looked_up.get((index, key))
        if dossier is None:
            dossier = self.looked_up[index, key] = self.surroundings.records_of(index, key)
        return dossier

    def standing(self, norm: Evaluated, instance: Instance) -> Found | None:
        """Evaluate a duty on which others may hang, once, and take over its roots."""
        known = self.known.get(id(instance))
        if known is None:
            found = norm.evaluate(self, instance)
            self.known[id(instance)] = found, self.roots.copy(), instance
            return found
        self.roots.update(known[1])
        return known[0]


Part = tuple[str, str, int | None]  # its id, its state, its due date


class Found:
    """What concrete evaluation tells of a duty; days are ordinals."""

    __slots__ = ("bearer", "counterpart", "due", "owed", "parts", "reason", "since", "verdict")

    def __init__(  # noqa: PLR0917  (names of arguments cost time, and there are many of these)
        self,
        verdict: Verdict,
        reason: Reason | None = None,
        due: int | None = None,
        since: int | None = None,
        parts: tuple[Part, ...] = (),
        owed: bool = False,
        bearer: str | None = None,
        counterpart: str | None = None,
    ) -> None:
        self.verdict = verdict
        self.reason = reason
        self.due = due
        self.since = since
        self.parts = parts
        self.owed = owed
        self.bearer = bearer
        self.counterpart = counterpart
