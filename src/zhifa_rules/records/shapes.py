"""What the engine and the linter need to know of a record type: its fields, kinds, labels, references."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, Union, get_args, get_origin

from zhifa_rules.records.base import SAME_AS, Element, EventRecord
from zhifa_rules.records.known import ABSENT, KnownSchema
from zhifa_rules.records.words import Reference, Words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic.fields import FieldInfo


class Kind(StrEnum):
    """What a field holds; a list field holds many of it."""

    DATE = "date"
    INTEGER = "integer"
    FLAG = "flag"
    TEXT = "text"
    WORD = "word"
    ORGAN = "organ"
    PERSON = "person"
    DOCUMENT = "document"
    ELEMENT = "element"


@dataclass(frozen=True, slots=True)
class Assumption:
    """What is taken when a record leaves a field out, and how a report says so.

    ``same_as`` names the field whose value is taken, else ``taken`` is the value.
    """

    value: Any = field(compare=False)
    zh: str
    en: str
    same_as: str | None = field(init=False, compare=False, default=None)
    taken: Any = field(init=False, compare=False, default=None)

    def __post_init__(self) -> None:
        value = self.value
        if isinstance(value, dict) and SAME_AS in value:
            object.__setattr__(self, "same_as", value[SAME_AS])
            return
        if value == "none":
            value = ABSENT
        elif isinstance(value, dict):  # since the beginning
            value = date.min
        object.__setattr__(self, "taken", tuple(value) if isinstance(value, list) else value)


@dataclass(frozen=True, slots=True)
class FieldShape:
    """One field of a record type."""

    name: str
    kind: Kind
    many: bool
    uncertain: bool
    label: str
    meaning: str
    words: Words | None = None
    element: Shape | None = None
    assumption: Assumption | None = None


@dataclass(frozen=True, slots=True)
class AllAssumed:
    """What is assumed of a record that leaves out every field of which something can be assumed.

    ``taken`` are the values, ``copied`` the fields that say what another one says; ``of_parts`` tells that the parts of
    a list have such fields of their own.
    """

    fields: frozenset[str]
    of_field: Mapping[str, Assumption]
    taken: Mapping[str, Any]
    copied: tuple[tuple[FieldShape, Assumption], ...]
    all: tuple[Assumption, ...]
    of_parts: bool


@dataclass(frozen=True, slots=True)
class Shape:
    """The fields of a record type or of an element of a list.

    ``documents`` are the fields that name one document, ``participants`` those that list persons with their roles.
    """

    name: str
    fields: Mapping[str, FieldShape]
    assumable: tuple[FieldShape, ...]
    assumed: AllAssumed
    documents: tuple[str, ...] = ()
    participants: tuple[str, ...] = ()


_KINDS: dict[Any, Kind] = {date: Kind.DATE, int: Kind.INTEGER, bool: Kind.FLAG, str: Kind.TEXT}


def shape_of(model: type[Element]) -> Shape:
    """Read the shape of a model off its fields."""
    fields = {name: _field_shape(name, info) for name, info in model.model_fields.items()}
    # A vocabulary of one word ("type") carries no information for rules beyond the type itself.
    assumable = tuple(f for f in fields.values() if f.assumption or (f.element and f.element.assumable))
    documents = tuple(f.name for f in fields.values() if f.kind is Kind.DOCUMENT and not f.many)
    participants = tuple(f.name for f in fields.values() if f.element and {"person", "role"} <= set(f.element.fields))
    return Shape(model.__name__, fields, assumable, _all_assumed(assumable), documents, participants)


def _all_assumed(assumable: tuple[FieldShape, ...]) -> AllAssumed:
    made = [(field, field.assumption) for field in assumable if field.assumption is not None]
    return AllAssumed(
        fields=frozenset(field.name for field, _ in made),
        of_field={field.name: assumption for field, assumption in made},
        taken={field.name: assumption.taken for field, assumption in made if assumption.same_as is None},
        copied=tuple((field, assumption) for field, assumption in made if assumption.same_as is not None),
        all=tuple(dict.fromkeys(assumption for _, assumption in made)),
        of_parts=any(field.element is not None and field.element.assumable for field in assumable),
    )


def _field_shape(name: str, info: FieldInfo) -> FieldShape:
    uncertain = any(isinstance(marker, KnownSchema) for marker in info.metadata)
    markers = list(info.metadata)
    annotation = info.annotation
    if get_origin(annotation) is Union or str(get_origin(annotation)) == "<class 'types.UnionType'>":
        annotation = get_args(annotation)[0]
    annotation, inner_markers = _peel(annotation)
    markers += inner_markers
    many = get_origin(annotation) is tuple
    if many:
        item = get_args(annotation)[0]
        if get_origin(item) is Union:
            item = get_args(item)[0]
        annotation, markers = _peel(item)
        if get_origin(annotation) is not None:
            annotation = str
    element = shape_of(annotation) if isinstance(annotation, type) and issubclass(annotation, Element) else None
    words = next((m for m in markers if isinstance(m, Words)), None)
    reference = next((m for m in markers if isinstance(m, Reference)), None)
    return FieldShape(
        name=name,
        kind=_kind(annotation, element, words, reference),
        many=many,
        uncertain=uncertain,
        label=info.title or name,
        meaning=info.description or "",
        words=words,
        element=element,
        assumption=_assumption(info),
    )


def _peel(annotation: Any) -> tuple[Any, list[Any]]:  # noqa: ANN401
    markers: list[Any] = []
    while get_origin(annotation) is Annotated:
        annotation, *found = get_args(annotation)
        markers += found
    return annotation, markers


def _kind(annotation: Any, element: Shape | None, words: Words | None, reference: Reference | None) -> Kind:  # noqa: ANN401
    if element:
        return Kind.ELEMENT
    if words:
        return Kind.WORD
    if reference:
        return Kind(reference.kind)
    return _KINDS.get(annotation, Kind.TEXT)


def _assumption(info: FieldInfo) -> Assumption | None:
    extra = info.json_schema_extra
    if not isinstance(extra, dict) or "if_absent" not in extra:
        return None
    return Assumption(extra["if_absent"], str(extra["assumption_zh"]), str(extra["assumption_en"]))


@dataclass(frozen=True, slots=True)
class RecordType:
    """A record type: its model, its shape, the key that identifies the thing in the world (S2).

    ``natural_key`` names the fields that identify the thing; ``order`` lists pairs of date fields of which the
    first never lies after the second.
    """

    name: str
    model: type[EventRecord]
    shape: Shape
    label_zh: str
    label_en: str
    natural_key: tuple[str, ...] = ()
    order: tuple[tuple[str, str], ...] = ()

    @property
    def meaning(self) -> str:
        """What fact in law a record of this type stands for."""
        return " ".join((self.model.__doc__ or "").split())
