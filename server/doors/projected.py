"""Whoever read the square on a projector sees which event it is for, and whether they are in."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, select

from server.actor import Actor, Scope, member_with
from server.db import Database, Key
from server.events.attendance import Attendance
from server.events.find import events_by_id

_CAME = select(Attendance.checked_in_at).where(
    Attendance.occurrence_id == bindparam("occurrence", type_=Key()),
    Attendance.person_id == bindparam("viewer", type_=Key()),
)


async def event_of_place(database: Database, *, actor: Actor, place: str, now: datetime) -> Row[Any] | None:
    """(key, slug, name) of the event whose id in hexadecimal is `place`; None where the actor sees none. One
    statement."""
    try:
        key = UUID(hex=place)
    except ValueError:
        return None
    found = await events_by_id(database, actor=actor, now=now, ids=[key], wanted=frozenset({"slug", "name"}))
    return found.get(key)


async def when_i_came(database: Database, *, actor: Actor, occurrence_id: UUID) -> datetime | None:
    """When the actor came in, by any door; None for strangers. One statement."""
    member = member_with(actor, Scope.READ_EVENTS)
    if member is None:
        return None
    rows = await database.rows(_CAME, {"viewer": member.person_id, "occurrence": occurrence_id})
    return rows[0].checked_in_at if rows else None
