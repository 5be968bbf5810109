"""Give memory back to the system: the allocator keeps what the engine has freed (G8)."""

from __future__ import annotations

import ctypes
import sys


def trim() -> None:
    """Return free pages to the system, where the C library can do so."""
    if sys.platform != "linux":
        return
    try:
        ctypes.CDLL(None).malloc_trim(0)
    except (OSError, AttributeError):  # a C library without it, such as musl
        return
