"""The common part of all event records."""

from datetime import date
from typing import Annotated, Any

from annotated_types import Ge
from pydantic import BaseModel, ConfigDict, Field, Strict, StrictInt

from zhifa_rules.records.known import UNKNOWN, Date, Known
from zhifa_rules.records.words import Reference

Organ = Annotated[str, Reference("organ")]
Person = Annotated[str, Reference("person")]
Count = Annotated[int, Strict(), Ge(0)]
Document = Annotated[str, Reference("document")]

SAME_AS = "same_as"


def fact(
    zh: str,
    meaning: str,
    *,
    default: Any = UNKNOWN,  # noqa: ANN401
    if_absent: Any = None,  # noqa: ANN401
    assumption: tuple[str, str] | None = None,
) -> Any:  # noqa: ANN401
    """Declare a field: its Chinese label and the fact in law it stands for.

    ``if_absent`` is the value taken when a record leaves the field out (``{"same_as": FIELD}`` copies
    another field); ``assumption`` says so in Chinese and English, and reports list it.
    """
    extra = None
    if assumption is not None:
        extra = {"if_absent": if_absent, "assumption_zh": assumption[0], "assumption_en": assumption[1]}
    return Field(default=default, title=zh, description=meaning, json_schema_extra=extra)


class Element(BaseModel):
    """The base of the parts that a record lists, such as the persons who took part."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class EventRecord(Element):
    """One thing that happened, or one state of a register, as somebody recorded it."""

    id: str = Field(title="记录编号", description="Key of this record, unique in the history.", min_length=1)
    type: str = Field(title="记录类型", description="Which kind of event or register row this is.")
    on: Known[date] = fact("日期", "The day on which the event happened (Asia/Shanghai).")
    at: str | None = fact("时刻", "Time of day as HH:MM; it only orders acts of one date.", default=None)
    seq: StrictInt | None = fact("次序", "Sequence number; it only orders acts of one date.", default=None)
    by: Organ | None = fact("行为主体", "Key of the organ or person whose act this is.", default=None)
    through: Organ | None = fact("具体承办机构", "Key of the office through which the organ acted.", default=None)
    matter: str | None = fact("监督事项", "Key of the supervision matter the act belongs to.", default=None)
    case: str | None = fact("执法案件", "Key of the enforcement case the act concerns.", default=None)
    recorded_on: Date | None = fact(
        "登记日期", "The day on which the fact was recorded; decides what was known on a day.", default=None
    )
    corrects: str | None = fact("更正的记录", "Id of the record that this one replaces wholly.", default=None)
    voids: str | None = fact("作废的记录", "Id of the record that this one removes.", default=None)
    note: str | None = fact("备注", "A remark for human readers; no rule reads it.", default=None)
