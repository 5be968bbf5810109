"""Writing the lines of one Python function."""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, cast

from zhifa_rules.engines.native.concrete.scene import Unsupported

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from zhifa_rules.engines.native.concrete.dates import Options

_INDENT = "    "
_WORDS = re.compile(r"\w+")


class Lines:
    """The lines written so far, and the constants to which they refer by name."""

    def __init__(self) -> None:
        self.constants: dict[str, Any] = {}
        self._lines: list[str] = []
        self._names = 0
        self._remembered: list[dict[object, str]] = [{}]  # of each block that is open

    def recall(self, what: object) -> str | None:
        """Give the variable that holds something already, on whichever way this line is reached."""
        return next((held[what] for held in self._remembered if what in held), None)

    def remember(self, what: object, variable: str) -> str:
        """Note what a variable holds until the end of the block."""
        self._remembered[-1][what] = variable
        return variable

    def add(self, text: str) -> None:
        """Write one line at the present depth."""
        self._lines.append(_INDENT * len(self._remembered) + text)

    @contextmanager
    def block(self, header: str) -> Iterator[None]:
        """Write a header; what is written meanwhile stands below it."""
        self.add(header)
        self._remembered.append({})
        before = len(self._lines)
        yield
        if len(self._lines) == before:
            self.add("pass")
        self._remembered.pop()

    def fresh(self, stem: str) -> str:
        """Give a name that no other variable has."""
        self._names += 1
        return f"{stem}_{self._names}"

    def constant(self, value: object) -> str:
        """Give the text of a constant, or a name under which the function finds it."""
        if value is None or value.__class__ in (str, int, bool):
            return repr(value)
        name = self.fresh("constant")
        self.constants[name] = value
        return name

    def function(
        self, name: str, parameters: str, beginning: Mapping[str, str], surroundings: Mapping[str, Any]
    ) -> Callable[..., Any]:
        """Compile what was written into a function; ``beginning`` says what variables hold that the lines use."""
        used = set(_WORDS.findall("\n".join(self._lines)))
        first = [f"{_INDENT}{variable} = {held}" for variable, held in beginning.items() if variable in used]
        text = "\n".join([f"def {name}({parameters}):", *first, *self._lines])
        names: dict[str, Any] = {**surroundings, **self.constants}
        exec(compile(text, f"<{name}>", "exec"), names)
        return cast("Callable[..., Any]", names[name])


@dataclass(frozen=True, slots=True)
class Root:
    """What paths begin with: a variable that holds an entry, or an organ, and one that holds its attributes.

    A member of a list has attributes alone, an organ none of its own; a word of a list has neither.
    """

    variable: str | None
    attributes: str | None


@dataclass(frozen=True, slots=True)
class Passage:
    """A place in a function that is being written: its lines, the roots that paths can begin with, the readings.

    ``past`` tells that the function looks at a duty as of an earlier day, when an act of that day may be examined.
    """

    lines: Lines
    roots: Mapping[str, Root]
    options: Options
    pack: str
    past: bool

    def rooted(self, **roots: Root) -> Passage:
        """Give the same place with further roots."""
        return replace(self, roots={**self.roots, **roots})

    def root(self, name: str) -> Root:
        """Give a root; raises ``Unsupported`` for one that this evaluation does not know."""
        root = self.roots.get(name)
        if root is None:
            raise Unsupported
        return root
