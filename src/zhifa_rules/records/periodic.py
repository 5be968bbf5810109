"""Periodic and standing work: reviews, assessments and mechanisms."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from zhifa_rules.records.base import SAME_AS, EventRecord, Organ, fact
from zhifa_rules.records.known import Known
from zhifa_rules.records.words import Words


class ReviewCompleted(EventRecord):
    """Organs completed a case-file review or an assessment that they had organised."""

    type: Literal["review_completed"] = "review_completed"
    number: Known[str] = fact("编号", "Number of the review, unique with its first organiser.")
    kind: Known[Annotated[str, Words("review_kind")]] = fact("评查种类", "Which kind of review it was.")
    organisers: tuple[Organ, ...] = fact(
        "组织机关",
        "Keys of all organs that organised it.",
        default=(),
        if_absent={SAME_AS: "by"},
        assumption=(
            "未列组织机关的，视为由行为主体组织",
            "a review without listed organisers was organised by who did it",
        ),
    )
    started_on: Known[date] = fact(
        "开始日期",
        "First day of the review.",
        if_absent={SAME_AS: "on"},
        assumption=("未写开始日期的评查，视为当日完成", "a review without a first day is taken to be of one day"),
    )
    parts: Known[tuple[Annotated[str, Words("review_part")], ...]] = fact("组成部分", "Parts the review consisted of.")
    scope: Known[Annotated[str, Words("review_scope")]] = fact("范围", "Whether an assessment is comprehensive.")
    covered: Known[tuple[Organ, ...]] = fact("覆盖单位", "Keys of the organs whose work was reviewed.")


class MechanismEstablished(EventRecord):
    """An organ set up a standing mechanism."""

    type: Literal["mechanism_established"] = "mechanism_established"
    mechanism: Known[Annotated[str, Words("mechanism")]] = fact("机制", "Which mechanism was set up.")
