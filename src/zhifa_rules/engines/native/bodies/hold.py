"""Conditions that hold at an act, and questions that a human must answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhifa_rules.engines.native.conditions import compile_condition
from zhifa_rules.engines.native.patterns import ACT, compile_pattern, earliest
from zhifa_rules.engines.outcome import Cause, Outcome, Variable, Verdict
from zhifa_rules.records.facts import Fact

if TYPE_CHECKING:
    from collections.abc import Callable

    from zhifa_rules.engines.native.frame import Frame
    from zhifa_rules.engines.native.world import Day
    from zhifa_rules.norms.core import Ask, Hold


def compile_hold(body: Hold) -> Callable[[Frame, Day], Outcome]:
    """Compile conditions that an act must meet; the verdict arises at the act."""
    tests = [(name, compile_condition(condition)) for name, condition in body.conditions]

    def evaluate(frame: Frame, trigger_day: Day) -> Outcome:
        frame.uncovered.clear()
        world = frame.world
        answers = [world.settled(test, frame) for _, test in tests]
        for number, (_, test) in enumerate(tests):
            if False in answers:
                break
            if answers[number] is None:
                answers[number] = test(frame)
        if False not in answers:
            return Outcome(Verdict.SATISFIED)
        # Which conditions beside may fail as well is found without choosing: the breach does not hang on it.
        failed = tuple(
            name
            for (name, test), holds in zip(tests, answers, strict=True)
            if holds is False or (holds is None and world.can_be(False, test, frame))
        )
        since = world.bounds(trigger_day)[0]
        missing = failed if len(tests) > 1 else ()
        return Outcome(Verdict.VIOLATED, since=since, missing=missing, uncovered=tuple(dict.fromkeys(frame.uncovered)))

    return evaluate


def compile_ask(body: Ask) -> Callable[[Frame, Day], Outcome]:
    """Compile a question: until an answer is recorded the verdict is undetermined for want of judgement."""
    find, breach = compile_pattern(body.answer), compile_condition(body.breach)

    def evaluate(frame: Frame, trigger_day: Day) -> Outcome:
        act = earliest(frame, find)
        if act is not None:
            frame.roots[ACT] = act
            if breach(frame):
                return Outcome(Verdict.VIOLATED, since=frame.world.bounds(trigger_day)[0], evidence=(act,))
            return Outcome(Verdict.SATISFIED, evidence=(act,))
        trigger = frame.roots["trigger"]
        key = ("judgement", trigger.key if isinstance(trigger, Fact) else trigger)
        found = frame.world.test(key, Variable(key, Cause.JUDGEMENT, trigger.type, "", trigger.records))
        return Outcome(Verdict.VIOLATED if found else Verdict.SATISFIED)

    return evaluate
