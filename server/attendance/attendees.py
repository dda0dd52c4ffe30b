"""Organizers look through those who answered, by name and by answer, and take the list along."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, select

from server.db import Database, Key
from server.errors import FieldError, InvalidInput
from server.events.attendance import Attendance, AttendanceStatus
from server.paging import Cursor, Slice, clamp
from server.people.models import Person
from server.words import fold, words

_LIST = (
    select(
        Attendance.person_id,
        Person.name,
        Attendance.status,
        Attendance.place,
        Attendance.created_at,
        Attendance.checked_in_at,
    )
    .join(Person, Person.id == Attendance.person_id)
    .where(Attendance.occurrence_id == bindparam("occurrence", type_=Key()), Person.erased_at.is_(None))
)


async def everybody(database: Database, occurrence_id: UUID) -> list[Row[Any]]:
    """(person_id, name, status, place, created_at, checked_in_at) of all who answered for an instance: who waits in
    line first and in its order, then by name. One statement. Whoever answers shares their name with the organizers."""
    rows = await database.rows(_LIST, {"occurrence": occurrence_id})
    return sorted(rows, key=lambda row: (row.place is None, row.place or 0, fold(row.name), row.person_id))


async def attendees(
    database: Database,
    occurrence_id: UUID,
    *,
    status: AttendanceStatus | None = None,
    text: str = "",
    first: int = 50,
    after: str | None = None,
) -> Slice[Row[Any]]:
    """A piece of `everybody`: with this status, and with each word of `text` at the beginning of one of the name's.

    `after` is a cursor of (created_at, person_id). Raises InvalidInput.
    """
    clamp(first)
    sought = words(text)
    found = [
        row
        for row in await everybody(database, occurrence_id)
        if (status is None or row.status is status) and _is_called(row.name, sought)
    ]
    start = _behind(found, Cursor.decode(after).id) if after is not None else 0
    return Slice(found[start : start + first], len(found) > start + first)


def line(rows: Sequence[Row[Any]]) -> dict[UUID, int]:
    """The place in line of everybody who waits, 1 is next, without gaps."""
    places = sorted((row.place, row.person_id) for row in rows if row.place is not None)
    return {person_id: number for number, (_, person_id) in enumerate(places, 1)}


def _is_called(name: str, sought: list[str]) -> bool:
    own = words(name)
    return all(any(word.startswith(part) for word in own) for part in sought)


def _behind(rows: Sequence[Row[Any]], person_id: UUID) -> int:
    for number, row in enumerate(rows, 1):
        if row.person_id == person_id:
            return number
    raise InvalidInput(FieldError(("after",), "The list has changed since. Begin again at its first page."))
