"""What people type becomes typed GraphQL variables, guided by the types that an operation declares."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLSchema,
    VariableDefinitionNode,
    is_required_input_field,
    type_from_ast,
)
from starlette.datastructures import FormData, ImmutableMultiDict, UploadFile

Fields = Mapping[str, Sequence[str | UploadFile]]
"""What arrived, by name: an address's parameters or a form's fields."""

Faults = dict[str, str]
"""One sentence for each field that can't be used."""

_ABSENT = object()
_NUMBERS = frozenset(map(str, range(100)))
"""Of the objects in one list."""


class _Unusable(Exception):
    """Its message is the sentence."""


def gathered(*sources: Mapping[str, str] | ImmutableMultiDict[str, Any] | FormData) -> dict[str, list[Any]]:
    """All values by name. A later source replaces what an earlier one has under the same name."""
    fields: dict[str, list[Any]] = {}
    for source in sources:
        pairs = source.multi_items() if isinstance(source, ImmutableMultiDict) else source.items()
        own: dict[str, list[Any]] = {}
        for name, value in pairs:
            own.setdefault(name, []).append(value)
        fields |= own
    return fields


def variables(
    definitions: Sequence[VariableDefinitionNode], schema: GraphQLSchema, fields: Fields, zone: ZoneInfo
) -> tuple[dict[str, Any], Faults]:
    """The variables that `fields` give, and what is the matter with the others.

    An empty field is an absent one. Enum values may be in lower case; a list is a field given several times;
    a member of an input object is `object.member`; a TypedForm is all of them as they came. Dates and times without an
    offset are in `zone`. A faulty variable is left out.
    """
    reader = _Reader(fields, zone)
    values: dict[str, Any] = {}
    for definition in definitions:
        name = definition.variable.name.value
        type_ = type_from_ast(schema, definition.type)
        required = isinstance(type_, GraphQLNonNull) and definition.default_value is None
        value = reader.read(name, type_, required=required)
        if value is not _ABSENT:
            values[name] = value
    return values, reader.faults


_LOCAL = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d)?)?")


def has_local_time(fields: Fields) -> bool:
    """Whether something that arrived looks like a date or time without an offset, as date inputs send them."""
    return any(isinstance(value, str) and _LOCAL.fullmatch(value) for values in fields.values() for value in values)


class _Reader:
    """Reads one request's fields and gathers what is the matter with them."""

    def __init__(self, fields: Fields, zone: ZoneInfo) -> None:
        self.fields = fields
        self.zone = zone
        self.faults: Faults = {}

    def read(self, name: str, type_: Any, *, required: bool) -> Any:
        """The value of one variable or member; `_ABSENT` where it was not given, or can't be used."""
        bare = type_.of_type if isinstance(type_, GraphQLNonNull) else type_
        if getattr(bare, "name", "") == "TypedForm":
            return self.whole()
        if isinstance(bare, GraphQLInputObjectType):
            return self.members(name, bare, required=required)
        given = [value for value in map(_trimmed, self.fields.get(name, ())) if value != ""]
        try:
            if isinstance(bare, GraphQLList):
                item = bare.of_type.of_type if isinstance(bare.of_type, GraphQLNonNull) else bare.of_type
                if isinstance(item, GraphQLInputObjectType):
                    return self.items(name, item, required=required)
                return [_leaf(name, item, value, self.zone) for value in given] if given or required else _ABSENT
            if given or required:
                return _leaf(name, bare, given[0] if given else None, self.zone)
        except _Unusable as fault:
            self.faults[name] = str(fault)
        return _ABSENT

    def items(self, name: str, type_: GraphQLInputObjectType, *, required: bool) -> Any:
        """A list of input objects: the members of the first are `name.0.member`."""
        behind = (field.removeprefix(f"{name}.") for field in self.fields if field.startswith(f"{name}."))
        numbers = sorted({number for field in behind if (number := field.partition(".")[0]) in _NUMBERS}, key=int)
        if not numbers and not required:
            return _ABSENT
        return [self.members(f"{name}.{number}", type_, required=True) for number in numbers]

    def whole(self) -> dict[str, list[str]]:
        """The form as it was typed, whatever is wrong with it."""
        texts = {name: [v for v in values if isinstance(v, str)] for name, values in self.fields.items()}
        return {name: [v.replace("\x00", "") for v in values] for name, values in texts.items() if name != "operation"}

    def members(self, name: str, type_: GraphQLInputObjectType, *, required: bool) -> Any:
        if not required and not any(field.startswith(f"{name}.") for field in self.fields):
            return _ABSENT
        values = {
            member: self.read(f"{name}.{member}", field.type, required=is_required_input_field(field))
            for member, field in type_.fields.items()
        }
        return {member: value for member, value in values.items() if value is not _ABSENT}


def _trimmed(value: str | UploadFile) -> str | UploadFile:
    if isinstance(value, UploadFile):
        return value if value.filename else ""  # a file field left empty arrives as a nameless file
    return value.replace("\x00", "").strip()  # PostgreSQL's text holds no NUL


def _leaf(name: str, type_: Any, value: str | UploadFile | None, zone: ZoneInfo) -> Any:
    if type_.name == "Upload" and not isinstance(value, UploadFile):
        raise _Unusable("Choose a file.")
    if value is None:
        if type_.name == "Boolean":
            return False  # an unticked box is not sent at all
        raise _Unusable("Fill this in.")
    if isinstance(value, UploadFile):
        if type_.name != "Upload":
            raise _Unusable("This is text, not a file.")
        return value
    if isinstance(type_, GraphQLEnumType):
        return _enum(type_, value)
    if type_.name == "DateTime":
        return _moment(value, zone, whole_day=name.rpartition(".")[2] == "to")
    return _SCALARS.get(type_.name, str)(value)


def _enum(type_: GraphQLEnumType, value: str) -> str:
    wanted = value.upper().replace("-", "_").replace(" ", "_")
    if wanted not in type_.values:
        known = ", ".join(name.lower().replace("_", " ") for name in type_.values)
        raise _Unusable(f"“{value}” is none of these: {known}.")
    return wanted


def _moment(value: str, zone: ZoneInfo, *, whole_day: bool) -> str:
    """RFC 3339. A date alone is its first moment in `zone`; as the end of a span, the first moment after it."""
    try:
        moment = datetime.fromisoformat(value)
        if len(value) == len("2026-09-24") and whole_day:
            moment += timedelta(days=1)
        return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC).isoformat()
    except (ValueError, OverflowError) as fault:
        raise _Unusable(f"“{value}” is no date. Write it as 2026-09-24.") from fault


def _whole(value: str) -> int:
    try:
        number = int(value)
    except ValueError as fault:
        raise _Unusable(f"“{value}” is not a whole number.") from fault
    if not -(2**31) <= number < 2**31:
        raise _Unusable(f"“{value}” is too large a number.")
    return number


def _number(value: str) -> float:
    try:
        return float(value)
    except ValueError as fault:
        raise _Unusable(f"“{value}” is not a number.") from fault


def _key(value: str) -> str:
    try:
        return str(UUID(value))
    except ValueError as fault:
        raise _Unusable("This form has lost its number. Load the page again and repeat.") from fault


_SCALARS: dict[str, Callable[[str], Any]] = {
    "Int": _whole,
    "Float": _number,
    "Boolean": lambda value: value.lower() not in ("false", "0", "off", "no"),
    "UUID": _key,
}
