"""Each guard rail next to the defect that it guards against.

Every test runs the bare engine first: should a later version of durable-rules be cured, the test says so by failing,
and the rail can be looked at again. Then it shows the right result, or a clear error, with the rail.
"""

from __future__ import annotations

import signal
import sys
from typing import TYPE_CHECKING

import pytest
from bare_engine import bare
from rule_helpers import check, fired, firings, rule

from zhifa_rules.engines.durable import canonical as c
from zhifa_rules.engines.durable.availability import obstacle
from zhifa_rules.errors import EngineError

if TYPE_CHECKING:
    from zhifa_rules.engines.durable.program import DurableRule

pytestmark = [
    pytest.mark.skipif(bool(obstacle()), reason=obstacle()),
    pytest.mark.skipif(sys.platform != "linux", reason="how the bare engine ends is known on Linux only"),
]

MATTER = c.join("matter", "a", "matter")
A1, B1, C1 = ({"type": kind, "matter": 1} for kind in "ABC")


# --- G1: the last join of a pattern is written twice --------------------------------------------------------

_LARGER = """
last = 1 if sys.argv[1:] else 2
h = rules(
    r1={"all": [{"a": {"$and": [{"type": "A"}, {"$gt": {"x": 10}}]}},
                {"b": {"$and": [{"type": "B"}, {"$gt": {"x": {"a": "x"}}}]}}]},
    r2={"all": [{"a": {"$and": [{"type": "A"}, {"$gt": {"x": 50}}]}},
                {"b": {"$and": [{"type": "B"}, {"$lt": {"x": {"a": "x"}}}]}}]},
)
say(put(h, {"type": "A", "x": 100}, {"type": "B", "x": 200}))
"""


def test_g1_last_join() -> None:
    # It reads behind the end of a pattern; what lies there, and so whether it crashes, depends on the build.
    assert bare(_LARGER).signal in {0, signal.SIGSEGV}
    larger, smaller = (c.join("x", "a", "x", operator=operator) for operator in ("$gt", "$lt"))
    rules = [
        rule("r1", c.pattern("a", "A", c.compares("$gt", "x", 10)), c.pattern("b", "B", larger)),
        rule("r2", c.pattern("a", "A", c.compares("$gt", "x", 50)), c.pattern("b", "B", smaller)),
    ]
    assert fired(rules, {"type": "A", "x": 100}, {"type": "B", "x": 200}) == ["r1"]


def test_g1_is_checked_whoever_built_the_rule() -> None:
    once = {"b": {"$and": [{"type": "B"}, {"x": {"a": "x"}}]}}
    with pytest.raises(EngineError, match=r"试/r: the last join of a pattern must be written twice"):
        check(c.pattern("a", "A"), once)


# --- G2: pulling, without hosts, events and callbacks -------------------------------------------------------


def test_g2_hosts_start_threads() -> None:
    ended = bare(
        "import os, threading; from durable.engine import Host\nh = Host(); say(threading.active_count()); os._exit(0)"
    )
    assert ended.said > 1


def test_g2_events_are_used_up_by_one_rule() -> None:
    ended = bare(
        'say(put(rules(r1={"all": [{"m": {"type": "A"}}]}, r2={"all": [{"m": {"type": "A"}}]}),'
        ' {"type": "A"}, how=C.assert_event)[1])'
    )
    assert len(ended.said) == 1
    assert sorted(fired([rule("r1", c.pattern("m", "A")), rule("r2", c.pattern("m", "A"))], A1)) == ["r1", "r2"]


# --- G3: a rule fires in every new session ------------------------------------------------------------------

_DELETE = """
h = rules(r={"all": [{"a": {"type": "A"}}, {"b": {"$and": [{"type": "B"}, {"x": {"a": "x"}}, {"x": {"a": "x"}}]}}]},
          boot={"all": [{"z": {"type": "boot"}}]})
for i in range(50):
    if BOOT: put(h, {"type": "boot"}, sid=str(i))
    put(h, {"type": "A", "x": 1}, sid=str(i))
    C.delete_state(h, str(i))
say("alive")
"""


def test_g3_deleting_a_session_in_which_nothing_fired() -> None:
    assert bare("BOOT = False" + _DELETE, MALLOC_PERTURB_="85").signal in {signal.SIGSEGV, signal.SIGABRT}
    assert bare("BOOT = True" + _DELETE, MALLOC_PERTURB_="85").said == "alive"


def test_g3_the_driver_boots(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MALLOC_PERTURB_", "85")
    assert fired([rule("r", c.pattern("a", "A"), c.pattern("b", "B", MATTER))], A1) == []


# --- G4: absence comes last, after the as-of fact -----------------------------------------------------------

_NOT_B = '{"n$not": {"$and": [{"type": "B"}, {"matter": {"a": "matter"}}, {"matter": {"a": "matter"}}]}}'


def test_g4_a_batch_with_the_act_fires_its_absence() -> None:
    ended = bare(
        f'h = rules(r={{"all": [{{"a": {{"type": "A"}}}}, {_NOT_B}]}})\n'
        'say(put_batch(h, {"type": "A", "matter": 1}, {"type": "B", "matter": 1})[1])'
    )
    assert ended.said == ["r"]
    assert fired([_absent("r")], A1, B1) == []


def test_g4_an_absence_hides_matches_of_another_rule() -> None:
    script = (
        f'h = rules(n={{"all": [{{"e": {{"type": "A"}}}}, {_NOT_B}]}}, j={{"all": [{{"e": {{"type": "A"}}}},'
        '{"z": {"$and": [{"type": "C"}, {"matter": {"e": "matter"}}, {"matter": {"e": "matter"}}]}}]})\n'
        'say(put(h, {"type": "A", "matter": 1}, {"type": "B", "matter": 1}, {"type": "C", "matter": 1})[1])'
    ).replace('{"a": "matter"}', '{"e": "matter"}')
    assert "j" not in bare(script).said
    joined = rule("j", c.pattern("e", "A"), c.pattern("z", "C", c.join("matter", "e", "matter")))
    assert fired([_absent("n", "e"), joined], A1, B1, C1) == ["j"]


def test_g4_retracting_one_of_two_acts_fires_their_absence() -> None:
    ended = bare(
        f'h = rules(r={{"all": [{{"a": {{"type": "A"}}}}, {_NOT_B}]}})\n'
        'b = {"type": "B", "matter": 1, "sid": "0", "id": "b1"}\n'
        'say(put(h, b, {"type": "B", "matter": 1}, {"type": "A", "matter": 1})[1])\n'
        'C.retract_fact(h, json.dumps(b)); say(put(h, {"type": "A", "matter": 2})[1])'
    )
    assert len(ended.said) == 2, "one for the other matter is right, one for this matter is not"
    assert fired([_absent("r")], A1, B1, B1) == []


@pytest.mark.parametrize(
    ("patterns", "message"),
    [
        ([c.pattern("a", "A"), c.pattern("n", "B", MATTER, absent=True)], "must follow an \\$asof"),
        ([c.pattern("a", "A"), c.pattern("n", "B", absent=True), c.asof_pattern("g", 0)], "must be the last pattern"),
        ([c.pattern("a", "A"), c.asof_pattern("g", 0), c.pattern("b", "B", MATTER)], "must come after all other facts"),
        ([c.pattern("a", "A"), c.asof_pattern("g", 1)], "must test the stratum"),
        ([c.pattern("a", "A"), c.pattern("g", "$asof")], "must test the stratum"),
    ],
)
def test_g4_is_checked(patterns: list[dict[str, object]], message: str) -> None:
    with pytest.raises(EngineError, match=message):
        check(*patterns)


def _absent(name: str, alias: str = "a") -> DurableRule:
    join = c.join("matter", alias, "matter")
    return rule(name, c.pattern(alias, "A"), c.asof_pattern("g", 0), c.pattern("n", "B", join, absent=True))


# --- G5: alternatives become rules --------------------------------------------------------------------------

_JOIN_OR = '{"$or": [{"x": {"a": "x"}}, {"y": {"a": "y"}}]}'


def test_g5_what_follows_an_alternative_is_ignored() -> None:
    ended = bare(
        f'h = rules(r={{"all": [{{"a": {{"type": "A"}}}}, {{"b": {{"$and": [{{"type": "B"}}, {_JOIN_OR},'
        '{"$gt": {"day": {"a": "day"}}}]}}]})\n'
        'say(put(h, {"type": "A", "x": 1, "y": 1, "day": 5}, {"type": "B", "x": 1, "y": 2, "day": 3})[1])'
    )
    assert ended.said == ["r"]
    later = c.join("day", "a", "day", operator="$gt")
    ways = c.alternatives([[c.join("x", "a", "x")], [c.join("y", "a", "y")]], [[later]])
    rules = [rule(f"r{i}", c.pattern("a", "A"), c.pattern("b", "B", *way)) for i, way in enumerate(ways)]
    a, b = {"type": "A", "x": 1, "y": 1, "day": 5}, {"type": "B", "x": 1, "y": 2, "day": 3}
    assert len(rules) == 2
    assert fired(rules, a, b) == []
    assert fired(rules, a, {**b, "day": 6}) == ["r0"]


def test_g5_an_alternative_of_a_constant_and_a_join_is_missed() -> None:
    ended = bare(
        'h = rules(r={"all": [{"a": {"type": "A"}}, {"b": {"$and": [{"type": "B"}, {"$or": [{"h": 0},'
        '{"x": {"a": "x"}}]}]}}]})\nsay(put(h, {"type": "A", "x": 1}, {"type": "B", "h": 0, "x": 2})[1])'
    )
    assert ended.said == []
    ways = c.alternatives([[c.equals("h", 0)], [c.join("x", "a", "x")]])
    rules = [rule(f"r{i}", c.pattern("a", "A"), c.pattern("b", "B", *way)) for i, way in enumerate(ways)]
    assert fired(rules, {"type": "A", "x": 1}, {"type": "B", "h": 0, "x": 2}) == ["r0"]


def test_g5_both_ways_of_an_alternative_fire() -> None:
    ended = bare('say(put(rules(r={"all": [{"a": {"$or": [{"x": 1}, {"y": 1}]}}]}), {"x": 1, "y": 1})[1])')
    assert ended.said == ["r", "r"]


@pytest.mark.parametrize(
    "condition",
    [
        {"$or": [{"type": "A"}, {"type": "B"}]},
        {"$and": [{"type": "A"}, {"$or": [{"x": 1}, {"y": 1}]}]},
        {"$and": [{"type": "A"}, {"$and": [{"x": 1}]}]},
    ],
)
def test_g5_is_checked(condition: dict[str, object]) -> None:
    with pytest.raises(EngineError, match="试/r"):
        check({"a": condition})


# --- G6, G7, G8: one fact at a time, identifiers that are told apart, one session ---------------------------


def test_g6_a_batch_over_sessions_is_half_lost() -> None:
    ended = bare(
        'h = rules(r={"all": [{"m": {"type": "A"}}]})\n'
        'say(put_batch(h, *({"type": "A", "sid": sid} for sid in "xyz"))[1])'
    )
    assert ended.said == ["r"]


def test_g6_a_number_with_an_exponent_loses_the_rest_of_a_batch() -> None:
    ended = bare(
        'h = rules(r={"all": [{"m": {"type": "A"}}]})\n'
        'say(put_batch(h, {"type": "A"}, {"type": "A", "v": 1e-05}, {"type": "A"}, {"type": "A"}))'
    )
    assert ended.said == [0, ["r"]]


def test_g7_different_ids_are_one() -> None:
    ended = bare(
        'h = rules(r={"all": [{"m": {"type": "A"}}]})\n'
        'say(put(h, {"type": "A", "id": "evt-462789"}, {"type": "A", "id": "evt-679192"}))'
    )
    assert ended.said == [[0, 2], ["r"]]


def test_g7_different_fields_are_one() -> None:
    assert bare('say(put(rules(r={"all": [{"m": {"evt-462789": 1}}]}), {"evt-679192": 1})[1])').said == ["r"]
    with pytest.raises(EngineError, match="confuses these fields"):
        check(c.pattern("a", "A", c.equals("evt-462789", 1), c.equals("evt-679192", 1)))


def test_g8_different_sessions_are_one() -> None:
    ended = bare(
        'h = rules(r={"all": [{"a": {"type": "A"}}, {"b": {"type": "B"}}]})\n'
        'put(h, {"type": "A"}, sid="e1b024b95172fb60"); say(put(h, {"type": "B"}, sid="79b3d9f3f6a4854a")[1])'
    )
    assert ended.said == ["r"]


def test_g8_more_than_1024_sessions() -> None:
    ended = bare(
        'h = rules(r={"all": [{"m": {"type": "A"}}]})\n'
        'say([i for i in range(1025) if put(h, {"type": "A"}, sid=str(i))[0] != [0]])'
    )
    assert ended.said == [1024]


# --- G9: facts ----------------------------------------------------------------------------------------------

_LATE = (
    '{"all": [{"a": {"type": "A"}}, {"b": {"$and": [{"type": "B"},'
    '{"$gt": {"day": {"$add": {"$l": {"a": "day"}, "$r": 10}}}}, {"matter": {"a": "matter"}},'
    '{"matter": {"a": "matter"}}]}}]}'
)
_LATE_RULE = rule(
    "late", c.pattern("a", "A"), c.pattern("b", "B", c.join("day", "a", "day", operator="$gt", plus=10), MATTER)
)


def test_g9_a_fact_without_a_joined_field_hides_others() -> None:
    a, b = {"type": "A", "matter": 1, "day": 1}, {"type": "B", "matter": 1, "day": 50}
    ended = bare(f"h = rules(r={_LATE})\nsay(put(h, {A1}, {a}, {b}))")
    assert ended.said == [[0, 0, "311"], []]
    with pytest.raises(EngineError, match=r"subject 第一件, A\.day: .*lacks it"):
        fired([_LATE_RULE], A1, a, b)
    guarded = rule("late", c.pattern("a", "A", c.exists("day")), *_LATE_RULE.antecedent["all"][1:])
    assert fired([guarded], A1, a, b) == ["late"]


@pytest.mark.parametrize(("one", "other"), [(1, "1"), (True, "true")])
def test_g9_joins_look_at_text(one: object, other: object) -> None:
    joined = '{"all": [{"a": {"type": "A"}}, {"b": {"$and": [{"type": "B"}, {"x": {"a": "x"}}, {"x": {"a": "x"}}]}}]}'
    a, b = {"type": "A", "x": one}, {"type": "B", "x": other}
    assert bare(f"h = rules(r={joined})\nsay(put(h, {a}, {b})[1])").said == ["r"]
    with pytest.raises(EngineError, match=r"subject 第一件, B\.x: this must be"):
        fired([rule("r", c.pattern("a", "A"), c.pattern("b", "B", c.join("x", "a", "x")))], a, b)


def test_g9_tests_take_one_for_true() -> None:
    assert bare('say(put(rules(r={"all": [{"m": {"x": True}}]}), {"x": 1})[1])').said == ["r"]
    with pytest.raises(EngineError, match=r"A\.x: this must be a truth value"):
        fired([rule("r", c.pattern("m", "A", c.equals("x", True)))], {"type": "A", "x": 1})


@pytest.mark.parametrize("number", [2**70, 2**63])
def test_g9_large_numbers_are_one(number: int) -> None:
    script = f'say(put(rules(r={{"all": [{{"m": {{"x": {number}}}}}]}}), {{"x": {number * 2}}})[1])'
    assert bare(script).said == ["r"]
    with pytest.raises(EngineError, match="a number must lie within"):
        fired([rule("r", c.pattern("m", "A", c.compares("$gt", "x", 5)))], {"type": "A", "x": number})
    with pytest.raises(EngineError, match="a number must lie within"):
        check(c.pattern("m", "A", c.equals("x", number)))


def test_g9_long_texts_are_one() -> None:
    script = 'say(put(rules(r={"all": [{"m": {"x": "a"}}]}), {"x": "a" + "b" * 65536})[1])'
    assert bare(script).said == ["r"]
    with pytest.raises(EngineError, match=r"A\.x: text may have"):
        fired([rule("r", c.pattern("m", "A", c.equals("x", "a")))], {"type": "A", "x": "a" + "b" * 65536})


@pytest.mark.parametrize("value", [None, 1.5, 1e-05, float("nan"), [1], {"y": 1}, "\ud800"])
def test_g9_other_values(value: object) -> None:
    with pytest.raises(EngineError, match=r"subject 第一件, A\."):
        fired([rule("r", c.pattern("m", "A", c.exists("x")))], {"type": "A", "x": value})


@pytest.mark.parametrize("value", ["", '引"号\\', "换\n行\t\x00", "🀄", "\u2028", "'"])
def test_g9_any_other_text_stays_as_it_is(value: str) -> None:
    rules = [
        rule("test", c.pattern("m", "A", c.equals("x", value))),
        rule("join", c.pattern("a", "A"), c.pattern("b", "B", c.join("x", "a", "x"))),
    ]
    found = firings(rules, {"type": "A", "x": value}, {"type": "B", "x": value}, {"type": "B", "x": value + "x"})
    assert sorted(firing.rule for firing in found) == ["join", "test"]
    assert all(fact["x"] == value for firing in found for fact in firing.bound.values())


def test_g9_what_no_rule_reads_does_not_matter() -> None:
    facts: list[dict[str, object]] = [{"type": "A", "other": None}, {"type": "unread", "x": [1.5]}]
    assert fired([rule("r", c.pattern("m", "A"))], *facts) == ["r"]


# --- G10, G11: programs -------------------------------------------------------------------------------------


def test_g10_division_by_nothing() -> None:
    quotient = '{"$gt": {"x": {"$div": {"$l": {"a": "x"}, "$r": {"a": "y"}}}}}'
    ended = bare(
        f'h = rules(r={{"all": [{{"a": {{"type": "A"}}}}, {{"b": {{"$and": [{{"type": "B"}}, {quotient}]}}}}]}})\n'
        'put(h, {"type": "A", "x": 4, "y": 0}, {"type": "B", "x": 5})'
    )
    assert ended.signal == signal.SIGFPE
    with pytest.raises(EngineError, match="试/r"):
        check(
            c.pattern("a", "A"), {"b": {"$and": [{"type": "B"}, {"$gt": {"x": {"$div": {"$l": {"a": "x"}, "$r": 2}}}}]}}
        )


@pytest.mark.parametrize(
    ("script", "rules", "message"),
    [
        ("{f'r{i}': {'all': [{'m': {'type': f'T{i}'}}]} for i in range(513)}",
         [rule(f"r{i}", c.pattern("m", f"T{i}")) for i in range(513)], "may read 500 types"),
        ("{f'r{i}': {'all': [{'m': {'$and': [{'type': 'A'}, {'x': i}]}}]} for i in range(600)}",
         [rule(f"r{i}", c.pattern("m", "A", c.equals("x", i))) for i in range(600)], "part at one test"),
    ],
)  # fmt: skip
def test_g10_large_programs_are_never_built(script: str, rules: list[DurableRule], message: str) -> None:
    ended = bare(f"h = rules(**{script})\nsay(put(h, {{'type': 'A', 'x': 1}})[0])", seconds=2)
    assert ended.hung or ended.said == ["303"]
    with pytest.raises(EngineError, match=message):
        fired(rules, A1)


def test_g10_programs_larger_than_any_that_was_measured() -> None:
    """Up to 300 rules were compared with the naive matcher on random programs."""
    rules = [rule(f"r{i}", c.pattern("m", f"T{i}")) for i in range(301)]
    with pytest.raises(EngineError, match="a program may have 300 rules"):
        fired(rules, A1)
    assert fired(rules[:300], {"type": "T7", "x": 1}) == ["r7"]


def test_g10_many_conditions_at_once() -> None:
    script = "{f'r{i}': {'all': [{'m': {'$and': [{'type': 'A'}, {'$gt': {'x': i}}]}}]} for i in range(65)}"
    assert bare(f"say(put(rules(**{script}), {{'type': 'A', 'x': 99}}))").said == [["303"], []]
    rules = [rule(f"r{i}", c.pattern("m", "A", c.compares("$gt", "x", i))) for i in range(65)]
    with pytest.raises(EngineError, match="65 patterns on A can hold at once, 60 may"):
        fired(rules, {"type": "A", "x": 99})
    assert len(fired(rules[:60], {"type": "A", "x": 99})) == 60


def test_g10_many_joins_at_once() -> None:
    """Joins are branches too, one for each pattern."""
    join = "{'$and': [{'type': 'B'}, {'x': {'a': 'x'}}, {'x': {'a': 'x'}}]}"
    script = f"{{f'r{{i}}': {{'all': [{{'a': {{'type': 'A'}}}}, {{'b': {join}}}]}} for i in range(65)}}"
    assert bare(f"say(put(rules(**{script}), {{'type': 'A', 'x': 1}}, {{'type': 'B', 'x': 1}}))").said == [
        [0, "303"],
        [],
    ]
    rules = [rule(f"r{i}", c.pattern("a", "A"), c.pattern("b", "B", c.join("x", "a", "x"))) for i in range(65)]
    with pytest.raises(EngineError, match="65 patterns on B can hold at once, 60 may"):
        fired(rules, A1)
    assert len(fired(rules[:60], {"type": "A", "x": 1}, {"type": "B", "x": 1})) == 60


def test_g10_patterns_that_exclude_each_other_may_be_many() -> None:
    rules = [rule(f"r{i}", c.pattern("m", "A", c.equals("x", i), c.compares("$gt", "y", i))) for i in range(300)]
    assert fired(rules, {"type": "A", "x": 7, "y": 100}) == ["r7"]


def test_g10_many_equal_patterns() -> None:
    script = "{f'r{i}': {'all': [{'m': {'type': 'A'}}]} for i in range(256)}"
    assert bare(f"say(put(rules(**{script}), {{'type': 'A'}}))").signal == signal.SIGSEGV
    rules = [rule(f"r{i}", c.pattern("m", "A")) for i in range(256)]
    with pytest.raises(EngineError, match="256 patterns on A are equal, 250 may be"):
        fired(rules, A1)
    assert len(fired(rules[:250], A1)) == 250


def test_g10_unknown_alias() -> None:
    assert bare('say(put(rules(r={"all": [{"a": {"x": {"limitt": "most"}}}]}), {"x": 5})[1])').said == ["r"]
    with pytest.raises(EngineError, match=r"no earlier pattern has this alias \(value: 'limitt'\)"):
        check({"a": {"$and": [{"type": "A"}, {"x": {"limitt": "most"}}, {"x": {"limitt": "most"}}]}})


def test_g10_sizes_of_a_rule() -> None:
    many = [c.pattern(f"a{i}", "A") for i in range(15)]
    with pytest.raises(EngineError, match="a rule may have 14 patterns"):
        check(*many)
    check(*many[:14])
    with pytest.raises(EngineError, match="a pattern may have 24 joins"):
        check(c.pattern("a", "A"), c.pattern("b", "B", *[c.join(f"x{i}", "a", f"x{i}") for i in range(25)]))


def test_g10_the_largest_rule_is_right() -> None:
    fields = [f"x{i}" for i in range(24)]
    patterns = [c.pattern("a0", "A0", *(c.exists(name) for name in fields[:10]))]
    patterns += [c.pattern(f"a{i}", f"A{i}", *(c.join(x, "a0", x) for x in fields)) for i in range(1, 14)]
    facts = [{"type": f"A{i}", **dict.fromkeys(fields, 1)} for i in range(14)]
    assert fired([rule("r", *patterns)], *facts) == ["r"]
    assert fired([rule("r", *patterns)], *facts[:-1], {**facts[-1], "x23": 2}) == []


def test_g11_texts_have_no_order() -> None:
    assert bare('say(put(rules(r={"all": [{"m": {"$lt": {"x": "ab c"}}}]}), {"x": "ab"})[1])').said == []
    with pytest.raises(EngineError, match="only integers have an order"):
        check(c.pattern("m", "A", c.compares("$lt", "x", "ab c")))
    with pytest.raises(EngineError, match="compared with text and with an integer"):
        check(c.pattern("a", "A", c.equals("x", "t")), c.pattern("b", "B", c.join("x", "a", "x", operator="$lt")))


def test_g11_constants() -> None:
    with pytest.raises(EngineError, match="must be text, an integer or a truth value"):
        check({"m": {"$and": [{"type": "A"}, {"x": 1.5}]}})
