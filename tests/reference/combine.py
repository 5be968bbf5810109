"""From the results of all worlds to one verdict, as docs/semantics.md says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhifa_rules.engines.outcome import BREACHES, COMPLIANT, RIGHT_STATES, Reason, Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .duty import Result


def common_verdict(results: Sequence[Result]) -> Verdict:
    """Give the verdict on which the worlds agree, else ``undetermined``."""
    verdicts = {result.verdict for result in results}
    if len({r.reason for r in results if r.reason in RIGHT_STATES}) > 1:
        return Verdict.UNDETERMINED
    if len(verdicts) == 1:
        return verdicts.pop()
    if verdicts <= BREACHES:
        return Verdict.VIOLATED
    if not verdicts <= COMPLIANT:
        return Verdict.UNDETERMINED
    arose = all(result.reason is not Reason.NOT_TRIGGERED for result in results)
    return Verdict.SATISFIED if arose else Verdict.NOT_APPLICABLE


def contradicts(verdict: Verdict, world: Verdict) -> bool:
    """Tell whether a decided verdict cannot be right if there is a world with another one."""
    if verdict in BREACHES:
        return world not in BREACHES
    if verdict in COMPLIANT:
        return world not in COMPLIANT
    return world is not verdict
