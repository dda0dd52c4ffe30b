"""Somebody finds the doors at which they stand."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, bindparam, func, select

from server.actor import Actor, Scope, member_with
from server.db import Database, Key
from server.doors.models import DoorStation
from server.doors.open import open_at, staffs
from server.events.models import Event, EventOverride, Occurrence

_viewer = bindparam("viewer", type_=Key())


async def stations_of(database: Database, *, actor: Actor, now: datetime) -> Sequence[Row[Any]]:
    """Each open station that the actor staffs, by role or by link: (id, name, lets_in_anyway, event_id, occurrence_id,
    slug, event_name, time_zone, recurrence_id, starts_at, ends_at), soonest first. One statement, none for
    strangers."""
    member = member_with(actor, Scope.SCAN)
    if member is None:
        return []
    override = and_(EventOverride.event_id == Event.id, EventOverride.recurrence_id == Occurrence.recurrence_id)
    mine = (
        select(
            *(DoorStation.id, DoorStation.name, DoorStation.lets_in_anyway),
            *(DoorStation.event_id, DoorStation.occurrence_id, Event.slug, Event.time_zone),
            func.coalesce(EventOverride.name, Event.name).label("event_name"),
            *(Occurrence.recurrence_id, Occurrence.starts_at, Occurrence.ends_at),
        )
        .join(Event, Event.id == DoorStation.event_id)
        .join(Occurrence, Occurrence.id == DoorStation.occurrence_id)
        .outerjoin(EventOverride, override)
        .where(open_at(now), staffs(_viewer))
        .order_by(Occurrence.starts_at, DoorStation.name, DoorStation.id)
    )
    return await database.rows(mine, {"viewer": member.person_id})
