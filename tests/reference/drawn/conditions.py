"""Drawn conditions and patterns of acts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zhifa_rules.records.shapes import Kind

from .dates import date_expression
from .names import ORGAN, Names, Way, alike

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Data = Any
_DEEPEST = 2
_KEYS = ("matter", "case")
_NAMING = ("by", "to", "document", "answers", "against", "concerning", "person", "organ")


# --- Conditions ---------------------------------------------------------------------------------------------


def condition(names: Names) -> Data:
    """Give a free condition, such as that of an exception."""
    return names.by_reading(_free, 5)


def _free(names: Names) -> Data:
    if names.depth >= _DEEPEST:
        return dict([_entry(names)])
    kinds: Sequence[tuple[int, Callable[[Names], Data]]] = (
        (8, lambda n: dict([_entry(n)])),
        (4, _existing),
        (1, lambda n: {"not": condition(n.deeper())}),
        (1, lambda n: {n.dice.pick(("any_of", "all_of")): [condition(n.deeper()) for _ in range(2)]}),
        (3, _duty_state),
    )
    return names.dice.weighted(kinds)(names)


def described(names: Names, least: int = 0, most: int = 2) -> dict[str, Data]:
    """Give conditions on the fields of the fact that is described: the ``where`` of a pattern."""
    found: dict[str, Data] = {}
    for _ in range(names.dice.number(least, most)):
        if names.depth < _DEEPEST and names.dice.chance(12):
            found |= _combined(names.deeper())
        else:
            name, matcher = _entry(names, own=True)
            found[name] = matcher
    return found


def _combined(names: Names) -> dict[str, Data]:
    match names.dice.weighted([(2, "any_of"), (1, "not"), (1, "exists")]):
        case "any_of":
            return {"any_of": [described(names, 1, 1) for _ in range(2)]}
        case "not":
            return {"not": described(names, 1, 1)}
    return _existing(names)


def _entry(names: Names, *, own: bool = False) -> tuple[str, Data]:
    """Give one line: a path and what it is compared with."""
    ways = names.ways(hops=1 if names.dice.chance(25) else 0, own=own)
    usable = [way for way in ways if way.length and _is_usable(names, way)]
    kinds = names.dice.weighted(
        [
            (6, (Kind.WORD,)),
            (5, (Kind.ORGAN, Kind.DOCUMENT, Kind.PERSON)),
            (2, (Kind.FLAG, Kind.INTEGER)),
            (2, (Kind.DATE,)),
            (2, (Kind.ELEMENT,)),
            (1, (Kind.TEXT,)),
        ]
    )
    way = names.dice.pick([way for way in usable if way.kind in kinds] or usable)
    return way.text, names.by_reading(lambda inner: matcher(inner, way), 4)


def _is_usable(names: Names, way: Way) -> bool:
    """Members of lists are looked at only where the list is a field of the fact itself."""
    if way.kind is Kind.ELEMENT:
        return way.length == 1 and ":" not in names.roots[way.root][0]
    return True


def matcher(names: Names, way: Way) -> Data:
    """Give what a path is compared with."""
    if names.depth < _DEEPEST and names.dice.chance(6):
        return {"not": matcher(names.deeper(), way)}
    if way.name in _KEYS and way.length == 1 and names.dice.chance(50):
        return {"named": names.dice.chance(50)}
    uncertain = way.shape is not None and way.shape.uncertain
    if uncertain and names.dice.chance(6):
        return {"present": names.dice.chance(60)}
    return (_list_matcher if way.many else _value_matcher)(names, way)


def _value_matcher(names: Names, way: Way) -> Data:
    dice = names.dice
    match way.kind:
        case Kind.DATE:
            relation = dice.pick(("before", "on_or_before", "after", "on_or_after"))
            return {relation: date_expression(names.deeper())}
        case Kind.INTEGER:
            return _number(names, way)
        case Kind.FLAG:
            return dice.chance(60)
        case Kind.WORD:
            return _word(names, way)
        case Kind.TEXT:
            return _text(names, way)
    others = _others(names, way)
    near = [o for o in others if o.length <= 1 and o.root != way.root]
    chosen = dice.maybe(near if near and dice.chance(80) else others)
    if chosen is None:
        return {"present": dice.chance(60)} if way.shape and way.shape.uncertain else {"in": list(_values(names, way))}
    return {"same_as": chosen.text}


def _values(names: Names, way: Way) -> tuple[Any, ...]:
    return () if way.shape is None else names.words.values(way.shape)


def _others(names: Names, way: Way) -> list[Way]:
    """Give the other paths to something of the same kind; the number of a document names it."""
    found = names.leading(way.kind)
    if way.kind is Kind.DOCUMENT:
        found = [w for w in names.leading(Kind.TEXT) if w.name == "number"] + found
    return [other for other in found if other.text != way.text and not other.text.startswith(f"{way.text}.")]


def _number(names: Names, way: Way) -> Data:
    others = [w for w in _others(names, way) if w.name.endswith("year") is way.name.endswith("year")]
    relation = names.dice.pick(("at_least", "at_most"))
    if way.name.endswith("year") and others and names.dice.chance(80):
        return {"same_as": names.dice.pick(others).text}
    if others and names.dice.chance(25):
        return {relation: names.dice.pick(others).text}
    value = names.dice.pick(_values(names, way) or (2025, 2026))
    return value if names.dice.chance(20) else {relation: value}


def _word(names: Names, way: Way) -> Data:
    words = list(_values(names, way))
    if names.dice.chance(20):
        return {"in": names.dice.some(words, 1, 2)}
    same = [
        w for w in _others(names, way) if w.shape is not None and way.shape is not None and alike(w.shape, way.shape)
    ]
    if same and names.dice.chance(20):
        return {"same_as": names.dice.pick(same).text}
    return names.dice.pick(words)


def _text(names: Names, way: Way) -> Data:
    if way.name == "division":
        return {"starts_with": names.dice.pick(("99", "9900", ["88", "9901"]))}
    same = [w for w in _others(names, way) if w.name == way.name]
    if same and names.dice.chance(60):
        return {"same_as": names.dice.pick(same).text}
    return names.dice.pick(_values(names, way))


# --- Lists ---


def _list_matcher(names: Names, way: Way) -> Data:
    dice = names.dice
    own = way.length == 1
    if own and way.root in ("act", "trigger") and dice.chance(12) and way.kind in (Kind.ORGAN, Kind.TEXT, Kind.WORD):
        return _covers(names, way)
    if way.kind is Kind.ELEMENT or (way.kind is Kind.ORGAN and own and dice.chance(40)):
        return _members(names, way)
    if way.kind in (Kind.WORD, Kind.TEXT):
        words = list(_values(names, way))
        return {"contains": dice.pick(words) if dice.chance(60) else dice.some(words, 1, 2)}
    others = names.leading(way.kind)
    chosen = dice.maybe([o for o in others if o.length <= 1] if dice.chance(80) else others)
    if chosen is None:
        return {"contains": dice.pick(list(_values(names, way)))}
    return {"contains": {"same_as": chosen.text}} if dice.chance(50) else {"same_as": chosen.text}


def _members(names: Names, way: Way) -> Data:
    types = ORGAN if way.kind is Kind.ORGAN else (f"{names.roots[way.root][0]}:{way.name}",)
    inner = names.within("member", types).deeper()
    dice = names.dice
    word = dice.weighted([(2, "every"), (2, "some"), (3, "count")])
    if word != "count":
        return {word: described(inner, 1, 1)}
    count: dict[str, Data] = {}
    if dice.chance(70):
        count["where"] = described(inner, 1, 1)
    if types != ORGAN and dice.chance(40):
        count["distinct"] = dice.pick([n for n, s in inner.shapes_of(types).items() if not s.many])
    number = dice.number(0, 2)
    if dice.chance(80):
        count["at_least"] = number
    if "at_least" not in count or dice.chance(25):
        count["at_most"] = number + dice.number(0, 1)
    return {"count": count}


def _covers(names: Names, way: Way) -> Data:
    inner = names.within("unit", ORGAN).deeper()
    found: dict[str, Data] = {"units": _organ(inner)}
    if way.kind is not Kind.ORGAN:
        found["gives"] = "roles" if way.kind is Kind.WORD else "categories"
    flags = [w for w in names.leading(Kind.FLAG, hops=0) if w.root == way.root]
    if flags and names.dice.chance(60):
        found["stated"] = names.dice.pick(flags).text
    return {"covers": found}


def _organ(names: Names) -> dict[str, Data]:
    """Give a condition on an organ of the register that some of those in the histories fulfil."""
    found: dict[str, Data] = {
        "kind": names.dice.pick(("department", "government", {"in": ["department", "government"]}))
    }
    organs = [w for w in names.leading(Kind.ORGAN, hops=0) if w.root not in ("unit", "member") and w.length <= 1]
    if organs and names.dice.chance(40):
        found["government"] = {"same_as": names.dice.pick(organs).text}
    return found


def addressee(names: Names) -> dict[str, Data]:
    """Give a condition on the bearer; bare fields are those of its register row."""
    inner = names.within("bearer", ORGAN)
    if names.dice.chance(15):
        return {"definition": "departments"}
    return _organ(inner) if names.dice.chance(60) else described(inner, 1, 1)


def roster_of_persons(names: Names) -> dict[str, Data]:
    """Give a condition on the persons of the register."""
    from .names import PERSON

    return described(names.within("person", PERSON), 1, 1)


def registered(names: Names) -> dict[str, Data]:
    """Give a condition on organs of the register over which a duty fans out."""
    return _organ(names.within("item", ORGAN))


# --- What patterns make up ---


def _existing(names: Names) -> dict[str, Data]:
    from .patterns import existing

    return {"exists": existing(names)}


def _duty_state(names: Names) -> dict[str, Data]:
    from .patterns import duty_state

    return duty_state(names) or _existing(names)
