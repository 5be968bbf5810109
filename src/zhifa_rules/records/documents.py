"""Documents: adopted, issued, sent, received and published."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import StrictInt

from zhifa_rules.records.base import Count, Document, EventRecord, Organ, fact
from zhifa_rules.records.known import Known
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


class DocumentAdopted(EventRecord):
    """An organ adopted a plan, list, index or other paper of its own."""

    type: Literal["document_adopted"] = "document_adopted"
    number: Known[str] = fact("文号", "Number of the paper, unique with its maker.")
    kind: Known[DocumentKind] = fact("文书种类", "What the paper is.")
    for_year: Known[StrictInt] = fact("适用年度", "The year that the paper is for.")
    contents: Known[tuple[Annotated[str, Words("content")], ...]] = fact("内容", "What the paper contains.")
