"""The public entry points: ``check`` for a whole history at once, ``Session`` for one that grows."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zhifa_rules.calendar import Calendar
from zhifa_rules.engines.native.engine import NativeEngine
from zhifa_rules.errors import NOWHERE, InputError, Location, Problem, UsageError
from zhifa_rules.packs import Pack, builtin_packs, load_pack
from zhifa_rules.packs.choices import active_options, chosen_readings
from zhifa_rules.records import Catalogue, EventRecord, builtin_catalogue
from zhifa_rules.records.history import History
from zhifa_rules.records.known import parse_date
from zhifa_rules.report import Context, Report
from zhifa_rules.report.kept import KeptFindings
from zhifa_rules.report.notices import notices_of
from zhifa_rules.sources import uncollected

if TYPE_CHECKING:
    from zhifa_rules.engines.account import Account
    from zhifa_rules.engines.outcome import Duty
    from zhifa_rules.records.facts import Fact
    from zhifa_rules.records.register import Register
    from zhifa_rules.second import SecondEngine

Record = EventRecord | Mapping[str, Any]
PackSource = str | Path | Pack
AUTO = "auto"
NATIVE, DURABLE, BOTH = ENGINES = ("native", "durable", "both")

_PACKS_CURE = "Give names, paths or Pack objects"
_RECORDS_CURE = "Give a list of records, each a model or a mapping"
_READINGS_CURE = "Map the name of each question to the option chosen"


def check(
    records: Iterable[Record],
    *,
    packs: PackSource | Iterable[PackSource],
    as_of: date | str,
    known_on: date | str | None = None,
    calendar: Calendar | None = None,
    readings: Mapping[str, str] | None = None,
    robust: bool = False,
    engine: str = "native",
) -> Report:
    """Check a history against packs as of the end of a day.

    ``records`` are models or plain mappings. ``packs`` takes names, paths and ``Pack`` objects; ``"auto"`` means all
    built-in packs. ``known_on`` gives the report that was possible on that day. ``readings`` chooses options of open
    questions, ``{"PACK/QUESTION": "OPTION"}``; ``robust`` also tells which findings stand under minority options.
    ``engine`` is ``native``, ``durable`` (durable-rules alone; what it did not examine is told in ``account``), or
    ``both``: native, confirmed duty by duty by durable-rules.

    Raises ``InputError`` for records that cannot be taken, ``PackError`` and ``UsageError`` for packs and options,
    and ``EngineError`` where durable-rules cannot be used, or the two engines disagree.
    """
    session = Session(packs, calendar=calendar, readings=readings, engine=engine)
    session.add_all(records)
    return session.report(as_of, known_on, robust=robust)


def as_packs(sources: PackSource | Iterable[PackSource]) -> list[Pack]:
    """Load packs by name or path; two packs with the same id are a usage error."""
    listed = [sources] if isinstance(sources, str | Path | Pack) else _listed(sources, "packs", _PACKS_CURE)
    wrong = [source for source in listed if not isinstance(source, str | Path | Pack)]
    if wrong:
        raise UsageError([Problem("this is no pack", _PACKS_CURE, field="packs", value=source) for source in wrong])
    names = [name for source in listed for name in (builtin_packs() if source == AUTO else (source,))]
    packs = [source if isinstance(source, Pack) else load_pack(source) for source in names]
    if not packs:
        raise UsageError(Problem("no pack is named", f"Name one of: {', '.join(builtin_packs())}", field="packs"))
    ids = [pack.id for pack in packs]
    if len(set(ids)) < len(ids):
        raise UsageError(Problem("a pack is named twice", "Name each pack once", field="packs", value=ids))
    return packs


def common_catalogue(packs: Iterable[Pack]) -> Catalogue:
    """Give the record types of this library and of all packs; two packs must not declare one type differently."""
    catalogue = builtin_catalogue()
    declared: dict[str, str] = {}
    for pack in packs:
        for record_type in pack.declared:
            if record_type.name in declared:
                message = f"{declared[record_type.name]} and {pack.id} both declare the record type {record_type.name}"
                raise UsageError(Problem(message, "Check against one of the packs at a time"))
            declared[record_type.name] = pack.id
        catalogue = catalogue.extended_by(pack.declared)
    return catalogue


class Session:
    """A history that grows record by record; after each the report is the same as ``check`` would give."""

    def __init__(
        self,
        packs: PackSource | Iterable[PackSource],
        calendar: Calendar | None = None,
        readings: Mapping[str, str] | None = None,
        engine: str = NATIVE,
    ) -> None:
        self._engine_name = _engine_name(engine)
        self._packs = {pack.id: pack for pack in as_packs(packs)}
        self._calendar = _calendar(calendar)
        self._readings = chosen_readings(self._packs.values(), _readings(readings))
        self._catalogue = common_catalogue(self._packs.values())
        self._history = History(self._catalogue)
        self._engine = self._engine_for(self._history)
        self._second: SecondEngine | None = None
        self._kept = KeptFindings()

    def _engine_for(self, history: History, *, minority: bool = False) -> NativeEngine:
        options = active_options(self._packs.values(), self._readings, minority=minority)
        norms = [norm for pack in self._packs.values() for norm in pack.norms]
        with uncollected():  # it compiles thousands of conditions, all of which stay
            return NativeEngine(norms, history, self._calendar, options)

    def _second_for(self, *, minority: bool = False) -> SecondEngine:
        from zhifa_rules.second import SecondEngine  # noqa: PLC0415  (most checks need no second engine)

        if minority or self._second is None:
            options = active_options(self._packs.values(), self._readings, minority=minority)
            second = SecondEngine([n for pack in self._packs.values() for n in pack.norms], self._calendar, options)
            if minority:
                return second
            self._second = second
        return self._second

    def add(self, record: Record, location: Location = NOWHERE) -> None:
        """Take one record; raises ``InputError`` if it is not valid or contradicts one with the same id."""
        self._history.add(self._catalogue.validate(record, location), location)

    def add_all(self, records: Iterable[Record | tuple[Record, Location]]) -> None:
        """Take many records; every problem among them is raised at once, and then none of them was taken."""
        valid: list[tuple[EventRecord, Location]] = []
        problems: list[Problem] = []
        models = self._catalogue.models
        for entry in _listed(records, "records", _RECORDS_CURE):
            if entry.__class__ in models:  # it is valid already
                valid.append((entry, NOWHERE))
                continue
            record, location = entry if _is_placed(entry) else (entry, NOWHERE)
            try:
                valid.append((self._catalogue.validate(record, location), location))
            except InputError as error:
                problems.extend(error.problems)
        if problems:
            raise InputError(problems)
        self._history.add_all(valid)

    def report(self, as_of: date | str, known_on: date | str | None = None, *, robust: bool = False) -> Report:
        """Report as of the end of any day, also an earlier one; ``known_on`` limits it to what was then on record."""
        day, known = _day(as_of, "as_of"), None if known_on is None else _day(known_on, "known_on")
        engine, history = self._engine, self._history
        if known is not None:
            history = self._history.known_on(known)
            engine = self._engine_for(history)
        self._kept.keep_only(day)
        duties, register, dangling, account = self._evaluated(engine, history, day.toordinal())
        context = Context(
            as_of=day,
            calendar=self._calendar,
            register=register,
            packs=self._packs,
            catalogue=self._catalogue,
            robust=self._robustness(history, day, duties) if robust else None,
        )
        return Report(
            duties,
            context,
            known_on=known,
            readings=self._readings,
            assumptions=history.assumptions(day.toordinal()),
            notices=notices_of(history, register, dangling, day.toordinal()),
            account=account,
            kept=self._kept if known is None else None,
        )

    def _evaluated(
        self, engine: NativeEngine, history: History, as_of: int
    ) -> tuple[Sequence[Duty], Register, Iterable[tuple[Fact, str]], Account | None]:
        """Give the duties by the engine asked for, and what the second engine says of its own work."""
        if self._engine_name == DURABLE:
            found, account = self._second_for().alone(history, as_of)
            return found.duties, found.register, found.dangling, account
        duties = engine.duties(as_of)
        confirmed = self._second_for().confirm(duties, history, as_of) if self._engine_name == BOTH else None
        return duties, engine.register, engine.dangling, confirmed

    def _robustness(self, history: History, day: date, duties: Sequence[Duty]) -> dict[str, bool]:
        """Evaluate once more with every option live, and compare verdict by verdict."""
        copy, as_of = history.known_on(date.max), day.toordinal()
        if self._engine_name == DURABLE:
            found: Sequence[Duty] = self._second_for(minority=True).alone(copy, as_of)[0].duties
        else:
            found = self._engine_for(copy, minority=True).duties(as_of)
        wide = {d.fingerprint: d.verdict for d in found}
        return {d.fingerprint: wide.get(d.fingerprint) == d.verdict for d in duties}

    def snapshot(self) -> bytes:
        """Give the records of the session as bytes that ``restore`` takes."""
        log = self._history.log
        rows = [
            [{**r.model_dump(mode="json", exclude_unset=True), "type": r.type}, astuple(log.location_of(i))]
            for i, r in log.records.items()
        ]
        return json.dumps(rows, ensure_ascii=False, default=str).encode()

    def restore(self, snapshot: bytes) -> None:
        """Replace the records of the session by those of a snapshot; after an error the session is as it was."""
        history = History(self._catalogue)
        for data, location in _snapshot_rows(snapshot):
            history.add(self._catalogue.validate(data, location), location)
        self._history = history
        self._engine = self._engine_for(history)


# --- What callers pass --------------------------------------------------------------------------------------


def _engine_name(engine: object) -> str:
    if engine not in ENGINES:
        raise UsageError(Problem("there is no such engine", f"Use one of: {', '.join(ENGINES)}", value=engine))
    if engine != NATIVE:
        from zhifa_rules.engines.durable.availability import require  # noqa: PLC0415

        require()
    return str(engine)


def _listed(values: object, field: str, cure: str) -> list[Any]:
    """Take several of something; one of it, text or nothing at all is a usage error."""
    if isinstance(values, Iterable) and not isinstance(values, Mapping | EventRecord | str | bytes):
        return list(values)
    raise UsageError(Problem("must be a list", cure, field=field, value=values))


def _is_placed(entry: object) -> bool:
    return isinstance(entry, tuple) and len(entry) == 2 and isinstance(entry[1], Location)


def _calendar(calendar: object) -> Calendar:
    if calendar is None:
        return Calendar.builtin()
    if isinstance(calendar, Calendar):
        return calendar
    cure = "Make it with Calendar.builtin or Calendar.with_files"
    raise UsageError(Problem("this is no calendar", cure, field="calendar", value=calendar))


def _readings(readings: object) -> dict[str, str]:
    if readings is None:
        return {}
    if not isinstance(readings, Mapping):
        raise UsageError(Problem("must be a mapping", _READINGS_CURE, field="readings", value=readings))
    wrong = [part for pair in readings.items() for part in pair if not isinstance(part, str)]
    if wrong:
        problems = [Problem("must be text", _READINGS_CURE, field="readings", value=part) for part in wrong]
        raise UsageError(problems)
    return dict(readings)


def _snapshot_rows(snapshot: object) -> Iterable[tuple[Any, Location]]:
    """Read the bytes of a snapshot: pairs of a record and the place that it came from."""
    try:
        rows = json.loads(snapshot) if isinstance(snapshot, bytes) else None
    except (ValueError, RecursionError):
        rows = None
    if not isinstance(rows, list) or not all(map(_is_snapshot_row, rows)):
        raise InputError(Problem("this is no snapshot", "Give the bytes that Session.snapshot returned"))
    return [(data, Location(*place)) for data, place in rows]


def _is_snapshot_row(row: object) -> bool:
    match row:
        case [dict(), [str(), int(), int()]]:
            return True
    return False


def _day(value: date | str, name: str) -> date:
    try:
        return parse_date(value)
    except ValueError:
        raise UsageError(
            Problem("must be a calendar date", "Write it as 2025-12-31", field=name, value=value)
        ) from None
