"""Periodic and standing work: reviews, assessments and mechanisms."""

from datetime import date
from typing import Annotated, Literal

from pydantic import StrictBool, StrictInt

from zhifa_rules.records.base import SAME_AS, Count, EventRecord, Organ, fact
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
    scope: Known[Annotated[str, Words("review_scope")]] = fact(
        "范围",
        "Whether an assessment or review is comprehensive.",
        if_absent="comprehensive",
        assumption=("评查考评未写范围的，视为综合性的", "a review without a stated scope is taken to be comprehensive"),
    )
    covered: Known[tuple[Organ, ...]] = fact("覆盖单位", "Keys of the organs whose work was reviewed.")
    categories: Known[tuple[str, ...]] = fact("覆盖类别", "Categories of enforcement that were reviewed.")
    all_units: Known[StrictBool] = fact("覆盖全部单位", "Whether, by its own statement, all units were covered.")
    all_categories: Known[StrictBool] = fact("覆盖全部类别", "Whether, by its own statement, all categories were.")
    all_files: Known[StrictBool] = fact("覆盖全部案卷", "Whether all files were reviewed and not a sample.")
    for_year: Known[StrictInt] = fact("所属年度", "The year that the exercise is for.")
    files: Known[Count] = fact("案卷数", "Number of files reviewed.")
    files_graded: Known[Count] = fact("定级案卷数", "Number of files that were given one of the grades.")
    by_indicators: Known[StrictBool] = fact("依照指标体系", "Whether it followed an indicator system.")
    unmatched_matters: Known[Count] = fact("无案卷事项数", "Number of matters without any file or record.")
    published: Known[StrictBool] = fact(
        "向社会公开",
        "Whether the result was made public; false if it was decided not to.",
        if_absent="none",
        assumption=(
            "评查考评未注明是否公开的，视为尚未公开",
            "a review without a word on publication is taken to be neither public nor withheld so far",
        ),
    )


class MechanismEstablished(EventRecord):
    """An organ set up a standing mechanism."""

    type: Literal["mechanism_established"] = "mechanism_established"
    mechanism: Known[Annotated[str, Words("mechanism")]] = fact("机制", "Which mechanism was set up.")
    for_items: Known[Count] = fact("涵盖数量", "How many things it covers, such as contact points or devices.")
