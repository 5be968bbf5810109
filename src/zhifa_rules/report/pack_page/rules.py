"""The rules of a pack, one after the other: what each says, whom it binds, when, and what it depends on."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from zhifa_rules.norms.core import Achieve, Available, OnRoster, Share, Tally, Text
from zhifa_rules.report.pack_page.duties import too_late
from zhifa_rules.report.pack_page.markdown import anchor, escaped, heading, pair, table
from zhifa_rules.report.pack_page.terms import act_text, term_lines, trigger_text
from zhifa_rules.report.pack_page.words import FORCES, form_text
from zhifa_rules.report.patterns import pattern_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zhifa_rules.norms.core import DateExpression, Norm, Part, PatternChoice
    from zhifa_rules.packs import Rule
    from zhifa_rules.report.pack_page.parties import Parties
    from zhifa_rules.report.pack_page.speaker import Speaker
    from zhifa_rules.report.writer import Writer

Line = tuple[str, str]


def rules_section(speaker: Speaker, parties: Parties) -> list[str]:
    """Tell every rule of the pack."""
    lines = heading(2, "规则 Rules", "rules")
    note = "每条规则的完整条件见其 YAML："
    lines += [f"{note} `zhifa-rules show {speaker.pack.id} RULE`. That shows the full conditions of a rule."]
    for rule in speaker.pack.rules.values():
        lines += _rule(rule, speaker, parties)
    return lines


def _rule(rule: Rule, speaker: Speaker, parties: Parties) -> list[str]:
    cites = speaker.both(lambda writer: writer.cites(rule.cites))
    title = f"{escaped(cites.zh)} · {escaped(rule.id)}"
    lines = heading(3, title, anchor("rule", rule.id))
    lines += [f"**{escaped(rule.summary.zh)}**  ", escaped(rule.summary.en), ""]
    rows: list[Line] = [("依据 Provision", speaker.cell(lambda writer: writer.cites(rule.cites)))]
    rows += _also(rule, speaker)
    for norm in rule.norms:
        rows += _limits(norm, speaker) if norm.facet else _norm(norm, speaker, parties)
    if rule.questions:
        rows.append(("取决于 Depends on", _questions(rule, speaker)))
    return [*lines, *table(("", ""), rows)]


def _also(rule: Rule, speaker: Speaker) -> list[Line]:
    further = sorted({cite for norm in rule.norms for _, cites in norm.also_cites for cite in cites})
    if not further:
        return []
    return [("视情形并引 Also cites", speaker.cell(lambda writer: writer.cites(further)))]


def _questions(rule: Rule, speaker: Speaker) -> str:
    told: list[str] = []
    for name in speaker.pack.questions:
        if name in rule.questions:
            told.append(f"{speaker.question_links([name])} {pair(speaker.pack.questions[name].text, joint=' ')}")
    return "<br>".join(told)


def _norm(norm: Norm, speaker: Speaker, parties: Parties) -> Iterator[Line]:
    form, force = form_text(norm.form), FORCES[norm.force]
    yield "形式 Form", pair(Text(f"{form.zh}；{force.zh}", f"{form.en}; {force.en}"))
    yield "谁 Who", parties.cell(norm)
    yield "起因 When", speaker.cell(lambda writer: trigger_text(norm.source, writer))
    yield from _terms(norm, speaker)
    for title, told in (("期限变动 Clock", _clock), ("为时已晚 Too late after", _too_late)):
        text = speaker.both(partial(told, norm))
        if text.zh:
            yield title, pair(text)
    if norm.question is not None:
        yield "由人回答 For a human", pair(norm.question)
    if norm.exceptions:
        reasons = list(dict.fromkeys(case.reason for case in norm.exceptions))
        yield "例外 Except", "<br>".join(pair(reason) for reason in reasons)
    if norm.displaces:
        yield "优先于 Displaces", " ".join(speaker.named_rule_link(name) for name in norm.displaces)


def _limits(norm: Norm, speaker: Speaker) -> list[Line]:
    """Tell what belongs to a rule beside its main norm, such as the grounds outside which a power is misused."""
    act = speaker.both(lambda writer: trigger_text(norm.source, writer))
    limit = Text(
        f"{act.zh}：只在规定的情形下，超出即违反", f"{act.en}: on the grounds named only; other use is a breach"
    )
    return [("行使限制 Limits of use", pair(limit))]


def _terms(norm: Norm, speaker: Speaker) -> list[Line]:
    body = norm.body
    if isinstance(body, Tally | Share) and isinstance(norm.source, OnRoster) and norm.source.every is not None:
        return [("期限 Period", pair(_per_period(body)))]
    if isinstance(body, Available):
        return [] if body.until is None else [("期限 Period", _term(body.until, norm, speaker))]
    if not isinstance(body, Achieve):
        return []
    terms = [(part, _term(part.within, norm, speaker)) for part in body.parts]
    if len({term for _, term in terms}) == 1:
        return [("期限 Period", terms[0][1])]
    return [(f"期限 Period: {_part(part, speaker)}", term) for part, term in terms]


def _per_period(body: Tally | Share) -> Text:
    if isinstance(body, Share):
        least = Text(f"至少{body.numerator}/{body.denominator}", f"at least {body.numerator}/{body.denominator}")
    elif body.total is None:
        least = Text(f"至少{body.at_least}次", f"at least {body.at_least}")
    else:
        least = Text(f"合计至少{body.at_least}", f"at least {body.at_least} in sum")
    if isinstance(body, Share) or body.dated:
        return Text(f"每一期间终了以前，{least.zh}", f"by the end of each period, {least.en}")
    zh, en = "没有定日期；期间终了仍未办理即为违反", "no date is set; the end of the period makes it too late"
    return Text(f"{least.zh}；{zh}", f"{least.en}; {en}")


def _part(part: Part, speaker: Speaker) -> str:
    return pair(
        speaker.both(
            lambda writer: writer.listed((pattern_text(way, writer) for way in (part.acts, *part.also_by)), either=True)
        ),
        joint=" ",
    )


def _term(expression: DateExpression | None, norm: Norm, speaker: Speaker) -> str:
    lines = [escaped(line) for writer in (speaker.zh, speaker.en) for line in term_lines(expression, norm, writer)]
    return "<br>".join(lines)


def _clock(norm: Norm, writer: Writer) -> str:
    clock = norm.body.clock if isinstance(norm.body, Achieve) else None
    if clock is None:
        return ""
    acts = (
        (("中止", "stopped by"), clock.stopped_by),
        (("重新起算", "restarted by"), tuple(restart.acts for restart in clock.restarted_by)),
        (("终止", "ended by"), clock.ended_by),
    )
    return writer.sentences(_with_acts(writer.say(*name), found, writer) for name, found in acts if found)


def _with_acts(name: str, acts: tuple[PatternChoice, ...], writer: Writer) -> str:
    listed = writer.listed((act_text(act, writer) for act in acts), either=True)
    return writer.say(f"{name}：{listed}", f"{name}: {listed}")


def _too_late(norm: Norm, writer: Writer) -> str:
    return too_late(norm, writer) if isinstance(norm.body, Achieve) and norm.body.forecloses else ""
