"""Whether an organ of the register exists on a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .scene import Scene


def exists_on(organ: str, day: int, scene: Scene) -> bool:
    """Tell whether the rows of an organ reach a day."""
    rows = scene.world.setting.register.rows(organ)
    begun = any(scene.world.day(row, "on") <= day for row in rows)
    return begun and day <= scene.world.day(rows[-1], "until")
