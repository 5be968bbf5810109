"""Drawn rules: what gives rise to them, whom they bind, and the keys that all forms share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zhifa_rules.records.shapes import Kind

from . import forms
from .conditions import addressee, condition, registered, roster_of_persons
from .dates import date_expression
from .names import DUTY, ORGAN, PERIOD, PERSON, Made, Names
from .patterns import duty_reference, plain_pattern
from .words import PERIODS, both, catalogue

if TYPE_CHECKING:
    from .words import Words

Data = Any
PERIODS_DRAWN = PERIODS
_FORMS = (
    (6, "deadline"),
    (3, "requirement"),
    (3, "precedence"),
    (2, "prohibition"),
    (3, "quota"),
    (2, "ratio"),
    (2, "power"),
    (1, "judgement"),
)


def drawn_rule(words: Words, name: str, made: tuple[Made, ...], clauses: list[dict[str, str]]) -> tuple[Data, Made]:
    """Give a rule as the data of its YAML, and what later rules need to know of it."""
    return _RuleMaker(words, name, made, clauses).make()


class _RuleMaker:
    """Makes one rule key by key; each key adds the names that the next ones may use."""

    def __init__(self, words: Words, name: str, made: tuple[Made, ...], clauses: list[dict[str, str]]) -> None:
        self.dice = words.dice
        self.names = Names(words, made)
        self.clauses = clauses
        self.form = self.dice.weighted(_FORMS)
        self.rule: dict[str, Data] = {"id": name, "form": self.form}
        self.source = "record"
        self.displaced: Made | None = None

    def make(self) -> tuple[Data, Made]:
        """Give the rule and its note."""
        rule, dice = self.rule, self.dice
        rule["summary"] = both(f"规则{rule['id']}")
        rule["cites"] = [self._cite()]
        if dice.chance(15):
            rule["force"] = dice.pick(("mandatory", "in_principle"))
        rule["trigger"] = self._trigger()
        self._bind()
        judged = (
            self.form == "power" and self.displaced is None and dice.chance(50)
        )  # each use of the power is judged as well, by its own trigger
        if dice.chance(10) and not judged:
            rule["governed_at"] = date_expression(self.names)
        if dice.chance(25) and "bearer" in self.names.roots:
            rule["addressee"] = {"kind": dice.pick(("department", "government"))} if judged else addressee(self.names)
        if dice.chance(30):
            rule["unless"] = [self._exception() for _ in range(dice.number(1, 2))]
        if judged:
            rule.pop("located_by", None)
            forms.judge_use(rule, self.names)
        elif dice.chance(10):
            rule["also_cites"] = [{"when": condition(self.names), "cites": [self._cite()]}]
        if self.displaced is not None:
            rule["displaces"] = [self.displaced.id]
        parts = forms.fill(self.form, rule, self.names)
        types = self.names.roots.get("trigger", ())
        common: dict[str, Data] = {key: rule[key] for key in ("bearer", "counterpart") if key in rule}
        common |= {key: rule["trigger"][key] for key in ("each", "once", "once_per") if key in rule["trigger"]}
        note = Made(
            rule["id"],
            self.form,
            self.names.subject,
            self.source,
            types,
            parts,
            special=self.displaced is not None or "find" in rule,
            common=common,
            roots=dict(self.names.roots),
        )
        return rule, note

    def _cite(self) -> dict[str, str]:
        return dict(self.dice.pick(self.clauses))

    def _exception(self) -> dict[str, Data]:
        return {"reason": both("例外"), "when": condition(self.names)}

    # --- triggers ---

    def _trigger(self) -> Data:
        if self.form == "quota":
            return self._roster(periods=True)
        if self.form == "ratio":
            return self._count() if self.dice.chance(50) else self._roster(periods=True)
        kinds = [(10, self._record), (3, self._duty), (2 if self.form == "deadline" else 1, self._roster)]
        if self.form == "precedence":
            kinds = [(1, self._record)]
        return self.dice.weighted(kinds)()

    def _record(self) -> Data:
        self._maybe_displace()
        types = () if self.displaced is None else self.displaced.types[:1]
        trigger = plain_pattern(self.names, "trigger", types)
        listed = trigger["record"]
        types = (listed,) if isinstance(listed, str) else tuple(listed)
        self.names = self.names.having("trigger", types)
        self._fan_out(trigger)
        return trigger

    def _maybe_displace(self) -> None:
        general = [m for m in self.names.made if m.source == "record" and m.types and not m.special]
        if general and self.dice.chance(8):
            self.displaced = self.dice.pick(general)
            self.names = Names(self.names.words, self.names.made, refers=False)

    def _fan_out(self, trigger: dict[str, Data]) -> None:
        dice, names = self.dice, self.names
        if self.displaced is not None:
            self._as_the_general_rule(trigger)
            return
        if dice.chance(12):
            trigger["once"] = True
            if dice.chance(40):
                ways = [w for w in names.ways(hops=0) if w.root == "trigger" and w.length == 1 and not w.many]
                whose = [w for w in ways if w.kind in (Kind.ORGAN, Kind.PERSON, Kind.DOCUMENT, Kind.WORD)]
                trigger["once_per"] = dice.pick(whose).text
            return
        if dice.chance(12):
            trigger["each"] = {"registered": registered(names)}
            self.names = names.having("item", ORGAN)
            return
        lists = [w for w in names.ways(hops=0) if w.many and w.root == "trigger" and w.length == 1]
        members = [w for w in lists if w.kind in (Kind.ORGAN, Kind.PERSON, Kind.ELEMENT)]
        if members and dice.chance(35):
            way = dice.pick(members)
            trigger["each"] = way.text
            types = {Kind.ORGAN: ORGAN, Kind.PERSON: PERSON}.get(way.kind, (f"{names.roots['trigger'][0]}:{way.name}",))
            self.names = names.having("item", types)

    def _as_the_general_rule(self, trigger: dict[str, Data]) -> None:
        """A special rule has an instance for each of the general one, and binds the same organs."""
        assert self.displaced is not None
        for key in ("each", "once", "once_per"):
            if key in self.displaced.common:
                trigger[key] = self.displaced.common[key]
        if "item" in self.displaced.roots:
            self.names = self.names.having("item", self.displaced.roots["item"])

    def _duty(self) -> Data:
        reference = duty_reference(self.names)
        if reference is None:
            return self._record()
        self.source = "duty"
        base = next(made for made in self.names.made if made.id == reference["rule"])
        self.names = self.names.having("trigger", base.types).having("duty", DUTY).having("item", ORGAN)
        if not base.types:  # of a roster: there is no record to speak of
            self.names = Names(self.names.words, self.names.made, roots={"duty": DUTY, "item": ORGAN})
        return {"duty": reference}

    def _roster(self, *, periods: bool = False) -> Data:
        self.source = "roster"
        names = self.names
        lengths = [(6, "year"), (3, "half"), (2, "quarter"), (1, "month")]
        every = self.dice.weighted(lengths) if periods or self.dice.chance(70) else None
        trigger: dict[str, Data] = {"in_force": True} if every is None else {"every": every}
        kind = "organ"
        if every is not None:
            names = names.having("period", PERIOD)
        if self.dice.chance(25):
            kind = "person"
            trigger["each"] = "person"
            if self.dice.chance(70):
                trigger["where"] = roster_of_persons(names)
            names = names.having("person", PERSON)
        subject = (kind, 0 if every is None else PERIODS.index(every) + 1)
        self.names = Names(names.words, names.made, subject, names.roots)
        return trigger

    def _count(self) -> Data:
        """Give a record that states numbers, for a ratio judged at that count."""
        self.source = "record"
        numbers = [t for t in self.names.words.types if len(_numbers(t)) > 1] or ["staff_counted"]
        trigger = plain_pattern(self.names, "trigger", [self.dice.pick(numbers)])
        self.names = self.names.having("trigger", (trigger["record"],))
        return trigger

    # --- whom it binds ---

    def _bind(self) -> None:
        dice, rule = self.dice, self.rule
        if self.displaced is not None:
            self._bind_as_the_general_rule()
            return
        if dice.chance(10):
            rule["find"] = {"found": plain_pattern(self.names)}
            listed = rule["find"]["found"]["record"]
            self.names = self.names.having("found", (listed,) if isinstance(listed, str) else tuple(listed))
        bearer = self._bearer()
        if bearer is not None:
            rule["bearer"] = bearer
        if bearer != "unnamed":
            self.names = self.names.having("bearer", ORGAN)
        others = [w.text for w in self.names.leading(Kind.ORGAN) if w.root != "found"]
        if dice.chance(30) and others:
            rule["counterpart"] = dice.pick(others)
            self.names = self.names.having("counterpart", ORGAN)
        if (bearer == "unnamed" and dice.chance(60)) or dice.chance(6):
            rule["located_by"] = dice.pick(others)

    def _bind_as_the_general_rule(self) -> None:
        assert self.displaced is not None
        for key in ("bearer", "counterpart"):
            if key in self.displaced.common:
                self.rule[key] = self.displaced.common[key]
            if key in self.displaced.roots:
                self.names = self.names.having(key, ORGAN)

    def _bearer(self) -> str | None:
        """Give the path to whom the rule binds; a roster binds its organs unless it says otherwise."""
        dice, roots = self.dice, self.names.roots
        if "person" in roots:
            return "person.organ"
        if self.source == "roster":
            return None
        if dice.chance(6):
            return "unnamed"
        if "item" in roots and dice.chance(75):
            types = roots["item"]
            inner = [w for w in self.names.leading(Kind.ORGAN) if w.root == "item"]
            if types == PERSON and dice.chance(20):
                return "item"
            if inner:
                return dice.pick(inner).text
        own = [w.text for w in self.names.leading(Kind.ORGAN, hops=0) if w.root == "trigger"]
        if own and dice.chance(85):
            return "trigger.by" if dice.chance(70) else dice.pick(own)
        ways = [w.text for w in (*self.names.leading(Kind.ORGAN), *self.names.leading(Kind.PERSON, hops=0))]
        return dice.pick(ways)


def _numbers(type_: str) -> list[str]:
    shape = catalogue().types[type_].shape
    return [n for n, s in shape.fields.items() if s.kind is Kind.INTEGER and not n.endswith("year") and n != "seq"]
