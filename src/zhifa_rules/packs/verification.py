"""Comparing an official text with the ledger of a pack: what is unchanged, moved, changed, missing and new (S12)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import TYPE_CHECKING

from zhifa_rules.errors import InputError, Location, Problem, UsageError
from zhifa_rules.packs.clauses.labels import clause_place
from zhifa_rules.packs.clauses.texts import split_texts
from zhifa_rules.packs.ledger import clause_id

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zhifa_rules.packs.clauses.texts import ClauseText
    from zhifa_rules.packs.instruments import Instrument
    from zhifa_rules.packs.ledger import Clause
    from zhifa_rules.packs.pack import Pack, Rule

# A single clause can stand in two regulations word for word, such as the day on which they take effect.
_LEAST_SHARE = 0.2


class Change(StrEnum):
    """What became of a clause."""

    UNCHANGED = "unchanged"
    MOVED = "moved"  # the same words in another place
    CHANGED = "changed"
    MISSING = "missing"  # in the ledger, not in the text
    NEW = "new"  # in the text, not in the ledger


@dataclass(frozen=True, slots=True)
class ClauseChange:
    """What became of one clause: its place in the ledger and in the text (empty where it has none), how it is cited.

    ``rules`` are those of the ledger and those that cite the clause.
    """

    change: Change
    id: str
    text_id: str
    zh: str
    en: str
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """An instrument and what became of its clauses; None where the file does not hold the instrument."""

    instrument: Instrument
    clauses: tuple[ClauseChange, ...] | None

    @property
    def counts(self) -> dict[Change, int]:
        """How many clauses became what."""
        found = Counter(clause.change for clause in self.clauses or ())
        return {change: found[change] for change in Change}

    @property
    def same(self) -> bool:
        """Whether nothing differs."""
        return all(clause.change is Change.UNCHANGED for clause in self.clauses or ())


def verify_text(pack: Pack, text: str, *, instrument: str | None = None, name: str = "") -> list[Comparison]:
    """Compare a text with one instrument of a pack, or with all that the text holds.

    Raises ``UsageError`` for an unknown instrument and ``InputError``, naming the file, for a text that holds none.
    """
    if instrument is not None and instrument not in pack.instruments:
        cure = f"Instruments of {pack.id}: {', '.join(pack.instruments)}"
        problem = Problem("the pack has no such instrument", cure, field="--instrument", value=instrument)
        raise UsageError(problem)
    asked = pack.instruments.values() if instrument is None else [pack.instruments[instrument]]
    found = [_compare_instrument(pack, one, text, chosen=instrument is not None) for one in asked]
    if all(comparison.clauses is None for comparison in found):
        titles = "、".join(one.title.zh for one in asked)
        cure = "Check that this is the right file, complete and as plain text"
        cure += "" if instrument else "; --instrument ID compares it in any case"
        raise InputError(Problem(f"the file holds no text of the pack {pack.id} ({titles})", cure, Location(name)))
    return found


def _compare_instrument(pack: Pack, instrument: Instrument, text: str, *, chosen: bool) -> Comparison:
    ledger = [clause for clause in pack.ledger if clause.instrument == instrument.id]
    hashes = Counter(clause.sha256 for clause in ledger)
    texts = split_texts(text, instrument.layout)
    shared = [(hashes & Counter(clause.sha256 for clause in part)).total() for part in texts]
    best = max(range(len(texts)), key=lambda number: (shared[number], len(texts[number])), default=None)
    if best is None or not (chosen or shared[best] > _LEAST_SHARE * len(ledger)):
        return Comparison(instrument, None)
    rules = list(pack.rules.values())
    return Comparison(instrument, tuple(_Comparer(ledger, texts[best], rules).changes()))


class _Comparer:
    """Compares the clauses of a ledger with those of a text, in order."""

    def __init__(self, ledger: Sequence[Clause], text: Sequence[ClauseText], rules: Sequence[Rule]) -> None:
        self._ledger = ledger
        self._text = text
        self._rules = rules

    def changes(self) -> list[ClauseChange]:
        """Give every clause once, those of the ledger by their place in it, new ones by their place in the text."""
        pairs, lost, added = self._aligned()
        moved = self._moved(lost, added)
        found = [self._pair(here, there) for here, there in (*pairs, *moved.items())]
        found += [self._of_ledger(Change.MISSING, self._ledger[n]) for n in lost if n not in moved]
        taken = set(moved.values())
        found += [self._new(self._text[n]) for n in added if n not in taken]
        return sorted(found, key=_order)

    def _aligned(self) -> tuple[list[tuple[int, int]], list[int], list[int]]:
        """Lay both side by side: give the pairs, and what stands in the ledger or in the text alone."""
        pairs: list[tuple[int, int]] = []
        lost: list[int] = []
        added: list[int] = []
        before, after = [c.sha256 for c in self._ledger], [c.sha256 for c in self._text]
        for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
            if kind == "equal":
                pairs += zip(range(a, b), range(c, d), strict=True)
                continue
            rest = dict(self._rewritten(range(a, b), range(c, d)))
            pairs += rest.items()
            lost += (n for n in range(a, b) if n not in rest)
            paired = set(rest.values())
            added += (n for n in range(c, d) if n not in paired)
        return pairs, lost, added

    def _rewritten(self, here: range, there: range) -> Iterator[tuple[int, int]]:
        """Between clauses that are the same, as many others of the same depth are changed ones; else go by place."""
        depths = [clause.id.count(".") for clause in (self._ledger[n] for n in here)]
        if depths == [self._text[n].id.count(".") for n in there]:
            yield from zip(here, there, strict=True)
            return
        by_place = {self._text[n].id: n for n in there}
        yield from ((n, by_place[self._ledger[n].id]) for n in here if self._ledger[n].id in by_place)

    def _moved(self, lost: list[int], added: list[int]) -> dict[int, int]:
        free: dict[str, list[int]] = {}
        for n in reversed(added):
            free.setdefault(self._text[n].sha256, []).append(n)
        return {n: free[self._ledger[n].sha256].pop() for n in lost if free.get(self._ledger[n].sha256)}

    # --- what is told ---

    def _pair(self, here: int, there: int) -> ClauseChange:
        clause, found = self._ledger[here], self._text[there]
        if clause.sha256 != found.sha256:
            return self._of_ledger(Change.CHANGED, clause, found.id)
        return self._of_ledger(Change.UNCHANGED if clause.id == found.id else Change.MOVED, clause, found.id)

    def _of_ledger(self, change: Change, clause: Clause, text_id: str = "") -> ClauseChange:
        english = clause.label_en or clause_place(clause.id)
        return ClauseChange(change, clause.id, text_id, clause.label, english, tuple(self._touched(clause)))

    def _touched(self, clause: Clause) -> list[str]:
        citing = [rule.id for rule in self._rules if _cites(rule, clause)]
        return sorted({*clause.rules, *citing})

    def _new(self, found: ClauseText) -> ClauseChange:
        return ClauseChange(Change.NEW, "", found.id, found.zh, found.en)


def _order(found: ClauseChange) -> tuple[list[int], bool]:
    """A new clause stands before the one that had its place."""
    return [int(part) for part in (found.id or found.text_id).split(".")], found.change is not Change.NEW


def _cites(rule: Rule, clause: Clause) -> bool:
    """Tell whether a rule cites a clause, or the paragraph of which it is an item."""
    wanted = {clause.id, clause.id.rpartition(".")[0]} if clause.id.count(".") > 1 else {clause.id}
    further = (cite for norm in rule.norms for _, cites in norm.also_cites for cite in cites)
    return any(cite.instrument == clause.instrument and clause_id(cite) in wanted for cite in (*rule.cites, *further))
