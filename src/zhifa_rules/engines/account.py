"""What a second engine says of its own work: what it examined, what it left out, and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from zhifa_rules.norms.core import Text

if TYPE_CHECKING:
    from collections.abc import Mapping


class Doubt(StrEnum):
    """Why a possible duty was not examined: what the verdict turns on and nobody knows."""

    TRIGGER = "trigger"
    GUARD = "guard"
    CONDITION = "condition"
    ACTS = "acts"
    DUE = "due"
    CLOCK = "clock"
    FORECLOSURE = "foreclosure"
    USE = "use"
    FIGURES = "figures"
    OPEN_LOG = "open_log"
    STRAYS = "strays"
    ORGAN = "organ"
    READINGS = "readings"
    CAUTION = "caution"
    TOO_MANY_WORLDS = "too_many_worlds"


class Unsuited(StrEnum):
    """Why a rule has no form in the second engine."""

    JUDGEMENT = "judgement"
    DISPLACEMENT = "displacement"
    CHAINED = "chained"
    DUTY_STATE = "duty_state"
    CLOCK = "clock"
    LISTS = "lists"
    DATES = "dates"
    RATIO_OF_NOTHING = "ratio_of_nothing"
    SIZE = "size"


DOUBTS: Mapping[Doubt, Text] = {
    Doubt.TRIGGER: Text("是否发生不明", "whether it arose is not known"),
    Doubt.GUARD: Text("是否适用不明", "whether the rule applies is not known"),
    Doubt.CONDITION: Text("条件所依的事实不明", "a fact that a condition asks for is not known"),
    Doubt.ACTS: Text("有关行为的事实不明", "a fact of an act that may count is not known"),
    Doubt.DUE: Text("期限不明", "the due date is not known"),
    Doubt.CLOCK: Text("期限是否终止不明", "whether the clock ended is not known"),
    Doubt.FORECLOSURE: Text("是否已不能补办不明", "whether it was foreclosed is not known"),
    Doubt.USE: Text("权利是否行使不明", "whether a right was used is not known"),
    Doubt.FIGURES: Text("数目不明", "a number is not known"),
    Doubt.OPEN_LOG: Text("记录声明为不完整", "the log is declared to be incomplete"),
    Doubt.STRAYS: Text("有归属不明的行为", "acts without a matter may belong here"),
    Doubt.ORGAN: Text("机关是否存续不明", "whether the organ still exists is not known"),
    Doubt.READINGS: Text(
        "未定的理解组合过多，可用 --reading 选定", "too many readings are open; --reading chooses some"
    ),
    Doubt.CAUTION: Text("首选引擎因事实不明而未决", "native leaves it open for want of a fact"),
    Doubt.TOO_MANY_WORLDS: Text("未知过多，不能穷尽", "too much is unknown to try every possibility"),
}

UNSUITED: Mapping[Unsuited, Text] = {
    Unsuited.JUDGEMENT: Text("须由人判断", "a human must answer it"),
    Unsuited.DISPLACEMENT: Text("特别规定与一般规定并存", "a special rule takes the place of a general one"),
    Unsuited.CHAINED: Text("以另一义务的状态为前提", "it hangs on the state of another duty"),
    Unsuited.DUTY_STATE: Text("条件问及另一义务的状态", "a condition asks for the state of another duty"),
    Unsuited.CLOCK: Text("期限可中止后再起算，又可不能补办", "its clock can be stopped, and acts foreclose it"),
    Unsuited.LISTS: Text("清单条件涉及多项行为", "a condition on a list looks at several acts"),
    Unsuited.DATES: Text("日期取决于另一行为", "a date turns on another act"),
    Unsuited.RATIO_OF_NOTHING: Text("总数为零时的比例未定", "the text leaves a ratio of nothing open"),
    Unsuited.SIZE: Text("超出 durable-rules 的固定上限", "it exceeds a fixed limit of durable-rules"),
}


@dataclass(frozen=True, slots=True, order=True)
class Left:
    """Possible duties under one rule that were not examined for one reason."""

    rule: str
    doubt: Doubt
    instances: int


@dataclass(frozen=True, slots=True)
class Account:
    """What the second engine did: alone, or to confirm the first."""

    engine: str
    examined: int
    left: tuple[Left, ...]
    not_lowered: tuple[tuple[str, Unsuited], ...]

    @property
    def complete(self) -> bool:
        """Whether nothing was left out."""
        return not self.left and not self.not_lowered
