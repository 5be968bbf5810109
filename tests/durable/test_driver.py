"""How the driver speaks to the engine: order of calls, strata, conclusions, and that nothing goes unnoticed."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from rule_helpers import fired, firings, program, rule

from zhifa_rules.engines.durable import canonical as c
from zhifa_rules.engines.durable import driver as driver_module
from zhifa_rules.engines.durable.availability import engine_module, obstacle
from zhifa_rules.engines.durable.driver import BrokenEngineError, Ruleset
from zhifa_rules.engines.durable.facts import FactRail
from zhifa_rules.engines.durable.identifiers import Identifiers, confused, message_hash
from zhifa_rules.engines.durable.program import Conclusion, Copied, DurableRule, Subject
from zhifa_rules.engines.durable.rails import checked
from zhifa_rules.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.skipif(bool(obstacle()), reason=obstacle())

MATTER = c.join("matter", "a", "matter")
USED = {
    "create_ruleset",
    "assert_fact",
    "start_action_for_state",
    "complete_and_start_action",
    "retract_fact",
    "get_facts",
    "delete_state",
    "delete_ruleset",
}


class Recorder:
    """The C module, with every call written down; ``change`` may answer in its place."""

    def __init__(self, change: Callable[[str, tuple[Any, ...], Any], Any] = lambda name, args, result: result) -> None:
        self.calls: list[tuple[str, tuple[Any, ...]]] = []
        self._change = change

    @property
    def names(self) -> list[str]:
        return [name for name, _ in self.calls]

    def asserted(self) -> list[str]:
        facts = [json.loads(args[1]) for name, args in self.calls if name == "assert_fact"]
        return [fact["type"] for fact in facts]

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        real = getattr(engine_module(), name)
        if isinstance(real, type):
            return real

        def call(*args: object) -> object:
            self.calls.append((name, args))
            return self._change(name, args, real(*args))

        return call


@pytest.fixture
def in_process(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Recorder]:
    """Run rules over facts in this process, with a recorder between."""

    def run(rules: list[DurableRule], *facts: dict[str, Any], recorder: Recorder | None = None) -> Recorder:
        recorder = recorder or Recorder()
        monkeypatch.setattr(driver_module, "engine_module", lambda: recorder)
        ready = checked(program(*rules))
        subject = Subject("第一件", facts)
        with Ruleset(ready.ruleset, ready.conclusions, ready.strata, 100) as ruleset:
            ruleset.run(len(facts), FactRail(ready).lines(subject))
        return recorder

    return run


CHAIN = [
    rule(
        "missed",
        c.pattern("a", "objection"),
        c.asof_pattern("g", 0, c.join("day", "a", "day", operator="$gt", plus=15)),
        c.pattern("n", "answer", MATTER, absent=True),
        conclusion=Conclusion({"type": "missed", "matter": Copied("a", "matter")}),
    ),
    rule("owed", c.pattern("a", "missed"), conclusion=Conclusion({"type": "owed", "matter": Copied("a", "matter")})),
    rule(
        "unpaid",
        c.pattern("a", "owed"),
        c.asof_pattern("g", 1),
        c.pattern("n", "letter", MATTER, absent=True),
        stratum=1,
    ),
]
OBJECTION = {"type": "objection", "matter": "案1", "day": 1}


# --- The order of calls -------------------------------------------------------------------------------------


def test_only_pulling_calls(in_process: Callable[..., Recorder]) -> None:
    """No events, timers, callbacks, queues or leases (G2), no batches (G6)."""
    assert set(in_process(CHAIN, OBJECTION).names) == USED


def test_order_of_facts(in_process: Callable[..., Recorder]) -> None:
    """First the boot fact (G3); an as-of fact after all others, retracted before conclusions are asserted (G4)."""
    recorder = in_process(CHAIN, OBJECTION)
    assert recorder.asserted() == ["$boot", "objection", "$asof", "missed", "owed", "$asof"]
    after = recorder.names[next(i for i, name in enumerate(recorder.names) if name == "retract_fact") :]
    assert after.index("retract_fact") < after.index("assert_fact")


def test_order_of_closing(in_process: Callable[..., Recorder], monkeypatch: pytest.MonkeyPatch) -> None:
    """The session goes before the rules, and the memory back after both (G8)."""
    trimmed: list[int] = []
    monkeypatch.setattr(driver_module, "trim", lambda: trimmed.append(1))
    assert in_process(CHAIN, OBJECTION).names[-2:] == ["delete_state", "delete_ruleset"]
    assert trimmed == [1]


def test_no_firing_is_left_begun(in_process: Callable[..., Recorder]) -> None:
    """A reply that cannot be read ends the run; the firing is abandoned and the session deleted (G2)."""

    def spoil(name: str, _: tuple[Any, ...], result: Any) -> Any:  # noqa: ANN401
        return (result[0], "{") if name == "start_action_for_state" and result else result

    recorder = Recorder(spoil)
    with pytest.raises(BrokenEngineError, match="a firing could not be taken"):
        in_process(CHAIN, OBJECTION, recorder=recorder)
    assert recorder.names[-3:] == ["abandon_action", "delete_state", "delete_ruleset"]


# --- What must be noticed -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "answer", "message"),
    [
        ("assert_fact", lambda code, offset: (2, offset), "a fact was lost"),
        ("get_facts", lambda: '[{"id": "$boot"}]', "facts were lost: 2 were asserted, 1 are there"),
    ],
)
def test_lost_facts(
    in_process: Callable[..., Recorder], call: str, answer: Callable[..., object], message: str
) -> None:
    def lose(name: str, args: tuple[Any, ...], result: Any) -> Any:  # noqa: ANN401
        if name != call or "$boot" in str(args):
            return result
        return answer(*result) if isinstance(result, tuple) else answer()

    with pytest.raises(BrokenEngineError, match=message):
        in_process([rule("r", c.pattern("a", "A"))], {"type": "A"}, recorder=Recorder(lose))


@pytest.mark.parametrize(("silent", "message"), [("$boot", "a new session did not"), ("$asof", "stopped answering")])
def test_silent_session(in_process: Callable[..., Recorder], silent: str, message: str) -> None:
    def mute(name: str, args: tuple[Any, ...], result: Any) -> Any:  # noqa: ANN401
        return (1, result[1]) if name == "assert_fact" and f'"{silent}"' in args[1] else result

    with pytest.raises(BrokenEngineError, match=message):
        in_process([rule("r", c.pattern("a", "A"))], {"type": "A"}, recorder=Recorder(mute))


def test_equal_hashes_of_ids_are_noticed() -> None:
    """Should two ids be confused all the same, the return code says so (G6, G7)."""
    ready = checked(program(rule("r", c.pattern("a", "A"), c.pattern("b", "B"))))
    lines = [
        (i, json.dumps({"id": id_, "sid": "s", "type": "A"})) for i, id_ in enumerate(["evt-462789", "evt-679192"])
    ]
    with (
        Ruleset(ready.ruleset, ready.conclusions, ready.strata, 100) as ruleset,
        pytest.raises(BrokenEngineError, match="a fact was lost"),
    ):
        ruleset.run(2, lines)


def test_endless_conclusions(monkeypatch: pytest.MonkeyPatch, in_process: Callable[..., Recorder]) -> None:
    monkeypatch.setattr(driver_module, "MOST_CONCLUSIONS", 3)
    conclusion = Conclusion({"type": "B", "x": Copied("a", "x")})
    with pytest.raises(BrokenEngineError, match="more than 3 facts were concluded"):
        in_process([rule("r", c.pattern("a", "A"), conclusion=conclusion)], *({"type": "A", "x": i} for i in range(4)))


# --- Identifiers --------------------------------------------------------------------------------------------


def test_identifiers_are_told_apart() -> None:
    """Among 150,000 plain numbers some have equal hashes; they are passed over (G7)."""
    identifiers = Identifiers()
    texts = [identifiers[i] for i in range(150_000)]
    assert len({message_hash(text) for text in texts}) == len(texts)
    assert len({message_hash(str(i)) for i in range(150_000)}) == len(texts) or texts[-1] != "149999"
    assert all(identifiers.number(texts[i]) == i for i in range(0, 150_000, 997))
    assert Identifiers().number(texts[-1]) == len(texts) - 1


def test_confused_names() -> None:
    assert message_hash("evt-462789") == message_hash("evt-679192")
    assert confused(["a", "evt-462789", "evt-679192"]) == ("evt-462789", "evt-679192")
    assert confused(["a", "a", "甲"]) is None


# --- What rules mean ----------------------------------------------------------------------------------------


def test_chained_rules() -> None:
    assert fired(CHAIN, OBJECTION) == ["missed", "owed", "unpaid"]
    assert fired(CHAIN, OBJECTION, {"type": "letter", "matter": "案1"}) == ["missed", "owed"]
    assert fired(CHAIN, OBJECTION, {"type": "letter", "matter": "案2"}) == ["missed", "owed", "unpaid"]
    assert fired(CHAIN, OBJECTION, {"type": "answer", "matter": "案1"}) == []
    assert fired(CHAIN, OBJECTION, as_of=16) == []
    assert fired(CHAIN, OBJECTION, as_of=17) == ["missed", "owed", "unpaid"]


def test_bound_facts_are_the_facts_given() -> None:
    facts: list[dict[str, Any]] = [{**OBJECTION, "id": "my id", "sid": 7, "note": None}, {"type": "unread"}]
    first, second, third = firings(CHAIN, *facts)
    assert first.bound["a"] is facts[0]
    assert first.bound["g"] == {"type": "$asof", "day": 100, "stratum": 0}
    assert second.bound == {"a": {"type": "missed", "matter": "案1"}}
    assert set(third.bound) == {"a", "g"}


def test_a_fact_fills_one_pattern() -> None:
    pair = [rule("pair", c.pattern("a", "A"), c.pattern("b", "A", c.join("x", "a", "x")))]
    assert fired(pair, {"type": "A", "x": 1}) == []
    assert Counter(fired(pair, {"type": "A", "x": 1}, {"type": "A", "x": 1})) == {"pair": 2}
    alone = [
        rule(
            "alone",
            c.pattern("a", "A"),
            c.asof_pattern("g", 0),
            c.pattern("n", "A", c.join("x", "a", "x"), absent=True),
        )
    ]
    assert fired(alone, {"type": "A", "x": 1}) == ["alone"]
    assert fired(alone, {"type": "A", "x": 1}, {"type": "A", "x": 1}) == []


def test_equal_conclusions_are_one() -> None:
    conclusion = Conclusion({"type": "B", "y": 1})
    rules = [rule("conclude", c.pattern("a", "A"), conclusion=conclusion), rule("use", c.pattern("b", "B"))]
    assert Counter(fired(rules, {"type": "A"}, {"type": "A"})) == {"conclude": 2, "use": 1}


def test_one_and_true_are_two_conclusions() -> None:
    one, true = Conclusion({"type": "B", "x": 1}), Conclusion({"type": "B", "y": True})
    rules = [
        rule("one", c.pattern("a", "A"), conclusion=one),
        rule("true", c.pattern("a", "A"), conclusion=true),
        rule("use", c.pattern("b", "B")),
    ]
    assert Counter(fired(rules, {"type": "A"})) == {"one": 1, "true": 1, "use": 2}


def test_a_missing_field_fails_every_test_but_one() -> None:
    tests = [
        c.equals("x", 1),
        c.compares("$neq", "x", 1),
        c.compares("$lt", "x", 9),
        c.exists("x"),
        c.missing("x"),
        c.own("x", "y"),
    ]
    rules = [rule(str(i), c.pattern("a", "A", test)) for i, test in enumerate(tests)]
    rules.append(rule("join", c.pattern("a", "B"), c.pattern("b", "A", c.join("x", "a", "x", operator="$neq"))))
    assert fired(rules, {"type": "A", "y": 1}, {"type": "B", "x": 2}) == ["4"]


# --- Strata and conclusions are checked ---------------------------------------------------------------------


def test_strata_are_checked() -> None:
    reads = rule("reads", c.pattern("a", "missed"), c.asof_pattern("g", 0))
    with pytest.raises(EngineError, match=r"试/reads: .*conclude what it reads .*stratum of at least 1"):
        checked(program(*CHAIN, reads))
    through = rule("through", c.pattern("a", "owed"), c.asof_pattern("g", 0))
    with pytest.raises(EngineError, match=r"试/through: .*conclude what it reads"):
        checked(program(*CHAIN, through))
    with pytest.raises(EngineError, match="belongs to stratum 0"):
        checked(program(rule("r", c.pattern("a", "A"), stratum=1)))


@pytest.mark.parametrize(
    ("fact", "message"),
    [
        ({"x": 1}, "must have a type"),
        ({"type": "$asof"}, "must have a type of its own"),
        ({"type": "B", "id": "1"}, "no field may have this name"),
        ({"type": "B", "x": 1.5}, "must hold text, integers and truth values"),
        ({"type": "B", "x": 2**60}, "a number must lie within"),
        ({"type": "B", "x": Copied("n", "x")}, "no fact is bound"),
        ({"type": "B", "x": Copied("z", "x")}, "no fact is bound"),
        ({"type": "C"}, r"lacks fields that rules look at \(value: \['x'\]\)"),
    ],
)
def test_conclusions_are_checked(fact: dict[str, Any], message: str) -> None:
    absent = c.pattern("n", "D", absent=True)
    concludes = rule("r", c.pattern("a", "A"), c.asof_pattern("g", 0), absent, conclusion=Conclusion(fact))
    reads = rule("s", c.pattern("a", "C"), c.pattern("b", "A", c.join("x", "a", "x")))
    with pytest.raises(EngineError, match=message):
        checked(program(concludes, reads))


def test_one_name_one_rule() -> None:
    with pytest.raises(EngineError, match="must not have one name"):
        checked(program(rule("r", c.pattern("a", "A")), rule("r", c.pattern("a", "B"))))
