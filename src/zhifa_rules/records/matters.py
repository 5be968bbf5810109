"""Supervision matters: opening, activities, findings, correction, interviews and closure."""

from datetime import date
from typing import Annotated, Literal

from pydantic import StrictBool, StrictInt

from zhifa_rules.records.base import SAME_AS, Count, Document, EventRecord, Organ, Person, fact
from zhifa_rules.records.known import Known
from zhifa_rules.records.registers import Participant
from zhifa_rules.records.words import Words


class MatterOpened(EventRecord):
    """A supervising organ opened a supervision procedure."""

    type: Literal["matter_opened"] = "matter_opened"
    concerning: Known[Organ] = fact("被监督机关", "Key of the supervised organ.")


class ActivityPerformed(EventRecord):
    """A supervising organ carried out an activity of supervision."""

    type: Literal["activity_performed"] = "activity_performed"
    activity: Known[Annotated[str, Words("activity")]] = fact("活动种类", "What was done.")
    concerning: Known[Organ] = fact("被监督机关", "Key of the supervised organ.")
    started_on: Known[date] = fact(
        "开始日期",
        "First day, where the activity took several days.",
        if_absent={SAME_AS: "on"},
        assumption=("未写开始日期的活动，视为当日完成", "an activity without a first day is taken to be of one day"),
    )
    persons: Known[tuple[Participant, ...]] = fact("参与人员", "Who took part, in which capacity.")
    commissioned: Known[Organ] = fact("受委托组织", "Key of the organisation commissioned.")
    qualified: Known[StrictBool] = fact(
        "符合法定条件", "Whether the organisation commissioned meets the statutory conditions."
    )
    parts: Known[tuple[Annotated[str, Words("review_part")], ...]] = fact(
        "审查内容",
        "What the activity examined.",
        if_absent=("legality", "appropriateness"),
        assumption=(
            "备案审查未列审查内容的，视为审查了合法性和适当性",
            "a review of a filing that lists no parts is taken to have examined legality and appropriateness",
        ),
    )
    answers: Known[Document] = fact(
        "对应文书",
        "Number of the document that the activity deals with.",
        if_absent="none",
        assumption=(
            "活动未写对应文书的，视为针对本事项",
            "an activity that names no document is taken to deal with its matter",
        ),
    )
    agreed: Known[StrictBool] = fact("是否达成一致", "Whether a consultation led to agreement.")
    written_record: Known[StrictBool] = fact("制作笔录", "Whether a written record was made.")
    leader: Known[Person] = fact(
        "组长",
        "Key of the person who led it.",
        if_absent="none",
        assumption=(
            "活动未写组长的，视为没有另外的组长",
            "an activity that names no leader is taken to have none besides those listed",
        ),
    )
    for_year: Known[StrictInt] = fact(
        "所属年度",
        "The year of the plan that the activity carries out.",
        if_absent="none",
        assumption=(
            "活动未写所属年度的，视为不限于某一年度的计划",
            "an activity without a stated year is taken to name no plan year",
        ),
    )


class FindingRecorded(EventRecord):
    """An organ recorded what it found: a fact, a defect, its gravity, or the answer to a question."""

    type: Literal["finding_recorded"] = "finding_recorded"
    kind: Known[Annotated[str, Words("finding")]] = fact("认定种类", "What the finding is about.")
    outcome: Known[Annotated[str, Words("outcome")]] = fact(
        "认定结论",
        "Whether it was substantiated.",
        if_absent="substantiated",
        assumption=(
            "认定记录未写结论的，视为属实",
            "a finding recorded without an outcome is taken to say that it was substantiated",
        ),
    )
    concerning: Known[Organ] = fact("被监督机关", "Key of the organ that the finding is about.")
    person: Known[Person] = fact("所涉人员", "Key of the person that the finding is about.")
    grounds: Known[tuple[Annotated[str, Words("defect")], ...]] = fact("认定情形", "Grounds found.")
    gravity: Known[Annotated[str, Words("gravity")]] = fact("情节", "Gravity as recorded.")
    provision: Known[str] = fact("对应条款", 'Item of the list of grounds to which it belongs, such as "16.2".')
    answers: Known[Document] = fact("所涉文书", "Number of the document or decision that the finding is about.")


class CorrectionMade(EventRecord):
    """A supervised organ corrected what had been objected to."""

    type: Literal["correction_made"] = "correction_made"
    extent: Known[Annotated[str, Words("extent")]] = fact("整改程度", "Whether the correction is complete.")
    kind: Known[Annotated[str, Words("correction_kind")]] = fact("整改方式", "What kind of correction it is.")
    written: Known[StrictBool] = fact("书面形式", "Whether it was made in writing.")
    answers: Known[Document] = fact(
        "对应文书",
        "Number of the letter that the correction answers.",
        if_absent="none",
        assumption=(
            "整改未写对应文书的，视为针对本事项的各文书",
            "a correction that names no document is taken to answer those of its matter",
        ),
    )


class InterviewHeld(EventRecord):
    """A supervising organ summoned the head of an organ to an interview."""

    type: Literal["interview_held"] = "interview_held"
    concerning: Known[Organ] = fact("被约谈机关", "Key of the organ whose head was interviewed.")


class TransferRefused(EventRecord):
    """An organ decided not to pass a clue on."""

    type: Literal["transfer_refused"] = "transfer_refused"


class MatterHandled(EventRecord):
    """An organ dealt with a complaint, filing or other thing brought before it, or refused to."""

    type: Literal["matter_handled"] = "matter_handled"
    response: Known[Annotated[str, Words("response")]] = fact("处理方式", "Whether it was dealt with or refused.")


class MatterClosed(EventRecord):
    """An organ closed a matter."""

    type: Literal["matter_closed"] = "matter_closed"
    reason: Known[Annotated[str, Words("closure")]] = fact("结案原因", "Why the matter was closed.")


class DisputeRaised(EventRecord):
    """Supervising organs disagree about who supervises a matter."""

    type: Literal["dispute_raised"] = "dispute_raised"
    between: Known[tuple[Organ, ...]] = fact("争议各方", "Keys of the supervising organs in dispute.")


class InformationDisclosed(EventRecord):
    """Somebody who supervises disclosed protected information."""

    type: Literal["information_disclosed"] = "information_disclosed"
    protected: Known[StrictBool] = fact("涉密", "Whether it was a state secret, trade secret or personal privacy.")
    permitted: Known[StrictBool] = fact("依法允许", "Whether the law permitted the disclosure.")


class InvestigationGroupSet(EventRecord):
    """A supervision body set up a group to investigate."""

    type: Literal["investigation_group_set"] = "investigation_group_set"
    members: Known[tuple[Participant, ...]] = fact("组成人员", "Members of the group, the leader included.")
    leader_named: Known[StrictBool] = fact("确定组长", "Whether a leader was named.")
    concerning: Known[Organ] = fact("被调查机关", "Key of the organ investigated.")


class AssignmentChanged(EventRecord):
    """The composition of a group changed."""

    type: Literal["assignment_changed"] = "assignment_changed"
    person: Known[Person] = fact("人员", "Key of the person concerned.")
    change: Known[Annotated[str, Words("assignment_change")]] = fact("变动", "Whether the person joined or left.")
    members_left: Known[Count] = fact("变动后人数", "Number of members after the change.")


class ExpertMeetingHeld(EventRecord):
    """Experts were assembled to examine an intended act."""

    type: Literal["expert_meeting_held"] = "expert_meeting_held"
    aspects: Known[tuple[Annotated[str, Words("meeting_aspect")], ...]] = fact("论证内容", "What was examined.")


class DecisionRequested(EventRecord):
    """A supervision body asked for a decision letter to be issued."""

    type: Literal["decision_requested"] = "decision_requested"
    ground: Known[Annotated[str, Words("request_ground")]] = fact("提请理由", "Why it was asked for.")
    concerning: Known[Organ] = fact("被监督机关", "Key of the supervised organ.")
    against: Known[Document] = fact("所涉意见书", "Number of the opinion that was not executed.")


class OriginalsTaken(EventRecord):
    """A supervision body took original files or papers."""

    type: Literal["originals_taken"] = "originals_taken"
    concerning: Known[Organ] = fact("被调取方", "Key of the organ from which they were taken.")
    receipt_issued: Known[StrictBool] = fact("开具调取凭证", "Whether a receipt was issued.")
