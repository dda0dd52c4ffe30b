"""Scalars, as Hallway reads and writes them."""

from datetime import UTC, date, datetime
from operator import methodcaller
from typing import Any, NewType
from uuid import UUID

import strawberry
from strawberry.file_uploads import Upload
from strawberry.types.scalar import ScalarDefinition

write_moment = methodcaller("isoformat")
"""The text of an aware datetime. The plans of `schema.execution` know it by identity."""


def read_moment(value: Any) -> datetime:
    """The moment that RFC 3339 text names, in UTC. Raises ValueError for any other, also one without an offset."""
    if not isinstance(value, str):
        raise ValueError("Give a moment as text, such as 2026-09-24T14:00:00Z.")
    try:
        moment = datetime.fromisoformat(value)
        if moment.tzinfo is not None:
            return moment.astimezone(UTC)
    except (ValueError, OverflowError) as fault:
        raise ValueError("This is no moment. Write one like 2026-09-24T14:00:00Z.") from fault
    raise ValueError("This moment lacks its offset. Add Z, or one like -04:00.")


def read_day(value: Any) -> date:
    """Raises ValueError."""
    if not isinstance(value, str):
        raise ValueError("Give a day as text, such as 2026-09-24.")
    try:
        return date.fromisoformat(value)
    except ValueError as fault:
        raise ValueError("This is no day. Write one like 2026-09-24.") from fault


def read_uuid(value: Any) -> UUID:
    """Raises ValueError."""
    if not isinstance(value, str):
        raise ValueError("Give a UUID as text.")
    try:
        return UUID(value)
    except ValueError as fault:
        raise ValueError("This is no UUID. One has 32 hexadecimal digits.") from fault


def read_upload(value: Any) -> Any:
    """An open file with `read`. Raises ValueError for what JSON can hold."""
    if not hasattr(value, "read"):
        raise ValueError("Send the file itself, as multipart/form-data with `operations` and `map`.")
    return value


def read_typed_form(value: Any) -> dict[str, list[str]]:
    """Raises ValueError for anything but an object of lists of text."""
    if not isinstance(value, dict):
        raise ValueError("Give an object that has, by the name of each field, the list of what was typed there.")
    for values in value.values():
        if not isinstance(values, list) or not all(isinstance(one, str) for one in values):
            raise ValueError("What was typed into a field is a list of texts.")
    return value


TypedForm = NewType("TypedForm", dict[str, list[str]])

SCALARS: dict[object, ScalarDefinition] = {
    date: strawberry.scalar(
        name="Date",
        description="A day without a time zone, such as `2026-09-24`.",
        specified_by_url="https://www.rfc-editor.org/rfc/rfc3339#section-5.6",
        serialize=date.isoformat,
        parse_value=read_day,
    ),
    datetime: strawberry.scalar(
        name="DateTime",
        description="A moment with its offset, such as `2026-09-24T14:00:00+00:00`; without an offset it is refused.",
        specified_by_url="https://www.rfc-editor.org/rfc/rfc3339#section-5.6",
        serialize=write_moment,
        parse_value=read_moment,
    ),
    TypedForm: strawberry.scalar(
        name="TypedForm",
        description="A form as it was typed: an object that has, by the name of each field, a list of texts.",
        serialize=dict,
        parse_value=read_typed_form,
    ),
    UUID: strawberry.scalar(
        name="UUID",
        description="A universally unique identifier, such as `0198c0de-7d0e-7c55-9e0a-5a1c5f0e7a11`.",
        specified_by_url="https://www.rfc-editor.org/rfc/rfc9562",
        serialize=str,
        parse_value=read_uuid,
    ),
    Upload: strawberry.scalar(
        name="Upload",
        description="A file, sent beside the query as multipart/form-data (graphql-multipart-request-spec).",
        specified_by_url="https://github.com/jaydenseric/graphql-multipart-request-spec",
        parse_value=read_upload,
    ),
}
