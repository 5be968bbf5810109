"""The norm forms, one module each: its keys and how it is lowered into the core.

A module of this package is a norm form by being here: its name is the form's name, and its ``lower`` reads a rule
and gives the norms that engines execute.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zhifa_rules.norms.core import Norm
    from zhifa_rules.norms.rule import RuleReader

Lowering = Callable[["RuleReader"], Sequence["Norm"]]


@cache
def forms() -> dict[str, Lowering]:
    """Give the lowering of every norm form by the form's name."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return {name: importlib.import_module(f"{__name__}.{name}").lower for name in names}
