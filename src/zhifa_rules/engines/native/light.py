"""Duties of which verdict, bearer and due date are known, and all else is worked out when somebody asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zhifa_rules.engines.identity import entered_identity
from zhifa_rules.engines.native.norms import Instance
from zhifa_rules.engines.outcome import Duty

if TYPE_CHECKING:
    from collections.abc import Callable

    from zhifa_rules.engines.native.concrete.scene import Found, Scene
    from zhifa_rules.engines.native.evaluator import Evaluator
    from zhifa_rules.engines.native.norms import CompiledNorm
    from zhifa_rules.engines.native.straight.stage import Stage
    from zhifa_rules.engines.outcome import Reason
    from zhifa_rules.records.dossier import Dossier
    from zhifa_rules.records.entries import Entry
    from zhifa_rules.records.facts import Fact

    Recall = Callable[[], Dossier]

_IDENTITY = frozenset({"subject", "trigger_key", "stable"})
_DETAILS = ("outcome", "outcomes", "cause", "deciding", "by_reading", "questions")


class LightDuty(Duty):
    """A duty found by concrete evaluation; the symbolic evaluator gives the rest, and thereby confirms the verdict."""

    __slots__ = ("_evaluator", "_found", "_instance", "_looked_up")

    def __init__(self, evaluator: Evaluator, instance: Instance, trigger: Fact, scene: Scene, found: Found) -> None:
        self.norm = instance.norm.norm
        self.trigger = trigger
        self.verdict = found.verdict
        self._fingerprint = ""
        self._evaluator = evaluator
        self._instance = instance
        self._found = found
        self._looked_up = scene.looked_up

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  (called only for what is not set yet)
        if name in _IDENTITY:
            identity = self._evaluator.identity(self._instance, self.trigger, self._found.bearer)
            self.subject, self.trigger_key, self.stable = identity
        elif name in _DETAILS:
            self._work_out()
        else:
            raise AttributeError(name)
        return getattr(self, name)

    def _work_out(self) -> None:
        duty = self._evaluator.confirmed(self._instance, self.verdict, self._looked_up)
        if duty is None or duty.verdict is not self.verdict or duty.bearer != self._found.bearer:
            other = None if duty is None else duty.verdict
            message = f"{self.norm.pack}/{self.norm.rule}: {self.verdict} in outline, {other} when worked out"
            raise RuntimeError(message)
        for name in _DETAILS:
            setattr(self, name, getattr(duty, name))

    @property
    def bearer(self) -> str | None:
        """Key of the organ bound."""
        return self._found.bearer

    @property
    def reason(self) -> Reason | None:
        """Why it does not apply, or how a power stands."""
        return self._found.reason

    @property
    def due(self) -> int | None:
        """The due date."""
        return self._found.due

    @property
    def owed(self) -> bool:
        """Whether something is still owed."""
        return self._found.owed


class WrittenOutDuty(LightDuty):
    """A duty found by a function; the facts it rests on are not kept, and put together again when asked for."""

    __slots__ = ("_base", "_key", "_one", "_recall")

    def __init__(  # noqa: PLR0917  (names of arguments cost time, and there are many of these)
        self,
        evaluator: Evaluator,
        one: CompiledNorm,
        base: CompiledNorm | None,
        type_: str,
        trigger: Entry,
        stage: Stage,
        found: Found,
    ) -> None:
        self.norm = one.norm
        self.verdict = found.verdict
        self._fingerprint = ""
        self._evaluator = evaluator
        self._found = found
        self._looked_up = stage.looked_up
        self._one, self._base, self._key, self._recall = one, base, trigger[1], stage.docket.recall
        if stage.key[0] != "record":  # else what identifies it must be looked for
            self.subject, self.trigger_key, self.stable = entered_identity(stage.docket, type_, trigger)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  (called only for what is not set yet)
        if name not in ("trigger", "_instance"):
            return super().__getattr__(name)
        dossier = self._recall()
        self.trigger = dossier.fact(self._key)
        self._instance = instance_of(self._one, dossier, self.trigger, self._base)
        return getattr(self, name)


def instance_of(one: CompiledNorm, dossier: Dossier, trigger: Fact, base: CompiledNorm | None) -> Instance:
    """Give the possible duty of a trigger, or the one that hangs on such a duty."""
    below = None if base is None else Instance(base, dossier, (trigger,))
    return Instance(one, dossier, (trigger,), base=below)
