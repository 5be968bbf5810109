"""The project's own second engine, which lowers the pack to durable-rules and drives it in a child process."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.contenders import Unavailable
from benchmarks.standard.native import named_violations, standard_pack
from benchmarks.standard.work import AS_OF
from zhifa_rules import check
from zhifa_rules.errors import EngineError, UsageError
from zhifa_rules.records import builtin_catalogue

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from benchmarks.standard.work import Record, Violation

TITLE = "durable, from validated records"
LIBRARIES: tuple[str, ...] = ("durable_rules",)


def left_out() -> frozenset[str]:
    """Give the rules of the pack that have no form in durable-rules, as the engine itself accounts for them."""
    account = check([], packs=standard_pack(), as_of=AS_OF, engine="durable").account
    return frozenset(name.rpartition("/")[2] for name, _ in account.not_lowered) if account else frozenset()


def prepare(records: Sequence[Record]) -> Callable[[], set[Violation]]:
    """Validate the records and load the pack beforehand."""
    catalogue, pack = builtin_catalogue(), standard_pack()
    models = [catalogue.validate(record) for record in records]
    try:
        check(models[:1], packs=pack, as_of=AS_OF, engine="durable")
    except (UsageError, EngineError) as error:
        raise Unavailable(str(error)) from None
    return lambda: named_violations(check(models, packs=pack, as_of=AS_OF, engine="durable"))
