"""Open questions of law and their defensible answers (S11)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zhifa_rules.norms.rule import text_of

if TYPE_CHECKING:
    from zhifa_rules.norms.core import Text
    from zhifa_rules.sources import Fields

LIVE = "live"
MINORITY = "minority"


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to an open question; a ``live`` one counts by default, a minority one only when it is chosen."""

    name: str
    text: Text
    live: bool
    why: Text | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """A question that the text leaves open, named ``pack/name``."""

    pack: str
    name: str
    text: Text
    options: tuple[Option, ...]

    @property
    def id(self) -> str:
        """The full name of the question."""
        return f"{self.pack}/{self.name}"

    @property
    def live(self) -> tuple[str, ...]:
        """The names of the options that count by default."""
        return tuple(option.name for option in self.options if option.live)

    def option(self, name: str) -> Option:
        """Give an option by its name."""
        return next(option for option in self.options if option.name == name)


def read_questions(pack: str, fields: Fields | None) -> dict[str, Question]:
    """Read the key ``questions`` of a pack."""
    if fields is None:
        return {}
    questions = {name: _question(pack, name, fields) for name in fields.node.keys()}  # noqa: SIM118
    fields.finish()
    return questions


def _question(pack: str, name: str, parent: Fields) -> Question:
    fields = parent.fields(name, required=True)
    text = text_of(fields.localized("question", required=True))
    options_fields = fields.fields("options", required=True)
    options = tuple(_option(key, options_fields) for key in options_fields.node.keys())  # noqa: SIM118
    options_fields.finish()
    fields.finish()
    if len(options) < 2:
        fields.report("options", "an open question has at least two options", "Add the other option")
    if options and not any(option.live for option in options):
        fields.report("options", "no option is live", "Mark at least one option with status: live")
    return Question(pack, name, text, options)


def _option(name: str, parent: Fields) -> Option:
    fields = parent.fields(name, required=True)
    text = text_of(fields.localized("says", required=True))
    status = fields.choice("status", [LIVE, MINORITY], required=True)
    why = fields.localized("why")
    fields.finish()
    return Option(name, text, status == LIVE, None if why is None else text_of(why))
