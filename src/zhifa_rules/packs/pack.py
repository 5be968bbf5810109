"""A loaded rule pack."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zhifa_rules.errors import Location
    from zhifa_rules.norms.core import Citation, Norm, Text
    from zhifa_rules.packs.instruments import Instrument
    from zhifa_rules.packs.ledger import Clause
    from zhifa_rules.packs.readings import Question
    from zhifa_rules.records import Catalogue
    from zhifa_rules.records.shapes import RecordType
    from zhifa_rules.sources import Mapping as MappingNode


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of a pack as its author wrote it: id, form, provisions, summary, and the norms it was lowered into."""

    id: str
    form: str
    cites: tuple[Citation, ...]
    summary: Text
    norms: tuple[Norm, ...]
    questions: frozenset[str]
    references: tuple[tuple[str, Location], ...]
    location: Location
    node: MappingNode = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class CaseFile:
    """One file of example cases, not yet read."""

    name: str
    text: str


@dataclass(frozen=True)
class Pack:
    """The rules of one jurisdiction, ready to be executed.

    ``sha256`` identifies the content of all files of the pack; ``declared`` are the record types it adds.
    """

    id: str
    version: str
    sha256: str
    title: Text
    instruments: Mapping[str, Instrument]
    questions: Mapping[str, Question]
    rules: Mapping[str, Rule]
    ledger: Sequence[Clause]
    catalogue: Catalogue
    declared: Sequence[RecordType]
    case_files: Sequence[CaseFile]
    unused_definitions: frozenset[str]

    @cached_property
    def clauses(self) -> Mapping[tuple[str, str], Clause]:
        """The clauses of the ledger by instrument and place."""
        return {(clause.instrument, clause.id): clause for clause in self.ledger}

    @property
    def norms(self) -> Sequence[Norm]:
        """All norms of all rules."""
        return [norm for rule in self.rules.values() for norm in rule.norms]
