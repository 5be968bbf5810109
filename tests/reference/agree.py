"""Comparing the engine and the reference over as many pairs of a rule and a history as asked, on all cores.

``python -m tests.reference.agree --pairs N --seed S`` prints what was compared and every disagreement. The work
comes in numbered pieces that follow from the seed, so that ``--from`` goes on where another run stopped.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from .agreement import Agreement
from .chunks import agree_on, draw_pairs, sound_pack, work
from .rounds import carry_out

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["agree_on", "draw_pairs", "main", "sound_pack"]


def main(arguments: Iterable[str] | None = None) -> int:
    """Compare over as many pairs as asked and print what was found."""
    total = Agreement()
    return carry_out(__doc__, arguments, work, total, total.add)


if __name__ == "__main__":
    sys.exit(main())
