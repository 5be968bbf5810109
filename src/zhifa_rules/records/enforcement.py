"""Enforcement itself, as far as its supervision looks at it: decisions, activities, what became of them."""

from datetime import date
from typing import Annotated, Literal

from pydantic import StrictBool

from zhifa_rules.records.base import Count, Document, EventRecord, Organ, Person, fact
from zhifa_rules.records.known import Known
from zhifa_rules.records.registers import Participant
from zhifa_rules.records.words import Words


class DecisionMade(EventRecord):
    """An enforcement organ made a decision in a case, such as a penalty or a licence."""

    type: Literal["decision_made"] = "decision_made"
    number: Known[str] = fact("决定文号", "Number of the decision, unique with its maker.")
    kind: Known[Annotated[str, Words("enforcement_kind")]] = fact("决定种类", "Which kind of enforcement it is.")
    to: Known[Organ] = fact("相对人", "Key of the party to whom it is addressed.")
    handlers: Known[tuple[Person, ...]] = fact("承办人员", "Keys of the persons who handled the case.")
    approvers: Known[tuple[Person, ...]] = fact("审批人员", "Keys of the persons who approved the decision.")
    contents: Known[tuple[Annotated[str, Words("content")], ...]] = fact("载明内容", "What the document states.")
    review_required: Known[StrictBool] = fact("应当法制审核", "Whether legal review of the decision was required.")
    assisted_by: Known[tuple[Annotated[str, Words("participant_role")], ...]] = fact(
        "协助审核人员", "Capacities of the lawyers who assisted in its legal review; empty if none did."
    )
    publication_days: Known[Count] = fact(
        "法律法规另定的公开期限（工作日）",
        "Working days for publication that a law or regulation sets for it; none if there is no such rule.",
        if_absent="none",
        assumption=(
            "决定未写另定公开期限的，视为法律、法规没有另行规定",
            "a decision without a special period for publication is taken to have none in law or regulation",
        ),
    )
    fine: Known[Count] = fact(
        "罚款数额（元）",
        "Amount of the fine in yuan.",
        if_absent="none",
        assumption=("决定未写罚款数额的，视为没有罚款", "a decision without a stated fine is taken to impose none"),
    )
    benchmark_low: Known[Count] = fact("裁量基准下限（元）", "Lower end of the benchmark for the breach, in yuan.")
    benchmark_high: Known[Count] = fact("裁量基准上限（元）", "Upper end of the benchmark for the breach, in yuan.")
    mitigation: Known[Annotated[str, Words("mitigation")]] = fact("从轻减轻情况", "How mitigation was dealt with.")
    without_qualification: Known[StrictBool] = fact("无资格人员作出", "Whether somebody unqualified made it.")


class DecisionAnnulled(EventRecord):
    """A decision was revoked, confirmed as illegal, ordered to be taken anew, or varied."""

    type: Literal["decision_annulled"] = "decision_annulled"
    document: Document = fact("决定文号", "Number of the decision concerned.", default=...)
    issuer: Organ | None = fact("作出决定机关", "Key of the organ that made the decision.", default=None)
    annulment: Known[Annotated[str, Words("annulment")]] = fact("处理结果", "What became of the decision.")
    received_on: Known[date] = fact("收到日期", "The day on which the maker of the decision learnt of it.")


class EnforcementPerformed(EventRecord):
    """An enforcement organ acted in the field or in a case: inspected, questioned, seized, demolished."""

    type: Literal["enforcement_performed"] = "enforcement_performed"
    activity: Known[Annotated[str, Words("enforcement_activity")]] = fact("执法活动", "What was done.")
    persons: Known[tuple[Participant, ...]] = fact("参与人员", "Who took part, in which capacity.")
    encounter: Known[StrictBool] = fact(
        "是否接触当事人",
        "Whether officers met the party.",
        if_absent=True,
        assumption=(
            "未写是否接触当事人的，视为有接触",
            "officers are taken to have met the party unless stated otherwise",
        ),
    )
    identity: Known[Annotated[str, Words("identity")]] = fact("亮证情况", "How officers showed who they were.")
    recording: Known[Annotated[str, Words("recording")]] = fact("音像记录", "Whether sound and picture were recorded.")


class LegalReviewDone(EventRecord):
    """A decision passed legal review."""

    type: Literal["legal_review_done"] = "legal_review_done"
    document: Known[Document] = fact("决定文号", "Number of the decision reviewed.")
    assisted_by: Known[tuple[Annotated[str, Words("participant_role")], ...]] = fact(
        "协助审核人员", "Capacities of the lawyers who assisted; empty if none did."
    )


class CircumstanceRecorded(EventRecord):
    """A circumstance that rules take into account was put on record."""

    type: Literal["circumstance_recorded"] = "circumstance_recorded"
    circumstance: Known[Annotated[str, Words("circumstance")]] = fact("情况种类", "Which circumstance it is.")
    document: Known[Document] = fact(
        "所涉文书",
        "Number of the document that it concerns.",
        if_absent="none",
        assumption=(
            "情况登记未写所涉文书的，视为涉及其案件或者登记机关的有关决定",
            "a circumstance that names no document is taken to concern the decisions of its case or recorder",
        ),
    )


class ContentChanged(EventRecord):
    """Something that an organ has to keep published changed: a matter, an officer, other content."""

    type: Literal["content_changed"] = "content_changed"
    content: Known[Annotated[str, Words("published_content")]] = fact("变化内容", "What changed.")
    number: Known[str] = fact("变化编号", "Number of the change, to which an update can refer.")


class DisplayChanged(EventRecord):
    """An organ changed what it shows on its publication platform."""

    type: Literal["display_changed"] = "display_changed"
    change: Known[Annotated[str, Words("display_change")]] = fact("变更方式", "How the display was changed.")
    content: Known[Annotated[str, Words("published_content")]] = fact("变更内容", "Which content was changed.")
    document: Known[Document] = fact(
        "所涉文书或者变化",
        "Number of the decision or change that it concerns.",
        if_absent="none",
        assumption=(
            "公示变更未写所涉文书或者变化的，视为涉及此前的各项变化",
            "a change of the display that names no decision or change is taken to concern all earlier ones",
        ),
    )
