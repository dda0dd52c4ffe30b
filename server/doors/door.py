"""Whoever stands at a door sees which it is, and who came last."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, bindparam, func, select

from server.actor import Actor, Scope, member_with
from server.db import Database, Key
from server.doors.counts import STANDING
from server.doors.models import CheckIn, DoorStation
from server.doors.open import organizes, staffs_now, works_at
from server.events.models import Event, EventOverride, Occurrence
from server.people.models import Person

_viewer, _id = bindparam("viewer", type_=Key()), bindparam("id", type_=Key())
_override = and_(EventOverride.event_id == Event.id, EventOverride.recurrence_id == Occurrence.recurrence_id)
_DOOR = (
    select(
        *(DoorStation.id, DoorStation.name, DoorStation.lets_in_anyway, DoorStation.closed_at),
        DoorStation.link_hash.is_not(None).label("has_link"),
        *(DoorStation.occurrence_id, DoorStation.event_id, Event.slug, Event.time_zone, Occurrence.recurrence_id),
        *(Occurrence.starts_at, Occurrence.ends_at),
        func.coalesce(EventOverride.name, Event.name).label("event_name"),
        organizes(_viewer).label("organizes"),
        works_at(_viewer).label("works"),
    )
    .join(Event, Event.id == DoorStation.event_id)
    .join(Occurrence, Occurrence.id == DoorStation.occurrence_id)
    .outerjoin(EventOverride, _override)
)
_first = STANDING.alias("first")
_first_station = DoorStation.__table__.alias("first_station")
_ARRIVALS = (
    select(
        *(CheckIn.id, Person.name, CheckIn.scanned_at, CheckIn.doubt, CheckIn.late, CheckIn.how),
        DoorStation.name.label("station"),
        _first.c.id.label("first_id"),
        _first.c.scanned_at.label("first_at"),
        _first_station.c.name.label("first_station"),
    )
    .join(Person, Person.id == CheckIn.person_id)
    .outerjoin(DoorStation, DoorStation.id == CheckIn.station_id)
    .join(_first, and_(_first.c.person_id == CheckIn.person_id, _first.c.turn == 1))
    .outerjoin(_first_station, _first_station.c.id == _first.c.station_id)
    .where(CheckIn.occurrence_id == bindparam("occurrence", type_=Key()), CheckIn.undone_at.is_(None))
    .order_by(CheckIn.scanned_at.desc(), CheckIn.id.desc())
)


async def door(database: Database, *, actor: Actor, station_id: UUID, now: datetime) -> Row[Any] | None:
    """A station that the actor staffs: its name, its event, and `organizes`; None for others. By a link it is seen
    only while it is open. One statement."""
    member = member_with(actor, Scope.SCAN)
    if member is None:
        return None
    mine = _DOOR.where(DoorStation.id == _id, staffs_now(_viewer, now))
    rows = await database.rows(mine, {"viewer": member.person_id, "id": station_id})
    return rows[0] if rows else None


async def stations_of_event(database: Database, *, actor: Actor, occurrence_id: UUID) -> Sequence[Row[Any]]:
    """All stations of an instance in the columns of `door`, open ones first, then by name. For whoever works there.
    One statement."""
    member = member_with(actor, Scope.SCAN)
    if member is None:
        return []
    closed = DoorStation.closed_at.is_not(None)
    of = _DOOR.where(DoorStation.occurrence_id == _id).order_by(closed, DoorStation.name, DoorStation.id)
    return await database.rows(of, {"viewer": member.person_id, "id": occurrence_id})


async def arrivals(
    database: Database, *, occurrence_id: UUID, station_id: UUID | None = None, limit: int
) -> Sequence[Row[Any]]:
    """Who came last, newest first: (id, name, scanned_at, doubt, late, how, station, first_id, first_at,
    first_station), each scan that was not undone, of one door or of all. One statement."""
    which = [] if station_id is None else [CheckIn.station_id == station_id]
    return await database.rows(_ARRIVALS.where(*which).limit(limit), {"occurrence": occurrence_id})
