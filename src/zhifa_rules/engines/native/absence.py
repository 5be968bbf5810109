"""What may have happened although it is not on file where it is looked for: that accuses nobody (S5)."""

from __future__ import annotations

import hashlib
from functools import cache
from typing import TYPE_CHECKING

from zhifa_rules.engines.native.values import compile_path
from zhifa_rules.engines.native.world import Doubt
from zhifa_rules.engines.outcome import Cause, Variable
from zhifa_rules.norms.core import Choice
from zhifa_rules.records.dossier import Dossier
from zhifa_rules.records.known import ABSENT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from zhifa_rules.engines.native.frame import Frame
    from zhifa_rules.engines.native.patterns import Finder, Fits
    from zhifa_rules.engines.native.world import Day
    from zhifa_rules.norms.core import PatternChoice
    from zhifa_rules.records.facts import Fact


@cache
def what_is_sought(*acts: object) -> str:
    """Name acts that are looked for: that one of them is missing does not tell whether another one is."""
    return hashlib.sha256(repr(acts).encode()).hexdigest()[:12]


UNKNOWN_BEARER = "#unknown bearer"  # the root that tells whether somebody is bound of whom nobody knows who it is

# The facts of these dossiers are all that name somebody or a case, in whichever subject they stand.
_BY_NAME = ("organ", "person", "case")


def elsewhere(frame: Frame) -> bool:
    """Without a known matter, an act that is not on file here may be on file elsewhere: nobody is accused by that."""
    if frame.dossier.matter is not None or frame.dossier.key[0] in _BY_NAME:
        return False
    trigger: Fact = frame.roots["trigger"]
    variable = Variable((trigger.key, "matter"), Cause.FACT, trigger.type, "matter", trigger.records)
    return frame.world.test(("elsewhere", *variable.key), variable)


def compile_whose(choice: PatternChoice) -> Callable[[Frame], Doubt | None]:
    """Compile the question of whom it is not known that the acts are his among whose records a pattern looks.

    Acts may be among them although they are not found. A reading that looks nowhere else asks nothing.
    """
    if isinstance(choice, Choice):
        options = {name: compile_whose(option) for name, option in choice.options}
        if all(option is _nobodys for option in options.values()):
            return _nobodys
        question = choice.question
        return lambda frame: options[frame.world.reading(question, frame.host.active(question))](frame)
    if choice.of is None:
        return _nobodys
    whose = compile_path(choice.of)

    def unknown_owner(frame: Frame) -> Doubt | None:
        owner = whose(frame)
        return owner if isinstance(owner, Doubt) else None

    return unknown_owner


def _nobodys(frame: Frame) -> None:
    return None


def is_among(frame: Frame, owner: Doubt | None, what: str = "") -> bool:
    """Tell whether in this world an act that is not found is among the records of nobody knows whom."""
    return owner is not None and frame.world.test(("records of", owner.variable.key, what), owner.variable)


def stray_acts(
    frame: Frame, find: Finder, types: tuple[str, ...], fits: Fits | None = None
) -> Iterator[tuple[Fact, Day]]:
    """Give the acts that match and fit, stand on file without a matter, and belong here in this world.

    They are those of the bearer and of the one to whom the duty is owed, and those of nobody knows whom; where it is
    not known to whom it is owed, they can be anybody's.
    """
    if frame.dossier.key[0] in ("organ", "person", "record"):
        return
    counterpart = frame.roots.get("counterpart", ABSENT)
    if counterpart is None:
        listed = frame.host.strays_of_anybody(types)
    else:
        organs = dict.fromkeys((frame.bearer, counterpart if isinstance(counterpart, str) else None))
        listed = [fact for organ in organs for fact in frame.host.strays(types, organ)]
    strays = {fact.key: fact for fact in listed}
    if not strays:
        return
    for act, day in find(frame.among(Dossier.of(("strays",), strays.values())), fits):
        variable = Variable((act.key, "matter"), Cause.FACT, act.type, "matter", act.records)
        if frame.world.test(("stray", act.key, frame.dossier.key), variable):
            yield act, day


def log_is_open(frame: Frame, types: tuple[str, ...], first: int, last: int, sought: str) -> bool:
    """Nothing on file is not done, unless the log is declared open: then what is missing may exist."""
    register, bearer = frame.host.register, frame.bearer
    whose = (bearer or "",)
    if frame.roots.get(UNKNOWN_BEARER):  # it may be one of those whose log is open
        whose = tuple(dict.fromkeys(organ for scope in register.scopes() for organ in scope.values["organs"]))
    for type_ in types:
        if any(register.log_state(organ, type_, first, last) is False for organ in whose):
            key = ("log", type_, bearer, first)
            return frame.world.test((*key, sought), Variable(key, Cause.LOG_SCOPE, type_, organ=bearer or ""))
    return False


def log_is_incomplete(frame: Frame, types: tuple[str, ...], bearer: str, period: tuple[int, int], sought: str) -> bool:
    """Acts may be missing from the file unless a log scope covers type, organ and period."""
    first, last = period
    for type_ in types:
        if frame.host.register.log_state(bearer, type_, first, last) is not True:
            key = ("log", type_, bearer, first)
            return frame.world.test((*key, sought), Variable(key, Cause.LOG_SCOPE, type_, organ=bearer))
    return False
