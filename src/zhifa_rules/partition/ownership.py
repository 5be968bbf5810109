"""Whose subject is whose: each subject belongs to one part, which alone speaks of it in the merged report."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable

Subject = tuple[str, ...]
Owner = Callable[[Subject], int]

# What stands in no matter, case or document of its own; all of it belongs to one part.
ALONE: Subject = ("alone",)


def by_hash(count: int) -> Owner:
    """Divide subjects evenly among so many parts, the same way in every run and on every machine."""

    def owner(subject: Subject) -> int:
        text = json.dumps(subject, ensure_ascii=False)
        return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big") % count

    return owner
