"""From possible worlds to one verdict, the cause of doubt and an irreducible set of deciding facts (S5, S11)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from zhifa_rules.engines.outcome import BREACHES, COMPLIANT, RIGHT_STATES, Cause, Outcome, Reason, Variable, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from zhifa_rules.engines.native.exploring import Contents, PossibleWorld

Key = tuple[Any, ...]
_CAUSES = (Cause.FACT, Cause.ORDER, Cause.LOG_SCOPE, Cause.CALENDAR, Cause.JUDGEMENT, Cause.READING)


def common_verdict(outcomes: Iterable[Outcome]) -> Verdict:
    """Give the verdict that all worlds agree on, or ``undetermined``.

    Worlds agree on a breach although in some of them it was cured, and on compliance although in some of them the
    duty did not arise.
    """
    outcomes = list(outcomes)
    verdicts = {outcome.verdict for outcome in outcomes}
    if len({outcome.reason for outcome in outcomes if outcome.reason in RIGHT_STATES}) > 1:
        return Verdict.UNDETERMINED  # a right that was used in time in one world and too late in another
    if len(verdicts) == 1:
        return verdicts.pop()
    if verdicts <= BREACHES:
        return Verdict.VIOLATED
    if not verdicts <= COMPLIANT:
        return Verdict.UNDETERMINED
    # Where in some world the duty has not arisen yet it may still arise: then nothing is settled by its absence.
    pending_trigger = any(outcome.reason is Reason.NOT_TRIGGERED for outcome in outcomes)
    return Verdict.NOT_APPLICABLE if pending_trigger else Verdict.SATISFIED


def combined_outcome(outcomes: Sequence[Outcome], verdict: Verdict) -> Outcome:
    """Give one outcome for several worlds: the earliest due date, the latest, and whether something is owed in all."""
    fitting = [o for o in outcomes if o.verdict is verdict] or list(outcomes)
    rights = [o for o in outcomes if o.reason in RIGHT_STATES]
    applicable = rights or [o for o in outcomes if o.verdict is not Verdict.NOT_APPLICABLE] or fitting
    dues = [o.due for o in applicable if o.due is not None]
    latest = [o.due_latest if o.due_latest is not None else o.due for o in applicable if o.due is not None]
    first = min(fitting, key=lambda o: o.due if o.due is not None else 10**9)
    return replace(
        first,
        verdict=verdict,
        due=min(dues) if dues else None,
        due_latest=max(day for day in latest if day is not None) if dues and len(dues) == len(applicable) else None,
        owed=all(o.owed for o in outcomes),
        missing=first.missing
        if all(o.missing == first.missing for o in fitting)
        else _union(o.missing for o in fitting),
        uncovered=_union(o.uncovered for o in fitting),
        evidence=tuple({fact.key: fact for o in outcomes for fact in o.evidence}.values()),
        cites=max((o.cites for o in fitting), key=len),
        bearer=next((o.bearer for o in outcomes if o.bearer is not None), None),
        through=next((o.through for o in outcomes if o.through is not None), None),
        counterpart=next((o.counterpart for o in outcomes if o.counterpart is not None), None),
    )


def _union(groups: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """Put lists together, the longest first, which has its members in the order of the rule."""
    longest_first = sorted(groups, key=len, reverse=True)
    return tuple(dict.fromkeys(word for group in longest_first for word in group))


def outcomes_by_reading(paths: Sequence[PossibleWorld]) -> dict[str, dict[str, Outcome]]:
    """Give, for each open question that was asked, the outcome under each option, where they differ."""
    found: dict[str, dict[str, Outcome]] = {}
    for question in sorted({q for path in paths for q in path.readings}):
        options = sorted({path.readings[question] for path in paths if question in path.readings})
        by_option: dict[str, Outcome] = {}
        for option in options:
            outcomes = [p.outcome for p in paths if p.readings.get(question, option) == option]
            by_option[option] = combined_outcome(outcomes, common_verdict(outcomes))
        if len({(o.verdict, o.due, o.due_latest) for o in by_option.values()}) > 1:
            found[question] = by_option
    return found


def deciding(paths: Sequence[PossibleWorld], variables: Mapping[Key, tuple[Variable, ...]]) -> tuple[Variable, ...]:
    """Give an irreducible set of unknowns: knowing them all would decide, leaving any one out would not."""
    # What a caller can look up comes last, so that it is kept rather than a reading or a judgement.
    keys = sorted(variables, key=lambda key: (-_rank(variables[key]), repr(key)))
    apart = {key: _apart_by(paths, key) for key in keys}
    members: dict[str, int] = {}
    for number, path in enumerate(paths):
        members[_class(path.outcome)] = members.get(_class(path.outcome), 0) | 1 << number
    everything = (1 << len(paths)) - 1
    others = [everything & ~members[_class(path.outcome)] for path in paths]
    for key in list(keys):
        rest = [k for k in keys if k != key]
        if all(_are_apart(other, number, rest, apart) for number, other in enumerate(others)):
            keys = rest
    return tuple(dict.fromkeys(v for key in reversed(keys) for v in variables[key]))


def _are_apart(worlds: int, number: int, keys: Sequence[Key], apart: Mapping[Key, Sequence[int]]) -> bool:
    """Tell whether a world differs from each of some others (a set of bits) in one of the unknowns."""
    for key in keys:
        worlds &= ~apart[key][number]
    return not worlds


def _apart_by(paths: Sequence[PossibleWorld], key: Key) -> Sequence[int]:
    """Give for each world the worlds (as a set of bits) that take an unknown to be something else."""
    alike: dict[Key, int] = {}
    for number, path in enumerate(paths):
        taken = _taken(path, key)
        alike[taken] = alike.get(taken, 0) | 1 << number
    one_of = {taken: paths[bits.bit_length() - 1] for taken, bits in alike.items()}
    found = {
        taken: sum(bits for other, bits in alike.items() if _apart(one_of[taken], one_of[other], key))
        for taken in alike
    }
    return [found[_taken(path, key)] for path in paths]


def _taken(path: PossibleWorld, key: Key) -> Key:
    reading = path.readings.get(key[1]) if key[0] == "reading" else None
    return reading, path.tests.get(key), path.intervals.get(key), path.values.get(key), path.lists.get(key)


def _class(outcome: Outcome) -> str:
    if outcome.reason in RIGHT_STATES:
        return outcome.reason.value
    verdict = outcome.verdict
    return "breach" if verdict in BREACHES else "compliant" if verdict in COMPLIANT else verdict.value


def _rank(variables: tuple[Variable, ...]) -> int:
    return min(_CAUSES.index(v.cause) for v in variables)


def _apart(one: PossibleWorld, other: PossibleWorld, key: Key) -> bool:
    """Tell whether two worlds take an unknown to be different things."""
    if key[0] == "reading":
        return _differ(one.readings.get(key[1]), other.readings.get(key[1]))
    if _differ(one.tests.get(key), other.tests.get(key)):
        return True
    interval, other_interval = one.intervals.get(key), other.intervals.get(key)
    if interval and other_interval and (interval[1] < other_interval[0] or other_interval[1] < interval[0]):
        return True
    lists, other_lists = one.lists.get(key), other.lists.get(key)
    if lists and other_lists and (_excludes(lists, other_lists) or _excludes(other_lists, lists)):
        return True
    values, other_values = one.values.get(key), other.values.get(key)
    return values is not None and other_values is not None and _disjoint(values, other_values)


def _excludes(one: Contents, other: Contents) -> bool:
    """Tell whether a list contains nothing of what the other one has some of."""
    return any(some <= one[0] for some in other[1])


def _differ(one: object, other: object) -> bool:
    return one is not None and other is not None and one != other


def _disjoint(one: tuple[frozenset[Any], bool], other: tuple[frozenset[Any], bool]) -> bool:
    (values, closed), (other_values, other_closed) = one, other
    if closed and other_closed:
        return not values & other_values
    if closed:
        return values <= other_values
    return other_closed and other_values <= values


def cause_of(paths: Sequence[PossibleWorld], decisive: tuple[Variable, ...]) -> Cause:
    """Say why it is undetermined: a reading if the facts would suffice under every reading, else what is missing."""
    decided = all(
        common_verdict(p.outcome for p in paths if _compatible(p.readings, one.readings)) is not Verdict.UNDETERMINED
        for one in {tuple(sorted(path.readings.items())): path for path in paths}.values()
    )
    if decided and any(v.cause is Cause.READING for v in decisive):
        return Cause.READING
    causes = {v.cause for v in decisive}
    return next(cause for cause in _CAUSES if cause in causes)


def _compatible(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    return all(other.get(question, option) == option for question, option in one.items())
