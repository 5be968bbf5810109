"""Open questions that no rule asks, and rules that ask too many."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING

from zhifa_rules.norms.core import Choice
from zhifa_rules.packs.lint.problem import LintProblem, error, warning

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zhifa_rules.packs.lint.source import LintSource

ID = "questions"
FINDS = "open questions that no rule asks, and rules with more combinations of readings than anyone can overlook"

# Engines ask a question only where its options lead to different results, so that few of the combinations that a rule
# could meet are evaluated for any one duty; the limit guards against rules that nobody can overlook any more.
MOST_COMBINATIONS = 128


def _asked_by_validity(source: LintSource) -> set[str]:
    """Give the questions on which the last day of an instrument depends."""
    ends = (instrument.governance.last_day for instrument in source.pack.instruments.values())
    return {end.question for end in ends if isinstance(end, Choice)}


def check(source: LintSource) -> Iterator[LintProblem]:
    """Compare the open questions of the pack with those that the rules ask."""
    questions = source.pack.questions
    asked = {name for rule in source.pack.rules.values() for name in rule.questions} | _asked_by_validity(source)
    for name in questions:
        if name not in asked:
            cure = "Ask it with {reading: …} in a rule, or remove it"
            yield warning(ID, source.question_place(name), "no rule asks this open question", cure, name)
    for rule in source.pack.rules.values():
        options = {name: len(questions[name].live) for name in sorted(rule.questions)}
        if prod(options.values()) > MOST_COMBINATIONS:
            message = f"{prod(options.values())} combinations of live readings, more than {MOST_COMBINATIONS}"
            cure = f"Divide the rule, or settle a question; it asks {', '.join(options)}"
            yield error(ID, rule.location, message, cure, rule.id)
