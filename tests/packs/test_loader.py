"""Loading packs: what is wrong is reported with file, line, column and cure; declared records work end to end."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from pack_helpers import PackFolder

from zhifa_rules import InputError, PackError, UsageError, builtin_packs, check, load_pack
from zhifa_rules.packs import loader

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zhifa_rules.errors import Problem

RULES, CASES, PACK, LEDGER = "rules/lending.yaml", "cases/lending.yaml", "pack.yaml", "ledger.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> PackFolder:
    return PackFolder(tmp_path / "library").write()


def problems_of(folder: PackFolder) -> tuple[Problem, ...]:
    with pytest.raises(PackError) as caught:
        load_pack(folder.path)
    for problem in caught.value.problems:
        assert problem.location.line and problem.location.column, problem
        assert problem.cure, problem
    return caught.value.problems


def test_a_good_pack_loads(folder: PackFolder) -> None:
    pack = load_pack(folder.path)
    assert list(pack.rules) == ["return-book", "take-stock", "lend-few"]
    assert [t.name for t in pack.declared] == ["book_lent", "book_returned", "stock_taken", "organ_registered"]
    assert [clause.id for clause in pack.ledger] == ["1.1", "2.1", "2.2", "3.1", "3.1.1"]
    assert not pack.unused_definitions
    assert len(pack.norms) == 3


def test_built_in_packs_load_by_name() -> None:
    for name in builtin_packs():
        assert load_pack(name).id == name


def test_a_path_as_text_is_a_path(folder: PackFolder) -> None:
    assert load_pack(str(folder.path)).sha256 == load_pack(folder.path).sha256


def test_the_hash_depends_on_every_file(folder: PackFolder) -> None:
    before = load_pack(folder.path).sha256
    folder.append("cases/lending.yaml", "# a remark\n")
    assert load_pack(folder.path).sha256 != before


def test_line_ends_do_not_matter(folder: PackFolder) -> None:
    before = load_pack(folder.path).sha256
    file = folder.path / RULES
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert load_pack(folder.path).sha256 == before


def test_the_ledger_of_a_built_in_pack_is_read_when_it_is_asked_for(
    folder: PackFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loader, "files", lambda _: folder.path.parent)
    assert [clause.id for clause in load_pack("library").ledger] == ["1.1", "2.1", "2.2", "3.1", "3.1.1"]
    folder.replace(LEDGER, "treatment: encoded, rules: [lend", "treatment: coded, rules: [lend")
    pack = load_pack("library")
    assert len(pack.norms) == 3
    for _ in range(2):
        with pytest.raises(PackError, match="this word is not known here") as caught:
            len(pack.ledger)
        assert len(caught.value.problems) == 2
    with pytest.raises(PackError, match="this word is not known here"):
        load_pack(folder.path)


def test_an_unknown_pack_names_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"there is no such pack.*enshi"):
        load_pack("ensi")
    with pytest.raises(UsageError, match="there is no such pack"):
        load_pack(tmp_path)


# file, text replaced, replacement, a text on the line of the problem ("": the replacement), message, cure
WRONG = [
    (RULES, "form: deadline", "from: deadline", "- id: return-book", "this key is missing", "Add 'form: …'"),
    (
        RULES,
        "form: deadline",
        "form: deadline\n    frce: mandatory",
        "frce",
        "key is not known",
        "Did you mean 'force'?",
    ),
    (RULES, "form: deadline", "form: deadline\n    force: must", "force", "word is not known", "Allowed: mandatory"),
    (RULES, "form: deadline", "form: dedline", "", "this word is not known here", "Did you mean 'deadline'?"),
    (RULES, "counterpart: trigger.by", "counterparty: trigger.by", "", "this key is not known", "Allowed here:"),
    (RULES, "record: book_lent}", "record: book_lend}", "", "unknown record type", "Did you mean book_lent?"),
    (RULES, "trigger.reader", "trigger.raeder", "", "has no field raeder", "Did you mean reader?"),
    (
        RULES,
        "trigger: {record: book_lent}\n    bearer",
        "trigger: {record: [book_lent, stock_taken]}\n    bearer",
        "trigger.reader",
        "trigger can also be stock_taken, which has no field reader",
        "a pattern for each record type",
    ),
    (RULES, "trigger.reader", "triger.reader", "", "no known name", "Did you mean trigger?"),
    (RULES, "trigger.reader", "trigger.copies", "bearer: trigger.copies", "must lead to one organ", "trigger.by"),
    (RULES, "{record: book_lent}", "{record: book_lent, each: trigger}", "", "each needs a list", "trigger.to"),
    (RULES, "{shelf: open}", "{shelf: opened}", "", "never has this value", "Did you mean open?"),
    (RULES, "{at_most: 3}", '{at_most: "3"}', "", "cannot be compared with this", "integer"),
    (RULES, "{at_most: 3}", "{at_mots: 3}", "", "unknown comparison", "Did you mean at_most?"),
    (RULES, "{at_most: 3}", "{named: true}", "", "only a matter or a case can be named", "{present: …}"),
    (
        RULES,
        "trigger.copies: {at_most: 3}",
        "trigger.matter: {named: 3}",
        "",
        "named takes true or false",
        "named: true",
    ),
    (RULES, "[fiction, science]", "[fiction, sience]", "", "this word never occurs there", "Did you mean science?"),
    (RULES, "{every: year}", "{every: yaer}", "", "unknown period", "Did you mean year?"),
    (RULES, "{definition: library}", "{definition: librery}", "", "unknown definition", "Did you mean library?"),
    (RULES, "at_least: 1", "at_least: 0", "", "the number must be at least 1", "Mend the number"),
    (RULES, "at_least: 1", "at_least: one", "", "expected a whole number", "digits"),
    (RULES, 'item: "1"}', "item: 1}", "", "expected a text", 'Put it in quotes: "1"'),
    (RULES, "{zh: 图书馆每年清点一次。, ", "{", "{en: Each library", "this key is missing", "Add 'zh: …'"),
    (PACK, "from: 2025-01-01", "from: 2025-02-30", "", "this is no day", "2025-03-01"),
    (PACK, "from: 2025-01-01", "from: 2025/01/01", "", "this is no day", "2025-03-01"),
    (PACK, 'territory: ["99"]', "territory: [north]", "", "prefix of division codes", "Write digits"),
    (PACK, 'territory: ["99"]', "territory: [99]", "", "expected a text", 'Put it in quotes: "99"'),
    (PACK, "reading: loan-days", "reading: load-days", "", "unknown open question", "Did you mean loan-days?"),
    (PACK, "working: {working_days", "workng: {working_days", "", "has no such option", "Did you mean working?"),
    (PACK, "status: minority", "status: minor", "", "this word is not known here", "Did you mean 'minority'?"),
    (PACK, "status: live}", "status: minority}", "calendar: {says", "no option is live", "status: live"),
    (PACK, "{days: 14,", "{day: 14,", "", "this is no period after a date", "Give exactly one of"),
    (PACK, "  stock_taken:", "  document_sent:", "label: {zh: 清点", "exists already", "use extends"),
    (PACK, "natural_key: [by, number]", "natural_key: [by, slip]", "", "no such field", "Name fields of the type"),
    (PACK, "kind: integer", "kind: int", "", "this word is not known here", "Did you mean 'integer'?"),
    (
        PACK,
        "words: {fiction: {zh: 小说, en: fiction}, science: {zh: 科学, en: science}}",
        "words: {}",
        "",
        "one word",
        "Add",
    ),
    (PACK, "  organ_registered:", "  organ_registred:", "    words:\n      kind: {lib", "unknown record type", "Known"),
    (PACK, "version: ", "edition: ", "", "this key is not known here", "Allowed here: pack, version"),
    (LEDGER, 'id: "3.1.1"', 'id: "3.1"', '- {id: "1.1"', "clause 3.1 stands twice", "Keep one of them"),
    (LEDGER, "    rules: [take-stock]\n", "", '- id: "2.2"', "an encoded clause names its rules", "Add 'rules"),
    (LEDGER, "principle, reason: {zh: 引语, en: lead}", "power", "", "a clause without a rule says why", "reason"),
    (LEDGER, "treatment: encoded, rules: [lend", "treatment: coded, rules: [lend", "", "not known", "'encoded'?"),
]


@pytest.mark.parametrize(("file", "old", "new", "needle", "message", "cure"), WRONG)
def test_a_mistake_is_reported_in_its_line_with_a_cure(
    folder: PackFolder, file: str, old: str, new: str, needle: str, message: str, cure: str
) -> None:
    folder.replace(file, old, new)
    fitting = [problem for problem in problems_of(folder) if message in problem.message]
    assert fitting
    assert cure in fitting[0].cure
    assert folder.at(fitting[0].location) == folder.place(file, needle or new)


YAML_TRAPS = [
    ("pack: library", "pack: &x library", "an anchor is not allowed", "Remove it"),
    ('version: "1.0.0"', "version: *x", "an alias is not allowed", "Write the value out"),
    ('version: "1.0.0"', "version: 1.0", "expected a text", 'Put it in quotes: "1.0"'),
    ('version: "1.0.0"', "version: 1\nversion: 2", "this key was already given in line 2", "Keep one"),
    ('version: "1.0.0"', "12: x", "a key must be a text", 'Put it in quotes: "12"'),
    ('version: "1.0.0"', "\tversion: x", "a tab is not allowed", "Use spaces"),
    ('version: "1.0.0"', "version: !!str 1", "a tag is not allowed", "Remove it"),
    ('version: "1.0.0"', "on: 2", "this key is not known here", "Allowed here"),
    ('version: "1.0.0"', "version: [1", "", ""),
]


@pytest.mark.parametrize(("old", "new", "message", "cure"), YAML_TRAPS)
def test_what_yaml_readers_disagree_about_is_refused(
    folder: PackFolder, old: str, new: str, message: str, cure: str
) -> None:
    folder.replace("pack.yaml", old, new)
    found = [p for p in problems_of(folder) if message in p.message]
    assert found
    assert cure in found[0].cure
    assert found[0].location.line in (1, 2, 3)


def test_on_and_no_stay_words(folder: PackFolder) -> None:
    """``no`` is a word like others and ``on`` a field, not true and false."""
    folder.replace(
        PACK, "words: {open: {zh: 开架, en: open},", "words: {open: {zh: 开架, en: open}, no: {zh: 无, en: no},"
    )
    folder.replace(RULES, "where: {shelf: open}", "where: {shelf: no, on: {after: 2025-03-01}}")
    assert "lend-few" in load_pack(folder.path).rules


def test_a_file_that_will_not_parse(folder: PackFolder) -> None:
    folder.replace(RULES, "    must:\n      record:", "    must: {{\n      record:")
    (problem, *_) = problems_of(folder)
    assert folder.at(problem.location)[0] == RULES


def test_a_file_that_is_no_mapping(folder: PackFolder) -> None:
    (folder.path / RULES).write_text("- id: x\n", encoding="utf-8")
    with pytest.raises(PackError, match=r"must hold a mapping.*Write 'key: value' lines"):
        load_pack(folder.path)


@pytest.mark.parametrize("name", [RULES, CASES, LEDGER])
def test_a_file_that_is_no_text(folder: PackFolder, name: str) -> None:
    (folder.path / name).write_bytes(b"\xff\xfe\x00")
    with pytest.raises(PackError, match=rf"{name}.*cannot be read.*UTF-8"):
        load_pack(folder.path)


def test_cases_of_a_built_in_pack_are_there_when_asked_for() -> None:
    """They are read late; what is then read are all files in the folder, as they are."""
    name = builtin_packs()[0]
    folder = Path(__file__).parents[2] / "rules" / name
    files = [(file.name, file.text) for file in load_pack(name).case_files]
    assert [(Path(name).name, text) for name, text in files] == [
        (path.name, path.read_text(encoding="utf-8")) for path in sorted((folder / "cases").iterdir())
    ]
    assert files == [(file.name, file.text) for file in load_pack(folder).case_files]


def test_a_pack_needs_a_ledger(folder: PackFolder) -> None:
    (folder.path / LEDGER).unlink()
    with pytest.raises(PackError, match=r"ledger.yaml: the pack has no ledger. Add ledger.yaml"):
        load_pack(folder.path)


def test_two_rules_with_the_same_id(folder: PackFolder) -> None:
    expected = folder.place(RULES, "id: take-stock")
    (problem,) = problems_of(folder.replace(RULES, "id: take-stock", "id: return-book"))
    assert problem.message == "two rules have the same id"
    assert folder.at(problem.location) == expected
    assert problem.cure.endswith(f"{RULES}:2:5")


def test_problems_of_all_files_come_together_in_order(folder: PackFolder) -> None:
    folder.replace(RULES, "form: quota", "form: quotum").replace(
        LEDGER, "treatment: principle, reason: {zh: 目", "treatment: p, reason: {zh: 目"
    )
    folder.replace(RULES, "{at_most: 3}", "{at_most: many}")
    found = problems_of(folder)
    assert [folder.at(p.location)[0] for p in found] == [LEDGER, RULES, RULES]
    assert [p.location for p in found] == sorted(p.location for p in found)


# --- Records that a pack declares -----------------------------------------------------------------------------

LIBRARY = {"type": "organ_registered", "id": "o1", "organ": "lib", "kind": "library", "division": "990001"}
READER = {"type": "organ_registered", "id": "o2", "organ": "ann", "kind": "reader", "division": "990001"}
LENT = {"type": "book_lent", "id": "l1", "on": "2025-03-03", "by": "lib", "reader": "ann", "number": "7", "matter": "m"}


def verdicts(
    folder: PackFolder, records: Iterable[dict[str, Any]], as_of: str, rule: str
) -> list[tuple[str, date | None]]:
    report = check([LIBRARY, READER, *records], packs=folder.path, as_of=as_of)
    return [(duty.verdict.value, _day(duty.outcome.due)) for duty in report.duties if duty.norm.rule == rule]


def _day(due: object) -> date | None:
    return date.fromordinal(due) if isinstance(due, int) else None


@pytest.mark.parametrize(
    ("returned", "as_of", "verdict"),
    [
        (None, "2025-03-17", "pending"),
        (None, "2025-03-18", "violated"),
        ("2025-03-17", "2025-04-01", "satisfied"),
        ("2025-03-18", "2025-04-01", "cured_late"),
    ],
)
def test_a_deadline_over_declared_records(folder: PackFolder, returned: str | None, as_of: str, verdict: str) -> None:
    act = {"type": "book_returned", "id": "r1", "on": returned, "by": "ann", "matter": "m"}
    found = verdicts(folder, [LENT, act] if returned else [LENT], as_of, "return-book")
    assert found == [(verdict, date(2025, 3, 17))]


def test_a_quota_over_declared_records(folder: PackFolder) -> None:
    log: dict[str, Any] = {"type": "log_scope_declared", "id": "s", "organs": ["all"], "types": ["stock_taken"]}
    log |= {"covers_from": "2025-01-01", "covers_to": "2026-12-31"}
    fiction = {"type": "stock_taken", "id": "t1", "on": "2025-05-05", "by": "lib", "sections": ["fiction"]}
    science = {"type": "stock_taken", "id": "t2", "on": "2025-06-05", "by": "lib", "sections": ["science"]}

    def states(*records: dict[str, Any]) -> list[str]:
        found = check([LIBRARY, READER, log, *records], packs=folder.path, as_of="2026-01-01").duties
        return [
            d.verdict.value
            for d in found
            if d.norm.rule == "take-stock" and d.trigger.key == ("period", "2025") and d.outcome.bearer == "lib"
        ]

    assert states(fiction, science) == ["satisfied"]
    assert states(fiction) == ["violated"]
    assert states() == ["violated"]


@pytest.mark.parametrize(
    ("fields", "verdict"), [({"copies": 3}, "satisfied"), ({"copies": 4}, "violated"), ({}, "undetermined")]
)
def test_a_requirement_on_declared_fields(folder: PackFolder, fields: dict[str, Any], verdict: str) -> None:
    found = verdicts(folder, [LENT | {"shelf": "open"} | fields], "2025-03-04", "lend-few")
    assert [verdict_found for verdict_found, _ in found] == [verdict]
    assert verdicts(folder, [LENT | {"shelf": "closed"} | fields], "2025-03-04", "lend-few") == []


def test_declared_records_are_checked_like_all_others(folder: PackFolder) -> None:
    cases: list[tuple[dict[str, Any], str]] = [
        ({"shelf": "opn"}, "unknown word.*Did you mean open"),
        ({"copis": 1}, "unknown field.*Did you mean copies"),
        ({"copies": "three"}, "copies"),
        ({"on": "2025-02-30"}, "on"),
    ]
    for fields, message in cases:
        with pytest.raises(InputError, match=message):
            check([LENT | fields], packs=folder.path, as_of="2025-03-04")


def test_a_declared_natural_key_makes_copies_one(folder: PackFolder) -> None:
    copy = LENT | {"id": "l2"}
    assert len(verdicts(folder, [LENT, copy], "2025-03-04", "return-book")) == 1
    assert len(verdicts(folder, [LENT, copy | {"number": "8"}], "2025-03-04", "return-book")) == 2


def test_added_words_are_words_of_this_pack_only(folder: PackFolder) -> None:
    with pytest.raises(InputError, match="unknown word"):
        check([LIBRARY], packs="enshi", as_of="2025-03-04")
