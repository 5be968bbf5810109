"""Checking a history in parts: which records each part needs, and how the reports of the parts become one again (S15).

A report is the union over its subjects: matters, cases, documents, organs and persons. So a history can be divided
among processes or machines by subject, each part checked on its own, and the reports put together::

    parts = shards(records, "auto", 8)
    reports = [check(part, packs="auto", as_of=day).to_json() for part in parts]  # anywhere, in any order
    whole = merge(reports)

``whole`` is byte for byte the JSON report of the whole history. A record goes to every part that needs it; the
register and the log scopes go to all.
"""

from zhifa_rules.partition.merging import merge
from zhifa_rules.partition.ownership import Owner, Subject, by_hash
from zhifa_rules.partition.routing import shards

__all__ = ["Owner", "Subject", "by_hash", "merge", "shards"]
