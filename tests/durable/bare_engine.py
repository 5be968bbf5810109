"""Runs the C module of durable-rules as it is, without any guard rail, in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from typing import Any

_PRELUDE = """
import json, sys
import durable_rules_engine as C

def rules(**antecedents):
    return C.create_ruleset("r", json.dumps(antecedents))

def pull(handle, offset):
    fired = []
    begun = C.start_action_for_state(handle, offset)
    message = begun[1] if begun else None
    while message:
        fired.extend(json.loads(message).items())
        message = C.complete_and_start_action(handle, offset)
    return fired

count = 0

def put(handle, *facts, sid="0", how=C.assert_fact):
    "Assert facts one by one; give the return codes or errors, and the names of the rules that fired."
    global count
    codes, fired = [], []
    for fact in facts:
        count += 1
        try:
            code, offset = how(handle, json.dumps({"sid": sid, "id": str(count), **fact}))
            fired += [rule for rule, _ in pull(handle, offset)]
        except Exception as error:
            code = str(error).rsplit(" ", 1)[-1] or type(error).__name__
        codes.append(code)
    return codes, fired

def put_batch(handle, *facts):
    facts = [{"sid": "0", "id": str(i), **fact} for i, fact in enumerate(facts)]
    code, offset = C.assert_facts(handle, json.dumps(facts))
    return code, [rule for rule, _ in pull(handle, offset)]

def say(value):
    print(json.dumps(value), flush=True)
"""


@dataclass(frozen=True, slots=True)
class Ending:
    """How the process ended: the signal that killed it, or that it hung, and the last thing that it said."""

    said: Any
    signal: int = 0
    hung: bool = False


def bare(script: str, *, seconds: float = 30, **environment: str) -> Ending:
    """Run a script over the helpers of the prelude."""
    command = [sys.executable, "-c", _PRELUDE + script]
    try:
        done = subprocess.run(
            command,
            capture_output=True,
            text=True,
            check=False,
            timeout=seconds,
            env={**os.environ, "PYTHONUTF8": "1", **environment},
        )
    except subprocess.TimeoutExpired:
        return Ending(None, hung=True)
    assert done.returncode <= 0, done.stderr
    said = done.stdout.strip().splitlines()
    return Ending(json.loads(said[-1]) if said else None, signal=-done.returncode)
