"""Event records: what happened, as pydantic models, and the facts they establish together."""

from zhifa_rules.records.base import Element, EventRecord
from zhifa_rules.records.catalogue import Catalogue, builtin_catalogue
from zhifa_rules.records.known import ABSENT, UNKNOWN, DateBounds, Known, NumberBounds, OneOf

__all__ = [
    "ABSENT",
    "UNKNOWN",
    "Catalogue",
    "DateBounds",
    "Element",
    "EventRecord",
    "Known",
    "NumberBounds",
    "OneOf",
    "builtin_catalogue",
]
