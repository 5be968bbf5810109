"""Every finding explains itself in Chinese and in English, and says only what was found."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from report_helpers import LETTER, correction, correction_report, finding, letter, objection, report

import zhifa_rules as z

if TYPE_CHECKING:
    from collections.abc import Sequence

EXAMPLE = Path(__file__).parents[2] / "examples" / "enshi" / "history.jsonl"


def explained(made: z.Report, rule: str, kind: str) -> tuple[str, str]:
    found = finding(made, rule, kind)
    return found.explain("zh"), found.explain("en")


def test_a_violation_names_provision_parties_trigger_count_and_what_is_missing() -> None:
    zh, en = explained(report(letter("2025-06-03"), "2025-07-04"), "rectify-and-report", "violation")
    for text in ("《恩施土家族苗族自治州行政执法监督办法》第二十七条第二款", "利川市城市管理执法局", "利川市人民政府"):
        assert text in zh
    assert f"于2025-06-03收到行政执法监督建议书“{LETTER}”（记录receipt）" in zh
    assert "期间30日，至2025-07-03" in zh
    assert "没有查到“整改完成（全部）”" in zh
    assert "自2025-07-04起构成违反" in zh
    assert "已逾期1日" in zh
    assert "art. 27 para. 2" in en
    assert "30 days end on 2025-07-03" in en
    assert "no record of 'correction made (in full)'" in en


def test_organs_go_by_their_names_and_never_by_keys_alone() -> None:
    made = report([*letter("2025-06-03"), objection("2025-06-14")], "2025-07-20")
    for found in made.findings:
        for text in (found.explain("zh"), found.explain("en")):
            assert "k-gov" not in text
            assert "k-urb" not in text


def test_the_counterfactual_names_the_act_and_the_last_day() -> None:
    zh, en = explained(report(letter("2025-06-03"), "2025-07-04"), "rectify-and-report", "violation")
    assert "怎样才合规" in zh
    assert "利川市城市管理执法局在2025-07-03以前（含当日）办理“整改完成（全部）”" in zh
    assert "does 'correction made (in full)' by 2025-07-03" in en


def test_what_was_done_late_is_told_with_its_day() -> None:
    late = [*letter("2025-06-03"), correction("2025-07-10"), correction_report("2025-07-11")]
    zh, en = explained(report(late, "2025-08-01"), "rectify-and-report", "violation")
    assert "“整改完成（全部）”逾期才办理：2025-07-10" in zh
    assert "以后已经办理，不再欠缺" in zh
    assert "'correction made (in full)' was done late" in en


def test_where_readings_give_different_dates_the_period_is_counted_under_each() -> None:
    zh, en = explained(report(letter("2025-09-02"), "2025-10-20"), "rectify-and-report", "violation")
    assert "按“不顺延，按日历日计算”的理解：" in zh
    assert "到期日：2025-10-02" in zh
    assert "到期日：2025-10-09" in zh
    assert "国庆节" in zh
    assert "moves to the next working day" in en


def test_an_open_reading_is_told_with_the_result_of_each_option() -> None:
    made = report([*letter("2025-06-03"), objection("2025-06-14")], "2025-06-20")
    zh, en = explained(made, "answer-objection", "undetermined")
    assert "对逾期提出的异议是否仍应当答复？“仍应当在十五日内答复，但不影响整改期限”：待办" in zh
    assert "“无须答复”：不适用（异议逾期提出，无须答复）" in zh
    assert "Must a late objection still be answered?" in en


def test_a_chosen_reading_is_named_as_chosen() -> None:
    made = report(letter("2025-09-02"), "2025-10-20", readings={"rollover": "stays"})
    zh, en = explained(made, "rectify-and-report", "violation")
    assert "按选定的理解：不顺延，按日历日计算" in zh
    assert "As chosen: it does not" in en


def test_a_missing_fact_is_named_with_its_record_and_the_possible_results() -> None:
    made = report([*letter(None, "2025-06-03"), objection("2025-06-20")], "2025-07-10")
    zh, en = explained(made, "rectify-and-report", "undetermined")
    assert "事实不明" in zh
    assert "“文书收到”的“日期”（见记录letter）" in zh
    assert "可能的结果：" in zh
    assert "'date' of 'document received' (see record letter)" in en


def test_a_condition_that_failed_is_told_in_words() -> None:
    visit: dict[str, object] = {
        "id": "visit",
        "type": "activity_performed",
        "activity": "on_site_supervision",
        "on": "2025-06-11",
        "by": "k-gov",
        "concerning": "k-urb",
        "matter": "M1",
        "persons": [{"person": "p1", "role": "supervision_officer", "certificates_shown": ["supervision"]}],
    }
    zh, en = explained(report([visit], "2025-06-12"), "on-site-supervision", "violation")
    assert "不符合要求：参与人员中“身份”为“行政执法监督人员”的不少于2人" in zh
    assert "at least 2" in en


def test_an_undated_duty_says_that_no_date_is_set_and_what_forecloses_it() -> None:
    made = report(letter("2025-06-03")[:2], "2025-07-10")
    zh, en = explained(made, "recommendation-letter", "required_action")
    assert "条文没有规定期限" in zh
    assert "未办理即有“监督终结”的，构成违反" in zh
    assert "the text sets no date" in en


def test_assumptions_are_told_only_where_a_record_left_something_out() -> None:
    sent = [*letter("2025-06-03"), correction("2025-07-10"), correction_report("2025-07-11")]
    assert "推定：" in explained(report(sent, "2025-08-01"), "rectify-and-report", "violation")[0]
    stated = [{**r, "answers": "none"} if r["id"] in ("rep", "letter", "fix") else r for r in sent]
    stated = [{**r, "limit_on": "none"} if r["id"] == "letter" else r for r in stated]
    assert "推定：" not in explained(report(stated, "2025-08-01"), "rectify-and-report", "violation")[0]


def test_control_characters_in_the_data_do_not_reach_the_reader() -> None:
    records = [{**r, "note": "x"} for r in letter("2025-06-03")]
    for record in records:
        if record.get("number") is not None:
            record["number"] = "L\x1b[31m1"
        if record.get("document") is not None:
            record["document"] = "L\x1b[31m1"
    assert "\x1b" not in explained(report(records, "2025-07-04"), "rectify-and-report", "violation")[0]


def test_another_language_is_refused() -> None:
    found = finding(report(letter("2025-06-03"), "2025-07-04"), "rectify-and-report", "violation")
    with pytest.raises(ValueError, match="no such language"):
        found.explain("fr")  # type: ignore[arg-type]


def test_a_letter_that_is_not_on_file_is_named_with_what_must_be_known_of_it() -> None:
    records = [r for r in letter("2025-06-03") if r["id"] != "letter"]
    found = next(f for f in report(records, "2025-07-20").undetermined if f.rule == "rectify-and-report")
    zh, en = found.explain("zh"), found.explain("en")
    assert f"文书“{LETTER}”的“文书种类”（没有制发记录）" in zh
    assert f"of document '{LETTER}' (its issue is not on file)" in en


def test_days_that_nobody_knows_are_no_dates() -> None:
    records = [{**r, "on": None} if r["id"] in ("letter", "receipt") else r for r in letter("2025-06-03")]
    made = report(records, "2025-07-20")
    for found in made.findings:
        assert found.due is None or found.due.year > 1900
        assert found.latest is None or found.latest.year < 9000
        assert_sound(found.explain("zh"), found.evidence)


@pytest.mark.parametrize("as_of", ["2025-03-15", "2025-06-30", "2025-10-05", "2025-12-31", "2027-03-01"])
@pytest.mark.parametrize("readings", [{}, {"rollover": "rolls", "short-year": "binds"}])
def test_all_findings_of_the_example_explain_themselves(as_of: str, readings: dict[str, str]) -> None:
    records = [json.loads(line) for line in EXAMPLE.read_text(encoding="utf-8").splitlines()]
    made = z.check(records, packs="enshi", as_of=as_of, readings=readings)
    for found in made.findings:
        for text in (found.explain("zh"), found.explain("en")):
            assert_sound(text, found.evidence)
            assert found.fingerprint[:12] in text


def assert_sound(text: str, evidence: Sequence[str]) -> None:
    assert "None" not in text
    assert "9999" not in text
    assert "0001-" not in text
    for record in evidence:
        assert record in text
