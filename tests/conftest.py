"""Hypothesis profiles: ``ci`` is short, the same on every run, and does not shrink what it finds.

``ZHIFA_HYPOTHESIS=deep`` searches long and at random and shrinks; ``ZHIFA_EXAMPLES`` sets the number of examples.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, Phase, settings

_SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
_EXAMPLES = int(os.environ.get("ZHIFA_EXAMPLES", "0"))

settings.register_profile(
    "ci",
    derandomize=True,
    deadline=None,
    max_examples=_EXAMPLES or 25,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=_SLOW,
)
settings.register_profile(
    "deep", deadline=None, max_examples=_EXAMPLES or 3000, print_blob=True, suppress_health_check=_SLOW
)
settings.load_profile(os.environ.get("ZHIFA_HYPOTHESIS", "ci"))
