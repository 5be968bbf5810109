"""What is not needed is not imported: asking for help does not wait for the machinery of a check."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import zhifa_rules

MACHINERY = frozenset({"chinese_calendar", "dateutil", "pydantic", "rich", "yaml"})
"""What a check needs beside the standard library and click."""
NO_PART_OF_A_CHECK = frozenset(
    {
        "zhifa_rules.engines.durable",
        "zhifa_rules.packs.lint",
        "zhifa_rules.packs.verification",
        "zhifa_rules.report.pack_page",
        "zhifa_rules.testing",
    }
)
OWN = ("zhifa_rules.cli", "zhifa_rules.errors")
"""The parts of the library that are needed to say what the command line can do."""
HISTORY = min(Path(__file__).parents[2].glob("examples/*/history.jsonl"))


def imported_by(statements: str) -> set[str]:
    """Run statements in a new interpreter and name the modules that they imported."""
    code = f"import sys\n{statements}\nprint('\\n' + '\\n'.join(sys.modules), file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return set(done.stderr.split("\n"))


def imported_by_command(*arguments: str) -> set[str]:
    return imported_by(f"from zhifa_rules.cli.main import run\nrun({list(arguments)!r})")


def test_importing_the_library_imports_none_of_its_parts() -> None:
    modules = imported_by("import zhifa_rules")
    assert not modules & (MACHINERY | {"click"})
    assert not [name for name in modules if name.startswith("zhifa_rules.")]


@pytest.mark.parametrize("arguments", [("--version",), ("--help",), ("check", "--help"), ("lint", "--help")])
def test_help_and_version_need_no_machinery(arguments: tuple[str, ...]) -> None:
    modules = imported_by_command(*arguments)
    assert "zhifa_rules.cli.main" in modules
    assert not modules & MACHINERY
    assert not [name for name in modules if name.startswith("zhifa_rules.") and not name.startswith(OWN)]


def test_a_check_imports_only_what_it_needs() -> None:
    modules = imported_by_command("check", str(HISTORY), "--as-of", "2025-12-31", "--format", "json")
    assert "zhifa_rules.session" in modules
    assert not modules & (NO_PART_OF_A_CHECK | {"rich"})
    modules = imported_by_command("check", str(HISTORY), "--as-of", "2025-12-31", "--format", "text")
    assert "rich" in modules
    assert not modules & NO_PART_OF_A_CHECK


def test_every_public_name_is_there() -> None:
    for name in zhifa_rules.__all__:
        assert getattr(zhifa_rules, name).__class__ is not None
        assert name in dir(zhifa_rules)
    with pytest.raises(AttributeError, match="no attribute 'chekc'"):
        getattr(zhifa_rules, "chekc")  # noqa: B009  (mypy knows that it is not there)


def test_the_modules_of_the_public_names_are_attributes() -> None:
    assert "done" in _said("import zhifa_rules; zhifa_rules.records.builtin_catalogue(); print('done')")


def test_the_program_says_everything_before_it_leaves() -> None:
    command = [sys.executable, "-m", "zhifa_rules", "check", str(HISTORY), "--as-of", "2025-12-31", "--format", "json"]
    done = subprocess.run(command, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (1, b"")
    assert json.loads(done.stdout)["findings"]


def _said(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
