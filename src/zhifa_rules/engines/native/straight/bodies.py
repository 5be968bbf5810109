"""Writing out the bodies of norms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhifa_rules.engines.native.concrete.scene import Unsupported
from zhifa_rules.engines.native.patterns import names_the_trigger, plain_patterns
from zhifa_rules.engines.native.straight.acts import missing_acts, write_acts
from zhifa_rules.engines.native.straight.conditions import write_guard
from zhifa_rules.engines.native.straight.dates import write_date, write_due
from zhifa_rules.engines.native.straight.paths import write_value
from zhifa_rules.norms.core import Achieve, Available, Body, Hold, Share

if TYPE_CHECKING:
    from zhifa_rules.engines.native.straight.writer import Passage
    from zhifa_rules.norms.core import Part


def write_found(
    verdict: str, reason: str = "None", *, due: str = "None", since: str = "None", parts: str = "()"
) -> str:
    """Give the expression for what is found of the duty between the parties at hand."""
    return f"Found({verdict}, {reason}, {due}, {since}, {parts}, False, bearer, counterpart)"


def write_body(place: Passage, body: Body) -> None:
    """Write a body; it ends the function, with ``None`` or ``satisfied`` where the duty is complied with."""
    if isinstance(body, Achieve):
        _achieve(place, body)
    elif isinstance(body, Hold):
        _hold(place, body)
    elif isinstance(body, Available):
        _available(place, body)
    elif isinstance(body, Share):
        _share(place, body)
    else:
        raise Unsupported


def _satisfied(place: Passage) -> None:
    place.lines.add(f"return {write_found('SATISFIED')} if full else None")


# --- Achievements -------------------------------------------------------------------------------------------


def _achieve(place: Passage, body: Achieve) -> None:
    if body.clock is not None:
        raise Unsupported
    if body.forecloses:
        _closing(place, body)
    parts = [_part(place, part, foreclosed=bool(body.forecloses)) for part in body.parts]
    done = (" or " if body.any_of else " and ").join(done for done, _, _ in parts)
    with place.lines.block(f"if {done}:"):
        place.lines.add("if not full: return None")
        if not body.any_of:
            states = "".join(
                f"({p.id!r}, PERFORMED, {due}), " for p, (_, due, _) in zip(body.parts, parts, strict=True)
            )
            due = parts[0][1] if len(parts) == 1 else f"earliest({', '.join(due for _, due, _ in parts)})"
            place.lines.add(f"return {write_found('SATISFIED', due=due, parts=f'({states})')}")
    if len(parts) == 1:
        place.lines.add(f"return found(of_one({body.parts[0].id!r}, {parts[0][2]}), bearer, counterpart)")
        return
    results = ", ".join(f"({part.id!r}, {result})" for part, (*_, result) in zip(body.parts, parts, strict=True))
    place.lines.add(f"return found(combined([{results}], any_of={body.any_of}), bearer, counterpart)")


def _closing(place: Passage, body: Achieve) -> None:
    """Find the first act by which it became too late for ever."""
    lines = place.lines
    lines.add("closed_on = closed_by = None")
    for act, day in write_acts(place, body.forecloses):
        with lines.block(f"if {day} >= trigger_day and (closed_on is None or {day} < closed_on):"):
            lines.add(f"closed_on, closed_by = {day}, {act}")


def _part(place: Passage, part: Part, *, foreclosed: bool) -> tuple[str, str, str]:
    """Write how a part stands; gives the variables that tell whether it is done, when it is due, and how it stands."""
    lines = place.lines
    done, late, result = lines.fresh("done"), lines.fresh("late"), lines.fresh("result")
    due = write_due(place, part.within, "trigger_day")
    ways = (part.acts, *part.also_by)
    lines.add(f"{done} = {late} = False")
    for act, day in write_acts(place, ways):
        if not part.may_precede:
            lines.add(f"if {day} < trigger_day: continue")
        lines.add(f"if {_in_time(act, day, due, foreclosed=foreclosed)}: {done} = True")
        lines.add(f"else: {late} = True")
    with lines.block(f"if {done}:"):
        lines.add(f"{result} = (PERFORMED, {due}, None, False)")
    with lines.block("else:"):
        lines.add("if stage.register.has_open_logs: raise Unsettled")
        _not_done(place, due, late, result, foreclosed=foreclosed)
        plain = [pattern for way in ways for pattern in plain_patterns(way)]
        linked = all(pattern.of is not None or names_the_trigger(pattern.where) for pattern in plain)
        types = tuple(dict.fromkeys(type_ for pattern in plain for type_ in pattern.types))
        at_hand = all(pattern.of is not None for pattern in plain)
        missing = missing_acts(place, types, linked=linked or late, looked_through=at_hand)
        lines.add(f"if {result}[0] in BREACHES and {missing}: raise Unsettled")
    return done, due, result


def _in_time(act: str, day: str, due: str, *, foreclosed: bool) -> str:
    dated = f"{due} is not None and {day} <= {due}"
    if not foreclosed:
        return "True" if due == "None" else f"{due} is None or {day} <= {due}"
    before = f"closed_on is None or {day} < closed_on"
    same_day = f"{day} == closed_on and said_order({act}, closed_by) is not False"
    undated = f"{due} is None and ({before} or ({same_day}))"
    return undated if due == "None" else f"{dated} or {undated}"


def _not_done(place: Passage, due: str, late: str, result: str, *, foreclosed: bool) -> None:
    lines = place.lines
    with lines.block(f"if {due} is not None:"):
        lines.add(f"{result} = (CURED_LATE if {late} else OVERDUE if {due} < as_of else PENDING, {due}, None, False)")
    if foreclosed:
        with lines.block("elif closed_on is not None:"):
            lines.add(f"{result} = (CURED_LATE if {late} else FORECLOSED, None, closed_on, False)")
    with lines.block("else:"):
        lines.add(f"{result} = (PENDING, None, None, False)")


# --- Other bodies -------------------------------------------------------------------------------------------


def _hold(place: Passage, body: Hold) -> None:
    breach = f"return {write_found('VIOLATED', since='trigger_day')}"
    for _, condition in body.conditions:
        write_guard(place, condition, breach)
    _satisfied(place)


def _available(place: Passage, body: Available) -> None:
    lines = place.lines
    until = write_date(place, body.until)
    lines.add("used = None")
    for _, day in () if body.use is None else write_acts(place, (body.use,)):
        lines.add(f"if {day} >= trigger_day and (used is None or {day} < used): used = {day}")
    with lines.block("if used is not None:"):
        lines.add(f"if {until} is None or used <= {until}: return {write_found('SATISFIED', 'USED', due=until)}")
        lines.add(f"return {write_found('NOT_APPLICABLE', 'USED_LATE', due=until)}")
    lines.add(f"if {until} is None: return {write_found('PENDING_DUTY', 'AVAILABLE')}")
    lines.add(f"if {until} < as_of: return {write_found('NOT_APPLICABLE', 'WINDOW_CLOSED', due=until)}")
    lines.add(f"return {write_found('PENDING_DUTY', 'STILL_OPEN', due=until)}")


def _share(place: Passage, body: Share) -> None:
    """Write a share of two numbers that the trigger states."""
    part, whole, lines = body.part, body.whole, place.lines
    if part.acts is not None or whole.acts is not None or part.value is None or whole.value is None:
        raise Unsupported
    share, total = write_value(place, part.value), write_value(place, whole.value)
    lines.add(f"{share}, {total} = 0 if {share} is ABSENT else {share}, 0 if {total} is ABSENT else {total}")
    if body.when_zero is None:
        lines.add(f"if {total} == 0: raise Unsettled")
    enough = f"{share} * {body.denominator} >= {total} * {body.numerator}"
    holds = f"{bool(body.when_zero)} if {total} == 0 else {enough}"
    with lines.block(f"if {holds}:"):
        _satisfied(place)
    lines.add("raise Unsettled")  # whether it is still to be restored depends on other counts of the organ
