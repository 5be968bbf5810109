"""Compiling patterns into finders of the acts that match by the date of the frame."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Protocol, TypeVar

from zhifa_rules.engines.native.conditions import comes_before, compile_condition
from zhifa_rules.engines.native.dates import compile_date
from zhifa_rules.engines.native.exploring import Open, OpenActs
from zhifa_rules.engines.native.values import compile_path, fact_day, identity
from zhifa_rules.engines.native.world import Doubt
from zhifa_rules.norms.core import AllOf, Choice, Compare, Condition, Constant, Path, Pattern, PatternChoice, Relation
from zhifa_rules.norms.patterns import index_of
from zhifa_rules.norms.walk import parts_of
from zhifa_rules.records.dossier import Dossier
from zhifa_rules.records.shapes import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from zhifa_rules.engines.native.frame import Frame
    from zhifa_rules.engines.native.world import Day
    from zhifa_rules.records.facts import Fact

    Fits = Callable[[Fact, Day], bool]

ACT = "act"
T = TypeVar("T")


class Finder(Protocol):
    """Finds the acts that match by the date of the frame, each with the date that counts.

    ``fits`` is what else is asked of an act and its date. While the world is probing, the acts that are known to match
    are given, and then ``Open`` is raised if there are others of which it is not known.
    """

    def __call__(self, frame: Frame, fits: Fits | None = None) -> Iterator[tuple[Fact, Day]]:
        """Find them in the order of the file."""
        ...


def compile_pattern(pattern: PatternChoice) -> Finder:
    """Compile a pattern into a finder of the acts that match by the date of the frame, with the date that counts."""
    if isinstance(pattern, Choice):
        return _chosen_finder(pattern)
    return _finder(pattern)


def compile_any(patterns: Sequence[PatternChoice]) -> Finder:
    """Compile several patterns into one finder of the acts that match any, each once for each day that counts."""
    finders = [compile_pattern(pattern) for pattern in patterns]
    if len(finders) == 1:
        return finders[0]

    def find(frame: Frame, fits: Fits | None = None) -> Iterator[tuple[Fact, Day]]:
        seen: set[object] = set()
        still_open: list[Fact] = []
        for finder in finders:
            try:
                for act, day in finder(frame, fits):
                    if (act.key, day) not in seen:
                        seen.add((act.key, day))
                        yield act, day
            except OpenActs as error:
                still_open += error.acts
        if still_open:
            raise OpenActs(still_open)

    return find


def has_happened(frame: Frame, fact: Fact, day: Day) -> bool:
    """Tell whether what counts on a day had happened by the date of the frame, and before the act examined (S3)."""
    if not frame.world.le(day, frame.as_of) or not is_fact_by_now(frame, fact):
        return False
    examined = frame.examined
    if examined is None or fact.key == examined.key or frame.world.lt(day, frame.as_of):
        return True
    return comes_before(frame, fact, examined)


def is_fact_by_now(frame: Frame, fact: Fact) -> bool:
    """A record that may be dated later may be no fact yet, although the date that counts is known (S1)."""
    if fact.values.get("on").__class__ is date:
        return True
    return frame.world.le(fact_day(fact, "on"), frame.as_of)


def _chosen_finder(choice: Choice[PatternChoice]) -> Finder:
    options = {name: compile_pattern(option) for name, option in choice.options}
    question = choice.question

    def find(frame: Frame, fits: Fits | None = None) -> Iterator[tuple[Fact, Day]]:
        taken = frame.world.taken(question)
        if taken is not None:
            return options[taken](frame, fits)
        names = frame.host.active(question)
        try:
            found = {name: list(options[name](frame, fits)) for name in names}
        except OpenActs as error:
            raise Open from error  # under another reading other acts may be open
        first = found[names[0]]
        if all(_same_acts(other, first) for other in found.values()):
            return iter(first)  # the question does not matter here
        return iter(found[frame.world.reading(question, names)])

    return find


def _same_acts(one: list[tuple[Fact, Day]], other: list[tuple[Fact, Day]]) -> bool:
    if len(one) != len(other):
        return False
    return all(a is b and isinstance(x, int) and x == y for (a, x), (b, y) in zip(one, other, strict=True))


def _finder(pattern: Pattern) -> Finder:
    types, required, match = pattern.types, required_words(pattern.where, ACT), _matcher(pattern)
    looked_through = None if pattern.of is None else records_reader(pattern.of)
    others = sorted({part.root for part in parts_of(pattern.where) if isinstance(part, Path)} - {ACT})

    def find(frame: Frame, fits: Fits | None = None) -> Iterator[tuple[Fact, Day]]:
        roots, owner, searched = frame.roots, None, frame.searched or frame.dossier
        if frame.searched is not None:
            frame = frame.among(None)  # what conditions ask for is looked up in the subject
        if looked_through is not None:
            owned = looked_through(frame)
            owner, searched = (None, owned) if isinstance(owned, Dossier) else (owned, searched)
        wanted = _Wanted(owner, fits, _ruled_out(frame, pattern, others))
        still_open: list[Fact] = []
        for type_ in types:
            for fact in searched.facts(type_):
                if fact in wanted.ruled_out or not can_match(fact, required):
                    continue
                outer = roots.get(ACT)
                roots[ACT] = fact
                try:
                    day = match(frame, fact, wanted)
                except Open:
                    still_open.append(fact)
                    continue
                finally:
                    roots[ACT] = outer
                if day is not None:
                    yield fact, day
        if still_open:
            raise OpenActs(still_open)

    return find


@dataclass(slots=True)
class _Wanted:
    """What is asked of an act beside the pattern: whose it has to be, and what else.

    ``ruled_out`` takes up the acts that do not match in any world.
    """

    owner: Doubt | None
    fits: Fits | None
    ruled_out: set[Fact]


def _matcher(pattern: Pattern) -> Callable[[Frame, Fact, _Wanted], Day | None]:
    where, day_of = compile_condition(pattern.where), compile_date(pattern.date)

    def counts(frame: Frame, fact: Fact, wanted: _Wanted) -> Day | None:
        day = day_of(frame)
        if day is None or not has_happened(frame, fact, day) or not _may_be_of(frame, fact, wanted.owner):
            return None
        return day if wanted.fits is None or wanted.fits(fact, day) else None

    def matched(frame: Frame, fact: Fact, wanted: _Wanted) -> Day | None:
        """Give the day that counts if the act matches; what is known comes first, for it may rule the act out."""
        world = frame.world
        begin, matches = world.doubts, world.settled(where, frame)
        if matches is False:
            if world.doubts == begin:
                wanted.ruled_out.add(fact)
            return None
        if matches:
            return counts(frame, fact, wanted)
        probing, world.probing = world.probing, True
        try:
            if counts(frame, fact, wanted) is None:
                return None
        except Open:
            pass
        finally:
            world.probing = probing
        return counts(frame, fact, wanted) if where(frame) else None

    return matched


def earliest(frame: Frame, find: Finder) -> Fact | None:
    """Give the first of the acts that match, by the day that counts, then by their own; of one day as they say (S3)."""
    first: tuple[Fact, Day] | None = None
    for act, day in find(frame):
        if first is None or _is_earlier(frame, (act, day), first):
            first = act, day
    return None if first is None else first[0]


def _is_earlier(frame: Frame, found: tuple[Fact, Day], first: tuple[Fact, Day]) -> bool:
    (act, day), (other, other_day) = found, first
    if not isinstance(day, int) or day != other_day:
        return frame.world.lt(day, other_day)
    own, other_own = fact_day(act, "on"), fact_day(other, "on")
    if not isinstance(own, int) or own != other_own:
        return frame.world.lt(own, other_own)
    return comes_before(frame, act, other)


def _ruled_out(frame: Frame, pattern: Pattern, others: Sequence[str]) -> set[Fact]:
    """Give the acts that were seen not to match without anything unknown being asked: they match in no other world."""
    if not isinstance(frame.as_of, int):
        return set()
    meant = tuple(identity(frame.roots.get(name)) for name in others)
    return frame.host.ruled_out.setdefault((id(pattern), frame.dossier, frame.as_of, frame.examined, meant), set())


def by_reading(choice: PatternChoice, tell: Callable[[Pattern], T]) -> Callable[[Frame], T]:
    """Compile what is told of the pattern that the reading at hand takes; where all agree, none is asked for."""
    told = [tell(pattern) for pattern in plain_patterns(choice)]
    if not isinstance(choice, Choice) or all(other == told[0] for other in told):
        return lambda frame: told[0]
    options, question = {name: by_reading(option, tell) for name, option in choice.options}, choice.question
    return lambda frame: options[frame.world.reading(question, frame.host.active(question))](frame)


def looks_through(pattern: Pattern) -> bool:
    """Tell whether a pattern looks among all records of somebody: then what it does not find is not on file."""
    return pattern.of is not None


def is_confined(pattern: Pattern) -> bool:
    """Tell whether the acts of a pattern cannot be on file in another subject than where they are looked for."""
    return looks_through(pattern) or names_the_trigger(pattern.where)


def pattern_types(pattern: PatternChoice) -> tuple[str, ...]:
    """Give the record types that a pattern can match."""
    return tuple(dict.fromkeys(type_ for plain in plain_patterns(pattern) for type_ in plain.types))


def plain_patterns(pattern: PatternChoice) -> list[Pattern]:
    """Give the patterns of all options."""
    if isinstance(pattern, Choice):
        return [plain for _, option in pattern.options for plain in plain_patterns(option)]
    return [pattern]


def _may_be_of(frame: Frame, fact: Fact, owner: Doubt | None) -> bool:
    """Where it is not known whose records are meant, an act at hand may be one of them or not."""
    return owner is None or frame.world.test(("is of", owner.variable.key, fact.key), owner.variable)


def records_reader(path: Path) -> Callable[[Frame], Dossier | Doubt]:
    """Compile ``of`` into a reader of the records of an organ, person or case; a doubt if it is not known whose."""
    read, index = compile_path(path), index_of(path) or "organ"

    def records(frame: Frame) -> Dossier | Doubt:
        key = read(frame)
        return key if isinstance(key, Doubt) else frame.host.records_of(index, key)

    return records


RequiredWords = tuple[tuple[str, tuple[Constant, ...]], ...]


def required_words(where: Condition, root: str) -> RequiredWords:
    """List the fields that must have one of some words, where that is plain to see from the condition."""
    if isinstance(where, AllOf):
        return tuple(found for part in where.conditions for found in required_words(part, root))
    if not isinstance(where, Compare) or isinstance(where.operand, Path) or len(where.path.steps) != 1:
        return ()
    if where.path.root != root or where.path.steps[0].many:
        return ()
    name, operand = where.path.steps[0].name, where.operand
    if where.relation is Relation.EQUAL and isinstance(operand, str):
        return ((name, (operand,)),)
    return ((name, operand),) if where.relation is Relation.IN and isinstance(operand, tuple) else ()


def names_the_trigger(where: Condition) -> bool:
    """Tell whether a condition demands that the act names the document of the trigger.

    Such acts stand in the same subject as the document, so that none can be on file elsewhere.
    """
    if isinstance(where, AllOf):
        return any(names_the_trigger(part) for part in where.conditions)
    if not isinstance(where, Compare) or where.relation is not Relation.EQUAL or not isinstance(where.operand, Path):
        return False
    names = where.path.root == ACT and len(where.path.steps) == 1 and where.path.steps[0].kind is Kind.DOCUMENT
    return names and where.operand.root == "trigger"


def can_match(fact: Fact, required: RequiredWords) -> bool:
    """Rule out, without evaluating anything, a fact whose words are known to be others."""
    for field, words in required:
        value = fact.values.get(field)
        if value.__class__ is str and value not in words:
            return False
    return True
