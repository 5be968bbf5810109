"""Documents: adopted, issued, sent, received and published."""

from datetime import date
from typing import Annotated, Literal

from pydantic import StrictBool, StrictInt

from zhifa_rules.records.base import Count, Document, Element, EventRecord, Organ, Person, fact
from zhifa_rules.records.known import Known
from zhifa_rules.records.vocabulary.documents import CONTENTS
from zhifa_rules.records.words import Words

DocumentKind = Annotated[str, Words("document_kind")]

_ANSWERS_ASSUMPTION = (
    "文书未写答复对象的，视为答复本事项中的申请",
    "a document that does not say what it answers is taken to answer the request of its matter",
)


class DocumentIssued(EventRecord):
    """An organ issued a document to addressees; each is taken to receive it on a day not before issue."""

    type: Literal["document_issued"] = "document_issued"
    number: Known[str] = fact("文号", "Number of the document, unique with its issuer.")
    kind: Known[DocumentKind] = fact("文书种类", "What the document is.")
    to: Known[tuple[Organ, ...]] = fact("主送机关", "Keys of the addressees.")
    limit_days: Known[Count] = fact("限期（日）", "Limit in days that the document sets; none if it sets none.")
    limit_on: Known[date] = fact(
        "限期（截止日）",
        "Last day that the document sets; none if it names no day.",
        if_absent="none",
        assumption=(
            "文书未载明截止日的，视为未定具体日期",
            "a document without a stated last day is taken to name none",
        ),
    )
    orders: Known[tuple[Annotated[str, Words("order")], ...]] = fact("责令内容", "What the document orders.")
    result: Known[Annotated[str, Words("result")]] = fact("结论", "Result for the one who asked.")
    answers: Known[Document] = fact(
        "答复对象",
        "Number of the request or document that this one answers.",
        if_absent="none",
        assumption=_ANSWERS_ASSUMPTION,
    )
    audience: Known[tuple[Organ, ...]] = fact("公开范围", "Keys of those who are shown the document.")
    shown_to: Known[Annotated[str, Words("audience")]] = fact("通报范围", "The circle in which it is made known.")
    contents: Known[tuple[Annotated[str, Words("content")], ...]] = fact("内容", "What the document contains.")
    seals: Known[tuple[Annotated[str, Words("seal")], ...]] = fact("印章", "Seals that it bears; empty if none.")
    in_name_of: Known[Organ] = fact("署名机关", "Key of the organ in whose name it was issued.")
    grounds: Known[tuple[Annotated[str, Words("defect")], ...]] = fact("认定情形", "Grounds that it states.")
    reply_required: Known[StrictBool] = fact("要求答复", "Whether it demands an answer or report.")


class DocumentReceived(EventRecord):
    """An addressee received a document; ``on`` is the day of receipt."""

    type: Literal["document_received"] = "document_received"
    document: Document = fact("文号", "Number of the document received.", default=...)
    issuer: Organ | None = fact("制发机关", "Key of the organ that issued the document.", default=None)


class DocumentSent(EventRecord):
    """Somebody sent a report, filing or other paper; ``on`` is the day of sending."""

    type: Literal["document_sent"] = "document_sent"
    number: Known[str] = fact("文号", "Number of the paper, unique with its sender.")
    kind: Known[DocumentKind] = fact("文书种类", "What the paper is.")
    to: Known[tuple[Organ, ...]] = fact("收件机关", "Keys of the organs it was sent to.")
    received_on: Known[date] = fact("到达日期", "The day on which it arrived.")
    answers: Known[Document] = fact(
        "对应文书",
        "Number of the document that the paper answers.",
        if_absent="none",
        assumption=_ANSWERS_ASSUMPTION,
    )
    for_year: Known[StrictInt] = fact(
        "所属年度",
        "The year that the paper is for.",
        if_absent="none",
        assumption=(
            "报送的材料未写年度的，视为报送当年的材料",
            "a paper sent without a stated year is taken to be of the year it is sent",
        ),
    )
    contents: Known[tuple[Annotated[str, Words("content")], ...]] = fact(
        "内容",
        "What the paper contains.",
        if_absent=tuple(CONTENTS),
        assumption=(
            "报送的材料未列内容的，视为内容齐全",
            "a paper sent without listed contents is taken to be complete",
        ),
    )


class Task(Element):
    """Something that a plan tells an organ to do."""

    task: Known[DocumentKind] = fact("任务文书", "The paper that the organ has to submit, where the task is one.")
    organ: Known[Organ] = fact("承办机关", "Key of the organ that has to do it.")
    due_on: Known[date] = fact("完成期限", "Last day that the plan sets; none if it sets none.")


class DocumentAdopted(EventRecord):
    """An organ adopted a plan, list, index or other paper of its own."""

    type: Literal["document_adopted"] = "document_adopted"
    number: Known[str] = fact("文号", "Number of the paper, unique with its maker.")
    kind: Known[DocumentKind] = fact("文书种类", "What the paper is.")
    for_year: Known[StrictInt] = fact("适用年度", "The year that the paper is for.")
    contents: Known[tuple[Annotated[str, Words("content")], ...]] = fact("内容", "What the paper contains.")
    tasks: Known[tuple[Task, ...]] = fact(
        "任务",
        "What the paper tells organs to do.",
        if_absent=(),
        assumption=(
            "制定的文件未列任务的，视为没有布置任务",
            "an adopted paper without listed tasks is taken to set none",
        ),
    )
    based_on: Known[Document] = fact("依据文书", "Number of the document on which the paper is based.")
    final: Known[StrictBool] = fact(
        "是否定稿",
        "Whether the paper is the final product.",
        if_absent=True,
        assumption=("制定的文件未注明的，视为定稿", "an adopted paper is taken to be the final product"),
    )


class DocumentDecided(EventRecord):
    """An organ or its head decided on a document laid before it: approved, returned or refused it."""

    type: Literal["document_decided"] = "document_decided"
    document: Known[Document] = fact("文号", "Number of the document decided on.")
    kind: Known[DocumentKind] = fact("文书种类", "What the document is.")
    for_year: Known[StrictInt] = fact("适用年度", "The year that the document is for.")
    decision: Known[Annotated[str, Words("approval")]] = fact("审批结论", "What was decided.")
    approver: Known[Annotated[str, Words("participant_role")]] = fact("审批人身份", "In which capacity it was decided.")
    person: Known[Person] = fact("审批人", "Key of the person who decided.")


class DocumentPublished(EventRecord):
    """An organ published or circulated a document or what it contains; ``on`` is the day of publication."""

    type: Literal["document_published"] = "document_published"
    document: Known[Document] = fact(
        "文号",
        "Number of the document published.",
        if_absent="none",
        assumption=(
            "公布未写文号的，视为公布此前的同类文书",
            "a publication that names no document is taken to show the earlier ones of its kind",
        ),
    )
    issuer: Organ | None = fact("制发机关", "Key of the organ whose document it is.", default=None)
    kind: Known[DocumentKind] = fact("文书种类", "What the document is.")
    for_year: Known[StrictInt] = fact("适用年度", "The year that the document is for.")
    audience: Known[Annotated[str, Words("audience")]] = fact(
        "公开对象",
        "The circle in which it was made known.",
        if_absent="public",
        assumption=(
            "公布未写范围的，视为向社会公布",
            "publication without a stated circle is taken to be to the public",
        ),
    )
    contents: Known[tuple[Annotated[str, Words("content")], ...]] = fact("公布内容", "What the publication shows.")
    final: Known[StrictBool] = fact(
        "是否定稿",
        "Whether what was published is the final product.",
        if_absent=True,
        assumption=("公布的文件未注明的，视为定稿", "a published paper is taken to be the final product"),
    )
