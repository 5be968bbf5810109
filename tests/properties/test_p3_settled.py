"""P3: settled verdicts stay when time passes, and learning more only decides what was undetermined (S4, S5)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from hypothesis import assume, given
from hypothesis import strategies as st
from property_helpers import by_fingerprint, class_of, describe, each_pack, few, pack_named, report_of

from zhifa_rules.engines.outcome import Duty, Verdict
from zhifa_rules.records import UNKNOWN
from zhifa_rules.records.history import History
from zhifa_rules.records.shapes import Kind
from zhifa_rules.testing.strategies import Blur, Record, blurs, situations

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zhifa_rules import Pack
    from zhifa_rules.records import Catalogue
    from zhifa_rules.records.facts import Fact
    from zhifa_rules.report import Report

# Days that are stated ahead: that they lie in the future is itself a fact of today.
STATED_AHEAD = frozenset({"limit_on", "due_on", "until", "covers_from", "covers_to", "recorded_on"})
SETTLED = (Verdict.SATISFIED, Verdict.VIOLATED, Verdict.CURED_LATE)


def _may_lie_after(value: object, day: date) -> bool:
    """Tell whether an attribute date can lie after a day."""
    if isinstance(value, str):
        return value > day.isoformat()
    if isinstance(value, dict):
        days = value.get("one_of") or [value.get("not_after") or "9999-12-31"]
        return bool(max(days) > day.isoformat())
    return value is None


def _happened_by(record: Record, day: date, catalogue: Catalogue) -> bool:
    fields = catalogue.types[record["type"]].shape.fields
    names = [n for n in record if fields[n].kind is Kind.DATE and n not in STATED_AHEAD and record[n] != "none"]
    undated_register = record["type"] in ("organ_registered", "person_registered", "log_scope_declared")
    return not any(_may_lie_after(record[n], day) for n in names) and ("on" in record or undated_register)


@each_pack
@few
@given(data=st.data())
def test_settled_verdicts_stay(name: str, data: st.DataObject) -> None:
    pack = pack_named(name)
    records, day = data.draw(situations(pack))
    named = {r[f] for r in records for f in ("corrects", "voids") if f in r}
    records = [r for r in records if not named & {r["id"], r.get("corrects"), r.get("voids")}]
    records = [r for r in records if _happened_by(r, day, pack.catalogue)]
    later = day + timedelta(days=data.draw(st.sampled_from((1, 2, 11, 16, 31, 33, 100, 400))))
    before = by_fingerprint(report_of(records, day, pack=pack))
    after = by_fingerprint(report_of(records, later, pack=pack))
    for key, duty in before.items():
        if duty.verdict in SETTLED:
            assert key in after, describe(duty)
            assert class_of(after[key]) == class_of(duty), (describe(duty), describe(after[key]))


# --- Learning more ---


def _is_consistent(records: Iterable[Record], pack: Pack) -> bool:
    """Tell whether the records fit together: nothing that they say is unknown for being impossible or contradicted."""
    history = History(pack.catalogue)
    for record in records:
        history.add(pack.catalogue.validate(record))
    history.settle()
    register = history.register(date.max.toordinal())
    facts = [row for organ in register.organs for row in register.rows(organ)]
    facts += [row for person in register.persons for row in register.person_rows(person)]
    for home in history.homes:
        dossier = history.dossier(home, date.max.toordinal(), register)
        facts += [fact for type_ in dossier.types for fact in dossier.facts(type_)]
    return not any(_knows_less(fact, history) for fact in facts)


def _knows_less(fact: Fact, history: History) -> bool:
    stated: list[Any] = [history.log.records[i] for i in fact.records]
    return any(
        fact.values.get(field) is UNKNOWN and getattr(record, field) not in (None, UNKNOWN)
        for record in stated
        if record.type == fact.type
        for field in record.model_fields_set
    )


def _identity(duty: Duty) -> object:
    """Identify a duty by its trigger's records where its own identity rests on an ordinal by date."""
    if duty.stable and duty.subject != ("alone",):
        return duty.fingerprint
    item = duty.trigger_key[-1] if duty.norm.source.__class__.__name__ == "OnRecord" else ""
    return duty.norm.rule, duty.norm.facet, duty.trigger.records, item if item in duty.trigger.values else ""


def _classes(report: Report) -> dict[object, tuple[str, str]]:
    found: dict[object, tuple[str, str]] = {}
    for duty in report.duties:
        found[_identity(duty)] = class_of(duty), describe(duty)
    return found


@each_pack
@few
@given(data=st.data())
def test_learning_more_only_decides(name: str, data: st.DataObject) -> None:
    pack = pack_named(name)
    truth, day = data.draw(situations(pack, max_cases=1, mishap=False))
    drawn = data.draw(st.lists(blurs(pack, truth), min_size=1, max_size=3))
    veils = list({(b.record, b.field): b for b in drawn if b is not None}.values())
    assume(veils and _is_consistent(truth, pack))
    learnt, *others = veils
    clearer = truth
    for veil in others:
        clearer = veil.apply(clearer)
    _check_learning(clearer, learnt, day, pack)


def _check_learning(clearer: list[Record], learnt: Blur, day: date, pack: Pack) -> None:
    vaguer = learnt.apply(clearer)
    before, after = report_of(vaguer, day, pack=pack), report_of(clearer, day, pack=pack)
    known_before, known_after = _classes(before), _classes(after)
    for key, (verdict, text) in known_before.items():
        if verdict != "undetermined":
            now, now_text = known_after.get(key, ("compliant", "gone"))
            assert now == verdict, (learnt, text, now_text)
    open_before = {_origin(duty) for duty in before.duties if duty.verdict is Verdict.UNDETERMINED}
    for duty in after.duties:
        if _identity(duty) not in known_before and _origin(duty) not in open_before:
            assert class_of(duty) in ("compliant", "undetermined"), (learnt, "new", describe(duty))


def _origin(duty: Duty) -> object:
    """Tell from what a duty arose: while a list is unknown, one duty stands for those of all its members."""
    return duty.norm.rule, duty.norm.facet, duty.trigger.records
