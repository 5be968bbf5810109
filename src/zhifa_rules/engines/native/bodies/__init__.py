"""Evaluating the bodies of norms, one module per kind of body."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhifa_rules.engines.native.bodies.achieve import compile_achieve
from zhifa_rules.engines.native.bodies.available import compile_available
from zhifa_rules.engines.native.bodies.hold import compile_ask, compile_hold
from zhifa_rules.engines.native.bodies.share import compile_share
from zhifa_rules.engines.native.bodies.tally import compile_tally
from zhifa_rules.norms.core import Achieve, Available, Body, Hold, Share, Tally

if TYPE_CHECKING:
    from collections.abc import Callable

    from zhifa_rules.engines.native.frame import Frame
    from zhifa_rules.engines.native.world import Day
    from zhifa_rules.engines.outcome import Outcome

    Evaluation = Callable[[Frame, Day], Outcome]


def compile_body(body: Body) -> Evaluation:
    """Compile a body into a function of the frame and the day of the trigger."""
    if isinstance(body, Achieve):
        return compile_achieve(body)
    if isinstance(body, Tally):
        return compile_tally(body)
    if isinstance(body, Hold):
        return compile_hold(body)
    if isinstance(body, Available):
        return compile_available(body)
    if isinstance(body, Share):
        return compile_share(body)
    return compile_ask(body)
