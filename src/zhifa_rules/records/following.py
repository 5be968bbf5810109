"""Where things belong that state no matter or case: with the document that they name, or alone (S15)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    Key = tuple[Any, ...]


class DocumentHomes:
    """Keeps in which subjects the documents of each number are, and the things without one that name them."""

    def __init__(self) -> None:
        self._homes: dict[str, tuple[Key, ...]] = {}  # of each document one
        self._following: dict[str, dict[Key, None]] = {}

    def home_of(self, key: Key, own: object, numbers: Sequence[str]) -> Key:
        """Give the subject of a thing that names documents by ``numbers`` and may have a number of its ``own``."""
        homes = {home for number in numbers for home in self._homes.get(number, ())}
        if len(homes) == 1:
            return homes.pop()
        if isinstance(own, str):
            return ("document", own)
        return ("document", numbers[0]) if numbers else key

    def follow(self, key: Key, numbers: Iterable[str]) -> None:
        """Note that a thing goes where these documents go."""
        for number in numbers:
            self._following.setdefault(number, {})[key] = None

    def leave(self, key: Key, numbers: Iterable[str]) -> None:
        """Note that it does not any more."""
        for number in numbers:
            self._following.get(number, {}).pop(key, None)

    def count(self, number: str, home: Key, change: int) -> Iterable[Key]:
        """Count the documents of a number in a subject; gives what follows that number and may now belong elsewhere."""
        homes = self._homes.get(number, ())
        if change > 0:
            self._homes[number] = (*homes, home)
        else:
            place = homes.index(home)
            self._homes[number] = homes[:place] + homes[place + 1 :]
        following = self._following.get(number)
        return tuple(following) if following else ()
