"""Running the command line inside the test process, and a history to run it on."""

from __future__ import annotations

import io
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from zhifa_rules.cli.main import run

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pytest

EXAMPLE = Path(__file__).parents[2] / "examples" / "enshi" / "history.jsonl"
AS_OF = "--as-of=2025-12-31"

ORGAN: dict[str, object] = {
    "id": "o1",
    "type": "organ_registered",
    "organ": "k-urb",
    "name": "利川市城市管理执法局",
    "kind": "department",
    "level": "county",
    "division": "422802",
}
ELSEWHERE: dict[str, object] = {**ORGAN, "division": "110101"}


@dataclass(frozen=True)
class Result:
    """What a run of the command line came to."""

    code: int
    out: str
    err: str


class Runner:
    """Runs commands in a directory of their own."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[bytes]) -> None:
        self.folder = folder
        self._monkeypatch = monkeypatch
        self._capsys = capsys
        monkeypatch.chdir(folder)
        monkeypatch.delenv("ZHIFA_RULES_DEBUG", raising=False)

    def __call__(self, *arguments: str, stdin: str | None = None) -> Result:
        if stdin is not None:
            self._monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
        code = run(list(arguments))
        captured = self._capsys.readouterr()
        return Result(code, captured.out.decode(), captured.err.decode())

    def file(self, name: str, content: str) -> str:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
        return name

    def lines(self, name: str, records: Iterable[dict[str, object]]) -> str:
        return self.file(name, json_lines(records))


def json_lines(records: Iterable[dict[str, object]]) -> str:
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
