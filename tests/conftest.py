"""Hypothesis profiles: ``ci`` is the same on every run; ``ZHIFA_HYPOTHESIS=deep`` searches long and at random."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

_SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
_EXAMPLES = int(os.environ.get("ZHIFA_EXAMPLES", "0"))

settings.register_profile(
    "ci", derandomize=True, deadline=None, max_examples=_EXAMPLES or 60, database=None, suppress_health_check=_SLOW
)
settings.register_profile(
    "deep", deadline=None, max_examples=_EXAMPLES or 3000, print_blob=True, suppress_health_check=_SLOW
)
settings.load_profile(os.environ.get("ZHIFA_HYPOTHESIS", "ci"))
