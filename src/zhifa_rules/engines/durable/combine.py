"""From the outcomes under several readings, and with acts that may not be on file, to one verdict."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from zhifa_rules.engines.outcome import BREACHES, COMPLIANT, RIGHT_STATES, Outcome, Reason, Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence


def agreed_verdict(outcomes: Sequence[Outcome]) -> Verdict:
    """Give the verdict that all outcomes share, or ``undetermined``.

    A breach stays one whether it was cured or not; where nothing is broken in any of them the duty is satisfied, but
    only if it arose in all.
    """
    verdicts = {outcome.verdict for outcome in outcomes}
    if len({outcome.reason for outcome in outcomes if outcome.reason in RIGHT_STATES}) > 1:
        return Verdict.UNDETERMINED
    if len(verdicts) == 1:
        return next(iter(verdicts))
    if verdicts <= BREACHES:
        return Verdict.VIOLATED
    if not verdicts <= COMPLIANT:
        return Verdict.UNDETERMINED
    arose = all(outcome.reason is not Reason.NOT_TRIGGERED for outcome in outcomes)
    return Verdict.SATISFIED if arose else Verdict.NOT_APPLICABLE


def together(outcomes: Sequence[Outcome], verdict: Verdict) -> Outcome:
    """Give one outcome for several: the earliest due date, the latest, and what is missing in any of them."""
    fitting = [o for o in outcomes if o.verdict is verdict] or list(outcomes)
    rights = [o for o in outcomes if o.reason in RIGHT_STATES]
    owing = rights or [o for o in outcomes if o.verdict is not Verdict.NOT_APPLICABLE] or fitting
    dues = [o.due for o in owing if o.due is not None]
    first = min(fitting, key=lambda o: (o.due is None, o.due or 0))
    lacking = dict.fromkeys(word for o in fitting for word in o.missing)
    return replace(
        first,
        verdict=verdict,
        due=min(dues, default=None),
        due_latest=max(dues) if dues and len(dues) == len(owing) else None,
        owed=all(o.owed for o in outcomes),
        missing=tuple(lacking),
        bearer=next((o.bearer for o in outcomes if o.bearer is not None), None),
    )
