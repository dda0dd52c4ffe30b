"""How many are in, through which door; and the pages that show it are told at once when it changes."""

from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, func, or_, select

from server.actor import Actor, Scope, require_member
from server.clock import Clock
from server.db import Database, Key
from server.doors.models import CheckIn, DoorStaff, DoorStation
from server.doors.open import open_at, works_at
from server.errors import NotFound
from server.events.attendance import Attendance, AttendanceStatus
from server.events.models import Event, Occurrence
from server.live import Live, occurrence_topic

_here = bindparam("occurrence", type_=Key())
_viewer = bindparam("viewer", type_=Key())
_turn = func.row_number().over(partition_by=CheckIn.person_id, order_by=(CheckIn.scanned_at, CheckIn.id))
STANDING = (
    select(CheckIn.id, CheckIn.person_id, CheckIn.station_id, CheckIn.scanned_at, _turn.label("turn"))
    .where(CheckIn.occurrence_id == _here, CheckIn.undone_at.is_(None))
    .subquery()
)
"""Check-ins of the occurrence that were not undone, each person's in order: turn 1 is when they came."""
_BY_DOOR = (
    select(STANDING.c.station_id, func.count().label("came"))
    .where(STANDING.c.turn == 1)
    .group_by(STANDING.c.station_id)
)
_EXPECTED = select(
    Event.capacity,
    select(func.count())
    .where(Attendance.occurrence_id == _here, Attendance.status == AttendanceStatus.GOING)
    .scalar_subquery()
    .label("going"),
).where(Event.id == select(Occurrence.event_id).where(Occurrence.id == _here).scalar_subquery())


@dataclass(frozen=True, slots=True)
class Counts:
    """Numbers of one instance of an event at one moment."""

    came: int
    """People, each once."""
    going: int
    """Who said that they come, or came."""
    capacity: int | None
    doors: Mapping[UUID | None, int]
    """Who came in first there, by station; None: at the desk, and by themselves."""


async def counts(database: Database, occurrence_id: UUID) -> Counts:
    """Two statements. For whoever works at the event alone."""
    doors = {row.station_id: row.came for row in await database.rows(_BY_DOOR, {"occurrence": occurrence_id})}
    rows = await database.rows(_EXPECTED, {"occurrence": occurrence_id})
    going, capacity = (rows[0].going, rows[0].capacity) if rows else (0, None)
    return Counts(sum(doors.values()), going, capacity, doors)


async def watch_counts(
    database: Database, live: Live, *, actor: Actor, occurrence_id: UUID, now: Clock
) -> AsyncGenerator[Counts, None]:
    """The counts now, and each time that something happened; no end. What happens while they are read is told once.

    For whoever works at the event, or stands at one of its doors. Raises SignInRequired, ScopeMissing, NotFound.
    """
    member = require_member(actor, Scope.SCAN)
    values = {"viewer": member.person_id, "occurrence": occurrence_id}
    with live.subscribe(occurrence_topic(occurrence_id)) as news:
        if not await database.rows(_may(now()), values):
            raise NotFound
        while True:
            yield await counts(database, occurrence_id)
            if await anext(news, "ended") == "ended":
                return
            # A role or a link may have been taken back since.
            if not await database.rows(_may(now()), values):
                return


def _may(now: datetime) -> Any:
    joined = (
        select(DoorStaff.person_id)
        .join(DoorStation, DoorStation.id == DoorStaff.station_id)
        .where(DoorStation.occurrence_id == Occurrence.id, DoorStaff.person_id == _viewer, open_at(now))
        .exists()
    )
    of = select(Occurrence.id).join(Event, Event.id == Occurrence.event_id).where(Occurrence.id == _here)
    return of.where(or_(works_at(_viewer), joined))
