"""Writing out a norm: its trigger, the guards under which it applies, and its body."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from zhifa_rules.engines.native.concrete.scene import Unsupported
from zhifa_rules.engines.native.straight.acts import write_acts
from zhifa_rules.engines.native.straight.bodies import write_body, write_found
from zhifa_rules.engines.native.straight.conditions import write_guard, write_test
from zhifa_rules.engines.native.straight.dates import write_date, write_day
from zhifa_rules.engines.native.straight.duties import duty_stands, named
from zhifa_rules.engines.native.straight.paths import write_organ, write_value
from zhifa_rules.engines.native.straight.runtime import SURROUNDINGS
from zhifa_rules.engines.native.straight.writer import Lines, Passage, Root
from zhifa_rules.norms.core import OnDuty, OnRecord, Path
from zhifa_rules.norms.walk import parts_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from zhifa_rules.engines.native.concrete.dates import Options
    from zhifa_rules.engines.native.concrete.scene import Found
    from zhifa_rules.norms.core import Norm

# What the functions call by short names.
_BEGINNING = {
    "principals": "stage.principals",
    "lasting": "stage.lasting",
    "divisions": "stage.divisions",
    "entries_of": "stage.entries_of",
    "trigger_values": "trigger[2]",
}
_AS_OF, _FULL = {"as_of": "stage.as_of"}, {"full": "True"}
_NOW, _THEN = "stage, trigger, full=False, base=None", "stage, trigger, as_of, examined"


class StraightNorm:
    """A norm written out.

    ``now(stage, trigger, full, base)`` evaluates the duty of a trigger as of the day of the report: ``None`` where it
    did not arise or, unless the ``full`` state is asked for, where nothing is to be said of it. ``base`` is what was
    found of the duty on which it hangs.
    """

    def __init__(self, norm: Norm, options: Options) -> None:
        self._norm, self._options = norm, options
        self.now: Callable[..., Found | None] = _written(norm, options, past=False)

    @cached_property
    def then(self) -> Callable[..., Found | None]:
        """Evaluates the full state, ``(stage, trigger, as_of, examined)``, as of an earlier day.

        ``examined`` is an act at whose date it is asked, if it is one.
        """
        return _written(self._norm, self._options, past=True)


def straight_norm(norm: Norm, options: Options) -> StraightNorm | None:
    """Write a norm out; ``None`` if it uses what only the other evaluators know."""
    try:
        return StraightNorm(norm, options)
    except Unsupported:
        return None


def _written(norm: Norm, options: Options, *, past: bool) -> Callable[..., Found | None]:
    lines = Lines()
    _write(Passage(lines, {"trigger": Root("trigger", "trigger_values")}, options, norm.pack, past), norm)
    name = f"{norm.pack}_{norm.rule}".replace("-", "_")
    beginning = {**_BEGINNING, **(_FULL if past else _AS_OF)}
    return lines.function(
        name, _THEN if past else _NOW, beginning, {**SURROUNDINGS, "duty_stands": duty_stands, "named": named}
    )


def _write(place: Passage, norm: Norm) -> None:
    source = norm.source
    if isinstance(source, OnRecord) and not (source.each or source.once or source.once_per):
        _of_record(place, source)
    elif isinstance(source, OnDuty):
        place = _of_duty(place, norm, source)
    else:
        raise Unsupported
    for name, pattern in norm.finds:
        place = _find(place, name, pattern)
    _guards(place, norm)


def _of_record(place: Passage, source: OnRecord) -> None:
    lines = place.lines
    write_guard(place, source.pattern.where, "return None")
    day, own = write_date(place, source.pattern.date), write_day(place, "trigger")
    lines.add(f"trigger_day = {day}")
    if day != own:
        lines.add("if trigger_day is None or trigger_day > as_of: return None")
    elif place.past:  # else what is not yet a fact is no entry
        lines.add("if trigger_day > as_of: return None")
    if place.past:
        with lines.block("if trigger_day == as_of and trigger is not examined and examined is not None:"):
            lines.add("if not known_order(trigger, examined): return None")


def _of_duty(place: Passage, norm: Norm, source: OnDuty) -> Passage:
    """Begin on the day after the due date of the duty that this one hangs on, if that reached one of the states."""
    if any(isinstance(part, Path) and part.root == "duty" for part in parts_of(norm)):
        raise Unsupported
    lines = place.lines
    lines.add(f"begun = since_when(base, {source.part!r}, {lines.constant(source.states)})")
    lines.add("if begun is None: return None")
    lines.add("trigger_day = begun[0]")
    lines.add("item = base.bearer")
    return place.rooted(item=Root("item", None))


def _find(place: Passage, name: str, pattern: Any) -> Passage:  # noqa: ANN401
    """Write what looks up a further fact: the first act that matches, or one of which nothing is known."""
    lines, known, since = place.lines, place.lines.fresh("known"), place.lines.fresh("since")
    own = lines.fresh("own")
    variable, attributes = lines.fresh("find"), lines.fresh("values")
    lines.add(f"{known}, {variable}, {since} = False, NOT_FOUND, 0")
    for act, day in write_acts(place, (pattern,)):  # of several types, or dated otherwise, they are not in order
        lines.add(f"{own} = {write_day(place, act)}")
        earlier = f"({day}, {own}) < ({since}, {variable}[0])"
        same_day = f"({day}, {own}) == ({since}, {variable}[0]) and known_order({act}, {variable})"
        with lines.block(f"if not {known} or {earlier} or ({same_day}):"):
            lines.add(f"{known}, {variable}, {since} = True, {act}, {day}")
    lines.add(f"{attributes} = {variable}[2]")
    return place.rooted(**{name: Root(variable, attributes)})


# --- Whom it binds, where and when --------------------------------------------------------------------------


def _guards(place: Passage, norm: Norm) -> None:
    lines = place.lines
    lines.add("bearer = None")
    if norm.bearer is not None:
        bearer = write_value(place, norm.bearer)
        lines.add(f"if {bearer}.__class__ is str: bearer = {bearer}")
    place = place.rooted(bearer=Root("bearer", None))
    if norm.bearer is not None and _is_compared(norm):
        write_value(place, _BEARER)
    lines.add("counterpart = None")
    if norm.counterpart is not None:
        counterpart = write_value(place, norm.counterpart)
        lines.add(f"if {counterpart}.__class__ is str: counterpart = {counterpart}")
    place = place.rooted(counterpart=Root("counterpart", None))
    _force(place, norm)
    _territory(place, norm)
    if norm.addressee is not None:
        with lines.block(f"if not ({write_test(place, norm.addressee)}):"):
            if norm.bearer is not None:  # the text may bind the office alone
                office = write_organ(place, norm.bearer)
                lines.add(f"if {office}.__class__ is str and {office} != bearer: raise Unsettled")
            _refuse(place, "ADDRESSEE")
    for exception in norm.exceptions:
        with lines.block(f"if {write_test(place, exception.condition)}:"):
            _refuse(place, "EXCEPTION")
    write_body(place, norm.body)


_BEARER = Path("bearer", ())


def _is_compared(norm: Norm) -> bool:
    """Tell whether something is compared with the bearer, so that its principal is looked up once for all."""
    return _BEARER in parts_of((norm.body, norm.addressee, norm.exceptions))


def _refuse(place: Passage, reason: str) -> None:
    place.lines.add(f"return {write_found('NOT_APPLICABLE', reason)} if full else None")


def _force(place: Passage, norm: Norm) -> None:
    """Write whether the instrument is in force on the day that decides."""
    lines, governance = place.lines, norm.governance
    day = "trigger_day"
    if governance.decided_by is not None:
        decided = write_date(place, governance.decided_by)
        day = lines.fresh("decisive")
        lines.add(f"{day} = trigger_day if {decided} is None else {decided}")
    last = governance.last_day
    ends = [last] if isinstance(last, int) else [dict(last.options)[name] for name in place.options[last.question]]
    with lines.block(f"if not {governance.first_day_latest} <= {day} <= {min(ends)}:"):
        with lines.block(f"if {day} < {governance.first_day}:"):
            _refuse(place, "NOT_IN_FORCE")
        with lines.block(f"if {day} > {max(ends)}:"):
            _refuse(place, "LAPSED")
        lines.add("raise Unsettled")


def _territory(place: Passage, norm: Norm) -> None:
    lines = place.lines
    located = "bearer"
    if norm.located_by is not None:
        located = write_value(place, norm.located_by)
        lines.add(f"if {located}.__class__ is not str: raise Unsettled")
    elif norm.bearer is None:  # an unnamed bearer acts where it acts
        located = lines.fresh("acting")
        lines.add(f"{located} = trigger_values.get('by') if bearer is None else bearer")
        lines.add(f"if {located}.__class__ is not str: raise Unsettled")
        lines.add(f"{located} = principals.get({located}, {located})")
    division = lines.fresh("division")
    lines.add(f"{division} = divisions.get({located})")
    lines.add(f"if {division} is None: raise Unsettled")
    with lines.block(f"if not {division}.startswith({lines.constant(norm.governance.divisions)}):"):
        _refuse(place, "TERRITORY")
