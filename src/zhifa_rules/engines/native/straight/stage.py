"""What functions written out look at: one subject as of the day of the report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhifa_rules.engines.native.concrete.scene import Scene, Unsettled

if TYPE_CHECKING:
    from zhifa_rules.engines.native.concrete.scene import Found, Surroundings
    from zhifa_rules.engines.native.norms import CompiledNorm
    from zhifa_rules.records.docket import Docket
    from zhifa_rules.records.dossier import Dossier
    from zhifa_rules.records.entries import Entries, Key


class Stage:
    """The entries of a subject (``matter`` if it is a matter or case), and what surrounds it.

    ``entries_of`` gives the entries of a type, ``lasting`` the only register row of an organ and ``divisions`` where
    it lies; ``looked_up`` are the dossiers of organs, persons and cases that were asked for, ``stood`` the duties found
    on which others hang.
    """

    __slots__ = (
        "_scene",
        "as_of",
        "divisions",
        "docket",
        "entries_of",
        "key",
        "lasting",
        "looked_up",
        "matter",
        "principals",
        "register",
        "stood",
        "surroundings",
    )

    def __init__(self, surroundings: Surroundings, docket: Docket) -> None:
        self.surroundings = surroundings
        register = self.register = surroundings.register
        self.principals = register.principals
        self.lasting, self.divisions = register.lasting, register.divisions
        self.docket = docket
        self.key = docket.key
        self.matter = docket.matter
        self.entries_of = docket.entries.get
        self.as_of = surroundings.as_of
        self._scene: Scene | None = None
        self.looked_up: dict[tuple[str, str], Dossier] = {}
        self.stood: dict[tuple[CompiledNorm, Key], Found | None] = {}

    @property
    def scene(self) -> Scene:
        """The same subject for duties that cannot be settled in this way."""
        if self._scene is None:
            self._scene = Scene(self.surroundings, self.docket.dossier, self.as_of)
        return self._scene

    def records_of(self, index: str, key: object) -> Entries:
        """Give all records of an organ, person or case, as entries."""
        if not isinstance(key, str):
            raise Unsettled
        dossier = self.looked_up.get((index, key))
        if dossier is None:
            dossier = self.looked_up[index, key] = self.surroundings.records_of(index, key)
        return dossier.entries
