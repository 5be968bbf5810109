"""Stable identities of findings (S14)."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zhifa_rules.engines.outcome import Duty


def fingerprint(duty: Duty) -> str:
    """Give the SHA-256 over pack, rule, subject and natural key of the trigger; never over record ids."""
    norm = duty.norm
    parts = [norm.pack, norm.rule, norm.facet, list(duty.subject), list(duty.trigger_key)]
    text = json.dumps(parts, ensure_ascii=False, separators=(",", ":"), default=repr)
    return hashlib.sha256(text.encode()).hexdigest()
