"""Without durable-rules everything else works, and what needs it says how to install it."""

from __future__ import annotations

import importlib
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from rule_helpers import fired, rule

from zhifa_rules.engines.durable import availability
from zhifa_rules.engines.durable import canonical as c
from zhifa_rules.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Callable

PROBE = """
import sys
import zhifa_rules, zhifa_rules.cli.main, zhifa_rules.engines.durable.process
print(sorted(name for name in sys.modules if name.partition(".")[0] in ("durable", "durable_rules_engine")))
"""


def test_the_library_does_not_import_durable_rules() -> None:
    found = subprocess.run([sys.executable, "-c", PROBE], capture_output=True, text=True, check=True)
    assert found.stdout == "[]\n"


def _failing(error: Exception) -> Callable[[str], Any]:
    def fail(_: str) -> object:
        raise error

    return fail


@pytest.mark.parametrize(
    ("version", "error", "message"),
    [
        ((3, 11), ModuleNotFoundError(), r"not installed\. Install it with: pip install 'zhifa-rules\[durable\]'"),
        ((3, 13), ModuleNotFoundError(), r"with: CPPFLAGS=-DPyEval_CallObject=PyObject_CallObject pip install"),
        ((3, 13), ImportError("undefined symbol"), r"cannot be loaded: undefined symbol\. Build it anew: CPPFLAGS=-D"),
    ],
)
def test_without_durable_rules(
    monkeypatch: pytest.MonkeyPatch, version: tuple[int, int], error: Exception, message: str
) -> None:
    monkeypatch.setattr(sys, "version_info", version)
    monkeypatch.setattr(importlib, "import_module", _failing(error))
    assert not availability.available()
    with pytest.raises(EngineError, match=message):
        fired([rule("r", c.pattern("a", "A"))], {"type": "A"})
