"""A tiny pack of an invented field of law, the lending of library books, and ways to change it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zhifa_rules.packs.lint import LintProblem, lint_path

if TYPE_CHECKING:
    from pathlib import Path

    from zhifa_rules.errors import Location

PACK = """\
pack: library
version: "1.0.0"
title: {zh: 图书借阅规则, en: Rules on the lending of books}
instruments:
  - id: lending
    title: {zh: 图书借阅规则, en: Rules on the lending of books}
    number: 馆令第1号
    issuer: {zh: 城市图书馆, en: City library}
    validity: {from: 2025-01-01, until: none}
    territory: ["99"]
questions:
  loan-days:
    question: {zh: 借期按日历日还是工作日？, en: Calendar or working days?}
    options:
      calendar: {says: {zh: 日历日, en: calendar days}, status: live}
      working: {says: {zh: 工作日, en: working days}, status: minority}
definitions:
  library: {kind: library}
  loan-period:
    reading: loan-days
    calendar: {days: 14, after: trigger.on}
    working: {working_days: 14, after: trigger.on}
record_types:
  book_lent:
    label: {zh: 借出, en: book lent}
    meaning: {zh: 图书借给读者, en: A library lent a book.}
    natural_key: [by, number]
    fields:
      number: {kind: text, label: {zh: 借单号, en: number}, meaning: {zh: 借单号, en: Number of the slip.}}
      reader: {kind: organ, label: {zh: 读者, en: reader}, meaning: {zh: 读者, en: Who borrowed it.}}
      copies: {kind: integer, label: {zh: 册数, en: copies}, meaning: {zh: 册数, en: How many.}}
      shelf:
        kind: word
        label: {zh: 书架, en: shelf}
        meaning: {zh: 书架, en: Where it stands.}
        words: {open: {zh: 开架, en: open}, closed: {zh: 闭架, en: closed}}
  book_returned:
    label: {zh: 归还, en: book returned}
    meaning: {zh: 读者归还图书, en: A reader brought a book back.}
    fields:
      stamped: {kind: flag, label: {zh: 盖章, en: stamped}, meaning: {zh: 盖章, en: Whether it was stamped.}}
  stock_taken:
    label: {zh: 清点, en: stock taken}
    meaning: {zh: 图书馆清点藏书, en: A library took stock.}
    fields:
      sections:
        kind: word
        many: true
        label: {zh: 区域, en: sections}
        meaning: {zh: 区域, en: What was counted.}
        words: {fiction: {zh: 小说, en: fiction}, science: {zh: 科学, en: science}}
extends:
  organ_registered:
    words:
      kind: {library: {zh: 图书馆, en: library}, reader: {zh: 读者, en: reader}}
"""

RULES = """\
rules:
  - id: return-book
    form: deadline
    cites: [{article: "2", paragraph: "1"}]
    summary: {zh: 读者应当在十四日内还书。, en: A reader returns a book within fourteen days.}
    trigger: {record: book_lent}
    bearer: trigger.reader
    counterpart: trigger.by
    must:
      record: book_returned
      where: {by: {same_as: bearer}}
      within: {definition: loan-period}

  - id: take-stock
    form: quota
    cites: [{article: "2", paragraph: "2"}]
    summary: {zh: 图书馆每年清点一次。, en: Each library takes stock once a year.}
    trigger: {every: year}
    addressee: {definition: library}
    act: {record: stock_taken}
    credited_to: act.by
    at_least: 1
    components: {of: act.sections, all_of: [fiction, science]}

  - id: lend-few
    form: requirement
    cites: [{article: "3", item: "1"}]
    summary: {zh: 每次至多借三册，且须为开架图书。, en: At most three books from the open shelf are lent.}
    trigger: {record: book_lent, where: {shelf: open}}
    bearer: trigger.by
    must:
      - id: three
        that: {trigger.copies: {at_most: 3}}
"""

_HASH = "0" * 64

LEDGER = f"""\
clauses:
  - {{id: "1.1", label: 第一条, treatment: principle, reason: {{zh: 目的, en: purpose}}, sha256: "{_HASH}"}}
  - id: "2.1"
    label: 第二条第一款
    treatment: encoded
    rules: [return-book]
    sha256: "{_HASH}"
  - id: "2.2"
    label: 第二条第二款
    treatment: encoded
    rules: [take-stock]
    definitions: [library]
    sha256: "{_HASH}"
  - {{id: "3.1", label: 第三条, treatment: principle, reason: {{zh: 引语, en: lead}}, sha256: "{_HASH}"}}
  - {{id: "3.1.1", label: 第三条第一项, treatment: encoded, rules: [lend-few], sha256: "{_HASH}"}}
"""

CASES = """\
cases:
  - {id: a, kind: complies, rules: [return-book, take-stock, lend-few]}
  - {id: b, kind: violates, rules: [return-book, take-stock, lend-few]}
  - {id: c, kind: near_miss, rules: [return-book, take-stock, lend-few]}
"""

FILES = {"pack.yaml": PACK, "rules/lending.yaml": RULES, "ledger.yaml": LEDGER, "cases/lending.yaml": CASES}


@dataclass
class PackFolder:
    """A pack on disk whose files can be changed piece by piece."""

    path: Path

    def write(self) -> PackFolder:
        for name, text in FILES.items():
            file = self.path / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        return self

    def replace(self, name: str, old: str, new: str) -> PackFolder:
        text = self.text(name)
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        (self.path / name).write_text(text.replace(old, new), encoding="utf-8")
        return self

    def append(self, name: str, text: str) -> PackFolder:
        (self.path / name).write_text(self.text(name) + text, encoding="utf-8")
        return self

    def text(self, name: str) -> str:
        return (self.path / name).read_text(encoding="utf-8")

    def place(self, name: str, needle: str) -> tuple[str, int]:
        """Tell in which line of a file a text stands."""
        text = self.text(name)
        assert text.count(needle) == 1, f"{needle!r} stands {text.count(needle)} times in {name}"
        return name, text[: text.index(needle)].count("\n") + 1

    def at(self, location: Location) -> tuple[str, int]:
        """Give the file of a place, relative to the pack, and its line."""
        return location.file.removeprefix(f"{self.path}/"), location.line


# --- Linting ---


def found(folder: PackFolder, check: str) -> LintProblem:
    """Lint; exactly one problem of this check is expected, and it has a place and a cure."""
    problems = [problem for problem in lint_path(folder.path) if problem.check == check]
    assert len(problems) == 1, [str(p) for p in lint_path(folder.path)]
    (problem,) = problems
    assert problem.location.line
    assert problem.location.column
    assert problem.problem.cure
    return problem


def with_rule(folder: PackFolder, text: str) -> PackFolder:
    """Add a rule that cites the clause of ``lend-few``, is named by it, and has its cases."""
    rule = text.partition("id: ")[2].partition("\n")[0]
    folder.append("rules/lending.yaml", "\n" + text)
    folder.replace("ledger.yaml", "encoded, rules: [", f"encoded, rules: [{rule}, ")
    file = folder.path / "cases/lending.yaml"
    file.write_text(folder.text("cases/lending.yaml").replace("lend-few", f"lend-few, {rule}"), encoding="utf-8")
    return folder


def rule(name: str, *lines: str) -> str:
    """Write a requirement on lending; ``lines`` replace or follow its usual keys."""
    given = {line.strip().partition(":")[0] for line in lines}
    usual = [
        'cites: [{article: "3", item: "1"}]',
        f"summary: {{zh: 规则{name}, en: Rule {name}}}",
        "form: requirement",
        "trigger: {record: book_lent, where: {shelf: open}}",
        "bearer: trigger.by",
        "must: [{id: few, that: {trigger.copies: {at_most: 2}}}]",
    ]
    kept = [line for line in usual if line.partition(":")[0] not in given]
    return "\n".join(f"    {line}" for line in [*kept, *lines]).replace("    ", f"  - id: {name}\n    ", 1) + "\n"


def duty_of(name: str) -> tuple[str, ...]:
    return "unless:", "  - reason: {zh: 无, en: none}", f"    when: {{duty: {{rule: {name}, is: breached}}}}"
