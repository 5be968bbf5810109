"""Where a rule stands while it is evaluated: the world, the date, the facts at hand and those it may look up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zhifa_rules.calendar import Bounds, Calendar, Period
    from zhifa_rules.engines.native.bodies.clock import Event
    from zhifa_rules.engines.native.world import Day, World
    from zhifa_rules.engines.outcome import Count
    from zhifa_rules.norms.core import DutyIs
    from zhifa_rules.records.dossier import Dossier
    from zhifa_rules.records.facts import Fact
    from zhifa_rules.records.register import Register


class Host(Protocol):
    """What compiled rules ask of the engine that runs them."""

    calendar: Calendar
    memo: dict[tuple[Any, ...], Any]  # what compiled rules keep as long as the register and the day stay
    ruled_out: dict[tuple[Any, ...], set[Fact]]  # what they keep from one possible world of a duty to the next

    @property
    def register(self) -> Register:
        """The registers as of the day of the report."""
        ...

    def active(self, question: str) -> tuple[str, ...]:
        """Give the options of an open question that are to be evaluated."""
        ...

    def end_of(self, start: int, period: Period, rolls: bool, include_start: bool) -> Bounds:
        """Give the end of a period after a known day."""
        ...

    def strays(self, types: tuple[str, ...], organ: str | None) -> Sequence[Fact]:
        """Give the acts of an organ of which it is not known to which matter they belong."""
        ...

    def strays_of_anybody(self, types: tuple[str, ...]) -> Sequence[Fact]:
        """Give such acts of all organs."""
        ...

    def records_of(self, index: str, key: object) -> Dossier:
        """Give the facts that name an ``organ``, ``person`` or ``case``, in whichever subject they stand."""
        ...

    def duty_is(self, frame: Frame, condition: DutyIs, at: Day) -> bool:
        """Tell whether some instance of another rule is in one of the states at a date."""
        ...


class Frame:
    """One evaluation of one duty instance in one world.

    ``roots`` holds what paths begin with: ``trigger``, ``act``, ``item``, ``bearer``, ``clock`` and so on. Where the
    state of a duty is asked for at an act, ``examined`` is that act: others of its day count if they came before it.
    ``register_day`` is the day on which the register is looked up, where that is not the trigger's; ``trigger_day`` is
    that of the trigger. ``searched`` are the facts among which the next pattern looks, where these are not those of
    the subject. ``uncovered`` collects what a list had to reach and did not.
    """

    __slots__ = (
        "as_of",
        "counts",
        "dossier",
        "events",
        "examined",
        "host",
        "register_day",
        "roots",
        "searched",
        "trigger_day",
        "uncovered",
        "world",
    )

    def __init__(
        self,
        host: Host,
        world: World,
        dossier: Dossier,
        as_of: Day,
        roots: dict[str, Any],
        *,
        examined: Fact | None = None,
    ) -> None:
        self.host = host
        self.examined = examined
        self.world = world
        self.dossier = dossier
        self.as_of = as_of
        self.roots = roots
        self.counts: dict[int, Count] = {}
        self.events: list[Event] | None = None
        self.register_day: Day | None = None
        self.trigger_day: Day | None = None
        self.searched: Dossier | None = None
        self.uncovered: list[str] = []

    @property
    def bearer(self) -> str | None:
        """Key of the organ bound, ``None`` where it is not known, or there is none."""
        found = self.roots.get("bearer")
        return found if isinstance(found, str) else None

    def among(self, searched: Dossier | None) -> Frame:
        """Give the same standpoint for a search among other facts."""
        frame = Frame(self.host, self.world, self.dossier, self.as_of, self.roots, examined=self.examined)
        frame.searched = searched
        frame.register_day, frame.trigger_day = self.register_day, self.trigger_day
        frame.uncovered = self.uncovered
        return frame
