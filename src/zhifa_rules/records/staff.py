"""Persons and money: training, examinations, certificates, changes of duty, head counts, spending."""

from typing import Annotated, Literal

from pydantic import StrictBool, StrictInt

from zhifa_rules.records.base import Count, EventRecord, Organ, Person, fact
from zhifa_rules.records.known import Known
from zhifa_rules.records.registers import Participant
from zhifa_rules.records.words import Words


class TrainingHeld(EventRecord):
    """A course or training was held; ``by`` organised it."""

    type: Literal["training_held"] = "training_held"
    number: Known[str] = fact("课程编号", "Number of the course, unique with its organiser.")
    kind: Known[Annotated[str, Words("training_kind")]] = fact("培训种类", "What the training was about.")
    hours: Known[Count] = fact("学时", "Hours of training that each participant received.")
    attended_by: Known[tuple[Person, ...]] = fact("参训人员", "Keys of the persons who attended.")
    covered: Known[tuple[Organ, ...]] = fact("参训单位", "Keys of the organs whose staff was included.")
    for_certificate: Known[StrictBool] = fact(
        "为申领证件",
        "Whether it was held for applications for certificates.",
        if_absent=False,
        assumption=(
            "培训未写为申领证件的，视为不是",
            "training is taken not to be held for certificates unless it says so",
        ),
    )
    crash: Known[StrictBool] = fact("突击培训", "Whether it is on record as crash training.")


class ExamSat(EventRecord):
    """A person sat an examination for a certificate; ``by`` held it."""

    type: Literal["exam_sat"] = "exam_sat"
    number: Known[str] = fact("考试编号", "Number of the examination paper.")
    person: Known[Person] = fact("应试人员", "Key of the person examined.")
    result: Known[Annotated[str, Words("exam_result")]] = fact("考试结果", "The result as it stands.")
    cheated: Known[StrictBool] = fact("是否违纪", "Whether the person broke the rules of the examination.")


class CertificateChanged(EventRecord):
    """Something happened to a person's certificate: issued, withheld, recalled, cancelled, failed its review."""

    type: Literal["certificate_changed"] = "certificate_changed"
    person: Known[Person] = fact("持证人员", "Key of the person.")
    certificate: Known[Annotated[str, Words("certificate")]] = fact("证件种类", "Which certificate it is.")
    change: Known[Annotated[str, Words("certificate_change")]] = fact("变动", "What happened to it.")
    persons: Known[tuple[Participant, ...]] = fact(
        "经办人员",
        "Who carried it out, in which capacity.",
        if_absent="none",
        assumption=(
            "证件变动未列经办人员的，视为经办人员另见监督活动记录",
            "who took part in a change of a certificate that lists no persons is taken to be on file with the activity",
        ),
    )


class DutyChanged(EventRecord):
    """A person's post changed; ``by`` is the organ that the person works or worked for."""

    type: Literal["duty_changed"] = "duty_changed"
    person: Known[Person] = fact("人员", "Key of the person.")
    change: Known[Annotated[str, Words("duty_change")]] = fact("变动", "What changed.")


class StaffCounted(EventRecord):
    """An organ's staff was counted on a day."""

    type: Literal["staff_counted"] = "staff_counted"
    officers: Known[Count] = fact("执法人员数", "Number of enforcement officers.")
    reviewers: Known[Count] = fact("法制审核人员数", "Number of legal reviewers.")
    auxiliaries: Known[Count] = fact("辅助人员数", "Number of auxiliary staff.")
    trained: Known[Count] = fact(
        "已参训执法人员数",
        "Number of enforcement officers who completed the training counted.",
        if_absent="none",
        assumption=(
            "人员统计未写已参训人数的，视为不是培训统计",
            "a count of staff that states no number of those trained is taken to be no count of training",
        ),
    )
    for_year: Known[StrictInt] = fact("统计年度", "The year that the count of those trained is for.")


class FiguresStated(EventRecord):
    """An organ stated figures of its decisions for a year, where the decisions themselves are not on file."""

    type: Literal["figures_stated"] = "figures_stated"
    for_year: Known[StrictInt] = fact("统计年度", "The year that the figures are for.")
    to_review: Known[Count] = fact("应当审核的决定数", "Number of decisions that had to pass legal review.")
    assisted: Known[Count] = fact("协助审核的决定数", "Number of them that lawyers assisted in reviewing.")


class SanctionImposed(EventRecord):
    """Somebody was held to account: criticised, withheld a certificate, disciplined, referred."""

    type: Literal["sanction_imposed"] = "sanction_imposed"
    sanction: Known[Annotated[str, Words("sanction")]] = fact("处理方式", "What was imposed.")
    concerning: Known[Organ] = fact("被处理机关", "Key of the organ held to account, or for which the person works.")
    person: Known[Person] = fact("被处理人员", "Key of the person held to account.")
    gravity: Known[Annotated[str, Words("gravity")]] = fact(
        "情节",
        "Gravity as the file records it.",
        if_absent="none",
        assumption=(
            "责任追究未写情节的，以另行登记的情节认定为准",
            "a sanction without a stated gravity is taken to rest on the gravity recorded elsewhere",
        ),
    )


class FundsSpent(EventRecord):
    """An organ spent money."""

    type: Literal["funds_spent"] = "funds_spent"
    line: str | None = fact("预算科目", "Budget line from which it was paid; a label only.", default=None)
    enforcement_line: Known[StrictBool] = fact("执法经费", "Whether the line is meant for enforcement.")
    enforcement_purpose: Known[StrictBool] = fact("用于执法", "Whether it was spent on enforcement.")
    adjusted: Known[StrictBool] = fact(
        "依法调整预算",
        "Whether the budget had been lawfully adjusted to this.",
        if_absent=False,
        assumption=(
            "支出未写预算调整的，视为没有调整",
            "spending without a stated adjustment of the budget is taken to have none",
        ),
    )
