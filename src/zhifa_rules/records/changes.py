"""What changed in a history since it was last asked: engines look at the subjects concerned anew."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from zhifa_rules.records.names import Name
    from zhifa_rules.records.placing import Subject


@dataclass(frozen=True, slots=True)
class Changes:
    """Subjects, record types, and the organs, persons and cases that were named."""

    homes: Sequence[tuple[Any, ...]]
    types: frozenset[str]
    names: Sequence[Name]


class ChangeLog:
    """Collects changes until they are taken; ``types`` are added to it directly."""

    def __init__(self) -> None:
        self.types: set[str] = set()
        self._subjects: list[Subject] = []
        self._names: dict[Name, None] = {}

    def note_subject(self, subject: Subject) -> None:
        """Note that a subject changed."""
        if not subject.changed:
            subject.changed = True
            self._subjects.append(subject)

    def note_names(self, names: Iterable[Name]) -> None:
        """Note what was named by something that came or went."""
        self._names.update(dict.fromkeys(names))

    def take(self) -> Changes:
        """Give what changed since the last call."""
        homes = list(dict.fromkeys(subject.key for subject in self._subjects))
        found = Changes(homes, frozenset(self.types), list(self._names))
        for subject in self._subjects:
            subject.changed = False
        for changed in (self._subjects, self.types, self._names):
            changed.clear()
        return found
