"""Lists that are read piece by piece while they grow: keyset cursors and the slice that a query returns."""

import binascii
from base64 import urlsafe_b64decode
from binascii import b2a_base64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, literal, literal_column, tuple_

from server.db import EPOCH, Instant, Key, microseconds
from server.errors import FieldError, InvalidInput

MAX_FIRST = 100
"""The most items one call returns."""

T = TypeVar("T")

_URL_SAFE = bytes.maketrans(b"+/", b"-_")


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in a list ordered by (moment, key)."""

    at: datetime
    """Aware UTC."""
    id: UUID

    def encode(self) -> str:
        """URL-safe text, opaque to clients, exact to the microsecond."""
        return write_cursor(self.at, self.id)

    @classmethod
    def decode(cls, text: str) -> "Cursor":
        """The cursor that `encode` wrote. Raises InvalidInput at `after` for any other text."""
        try:
            raw = urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
            if len(raw) != 24:
                raise ValueError
            at = EPOCH + timedelta(microseconds=int.from_bytes(raw[:8], "big", signed=True))
        except (ValueError, binascii.Error, OverflowError) as fault:
            message = (
                "This cursor is not one that a list gave out. Take `endCursor` of the page before, or leave it out."
            )
            raise InvalidInput(FieldError(("after",), message)) from fault
        return cls(at, UUID(bytes=raw[8:]))


def write_cursor(at: datetime, id_: UUID) -> str:
    """What `Cursor(at, id_).encode()` gives, without the object: lists make fifty of them."""
    octets = (microseconds(at) << 128 | id_.int).to_bytes(24, "big", signed=True)
    return b2a_base64(octets, newline=False).translate(_URL_SAFE).decode("ascii")


@dataclass(frozen=True, slots=True)
class Slice(Generic[T]):
    """One piece of a list, and whether more follows."""

    rows: Sequence[T]
    has_next_page: bool


def clamp(first: int) -> int:
    """`first` itself. Raises InvalidInput below 1 or above MAX_FIRST."""
    if not 1 <= first <= MAX_FIRST:
        raise InvalidInput(FieldError(("first",), f"Ask for 1 to {MAX_FIRST} at a time, not {first}."))
    return first


def one_more(statement: Select[Any], first: int) -> Select[Any]:
    """`statement` limited to `first` rows and the one that tells whether more follow.

    The limit is written into the text: bound, PostgreSQL plans the statement anew every time.
    """
    return statement.limit(literal_column(str(int(first) + 1)))


def sliced(rows: Sequence[Row[Any]], first: int) -> Slice[Row[Any]]:
    """Takes the row that `one_more` asked for away again."""
    return Slice(rows[:first], len(rows) > first)


def beyond(
    at: ColumnElement[datetime], id_: ColumnElement[UUID], cursor: Cursor, *, descending: bool
) -> ColumnElement[bool]:
    """Whether (at, id_) comes after `cursor` in the list's order; both databases seek with it."""
    here, there = tuple_(at, id_), tuple_(literal(cursor.at, Instant()), literal(cursor.id, Key()))
    return here < there if descending else here > there
