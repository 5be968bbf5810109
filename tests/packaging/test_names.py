"""The engine knows no jurisdiction: packs are data, and no name of one occurs in the code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from zhifa_rules.packs import builtin_packs, load_pack

SOURCES = Path(__file__).parents[2] / "src"


@pytest.mark.parametrize("pack", builtin_packs())
def test_no_jurisdiction_is_named_in_the_code(pack: str) -> None:
    title = load_pack(pack).title.zh
    place = re.match(r"(?:[^行关]{2,4}?)(?=[省市州县区])", title)
    names = re.compile("|".join([rf"\b{pack}\b", *([re.escape(place[0])] if place else [])]), re.IGNORECASE)
    files = [file for file in SOURCES.rglob("*") if file.suffix in (".py", ".yaml", ".j2", ".json")]
    named = [str(file) for file in files if names.search(file.read_text(encoding="utf-8"))]
    assert named == []
