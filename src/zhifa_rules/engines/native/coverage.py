"""Coverage: does a list reach every organ of the register that it has to reach, at the date of the act (S10)?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zhifa_rules.engines.native.units import compile_units
from zhifa_rules.engines.native.values import compile_path, fact_day, organ_state, variable_of
from zhifa_rules.engines.native.world import Doubt
from zhifa_rules.records.known import ABSENT, UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from zhifa_rules.engines.native.frame import Frame
    from zhifa_rules.engines.native.units import Unit
    from zhifa_rules.norms.core import Condition, Covers
    from zhifa_rules.records.facts import Fact

    Test = Callable[[Frame], bool]
    Lacking = list[tuple[Unit, list[str] | Doubt]]

_FEW = 4  # organs that may be units


def compile_covers(condition: Covers, compile_condition: Callable[[Condition], Test]) -> Test:
    """Compile a coverage: from the register where it has such organs, else from what the record says of itself."""
    read = compile_path(condition.path)
    stated = None if condition.stated is None else compile_path(condition.stated)
    name = condition.path.steps[-1].name
    units_of = compile_units(condition.units, compile_condition)

    def test(frame: Frame) -> bool:
        fact: Fact = frame.roots[condition.path.root]
        outer, frame.register_day = frame.register_day, fact_day(fact, "on")
        try:
            reached = read(frame)
            if not isinstance(reached, Doubt):
                listed = _listed(frame, reached, fact.values.get(name))
                units = units_of(frame, frame.register_day)
                lacking = [(unit, _missing(frame, unit.organ, listed, condition.gives)) for unit in units]
                if _misses(frame, lacking):
                    return False
                others = [unit for unit, names in lacking if not names or isinstance(names, Doubt)]
                if _first_unit(frame, others, "is to reach") is not None:
                    return _reaches_what_they_list(frame, lacking, stated)
        finally:
            frame.register_day = outer
        answer = None if stated is None else stated(frame)
        if isinstance(answer, bool):
            return answer
        variable = answer.variable if isinstance(answer, Doubt) else variable_of(fact, name)
        return frame.world.test(("covers", fact.key, name, condition.gives), variable)

    return test


def _misses(frame: Frame, lacking: Lacking) -> bool:
    """Tell whether something is missing of a unit; organs that may be units are asked about only if no unit is."""
    missing = [(unit, names) for unit, names in lacking if not isinstance(names, Doubt) and names]
    found = _first_unit(frame, [unit for unit, _ in missing], "misses")
    if found is None:
        return False
    for _, names in missing[found:]:
        frame.uncovered.extend(names)
    return True


def _first_unit(frame: Frame, organs: Sequence[Unit], asked: str) -> int | None:
    """Tell from where on there are units among some organs; ``None`` if none of them is one.

    Where none is known to be one, they are asked about one after the other; of more than a few it is only asked
    whether any is one.
    """
    if any(organ.is_sure for organ in organs):
        return 0
    if len(organs) <= _FEW:
        return next((number for number, organ in enumerate(organs) if organ.is_one(frame)), None)
    variables = dict.fromkeys(variable for organ in organs for variable in organ.variables(frame))
    return 0 if frame.world.test((asked, *(variable.key for variable in variables)), *variables) else None


def _reaches_what_they_list(frame: Frame, lacking: Lacking, stated: Callable[[Frame], Any] | None) -> bool:
    """Tell whether the units are reached of which it is not known what they list: the record may say so."""
    doubtful = [(unit, doubt) for unit, doubt in lacking if isinstance(doubt, Doubt)]
    answer = None if stated is None or not doubtful else stated(frame)
    if answer is True:
        return True
    if answer is False:
        return _first_unit(frame, [unit for unit, _ in doubtful], "lists something") is None
    return all(_reaches_what_it_lists(frame, unit, doubt) for unit, doubt in doubtful)


def _reaches_what_it_lists(frame: Frame, unit: Unit, doubt: Doubt) -> bool:
    """Tell whether an organ is reached; that it is none to be reached is one way to that."""
    is_unit = frame.world.settled(unit.is_one, frame)
    if is_unit is False:
        return True
    others = () if is_unit else unit.variables(frame)
    return frame.world.test(("reaches", *doubt.variable.key), doubt.variable, *others)


def _listed(frame: Frame, reached: Any, raw: Any) -> Sequence[Any]:  # noqa: ANN401
    """Give what the list reaches: what it names, and for organs their successors; an office is not its organ."""
    if reached is ABSENT:
        return ()
    if not isinstance(raw, tuple):
        return tuple(reached)
    offices = [isinstance(frame.host.register.state(key, 1).values.get("office_of"), str) for key in raw]
    return (*raw, *(organ for organ, office in zip(reached, offices, strict=True) if not office))


def _missing(frame: Frame, unit: str, listed: Sequence[Any], gives: str | None) -> list[str] | Doubt:
    """List what is not reached of a unit, or of what it lists; a doubt where it is not known what it lists."""
    if gives is None:
        return [] if unit in listed else [unit]
    row = organ_state(frame, unit)
    values = row.values.get(gives)
    if isinstance(values, tuple):
        return [value for value in values if value not in listed]
    return [] if values is ABSENT else Doubt(variable_of(row, gives), UNKNOWN)
