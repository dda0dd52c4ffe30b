"""Who works at an event looks through its badges, also those that were printed and are no longer good."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, func, select

from server.badges.issue_for_event import who_is_there
from server.badges.models import Badge, BadgeState, Guest
from server.db import Database, Key
from server.errors import FieldError, InvalidInput
from server.paging import Cursor, Slice, clamp
from server.people.models import Person
from server.words import fold, words

_LIST = (
    select(
        *(Badge.id, Badge.person_id, Badge.seed, Badge.token_hash, Badge.state, Badge.issued_at, Badge.ended_at),
        Person.name,
        Guest.person_id.label("guest"),
    )
    .join(Person, Person.id == Badge.person_id)
    .outerjoin(Guest, Guest.person_id == Badge.person_id)
    .where(Badge.event_id == bindparam("event", type_=Key()), Person.erased_at.is_(None))
)


async def every_badge(database: Database, event_id: UUID) -> list[Row[Any]]:
    """(id, person_id, seed, token_hash, state, issued_at, ended_at, name, guest) by name, of one person the newest
    first. One statement. Whoever holds a badge of an event shares the name with who works there."""
    rows = await database.rows(_LIST, {"event": event_id})
    newest = sorted(rows, key=lambda row: (row.issued_at, row.id), reverse=True)
    return sorted(newest, key=lambda row: (fold(row.name), row.person_id))


def called(
    rows: Sequence[Row[Any]], *, state: BadgeState | None, text: str, first: int, after: str | None
) -> Slice[Row[Any]]:
    """A piece of `rows`: in this state, and with each word of `text` at the beginning of one of the name's.

    `after` is a cursor of (issued_at, id). Raises InvalidInput.
    """
    clamp(first)
    sought = words(text)
    found = [row for row in rows if (state is None or row.state is state) and _is_called(row.name, sought)]
    start = _behind(found, Cursor.decode(after).id) if after is not None else 0
    return Slice(found[start : start + first], len(found) > start + first)


async def how_many_lack_one(database: Database, *, event_id: UUID, occurrence_id: UUID) -> int:
    """Of those who may have a badge of the event, to how many it was never given. One statement."""
    there = who_is_there(event_id, occurrence_id).order_by(None).subquery()
    lacking = select(func.count().label("lacking")).select_from(there).where(there.c.badge_id.is_(None), ~there.c.held)
    return int((await database.rows(lacking))[0].lacking)


def _is_called(name: str, sought: list[str]) -> bool:
    own = words(name)
    return all(any(word.startswith(part) for word in own) for part in sought)


def _behind(rows: Sequence[Row[Any]], badge_id: UUID) -> int:
    for number, row in enumerate(rows, 1):
        if row.id == badge_id:
            return number
    raise InvalidInput(FieldError(("after",), "The list has changed since. Begin again at its first page."))
