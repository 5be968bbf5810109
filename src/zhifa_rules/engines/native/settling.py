"""Making one duty of the outcomes that were found in its possible worlds."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from zhifa_rules.engines.native.verdicts import (
    cause_of,
    combined_outcome,
    common_verdict,
    deciding,
    outcomes_by_reading,
)
from zhifa_rules.engines.outcome import Cause, Duty, Verdict

if TYPE_CHECKING:
    from zhifa_rules.engines.native.exploring import PossibleWorld
    from zhifa_rules.engines.native.world import World
    from zhifa_rules.norms.core import Norm
    from zhifa_rules.records.facts import Fact

    # of a duty: its subject, the key of its trigger, and whether that key is stable
    Identity = tuple[tuple[Any, ...], tuple[Any, ...], bool]


def settled(
    norm: Norm, trigger: Fact, identity: Identity, paths: list[PossibleWorld], world: World, *, known: Verdict | None
) -> Duty:
    """Say what all possible worlds agree on, and what would decide where they do not.

    ``known`` is the verdict that was found already, if it was; then it stands although not all worlds were looked at.
    """
    subject, key, stable = identity
    variables = dict(world.variables)
    outcomes = [path.outcome for path in paths]
    if not world.complete and known is None:  # too many possible worlds to look at: nothing is decided
        outcome = replace(combined_outcome(outcomes, Verdict.UNDETERMINED), owed=False)
        decisive = tuple(dict.fromkeys(v for group in variables.values() for v in group))
        cause = min((v.cause for v in decisive), key=list(Cause).index)
        return Duty(norm, subject, trigger, key, stable, Verdict.UNDETERMINED, outcome, outcomes, cause, decisive)
    verdict = common_verdict(outcomes)
    if len(paths) == 1:
        return Duty(norm, subject, trigger, key, stable, verdict, outcomes[0], outcomes)
    outcome = combined_outcome(outcomes, verdict)
    duty = Duty(norm, subject, trigger, key, stable, verdict, outcome, outcomes)
    if verdict is Verdict.UNDETERMINED:
        duty.deciding = deciding(paths, variables)
        duty.cause = cause_of(paths, duty.deciding)
    duty.questions = tuple(sorted({question for path in paths for question in path.readings}))
    duty.by_reading = outcomes_by_reading(paths)
    return duty
