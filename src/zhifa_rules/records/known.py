"""What a record may say of an attribute: a value, known absence, bounds, alternatives, or nothing.

A fact in law is often known only in part. A field declared ``Known[T]`` accepts, beside a plain value
of ``T``, the word ``none`` (known absent: no time limit, no seal), bounds on a date
(``{not_before, not_after}``) or number (``{at_least, at_most}``), alternatives (``{one_of: [...]}``) and
null or nothing at all (unknown). A list takes neither bounds nor alternatives: it is known wholly or not at all.
Nothing is defaulted silently.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Annotated, Any, Final, TypeVar, Union, get_args, get_origin

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from zhifa_rules.records.words import Words

NONE_WORD = "none"
ABSENT_CHOICE = "the word none"
"""The label of the attempt to read a text as ``none``; that a text is another word is never the error meant."""


class Absent:
    """The type of ``ABSENT``: it is known that there is no such thing."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "ABSENT"

    def __reduce__(self) -> str:
        return "ABSENT"


class Uncertain:
    """The base of everything that stands for a value which is not known exactly."""

    __slots__ = ()


class Unknown(Uncertain):
    """The type of ``UNKNOWN``: nothing is known of the value."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "UNKNOWN"

    def __reduce__(self) -> str:
        return "UNKNOWN"


@dataclass(frozen=True, slots=True)
class DateBounds(Uncertain):
    """A date between two days, both included; an open end is ``None``."""

    not_before: date | None = None
    not_after: date | None = None


@dataclass(frozen=True, slots=True)
class NumberBounds(Uncertain):
    """A whole number between two numbers, both included; an open end is ``None``."""

    at_least: int | None = None
    at_most: int | None = None


@dataclass(frozen=True, slots=True)
class OneOf(Uncertain):
    """One of several values, it is not known which."""

    values: tuple[Any, ...]


ABSENT = Absent()
UNKNOWN = Unknown()

# The classes of values that are not known exactly; a look-up of the class is quicker than a chain of tests.
OPEN = frozenset({type(None), Unknown, DateBounds, NumberBounds, OneOf})


_NO_DATE: Final = "calendar_date"
_NO_DATE_MESSAGE: Final = "must be a calendar date such as 2025-06-03"


def parse_date(value: object) -> date:
    """Take a calendar date: a ``date`` or text such as ``2025-06-03``; instants are refused (S3)."""
    if isinstance(value, str) and len(value) == 10 and value[4] == value[7] == "-":
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    elif isinstance(value, date) and not isinstance(value, datetime):
        return value
    raise PydanticCustomError(_NO_DATE, _NO_DATE_MESSAGE)


def date_core_schema() -> CoreSchema:
    """Give the validation schema of a plain calendar date: what ``parse_date`` takes, mostly without calling Python."""
    written = core_schema.str_schema(strict=True, pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}$")
    return core_schema.union_schema(
        [
            core_schema.chain_schema([written, core_schema.date_schema()]),
            core_schema.date_schema(strict=True),
            core_schema.no_info_plain_validator_function(parse_date),
        ],
        mode="left_to_right",
        custom_error_type=_NO_DATE,
        custom_error_message=_NO_DATE_MESSAGE,
        serialization=core_schema.plain_serializer_function_ser_schema(str, when_used="json"),
    )


class CalendarDate:
    """Marks a ``date`` annotation so that only calendar dates are accepted, never instants."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:  # noqa: ANN401
        """Replace pydantic's lenient date parsing, which reads numbers as seconds."""
        return date_core_schema()

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Publish a plain date."""
        return {"type": "string", "format": "date"}


Date = Annotated[date, CalendarDate()]


def _parse_special(value: object, inner: type | None) -> object:
    if value is None or value is UNKNOWN:
        return UNKNOWN
    if value is ABSENT or value == NONE_WORD:
        return ABSENT
    if inner is tuple and isinstance(value, dict | Uncertain):
        raise PydanticCustomError("known_list", "a list takes neither bounds nor alternatives")
    if isinstance(value, OneOf):
        return _parse_bounds({"one_of": value.values}, inner)
    if isinstance(value, DateBounds | NumberBounds):
        return _parse_bounds(asdict(value), inner)
    if isinstance(value, dict):
        return _parse_bounds(value, inner)
    raise PydanticCustomError("known_value", "is neither a value, 'none', null, bounds nor {one_of: [...]}")


def _parse_bounds(value: dict[Any, Any], inner: type | None) -> Uncertain:
    keys = set(value)
    if keys and keys <= {"not_before", "not_after"} and inner is date:
        low, high = (None if value.get(k) is None else parse_date(value[k]) for k in ("not_before", "not_after"))
        return _ordered(DateBounds(low, high), low, high)
    if keys and keys <= {"at_least", "at_most"} and inner is int:
        least, most = (_bound_number(value.get(k)) for k in ("at_least", "at_most"))
        return _ordered(NumberBounds(least, most), least, most)
    if keys == {"one_of"}:
        return OneOf(tuple(value["one_of"]) if isinstance(value["one_of"], list | tuple) else ())
    raise PydanticCustomError(
        "known_bounds",
        "these keys do not state bounds here; use {not_before, not_after} for dates, "
        "{at_least, at_most} for numbers or {one_of: [...]}",
    )


def _bound_number(value: object) -> int | None:
    if value is None or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    raise PydanticCustomError("known_bounds", "a bound must be a whole number")


def _ordered(bounds: DateBounds | NumberBounds, low: Any, high: Any) -> Uncertain:  # noqa: ANN401
    if low is None and high is None:
        return UNKNOWN
    if low is not None and high is not None and low > high:
        raise PydanticCustomError("known_bounds", "the lower bound lies above the upper bound")
    return bounds


def _base_type(annotation: Any) -> type | None:  # noqa: ANN401
    while get_origin(annotation) is Annotated:
        annotation = get_args(annotation)[0]
    origin = get_origin(annotation)
    return origin if isinstance(origin, type) else annotation if isinstance(annotation, type) else None


def _has_vocabulary(annotation: Any) -> bool:  # noqa: ANN401
    return any(isinstance(marker, Words) for marker in getattr(annotation, "__metadata__", ()))


class KnownSchema:
    """Builds the pydantic schema of ``Known[T]`` from that of ``T``."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:  # noqa: ANN401
        """Try the plain value first, since nearly all values are plain."""
        inner_annotation = get_args(source)[0]
        inner = _base_type(inner_annotation)
        plain = date_core_schema() if inner_annotation is date else handler.generate_schema(inner_annotation)

        def special(value: object) -> object:
            parsed = _parse_special(value, inner)
            if parsed is ABSENT and inner is tuple:
                return ()
            return _checked_alternatives(parsed, inner_annotation) if isinstance(parsed, OneOf) else parsed

        special_schema = core_schema.no_info_plain_validator_function(
            special, serialization=core_schema.plain_serializer_function_ser_schema(dump_special)
        )
        choices: list[CoreSchema | tuple[CoreSchema, str]] = [(plain, "value"), (special_schema, "special")]
        if inner is str and not _has_vocabulary(inner_annotation):  # free text could be the word "none"
            word = core_schema.literal_schema([NONE_WORD])
            choices.insert(0, (core_schema.chain_schema([word, special_schema]), ABSENT_CHOICE))
        # The serialiser of a plain date would take anything, so that of the whole looks at the value itself.
        whole = core_schema.plain_serializer_function_ser_schema(dump_special, when_used="json")
        return core_schema.union_schema(choices, mode="left_to_right", serialization=whole if inner is date else None)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Publish the plain value beside the ways to say less than a value."""
        choices = schema["choices"]
        plain_schema = next(c[0] for c in choices if c[1] == "value")
        is_date = plain_schema.get("custom_error_type") == _NO_DATE
        plain: JsonSchemaValue = {"type": "string", "format": "date"} if is_date else handler(plain_schema)
        ways: list[JsonSchemaValue] = [plain, {"const": NONE_WORD}, {"type": "null"}]
        if is_date:
            ways.append(_bounds_json({"type": "string", "format": "date"}, "not_before", "not_after"))
        elif plain.get("type") == "integer":
            ways.append(_bounds_json({"type": "integer"}, "at_least", "at_most"))
        if plain.get("type") == "array":
            return {"anyOf": ways}
        one_of = {"type": "array", "items": plain, "minItems": 1}
        ways.append(
            {
                "type": "object",
                "properties": {"one_of": one_of},
                "required": ["one_of"],
                "additionalProperties": False,
            }
        )
        return {"anyOf": ways}


def _bounds_json(value: JsonSchemaValue, low: str, high: str) -> JsonSchemaValue:
    properties = {key: {"anyOf": [value, {"type": "null"}]} for key in (low, high)}
    return {"type": "object", "properties": properties, "additionalProperties": False, "minProperties": 1}


def _checked_alternatives(alternatives: OneOf, annotation: Any) -> object:  # noqa: ANN401
    from pydantic import TypeAdapter, ValidationError  # noqa: PLC0415  (built only when alternatives occur)

    adapter: TypeAdapter[Any] = TypeAdapter(Annotated[date, CalendarDate()] if annotation is date else annotation)
    try:
        values = [adapter.validate_python(v, strict=True) for v in alternatives.values]
    except ValidationError as error:
        raise PydanticCustomError("known_bounds", "one of the alternatives is not a value of this field") from error
    distinct = tuple(dict.fromkeys(values))
    if not distinct:
        raise PydanticCustomError("known_bounds", "one_of must list at least one alternative")
    return distinct[0] if len(distinct) == 1 else OneOf(distinct)


def dump_special(value: object) -> object:
    """Give the JSON form of a value that is not plain."""
    if isinstance(value, Absent):
        return NONE_WORD
    if isinstance(value, Unknown):
        return None
    if isinstance(value, DateBounds):
        return {k: str(v) for k in ("not_before", "not_after") if (v := getattr(value, k)) is not None}
    if isinstance(value, NumberBounds):
        return {k: v for k in ("at_least", "at_most") if (v := getattr(value, k)) is not None}
    if isinstance(value, OneOf):
        return {"one_of": [str(v) if isinstance(v, date) else v for v in value.values]}
    return value.isoformat() if isinstance(value, date) else value


T = TypeVar("T")
Known = Annotated[Union[T, Uncertain, Absent], KnownSchema()]  # noqa: UP007  (a generic alias needs Union)
