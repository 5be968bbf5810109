"""What is decided without going through all possible worlds is what all of them agree on."""

from __future__ import annotations

from itertools import product
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

from hypothesis import given
from hypothesis import strategies as st

from zhifa_rules.engines.native.conditions import compile_condition
from zhifa_rules.engines.native.verdicts import deciding
from zhifa_rules.engines.native.world import Doubt, World
from zhifa_rules.engines.outcome import Cause, Outcome, Variable, Verdict
from zhifa_rules.norms.core import AllOf, AnyOf, Compare, Condition, Not, Path, Relation, Step
from zhifa_rules.records.facts import Fact
from zhifa_rules.records.known import UNKNOWN
from zhifa_rules.records.shapes import Kind

if TYPE_CHECKING:
    from zhifa_rules.engines.native.exploring import PossibleWorld
    from zhifa_rules.engines.native.frame import Frame

WORDS = ("a", "b", "c")
FIELDS = ("x", "y", "z")
KNOWN_OR_NOT = st.sampled_from([UNKNOWN, *WORDS])


def is_word(field: str, word: str) -> Condition:
    return Compare(Path("trigger", (Step(field, Kind.TEXT, many=False),)), Relation.EQUAL, word)


CONDITIONS: st.SearchStrategy[Condition] = st.recursive(
    st.builds(is_word, st.sampled_from(FIELDS), st.sampled_from(WORDS)),
    lambda inner: st.one_of(
        st.builds(Not, inner),
        st.builds(lambda parts: AllOf(tuple(parts)), st.lists(inner, max_size=3)),
        st.builds(lambda parts: AnyOf(tuple(parts)), st.lists(inner, max_size=3)),
    ),
    max_leaves=8,
)


def explored(condition: Condition, values: dict[str, Any]) -> tuple[list[PossibleWorld], World]:
    """Evaluate a condition on one record in all possible worlds."""
    world, test = World(), compile_condition(condition)
    fact = Fact("act", values, ("act", "1"), ("r1",))
    frame = cast("Frame", SimpleNamespace(world=world, roots={"trigger": fact}))
    verdicts = {True: Verdict.SATISFIED, False: Verdict.VIOLATED}
    return world.explore(lambda: Outcome(verdicts[test(frame)])), world


def completed(values: dict[str, Any]) -> list[dict[str, Any]]:
    """Put for all that is not known each word, and one that nothing asks for."""
    ways = [[value] if value is not UNKNOWN else [*WORDS, "other"] for value in values.values()]
    return [dict(zip(values, way, strict=True)) for way in product(*ways)]


@given(CONDITIONS, st.fixed_dictionaries(dict.fromkeys(FIELDS, KNOWN_OR_NOT)))
def test_a_condition_has_the_answers_that_it_has_when_everything_is_known(
    condition: Condition, values: dict[str, Any]
) -> None:
    found, _ = explored(condition, values)
    complete = {explored(condition, way)[0][0].outcome.verdict for way in completed(values)}
    assert {path.outcome.verdict for path in found} == complete


@given(CONDITIONS, st.fixed_dictionaries(dict.fromkeys(FIELDS, KNOWN_OR_NOT)))
def test_knowing_the_deciding_facts_decides_and_leaving_one_out_does_not(
    condition: Condition, values: dict[str, Any]
) -> None:
    found, world = explored(condition, values)
    if len({path.outcome.verdict for path in found}) == 1:
        return
    fields = {variable.field for variable in deciding(found, world.variables)}
    for known in [fields, *({*fields} - {field} for field in fields)]:
        verdicts: dict[tuple[Any, ...], set[Verdict]] = {}
        for way in completed(values):
            told = tuple(way[field] for field in sorted(known))
            verdicts.setdefault(told, set()).add(explored(condition, way)[0][0].outcome.verdict)
        assert all(len(one) == 1 for one in verdicts.values()) is (known == fields)


@given(st.lists(st.frozensets(st.sampled_from("abcd"), min_size=1), min_size=1, max_size=5))
def test_an_unknown_list_has_some_of_words_as_some_list_has(asked: list[frozenset[str]]) -> None:
    world, doubt = World(), Doubt(Variable(("act", "list"), Cause.FACT, field="list"), UNKNOWN)
    answers: list[tuple[bool, ...]] = []

    def ask() -> Outcome:
        answers.append(tuple(world.has_any(doubt, words) for words in asked))
        return Outcome(Verdict.SATISFIED)

    world.explore(ask)
    lists = [{w for w, has in zip("abcd", way, strict=True) if has} for way in product((True, False), repeat=4)]
    assert set(answers) == {tuple(bool(words & one) for words in asked) for one in lists}
    assert len(answers) == len(set(answers))


def test_what_is_asked_aside_leaves_the_world_as_it_was() -> None:
    world, doubt = World(), Doubt(Variable(("act", "x"), Cause.FACT, field="x"), UNKNOWN)
    aside: list[bool] = []

    def evaluate() -> Outcome:
        told = world.answers(lambda word: world.doubt_is(doubt, word), "a")
        aside.extend(told.all)
        assert world.settled(lambda word: world.doubt_is(doubt, word), "a") is None
        return Outcome(Verdict.SATISFIED if world.doubt_is(doubt, "b") else Verdict.VIOLATED)

    paths = world.explore(evaluate)
    assert [path.outcome.verdict for path in paths] == [Verdict.SATISFIED, Verdict.VIOLATED]
    assert aside == [True, False] * 2
