"""The bodies of norms: what is owed, counted, allowed or asked where a norm applies."""

from __future__ import annotations

from dataclasses import dataclass

from zhifa_rules.norms.expressions import NEVER, Condition, DateExpression, Path, PatternChoice


@dataclass(frozen=True, slots=True)
class Part:
    """One thing to be done; ``within`` is ``None`` where the text sets no date (S6).

    ``also_by`` are further acts by which it is done just as well.
    """

    id: str
    acts: PatternChoice
    within: DateExpression | None
    may_precede: bool = False
    also_by: tuple[PatternChoice, ...] = ()


@dataclass(frozen=True, slots=True)
class Restart:
    """Acts that set the clock going again, from ``start``; ``also_running`` lets them move a running clock."""

    acts: PatternChoice
    start: DateExpression
    also_running: Condition


@dataclass(frozen=True, slots=True)
class Clock:
    """A clock that acts can stop, restart and end."""

    start: DateExpression
    stopped_by: tuple[PatternChoice, ...] = ()
    restarted_by: tuple[Restart, ...] = ()
    ended_by: tuple[PatternChoice, ...] = ()


@dataclass(frozen=True, slots=True)
class Achieve:
    """Do all (or any) of the parts, each by its date; ``forecloses`` lists what makes it too late for ever (S6)."""

    parts: tuple[Part, ...]
    any_of: bool = False
    clock: Clock | None = None
    forecloses: tuple[PatternChoice, ...] = ()


@dataclass(frozen=True, slots=True)
class Tally:
    """At least ``at_least`` acts in the period, together having every one of ``components``.

    An act that fulfils ``components_unless`` need not have them. ``credited`` is the attribute that lists the organs
    for which an act counts. ``dated`` tells whether the text names a period end by which it is owed; without it the
    end of the period only forecloses (S6). ``may_precede`` lets acts count that were done before the period began,
    such as a plan adopted for the next year. ``total`` is an attribute that is added up instead of counting acts.
    ``defective`` are acts that fall short of what is asked: where they make up the shortfall, the breach is theirs
    (S4).
    """

    acts: PatternChoice
    credited: Path
    at_least: int
    components: tuple[str, ...] = ()
    component_path: Path | None = None
    components_unless: Condition = NEVER
    dated: bool = True
    may_precede: bool = False
    total: Path | None = None
    defective: PatternChoice | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """A number: an attribute of the trigger, or how many acts match in the period.

    ``stated`` are acts that state the number in ``value``; they count only where none of ``acts`` is on file.
    """

    value: Path | None = None
    acts: PatternChoice | None = None
    stated: PatternChoice | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """``part`` is at least ``numerator`` / ``denominator`` of ``whole``, compared in exact integers.

    ``when_zero`` says what holds of a whole of zero: true, false, or ``None`` if the text leaves it undetermined.
    """

    part: Measure
    whole: Measure
    numerator: int
    denominator: int
    when_zero: bool | None = None


@dataclass(frozen=True, slots=True)
class Hold:
    """Each of the named conditions holds at the act."""

    conditions: tuple[tuple[str, Condition], ...]


@dataclass(frozen=True, slots=True)
class Available:
    """The bearer may act; ``until`` closes the window of a right; ``use`` is the act that uses it."""

    use: PatternChoice | None
    until: DateExpression | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    """A human must answer; ``answer`` is the act that records it, the body of the verdict follows ``breach``."""

    answer: PatternChoice
    breach: Condition


Body = Achieve | Tally | Share | Hold | Available | Ask
