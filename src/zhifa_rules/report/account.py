"""What was found of a duty: its parts, counts and conditions, each in a line. It says only what outcomes say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zhifa_rules.engines.outcome import BREACHES, Verdict
from zhifa_rules.norms.core import Achieve, Ask, Available, Hold, OnRecord, Share, Tally
from zhifa_rules.report.conditions import condition_text
from zhifa_rules.report.describe import fact_with_records
from zhifa_rules.report.finding import norm_of
from zhifa_rules.report.patterns import pattern_text
from zhifa_rules.report.phrases import REASONS
from zhifa_rules.report.shares import share_lines, share_text
from zhifa_rules.report.tallies import missing_components, tally_lines, types_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zhifa_rules.engines.outcome import Duty, PartState
    from zhifa_rules.norms.core import PatternChoice
    from zhifa_rules.records.facts import Fact
    from zhifa_rules.report.finding import Finding
    from zhifa_rules.report.writer import Writer

OPEN_STATES = ("overdue", "pending", "foreclosed")
BROKEN_STATES = ("overdue", "cured_late", "foreclosed")


@dataclass(frozen=True, slots=True)
class PartAccount:
    """One part of a duty: what it consists in, and the ways it can stand, with the range of its due date."""

    id: str
    name: str
    ways: Sequence[Way]

    def states(self) -> frozenset[str]:
        """Give the states in which it can stand."""
        return frozenset(way.state for way in self.ways)


@dataclass(frozen=True, slots=True)
class Way:
    """One way in which a part can stand."""

    state: str
    act: Fact | None
    due: int | None
    latest: int | None


def part_accounts(finding: Finding, writer: Writer) -> list[PartAccount]:
    """Give the parts of a duty that demands acts, over all possible worlds."""
    duty = finding.duty
    body = norm_of(duty).body
    if not isinstance(body, Achieve):
        return []
    worlds = [o for o in duty.outcomes if o.parts and (duty.verdict is Verdict.UNDETERMINED or _fits(o.verdict, duty))]
    found: list[PartAccount] = []
    for part in body.parts:
        states = [state for o in worlds for state in o.parts if state.id == part.id]
        if states:
            found.append(PartAccount(part.id, pattern_text(part.acts, writer), _ways(states)))
    return found


def _fits(verdict: Verdict, duty: Duty) -> bool:
    return verdict is duty.verdict or {verdict, duty.verdict} <= BREACHES


def _ways(states: Sequence[PartState]) -> list[Way]:
    grouped: dict[tuple[str, object], list[PartState]] = {}
    for state in states:
        grouped.setdefault((state.state, None if state.act is None else state.act.key), []).append(state)
    return [_way(group) for group in grouped.values()]


def _way(group: Sequence[PartState]) -> Way:
    dues = [state.due for state in group if state.due is not None]
    low, high = (min(dues), max(dues)) if dues else (None, None)
    return Way(group[0].state, group[0].act, low, high)


# --- Lines --------------------------------------------------------------------------------------------------


def found_lines(finding: Finding, writer: Writer) -> list[str]:
    """Tell what was found and what was not."""
    body = norm_of(finding.duty).body
    if isinstance(body, Achieve):
        closing = _closing(finding, body)
        return [part_line(part, closing, writer) for part in part_accounts(finding, writer)]
    if isinstance(body, Tally):
        return tally_lines(finding, body, writer)
    if isinstance(body, Hold):
        return _hold_lines(finding, writer)
    if isinstance(body, Available):
        return _power_lines(finding, body, writer)
    if isinstance(body, Share):
        return share_lines(finding, norm_of(finding.duty), body, writer)
    return _question_lines(finding, body, writer)


def part_line(part: PartAccount, closing: Sequence[Fact], writer: Writer) -> str:
    """Tell how one part stands; where that is open, in every way in which it can."""
    ways = [_way_text(part.name, way, closing, writer) for way in part.ways]
    if len(ways) == 1:
        return ways[0]
    joint = writer.say("；或者", "; or ")
    return writer.say("因理解或者待定事实不同而有别：", "it depends on readings or open facts: ") + joint.join(ways)


def _way_text(name: str, way: Way, closing: Sequence[Fact], writer: Writer) -> str:
    due = writer.due(way.due, way.latest)
    act = "" if way.act is None else fact_with_records(way.act, writer)
    closed = writer.listed(fact_with_records(fact, writer) for fact in closing)
    dated = way.due is not None
    if way.state == "performed":
        if act:
            return writer.say(f"“{name}”已经办理：{act}", f"'{name}' was done: {act}")
        return writer.say(
            f"“{name}”可能已经办理，记录没有声明完整", f"'{name}' may have been done; the log is declared open"
        )
    if way.state == "cured_late":
        if dated:
            return writer.say(
                f"“{name}”逾期才办理：{act}；到期日为{due}", f"'{name}' was done late: {act}; it was due {due}"
            )
        return writer.say(
            f"“{name}”办理过迟：{act}；此前{closed}", f"'{name}' was done too late: {act}; before it: {closed}"
        )
    if way.state == "overdue":
        return writer.say(f"没有查到“{name}”，到期日为{due}", f"no record of '{name}', which was due {due}")
    if way.state == "foreclosed":
        return writer.say(f"没有查到“{name}”，而{closed}", f"no record of '{name}', although: {closed}")
    if way.state == "pending":
        limit = writer.say(f"{due}到期", f"due {due}") if dated else writer.say("没有规定期限", "no date is set")
        return writer.say(f"尚未查到“{name}”，{limit}", f"no record yet of '{name}'; {limit}")
    ended = (
        writer.say("期限中止", "its period is stopped")
        if way.state == "stopped"
        else writer.say("不再要求", "no longer owed")
    )
    return writer.say(f"“{name}”{ended}", f"'{name}': {ended}")


def _closing(finding: Finding, body: Achieve) -> list[Fact]:
    """Give the acts on record that made it too late, such as closing the matter."""
    types = {type_ for pattern in body.forecloses for type_ in types_of(pattern)}
    if not finding.outcome.foreclosed and "cured_late" not in {p.state for p in finding.outcome.parts}:
        return []
    done = {part.act.key for part in finding.outcome.parts if part.act is not None}
    trigger = finding.duty.trigger.key
    return [f for f in finding.outcome.evidence if f.type in types and f.key != trigger and f.key not in done]


def _acts(finding: Finding, pattern: PatternChoice) -> list[Fact]:
    """Give the acts relied on that can match a pattern."""
    types = types_of(pattern)
    return [f for f in finding.outcome.evidence if f.type in types and f.key != finding.duty.trigger.key]


def failed_conditions(finding: Finding, writer: Writer) -> list[str]:
    """Tell the conditions that the act did not meet, or of which it is open whether it met them."""
    norm = norm_of(finding.duty)
    assert isinstance(norm.body, Hold)
    names = {name for o in finding.duty.outcomes if o.verdict in BREACHES for name in o.missing}
    types = norm.source.pattern.types if isinstance(norm.source, OnRecord) else ()
    failed = [(n, c) for n, c in norm.body.conditions if n in names or len(norm.body.conditions) == 1]
    told: list[str] = []
    for name, condition in failed:
        text = None if norm.form == "prohibition" else condition_text(condition, types, writer)
        told.append(text or writer.say(f"规则的条件“{name}”", f"the condition '{name}' of the rule"))
    return told


def _hold_lines(finding: Finding, writer: Writer) -> list[str]:
    norm = norm_of(finding.duty)
    broken = finding.verdict in BREACHES
    if norm.form == "prohibition":
        if broken:
            return [writer.say("起因所列行为属于所禁止的行为", "the act named above is one that is forbidden")]
        return [
            writer.say(
                "起因所列行为是否属于所禁止的行为，尚不能确定", "it is open whether the act named above is forbidden"
            )
        ]
    failed = failed_conditions(finding, writer)
    if broken:
        lacking = writer.listed(map(writer.organ, finding.uncovered))
        uncovered = [writer.say(f"未覆盖：{lacking}", f"not covered: {lacking}")] if lacking else []
        return [*(writer.say(f"不符合要求：{text}", f"not met: {text}") for text in failed), *uncovered]
    return [writer.say(f"尚不能确定：{text}", f"it is open whether: {text}") for text in failed]


def _power_lines(finding: Finding, body: Available, writer: Writer) -> list[str]:
    reasons = dict.fromkeys(o.reason for o in finding.duty.outcomes if o.reason is not None)
    state = writer.listed((writer.say(*REASONS[reason]) for reason in reasons), either=True)
    lines = [writer.say(f"现状：{state}", f"it stands: {state}")]
    if body.use is not None:
        name = pattern_text(body.use, writer)
        lines.append(writer.say(f"行使方式：{name}", f"it is used by: {name}"))
    used = [] if body.use is None else _acts(finding, body.use)
    lines += [
        writer.say(f"已查到：{fact_with_records(f, writer)}", f"found: {fact_with_records(f, writer)}") for f in used
    ]
    return lines


def _question_lines(finding: Finding, body: Ask, writer: Writer) -> list[str]:
    question = norm_of(finding.duty).question
    lines = [] if question is None else [writer.text(question)]
    answers = _acts(finding, body.answer)
    if not answers:
        name = pattern_text(body.answer, writer)
        return [*lines, writer.say(f"尚未查到答复这一问题的“{name}”", f"no '{name}' answers the question yet")]
    return [*lines, *(fact_with_records(fact, writer) for fact in answers)]


# --- One-line summaries -------------------------------------------------------------------------------------


def missing_text(finding: Finding, writer: Writer) -> str:
    """Name in one line what is missing or wrong; empty if nothing is."""
    body = norm_of(finding.duty).body
    if isinstance(body, Achieve):
        return _missing_parts(finding, body, writer)
    if isinstance(body, Tally):
        return missing_components(finding, body, writer) or pattern_text(body.acts, writer)
    if isinstance(body, Hold):
        return (
            "" if norm_of(finding.duty).form == "prohibition" else writer.sentences(failed_conditions(finding, writer))
        )
    if isinstance(body, Available):
        return "" if body.use is None else pattern_text(body.use, writer)
    if isinstance(body, Share):
        return share_text(norm_of(finding.duty), body, writer)
    return pattern_text(body.answer, writer)


def _missing_parts(finding: Finding, body: Achieve, writer: Writer) -> str:
    accounts = part_accounts(finding, writer)
    if finding.verdict is Verdict.CURED_LATE:
        return ""
    names = [part.name for part in accounts if part.states() & set(OPEN_STATES)]
    if not names:
        names = [pattern_text(part.acts, writer) for part in body.parts]
    if body.any_of and len(body.parts) > 1:
        return writer.listed((pattern_text(part.acts, writer) for part in body.parts), either=True)
    return writer.listed(names)


def late_acts(finding: Finding, writer: Writer) -> str:
    """Name the acts that were done too late, each with its day."""
    late = [(part.name, way.act) for part in part_accounts(finding, writer) for way in part.ways if _was_late(way)]
    days = [(name, "" if act is None else writer.date(act.values.get("on"))) for name, act in late]
    return writer.listed(writer.say(f"{name}（{day}）", f"{name} ({day})") for name, day in days)


def _was_late(way: Way) -> bool:
    return way.state == "cured_late" and way.act is not None


def told_facts(finding: Finding, writer: Writer) -> set[object]:
    """Give the keys of the facts that the trigger and the findings already tell."""
    body = norm_of(finding.duty).body
    if not isinstance(body, Achieve):
        return {finding.duty.trigger.key}
    acts = [w.act.key for part in part_accounts(finding, writer) for w in part.ways if w.act is not None]
    return {finding.duty.trigger.key, *acts, *(fact.key for fact in _closing(finding, body))}
