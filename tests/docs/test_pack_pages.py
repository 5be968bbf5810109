"""The page of a pack tells everything that the pack holds, and its links lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from markdown_it import MarkdownIt

from zhifa_rules.packs import Pack, builtin_packs, load_pack
from zhifa_rules.report.pack_page.markdown import escaped, pair

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it.token import Token

PAGES = Path(__file__).parents[2] / "docs" / "packs"


@pytest.fixture(scope="module", params=builtin_packs())
def pack(request: pytest.FixtureRequest) -> Pack:
    return load_pack(request.param)


@pytest.fixture(scope="module")
def tokens(pack: Pack) -> list[Token]:
    return parsed((PAGES / f"{pack.id}.md").read_text(encoding="utf-8"))


# --- Reading Markdown -----------------------------------------------------------------------------------------


def parsed(page: str) -> list[Token]:
    """Give all tokens of a page, those within lines included."""
    blocks = MarkdownIt("commonmark").enable("table").parse(page)
    return [token for block in blocks for token in (block, *(block.children or ()))]


def anchors(tokens: list[Token]) -> list[str]:
    return [found for t in tokens if t.type == "html_inline" for found in re.findall(r'^<a id="([^"]+)">$', t.content)]


def link_targets(tokens: list[Token]) -> list[str]:
    return [str(token.attrs["href"]) for token in tokens if token.type == "link_open"]


def shown(tokens: list[Token]) -> str:
    """Give the text that a reader sees."""
    return "\n".join(token.content for token in tokens if token.type in ("text", "code_inline"))


# --- Everything is told -----------------------------------------------------------------------------------------


def test_there_is_a_page_of_every_pack_and_no_other() -> None:
    assert {path.name for path in PAGES.iterdir()} == {"README.md", *(f"{name}.md" for name in builtin_packs())}


def test_every_rule_has_a_section_and_stands_among_the_duties(pack: Pack, tokens: list[Token]) -> None:
    page = (PAGES / f"{pack.id}.md").read_text(encoding="utf-8")
    duties = page.partition('<a id="calendar">')[2].partition('<a id="classes">')[0]
    for rule in pack.rules.values():
        assert f"rule-{rule.id}" in anchors(tokens)
        assert f"(#rule-{rule.id})" in duties, rule.id
        assert page.count(pair(rule.summary)) >= 1
        assert f"**{escaped(rule.summary.zh)}**" in page


def test_every_clause_has_a_row(pack: Pack, tokens: list[Token]) -> None:
    page = (PAGES / f"{pack.id}.md").read_text(encoding="utf-8")
    ledger = page.partition('<a id="ledger">')[2]
    for clause in pack.ledger:
        rows = [line for line in ledger.splitlines() if f" `{clause.id}` |" in line]
        assert len(rows) == sum(1 for other in pack.ledger if other.id == clause.id)
        assert any(escaped(clause.label) in row for row in rows)
        for rule in clause.rules:
            assert any(f"(#rule-{rule})" in row for row in rows)
        if clause.reason is not None:
            assert any(pair(clause.reason) in row for row in rows)


def test_every_option_is_told_with_its_reason(pack: Pack, tokens: list[Token]) -> None:
    text = shown(tokens)
    for question in pack.questions.values():
        assert f"q-{question.name}" in anchors(tokens)
        assert question.text.en in text
        for option in question.options:
            assert f"{question.id}={option.name}" in text
            assert option.text.zh in text
            assert option.why is None or option.why.en in text


def test_every_instrument_is_told(pack: Pack, tokens: list[Token]) -> None:
    text = shown(tokens)
    for instrument in pack.instruments.values():
        for told in (instrument.title.zh, instrument.title.en, instrument.number, instrument.issuer.zh):
            assert told in text


def test_links_lead_to_places_of_the_page(tokens: list[Token]) -> None:
    places = anchors(tokens)
    assert len(places) == len(set(places))
    assert {target.removeprefix("#") for target in link_targets(tokens)} <= set(places)


def test_tables_are_tables(pack: Pack) -> None:
    page = (PAGES / f"{pack.id}.md").read_text(encoding="utf-8")
    tables = [list(_cells_by_row(group)) for group in _tables(page)]
    assert tables
    for rows in tables:
        assert len({len(row) for row in rows}) == 1
    parsed_rows = sum(token.type == "tr_open" for token in parsed(page))
    assert parsed_rows == sum(len(rows) - 1 for rows in tables)  # all but the rulers


def _tables(page: str) -> Iterator[list[str]]:
    found: list[str] = []
    for line in [*page.splitlines(), ""]:
        if line.startswith("|"):
            found.append(line)
        elif found:
            yield found
            found = []


def _cells_by_row(lines: list[str]) -> Iterator[list[str]]:
    for line in lines:
        yield re.split(r"(?<!\\)\|", line)


def test_the_index_links_to_every_page() -> None:
    tokens = parsed((PAGES / "README.md").read_text(encoding="utf-8"))
    assert link_targets(tokens) == [f"{name}.md" for name in builtin_packs()]
    assert all((PAGES / target).is_file() for target in link_targets(tokens))
