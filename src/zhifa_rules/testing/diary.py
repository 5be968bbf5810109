"""Who takes part in generated histories, the days around which they happen, and a book-keeper for their records."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hypothesis.strategies import DrawFn

Record = dict[str, Any]

BOUNDARIES: tuple[date, ...] = (
    date(2025, 6, 3),
    date(2025, 2, 27),
    date(2025, 2, 28),
    date(2025, 3, 1),
    date(2025, 5, 1),
    date(2025, 9, 1),  # thirty days on lies the National Day holiday
    date(2025, 9, 20),
    date(2025, 12, 2),
    date(2025, 12, 31),
    date(2026, 1, 18),  # thirty days on lies the Spring Festival
    date(2026, 2, 4),
    date(2026, 11, 20),
    date(2026, 12, 1),
    date(2026, 12, 20),
)


@dataclass(frozen=True)
class Cast:
    """Who takes part: keys of organs by the part they play, and the register rows of all but ``ghost``."""

    rows: tuple[Record, ...]
    supervisors: tuple[tuple[str, str | None], ...]
    supervised: tuple[str, ...]
    others: tuple[str, ...]
    ghost: str


def _organ(key: str, name: str, kind: str, level: str, division: str, **further: object) -> Record:
    base = {"id": f"reg-{key}", "type": "organ_registered", "organ": key, "name": name}
    return {**base, "kind": kind, "level": level, "division": division, **further}


_LOCAL = {"government": "lichuan"}
CASTS: dict[str, Cast] = {
    "enshi": Cast(
        rows=(
            _organ("lichuan", "利川市人民政府", "government", "county", "422802"),
            _organ("justice", "利川市司法局", "department", "county", "422802", office_of="lichuan", **_LOCAL),
            _organ("urban", "利川市城管局", "department", "county", "422802", **_LOCAL),
            _organ("water", "利川市水利局", "department", "county", "422802", leadership="local", **_LOCAL),
            _organ("moudao", "谋道镇人民政府", "township_government", "township", "422802", **_LOCAL),
            _organ("tax", "利川市税务局", "department", "county", "422802", leadership="vertical"),
            _organ("enshi", "恩施州人民政府", "government", "prefecture", "422800"),
            _organ("wanzhou", "万州区人民政府", "government", "county", "500101"),
            _organ("jianwei", "利川市监察委员会", "supervision_commission", "county", "422802"),
        ),
        supervisors=(
            ("lichuan", "justice"),
            ("lichuan", None),
            ("justice", None),
            ("lichuan", None),
            ("enshi", None),
            ("urban", None),
        ),
        supervised=("urban", "urban", "urban", "urban", "water", "moudao", "tax", "ghost", "wanzhou"),
        others=("jianwei", "enshi"),
        ghost="ghost",
    ),
}


@dataclass
class Diary:
    """Collects the records of one matter; ``maybe`` and ``day`` draw, and shrink to no and to the first offset."""

    draw: DrawFn
    prefix: str
    orderly: bool
    matter: str | None = None
    records: list[Record] = field(default_factory=list)

    def maybe(self, percent: int) -> bool:
        """Draw yes in so many of a hundred cases."""
        return self.draw(st.integers(0, 99)) >= 100 - percent

    def one(self, *options: Any) -> Any:  # noqa: ANN401
        """Draw one of the options."""
        return self.draw(st.sampled_from(options))

    def day(self, start: date, *offsets: int, disorder: Sequence[int] = ()) -> date:
        """Draw a day near ``start``; the offsets in ``disorder`` only occur in histories that are not orderly."""
        choices = tuple(offsets) if self.orderly else (*offsets, *disorder)
        return start + timedelta(days=self.draw(st.sampled_from(choices)))

    def add(self, suffix: str, type_: str, on: date, by: str, **fields: object) -> Record:
        """Add a record; fields given as ``None`` are left out, and a time may be drawn."""
        record: Record = {"id": f"{self.prefix}-{suffix}", "type": type_, "on": on.isoformat(), "by": by}
        if self.matter is not None:
            record["matter"] = self.matter
        record.update({k: v.isoformat() if isinstance(v, date) else v for k, v in fields.items() if v is not None})
        if self.maybe(8):
            record.update(self.one({"at": "09:00"}, {"at": "15:30"}, {"seq": 1}, {"seq": 2}))
        self.records.append(record)
        return record
