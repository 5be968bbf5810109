"""Evaluating the bodies of norms on what is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhifa_rules.engines.native.concrete.achieve import compile_achieve
from zhifa_rules.engines.native.concrete.conditions import compile_condition
from zhifa_rules.engines.native.concrete.dates import compile_date
from zhifa_rules.engines.native.concrete.patterns import compile_pattern
from zhifa_rules.engines.native.concrete.scene import Found, Unsettled, Unsupported
from zhifa_rules.engines.native.concrete.values import compile_path
from zhifa_rules.engines.outcome import Reason, Verdict
from zhifa_rules.norms.core import Achieve, Available, Body, Hold, Share
from zhifa_rules.records.known import ABSENT

if TYPE_CHECKING:
    from collections.abc import Callable

    from zhifa_rules.engines.native.concrete.dates import Options
    from zhifa_rules.engines.native.concrete.scene import Scene

    Evaluation = Callable[[Scene, int], Found]


def compile_body(body: Body, options: Options) -> Evaluation:
    """Compile a body; one that only the symbolic evaluator knows is never settled here."""
    try:
        if isinstance(body, Achieve):
            return compile_achieve(body, options)
        if isinstance(body, Hold):
            return _hold(body, options)
        if isinstance(body, Available):
            return _available(body, options)
        if isinstance(body, Share):
            return _share(body)
    except Unsupported:
        pass
    return _never_settled


def _never_settled(scene: Scene, trigger_day: int) -> Found:
    raise Unsettled


def _hold(body: Hold, options: Options) -> Evaluation:
    tests = [compile_condition(condition, options) for _, condition in body.conditions]

    def evaluate(scene: Scene, trigger_day: int) -> Found:
        unsettled = False
        for test in tests:
            try:
                if not test(scene):
                    return Found(Verdict.VIOLATED, since=trigger_day)
            except Unsettled:
                unsettled = True
        if unsettled:
            raise Unsettled
        return Found(Verdict.SATISFIED)

    return evaluate


def _available(body: Available, options: Options) -> Evaluation:
    find = None if body.use is None else compile_pattern(body.use, options)
    until_of = compile_date(body.until, options)

    def evaluate(scene: Scene, trigger_day: int) -> Found:
        until, is_late = until_of(scene), False
        for _, day in find(scene) if find is not None else ():
            if day < trigger_day:
                continue
            if until is None or day <= until:
                return Found(Verdict.SATISFIED, Reason.USED, until)
            is_late = True
        if is_late:
            return Found(Verdict.NOT_APPLICABLE, Reason.USED_LATE, until)
        if until is None:
            return Found(Verdict.PENDING, Reason.AVAILABLE)
        if until < scene.as_of:
            return Found(Verdict.NOT_APPLICABLE, Reason.WINDOW_CLOSED, until)
        return Found(Verdict.PENDING, Reason.OPEN, until)

    return evaluate


def _share(body: Share) -> Evaluation:
    """Compile a share of two numbers that the trigger states."""
    part, whole = body.part, body.whole
    if part.acts is not None or whole.acts is not None or part.value is None or whole.value is None:
        raise Unsupported
    read_part, read_whole = compile_path(part.value), compile_path(whole.value)

    def evaluate(scene: Scene, day: int) -> Found:
        if "period" in scene.roots:
            raise Unsettled
        share, total = read_part(scene), read_whole(scene)
        share, total = (0 if number is ABSENT else number for number in (share, total))
        if total == 0 and body.when_zero is None:
            raise Unsettled
        if body.when_zero if total == 0 else share * body.denominator >= total * body.numerator:
            return Found(Verdict.SATISFIED)
        raise Unsettled  # whether it is still to be restored depends on other counts of the organ

    return evaluate
