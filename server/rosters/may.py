"""Who may take an event's roster along: whoever scans there, and whoever works at its door."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, exists, func, literal, or_, select

from server.actor import Actor, Scope, member_with
from server.db import Database, Key
from server.doors.models import DoorStaff, DoorStation
from server.events.agenda import AgendaItem, AgendaSpeaker
from server.events.attendance import Attendance, AttendanceStatus
from server.events.booths import Booth, BoothStaff
from server.events.find import event
from server.events.models import Event
from server.events.policies import posts
from server.events.staff import EventStaff
from server.rosters.models import RosterEpoch

STILL_OPENS = timedelta(hours=2)
"""After the end of the event."""


class RosterAudience(StrEnum):
    """For what a roster is used."""

    SCAN = "SCAN"
    CHECK_IN = "CHECK_IN"


@dataclass(frozen=True, slots=True)
class Allowed:
    """A roster that somebody may have."""

    person_id: UUID
    event_id: UUID
    occurrence_id: UUID
    audience: RosterAudience
    epoch: int
    ends_at: datetime
    """When the roster is of no more use: two hours after the event."""


async def allowed(
    database: Database, *, actor: Actor, slug: str, audience: RosterAudience, now: datetime
) -> Allowed | None:
    """The roster of an event, or of the instance of a series that is on or comes next; None where the actor may not
    have it, and from two hours after its end. SCAN: who goes, speaks, stands at a booth or works there; CHECK_IN: who
    works there, or stands at a door by its link. Two statements."""
    member = member_with(actor, Scope.SCAN)
    if member is None:
        return None
    found = await event(database, actor=actor, now=now - STILL_OPENS, slug=slug, wanted=_WANTED)
    if found is None or found.ends_at + STILL_OPENS <= now:
        return None
    values = {"viewer": member.person_id, "event": found.event_key, "occurrence": found.key}
    for row in await database.rows(_STANDING, values):
        if row.works or (audience is RosterAudience.SCAN and row.takes_part):
            ends_at = found.ends_at + STILL_OPENS
            return Allowed(member.person_id, found.event_key, found.key, audience, row.epoch, ends_at)
    return None


_WANTED = frozenset({"event_key", "ends_at"})
_viewer, _occurrence = bindparam("viewer", type_=Key()), bindparam("occurrence", type_=Key())
_works = exists().where(EventStaff.event_id == Event.id, EventStaff.person_id == _viewer)
_joined = exists().where(
    DoorStation.occurrence_id == _occurrence,
    DoorStation.closed_at.is_(None),
    DoorStaff.station_id == DoorStation.id,
    DoorStaff.person_id == _viewer,
)
_goes = exists().where(
    Attendance.occurrence_id == _occurrence,
    Attendance.person_id == _viewer,
    Attendance.status == AttendanceStatus.GOING,
)
_stands = exists().where(Booth.event_id == Event.id, BoothStaff.booth_id == Booth.id, BoothStaff.person_id == _viewer)
_speaks = exists().where(
    AgendaItem.event_id == Event.id,
    AgendaSpeaker.agenda_item_id == AgendaItem.id,
    AgendaSpeaker.person_id == _viewer,
)
_STANDING: Any = (
    select(
        or_(posts(_viewer), _works, _joined).label("works"),
        or_(_goes, _stands, _speaks).label("takes_part"),
        func.coalesce(RosterEpoch.epoch, literal(1)).label("epoch"),
    )
    .select_from(Event)
    .outerjoin(RosterEpoch, RosterEpoch.event_id == Event.id)
    .where(Event.id == bindparam("event", type_=Key()))
)
