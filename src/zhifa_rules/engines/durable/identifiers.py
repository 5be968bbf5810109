"""Short identifiers that durable-rules cannot confuse: it knows messages and fields by 32-bit hashes alone (G7)."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

SESSION = "s"
"""The one session that lives at a time in a ruleset; the engine would confuse two whose hashes are equal (G8)."""

BOOT_ID = "$boot"
ASOF_ID = "$asof"

_OFFSET_BASIS = 0x811C9DC5
_PRIME = 16777619
_WORD = 0xFFFFFFFF


def message_hash(text: str) -> int:
    """Give the hash that durable-rules takes of an ASCII identifier (32-bit FNV-1a)."""
    value = _OFFSET_BASIS
    for byte in text.encode():
        value = ((value ^ byte) * _PRIME) & _WORD
    return value


def name_hashes(name: str) -> tuple[int, int]:
    """Give both hashes that a name can have: whether C takes a byte as signed depends on the processor."""
    signed = _OFFSET_BASIS
    for byte in name.encode():
        extended = byte | 0xFFFFFF00 if byte >= 0x80 else byte
        signed = ((signed ^ extended) * _PRIME) & _WORD
    return message_hash(name), signed


def confused(names: Iterable[str]) -> tuple[str, str] | None:
    """Give two different names that durable-rules takes for one, if there are any."""
    for which in (0, 1):
        holders: dict[int, set[str]] = defaultdict(set)
        for name in names:
            same = holders[name_hashes(name)[which]]
            same.add(name)
            if len(same) > 1:
                first, second = sorted(same)
                return first, second
    return None


class Identifiers:
    """The identifiers "0", "1", "2", ... without those that the engine would take for an earlier one."""

    def __init__(self) -> None:
        self._texts: list[str] = []
        self._numbers: dict[str, int] = {}
        self._next = 0
        # The engine keeps a message of its own in every session, and so does the driver.
        self._taken = {message_hash(text) for text in (f"sid-{SESSION}", BOOT_ID, ASOF_ID)}

    def __getitem__(self, number: int) -> str:
        while len(self._texts) <= number:
            text = str(self._next)
            self._next += 1
            value = message_hash(text)
            if value not in self._taken:
                self._taken.add(value)
                self._numbers[text] = len(self._texts)
                self._texts.append(text)
        return self._texts[number]

    def number(self, text: str) -> int:
        """Give the number that an identifier stands for; the text is never smaller than the number."""
        if text not in self._numbers:
            self[int(text)]
        return self._numbers[text]
