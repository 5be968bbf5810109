"""The built-in packs are found however the library is installed."""

from __future__ import annotations

import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROBE = "import zhifa_rules; print(len(zhifa_rules.load_pack('enshi').rules), zhifa_rules.builtin_packs())"


def _run(*command: str | Path, cwd: Path) -> str:
    found = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout + found.stderr
    return found.stdout


@pytest.mark.slow
@pytest.mark.parametrize("editable", [False, True], ids=["wheel", "editable"])
def test_packs_are_found(tmp_path: Path, editable: bool) -> None:
    venv.create(tmp_path / "venv", with_pip=True)
    python = tmp_path / "venv" / "bin" / "python"
    target: list[str | Path] = ["--editable", str(ROOT)]
    if not editable:
        _run(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "-w", tmp_path, ROOT, cwd=tmp_path)
        target = [next(tmp_path.glob("zhifa_rules-*.whl"))]
    _run(python, "-m", "pip", "install", "--quiet", *target, cwd=tmp_path)
    assert "'enshi'" in _run(python, "-c", PROBE, cwd=tmp_path)
    assert "enshi" in _run(tmp_path / "venv" / "bin" / "zhifa-rules", "packs", cwd=tmp_path)
