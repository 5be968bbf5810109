"""The vocabularies of the records: each word with its Chinese and English label.

A field that takes a word accepts only the words of its vocabulary, so that a misspelt word is an input
error and never a rule that silently does not apply. Packs may add words.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from pydantic_core import CoreSchema, core_schema

from zhifa_rules.records.vocabulary import WORDS, Labels

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic import GetCoreSchemaHandler


@dataclass(frozen=True)
class Words:
    """Marks a ``str`` annotation: only words of the named vocabulary are accepted.

    ``extra`` holds the words that packs add to the vocabulary for this field.
    """

    vocabulary: str
    extra: tuple[tuple[str, Labels], ...] = ()

    @cached_property
    def labels(self) -> Mapping[str, Labels]:
        """Every accepted word with its Chinese and English label."""
        return {**WORDS.get(self.vocabulary, {}), **dict(self.extra)}

    @cached_property
    def known(self) -> frozenset[str]:
        """Every accepted word."""
        return frozenset(self.labels)

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:  # noqa: ANN401
        """Accept exactly the words of the vocabulary."""
        return core_schema.literal_schema(list(self.labels))


@dataclass(frozen=True)
class Reference:
    """Marks a ``str`` annotation as the key of an ``organ``, a ``person`` or a ``document``."""

    kind: str
