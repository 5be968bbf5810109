"""What the README shows is what the program prints."""

from __future__ import annotations

import re
from pathlib import Path

from click.testing import CliRunner

from zhifa_rules.cli.main import cli

ROOT = Path(__file__).parents[2]
SHOWN = re.compile(r"<!-- output of: zhifa-rules (?P<command>.*?) -->\n```\n(?P<output>.*?)\n```", re.DOTALL)


def test_readme_shows_real_output() -> None:
    shown = SHOWN.search((ROOT / "README.md").read_text(encoding="utf-8"))
    assert shown is not None
    arguments = [str(ROOT / a) if a.startswith("examples/") else a for a in shown["command"].split()]
    result = CliRunner().invoke(cli, arguments, prog_name="zhifa-rules")
    assert shown["output"] == result.output.rstrip()
