"""Stable identities of findings (S14)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zhifa_rules.engines.outcome import Duty


def fingerprint(duty: Duty) -> str:
    """Give the SHA-256 over pack, rule, subject and natural key of the trigger; never over record ids."""
    return duty.fingerprint
