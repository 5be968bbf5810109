"""Whether durable-rules can be used here, and what to do if not. Nothing here is needed by the native engine."""

from __future__ import annotations

import importlib
import sys
from typing import TYPE_CHECKING

from zhifa_rules.errors import EngineError, Problem

if TYPE_CHECKING:
    from types import ModuleType

ENGINE_MODULE = "durable_rules_engine"

_FLAG = "CPPFLAGS=-DPyEval_CallObject=PyObject_CallObject "
_REPLACED = (3, 13)
"""The first Python without a function that durable-rules 2.0.28 calls by its old name."""


def installation() -> str:
    """Say how to install durable-rules on this Python."""
    flag = _FLAG if sys.version_info >= _REPLACED else ""
    return f"Install it with: {flag}pip install 'zhifa-rules[durable]' (this needs a C compiler)"


def obstacle() -> str:
    """Say why durable-rules cannot be used here; empty if it can."""
    try:
        importlib.import_module(ENGINE_MODULE)
    except ModuleNotFoundError:
        return "durable-rules is not installed"
    except ImportError as error:
        return f"durable-rules is installed but cannot be loaded: {error}"
    return ""


def available() -> bool:
    """Whether durable-rules can be used here."""
    return not obstacle()


def require() -> None:
    """Raise an error that says how to install durable-rules, if it cannot be used."""
    if reason := obstacle():
        cure = f"{installation()}; the native engine needs nothing"
        if sys.version_info >= _REPLACED and "not installed" not in reason:
            cure = f"Build it anew: {_FLAG}pip install --force-reinstall --no-cache-dir 'zhifa-rules[durable]'"
        raise EngineError(Problem(reason, cure))


def engine_module() -> ModuleType:
    """Give the C module; only the child process and tests call this."""
    return importlib.import_module(ENGINE_MODULE)
