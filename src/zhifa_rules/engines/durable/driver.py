"""Drive the C module of durable-rules by pulling: no host, no threads, no callbacks, no timers (G2).

One session lives at a time (G8, G12). Every fact is asserted by itself and its return code is read (G6); an as-of fact
opens each stratum after everything else and is retracted before anything else is asserted (G4).
"""

from __future__ import annotations

import json
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self

from zhifa_rules.engines.durable.availability import engine_module
from zhifa_rules.engines.durable.identifiers import ASOF_ID, BOOT_ID, SESSION, Identifiers
from zhifa_rules.engines.durable.memory import trim
from zhifa_rules.engines.durable.program import ASOF
from zhifa_rules.engines.durable.rails import BOOT, PULSE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

MOST_CONCLUSIONS = 10_000
_STORED, _NOT_NEEDED = 0, 1

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode
Match = tuple[str, dict[str, dict[str, Any]]]
"""A firing as the engine reports it: the number of the rule and the bound facts."""


class BrokenEngineError(Exception):
    """The engine did not do what it was asked; nothing that it said of this subject can be used."""


@dataclass(slots=True)
class Answer:
    """What was found of one subject.

    A firing names its rule by number, and each bound fact by number too: given facts first, concluded facts after
    them, the as-of fact of stratum ``n`` as ``-1 - n``.
    """

    firings: list[tuple[int, dict[str, int]]] = field(default_factory=list)
    concluded: list[dict[str, Any]] = field(default_factory=list)


class Ruleset:
    """The rules of one program in the engine. ``conclusions`` and ``strata`` are those of a checked program."""

    def __init__(self, ruleset: str, conclusions: Mapping[str, Mapping[str, Any]], strata: int, as_of: int) -> None:
        self._c = engine_module()
        self._handle = self._c.create_ruleset("zhifa-rules", ruleset)
        self._conclusions = conclusions
        self._asof = [
            _encode({"id": ASOF_ID, "sid": SESSION, "type": ASOF, "day": as_of, "stratum": stratum})
            for stratum in range(strata)
        ]
        self._identifiers = Identifiers()
        self._live = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Delete the session, then the rules, then give the memory back, in this order (G8)."""
        try:
            self._drop()
        finally:
            self._c.delete_ruleset(self._handle)
            trim()

    def run(self, count: int, lines: Sequence[tuple[int, str]]) -> Answer:
        """Run one subject of ``count`` facts; ``lines`` are those that rules can read: number and JSON with id."""
        self._boot()
        try:
            return _Run(self, count).run(lines)
        finally:
            self._drop()

    def _boot(self) -> None:
        """Let a rule fire in the new session: one in which none fired must not be deleted (G3)."""
        self._live = True
        _, matches = self.put(_encode({"id": BOOT_ID, "sid": SESSION, "type": BOOT}))
        if [rule for rule, _ in matches] != [BOOT]:
            raise BrokenEngineError("a new session did not answer")

    def _drop(self) -> None:
        if self._live:
            self._live = False
            self._c.delete_state(self._handle, SESSION)

    # --- What a run asks ------------------------------------------------------------------------------------

    @property
    def strata(self) -> int:
        """How many strata there are."""
        return len(self._asof)

    def put(self, line: str) -> tuple[bool, list[Match]]:
        """Assert one fact; give whether the engine keeps it, and what fired."""
        try:
            code, offset = self._c.assert_fact(self._handle, line)
        except (self._c.error, MemoryError) as error:
            raise BrokenEngineError(f"a fact was refused: {error}") from error
        if code not in (_STORED, _NOT_NEEDED):
            raise BrokenEngineError(f"a fact was lost: the engine took it for another one (code {code})")
        return code == _STORED, self._pull(offset) if code == _STORED else []

    def open(self, stratum: int) -> list[Match]:
        """Assert the as-of fact of a stratum; the pulse rule proves that the session still answers."""
        _, matches = self.put(self._asof[stratum])
        if sum(rule == PULSE for rule, _ in matches) != 1:
            raise BrokenEngineError(f"the session stopped answering in stratum {stratum}")
        return [match for match in matches if match[0] != PULSE]

    def shut(self, stratum: int) -> None:
        """Retract the as-of fact of a stratum."""
        try:
            self._c.retract_fact(self._handle, self._asof[stratum])
        except self._c.error as error:
            raise BrokenEngineError(f"the as-of fact could not be retracted: {error}") from error

    def kept(self) -> set[str]:
        """Give the ids of the facts that the session holds."""
        facts = json.loads(self._c.get_facts(self._handle, SESSION))
        return {fact["id"] for fact in facts}

    def conclude(self, match: Match) -> dict[str, Any] | None:
        """Give the fact that a firing concludes, if its rule concludes one."""
        rule, bound = match
        conclusion = self._conclusions.get(rule)
        if conclusion is None:
            return None
        return {
            name: bound[value[0]][value[1]] if isinstance(value, list) else value for name, value in conclusion.items()
        }

    def identifier(self, number: int) -> str:
        """Give the id of the fact with this number."""
        return self._identifiers[number]

    def number(self, fact: Mapping[str, Any]) -> int:
        """Give the number of a fact that the engine reports."""
        if fact["type"] == ASOF:
            return -1 - int(fact["stratum"])
        return self._identifiers.number(fact["id"])

    def _pull(self, offset: int) -> list[Match]:
        """Take every firing that waits; none is left begun, whatever happens (G2)."""
        begun = self._c.start_action_for_state(self._handle, offset)
        message = begun[1] if begun else None
        matches: list[Match] = []
        try:
            while message:
                matches.extend(json.loads(message).items())
                message = self._c.complete_and_start_action(self._handle, offset)
        except (self._c.error, ValueError) as error:
            raise BrokenEngineError(f"a firing could not be taken: {error}") from error
        finally:
            if message:
                self._c.abandon_action(self._handle, offset)
        return matches


class _Run:
    """The run of one subject."""

    def __init__(self, ruleset: Ruleset, count: int) -> None:
        self._ruleset = ruleset
        self._count = count
        self._answer = Answer()
        self._waiting: deque[dict[str, Any]] = deque()
        self._known: set[frozenset[tuple[str, Any]]] = set()
        self._seen: set[tuple[str, tuple[tuple[str, int], ...]]] = set()
        self._stored = {BOOT_ID}

    def run(self, lines: Iterable[tuple[int, str]]) -> Answer:
        for number, line in lines:
            self._put(line, self._ruleset.identifier(number))
        self._assert_conclusions()
        for stratum in range(self._ruleset.strata):
            matches = self._ruleset.open(stratum)
            self._ruleset.shut(stratum)
            self._take(matches)
            self._assert_conclusions()
        if (kept := self._ruleset.kept()) != self._stored:
            raise BrokenEngineError(f"facts were lost: {len(self._stored)} were asserted, {len(kept)} are there")
        return self._answer

    def _put(self, line: str, identifier: str) -> None:
        stored, matches = self._ruleset.put(line)
        if stored:
            self._stored.add(identifier)
            self._take(matches)

    def _take(self, matches: Iterable[Match]) -> None:
        """Note firings, each once (G4, G5), and the new conclusions that they bring."""
        for match in matches:
            rule, facts = match
            bound = {alias: self._ruleset.number(fact) for alias, fact in facts.items()}
            key = (rule, tuple(sorted(bound.items())))
            if key in self._seen:
                continue
            self._seen.add(key)
            self._answer.firings.append((int(rule), bound))
            concluded = self._ruleset.conclude(match)
            if concluded is not None and not self._repeated(concluded):
                self._waiting.append(concluded)

    def _repeated(self, concluded: Mapping[str, Any]) -> bool:
        key = frozenset((name, _exact(value)) for name, value in concluded.items())
        if key in self._known:
            return True
        self._known.add(key)
        if len(self._known) > MOST_CONCLUSIONS:
            raise BrokenEngineError(f"more than {MOST_CONCLUSIONS} facts were concluded")
        return False

    def _assert_conclusions(self) -> None:
        """Assert what was concluded, and what follows from that without an as-of fact, till nothing new follows."""
        while self._waiting:
            fact = self._waiting.popleft()
            identifier = self._ruleset.identifier(self._count + len(self._answer.concluded))
            self._answer.concluded.append(fact)
            self._put(_encode({**fact, "id": identifier, "sid": SESSION}), identifier)


def _exact(value: object) -> tuple[type, object]:
    """Keep 1 and true apart."""
    return type(value), value
