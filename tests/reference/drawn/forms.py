"""The keys of each norm form."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from zhifa_rules.records.shapes import Kind

from .conditions import condition, described, matcher
from .dates import date_expression
from .names import CLOCK, ORGAN
from .patterns import choice_of_patterns, plain_pattern
from .words import both

if TYPE_CHECKING:
    from collections.abc import Callable

    from .names import Names, Way

Data = Any
Rule = dict[str, Data]


def fill(form: str, rule: Rule, names: Names) -> tuple[str, ...]:
    """Add the keys of a form to a rule; give the ids of its parts."""
    return _FORMS[form](rule, names)


# --- deadline ---


def _deadline(rule: Rule, names: Names) -> tuple[str, ...]:
    dice = names.dice
    inner = names
    if dice.chance(35):
        rule["clock"] = _clock(names)
        inner = names.having("clock", CLOCK)
    parts = [_part(names, inner, f"part{n}") for n in range(dice.weighted([(5, 1), (3, 2), (1, 3)]))]
    if len(parts) > 1 and dice.chance(35):
        rule["must"] = {"any_of": parts}
    else:
        rule["must"] = parts if len(parts) > 1 or dice.chance(50) else parts[0]
    if dice.chance(35):
        rule["forecloses"] = _patterns(names)
    return tuple(part["id"] for part in parts)


def _part(names: Names, dated: Names, name: str) -> dict[str, Data]:
    """Give a part; only its date may speak of the clock."""
    dice = names.dice
    act = choice_of_patterns(names)
    found: dict[str, Data] = {"id": name}
    found |= {"act": act} if "reading" in act or dice.chance(30) else act
    if dice.chance(25):
        found["also_by"] = _patterns(names)
    found["within"] = date_expression(dated, none=True)
    if dice.chance(20):
        found["may_precede"] = True
    return found


def _patterns(names: Names) -> Data:
    several = [choice_of_patterns(names) for _ in range(names.dice.weighted([(3, 1), (1, 2)]))]
    return several if len(several) > 1 or names.dice.chance(40) else several[0]


def _clock(names: Names) -> dict[str, Data]:
    dice = names.dice
    found: dict[str, Data] = {"start": date_expression(names.deeper())}
    if dice.chance(60):
        found["stopped_by"] = _patterns(names)
    if dice.chance(60):
        found["restarted_by"] = [_restart(names) for _ in range(dice.weighted([(3, 1), (1, 2)]))]
    if dice.chance(50):
        found["ended_by"] = _patterns(names)
    return found


def _restart(names: Names) -> dict[str, Data]:
    act = choice_of_patterns(names)
    first = act
    while "reading" in first:
        first = next(value for key, value in first.items() if key != "reading")
    listed = first["record"]
    inner = names.having("act", (listed,) if isinstance(listed, str) else tuple(listed))
    start = "act.on" if names.dice.chance(60) else date_expression(inner.deeper().deeper())
    found: dict[str, Data] = {"act": act, "start": start}
    if "reading" in act:
        found["start"] = "act.on"
    elif names.dice.chance(40):
        found["also_running"] = True if names.dice.chance(40) else condition(inner)
    return found


# --- what must hold ---


def _requirement(rule: Rule, names: Names) -> tuple[str, ...]:
    number = names.dice.weighted([(3, 1), (2, 2)])
    rule["must"] = [{"id": f"must{n}", "that": condition(names)} for n in range(number)]
    return ()


def _precedence(rule: Rule, names: Names) -> tuple[str, ...]:
    number = names.dice.weighted([(3, 1), (2, 2)])
    rule["prior"] = [{"id": f"prior{n}", **_prior(names)} for n in range(number)]
    return ()


def _prior(names: Names) -> dict[str, Data]:
    if names.dice.chance(20):
        return {"that": condition(names)}
    found: dict[str, Data] = {"act": choice_of_patterns(names)}
    for key, percent in (("until", 30), ("since", 20)):
        if names.dice.chance(percent):
            found[key] = date_expression(names.deeper())
    if names.dice.chance(30):
        found["same_day"] = True
    return found


def _prohibition(rule: Rule, names: Names) -> tuple[str, ...]:
    if names.dice.chance(85):
        rule["when"] = condition(names)
    return ()


# --- numbers ---


def _quota(rule: Rule, names: Names) -> tuple[str, ...]:
    dice = names.dice
    act = plain_pattern(names) if dice.chance(90) else _summing(names)
    listed = act["record"]
    types = (listed,) if isinstance(listed, str) else tuple(listed)
    inner = names.having("act", types)
    rule["act"] = act
    kind = Kind.PERSON if "person" in names.roots else Kind.ORGAN
    own = [w for w in inner.ways(hops=0) if w.root == "act" and w.length == 1]
    ways = [w.text for w in own if w.kind is kind]
    rule["credited_to"] = dice.pick(ways) if ways and dice.chance(50) else "act.by"
    rule["at_least"] = dice.number(1, 3)
    numbers = [w.text for w in own if w.kind is Kind.INTEGER and not w.many]
    if numbers and dice.chance(50):
        rule["sum"] = dice.pick(numbers)
    lists = [w for w in own if w.kind is Kind.WORD and w.many]
    if lists and dice.chance(70):
        rule["components"] = _components(inner, dice.pick(lists))
    if dice.chance(25):
        rule["undated"] = True
    if dice.chance(25):
        rule["may_precede"] = True
    if dice.chance(30):
        rule["defective"] = plain_pattern(names, types=[types[0]])
    return ()


def _summing(names: Names) -> dict[str, Data]:
    return plain_pattern(names, types=["training_held"])


def _components(names: Names, way: Way) -> dict[str, Data]:
    assert way.shape is not None
    found: dict[str, Data] = {"of": way.text, "all_of": names.dice.some(names.words.values(way.shape), 1, 2)}
    if names.dice.chance(50):
        found["unless"] = dict(described(names.within("act", names.roots["act"]), 1, 1))
        found["unless"] = {_absolute(key): value for key, value in found["unless"].items()}
    return found


def _absolute(key: str) -> str:
    """Name a field of the act where bare fields mean nothing."""
    return key if key in ("any_of", "all_of", "not", "exists") or key.startswith("act.") else f"act.{key}"


def _ratio(rule: Rule, names: Names) -> tuple[str, ...]:
    dice = names.dice
    if "period" in names.roots:
        for key in ("part", "whole"):
            rule[key] = _measure(names)
    else:
        ways = [w for w in names.ways(hops=0) if w.kind is Kind.INTEGER and w.root == "trigger"]
        numbers = [w.text for w in ways if not w.name.endswith("year")]
        rule["part"], rule["whole"] = dice.pick(numbers), dice.pick(numbers)
    rule["at_least_percent"] = dice.pick((1, 20, 50, 100, 150))
    if dice.chance(70):
        rule["when_zero"] = dice.pick(("holds", "fails", "undetermined"))
    return ()


def _measure(names: Names) -> dict[str, Data]:
    found: dict[str, Data] = {"counted": choice_of_patterns(names)}
    if names.dice.chance(40):
        found["stated"] = plain_pattern(names, types=["figures_stated"])
        found["value"] = names.dice.pick(("act.to_review", "act.assisted"))
    return found


# --- powers and questions ---


def _power(rule: Rule, names: Names) -> tuple[str, ...]:
    dice = names.dice
    if dice.chance(80):
        rule["use"] = choice_of_patterns(names)
    if dice.chance(60):
        rule["until"] = date_expression(names, none=True)
    return ()


def judge_use(rule: Rule, names: Names) -> None:
    """Make a power exclusive, so that each use of it is judged."""
    rule["exclusive"] = _exclusive(names)


def _exclusive(names: Names) -> dict[str, Data]:
    alone = replace(names, roots={}, relative=None, subject=("matter", 0))
    use = plain_pattern(alone, "trigger")
    listed = use["record"]
    inner = alone.having("trigger", (listed,) if isinstance(listed, str) else tuple(listed))
    found: dict[str, Data] = {"use": use, "bearer": "trigger.by"}
    inner = inner.having("bearer", ORGAN)
    if names.dice.chance(40):
        found["counterpart"] = names.dice.pick([w.text for w in inner.leading(Kind.ORGAN, hops=0)])
    if names.dice.chance(30):
        found["unless"] = [{"reason": both("例外"), "when": condition(inner)}]
    found["grounds"] = condition(inner)
    return found


def _judgement(rule: Rule, names: Names) -> tuple[str, ...]:
    rule["question"] = both("是否？")
    rule["answer"] = plain_pattern(names)
    listed = rule["answer"]["record"]
    inner = names.having("act", (listed,) if isinstance(listed, str) else tuple(listed))
    way = names.dice.pick([w for w in inner.ways(hops=0) if w.root == "act" and w.length and not w.many])
    rule["breach"] = {way.text: matcher(inner, way)}
    return ()


_FORMS: dict[str, Callable[[Rule, Names], tuple[str, ...]]] = {
    "deadline": _deadline,
    "requirement": _requirement,
    "precedence": _precedence,
    "prohibition": _prohibition,
    "quota": _quota,
    "ratio": _ratio,
    "power": _power,
    "judgement": _judgement,
}
