"""What the reference, which tries every possible world, finds of one duty that the engines see differently."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhifa_rules.calendar import Calendar

from .agreement import MOST_WORLDS, key_of
from .candidates import Mentions
from .combine import common_verdict
from .duty import evaluate
from .guide import explore
from .instances import instances_of
from .setting import Setting
from .world import World

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from zhifa_rules.engines.outcome import Duty, Verdict
    from zhifa_rules.packs import Pack
    from zhifa_rules.records import EventRecord


def common_verdict_of(
    duty: Duty,
    pack: Pack,
    options: Mapping[str, Mapping[str, Sequence[str]]],
    records: Sequence[EventRecord],
    day: date,
) -> Verdict | None:
    """Give the verdict in all possible worlds; ``None`` where there are too many of them, or no such duty."""
    setting = Setting(pack.norms, pack.catalogue, Calendar.builtin(), options, list(records), day.toordinal())
    mentions = Mentions(pack.norms)
    norm = next(one for one in pack.norms if (one.rule, one.facet) == (duty.norm.rule, duty.norm.facet))
    for instance in instances_of(norm, setting):
        if key_of(duty) in (instance.key, *instance.keys):
            worlds, complete = explore(
                lambda guide: evaluate(instance, World(setting, mentions, guide), setting.as_of),  # noqa: B023
                MOST_WORLDS,
            )
            return common_verdict([result for result, _ in worlds]) if complete else None
    return None
