"""The contenders of the comparison, one module each, all with the same small interface.

``TITLE`` is the row of the table and says with what the timed part begins, ``LIBRARIES`` names the distributions whose
versions matter. ``prepare(records)`` does what is outside the timer and gives the function that is timed; that function
returns the set of violations. A contender whose library is missing is skipped by name. One that has no form for some
of the rules says so by a further function ``left_out``; the table then names these rules, and compares the others.
"""

from __future__ import annotations

from importlib import import_module, metadata
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from benchmarks.standard.work import Record, Violation

NAMES = (
    "straight_line",
    "native",
    "native_mappings",
    "native_json_lines",
    "native_session",
    "durable_engine",
    "durable_by_hand",
    "clips_rules",
    "zen_expressions",
    "duckdb_sql",
    "polars_frame",
    "polars_mappings",
)


class Contender(Protocol):
    """What each module of this package offers."""

    TITLE: str
    LIBRARIES: tuple[str, ...]

    def prepare(self, records: Sequence[Record]) -> Callable[[], set[Violation]]:
        """Make ready what is not timed, and give the function that is."""


class Unavailable(Exception):  # noqa: N818  (nothing has gone wrong)
    """A contender cannot run here; the message says why and what helps."""


def contender(name: str) -> Contender:
    """Import a contender; raises ``Unavailable`` where its library is not installed."""
    try:
        module: Contender = import_module(f"benchmarks.contenders.{name}")
    except ImportError as error:
        if error.name is None or error.name.startswith(("benchmarks", "zhifa_rules")):
            raise
        cure = "pip install 'zhifa-rules[durable]'" if "durable" in error.name else "pip install 'zhifa-rules[bench]'"
        message = f"the module {error.name} is not installed ({cure})"
        raise Unavailable(message) from None
    return module


def left_out(module: Contender) -> frozenset[str]:
    """Give the rules that a contender says it does not examine: none for nearly all of them."""
    tells: Callable[[], frozenset[str]] = getattr(module, "left_out", frozenset)
    return tells()


def versions(contenders: Sequence[Contender]) -> dict[str, str]:
    """Give the versions of pydantic and of the libraries of the contenders."""
    names = {"pydantic", "pydantic_core", *(name for contender in contenders for name in contender.LIBRARIES)}
    return {name: metadata.version(name) for name in sorted(names)}
