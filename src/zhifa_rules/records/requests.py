"""Requests, their withdrawal, and how an organ responded to a demand."""

from datetime import date
from typing import Annotated, Literal

from pydantic import StrictBool

from zhifa_rules.records.base import Count, Document, EventRecord, Organ, fact
from zhifa_rules.records.known import Known
from zhifa_rules.records.words import Words

RequestKind = Annotated[str, Words("request_kind")]


class RequestFiled(EventRecord):
    """Somebody asked an organ for something; ``on`` is the day of sending."""

    type: Literal["request_filed"] = "request_filed"
    number: Known[str] = fact("编号", "Number of the request, unique with who filed it.")
    kind: Known[RequestKind] = fact("申请种类", "What is asked for.")
    to: Known[Organ] = fact("受理机关", "Key of the organ asked.")
    against: Known[Document] = fact("所针对的文书", "Number of the document that the request is directed against.")
    received_on: Known[date] = fact("收到日期", "The day on which the organ asked received it.")
    limit_days: Known[Count] = fact("要求答复期限（日）", "Days for an answer that it sets; none if it sets none.")
    limit_on: Known[date] = fact("要求答复日期", "Last day for an answer that it sets; none if it names no day.")
    reply_required: Known[StrictBool] = fact("要求答复", "Whether an answer is demanded.")


class RequestWithdrawn(EventRecord):
    """The one who filed a request withdrew it."""

    type: Literal["request_withdrawn"] = "request_withdrawn"
    kind: Known[RequestKind] = fact("申请种类", "What had been asked for.")
    against: Known[Document] = fact("所针对的文书", "Number of the document that the request was directed against.")


class ResponseGiven(EventRecord):
    """How somebody responded to a demand or activity of supervision: supplied, refused, obstructed."""

    type: Literal["response_given"] = "response_given"
    response: Known[Annotated[str, Words("response")]] = fact("回应", "What the response was.")
    to: Known[Organ] = fact("对象机关", "Key of the organ to which the response was given.")
    supervised: Known[StrictBool] = fact(
        "是否被监督机关",
        "Whether the one who responded is the supervised organ or on its staff.",
        if_absent=True,
        assumption=(
            "未注明的，视为被监督机关",
            "who responds is taken to be the supervised organ unless stated otherwise",
        ),
    )
    answers: Known[Document] = fact(
        "对应文书",
        "Number of the request or document to which it responds.",
        if_absent="none",
        assumption=(
            "回应未写对应文书的，视为针对本事项",
            "a response that names no document is taken to concern its matter",
        ),
    )
    reason_given: Known[StrictBool] = fact("有正当理由", "Whether there was a proper reason for it.")
    final: Known[StrictBool] = fact("最终答复", "Whether the refusal is for good.")
    refuses: Known[Annotated[str, Words("standing_task")]] = fact(
        "拒绝的工作", "Which standing task is refused, where the refusal belongs to no matter."
    )
