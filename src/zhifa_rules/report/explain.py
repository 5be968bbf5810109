"""Explanations in Chinese and English: why a finding stands, and what would have complied (S13)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from zhifa_rules.engines.outcome import BREACHES, Cause, Verdict
from zhifa_rules.norms.core import Achieve, Always, Hold, OnDuty, Path, Tally
from zhifa_rules.norms.walk import parts_of
from zhifa_rules.report.account import (
    BROKEN_STATES,
    failed_conditions,
    found_lines,
    missing_text,
    part_accounts,
    told_facts,
)
from zhifa_rules.report.describe import chronological, fact_with_records
from zhifa_rules.report.finding import Kind, norm_of
from zhifa_rules.report.patterns import pattern_text
from zhifa_rules.report.phrases import CAUSES, KINDS, clean, describe_variable
from zhifa_rules.report.reckoning import period_lines, reading_lines, verdict_text
from zhifa_rules.report.tallies import owed_text
from zhifa_rules.report.template import act_templates
from zhifa_rules.report.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from zhifa_rules.records.shapes import Assumption, RecordType
    from zhifa_rules.report.finding import Finding, Language


def explanation(finding: Finding, lang: Language) -> str:
    """Explain a finding in Chinese (``zh``) or English (``en``); ValueError for another language."""
    if lang not in ("zh", "en"):
        raise ValueError(f"no such language: {lang!r} (zh or en)")
    return clean(_Explanation(finding, lang).text())


@dataclass
class _Page:
    """Headings, each with its lines."""

    lines: list[str] = field(default_factory=list)

    def section(self, heading: str, lines: Iterable[str]) -> None:
        listed = [line for line in lines if line]
        if len(listed) == 1:
            self.lines.append(f"{heading}{listed[0]}")
        elif listed:
            self.lines.append(heading.rstrip())
            self.lines += [f"  · {line}" for line in listed]


class _Explanation:
    """Composes the explanation of one finding."""

    def __init__(self, finding: Finding, lang: Language) -> None:
        self.finding = finding
        self.duty = finding.duty
        self.norm = norm_of(finding.duty)
        self.write = Writer(finding.context, lang, finding.pack)

    def text(self) -> str:
        say, page = self.write.say, _Page([self._title()])
        page.section(say("依据：", "Provision: "), [self._provision()])
        page.section(say("要求：", "Rule: "), [self.write.text(self.norm.summary)])
        page.section(say("当事各方：", "Parties: "), [self._parties()])
        page.section(say("起因：", "Trigger: "), [self._trigger()])
        page.section(say("期限：", "Period: "), period_lines(self.finding, self.write))
        page.section(say("有关经过：", "Further events: "), self._further_events())
        page.section(say("查明：", "Found: "), found_lines(self.finding, self.write))
        page.section(say("结论：", "Result: "), self._result())
        page.section(say("待定事项：", "What would decide it: "), self._deciding())
        page.section(say("条文的理解：", "Readings: "), reading_lines(self.finding, self.write))
        page.section(say("怎样才合规：", "What would have complied: "), self._counterfactual())
        page.section(say("应当怎样办：", "What to do: "), self._to_do())
        page.section(say("推定：", "Assumed: "), self._assumptions())
        page.section(say("依据的记录：", "Records relied on: "), self._records())
        return "\n".join(page.lines)

    # --- who and why ---

    def _title(self) -> str:
        say, finding = self.write.say, self.finding
        kind = say(*KINDS[finding.kind])
        mark = finding.fingerprint[:12]
        unstable = say("，标识不稳定", ", identity not stable") if finding.unstable_identity else ""
        what = f"{self._who()}{say('，', ', ')}{self.write.cites(finding.cites)}"
        return say(f"【{kind}】{what}（{mark}{unstable}）", f"{kind.upper()}: {what} ({mark}{unstable})")

    def _who(self) -> str:
        return self.write.bearer(self.finding)

    def _provision(self) -> str:
        cites = self.write.cites(self.finding.cites, titles=True)
        numbers = {i.number for c in self.finding.cites if (i := self.write.pack.instruments.get(c.instrument))}
        number = self.write.listed(sorted(numbers))
        rule = f"{self.finding.pack}/{self.norm.rule}"
        return self.write.say(f"{cites}（{number}，规则 {rule}）", f"{cites} ({number}; rule {rule})")

    def _parties(self) -> str:
        say, finding = self.write.say, self.finding
        is_power = finding.force == "permissive"
        told = [
            say("可以行使的机关：" if is_power else "义务机关：", "may act: " if is_power else "bound: ") + self._who()
        ]
        if finding.through is not None:
            through = self.write.organ(finding.through)
            told.append(say(f"具体办理：{through}", f"acting through: {through}"))
        if finding.counterpart is not None:
            counterpart = self.write.organ(finding.counterpart)
            told.append(say(f"相对方：{counterpart}", f"towards: {counterpart}"))
        person = self.write.person_concerned(finding)
        if person:
            told.append(say(f"人员：{person}", f"person: {person}"))
        if self.duty.subject[0] == "matter":
            told.append(say(f"监督事项：{self.duty.subject[1]}", f"matter: {self.duty.subject[1]}"))
        return self.write.sentences(told)

    def _trigger(self) -> str:
        told = fact_with_records(self.duty.trigger, self.write)
        source = self.norm.source
        if not isinstance(source, OnDuty) or source.rule not in self.write.pack.rules:
            return told
        rule = self.write.pack.rules[source.rule]
        cites = self.write.cites(rule.cites)
        return self.write.say(
            f"{cites}规定的义务没有按期履行；该义务因以下事实产生：{told}",
            f"the duty of {cites} was not performed in time; it had arisen thus: {told}",
        )

    # --- the result ---

    def _result(self) -> list[str]:
        finding, say = self.finding, self.write.say
        if finding.kind is Kind.POWER:
            return []
        lines = [self._undetermined() if finding.verdict is Verdict.UNDETERMINED else self._decided()]
        if finding.holds_under_every_reading is not None:
            holds = finding.holds_under_every_reading
            lines.append(
                say("采少数意见时结论不变", "it stands under minority readings too")
                if holds
                else say("采某种少数意见时结论不同", "under some minority reading it would be different")
            )
        return lines

    def _decided(self) -> str:
        finding, say, day = self.finding, self.write.say, self.write.day
        as_of = finding.context.as_of.isoformat()
        if finding.verdict is Verdict.PENDING:
            left = finding.days_left
            if left is None:
                return say(f"截至{as_of}尚待办理，没有期限", f"as of {as_of} still to be done; no date is set")
            return say(f"截至{as_of}尚待办理，距到期还有{left}日", f"as of {as_of} still to be done, {left} days left")
        since = day(finding.outcome.since)
        if finding.verdict is Verdict.CURED_LATE:
            return say(
                f"自{since}起构成违反；以后已经办理，不再欠缺",
                f"broken from {since}; performed since, nothing more is owed",
            )
        told = say(f"自{since}起构成违反", f"broken since {since}")
        if finding.outcome.owed:
            told += say(f"，截至{as_of}仍应办理", f"; as of {as_of} still owed")
            if finding.days_left is not None and finding.days_left < 0:
                told += say(f"，已逾期{-finding.days_left}日", f", {-finding.days_left} days overdue")
        return told

    def _undetermined(self) -> str:
        cause = self.finding.cause
        why = "" if cause is None else self.write.say(*CAUSES[cause])
        results = self.write.listed((verdict_text(o, self.write) for o in self.duty.outcomes), either=True)
        return self.write.say(
            f"无法判定（{why}）；可能的结果：{results}", f"undetermined ({why}); possible results: {results}"
        )

    def _deciding(self) -> list[str]:
        variables = self.finding.deciding_facts
        context, lang = self.finding.context, self.write.lang
        told = list(
            dict.fromkeys(describe_variable(variable, context, lang, self.finding.pack) for variable in variables)
        )
        if any(variable.cause is Cause.FACT for variable in variables):
            told.append(
                self.write.say(
                    "补充上述记录内容后即可判定", "supply what the records leave open, and it can be decided"
                )
            )
        return told

    # --- what would have complied, what to do ---

    def _counterfactual(self) -> list[str]:
        if self.finding.verdict not in BREACHES:
            return []
        body, say = self.norm.body, self.write.say
        if isinstance(body, Achieve):
            return self._in_time()
        if isinstance(body, Tally):
            owed = owed_text(body, self.write)
            last = self.write.day(None if self.finding.since is None else self.finding.since.toordinal() - 1)
            return [
                say(
                    f"在{last}以前（含当日）完成{owed}",
                    f"{owed} by {last}",
                )
            ]
        if isinstance(body, Hold) and self.norm.form != "prohibition":
            failed = self.write.sentences(failed_conditions(self.finding, self.write))
            return [say(f"行为作出时满足：{failed}", f"at the time of the act: {failed}")]
        if isinstance(body, Hold) and body.conditions[0][1] != Always(value=False):
            return [say("作出该行为时不存在所禁止的情形", "the circumstances that forbid the act are absent")]
        return [say("不作出该行为", "not doing the act")]

    def _in_time(self) -> list[str]:
        say, told = self.write.say, []
        for part in part_accounts(self.finding, self.write):
            late = [way for way in part.ways if way.state in BROKEN_STATES]
            if not late:
                continue
            dues = [w.due for w in late if w.due is not None]
            safe = "" if part.states() <= set(BROKEN_STATES) else say("（稳妥的做法）", " (to be safe)")
            day = self.write.day(min(dues)) if dues else ""
            when = (
                say(f"在{day}以前（含当日）", f"by {day}")
                if day
                else say("在程序终结之前", "before the proceedings end")
            )
            told.append(
                say(f"{self._who()}{when}办理“{part.name}”{safe}", f"{self._who()} does '{part.name}' {when}{safe}")
            )
        return told

    def _to_do(self) -> list[str]:
        finding, say = self.finding, self.write.say
        if not (finding.outcome.owed or finding.verdict is Verdict.PENDING) or finding.kind is Kind.POWER:
            return []
        missing, day = missing_text(finding, self.write), self.write.day(finding.outcome.due)
        pending = finding.verdict is Verdict.PENDING
        when = say("应当" if pending else "仍应", "")
        if pending and finding.due is not None:
            when = say(f"在{day}以前（含当日）", f" by {day}")
        lines = [say(f"{when}办理“{missing}”", f"do '{missing}'{when}")] if missing else []
        for name in _binding(act_templates(self.duty, self.write.pack)):
            rule = self.write.pack.rules[name]
            cites, summary = self.write.cites(rule.cites), self.write.text(rule.summary)
            lines.append(say(f"还须遵守{cites}：{summary}", f"also binding, {cites}: {summary}"))
        body = self.norm.body
        if isinstance(body, Achieve) and body.forecloses and pending:
            closing = self.write.listed((pattern_text(p, self.write) for p in body.forecloses), either=True)
            lines.append(say(f"未办理即有“{closing}”的，构成违反", f"a breach once there is '{closing}' without it"))
        return lines

    # --- what it rests on ---

    def _assumptions(self) -> list[str]:
        """List what was assumed of the records relied on, as far as the rule asks for it."""
        asked = {step.name for part in parts_of(self.norm) if isinstance(part, Path) for step in part.steps}
        types = self.write.context.catalogue.types
        made = {
            assumption
            for fact in self.finding.outcome.evidence
            for name, assumption in (_assumptions_of(types[fact.type]) if fact.type in types else ())
            if name in asked and assumption in fact.assumed
        }
        return sorted(self.write.say(assumption.zh, assumption.en) for assumption in made)

    def _further_events(self) -> list[str]:
        told = told_facts(self.finding, self.write)
        facts = {f.key: f for f in self.finding.outcome.evidence if f.records and f.key[0] != "find"}
        further = (fact for key, fact in facts.items() if key not in told)
        return [fact_with_records(fact, self.write) for fact in chronological(further)]

    def _records(self) -> list[str]:
        return [self.write.listed(self.finding.evidence)]


def _binding(acts: Iterable[Mapping[str, object]]) -> list[str]:
    """Name the rules that also bind the acts owed."""
    named = [act["also_bound_by"] for act in acts]
    return list(dict.fromkeys(str(rule) for rules in named if isinstance(rules, list) for rule in rules))


def _assumptions_of(record_type: RecordType) -> Iterator[tuple[str, Assumption]]:
    """Give what a record type assumes, with the field that asks for it; parts of lists stand under their own fields."""
    for found in record_type.shape.fields.values():
        for one in (found, *(found.element.assumable if found.element is not None else ())):
            if one.assumption is not None:
                yield one.name, one.assumption
